"""What a response is, read from its bytes alone: the one function that crawl and rebuild share.

Pure: no clock, no network, no disk. A response is an article, a shell, a listing, nothing, or a
page that cannot be read; the last is a finding too and never raised.
"""

import hashlib
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from presidency_scraper.errors import AbsentPageError, DefectError, EncodingError, PageError
from presidency_scraper.extract.outlinks import find_outlinks
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Article, Listing, Outcome, Outlink, Page, Shell
from presidency_scraper.sites import DEFAULT_SITE, SITES
from presidency_scraper.sites.base import Kind, UrlFacts

GONE = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
#: Statuses that refuse us: no content, whatever the body says.
REFUSED = (401, 403, 407, 429)


def is_content(status: int) -> bool:
    """Tell whether a response of *status* says something of the site that is to be kept.

    Refusals (403, 429) and errors of the server (5xx) do not; nor does "not modified".
    """
    return status == 200 or status in GONE or status in REDIRECTS


@dataclass(frozen=True, slots=True)
class Source:
    """Which face of the site a run reads: what rebuild must know of it too."""

    edition: str
    origin: str | None = None

    def facts(self, url: str) -> UrlFacts:
        """What *url* is."""
        return SITES[DEFAULT_SITE].parse_url(url, self.origin)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came: ``body`` without content encoding, header names in lower case.

    ``digest`` is the sha256 of the body in hex and ``length`` its size in bytes.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    captured_at: datetime
    digest: str
    length: int


def answer_of(
    url: str, status: int, headers: Mapping[str, str], body: bytes, captured_at: datetime
) -> Answer:
    """Return an answer with the digest and the length of its body."""
    digest = hashlib.sha256(body).hexdigest()
    return Answer(url, status, headers, body, captured_at, digest, len(body))


def headers_of(raw: Iterable[tuple[bytes, Sequence[bytes]]]) -> dict[str, str]:
    """Return headers as an answer has them; what came several times is joined.

    >>> headers_of([(b"Vary", [b"Cookie", b"Accept"])])
    {'vary': 'Cookie, Accept'}
    """
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in raw
    }


def decoded_answer(
    url: str,
    status: int,
    headers: Mapping[str, str],
    decode: Callable[[], bytes],
    captured_at: datetime,
) -> tuple[Answer, "Reading | None"]:
    """Return an answer with the body that *decode* returns.

    One that cannot be decoded has none, and it is said as what it is read.
    """
    try:
        return answer_of(url, status, headers, decode(), captured_at), None
    except EncodingError as error:
        torn = Reading(Outcome.UNREADABLE, problem=error)
        return answer_of(url, status, headers, b"", captured_at), torn


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer was read as.

    ``moved_to`` is where the same page is to be found; ``outlinks`` what the page links to on its
    site that is no article.
    """

    outcome: Outcome
    page: Page | None = None
    problem: PageError | None = None
    moved_to: str | None = None
    outlinks: tuple[Outlink, ...] = ()


def read_answer(answer: Answer, source: Source) -> Reading:
    """Return what *answer* says. Never raises."""
    facts = source.facts(answer.url)
    if answer.status in REDIRECTS:
        return _read_redirect(answer, facts, source)
    if answer.url.endswith("/robots.txt") and facts.kind is Kind.OTHER:
        return Reading(Outcome.ROBOTS)
    if answer.status in GONE:
        return Reading(Outcome.MISSING)
    if answer.status != 200:
        return Reading(Outcome.FAILED)
    return _read_page(answer, source)


def _read_redirect(answer: Answer, facts: UrlFacts, source: Source) -> Reading:
    """A page moved to another spelling of itself is followed.

    An article sent to a listing, the front page or another article is not there any more. Sent to
    itself or to its own address in another edition it tells nothing of the article.
    """
    try:
        target = urljoin(answer.url, answer.headers.get("location", ""))
    except ValueError:
        target = ""
    there = source.facts(target)
    if _is_same_page(there, facts) and target != answer.url:
        return Reading(Outcome.REDIRECT, moved_to=target)
    elsewhere = there.kind is Kind.ARTICLE and there.article != facts.article
    if facts.kind is Kind.ARTICLE and (elsewhere or there.kind in (Kind.LISTING, Kind.FRONT)):
        return Reading(Outcome.MISSING)
    error = PageError(f"{answer.url} leads to {target or 'nowhere'}, which is not this page")
    return Reading(Outcome.UNREADABLE, problem=error)


def _is_same_page(one: UrlFacts, other: UrlFacts) -> bool:
    return (one.kind, one.article, one.listing, one.edition) == (
        other.kind,
        other.article,
        other.listing,
        other.edition,
    )


def _read_page(answer: Answer, source: Source) -> Reading:
    try:
        page = extract_page(
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            seen_at=answer.captured_at,
            edition=source.edition,
            origin=source.origin,
        )
    except PageError as error:
        gone = isinstance(error, AbsentPageError)
        return Reading(Outcome.MISSING if gone else Outcome.UNREADABLE, problem=error)
    except Exception as error:  # a defect of ours: the page is kept, the run goes on
        defect = DefectError(f"{type(error).__name__}: {error} at {_place_of(error)}")
        return Reading(Outcome.UNREADABLE, problem=defect)
    outlinks = find_outlinks(answer.body, answer.url, source.origin)
    return Reading(_OUTCOMES[type(page)], page, outlinks=outlinks)


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
