"""The one layout of the library: a heading, a day in a ``time``, lines of a poem or of prose."""

from urllib.parse import urljoin

from parsel import Selector

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Entry, Listing
from presidency_scraper.sites.base import Layout, PageRequest
from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.dates import Clock, parse_printed
from tests.second_site.urls import article_url, parse_url


def read_article(page: Selector, request: PageRequest) -> Article:
    """Read a notice."""
    ref = request.facts.article
    if ref is None:
        raise LayoutError("the address names no notice")
    return Article(
        ref=ref,
        headline=_text(page, "h1"),
        published=parse_printed(
            _text(page, "time"), clock=Clock.TRUE_MINUTES, seen_at=request.seen_at
        ),
        paragraphs=tuple(clean_text(line) for line in page.css("pre::text").get("").splitlines()),
        images=(),
        teasers=(),
        layout="board-2020",
        slug_agrees=None,
    )


def read_listing(page: Selector, request: PageRequest) -> Listing:
    """Read a sheet of the board."""
    ref = request.facts.listing
    if ref is None:
        raise LayoutError("the address names no sheet")
    sheets = [int(text) for text in page.css("nav a::text").getall()]
    entries = [_entry(at, row, request) for at, row in enumerate(page.css("dt"), 1)]
    return Listing(ref, tuple(entries), max(sheets, default=None), (), "board-2020")


def _entry(position: int, row: Selector, request: PageRequest) -> Entry:
    target = parse_url(urljoin(request.url, row.css("a").attrib["href"]), request.origin).article
    if target is None:
        raise LayoutError("an entry leads to no notice")
    raw = _text(row, "time")
    day = parse_printed(raw, clock=Clock.TRUE_MINUTES, seen_at=request.seen_at)
    return Entry(position, _text(row, "a"), None, day, raw, article_url(target), target)


def _text(node: Selector, name: str) -> str:
    found = node.css(f"{name}::text").getall()
    if len(found) != 1:
        raise LayoutError(f"there are {len(found)} elements {name}, not one")
    return clean_text(found[0])


LAYOUT = Layout("board-2020", read_article, read_listing)
