"""Reads one article page around one of its timestamps: headline, text, pictures, teasers.

The text lies between the headline and the teasers, wherever the date stands: above the headline,
under it, or under the text.
"""

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Image, Shell
from presidency_scraper.sites.base import OwnDate, PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks
from presidency_scraper.sites.president_bg.headlines import (
    NO_HEADING,
    SURE,
    Headline,
    find_headline,
    is_explained,
)
from presidency_scraper.sites.president_bg.paragraphs import find_text
from presidency_scraper.sites.president_bg.pictures import images_of
from presidency_scraper.sites.president_bg.surroundings import Surroundings
from presidency_scraper.sites.president_bg.words import is_sentence, is_updated

NAME = "landmarks"

#: Leftovers of a shell are no longer than this.
_LEFTOVER = 40


class ArticleReader:
    """Reads the article around one timestamp of a page. ``weight`` says how sure its headline is.

    Raises LayoutError where no article ends there, or its headline cannot be told.
    """

    def __init__(self, page: Blocks, request: PageRequest, stamp: Block) -> None:
        self.around, self.stamp = Surroundings(page, request, stamp), stamp
        self.headline = find_headline(self.around)
        self.weight = self._weight()

    def read(self) -> Article | Shell:
        """Return the article. Raises LayoutError, DateError."""
        around, published = self.around, self.around.published()
        body = find_text(around, self.headline or Headline(around.at, "", 0.0))
        paragraphs = [block.text for block in body]
        if self.headline is None or self._may_be_shell(body):
            if around.ref.language != "en" or any(len(text) > _LEFTOVER for text in paragraphs):
                raise LayoutError("the page has a timestamp and no headline")
            return Shell(around.ref, published, around.entries(), NAME)
        if around.request.edition.own_date is OwnDate.PRINTED:
            self._check_place(body)
        if not self.agrees():
            self._check_others(body)
        return around.article(self.headline.text, paragraphs, self._images(), NAME)

    def stands_with_headline(self) -> bool:
        """Tell whether nothing of the article stands between its headline and the date.

        Another date does not part the two, unless it stands below the label of the section.
        """
        if self.headline is None:
            return False
        low, high = sorted((self.around.at, self.headline.at))
        between = [block for block in self.around.blocks[low + 1 : high] if block.date != "printed"]
        if len(between) < high - low - 1 and any(map(self.around.labels_section, between)):
            return False
        return all(is_explained(self.around, block) for block in between)

    def agrees(self) -> bool:
        """Tell whether the slug of the page was made of the headline."""
        return self.headline is not None and self.around.agrees(self.headline.text) is True

    def _check_place(self, body: list[Block]) -> None:
        """Refuse a date in the form of all others that does not plainly belong to the headline."""
        if self.headline is None or not self.stands_with_headline():
            raise LayoutError(f"the date {self.stamp.text!r} does not stand with the headline")
        own = self.around.blocks[self.headline.at].heading or NO_HEADING
        if any((block.heading or NO_HEADING) < own for block in body):
            raise LayoutError(f"another headline stands below {self.headline.text!r}")

    def _check_others(self, body: list[Block]) -> None:
        """Refuse a headline that the slug does not name where it names another heading, or text."""
        headings = [block for block in self.around.page.blocks if block.heading is not None]
        named = [block.text for block in [*body, *headings] if self.around.agrees(block.text)]
        if named:
            raise LayoutError(f"the URL of the page names another headline: {named[0]!r}")

    def _weight(self) -> float:
        """The date of a change or a print is not the article's, near its headline as it be.

        Nor is one with seconds, which the site prints as 00.
        """
        before = self.around.blocks[max(self.around.at - 1, 0)]
        updated = before.line == self.stamp.line and is_updated(before.text)
        seconds = self.stamp.text.count(":") > 1
        clock = seconds and not self.stamp.text.endswith(":00")
        return (self.headline.weight if self.headline else 0.0) - (60 if updated or clock else 0)

    def _may_be_shell(self, body: list[Block]) -> bool:
        """An English page without text: what was found is a headline only if the page says so."""
        unsure = self.around.ref.language == "en" and self.weight < SURE
        return unsure and not any(is_sentence(block.text) for block in body)

    def _images(self) -> tuple[Image, ...]:
        around = self.around
        first = around.blocks[around.label_at].index if around.label_at is not None else -1
        below = [picture for picture in around.pictures if picture.before > first]
        return images_of(below, around.captions, around.links.resolve)
