"""Reads one article page around one of its timestamps: headline, text, pictures, teasers.

The text lies between the headline and the teasers, wherever the date stands: above the headline,
under it, or under the text.
"""

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Image, Shell
from presidency_scraper.sites.base import OwnDate, PageRequest
from presidency_scraper.sites.html import Block, Blocks, Picture
from presidency_scraper.sites.president_bg.entries import EntryDates, read_entries
from presidency_scraper.sites.president_bg.furniture import Furniture
from presidency_scraper.sites.president_bg.headlines import (
    SURE,
    HeadlineSearch,
    find_headline,
    is_explained,
)
from presidency_scraper.sites.president_bg.links import LABELS, Links, article_blocks
from presidency_scraper.sites.president_bg.own_dates import parse_own_date
from presidency_scraper.sites.president_bg.paragraphs import TextSearch, find_text
from presidency_scraper.sites.president_bg.pictures import Captions, images_of
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.speakers import speakers_in
from presidency_scraper.sites.president_bg.teasers import find_teasers
from presidency_scraper.sites.president_bg.urls import TEXTLESS_SECTIONS
from presidency_scraper.sites.president_bg.words import is_sentence, is_updated

NAME = "landmarks"

#: Below all six levels.
_NO_HEADING = 7
#: Leftovers of a shell are no longer than this.
_LEFTOVER = 40


class ArticleReader:
    """Reads the article around one timestamp of a page. ``weight`` says how sure its headline is.

    Raises LayoutError where no article ends there, or its headline cannot be told.
    """

    def __init__(self, page: Blocks, request: PageRequest, stamp: Block) -> None:
        if request.facts.article is None:
            raise LayoutError("the URL of the page does not say which article it is")
        self.request = request
        self.page = page
        self.stamp = stamp
        self.links = Links(page, request)
        self.ref = request.facts.article
        self.blocks = article_blocks(page, stamp)
        self.at = next(at for at, block in enumerate(self.blocks) if block.index == stamp.index)
        self.teasers = find_teasers(self.blocks, self.at, page.bare_links, self.links.resolve)
        self.end = self.teasers.text_end
        section = self.teasers.section
        self.labels = LABELS | {section} if section else LABELS
        self.furniture = Furniture(self.ref, self.links.resolve, self.labels)
        self.captions = Captions(self.blocks[: self.end], self._pictures())
        self.label_at = self._label_at()
        self.search = self._search()
        self.headline = find_headline(self.search)
        self.weight = self._weight()

    def read(self) -> Article | Shell:
        """Return the article. Raises LayoutError, DateError."""
        edition = self.request.edition
        published = parse_own_date(self.stamp.text, self.request)
        dates = EntryDates(edition.teaser_clock, self.request.seen_at)
        region, spans = self.teasers.region, self.teasers.spans
        teasers = read_entries(region, spans, dates, edition.teasers_show)
        body = self._body()
        paragraphs = tuple(block.text for block in body)
        if self.headline is None or self._may_be_shell(body):
            if self.ref.language != "en" or any(len(text) > _LEFTOVER for text in paragraphs):
                raise LayoutError("the page has a timestamp and no headline")
            return Shell(self.ref, published, teasers, NAME)
        if edition.own_date is OwnDate.PRINTED:
            self._check_place(body)
        if not paragraphs and self.ref.section not in TEXTLESS_SECTIONS:
            raise LayoutError(f"the article {self.headline.text!r} has no text")
        slug = self.request.facts.slug
        return Article(
            ref=self.ref,
            headline=self.headline.text,
            published=published,
            paragraphs=paragraphs,
            images=self._images(),
            teasers=teasers,
            layout=NAME,
            slug_agrees=slug_agrees(self.headline.text, slug) if slug else None,
            speakers=speakers_in(self.ref.section, paragraphs),
        )

    def stands_with_headline(self) -> bool:
        """Tell whether nothing of the article stands between its headline and the date.

        Another date does not part the two, unless it stands below the label of the section.
        """
        if self.headline is None:
            return False
        low, high = sorted((self.at, self.headline.at))
        between = [block for block in self.blocks[low + 1 : high] if block.date != "printed"]
        if len(between) < high - low - 1 and any(b.text.casefold() in self.labels for b in between):
            return False
        return all(is_explained(self.search, block) for block in between)

    def agrees(self) -> bool:
        """Tell whether the slug of the page was made of the headline."""
        return bool(self.headline and self._agrees(self.headline.text))

    def _agrees(self, text: str) -> bool:
        slug = self.request.facts.slug
        return bool(slug and slug_agrees(text, slug))

    def _check_place(self, body: list[Block]) -> None:
        """Refuse a date in the form of all others that does not plainly belong to the headline."""
        if self.headline is None or not self.stands_with_headline():
            raise LayoutError(f"the date {self.stamp.text!r} does not stand with the headline")
        own = self.blocks[self.headline.at].heading or _NO_HEADING
        greater = any((block.heading or _NO_HEADING) < own for block in body)
        if greater or (not self.agrees() and any(self._agrees(block.text) for block in body)):
            raise LayoutError(f"another headline stands below {self.headline.text!r}")

    # -- what it says ---------------------------------------------------------------------------

    def _label_at(self) -> int | None:
        before = range(self.at - 1, -1, -1)
        return next((at for at in before if self.blocks[at].text.casefold() in self.labels), None)

    def _search(self) -> HeadlineSearch:
        return HeadlineSearch(
            title=self.page.title,
            blocks=self.blocks,
            at=self.at,
            end=self.end,
            labels=self.labels,
            label_at=self.label_at,
            slug=self.request.facts.slug,
            captions=self.captions,
            furniture=self.furniture,
        )

    def _weight(self) -> float:
        """The date of a change or a print is not the article's, near its headline as it be.

        Nor is one with seconds, which the site prints as 00.
        """
        before = self.blocks[max(self.at - 1, 0)]
        updated = before.line == self.stamp.line and is_updated(before.text)
        seconds = self.stamp.text.count(":") > 1
        clock = seconds and not self.stamp.text.endswith(":00")
        return (self.headline.weight if self.headline else 0.0) - (60 if updated or clock else 0)

    def _may_be_shell(self, body: list[Block]) -> bool:
        """An English page without text: what was found is a headline only if the page says so."""
        unsure = self.ref.language == "en" and self.weight < SURE
        return unsure and not any(is_sentence(block.text) for block in body)

    def _body(self) -> list[Block]:
        textless = self.ref.section in TEXTLESS_SECTIONS
        over_links = self.teasers.follow_at_once
        pictures = self._pictures()
        search = TextSearch(
            self.page,
            self.search,
            self.headline,
            pictures,
            textless=textless,
            over_links=over_links,
        )
        return find_text(search)

    # -- its pictures ---------------------------------------------------------------------------

    def _pictures(self) -> list[Picture]:
        blocks = self.blocks
        last = blocks[self.end].index if self.end < len(blocks) else len(self.page.blocks)
        return [
            picture
            for picture in self.page.pictures
            if picture.before <= last
            and (picture.chrome is None or picture.chrome.holds(self.stamp.index))
        ]

    def _images(self) -> tuple[Image, ...]:
        first = self.blocks[self.label_at].index if self.label_at is not None else -1
        below = [picture for picture in self._pictures() if picture.before > first]
        return images_of(below, self.captions, self.links.resolve)
