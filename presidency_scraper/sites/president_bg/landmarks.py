"""The landmarks layout: reads a page the way a person does, by what stands on it.

It knows the order of things on president.bg's pages (label, captions, headline, timestamp, text,
"ОЩЕ ОТ НОВИНИ", teasers, footer) and no class name; date and headline may stand either way
round. What is not exact is refused with a PageError.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urljoin

from presidency_scraper.blocks import Block, Blocks, Picture, parse_blocks, rejoin_lines
from presidency_scraper.dates import Moment, parse_timestamp
from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Entry, Image, Listing, ListingRef, Shell
from presidency_scraper.sites.base import Kind, PageRequest, UrlFacts
from presidency_scraper.sites.president_bg.entries import (
    EntryDates,
    Region,
    entry_spans,
    read_entries,
)
from presidency_scraper.sites.president_bg.headlines import SURE, HeadlineSearch, find_headline
from presidency_scraper.sites.president_bg.pictures import Captions
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.urls import SECTIONS, TEXTLESS_SECTIONS, parse_url
from presidency_scraper.sites.president_bg.words import MORE_FROM, is_control, is_sharing

NAME = "landmarks"

#: Words that label a section. Of the English ones only "NEWS" was seen on a stored page; the
#: names in the URLs stand in for the others.
_LABELS = frozenset(
    [label.casefold() for section in SECTIONS for label in section.labels.values()]
    + [section.name.replace("-", " ") for section in SECTIONS]
)
_NAVIGATION = frozenset([Kind.LISTING, Kind.FRONT, Kind.CALENDAR, Kind.STANDING, Kind.IMAGE])


def read_article(html: str, request: PageRequest) -> Article | Shell:
    """Return the article on a page, or the shell of one that was never translated.

    Raises LayoutError, DateError.
    """
    page = parse_blocks(html)
    stamps = _first_of_each(block for block in page.blocks if block.date == "timestamp")
    readers = [_ArticleReader(page, request, stamp) for stamp in stamps]
    if not readers:
        raise LayoutError("no timestamp like 2025-09-24 17:17:00 stands on the page")
    return _best(readers).read()


def _first_of_each(stamps: Iterable[Block]) -> list[Block]:
    return list({stamp.text: stamp for stamp in reversed(list(stamps))}.values())


def _best(readers: list["_ArticleReader"]) -> "_ArticleReader":
    """The reader whose timestamp stands nearest to a headline: a clock in a corner is none."""
    if len(readers) == 1:
        return readers[0]
    ranked = sorted(readers, key=lambda reader: reader.weight, reverse=True)
    if ranked[0].weight == ranked[1].weight:
        values = sorted(reader.stamp.text for reader in readers)
        raise LayoutError(f"more than one timestamp could be the article's: {values!r}")
    return ranked[0]


def read_listing(html: str, request: PageRequest) -> Listing:
    """Return the entries of a listing page, none if it is empty, and the last page it links to.

    Raises LayoutError where an entry cannot be read.
    """
    page = parse_blocks(html)
    ref = _required(request.facts.listing)
    links = _Links(page, request)
    stamps = [block for block in page.blocks if block.date == "printed"]
    region = Region(
        _without_chrome(page.blocks, stamps),
        page.pictures,
        links.resolve,
        labelled=False,
        outside=(),
    )
    refused: list[str] = []
    entries = read_entries(region, EntryDates(request.clock, request.seen_at, refused))
    return Listing(ref, entries, links.last_page(ref), tuple(refused), NAME)


class _Links:
    """Resolves the links of one page against its address (or its own base element)."""

    def __init__(self, page: Blocks, request: PageRequest) -> None:
        self._page = page
        self._origin = request.origin
        self._base = urljoin(request.url, page.base) if page.base else request.url
        self.resolve = lru_cache(maxsize=None)(self._resolve)

    def _resolve(self, href: str) -> UrlFacts:
        return parse_url(self.absolute(href), self._origin)

    def absolute(self, href: str) -> str:
        try:
            return urljoin(self._base, href.strip())
        except ValueError:  # unbalanced brackets of an IPv6 address
            return ""

    def last_page(self, ref: ListingRef) -> int | None:
        """The highest page of the same listing that the page links to."""
        refs = (self.resolve(href).listing for href in self._page.hrefs)
        same = (
            found.page
            for found in refs
            if found and (found.section, found.label) == (ref.section, ref.label)
        )
        return max(same, default=None)


class _ArticleReader:
    """Reads the article around one timestamp of a page."""

    def __init__(self, page: Blocks, request: PageRequest, stamp: Block) -> None:
        self.request = request
        self.page = page
        self.stamp = stamp
        self.links = _Links(page, request)
        self.ref = _required(request.facts.article)
        dates = [block for block in page.blocks if block.date == "printed"]
        self.blocks = _without_chrome(rejoin_lines(page.blocks, stamp), [stamp, *dates])
        self.at = self.blocks.index(stamp)
        self.end, self.region = self._end_and_teasers()
        self.captions = Captions(self.blocks[: self.end], self._pictures())
        self.headline_at, self.weight = find_headline(self._search())

    def read(self) -> Article | Shell:
        published = parse_timestamp(self.stamp.text, seen_at=self.request.seen_at)
        teasers = self._teasers()
        paragraphs = self._paragraphs()
        if self.headline_at is None or (not paragraphs and self._may_be_shell()):
            if paragraphs or self.ref.language != "en":
                raise LayoutError("the page has a timestamp and no headline")
            return Shell(self.ref, published, teasers, NAME)
        return self._article(self.blocks[self.headline_at], published, paragraphs, teasers)

    # -- where the article ends -----------------------------------------------------------------

    def _end_and_teasers(self) -> tuple[int, Region]:
        """The article ends where its teasers begin: at their label, or at the first of them."""
        label_at = self._more_from()
        if label_at is not None:
            outside = [self.blocks[label_at].element, self.stamp.element]
            return label_at, self._region(label_at + 1, labelled=True, outside=outside)
        region = self._region(self.at + 1, labelled=False, outside=[self.stamp.element])
        spans = entry_spans(region)
        if not spans:
            raise LayoutError("neither the label of the teasers nor a teaser ends the article")
        return self.at + 1 + spans[0][0], region

    def _more_from(self) -> int | None:
        dates = [at for at, block in enumerate(self.blocks) if block.date == "printed"]
        stop = next((at for at in dates if at > self.at), len(self.blocks))
        found = [at for at in range(self.at + 1, stop) if MORE_FROM.match(self.blocks[at].text)]
        return found[-1] if found else None

    def _region(self, start: int, *, labelled: bool, outside: list[object]) -> Region:
        return Region(
            self.blocks[start:], self.page.pictures, self.links.resolve, labelled, outside
        )

    def _teasers(self) -> tuple[Entry, ...]:
        dates = EntryDates(self.request.clock, self.request.seen_at)
        teasers = read_entries(self.region, dates)
        if not teasers:
            raise LayoutError("the label of the teasers stands over no teaser")
        return teasers

    # -- what it says ---------------------------------------------------------------------------

    def _search(self) -> HeadlineSearch:
        labels = _LABELS | self._label_of_teasers()
        found = [at for at in range(self.at) if self.blocks[at].text.casefold() in labels]
        own = frozenset(
            href
            for href in self.page.hrefs
            if self.links.resolve(href).article == self.ref and not is_sharing(href)
        )
        return HeadlineSearch(
            page=self.page,
            blocks=self.blocks,
            at=self.at,
            end=self.end,
            label_at=found[-1] if found else None,
            slug=self.request.facts.slug,
            captions=self.captions,
            own_links=own,
        )

    def _label_of_teasers(self) -> frozenset[str]:
        """What "MORE FROM ..." names is the label of the section in the page's language."""
        if self.end >= len(self.blocks):
            return frozenset()
        found = MORE_FROM.match(self.blocks[self.end].text)
        return frozenset([found["section"].casefold()]) if found else frozenset()

    def _may_be_shell(self) -> bool:
        """An English page without text: what was found is a headline only if the page says so."""
        return self.ref.language == "en" and self.weight < SURE

    def _paragraphs(self) -> tuple[str, ...]:
        first = max(self.at, -1 if self.headline_at is None else self.headline_at) + 1
        body = [b for b in self.blocks[first : self.end] if self._is_paragraph(b)]
        return tuple(block.text for block in self._without_article_lists(body))

    def _without_article_lists(self, body: list[Block]) -> list[Block]:
        """Leave out runs of links to other articles: "previous" and "next" are no text."""
        listed = [b.linked and all(map(self._is_article, b.hrefs)) for b in body]
        around = [False, *listed, False]
        in_list = [
            here and (before or after)
            for before, here, after in zip(around, listed, around[2:], strict=False)
        ]
        return [block for block, drop in zip(body, in_list, strict=True) if not drop]

    def _is_article(self, href: str) -> bool:
        return self.links.resolve(href).kind is Kind.ARTICLE

    def _is_paragraph(self, block: Block) -> bool:
        if block.date == "printed":
            raise LayoutError(f"a date of the listings stands in the text: {block.text!r}")
        if is_control(block.text) or self.captions.is_caption(block):
            return False
        return not (block.linked and all(self._leads_nowhere(href) for href in block.hrefs))

    def _leads_nowhere(self, href: str) -> bool:
        """Tell whether a link shares, shows a picture or navigates, rather than reads on."""
        facts = self.links.resolve(href)
        return is_sharing(href) or facts.article == self.ref or facts.kind in _NAVIGATION

    def _article(
        self,
        headline: Block,
        published: Moment,
        paragraphs: tuple[str, ...],
        teasers: tuple[Entry, ...],
    ) -> Article:
        if not paragraphs and self.ref.section not in TEXTLESS_SECTIONS:
            raise LayoutError(f"the article {headline.text!r} has no text")
        slug = self.request.facts.slug
        return Article(
            ref=self.ref,
            headline=headline.text,
            published=published,
            paragraphs=paragraphs,
            images=self._images(),
            teasers=teasers,
            layout=NAME,
            slug_agrees=slug_agrees(headline.text, slug) if slug else None,
        )

    def _pictures(self) -> list[Picture]:
        blocks = self.blocks
        last = blocks[self.end].index if self.end < len(blocks) else len(self.page.blocks)
        return [p for p in self.page.pictures if p.before <= last and not p.chrome]

    def _images(self) -> tuple[Image, ...]:
        """The site's pictures around the text; each once, though its caption may be repeated."""
        found: dict[str, Image] = {}
        label_at = self._search().label_at
        first = self.blocks[label_at].index if label_at is not None else -1
        for picture in self._pictures():
            facts = self.links.resolve(picture.element.get("src", ""))
            if facts.kind is Kind.IMAGE and facts.canonical and picture.before > first:
                caption = self.captions.caption_of(picture, self.blocks[: self.end])
                found.setdefault(facts.canonical, Image(facts.canonical, caption))
        return tuple(found.values())


def _without_chrome(blocks: Sequence[Block], dated: Sequence[Block]) -> list[Block]:
    """Leave out menus, footers, forms; but for those around a date, which hold the page itself."""
    around = {element for block in dated for element in block.chrome}
    return [b for b in blocks if b.date or around.issuperset(b.chrome)]


_T = TypeVar("_T")


def _required(value: _T | None) -> _T:
    if value is None:
        raise LayoutError("the URL of the page does not say what it is")
    return value
