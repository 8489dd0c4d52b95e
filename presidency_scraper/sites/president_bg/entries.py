"""Reads announced articles, in teasers and listings: what the blocks of one entry say.

An entry is a printed date and what belongs to it: a headline, a lead, links to one article. What
other entries say too (a section label, "Към новината") or what counts and numbers them is neither.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from presidency_scraper.errors import DateError, LayoutError
from presidency_scraper.items import ArticleRef, Damage, Entry, Moment
from presidency_scraper.sites.base import PageRequest, UrlFacts
from presidency_scraper.sites.dates import parse_printed
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.entry_texts import texts_of
from presidency_scraper.sites.president_bg.lists import Region
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.words import (
    is_sentence,
    is_sharing,
    without_counters,
)

Alone = Literal["headline", "lead"]

#: A decoration (a label, a badge, "Към новината") has no more letters than this.
_DECORATION = 40
#: What stands unlinked beside a date or before a headline, and has no more words, is no lead.
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class EntryDates:
    """How the dates of entries are read.

    ``refused`` collects what is wrong with those that cannot be: they are others' dates, and cost
    no page.
    """

    request: PageRequest
    refused: list[str] = field(default_factory=list)

    def parse(self, raw: str) -> Moment | None:
        """Return the moment printed, None where it is refused and collected."""
        try:
            clock = self.request.edition.teaser_clock
            moment = parse_printed(raw, clock=clock, seen_at=self.request.seen_at)
        except DateError as error:
            self.refused.append(str(error))
            return None
        self.request.dates.append(moment)
        return moment


@dataclass(slots=True)
class _Draft:
    """The texts of one entry, before and after its date.

    ``is_open`` says that another entry without a date follows: where the lead ends nobody knows.
    """

    date: Block
    facts: UrlFacts
    before: list[Block]
    after: list[Block]
    is_open: bool

    @property
    def texts(self) -> list[Block]:
        return [*self.before, *self.after]

    def has_linked_headline(self) -> bool:
        """Tell whether the entry plainly has a linked headline and an unlinked lead."""
        texts = self.texts
        return len(texts) > 1 and texts[0].linked and not texts[-1].linked

    def has_linked_headline_below(self) -> bool:
        """Tell whether that headline stands behind the date."""
        return not self.before and self.has_linked_headline()

    def drop(self, is_none: Callable[[Block], bool]) -> None:
        """Leave out the texts that are none; what the slug was made of is the headline."""
        self.before = [b for b in self.before if not is_none(b) or self.agrees(b)]
        self.after = [b for b in self.after if not is_none(b) or self.agrees(b)]

    def agrees(self, block: Block) -> bool | None:
        """Tell whether the slug of the entry's article was made of *block*."""
        return slug_agrees(block.text, self.facts.slug) if self.facts.slug else None


def read_entries(
    region: Region, spans: Sequence[tuple[int, int]], dates: EntryDates, alone: Alone = "lead"
) -> tuple[Entry, ...]:
    """Return the entries that stand in *spans* of *region*, in the order printed.

    *alone* is what the only text of an entry is, where neither slug nor markup tells. Raises
    LayoutError where an entry links to no article.
    """
    drafts = [_draft(region, start, end) for start, end in spans]
    shared = _shared_texts(drafts)
    for draft in drafts:
        draft.drop(lambda block: block.text in shared)
    if alone == "headline" and len(drafts) > 1:
        _drop_counters(drafts)
    linked = any(draft.has_linked_headline_below() for draft in drafts)
    heads = [_headline_and_lead(draft, linked, alone) for draft in drafts]
    return tuple(
        _read_entry(draft, position, head, dates)
        for position, (draft, head) in enumerate(zip(drafts, heads, strict=True), 1)
    )


def _shared_texts(drafts: Sequence[_Draft]) -> set[str]:
    """The short texts that stand in most of the entries: they say nothing of any."""
    found: defaultdict[str, set[ArticleRef | None]] = defaultdict(set)
    for draft in drafts:
        for block in draft.texts:
            found[block.text].add(draft.facts.article)
    most = max(len({draft.facts.article for draft in drafts}) / 2, 1)
    return {
        text
        for text, articles in found.items()
        if len(articles) > most and len(text) <= _DECORATION
    }


def _draft(region: Region, start: int, end: int) -> _Draft:
    facts = next(region.targets(start, end), None)
    stretch = [at for at in range(start, end) if not _leads_elsewhere(region, at, facts)]
    blocks = [region.blocks[at] for at in stretch]
    date = next(at for at, block in enumerate(blocks) if block.date == "printed")
    if facts is None:
        raise LayoutError(f"the entry dated {blocks[date].text!r} links to no article")
    printed = blocks[date]
    before, after = (list(texts_of(part, facts)) for part in (blocks[:date], blocks[date + 1 :]))
    draft = _Draft(printed, facts, before, after, _holds_another(region, stretch, end, facts))
    draft.drop(lambda block: _is_beside_date(block, printed))
    return draft


def _holds_another(region: Region, stretch: Sequence[int], end: int, own: UrlFacts) -> bool:
    """Tell whether text stands behind a link to another article, as in an entry without a date."""
    targets = ((at, region.target(at)) for at in range(stretch[0], end))
    others = [at for at, target in targets if target and target.article != own.article]
    return bool(others) and any(not region.blocks[at].linked for at in stretch if at > others[0])


def _leads_elsewhere(region: Region, at: int, own: UrlFacts | None) -> bool:
    block, target = region.blocks[at], region.target(at)
    if block.links and not block.linked and len(block.words.plain.split()) <= _FEW_WORDS:
        return all(map(is_sharing, block.hrefs))
    if not block.linked or block.date:
        return False
    return target is None or own is None or target.article != own.article


def _is_beside_date(block: Block, date: Block) -> bool:
    """Tell whether *block* stands on the line of *date* and says something of it: "Публикувано"."""
    if block.line != date.line or block.linked or block.heading is not None:
        return False
    return len(block.text.split()) <= _FEW_WORDS and not is_sentence(block.text)


def _drop_counters(drafts: Sequence[_Draft]) -> None:
    """Leave out two numbers that end a text of every entry: pictures and videos, on www."""
    if all(any(without_counters(b.text) != b.text for b in draft.texts) for draft in drafts):
        for draft in drafts:
            draft.before = [b.with_text(without_counters(b.text)) for b in draft.before]
            draft.after = [b.with_text(without_counters(b.text)) for b in draft.after]


def _read_entry(
    draft: _Draft, position: int, head: tuple[str | None, str | None], dates: EntryDates
) -> Entry:
    headline, lead = head
    raw = draft.date.text
    published = dates.parse(raw)
    said = [] if published else [f"its date cannot be {raw!r}"]
    if draft.is_open:
        lead = None
        said.append("an entry without a date follows: where its lead ends is not known")
    return Entry(
        position=position,
        headline=headline,
        lead=lead,
        published=published,
        published_raw=raw,
        url=draft.facts.canonical or "",
        target=cast(ArticleRef, draft.facts.article),
        damage=tuple(Damage("date", message) for message in said),
    )


def _headline_and_lead(draft: _Draft, linked: bool, alone: Alone) -> tuple[str | None, str | None]:
    """The headline stands before the date, or first after it; the rest is the lead.

    Printed twice (as the text of a picture and as a heading, on www) it counts once.
    """
    kept = _without_decoration(draft)
    texts = list(dict.fromkeys(block.text for block in kept))
    if not texts:
        return None, None
    first = kept[0]
    before = any(block is first for block in draft.before)
    if before or len(texts) > 1 or _reads_as_headline(draft, first, linked, alone):
        lead = " ".join(texts[1:]) or (texts[0] if before and _repeats_as_lead(draft) else None)
        return texts[0], lead
    return None, texts[0]


def _repeats_as_lead(draft: _Draft) -> bool:
    """Tell whether the lead says just what the headline does: unlinked, behind the date."""
    return any(not block.linked for block in draft.after)


def _without_decoration(draft: _Draft) -> list[Block]:
    """Leave out what stands before the headline, where the slug or the link tells which it is."""
    texts = draft.texts
    linked = [at for at, block in enumerate(texts) if block.linked]
    by_link = linked[0] if linked and len(linked) < len(texts) else 0
    at = next((at for at, block in enumerate(texts) if draft.agrees(block)), by_link)
    return texts[at:] if all(map(_is_decoration, texts[:at])) else texts


def _is_decoration(block: Block) -> bool:
    return (
        not block.linked
        and block.heading is None
        and len(block.text.split()) <= _FEW_WORDS
        and not is_sentence(block.text)
    )


def _reads_as_headline(draft: _Draft, block: Block, linked: bool, alone: Alone) -> bool:
    """One text alone: the slug tells, or a heading, or that headlines are links beside it."""
    agrees = draft.agrees(block)
    if agrees is not None:
        return agrees
    return alone == "headline" or block.heading is not None or (linked and block.linked)
