"""Finds the lists of announced articles on a page: which dated blocks belong together.

The entries of one list stand side by side: the widest elements that hold one date each have one
parent. Other dated blocks (a calendar, the most read, a copy for phones) are no part of that list.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import ArticleRef
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.president_bg.links import Links


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
        self._whole: dict[tuple[int, int], bool] = {}

    def home_of(self, at: int) -> Node | None:
        """Return the widest element that holds the block at *at*, a mark, and no other mark."""
        node = self.blocks[at].node.line_box()
        if node.count(self.marks) != 1:
            return None
        while node.parent is not None and node.parent.count(self.marks) == 1:
            node = node.parent
        return node

    def span_of(self, node: Node) -> tuple[int, int]:
        """Return the positions (start, end) of the blocks in *node*."""
        return bisect_left(self._indices, node.first), bisect_left(self._indices, node.end)

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

    def _articles(self, hrefs: Iterator[str] | Sequence[str]) -> Iterator[UrlFacts]:
        return (facts for facts in map(self.resolve, hrefs) if facts.article is not None)

    def is_whole(self, home: tuple[int, int]) -> bool:
        """Tell whether an element holds text beside its date and a link to an article."""
        if home not in self._whole:
            linked = any(True for _ in self.targets(*home))
            self._whole[home] = home[1] - home[0] > 1 and linked
        return self._whole[home]

    def leads_to_listing(self, at: int) -> bool:
        """Tell whether the block at *at* links to a listing: a pager, "all news"."""
        return any(self.resolve(href).kind is Kind.LISTING for href in self.blocks[at].hrefs)


@dataclass(slots=True)
class EntryList:
    """Dates of entries side by side: their positions, the span of each one's element, its place.

    A place is the element around and the tag.
    """

    dates: list[int]
    homes: list[tuple[int, int]]
    places: list[tuple[Node | None, str]]

    @property
    def start(self) -> int:
        """Where the first element begins."""
        return self.homes[0][0]

    @property
    def end(self) -> int:
        """Where the last element ends."""
        return self.homes[-1][1]


def find_lists(region: Region) -> list[EntryList]:
    """Return the lists in *region* in the order printed; those without any article left out."""
    lists: list[EntryList] = []
    for at, block in enumerate(region.blocks):
        if block.date == "printed":
            one = _single(region, at, block)
            if lists and _are_side_by_side(region, lists[-1], one):
                lists[-1] = _joined(lists[-1], one)
            else:
                lists.append(one)
    linked = (_without_strangers(region, one) for one in lists if _has_article(region, one))
    return _merged(region, list(linked))


def _are_side_by_side(region: Region, one: EntryList, other: EntryList) -> bool:
    """Tell whether a date stands where the one before it does.

    Elements that hold an entry are alike; where they hold less than one, only the parent counts.
    """
    before, after = one.places[-1], other.places[0]
    if before == after:
        return True
    whole = region.is_whole(one.homes[-1]) or region.is_whole(other.homes[0])
    return before[0] is after[0] and before[0] is not None and not whole


def largest_list(region: Region, lists: Sequence[EntryList]) -> EntryList:
    """Return the longest of *lists*; of copies the first. Raises LayoutError on a tie."""
    longest = max(len(one.dates) for one in lists)
    found = [one for one in lists if len(one.dates) == longest]
    linked = {tuple(_articles_of(region, one)) for one in found}
    if len(linked) > 1:
        raise LayoutError(f"{len(found)} lists of {longest} dated entries stand on the page")
    return found[0]


def _articles_of(region: Region, entries: EntryList) -> Iterator[ArticleRef | None]:
    for home in entries.homes:
        yield next((facts.article for facts in region.targets(*home)), None)


def _single(region: Region, at: int, block: Block) -> EntryList:
    """The list of one date: its home is the widest element that holds no other mark."""
    home = region.home_of(at)
    if home is None:
        return EntryList([at], [(at, at + 1)], [(block.node.line_box(), "")])
    return EntryList([at], [region.span_of(home)], [(home.parent, home.tag)])


def _without_strangers(region: Region, one: EntryList) -> EntryList:
    """Leave out dated elements before and after the entries: a clock, an event of the calendar."""
    whole = [at for at, home in enumerate(one.homes) if region.is_whole(home)]
    if not whole:
        return one
    kept = slice(whole[0], whole[-1] + 1)
    return EntryList(one.dates[kept], one.homes[kept], one.places[kept])


def _joined(one: EntryList, other: EntryList) -> EntryList:
    return EntryList(one.dates + other.dates, one.homes + other.homes, one.places + other.places)


def _has_article(region: Region, one: EntryList) -> bool:
    """Tell whether *one* links to an article, in its elements or next to its dates."""
    if any(region.is_whole(home) for home in one.homes):
        return True
    near = range(max(one.start - 2, 0), min(one.end + 3, len(region.blocks)))
    return any(True for _ in region.targets(near.start, near.stop))


def _merged(region: Region, lists: list[EntryList]) -> list[EntryList]:
    """Join lists that follow at once: rows of a grid, or one entry set off above the others."""
    merged: list[EntryList] = []
    for one in lists:
        last = merged[-1] if merged else None
        if last is not None and last.end == one.start and _are_alike(region, last, one):
            merged[-1] = _joined(last, one)
        else:
            merged.append(one)
    return merged


def _are_alike(region: Region, one: EntryList, other: EntryList) -> bool:
    if not (region.is_whole(one.homes[-1]) and region.is_whole(other.homes[0])):
        return False
    if set(_articles_of(region, other)) <= set(_articles_of(region, one)):
        return False  # a copy for phones
    rows = [places[0] for places in (one.places[-1], other.places[0])]
    around = {(row.tag, row.parent) if row else None for row in rows}
    return len(around) == 1 or len(one.dates) == 1 or len(other.dates) == 1
