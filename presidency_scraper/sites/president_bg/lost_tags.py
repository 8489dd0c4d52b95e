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


def check_leads(blocks: Sequence[Block], starts: list[int], ends: list[int]) -> None:
    """Raise LayoutError where text stands behind an entry that has less than the others.

    It may be its lead, outside of the entry's element where a tag is lost: then about as many
    elements are around it.
    """
    entries = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
    most = max(map(len, entries))
    depths = {shape_of(entry[-1])[1] for entry in entries if len(entry) == most}
    for entry, end, following in zip(entries, ends, [*starts[1:], len(blocks)], strict=True):
        behind = blocks[end:following][:1]
        if len(entry) < most and any(_may_be_lead(block, depths) for block in behind):
            raise LayoutError("text stands behind an entry that has less than the others")


def check_last(blocks: Sequence[Block], starts: list[int], ends: list[int]) -> None:
    """Raise LayoutError where the last entry has more than the others, set as nothing of theirs.

    Its element goes on behind it where a tag is lost, up to the footer.
    """
    *others, last = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
    shapes = {shape_of(block) for entry in others for block in entry}
    if len(others) > 1 and len(last) > max(map(len, others)) and set(map(shape_of, last)) - shapes:
        raise LayoutError("the last entry has more than the others, set in another way")


def _may_be_lead(block: Block, depths: Iterable[int]) -> bool:
    told = block.links or block.date or block.heading is not None or is_footer(block.text)
    is_long = len(block.text.split()) > _FEW_WORDS
    own = shape_of(block)[1]
    return not told and is_long and any(abs(own - depth) <= _NEAR for depth in depths)


def shape_of(block: Block) -> tuple[str, int]:
    """What breaks the line around a block, and how deep: alike for one part of two entries."""
    box = block.node.line_box()
    return box.tag, box.depth
