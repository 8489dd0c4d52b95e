"""Strict layouts: a few selectors, and a page either fits them to the last line or is left alone.

A page fits where its date, its headline and its text stand each in the one element that is named,
and where every other line that a reader sees of the article is a caption, named furniture, known
by its words, or the one standfirst. Whatever else stands there raises LayoutError.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from parsel import Selector, SelectorList

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Entry, Listing
from presidency_scraper.sites.base import Layout, PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.president_bg.buttons import is_control, is_meta
from presidency_scraper.sites.president_bg.headlines import strip_headline
from presidency_scraper.sites.president_bg.languages import check_label, check_language
from presidency_scraper.sites.president_bg.links import Links
from presidency_scraper.sites.president_bg.listing import blocks_on, listing_on
from presidency_scraper.sites.president_bg.own_dates import mark_own_date
from presidency_scraper.sites.president_bg.pictures import Captions, images_of
from presidency_scraper.sites.president_bg.strays import stray_in
from presidency_scraper.sites.president_bg.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class StrictLayout:
    """What a design of the site calls its parts, as CSS that parsel understands.

    ``article`` stands around the article, and the next five are looked for in it. ``headline`` and
    ``date`` are one line each, ``text`` holds nothing but paragraphs and captions, ``furniture``
    is whatever is none of the article. ``teasers`` and ``entries`` are the links of what is
    announced on an article's page and in a listing; where they are named, they lead to just what
    is read there, in its order.
    """

    name: str
    article: str
    headline: str
    date: str
    text: str
    pictures: str = "img"
    furniture: str | None = None
    teasers: str | None = None
    entries: str | None = None

    @property
    def layout(self) -> Layout:
        """The functions that read pages by it."""
        return Layout(self.name, self.read_article, self.read_listing)

    def read_article(self, page: Selector, request: PageRequest) -> Article:
        """Return the article on a page that fits. Raises LayoutError, DateError.

        A shell has no headline and does not fit.
        """
        blocks = blocks_on(page, self._select(page), folded=True)
        check_label(blocks, request)
        article = _Fitting(self, blocks, request).read()
        check_language(article, request)
        return article

    def _select(self, page: Selector) -> dict[str, SelectorList[Selector]]:
        """Return what the selectors name on an article's page."""
        article = page.css(self.article)
        if not article:
            raise LayoutError(f"no element is an article: {self.article}")
        return {
            "article": article,
            "headline": article.css(self.headline),
            "date": article.css(self.date),
            "text": article.css(self.text),
            "pictures": article.css(self.pictures),
            "furniture": article.css(self.furniture) if self.furniture else SelectorList(),
            "teasers": page.css(self.teasers) if self.teasers else SelectorList(),
        }

    def read_listing(self, page: Selector, request: PageRequest) -> Listing:
        """Return the entries of a page that fits; one without entries does not. Raises LayoutError.

        They are found as landmarks finds them, and the selector must name the same.
        """
        if self.entries is None:
            raise LayoutError("the layout has no selector for entries")
        blocks = blocks_on(page, {"entries": page.css(self.entries)})
        if not blocks.selected["entries"]:
            raise LayoutError("no element is selected as entries")
        listing = listing_on(blocks, request, self.name)
        _check_links(blocks.selected["entries"], listing.entries, Links(blocks, request))
        return listing


def _check_links(named: Iterable[Node], entries: Iterable[Entry], links: Links) -> None:
    """Refuse *entries* that are not those that the links *named* lead to, in their order."""
    targets = [links.resolve(node.link.href if node.link else "").article for node in named]
    if [target for target, _ in groupby(targets)] != [
        target for target, _ in groupby(entry.target for entry in entries)
    ]:
        raise LayoutError("the entries are not those that the selector names")


class _Fitting:
    """Reads one page by the elements that a layout names. Raises LayoutError where it cannot."""

    def __init__(self, layout: StrictLayout, page: Blocks, request: PageRequest) -> None:
        self.layout, self.selected = layout, page.selected
        date = self._line(page, "date")
        if date.date != request.edition.own_date:
            raise LayoutError(f"what is selected as date is none: {date.text!r}")
        whole, stamp = mark_own_date(page, date)
        self.around = Surroundings(whole, request, stamp)
        missing = self.around.may_have_no_text and not self.selected["text"]
        self.text = None if missing else self._one("text")
        self.region = self._one("article")
        self.headline, self.date = self._line(page, "headline"), date
        self.above = self.around.blocks[: self.around.end]
        self.pictures = [one for one in page.pictures if one.node in page.selected["pictures"]]
        self.captions = Captions(self.above, self.pictures)

    def _one(self, name: str) -> Node:
        """Return the only element selected as *name*."""
        found = self.selected[name]
        if len(found) != 1:
            raise LayoutError(f"{len(found)} elements are selected as {name}, not one")
        return found[0]

    def _line(self, page: Blocks, name: str) -> Block:
        """Return the only line of the only element selected as *name*."""
        node = self._one(name)
        found = [block for block in page.blocks if node.holds(block.index)]
        if len(found) != 1:
            raise LayoutError(
                f"{len(found)} texts stand in the element selected as {name}, not one"
            )
        return found[0]

    def read(self) -> Article:
        """Return the article. Raises LayoutError, DateError."""
        around = self.around
        headline = strip_headline(self.headline, around.labels)
        if around.agrees(headline) is False:
            raise LayoutError(f"the URL of the page denies the headline {headline!r}")
        inside = [block for block in around.page.blocks if self._holds(block)]
        text = [block for block in inside if not block.caption]
        self._check_order(inside)
        self._check_text(text, headline)
        paragraphs = [block.text for block in [*self._standfirst(), *text]]
        images = images_of(self.pictures, self.captions, around.links.resolve)
        article = around.article(headline, paragraphs, images, self.layout.name)
        if self.layout.teasers:
            _check_links(self.selected["teasers"], article.teasers, around.links)
        return article

    def _holds(self, block: Block) -> bool:
        """Tell whether *block* stands in the text."""
        return self.text is not None and self.text.holds(block.index)

    def _check_order(self, inside: Sequence[Block]) -> None:
        """Headline and date stand above the text, and the teasers below it."""
        ends = [block.index for block in self.around.blocks[self.around.end :][:1]]
        above = max(self.headline.index, self.date.index)
        for block in inside:
            if block.index <= above or any(block.index >= end for end in ends):
                raise LayoutError(f"this stands in the text and is none of it: {block.text!r}")

    def _check_text(self, text: Sequence[Block], headline: str) -> None:
        """Refuse a text that holds anything but paragraphs."""
        furniture = self.around.furniture
        held = [one for one in self.pictures if self.text in list(one.node.chain())]
        captions = Captions(self.above, held)
        for block in text:
            strange = block.date or block.chrome or furniture.is_button(block)
            strange = strange or furniture.is_article_link(block)
            strange = strange or furniture.is_trail(block, headline) or furniture.is_of_site(block)
            if strange or captions.is_caption(block) or captions.may_be_caption(block):
                raise LayoutError(f"this may be no text: {block.text!r}")
        if stray := stray_in(text, self.around.ref.section, headline):
            raise LayoutError(f"this may be no text: {stray.text!r}")
        if len(text) > 1 and headline in (text[0].text, text[-1].text):
            raise LayoutError("the headline stands over or under the text once more")
        if furniture.trim(text, over_links=self.around.teasers.follow_at_once) != list(text):
            raise LayoutError("the text begins or ends with something else")

    def _standfirst(self) -> list[Block]:
        """What stands above the text and is nothing else: the standfirst alone, or nothing."""
        head = (self.headline.index, self.date.index)
        first = min(*head, self.region.first)
        beside = [
            block
            for block in self.above
            if block.index >= first and block.index not in head
            if not self._holds(block) and not self._is_explained(block)
        ]
        end = self.text.first if self.text else -1
        dated = any(block.date for block in beside)
        if dated or beside[1:] or any(not max(head) < block.index < end for block in beside):
            raise LayoutError(f"this stands beside the text: {beside[-1].text!r}")
        return beside

    def _is_explained(self, block: Block) -> bool:
        return (
            any(node.holds(block.index) for node in self.selected["furniture"])
            or is_control(block.text)
            or is_meta(block.text)
            or self.captions.is_caption(block)
            or self.around.furniture.is_furniture(block)
        )
