"""The links of one page, and what is kept of the page before it is read as anything."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from parsel import Selector

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import ListingRef
from presidency_scraper.sites.base import PageRequest, UrlFacts
from presidency_scraper.sites.html.addresses import base_on, join_url
from presidency_scraper.sites.html.blocks import Block, Blocks, rejoin_lines
from presidency_scraper.sites.html.traverse import read_blocks
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
        self._page = page
        self._origin = request.origin
        self._unspelled = _language_of(request) if request.edition.keeps_language else LANGUAGES[0]
        self._base = base_on(page.tree, request.url)

    def resolve(self, href: str) -> UrlFacts:
        """Tell what *href* leads to."""
        return _resolve(self._base.start_of(href), href, self._origin, self._unspelled)

    def last_page(self, ref: ListingRef) -> int | None:
        """The highest page of the same listing that the page links to."""
        refs = (self.resolve(href).listing for href in self._page.hrefs)
        same = (
            found.page
            for found in refs
            if found and (found.section, found.label) == (ref.section, ref.label)
        )
        return max(same, default=None)


@lru_cache(maxsize=2**12)
def _resolve(start: str, href: str, origin: str | None, unspelled: str) -> UrlFacts:
    return parse_url(join_url(start, href), origin, unspelled)


def _language_of(request: PageRequest) -> str:
    ref = request.facts.article or request.facts.listing
    return ref.language if ref else LANGUAGES[0]


def blocks_on(
    page: Selector, named: Mapping[str, Iterable[Selector]] | None = None, *, folded: bool = False
) -> Blocks:
    """Return the blocks of *page*, as :func:`read_blocks` does; dates amid a sentence stay in it.

    Raises LayoutError where the page was not parsed to its end.
    """
    found = read_blocks(page, named, folded=folded)
    if found.is_cut:
        raise LayoutError("tags are nested so deep that the rest of the page is lost")
    if lines := _dates_in_text(found.blocks):
        found.blocks = rejoin_lines(found.blocks, lines)
    return found


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


def _dates_in_text(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the lines that are a sentence with a printed date in the middle."""
    lines: set[int] = set()
    dated = [at for at, block in enumerate(blocks) if block.date == "printed"]
    for at in dated:
        if not 0 < at < len(blocks) - 1:
            continue
        before, block, after = blocks[at - 1 : at + 2]
        if before.line == block.line == after.line:
            goes_on = after.text[:1].islower() and after.text.endswith((".", "!", "?", "…"))
            if goes_on and before.date is None and not before.linked:
                lines.add(block.line)
    return frozenset(lines)
