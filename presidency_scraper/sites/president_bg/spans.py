"""Where each entry of a list begins and ends.

Where every date has an element of its own, with text and a link to an article, those elements are
the entries; else it is told by the links, or by how many blocks stand before the first date.
"""

from collections import defaultdict
from itertools import pairwise, takewhile

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import ArticleRef
from presidency_scraper.sites.base import UrlFacts
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_control
from presidency_scraper.sites.president_bg.links import LABELS
from presidency_scraper.sites.president_bg.lists import EntryList, Home, Region
from presidency_scraper.sites.president_bg.lost_tags import check_last, check_leads, shape_of
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.words import is_footer, more_from

#: An entry of so many blocks is whole: headline, date, lead.
_WHOLE = 3


def entry_spans(region: Region, entries: EntryList, *, labelled: bool) -> list[tuple[int, int]]:
    """Return (start, end) of every entry of a list, as positions among the blocks of *region*.

    *labelled* says that the region begins right under the label of the list.
    """
    given, entries = entries, _without_leads_elsewhere(region, entries)
    whole = [region.is_whole(home) for home in entries]
    if any(whole) and not all(whole):
        raise LayoutError("some of the dated entries have an element of their own, others none")
    if all(whole):
        sure = [home.end for home in entries]
        starts = _starts_by_element(region, entries, labelled=labelled)
    else:
        sure = [home.date + 1 for home in entries]
        starts = _starts_by_link(region, [home.date for home in entries], labelled=labelled)
    if any(start < end for start, end in zip(starts[1:], sure, strict=False)):
        raise LayoutError("two dates stand side by side, with no entry in between")
    if len(entries) < len(given):
        gaps = sorted(after.start - before.end for before, after in pairwise(given))
        if gaps[len(gaps) // 2]:
            raise LayoutError("some of the dated entries link to no article")
        return list(zip(starts, sure, strict=True))
    gaps = sorted(start - end for end, start in zip(sure, starts[1:], strict=False))
    if all(whole) and (not gaps or gaps[len(gaps) // 2] == 0):
        spans = list(zip(starts, sure, strict=True))  # what stands in between is a banner
        check_last(region.blocks, spans)
    else:
        ends = [*starts[1:], _end_of_last(region, starts, sure)]
        spans = list(zip(starts, ends, strict=True))
    check_leads(region.blocks, spans)
    return spans


def _without_leads_elsewhere(region: Region, entries: EntryList) -> EntryList:
    """Leave out those that link to no article of the site, where most do; each in its element."""
    whole = [home for home in entries if region.is_whole(home)]
    has_own = all(home.end - home.start > 1 for home in entries)
    return whole if has_own and len(whole) > len(entries) / 2 else entries


# -- where entries begin ------------------------------------------------------------------------


def _starts_by_element(region: Region, entries: EntryList, *, labelled: bool) -> list[int]:
    """An entry begins with its element, or before it with a block that belongs to it.

    Such a block links to the entry's article, or stands where blocks stand before every element,
    and none of them announces another article, as an entry without a date does.
    """
    ends = [0, *(home.end for home in entries[:-1])]
    gaps = [_own_before(region, end, home) for end, home in zip(ends, entries, strict=True)]
    before = min(gaps) if labelled else 0
    floor = 0 if labelled else max(entries[0].start - 1, 0)
    starts = []
    for home in entries:
        target = next(region.targets(home.start, home.end)).article
        start = home.start
        while start > floor and _target_at(region, start - 1) == target:
            start -= 1
        starts.append(max(min(start, home.start - before), floor))
        floor = home.end
    return starts


def _own_before(region: Region, start: int, home: Home) -> int:
    """Count the blocks from *start* up to *home*: none where one announces another article."""
    own = next(region.targets(home.start, home.end)).article
    others = (facts.article != own for facts in region.entry_targets(start, home.start))
    return 0 if any(others) else home.start - start


def _starts_by_link(region: Region, dates: list[int], *, labelled: bool) -> list[int]:
    """Without such elements: linked blocks right before a date belong to it, as many as first."""
    linked = _linked_before(region, dates[0])
    if linked:
        counts = [min(_linked_before(region, at), linked) for at in dates]
    else:
        counts = [_unlinked_before(region, dates, labelled=labelled)] * len(dates)
    return [max(at - count, 0) for at, count in zip(dates, counts, strict=True)]


def _linked_before(region: Region, at: int) -> int:
    """Count the blocks right before *at* that link to one and the same article."""
    start = at
    while start > 0 and _is_before_date(region.blocks[start - 1], region.blocks[at]):
        start -= 1
    first = _target_at(region, start - 1) if start else None
    if first is None:
        return 0
    while start > 0 and _target_at(region, start - 1) == first:
        start -= 1
    headlines = {block.text for block in region.blocks[start:at]}
    while start > 0 and region.blocks[start - 1].text in headlines:
        start -= 1  # the caption of the entry's picture
    return at - start


def _is_before_date(block: Block, date: Block) -> bool:
    """Tell whether *block* only introduces a date, on its line: "Публикувано на"."""
    return block.line == date.line and not block.links


def _target_at(region: Region, at: int) -> ArticleRef | None:
    facts = region.target(at)
    return facts.article if facts else None


def _unlinked_before(region: Region, dates: list[int], *, labelled: bool) -> int:
    """Count the blocks before each date that belong to it, where none of them is a link."""
    near = range(max(dates[0] - _WHOLE, 0), dates[0])
    if not any(region.target(at) for at in near):
        told = _told_by_slug(region, dates)
        if told is not None:
            return told
        if _stands_before_each(region, dates):
            return 1
    first, second = [*dates, len(region.blocks)][:2]
    links = [at for at in range(first + 1, second) if region.target(at)]
    above = [at for at in range(first) if region.target(at)] if labelled else []
    if above:
        own = _target_at(region, above[-1])
        return first - next(at for at in above if _target_at(region, at) == own)
    if links[:1] == [first + 1] and not is_control(region.blocks[first + 1].text):
        return 0  # the headline stands right under the date
    if labelled:
        before = [region.blocks[at] for at in range(first - 1, -1, -1)]
        return sum(1 for _ in takewhile(lambda b: not b.links and not is_control(b.text), before))
    if not links or len(dates) < 2:
        return 0
    return second - links[-1] - 1


def _told_by_slug(region: Region, dates: list[int]) -> int | None:
    """Tell by the slugs whether headlines stand before the dates (1) or after (0); None: silent."""
    for at, end in zip(dates, [*dates[1:], len(region.blocks)], strict=True):
        facts = next(region.targets(at, end), None)
        if facts is None or not facts.slug:
            continue
        if at and slug_agrees(region.blocks[at - 1].text, facts.slug):
            return 1
        if at + 1 < end and slug_agrees(region.blocks[at + 1].text, facts.slug):
            return 0
    return None


def _stands_before_each(region: Region, dates: list[int]) -> bool:
    """Tell whether one block alike stands before every date, the first and the last included.

    Then the last entry is shorter behind its date than the way from one date to the next.
    """
    if len(dates) < 2 or dates[0] == 0:
        return False
    above = [region.blocks[at - 1] for at in dates]
    if any(_is_around_entries(block) for block in above) or len(set(map(shape_of, above))) > 1:
        return False
    end = dates[-1] + 1
    while end < len(region.blocks) and not _ends_entries(region, end, None):
        end += 1
    way = sorted(after - before for before, after in pairwise(dates))
    return end - dates[-1] < way[len(way) // 2]


def _is_around_entries(block: Block) -> bool:
    return bool(block.links) or is_control(block.text) or block.text.casefold() in LABELS


# -- where the last entry ends ------------------------------------------------------------------


def _end_of_last(region: Region, starts: list[int], sure: list[int]) -> int:
    """The last entry has no next one to end it: it goes on as the others do, block by block."""
    shapes: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    for end, start in zip(sure, starts[1:], strict=False):
        for offset, block in enumerate(region.blocks[end:start]):
            shapes[offset].add(shape_of(block))
    own = next(region.targets(starts[-1], sure[-1] + len(shapes)), None)
    end = sure[-1]
    line = region.blocks[sure[-1] - 1].line
    while end < len(region.blocks) and region.blocks[end].line == line:
        end += 1
    while end < len(region.blocks) and not _ends_entries(region, end, own):
        offset = end - sure[-1]
        alone = len(starts) == 1 and offset == 0 and sure[-1] - starts[-1] < _WHOLE
        if shape_of(region.blocks[end]) not in shapes.get(offset, ()) and not alone:
            break
        end += 1
    return end


def _ends_entries(region: Region, at: int, own: UrlFacts | None) -> bool:
    block = region.blocks[at]
    if block.date or is_footer(block.text) or more_from(block.text) or region.leads_to_listing(at):
        return True
    if not block.linked:
        return False
    target = _target_at(region, at)
    return target is None or (own is not None and target != own.article)
