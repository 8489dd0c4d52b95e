"""The landmarks layout: reads a page the way a person does, by what stands on it.

It knows the order of things on president.bg's pages (label, captions, headline, timestamp, text,
"ОЩЕ ОТ НОВИНИ", teasers, footer) and no class name; date and headline may stand either way
round. What is not exact is refused with a PageError.
"""

from collections.abc import Sequence

from parsel import Selector

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Listing, Shell
from presidency_scraper.sites.base import Kind, Layout, OwnDate, PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks
from presidency_scraper.sites.president_bg.article import NAME, ArticleReader
from presidency_scraper.sites.president_bg.entries import EntryDates, read_entries
from presidency_scraper.sites.president_bg.languages import check_label, check_language
from presidency_scraper.sites.president_bg.links import (
    LABELS,
    Links,
    blocks_on,
    without_chrome,
)
from presidency_scraper.sites.president_bg.lists import (
    EntryList,
    Region,
    find_lists,
    largest_list,
)
from presidency_scraper.sites.president_bg.own_dates import find_own_dates
from presidency_scraper.sites.president_bg.spans import entry_spans

#: A label of a section stands so many blocks above its entries at the most: filters in between.
_UNDER_LABEL = 3
#: Fewer entries than these, where others are more, may be some set off from the rest.
_FEW = 3


def read_article(page: Selector, request: PageRequest) -> Article | Shell:
    """Return the article on a page, or the shell of one that was never translated.

    Raises LayoutError, DateError.
    """
    return _article_on(blocks_on(page, folded=True), request)


def _article_on(page: Blocks, request: PageRequest) -> Article | Shell:
    asked = request.facts.article.language if request.facts.article else ""
    if request.edition.keeps_language:
        check_label(page, asked)
    readers: list[ArticleReader] = []
    refusals: list[LayoutError] = []
    for own in find_own_dates(page, request):
        try:
            readers.append(ArticleReader(own.page, request, own.stamp))
        except LayoutError as error:
            refusals.append(error)
    if not readers:
        raise refusals[0]
    best = _best if request.edition.own_date is OwnDate.TIMESTAMP else _best_of_printed
    article = best(readers).read()
    if request.edition.keeps_language:
        check_language(article, asked)
    return article


def _best(readers: list[ArticleReader]) -> ArticleReader:
    """The reader whose timestamp stands nearest to a headline: a clock in a corner is none."""
    best = max(readers, key=lambda reader: reader.weight)
    equal = [reader for reader in readers if reader.weight == best.weight]
    if any(reader.stamp.line != best.stamp.line for reader in equal):
        values = sorted(reader.stamp.text for reader in equal)
        raise LayoutError(f"more than one timestamp could be the article's: {values!r}")
    return best


def _best_of_printed(readers: list[ArticleReader]) -> ArticleReader:
    """The reader whose date stands with the headline; of several, the one the slug agrees with."""
    near = [reader for reader in readers if reader.stands_with_headline()] or readers
    agreeing = [reader for reader in near if reader.agrees()] if len(near) > 1 else near
    if len(agreeing) != 1:
        values = sorted(reader.stamp.text for reader in near)
        raise LayoutError(f"more than one date could be the article's: {values!r}")
    return agreeing[0]


def read_listing(page: Selector, request: PageRequest) -> Listing:
    """Return the entries of a listing page, none if it is empty, and the last page it links to.

    Raises LayoutError where an entry cannot be read.
    """
    return listing_on(blocks_on(page), request)


def listing_on(page: Blocks, request: PageRequest) -> Listing:
    """Return the listing on a page that is parsed already. Raises LayoutError."""
    ref = request.facts.listing
    if ref is None:
        raise LayoutError("the URL of the page does not say which listing it is")
    links = Links(page, request)
    dated = [block for block in page.blocks if block.date == "printed"]
    region = Region(
        without_chrome(page.blocks, dated),
        page.bare_links,
        links.resolve,
        _marks(page.blocks, dated, links),
    )
    refused: list[str] = []
    spans = _listed(region)
    entries = read_entries(
        region, spans, EntryDates(request.edition.teaser_clock, request.seen_at, refused)
    )
    listing = Listing(ref, entries, links.last_page(ref), tuple(refused), NAME)
    if request.edition.keeps_language:
        check_language(listing, ref.language)
    return listing


def _marks(blocks: Sequence[Block], dated: Sequence[Block], links: Links) -> list[int]:
    """What no two entries share: their dates; round a single one also labels, filters, pagers."""
    marks = [block.index for block in dated]
    if len(dated) == 1:
        marks += [block.index for block in blocks if _is_around_entries(block, links)]
    return marks


def _is_around_entries(block: Block, links: Links) -> bool:
    kinds = {links.resolve(href).kind for href in block.hrefs}
    return Kind.LISTING in kinds or block.text.casefold() in LABELS


def _listed(region: Region) -> list[tuple[int, int]]:
    """Return where the entries of a listing stand, apart from other dated blocks of the page."""
    lists = find_lists(region)
    if not lists:
        if any(block.date for block in region.blocks):
            raise LayoutError("no date on the page stands with a link to an article")
        return []
    under_label = [one for one in lists if _stands_under_label(region.blocks, one)]
    chosen = largest_list(region, under_label or lists)
    if len(chosen.dates) < min(_FEW, max(len(one.dates) for one in lists)):
        raise LayoutError("under the label of the section stand fewer entries than elsewhere")
    return entry_spans(region, chosen, labelled=False)


def _stands_under_label(blocks: Sequence[Block], entries: EntryList) -> bool:
    above = blocks[max(entries.start - _UNDER_LABEL, 0) : entries.start]
    return any(not block.links and block.text.casefold() in LABELS for block in above)


LAYOUT = Layout(NAME, read_article, read_listing)
