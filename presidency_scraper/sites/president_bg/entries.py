"""Reads announced articles, in teasers and listings: which blocks make one entry, and what it says.

An entry is a printed date and what belongs to it: a headline, a lead, links to one article. Where
one entry ends and the next begins is decided by what the page shows: an element around one date
and its link and text where there is one, else the links, else how many blocks stand before the
first date.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from lxml.html import HtmlElement

from presidency_scraper.blocks import Block, Picture
from presidency_scraper.dates import Clock, Moment, parse_printed
from presidency_scraper.errors import DateError, LayoutError
from presidency_scraper.items import ArticleRef, Entry
from presidency_scraper.sites.base import UrlFacts
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.words import is_control, is_footer

Resolve = Callable[[str], UrlFacts]


@dataclass(slots=True)
class Region:
    """The stretch of a page that holds entries.

    ``labelled`` says that the entries begin with the first block, right under their label;
    ``outside`` are elements known to stand outside of every entry.
    """

    blocks: Sequence[Block]
    pictures: Sequence[Picture]
    resolve: Resolve
    labelled: bool
    outside: Sequence[HtmlElement]

    @property
    def dates(self) -> list[int]:
        """Positions of the dated blocks."""
        return [at for at, block in enumerate(self.blocks) if block.date == "printed"]

    def target(self, at: int) -> UrlFacts | None:
        """The article that the block at *at* links to with its whole text, or None."""
        block = self.blocks[at]
        if not block.linked:
            return None
        return next(self._articles(block.hrefs), None)

    def targets(self, start: int, end: int) -> Iterator[UrlFacts]:
        """Every article linked between *start* and *end*, whole blocks and pictures first."""
        blocks = self.blocks[start:end]
        yield from self._articles(href for block in blocks if block.linked for href in block.hrefs)
        yield from self._articles(self._picture_hrefs(start, end))
        yield from self._articles(href for block in blocks for href in block.hrefs)

    def _picture_hrefs(self, start: int, end: int) -> Iterator[str]:
        first, last = self.blocks[start].index, self.blocks[end - 1].index
        for picture in self.pictures:
            if picture.href is not None and first <= picture.before <= last:
                yield picture.href

    def _articles(self, hrefs: Iterator[str] | Sequence[str]) -> Iterator[UrlFacts]:
        return (facts for facts in map(self.resolve, hrefs) if facts.article is not None)


@dataclass(frozen=True, slots=True)
class EntryDates:
    """How the dates of entries are read.

    ``refused``, where given, collects what is wrong with those that cannot be; else it is raised.
    """

    clock: Clock
    seen_at: datetime
    refused: list[str] | None = None

    def parse(self, raw: str) -> Moment | None:
        """Return the moment printed, None where it is refused and collected."""
        try:
            return parse_printed(raw, clock=self.clock, seen_at=self.seen_at)
        except DateError as error:
            if self.refused is None:
                raise
            self.refused.append(str(error))
            return None


def read_entries(region: Region, dates: EntryDates) -> tuple[Entry, ...]:
    """Return the entries of *region* in the order printed.

    Raises LayoutError where an entry links to no article, DateError as *dates* says.
    """
    drafts = [_draft(region, start, end) for start, end in entry_spans(region)]
    linked = any(draft.has_linked_headline() for draft in drafts)
    return tuple(
        _read_entry(draft, position, linked, dates) for position, draft in enumerate(drafts, 1)
    )


def entry_spans(region: Region) -> list[tuple[int, int]]:
    """Return (start, end) of every entry in *region*, as positions among its blocks."""
    dates = region.dates
    if not dates:
        return []
    homes = _homes(region, dates)
    starts = _starts_by_element(region, homes) if homes else _starts_by_link(region, dates)
    ends = [*starts[1:], _end_of_last(region, dates, starts, homes)]
    return list(zip(starts, ends, strict=True))


# -- where entries begin ------------------------------------------------------------------------


def _chain(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]


def _homes(region: Region, dates: list[int]) -> list[tuple[int, int]]:
    """Return per date the blocks (first, last) inside the widest element that holds it alone.

    Empty unless every such element holds text beside the date and a link to an article.
    """
    chains = [_chain(region.blocks[at].element) for at in dates]
    held = Counter(element for chain in chains for element in chain)
    held.update(element for outer in region.outside for element in _chain(outer))
    homes: list[tuple[int, int]] = []
    for at, chain in zip(dates, chains, strict=True):
        home = None
        for element in chain:
            if held[element] > 1:
                break
            home = element
        span = _span_inside(region, at, home) if home is not None else (at, at)
        if span[0] == span[1] or not any(region.targets(span[0], span[1] + 1)):
            return []
        homes.append(span)
    return homes


def _span_inside(region: Region, at: int, home: HtmlElement) -> tuple[int, int]:
    def inside(position: int) -> bool:
        return home in _chain(region.blocks[position].element)

    first = last = at
    while first > 0 and inside(first - 1):
        first -= 1
    while last + 1 < len(region.blocks) and inside(last + 1):
        last += 1
    return first, last


def _starts_by_element(region: Region, homes: list[tuple[int, int]]) -> list[int]:
    """An entry begins with its element, or before it with a block that belongs to it.

    Such a block links to the entry's article, or stands where blocks stand before the first.
    """
    before = homes[0][0] if region.labelled else 0
    starts = []
    floor = 0 if region.labelled else max(homes[0][0] - 1, 0)
    for first, last in homes:
        target = next(region.targets(first, last + 1)).article
        start = first
        while start > floor and (facts := region.target(start - 1)) and facts.article == target:
            start -= 1
        starts.append(max(min(start, first - before), floor))
        floor = last + 1
    return starts


def _starts_by_link(region: Region, dates: list[int]) -> list[int]:
    """Without such elements: linked blocks right before a date belong to it, as many as first."""
    linked = _linked_before(region, dates[0])
    if linked:
        counts = [min(_linked_before(region, at), linked) for at in dates]
    else:
        counts = [_unlinked_before(region, dates)] * len(dates)
    return [max(at - count, 0) for at, count in zip(dates, counts, strict=True)]


def _linked_before(region: Region, at: int) -> int:
    """Count the blocks right before *at* that link to one and the same article."""
    first = region.target(at - 1) if at else None
    start = at
    while first and start > 0 and (facts := region.target(start - 1)):
        if facts.article != first.article:
            break
        start -= 1
    return at - start


def _unlinked_before(region: Region, dates: list[int]) -> int:
    if region.labelled:
        return dates[0]
    if len(dates) < 2:
        return 0
    first, second = dates[:2]
    links = [at for at in range(first + 1, second) if region.target(at)]
    if not links or not is_control(region.blocks[links[-1]].text):
        return 0
    return second - links[-1] - 1


# -- where the last entry ends ------------------------------------------------------------------


def _end_of_last(
    region: Region, dates: list[int], starts: list[int], homes: list[tuple[int, int]]
) -> int:
    """The last entry has no next one to end it: it is as long as the others at the most."""
    if homes:
        sure = homes[-1][1] + 1
        usual = [start - last - 1 for start, (_, last) in zip(starts[1:], homes, strict=False)]
    else:
        sure = dates[-1] + 1
        usual = [start - at - 1 for start, at in zip(starts[1:], dates, strict=False)] or [1]
    shapes = {_shape(block) for at in dates[:-1] for block in region.blocks[at + 1 : at + 2]}
    end = starts[-1]
    limit = min(sure + max(usual, default=0), len(region.blocks))
    own = next(region.targets(starts[-1], limit), None) if limit > starts[-1] else None
    while end < limit:
        block = region.blocks[end]
        if end > dates[-1] and _ends_entries(region, end, own):
            break
        if end >= sure and not homes and shapes and _shape(block) not in shapes:
            break
        end += 1
    return end


def _ends_entries(region: Region, at: int, own: UrlFacts | None) -> bool:
    block = region.blocks[at]
    if is_footer(block):
        return True
    if not block.linked or not block.hrefs:
        return False
    target = region.target(at)
    return target is None or (own is not None and target.article != own.article)


def _shape(block: Block) -> tuple[str, ...]:
    """The tags around a block, inline ones left out: alike for the same part of two entries."""
    inline = {"a", "b", "i", "em", "strong", "span", "font", "u", "small", "big"}
    return tuple(element.tag for element in _chain(block.element) if element.tag not in inline)


# -- what one entry says ------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """The texts of one entry, before and after its date."""

    date: Block
    facts: UrlFacts
    before: list[Block]
    after: list[Block]

    def has_linked_headline(self) -> bool:
        """Tell whether the entry plainly has a linked headline and an unlinked lead."""
        texts = [*self.before, *self.after]
        return len(texts) > 1 and texts[0].linked and not texts[-1].linked


def _draft(region: Region, start: int, end: int) -> _Draft:
    facts = next(region.targets(start, end), None)
    stretch = [at for at in range(start, end) if not _leads_elsewhere(region, at, facts)]
    blocks = [region.blocks[at] for at in stretch]
    date = next(at for at, block in enumerate(blocks) if block.date == "printed")
    if facts is None:
        raise LayoutError(f"the entry dated {blocks[date].text!r} links to no article")
    return _Draft(blocks[date], facts, _texts(blocks[:date]), _texts(blocks[date + 1 :]))


def _leads_elsewhere(region: Region, at: int, own: UrlFacts | None) -> bool:
    block, target = region.blocks[at], region.target(at)
    if not block.linked or block.date:
        return False
    return target is None or own is None or target.article != own.article


def _texts(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that say something: no counters ("0", "3": pictures and videos), no "more"."""
    whole = [
        replace(block, text=block.text.removesuffix(block.tail).rstrip())
        if block.tail and is_control(block.tail)
        else block
        for block in blocks
    ]
    return [block for block in whole if not is_control(block.text) and not block.text.isdecimal()]


def _read_entry(draft: _Draft, position: int, linked: bool, dates: EntryDates) -> Entry:
    headline, lead = _headline_and_lead(draft, linked)
    return Entry(
        position=position,
        headline=headline,
        lead=lead,
        published=dates.parse(draft.date.text),
        published_raw=draft.date.text,
        url=draft.facts.canonical or "",
        target=cast(ArticleRef, draft.facts.article),
    )


def _headline_and_lead(draft: _Draft, linked: bool) -> tuple[str | None, str | None]:
    """The headline stands before the date, or first after it; the rest is the lead.

    Printed twice (as the text of a picture and as a heading, on www) it counts once.
    """
    texts = list(dict.fromkeys(block.text for block in (*draft.before, *draft.after)))
    if not texts:
        return None, None
    if draft.before or len(texts) > 1 or _reads_as_headline(draft.after[0], draft.facts, linked):
        return texts[0], " ".join(texts[1:]) or None
    return None, texts[0]


def _reads_as_headline(block: Block, facts: UrlFacts, linked: bool) -> bool:
    """One text alone: the slug tells, or a heading, or that headlines are links beside it."""
    agrees = slug_agrees(block.text, facts.slug) if facts.slug else None
    if agrees is not None:
        return agrees
    return block.heading is not None or (linked and block.linked)
