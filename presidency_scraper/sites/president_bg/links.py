"""The links of one page, and what is kept of the page before it is read as anything."""

from collections.abc import Sequence
from functools import lru_cache

from presidency_scraper.items import ListingRef
from presidency_scraper.sites.base import PageRequest, UrlFacts
from presidency_scraper.sites.html.addresses import base_on, join_url
from presidency_scraper.sites.html.blocks import Block, Blocks, rejoin_lines
from presidency_scraper.sites.president_bg.urls import LANGUAGES, SECTIONS, parse_url
from presidency_scraper.sites.president_bg.words import more_from

#: Words that label a section. Of the English ones only "NEWS" was seen on a stored page; the
#: names in the URLs stand in for the others.
LABELS = frozenset(
    [label.casefold() for section in SECTIONS for label in section.labels.values()]
    + [section.name.replace("-", " ") for section in SECTIONS]
)


class Links:
    """Resolves the links of one page against its address (or its own base element)."""

    def __init__(self, page: Blocks, request: PageRequest) -> None:
        self.page = page
        self._origin = request.origin
        self._unspelled = (request.edition.keeps_language and request.language) or LANGUAGES[0]
        self._base = base_on(page.tree, request.url)

    def resolve(self, href: str) -> UrlFacts:
        """Tell what *href* leads to."""
        return _resolve(self._base.start_of(href), href, self._origin, self._unspelled)

    def last_page(self, ref: ListingRef) -> int | None:
        """The highest page of the same listing that the page links to."""
        refs = (self.resolve(href).listing for href in self.page.hrefs)
        same = (
            found.page
            for found in refs
            if found and (found.section, found.label) == (ref.section, ref.label)
        )
        return max(same, default=None)

    def filters(self, ref: ListingRef) -> frozenset[str]:
        """The filters of the listing that the page links to."""
        refs = (self.resolve(href).listing for href in self.page.hrefs)
        return frozenset(
            found.label for found in refs if found and found.label and found.section == ref.section
        )


@lru_cache(maxsize=2**12)
def _resolve(start: str, href: str, origin: str | None, unspelled: str) -> UrlFacts:
    return parse_url(join_url(start, href), origin, unspelled)


def is_label(block: Block) -> bool:
    """Tell whether *block* is the label of the teasers, and names a section that is known."""
    return more_from(block.text) in LABELS


def without_chrome(blocks: Sequence[Block], dated: Sequence[Block]) -> list[Block]:
    """Leave out menus, footers, forms; but for those around a date, which hold the page itself."""
    indices = [block.index for block in dated]
    left_out = {
        chrome
        for chrome in {block.style.chrome for block in blocks}
        if chrome is not None and not chrome.count(indices)
    }
    return [b for b in blocks if b.style.chrome not in left_out or b.date]


def article_blocks(page: Blocks, stamp: Block) -> list[Block]:
    """The blocks of an article's page without chrome, *stamp* being its date.

    Other timestamps are part of their lines.
    """
    blocks = page.blocks
    dates = [block for block in blocks if block.date]
    stamped = {block.line for block in dates if block.date == "timestamp"} - {stamp.line}
    dated = [block for block in dates if block.date == "printed" or block is stamp]
    joined = rejoin_lines(blocks, frozenset(stamped)) if stamped else blocks
    return without_chrome(joined, dated)
