"""Downloader middlewares: every response leaves a capture, robots.txt is asked for once a day."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from presidency_scraper.store import Outcome

_REDIRECTS = (301, 302, 303, 307, 308)


class CaptureMiddleware:
    """Notes every response and every failure to get one, retries and redirects included.

    Stands between decompression and redirects, so that it sees every body decoded and every hop.
    A page on its way to the spider is written with what it says, in one transaction; what goes no
    further is written here.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.retried = frozenset(map(int, crawler.settings.getlist("RETRY_HTTP_CODES")))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        """Make it for *crawler*."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note *response*."""
        spider: Any = self.crawler.spider
        capture = spider.ledger.capture_of(spider.site, spider.options.origin, response)
        spider.ledger.counts["requests"] += 1
        request.meta["capture"] = capture
        request.meta.pop("capture_id", None)
        outcome = self._outcome(request, response)
        if outcome is Outcome.ROBOTS:
            self._keep_robots(spider.ledger, response)
        else:
            spider.ledger.counts["responses"] += 1
        if outcome is not None:
            request.meta["capture_id"] = spider.ledger.note_capture(capture, outcome)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that *request* brought no response."""
        spider: Any = self.crawler.spider
        spider.ledger.counts["requests"] += 1
        capture = spider.ledger.failure_of(spider.site, spider.options.origin, request, exception)
        spider.ledger.note_capture(capture, Outcome.FAILED)

    def _outcome(self, request: Request, response: Response) -> Outcome | None:
        """What a response is that goes no further; None if the spider will read it."""
        if urlsplit(request.url).path == "/robots.txt":
            return Outcome.ROBOTS
        if response.status in _REDIRECTS:
            return Outcome.REDIRECT
        return Outcome.FAILED if response.status in self.retried else None

    @staticmethod
    def _keep_robots(ledger: Any, response: Response) -> None:
        """Keep what says what is allowed; without a robots.txt (RFC 9309, 2.3.1.3) all is."""
        if response.status == 200:
            ledger.keep_robots(_origin_of(response.url), response.text)
        elif response.status in (404, 410):
            ledger.keep_robots(_origin_of(response.url), "")


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but that a robots.txt fetched within a day is not fetched again."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for *request*: those kept, else those fetched now."""
        netloc = urlsplit(request.url).netloc
        if netloc not in self._parsers:
            spider: Any = self.crawler.spider
            kept = spider.ledger.robots(_origin_of(request.url))
            if kept is not None:
                self._parsers[netloc] = self._parserimpl.from_crawler(
                    self.crawler, kept.encode("utf-8")
                )
        return await super().robot_parser(request)


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
