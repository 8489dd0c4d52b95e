"""Notices that a tag is lost amid announced articles: entries are then set in different ways.

The page still looks well, and lacks an entry, or the lead of one.
"""

from collections.abc import Iterable, Sequence

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.words import is_footer

#: What has no more words is no lead.
_FEW_WORDS = 3
#: A lead outside of its entry has so many elements more or less around it.
_NEAR = 2


def check_leads(blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> None:
    """Raise LayoutError where text stands behind an entry that has less than the others.

    It may be its lead, outside of the entry's element where a tag is lost: then about as many
    elements are around it.
    """
    most = max(end - start for start, end in spans)
    following = [*(start for start, _ in spans[1:]), len(blocks)]
    behind = [
        blocks[end]
        for (start, end), begin in zip(spans, following, strict=True)
        if end - start < most and end < begin
    ]
    if behind:
        depths = {shape_of(blocks[end - 1])[1] for start, end in spans if end - start == most}
        if any(_may_be_lead(block, depths) for block in behind):
            raise LayoutError("text stands behind an entry that has less than the others")


def check_last(blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> None:
    """Raise LayoutError where the last entry has more than the others, set as nothing of theirs.

    Its element goes on behind it where a tag is lost, up to the footer.
    """
    *others, last = [blocks[start:end] for start, end in spans]
    if len(others) < 2 or len(last) <= max(map(len, others)):
        return
    shapes = {shape_of(block) for entry in others for block in entry}
    if any(shape_of(block) not in shapes for block in last):
        raise LayoutError("the last entry has more than the others, set in another way")


def _may_be_lead(block: Block, depths: Iterable[int]) -> bool:
    told = block.links or block.date or block.heading is not None or is_footer(block.text)
    if told or len(block.text.split()) <= _FEW_WORDS:
        return False
    own = shape_of(block)[1]
    return any(abs(own - depth) <= _NEAR for depth in depths)


def shape_of(block: Block) -> tuple[str, int]:
    """What breaks the line around a block, and how deep: alike for one part of two entries."""
    box = block.node.line_box()
    return box.tag, box.depth
