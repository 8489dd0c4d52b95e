"""The desktop edition: the selectors of 2019, and under them the landmarks.

The selectors are second-hand: those by which another program read the site from 2019 on. Nobody
who wrote this has seen the markup around them, so the strict layout takes nothing for granted: each
element stands on the page once, the text holds nothing but paragraphs, and nothing but furniture
and one standfirst stands beside it. Any other page is left to the landmarks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, ArticleRef, Image, Listing
from presidency_scraper.sites.base import Layout, PageRequest
from presidency_scraper.sites.html import Block, Blocks, Node
from presidency_scraper.sites.president_bg import landmarks
from presidency_scraper.sites.president_bg.entries import EntryDates, read_entries
from presidency_scraper.sites.president_bg.furniture import Furniture
from presidency_scraper.sites.president_bg.headlines import strip_headline
from presidency_scraper.sites.president_bg.languages import check_label, check_language
from presidency_scraper.sites.president_bg.links import LABELS, Links, article_blocks
from presidency_scraper.sites.president_bg.own_dates import mark_own_date, parse_own_date
from presidency_scraper.sites.president_bg.pictures import Captions, images_of
from presidency_scraper.sites.president_bg.select import maybe, one, only_block, some
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.speakers import speakers_in
from presidency_scraper.sites.president_bg.teasers import Teasers, find_teasers
from presidency_scraper.sites.president_bg.urls import TEXTLESS_SECTIONS
from presidency_scraper.sites.president_bg.words import is_control, is_meta

NAME = "www-2019"

_AROUND_ARTICLE, _AROUND_ENTRY = "print-content", "inside-article-box"
_ARTICLE = {
    "headline": ".print-content h2",
    "date": ".print-content .date",
    "text": ".print-content .index-news-bdy",
    "picture": ".print-content img",
}
_LISTING = {"entry": ".inside-article-box a.dblock"}


def read_article(html: str, request: PageRequest) -> Article:
    """Return the article on a page that fits the selectors exactly. Raises LayoutError, DateError.

    A shell has no headline and does not fit.
    """
    ref = request.facts.article
    if ref is None:
        raise LayoutError("the URL of the page does not say which article it is")
    _check_class(html, _AROUND_ARTICLE)
    page = landmarks.parse_page(html, _ARTICLE, folded=True)
    check_label(page, ref.language)
    article = _Fitting(page, request, ref).read()
    check_language(article, ref.language)
    return article


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the selectors name on a page; a gallery may have no text."""

    headline: Block
    date: Block
    text: Node | None

    def hold(self, block: Block) -> bool:
        """Tell whether *block* stands in the text."""
        return self.text is not None and self.text.holds(block.index)


class _Fitting:
    """Reads one page by the elements that the selectors name."""

    def __init__(self, page: Blocks, request: PageRequest, ref: ArticleRef) -> None:
        date = only_block(page, "date")
        if date.date != "printed":
            raise LayoutError(f"what is selected as date is none: {date.text!r}")
        own = mark_own_date(page, date)
        self.page = own.page
        text = maybe(page, "text") if ref.section in TEXTLESS_SECTIONS else one(page, "text")
        self.parts = _Parts(only_block(page, "headline"), date, text.node if text else None)
        self.request, self.ref = request, ref
        self.links = Links(page, request)
        self.blocks = article_blocks(own.page, own.stamp)
        self.teasers = self._teasers()
        section = self.teasers.section
        self.labels = LABELS | {section} if section else LABELS
        self.furniture = Furniture(ref, self.links.resolve, self.labels)
        chosen = {id(found.node) for found in page.selected["picture"]}
        self.pictures = [one for one in page.pictures if id(one.node) in chosen]
        self.captions = Captions(self.blocks[: self.teasers.text_end], self.pictures)

    def read(self) -> Article:
        """Return the article. Raises LayoutError, DateError."""
        edition, slug = self.request.edition, self.request.facts.slug
        headline = strip_headline(self.parts.headline, self.labels)
        agrees = slug_agrees(headline, slug) if slug else None
        if agrees is False:
            raise LayoutError(f"the URL of the page denies the headline {headline!r}")
        published = parse_own_date(self.parts.date.text, self.request)
        dates = EntryDates(edition.teaser_clock, self.request.seen_at)
        region, spans = self.teasers.region, self.teasers.spans
        paragraphs = self._paragraphs(headline)
        return Article(
            ref=self.ref,
            headline=headline,
            published=published,
            paragraphs=paragraphs,
            images=self._images(),
            teasers=read_entries(region, spans, dates, edition.teasers_show),
            layout=NAME,
            slug_agrees=agrees,
            speakers=speakers_in(self.ref.section, paragraphs),
        )

    def _teasers(self) -> Teasers:
        index = self.parts.date.index
        at = next(at for at, block in enumerate(self.blocks) if block.index == index)
        return find_teasers(self.blocks, at, self.page.bare_links, self.links.resolve)

    def _images(self) -> tuple[Image, ...]:
        return images_of(self.pictures, self.captions, self.links.resolve)

    def _paragraphs(self, headline: str) -> tuple[str, ...]:
        inside = [block for block in self.page.blocks if self.parts.hold(block)]
        text = [block for block in inside if not block.caption]
        self._check_order(inside)
        self._check_text(text, headline)
        paragraphs = [block.text for block in [*self._standfirst(), *text]]
        if not paragraphs and self.ref.section not in TEXTLESS_SECTIONS:
            raise LayoutError(f"the article {headline!r} has no text")
        return tuple(paragraphs)

    def _check_order(self, inside: Sequence[Block]) -> None:
        """Headline and date stand above the text, and the teasers below it."""
        ends = [block.index for block in self.blocks[self.teasers.text_end :][:1]]
        above = max(self.parts.headline.index, self.parts.date.index)
        for block in inside:
            if block.index <= above or any(block.index >= end for end in ends):
                raise LayoutError(f"this stands in the text and is none of it: {block.text!r}")

    def _check_text(self, text: Sequence[Block], headline: str) -> None:
        """Refuse a text that holds anything but paragraphs."""
        held = [one for one in self.pictures if self.parts.text in list(one.node.chain())]
        captions = Captions(self.blocks[: self.teasers.text_end], held)
        for block in text:
            strange = block.date or block.chrome or self.furniture.is_button(block)
            strange = strange or self.furniture.is_article_link(block)
            strange = strange or self.furniture.is_trail(block, headline)
            if strange or captions.is_caption(block) or captions.may_be_caption(block):
                raise LayoutError(f"this may be no text: {block.text!r}")
        if len(text) > 1 and headline in (text[0].text, text[-1].text):
            raise LayoutError("the headline stands over or under the text once more")
        trimmed = self.furniture.trim(text, over_links=self.teasers.follow_at_once)
        if trimmed != list(text):
            raise LayoutError("the text begins or ends with something else")

    def _standfirst(self) -> list[Block]:
        """What stands above the text and is no furniture: the standfirst alone, or nothing."""
        parts = self.parts
        head = (parts.headline.index, parts.date.index)
        beside = [
            block
            for block in self.blocks[: self.teasers.text_end]
            if block.index > min(head) and block.index not in head
            if not parts.hold(block) and not self._is_explained(block)
        ]
        end = parts.text.first if parts.text else -1
        dated = any(block.date for block in beside)
        if dated or beside[1:] or any(not max(head) < block.index < end for block in beside):
            raise LayoutError(f"this stands beside the text: {beside[-1].text!r}")
        return beside

    def _is_explained(self, block: Block) -> bool:
        return (
            is_control(block.text)
            or is_meta(block.text)
            or self.captions.is_caption(block)
            or self.furniture.is_furniture(block)
        )


def read_listing(html: str, request: PageRequest) -> Listing:
    """Return the entries of a listing page, which are exactly those that the selector names.

    Raises LayoutError. A page without entries does not fit.
    """
    _check_class(html, _AROUND_ENTRY)
    page = landmarks.parse_page(html, _LISTING)
    resolve = Links(page, request).resolve
    named = [resolve(found.href or "").article for found in some(page, "entry")]
    listing = landmarks.listing_on(page, request)
    if [target for target, _ in groupby(named)] != [
        target for target, _ in groupby(entry.target for entry in listing.entries)
    ]:
        raise LayoutError("the entries are not those that the selector names")
    return replace(listing, layout=NAME)


def _check_class(html: str, name: str) -> None:
    """Refuse, before it is parsed, a page on which nothing can be selected by the class *name*."""
    if name not in html:
        raise LayoutError(f"no element has the class {name}")


LAYOUTS = (Layout(NAME, read_article, read_listing), landmarks.LAYOUT)
