"""A page that cannot be read: which of the landmarks of its kind still stand on it. Pure."""

from urllib.parse import urljoin

from presidency_scraper.doctor.findings import Finding, Visit, missing, note
from presidency_scraper.errors import DefectError, EncodingError, PageError
from presidency_scraper.extract.page import parse_page
from presidency_scraper.items import ArticleRef, Exchange
from presidency_scraper.sites.base import OwnDate, Source
from presidency_scraper.sites.html.blocks import Blocks
from presidency_scraper.sites.html.traverse import read_blocks

#: Fewer characters than these are no page of the site: its menu and footer have more.
_LITTLE_TEXT = 200
_LAYOUT = "a layout must follow the change: attach what --save keeps to an issue"
_EMPTY = (
    "open the address in a browser: the page is made by a script now, or a wall stands before it"
)


def look_at(visit: Visit, source: Source, problem: PageError) -> list[Finding]:
    """Return what can be seen on a page that *problem* kept from being read."""
    if visit.answer is None or isinstance(problem, EncodingError | DefectError):
        return []
    try:
        tree = parse_page(visit.answer.body, visit.answer.header("content-type"))
    except EncodingError:
        return []
    page = read_blocks(tree)
    findings = [_text(page, visit.answer)]
    if isinstance(visit.asked, ArticleRef):
        own = source.site.editions[source.edition].own_date
        findings += [_headline(page), _dates(page, "published_at", own)]
        return [*findings, _links(page, visit, source, "teasers")]
    return [
        *findings,
        _dates(page, "dates", OwnDate.PRINTED),
        _links(page, visit, source, "entries"),
    ]


def _text(page: Blocks, answer: Exchange) -> Finding:
    letters = sum(len(block.text) for block in page.blocks)
    said = f"{letters} characters of text in {len(answer.body)} bytes"
    if letters < _LITTLE_TEXT:
        return missing("text", said, _EMPTY)
    return note("text", f"{said}; begins {_shown(page.blocks[0].text)}")


def _headline(page: Blocks) -> Finding:
    heads = [block.text for block in page.blocks if block.heading is not None]
    if heads:
        return note("headline", f"seen: {_shown(heads[0])}")
    title = f"; its title is {_shown(page.title)}" if page.title else ""
    return missing("headline", f"no heading stands on the page{title}", _LAYOUT)


def _dates(page: Blocks, name: str, form: OwnDate) -> Finding:
    dates = [block.text for block in page.blocks if block.date == form.value]
    if dates:
        return note(name, f"seen: {len(dates)} in the form expected, the first {dates[0]!r}")
    example = "2025-09-24 17:17:00" if form is OwnDate.TIMESTAMP else "16 октомври 2025 | 11:11"
    return missing(name, f"no date in the form {example!r} stands on the page", _LAYOUT)


def _links(page: Blocks, visit: Visit, source: Source, name: str) -> Finding:
    own = visit.asked if isinstance(visit.asked, ArticleRef) else None
    targets = {_target(visit.url, href, source) for href in page.hrefs} - {None, own}
    if targets:
        return note(name, f"seen: links to {len(targets)} articles")
    return missing(name, "no link leads to an article", _LAYOUT)


def _target(url: str, href: str, source: Source) -> ArticleRef | None:
    try:
        return source.facts(urljoin(url, href)).article
    except ValueError:
        return None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
