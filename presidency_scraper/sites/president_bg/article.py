"""Reads one article page around one of its timestamps: headline, text, pictures, teasers.

The text lies between the headline and the teasers, wherever the date stands: above the headline,
under it, or under the text.
"""

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Image, Shell
from presidency_scraper.sites.base import OwnDate, PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks, Picture
from presidency_scraper.sites.president_bg.headlines import (
    SURE,
    HeadlineSearch,
    find_headline,
    is_explained,
)
from presidency_scraper.sites.president_bg.paragraphs import TextSearch, find_text
from presidency_scraper.sites.president_bg.pictures import Captions, images_of
from presidency_scraper.sites.president_bg.surroundings import Surroundings
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
        self.around = around = Surroundings(page, request, stamp)
        self.stamp, self.blocks, self.labels = stamp, around.blocks, around.labels
        self.pictures = self._pictures()
        self.captions = Captions(self.blocks[: around.end], self.pictures)
        self.label_at = self._label_at()
        self.search = self._search()
        self.headline = find_headline(self.search)
        self.weight = self._weight()

    def read(self) -> Article | Shell:
        """Return the article. Raises LayoutError, DateError."""
        around, published = self.around, self.around.published()
        body = self._body()
        paragraphs = [block.text for block in body]
        if self.headline is None or self._may_be_shell(body):
            if around.ref.language != "en" or any(len(text) > _LEFTOVER for text in paragraphs):
                raise LayoutError("the page has a timestamp and no headline")
            return Shell(around.ref, published, around.entries(), NAME)
        if around.request.edition.own_date is OwnDate.PRINTED:
            self._check_place(body)
        return around.article(self.headline.text, paragraphs, self._images(), NAME)

    def stands_with_headline(self) -> bool:
        """Tell whether nothing of the article stands between its headline and the date.

        Another date does not part the two, unless it stands below the label of the section.
        """
        if self.headline is None:
            return False
        low, high = sorted((self.around.at, self.headline.at))
        between = [block for block in self.blocks[low + 1 : high] if block.date != "printed"]
        if len(between) < high - low - 1 and any(b.text.casefold() in self.labels for b in between):
            return False
        return all(is_explained(self.search, block) for block in between)

    def agrees(self) -> bool:
        """Tell whether the slug of the page was made of the headline."""
        return self.headline is not None and self.around.agrees(self.headline.text) is True

    def _check_place(self, body: list[Block]) -> None:
        """Refuse a date in the form of all others that does not plainly belong to the headline."""
        if self.headline is None or not self.stands_with_headline():
            raise LayoutError(f"the date {self.stamp.text!r} does not stand with the headline")
        own = self.blocks[self.headline.at].heading or _NO_HEADING
        greater = any((block.heading or _NO_HEADING) < own for block in body)
        if greater or (not self.agrees() and any(self.around.agrees(block.text) for block in body)):
            raise LayoutError(f"another headline stands below {self.headline.text!r}")

    def _label_at(self) -> int | None:
        before = range(self.around.at - 1, -1, -1)
        return next((at for at in before if self.blocks[at].text.casefold() in self.labels), None)

    def _search(self) -> HeadlineSearch:
        around = self.around
        return HeadlineSearch(
            title=around.page.title,
            blocks=self.blocks,
            at=around.at,
            end=around.end,
            labels=self.labels,
            label_at=self.label_at,
            slug=around.slug,
            captions=self.captions,
            furniture=around.furniture,
        )

    def _weight(self) -> float:
        """The date of a change or a print is not the article's, near its headline as it be.

        Nor is one with seconds, which the site prints as 00.
        """
        before = self.blocks[max(self.around.at - 1, 0)]
        updated = before.line == self.stamp.line and is_updated(before.text)
        seconds = self.stamp.text.count(":") > 1
        clock = seconds and not self.stamp.text.endswith(":00")
        return (self.headline.weight if self.headline else 0.0) - (60 if updated or clock else 0)

    def _may_be_shell(self, body: list[Block]) -> bool:
        """An English page without text: what was found is a headline only if the page says so."""
        unsure = self.around.ref.language == "en" and self.weight < SURE
        return unsure and not any(is_sentence(block.text) for block in body)

    def _body(self) -> list[Block]:
        search = TextSearch(
            self.around.page,
            self.search,
            self.headline,
            self.pictures,
            textless=self.around.may_have_no_text,
            over_links=self.around.teasers.follow_at_once,
        )
        return find_text(search)

    def _pictures(self) -> list[Picture]:
        page, end = self.around.page, self.around.end
        last = self.blocks[end].index if end < len(self.blocks) else len(page.blocks)
        return [
            picture
            for picture in page.pictures
            if picture.before <= last
            and (picture.chrome is None or picture.chrome.holds(self.stamp.index))
        ]

    def _images(self) -> tuple[Image, ...]:
        first = self.blocks[self.label_at].index if self.label_at is not None else -1
        below = [picture for picture in self.pictures if picture.before > first]
        return images_of(below, self.captions, self.around.links.resolve)
