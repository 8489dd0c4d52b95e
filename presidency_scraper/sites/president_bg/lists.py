"""Finds the lists of announced articles on a page: which dated blocks belong together.

The entries of one list stand side by side: the widest elements that hold one date each have one
parent. Other dated blocks (a calendar, the most read, a copy for phones) are no part of that list.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import ArticleRef
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.president_bg.links import Links
from presidency_scraper.sites.president_bg.words import is_sentence

#: A title of a list that is no heading has no more words.
_TITLE = 5


class Home(NamedTuple):
    """Where the date at ``date`` stands: in the widest element that holds it and no other mark.

    The blocks from ``start`` up to ``end`` stand in it; ``around`` is the element around it, and
    ``tag`` its own, empty where there is none.
    """

    date: int
    start: int
    end: int
    around: Node | None
    tag: str


#: Dates of entries side by side.
EntryList = list[Home]


class Region:
    """The stretch of a page that may hold entries; *marks* are the blocks no entry shares.

    Marks are the dates of the page and what is known to stand outside of every entry, by index.
    """

    def __init__(self, blocks: Sequence[Block], links: Links, marks: Sequence[int]) -> None:
        self.blocks = blocks
        self.resolve = links.resolve
        self.marks = sorted(set(marks))
        self._indices = [block.index for block in blocks]
        self._bare: defaultdict[int, list[str]] = defaultdict(list)
        for link in links.page.bare_links:
            self._bare[link.at].append(link.href)
        self._whole: dict[Home, bool] = {}

    def home_of(self, at: int) -> Home:
        """Return the home of the date at *at*; where its line holds another mark, itself alone."""
        box = node = self.blocks[at].node.line_box()
        if node.count(self.marks) != 1:
            return Home(at, at, at + 1, box, "")
        while node.parent is not None and node.parent.count(self.marks) == 1:
            node = node.parent
        low, high = (bisect_left(self._indices, index) for index in (node.first, node.end))
        return Home(at, low, high, node.parent, node.tag)

    def target(self, at: int) -> UrlFacts | None:
        """The article that the block at *at* links to with its whole text, or None."""
        block = self.blocks[at]
        return next(self._articles(block.hrefs), None) if block.linked else None

    def targets(self, start: int, end: int) -> Iterator[UrlFacts]:
        """Every article linked between *start* and *end*, whole blocks and bare links first."""
        yield from self.entry_targets(start, end)
        blocks = self.blocks[start:end]
        yield from self._articles(href for block in blocks for href in block.hrefs)

    def entry_targets(self, start: int, end: int) -> Iterator[UrlFacts]:
        """The articles linked there by whole blocks or round pictures, as no sentence links."""
        blocks = self.blocks[start:end]
        yield from self._articles(href for block in blocks if block.linked for href in block.hrefs)
        bare = (href for block in blocks for href in self._bare.get(block.index, ()))
        yield from self._articles(bare)

    def _articles(self, hrefs: Iterable[str]) -> Iterator[UrlFacts]:
        return (facts for facts in map(self.resolve, hrefs) if facts.article is not None)

    def is_whole(self, home: Home) -> bool:
        """Tell whether an element holds text beside its date and a link to an article."""
        if home not in self._whole:
            linked = any(True for _ in self.targets(home.start, home.end))
            self._whole[home] = home.end - home.start > 1 and linked
        return self._whole[home]

    def leads_to_listing(self, at: int) -> bool:
        """Tell whether the block at *at* links to a listing: a pager, "all news"."""
        return any(self.resolve(href).kind is Kind.LISTING for href in self.blocks[at].hrefs)


def find_lists(region: Region) -> list[EntryList]:
    """Return the lists in *region* in the order printed; those without any article left out."""
    lists: list[EntryList] = []
    for at, block in enumerate(region.blocks):
        if block.date == "printed":
            home = region.home_of(at)
            if lists and _are_side_by_side(region, lists[-1][-1], home):
                lists[-1].append(home)
            else:
                lists.append([home])
    linked = (_without_strangers(region, one) for one in lists if _has_article(region, one))
    return _merged(region, list(linked))


def _are_side_by_side(region: Region, before: Home, after: Home) -> bool:
    """Tell whether a date stands where the one before it does.

    Elements that hold an entry are alike; where they hold less than one, only the parent counts.
    """
    if before.around is not after.around or before.around is None:
        return (before.around, before.tag) == (after.around, after.tag)
    whole = region.is_whole(before) or region.is_whole(after)
    return before.tag == after.tag or not whole


def largest_list(region: Region, lists: Sequence[EntryList]) -> EntryList:
    """Return the longest of *lists*; of copies the first. Raises LayoutError on a tie."""
    longest = max(map(len, lists))
    found = [one for one in lists if len(one) == longest]
    linked = {tuple(_articles_of(region, one)) for one in found}
    if len(linked) > 1:
        raise LayoutError(f"{len(found)} lists of {longest} dated entries stand on the page")
    return found[0]


def check_whole(region: Region, own: EntryList, lists: Sequence[EntryList]) -> None:
    """Raise LayoutError where another of *lists* stands next to *own* and goes on with it.

    So it looks where a tag is lost. Another list has a title of its own, or is a copy.
    """
    at = lists.index(own)
    for one, other in pairwise(lists[max(at - 1, 0) : at + 2]):
        beside = set(_articles_of(region, one if other is own else other))
        between = region.blocks[one[-1].end : other[0].start]
        if beside - set(_articles_of(region, own)) and not any(map(_is_title, between)):
            raise LayoutError("entries that stand together are set in different ways")


def _is_title(block: Block) -> bool:
    """Tell whether *block* may stand over a list: a heading, or a few words; no link, no date."""
    is_short = len(block.text.split()) <= _TITLE and not is_sentence(block.text)
    return (is_short or block.heading is not None) and not block.linked and not block.date


def _articles_of(region: Region, entries: EntryList) -> Iterator[ArticleRef | None]:
    for home in entries:
        targets = region.targets(home.start, home.end)
        yield next((facts.article for facts in targets), None)


def _without_strangers(region: Region, one: EntryList) -> EntryList:
    """Leave out dated elements before and after the entries: a clock, an event of the calendar.

    Raises LayoutError where one of them stands beside a link to another article: it is no stranger.
    """
    whole = [at for at, home in enumerate(one) if region.is_whole(home)]
    if not whole:
        return one
    entries = one[whole[0] : whole[-1] + 1]
    beside = {
        facts.article
        for home in [*one[: whole[0]], *one[whole[-1] + 1 :]]
        for facts in region.entry_targets(max(home.start - 1, 0), home.end + 1)
    }
    if beside and beside - set(_articles_of(region, entries)):
        raise LayoutError("entries that stand together are set in different ways")
    return entries


def _has_article(region: Region, one: EntryList) -> bool:
    """Tell whether *one* links to an article, in its elements or next to its dates."""
    if any(map(region.is_whole, one)):
        return True
    near = region.targets(max(one[0].start - 2, 0), min(one[-1].end + 3, len(region.blocks)))
    return any(True for _ in near)


def _merged(region: Region, lists: list[EntryList]) -> list[EntryList]:
    """Join lists that follow at once: rows of a grid, or one entry set off above the others."""
    merged: list[EntryList] = []
    for one in lists:
        last = merged[-1] if merged else None
        if last and last[-1].end == one[0].start and _are_alike(region, last, one):
            merged[-1] = last + one
        else:
            merged.append(one)
    return merged


def _are_alike(region: Region, one: EntryList, other: EntryList) -> bool:
    last, first = one[-1], other[0]
    if not (region.is_whole(last) and region.is_whole(first)):
        return False
    if set(_articles_of(region, other)) <= set(_articles_of(region, one)):
        return False  # a copy for phones
    rows = (last.around, first.around)
    around = {(row.tag, row.parent) if row else None for row in rows}
    return len(around) == 1 or len(one) == 1 or len(other) == 1
