"""Downloader middlewares: every response goes into the archive, robots.txt is asked once a day."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from presidency_scraper.archive import Exchange, Headers
from presidency_scraper.clock import now
from presidency_scraper.extract.response import is_content, origin_of
from presidency_scraper.fetch.throttle import NotAskedError
from presidency_scraper.items import Outcome

_KNOWN_STATUSES = frozenset(HTTPStatus)
#: What the middlewares note of a response in ``request.meta``; a further try begins without.
_NOTED = ("read", "failure", "captured_at", "place")
_UNDECODED = "undecoded"  # a flag of a response


class RobotsForbidError(IgnoreRequest):
    """The rules in robots.txt forbid the request. Raised by RobotsMiddleware."""


class RobotsFailError(IgnoreRequest):
    """There should be a robots.txt and it cannot be had. Raised by RobotsMiddleware.

    ``answered`` tells whether the site answered at all.
    """

    def __init__(self, said: str, *, answered: bool) -> None:
        super().__init__(said)
        self.answered = answered


class ArchiveMiddleware:
    """Puts every response into the archive as it was received, and every failure to get one.

    Stands next to the downloader: bodies are still encoded, retries and redirects are seen.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchiveMiddleware":
        """Make it for *crawler*."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep *response*."""
        ledger = _ledger(self.crawler)
        ledger.counts["requests"] += 1
        _forget(request)
        ledger.archive(request, _exchange(request, response))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep that *request* brought no response, if it was made at all."""
        if isinstance(exception, RobotsForbidError | RobotsFailError | NotAskedError):
            return
        ledger = _ledger(self.crawler)
        ledger.counts["requests"] += 1
        _forget(request)
        ledger.archive_error(request, exception)


class ReadingMiddleware:
    """Decodes and reads every response that has content, and writes down what goes no further.

    Stands between the archive and redirects: every hop is seen. A page on its way to the spider
    is written by the pipeline.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ReadingMiddleware":
        """Make it for *crawler*."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Read *response*."""
        ledger = _ledger(self.crawler)
        is_robots = urlsplit(request.url).path == "/robots.txt"
        if not is_robots:
            ledger.counts["responses"] += 1
        if not is_content(response.status):
            ledger.save_failure(request)
            return response
        read, body = ledger.read(request, response)
        if is_robots:
            ledger.save(read)
        else:
            request.meta["read"] = read
        return _decoded(response, body, read.capture.outcome is Outcome.UNREADABLE)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but that a robots.txt fetched within a day is not fetched again.

    One that the site fails to give forbids everything (RFC 9309, 2.3.1.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._failed: dict[str, RobotsFailError | RobotsForbidError] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let *request* pass if the rules are known and allow it."""
        if failed := self._failed.get(urlsplit(request.url).netloc):
            raise failed.with_traceback(None)
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbidError(f"robots.txt forbids {request.url}") from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        """A robots.txt that is not there (4xx) forbids nothing (RFC 9309, 2.3.1.3).

        But 429 says that nothing is to be asked for now.
        """
        if response.status == 429:
            self._failed[netloc] = RobotsForbidError("robots.txt: status 429")
        if response.status >= 500 or _UNDECODED in response.flags:
            said = "its body is damaged" if response.status < 500 else f"status {response.status}"
            self._failed[netloc] = RobotsFailError(said, answered=True)
        if response.status != 200:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):
            self._failed[netloc] = RobotsFailError(str(exc), answered=False)
        super()._robots_error(exc, netloc)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for *request*: those kept, else those fetched now."""
        netloc = urlsplit(request.url).netloc
        if netloc not in self._parsers:
            kept = _ledger(self.crawler).robots(origin_of(request.url))
            if kept is not None:
                self._parsers[netloc] = self._parserimpl.from_crawler(
                    self.crawler, kept.encode("utf-8")
                )
        return await super().robot_parser(request)


def _forget(request: Request) -> None:
    for name in _NOTED:
        request.meta.pop(name, None)


def _decoded(response: Response, body: bytes, is_undecoded: bool) -> Response:
    """Return *response* as Scrapy is to see it: without content encoding."""
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    flags = [*response.flags, _UNDECODED] if is_undecoded else response.flags
    return response.replace(body=body, headers=headers, flags=flags)


def _ledger(crawler: Crawler) -> Any:
    spider: Any = crawler.spider
    return spider.ledger


def _exchange(request: Request, response: Response) -> Exchange:
    ip = getattr(response, "ip_address", None)
    return Exchange(
        url=response.url,
        captured_at=now(),
        request_headers=_pairs(request),
        status=response.status,
        response_headers=_pairs(response),
        body=response.body,
        method=request.method,
        reason=HTTPStatus(response.status).phrase if response.status in _KNOWN_STATUSES else "",
        protocol=getattr(response, "protocol", None) or "HTTP/1.1",
        ip_address=str(ip) if ip else None,
    )


def _pairs(message: Request | Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
