"""Finds where the text of an article ends and its teasers stand.

The text ends at the label of the teasers ("ОЩЕ ОТ НОВИНИ") or, without one, at the first of them;
where other dated entries stand above the label, it ends above those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.links import LABELS, Links
from presidency_scraper.sites.president_bg.lists import (
    Region,
    check_whole,
    find_lists,
    largest_list,
)
from presidency_scraper.sites.president_bg.spans import entry_spans
from presidency_scraper.sites.president_bg.words import (
    is_footer,
    is_open,
    is_sentence,
    more_from,
    opens_more,
)

#: How many blocks may stand between a label that names no known section and its first date.
_AT_ONCE = 4
#: A label on two lines has no longer first line.
_HALF_LABEL = 40


@dataclass(frozen=True, slots=True)
class Teasers:
    """Where the text ends, as a position among the blocks of the page, and where teasers stand.

    ``section`` is what their label names, in lower case; ``follow_at_once`` says that dated
    entries follow the text with no such label in between.
    """

    text_end: int
    region: Region
    spans: list[tuple[int, int]]
    section: str | None
    follow_at_once: bool


@dataclass(frozen=True, slots=True)
class _Label:
    at: int
    end: int
    section: str


def find_teasers(blocks: Sequence[Block], stamp_at: int, links: Links) -> Teasers:
    """Return the teasers of the article whose timestamp stands at *stamp_at* among *blocks*.

    Raises LayoutError where none can be told.
    """
    marks = [block.index for block in blocks if block.date]
    label = _find_label(blocks, stamp_at)
    start = stamp_at + 1
    if label is None:
        region = Region(blocks[start:], links, marks)
        lists = find_lists(region)
        if not lists and (alone := _label_alone(blocks, start, links)):
            return Teasers(alone.at, region, [], alone.section, False)
        if not lists:
            raise LayoutError("neither the label of the teasers nor a teaser ends the article")
        largest = largest_list(region, lists)
        check_whole(region, largest, lists)
        spans = entry_spans(region, largest, labelled=False)
        return Teasers(start + min(spans[0][0], lists[0][0].start), region, spans, None, True)
    marks.append(blocks[label.at].index)
    region = Region(blocks[label.end :], links, marks)
    lists = find_lists(region)
    if not lists:
        raise LayoutError("the label of the teasers stands over no teaser")
    check_whole(region, lists[0], lists)
    spans = entry_spans(region, lists[0], labelled=True)
    first = label.at
    while more_from(blocks[first - 1].text) == label.section:
        first -= 1  # printed twice
    end = start + _text_end(Region(blocks[start:first], links, marks))
    return Teasers(end, region, spans, label.section, end < first)


def _label_alone(blocks: Sequence[Block], start: int, links: Links) -> _Label | None:
    """Return the label that ends the text where nothing is announced: a section of one article."""
    for label in _possible_labels(blocks, start):
        below = takewhile(lambda block: not is_footer(block.text), blocks[label.end :])
        if label.section in LABELS and not any(_may_be_article(block, links) for block in below):
            return label
    return None


def _may_be_article(block: Block, links: Links) -> bool:
    """Tell whether *block* is text, or dated, or announces an article."""
    leads = any(links.resolve(href).article for href in block.hrefs)
    return leads or bool(block.date) or is_sentence(block.text)


def _text_end(above_label: Region) -> int:
    """Where dated entries stand above the label of the teasers, the text ends above them."""
    lists = find_lists(above_label)
    if not lists:
        return len(above_label.blocks)
    if any(is_sentence(block.text) for block in above_label.blocks[lists[-1][-1].end :]):
        raise LayoutError("dated entries stand amid the text")
    return lists[0][0].start


def _find_label(blocks: Sequence[Block], stamp_at: int) -> _Label | None:
    """Return the first label after the timestamp with dates below it, before the next label."""
    dates = [at for at, block in enumerate(blocks) if block.date == "printed"]
    labels = list(_possible_labels(blocks, stamp_at + 1))
    ends = [*(label.at for label in labels), len(blocks)][1:]
    for label, end in zip(labels, ends, strict=True):
        following = next((date for date in dates if label.end <= date < end), None)
        if following is None:
            continue
        if label.section in LABELS:
            return label
        if any(block.text.casefold() == label.section for block in blocks[:stamp_at]):
            return label
        if is_open(blocks[label.at].text) and following - label.at <= _AT_ONCE:
            return label
    return None


def _possible_labels(blocks: Sequence[Block], start: int) -> Iterator[_Label]:
    for at in range(start, len(blocks)):
        text = blocks[at].text
        if section := more_from(text):
            yield _Label(at, at + 1, section)
        elif at + 1 < len(blocks) and len(text) < _HALF_LABEL and opens_more(text):
            section = more_from(f"{text} {blocks[at + 1].text}")
            if section in LABELS:
                yield _Label(at, at + 2, section)
