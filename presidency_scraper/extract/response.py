"""What an exchange says, read from its bytes alone: the one function that crawl and rebuild share.

Pure: no clock, no network, no disk. It is an article, a shell, a listing, nothing, or a page that
cannot be read; the last is a finding too and never raised.
"""

import hashlib
import traceback
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from presidency_scraper.errors import AbsentPageError, DefectError, EncodingError, PageError
from presidency_scraper.extract.content_encoding import decode_body
from presidency_scraper.extract.outlinks import LEFT_ALONE
from presidency_scraper.extract.page import read_with_links
from presidency_scraper.items import (
    Article,
    Capture,
    Exchange,
    Listing,
    Outcome,
    Outlink,
    Page,
    Place,
    Shell,
)
from presidency_scraper.sites.base import Kind, Source, UrlFacts

_NOWHERE = Place(0)
GONE = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
#: Statuses that refuse us: no content, whatever the body says.
REFUSED = (401, 403, 407, 429)
#: Characters that an address is shown with as it is.
_AS_IT_IS = ":/?#[]@!$&'()*+,;=%~"
#: What the archive says of a 304 that nobody asked for, and a rebuild knows it by.
_UNASKED = "status 304 to a request without conditions"


def is_content(status: int) -> bool:
    """Tell whether a response of *status* says something of the site that is to be kept.

    Refusals (403, 429) and errors of the server (5xx) do not; nor does "not modified".
    """
    return status == 200 or status in GONE or status in REDIRECTS


def is_robots(url: str) -> bool:
    """Tell whether *url* is that of a host's rules for robots."""
    return urlsplit(url).path == "/robots.txt"


def failure_of(exchange: Exchange) -> str:
    """Say what *exchange*, which brought no content, brought instead.

    "Not modified" answers a request that told what is known, and no other.
    """
    said = f"status {exchange.status}"
    return _UNASKED if exchange.status == 304 and not _is_conditional(exchange) else said


def _is_conditional(exchange: Exchange) -> bool:
    asked = {name.lower() for name, _ in exchange.request_headers}
    return bool(asked & {"if-none-match", "if-modified-since"})


def is_unasked(exchange: Exchange) -> bool:
    """Tell whether *exchange* says "not modified" to a request that set no condition."""
    return failure_of(exchange) == _UNASKED


@dataclass(frozen=True, slots=True)
class Extracted:
    """All that an exchange says, or that there was none.

    ``moved_to`` is where the same page is to be found, ``outlinks`` what the page links to on its
    site that is no article, ``robots`` the text of a robots.txt.
    """

    capture: Capture
    page: Page | None = None
    problem: PageError | None = None
    moved_to: str | None = None
    outlinks: tuple[Outlink, ...] = ()
    robots: str | None = None


def extract(exchange: Exchange, source: Source, place: Place = _NOWHERE) -> Extracted:
    """Return what *exchange* says, which the archive holds at *place*. Never raises."""
    facts = source.facts(exchange.url)
    try:
        body = decode_body(exchange)
    except EncodingError as error:  # a body that cannot be decoded has no byte
        torn = Extracted(_capture_of(exchange, facts, place, b""))
        return _with(torn, Outcome.UNREADABLE, problem=error)
    blank = Extracted(_capture_of(exchange, facts, place, body))
    if exchange.source is not None:  # others look at all faces of the site, and at all of its pages
        source = replace(source, edition=facts.edition or source.edition)
        if facts.kind not in (Kind.ARTICLE, Kind.LISTING) and not is_robots(exchange.url):
            return _pass_over(blank, facts)
    if facts.kind is Kind.OTHER:  # a crawl asks for none but the rules for robots
        return _extract_robots(blank, exchange, body, source)
    if exchange.status in REDIRECTS:
        return _extract_redirect(blank, exchange.header("location") or "", facts, source)
    if exchange.status in GONE:
        return _with(blank, Outcome.MISSING)
    return _extract_page(blank, body, source) if exchange.status == 200 else blank


def extract_failure(
    url: str, at: datetime, status: int | None, error: str, source: Source, place: Place,
    came_from: str | None = None,
) -> Extracted:  # fmt: skip
    """Return that a request brought no content; 304 is an answer that needs none, if asked for."""
    is_unchanged = status == 304 and error != _UNASKED
    return Extracted(
        Capture(
            id=place.id,
            url=url,
            captured_at=at,
            outcome=Outcome.UNCHANGED if is_unchanged else Outcome.FAILED,
            status=status,
            warc_file=place.file,
            warc_offset=place.offset,
            error=error,
            article_id=_article_id(source.facts(url)),
            source=came_from,
        )
    )


def _capture_of(exchange: Exchange, facts: UrlFacts, place: Place, body: bytes) -> Capture:
    """The capture of *exchange*, before its decoded *body* is read."""
    return Capture(
        id=place.id,
        url=exchange.url,
        captured_at=exchange.captured_at,
        outcome=Outcome.FAILED,
        status=exchange.status,
        content_type=exchange.header("content-type"),
        digest=hashlib.sha256(body).hexdigest(),
        length=len(body),
        warc_file=place.file,
        warc_offset=place.offset,
        article_id=_article_id(facts),
        etag=exchange.header("etag"),
        last_modified=exchange.header("last-modified"),
        source=exchange.source,
    )


def _article_id(facts: UrlFacts) -> str | None:
    return facts.article.id if facts.article else None


def _with(blank: Extracted, outcome: Outcome, **said: Any) -> Extracted:
    return replace(blank, capture=replace(blank.capture, outcome=outcome), **said)


def _pass_over(blank: Extracted, facts: UrlFacts) -> Extracted:
    """What is no article is kept, and named as links to it are; no layout reads it."""
    if blank.capture.status in GONE:
        return _with(blank, Outcome.MISSING)
    named = (Outlink(blank.capture.url, facts.kind),) if facts.kind in LEFT_ALONE else ()
    return _with(blank, Outcome.UNREADABLE, outlinks=named)


def _extract_robots(blank: Extracted, exchange: Exchange, body: bytes, source: Source) -> Extracted:
    """Rules for robots may stand elsewhere on the site's hosts, but on no page of it.

    A page in their place, or a way that leads nowhere or off the site, is as good as no rules.
    """
    try:
        target = urljoin(exchange.url, (exchange.header("location") or "").strip())
    except ValueError:
        target = exchange.url
    is_moved = exchange.status in REDIRECTS and target != exchange.url
    if is_moved and source.facts(target).kind is Kind.OTHER:
        return _with(blank, Outcome.REDIRECT, moved_to=target)
    rules = body.decode("utf-8-sig", "replace") if 200 <= exchange.status < 300 else ""
    return _with(blank, Outcome.ROBOTS, robots="" if rules.lstrip().startswith("<") else rules)


def _extract_redirect(
    blank: Extracted, location: str, facts: UrlFacts, source: Source
) -> Extracted:
    """A page moved to another spelling of itself is followed.

    An article sent to a listing, the front page or another article is not there any more. Sent to
    itself or to its own address in another edition it tells nothing of the article.
    """
    url = blank.capture.url
    try:
        target = urljoin(url, location)
    except ValueError:
        target = ""
    there = source.facts(target)
    if _identity(there) == _identity(facts) and target != url:
        return _with(blank, Outcome.REDIRECT, moved_to=target)
    elsewhere = there.kind is Kind.ARTICLE and there.article != facts.article
    if facts.kind is Kind.ARTICLE and (elsewhere or there.kind in (Kind.LISTING, Kind.FRONT)):
        return _with(blank, Outcome.MISSING)
    # A terminal would obey what a header may hold.
    shown = quote(target, _AS_IT_IS, errors="replace")
    error = PageError(f"{url} leads to {shown or 'nowhere'}, which is not this page")
    return _with(blank, Outcome.UNREADABLE, problem=error)


def _identity(facts: UrlFacts) -> tuple[object, ...]:
    return facts.kind, facts.article, facts.listing, facts.edition


def _extract_page(blank: Extracted, body: bytes, source: Source) -> Extracted:
    capture = blank.capture
    try:
        page, outlinks = read_with_links(
            capture.url, capture.content_type, body, capture.captured_at, source
        )
    except PageError as error:
        gone = isinstance(error, AbsentPageError)
        outcome = Outcome.MISSING if gone else Outcome.UNREADABLE
        return _with(blank, outcome, problem=error)
    except Exception as error:  # a defect of ours: the page is kept, the run goes on
        defect = DefectError(f"{type(error).__name__}: {error} at {_place_of(error)}")
        return _with(blank, Outcome.UNREADABLE, problem=defect)
    return _with(blank, _OUTCOMES[type(page)], page=page, outlinks=outlinks)


_OUTCOMES = {Article: Outcome.ARTICLE, Shell: Outcome.SHELL, Listing: Outcome.LISTING}


def _place_of(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def origin_of(url: str) -> str:
    """Return scheme and host of *url*, which a robots.txt is kept by.

    >>> origin_of("http://127.0.0.1:8000/robots.txt")
    'http://127.0.0.1:8000'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
