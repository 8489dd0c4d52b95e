"""The landmarks layout: reads a page the way a person does, by what stands on it.

It knows the order of things on president.bg's pages (label, captions, headline, timestamp, text,
"ОЩЕ ОТ НОВИНИ", teasers, footer) and no class name; date and headline may stand either way
round. What is not exact is refused with a PageError.
"""

from parsel import Selector

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Listing, Shell
from presidency_scraper.sites.base import Layout, OwnDate, PageRequest
from presidency_scraper.sites.president_bg.article import NAME, ArticleReader
from presidency_scraper.sites.president_bg.languages import check_label, check_language
from presidency_scraper.sites.president_bg.listing import blocks_on, listing_on
from presidency_scraper.sites.president_bg.own_dates import find_own_dates


def read_article(page: Selector, request: PageRequest) -> Article | Shell:
    """Return the article on a page, or the shell of one that was never translated.

    Raises LayoutError, DateError.
    """
    blocks = blocks_on(page, folded=True)
    check_label(blocks, request)
    readers: list[ArticleReader] = []
    refusals: list[LayoutError] = []
    for whole, stamp in find_own_dates(blocks, request):
        try:
            readers.append(ArticleReader(whole, request, stamp))
        except LayoutError as error:
            refusals.append(error)
    if not readers:
        raise refusals[0]
    best = _best if request.edition.own_date is OwnDate.TIMESTAMP else _best_of_printed
    article = best(readers).read()
    check_language(article, request)
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
    return listing_on(blocks_on(page), request, NAME)


LAYOUT = Layout(NAME, read_article, read_listing)
