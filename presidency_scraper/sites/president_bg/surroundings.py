"""What stands around the date of an article on its page: the text, then the teasers."""

from collections.abc import Sequence
from functools import cached_property

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Entry, Image, Moment
from presidency_scraper.sites.base import PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks, Picture
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.president_bg.entries import EntryDates, read_entries
from presidency_scraper.sites.president_bg.furniture import Furniture
from presidency_scraper.sites.president_bg.links import LABELS, Links, article_blocks
from presidency_scraper.sites.president_bg.own_dates import parse_own_date
from presidency_scraper.sites.president_bg.pictures import Captions
from presidency_scraper.sites.president_bg.slugs import slug_agrees
from presidency_scraper.sites.president_bg.speakers import speakers_in
from presidency_scraper.sites.president_bg.teasers import find_teasers
from presidency_scraper.sites.president_bg.urls import TEXTLESS_SECTIONS


class Surroundings:
    """A page cut at *stamp*, the date of its article: ``blocks`` up to ``end`` are the article's.

    ``blocks`` are without chrome, and ``at`` is the place of the date among them; ``labels`` are
    the words that label a section, in lower case; ``pictures`` are those of the article.
    Raises LayoutError where no article ends below the date.
    """

    def __init__(self, page: Blocks, request: PageRequest, stamp: Block) -> None:
        if request.facts.article is None:
            raise LayoutError("the URL of the page does not say which article it is")
        self.page, self.request, self.stamp = page, request, stamp
        self.ref, self.slug = request.facts.article, request.facts.slug
        self.links = Links(page, request)
        self.blocks = article_blocks(page, stamp)
        self.at = next(at for at, block in enumerate(self.blocks) if block.index == stamp.index)
        self.teasers = find_teasers(self.blocks, self.at, self.links)
        self.end = self.teasers.text_end
        section = self.teasers.section
        self.labels = LABELS | {section} if section else LABELS
        self.furniture = Furniture(self.ref, self.links.resolve, self.labels)
        self.pictures = self._pictures()
        self.captions = Captions(self.blocks[: self.end], self.pictures)

    def _pictures(self) -> list[Picture]:
        last = self.blocks[self.end].index if self.end < len(self.blocks) else len(self.page.blocks)
        return [
            picture
            for picture in self.page.pictures
            if picture.before <= last
            and (picture.chrome is None or picture.chrome.holds(self.stamp.index))
            and not (picture.before == last and self._is_of_teaser(picture, last))
        ]

    def _is_of_teaser(self, picture: Picture, first: int) -> bool:
        """Tell whether *picture*, which stands right before the block at *first*, belongs below.

        It stands in an element with that block and none of the text, leads to another article, or
        one stands before the next teaser as well.
        """
        if any(node.holds(first) for node in picture.node.chain() if not self._holds_text(node)):
            return True
        link = picture.node.link
        if link is not None and not self.furniture.is_own(link.href):
            return self.links.resolve(link.href).article is not None
        starts = [self.teasers.region.blocks[start].index for start, _ in self.teasers.spans]
        return self.teasers.follow_at_once and any(
            picture.before == start for picture in self.page.pictures for start in starts[1:2]
        )

    def _holds_text(self, node: Node) -> bool:
        return node.holds(self.stamp.index) or node.holds(self.blocks[self.end - 1].index)

    @cached_property
    def label_at(self) -> int | None:
        """The place of the last label of a section above the date."""
        before = range(self.at - 1, -1, -1)
        return next((at for at in before if self.labels_section(self.blocks[at])), None)

    def labels_section(self, block: Block) -> bool:
        """Tell whether *block* is nothing but the label of a section."""
        return block.text.casefold() in self.labels

    @property
    def may_have_no_text(self) -> bool:
        """Whether the article may be pictures and nothing else."""
        return self.ref.section in TEXTLESS_SECTIONS

    def agrees(self, text: str) -> bool | None:
        """Tell whether the slug of the page was made of *text*; None where it cannot tell."""
        return slug_agrees(text, self.slug) if self.slug else None

    def published(self) -> Moment:
        """Read the date of the article. Raises DateError."""
        return parse_own_date(self.stamp.text, self.request)

    def entries(self) -> tuple[Entry, ...]:
        """Read the teasers. Raises LayoutError, DateError."""
        region, spans = self.teasers.region, self.teasers.spans
        shown = self.request.edition.teasers_show
        return read_entries(region, spans, EntryDates(self.request), shown)

    def article(
        self, headline: str, paragraphs: Sequence[str], images: tuple[Image, ...], layout: str
    ) -> Article:
        """Return the article of such parts. Raises LayoutError, DateError."""
        published, teasers = self.published(), self.entries()
        if not paragraphs and not self.may_have_no_text:
            raise LayoutError(f"the article {headline!r} has no text")
        return Article(
            ref=self.ref,
            headline=headline,
            published=published,
            paragraphs=tuple(paragraphs),
            images=images,
            teasers=teasers,
            layout=layout,
            slug_agrees=self.agrees(headline),
            speakers=speakers_in(self.ref.section, paragraphs),
        )
