"""Finds what a listing announces under no date that can be read, or under one and no link.

Entries are told by their dates. A link to an article with text behind it, in the element that holds
the others and as deep in the page as theirs, is an entry all the same; which of the texts around
are its headline and its lead nobody knows. What has a date and leads to no article is none, and is
named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from presidency_scraper.items import ArticleRef, Damage, Entry
from presidency_scraper.sites.base import UrlFacts
from presidency_scraper.sites.president_bg.lists import EntryList, Region
from presidency_scraper.sites.president_bg.words import is_footer

_DAMAGE = (Damage("date", "its date cannot be read"),)
_Spans = Sequence[tuple[int, int]]


def with_undated(
    region: Region, homes: EntryList, spans: _Spans, entries: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Return the *entries* of *spans* and those without a date, in the order printed."""
    found = list(zip((start for start, _ in spans), entries, strict=True))
    known: set[ArticleRef | None] = {entry.target for entry in entries}
    for at, facts in _linked_like(region, homes, spans):
        if facts.article and facts.article not in known:
            known.add(facts.article)
            undated = Entry(0, None, None, None, "", facts.canonical or "", facts.article, _DAMAGE)
            found.append((at, undated))
    found.sort(key=lambda one: one[0])
    return tuple(replace(entry, position=at) for at, (_, entry) in enumerate(found, 1))


def naming_unlinked(
    region: Region, homes: EntryList, spans: _Spans, entries: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Return the *entries*, with the first of them naming those of *homes* that link nowhere."""
    alone = [home for home in homes if not any(start <= home.date < end for start, end in spans)]
    raws = (region.blocks[home.date].text for home in alone)
    said = (f"near it an entry dated {raw!r} links to no article" for raw in raws)
    damage = tuple(Damage("listing", what) for what in said)
    if not (damage and entries):
        return entries
    return (replace(entries[0], damage=(*entries[0].damage, *damage)), *entries[1:])


def _linked_like(region: Region, homes: EntryList, spans: _Spans) -> Iterator[tuple[int, UrlFacts]]:
    """Yield the articles that are linked with their whole text as those of the entries are."""
    around = [home.around for home in homes if home.around]
    own = {at for start, end in spans for at in range(start, end)}
    shapes = {_shape(region, at) for at in own if region.target(at)}
    for at, block in enumerate(region.blocks):
        is_like = any(node.holds(block.index) for node in around) and _shape(region, at) in shapes
        if is_like and (facts := region.target(at)) and _says_more(region, at):
            yield at, facts


def _says_more(region: Region, at: int) -> bool:
    """Tell whether text of the same article follows the link at *at*, or text without a link."""
    rest = region.blocks[at + 1 : at + 2]
    follows = bool(rest) and not rest[0].links and not is_footer(rest[0].text)
    return follows or (bool(rest) and region.target(at + 1) == region.target(at))


def _shape(region: Region, at: int) -> tuple[str, int]:
    box = region.blocks[at].node.line_box()
    return box.tag, box.depth
