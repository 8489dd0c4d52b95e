"""Downloader middlewares: every response goes into the archive, robots.txt is asked once a day."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from presidency_scraper.reading import is_content


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
        for name in ("read", "failure", "captured_at"):
            request.meta.pop(name, None)
        ledger.archive(request, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep that *request* brought no response, if it was made at all."""
        if isinstance(exception, IgnoreRequest):  # robots.txt forbids it
            return
        ledger = _ledger(self.crawler)
        ledger.counts["requests"] += 1
        ledger.archive_error(request, exception)


class ReadingMiddleware:
    """Reads every response that has content, and writes down those that go no further.

    Stands between decompression and redirects: every hop is seen, with its body decoded. A page
    on its way to the spider is written by the pipeline.
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
        elif is_robots:
            ledger.save(ledger.read(request, response))
        else:
            request.meta["read"] = ledger.read(request, response)
        return response


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but that a robots.txt fetched within a day is not fetched again."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        """A robots.txt that the server fails to give forbids everything (RFC 9309, 2.3.1.4)."""
        if response.status >= 500:
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        await super()._parse_robots(response, netloc, request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for *request*: those kept, else those fetched now."""
        netloc = urlsplit(request.url).netloc
        if netloc not in self._parsers:
            kept = _ledger(self.crawler).robots(_origin_of(request.url))
            if kept is not None:
                self._parsers[netloc] = self._parserimpl.from_crawler(
                    self.crawler, kept.encode("utf-8")
                )
        return await super().robot_parser(request)


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _ledger(crawler: Crawler) -> Any:
    spider: Any = crawler.spider
    return spider.ledger
