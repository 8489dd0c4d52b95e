"""The doctor's downloader middlewares: fresh rules, decoded answers, and the bound of a visit."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from presidency_scraper.archive.content_encoding import decode_content
from presidency_scraper.clock import now
from presidency_scraper.doctor.visit_plan import MOST_REQUESTS
from presidency_scraper.extract.response import answer_of, headers_of
from presidency_scraper.middlewares import RobotsMiddleware


class UsedUpError(IgnoreRequest):
    """The requests of one visit are used up. Raised by AnswerMiddleware."""


class FreshRobotsMiddleware(RobotsMiddleware):
    """The crawl's own rules for robots.txt, but that there is no kept one."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for *request*, fetched now: past the parent, which asks the ledger."""
        return await RobotsTxtMiddleware.robot_parser(self, request)


class AnswerMiddleware:
    """Keeps every response as an answer, decoded as a crawl decodes it; counts the requests."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AnswerMiddleware":
        """Make it for *crawler*."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Count *request*, robots.txt too. Raises UsedUpError."""
        doctor = _doctor(self.crawler)
        if doctor.requests >= MOST_REQUESTS:
            raise UsedUpError
        doctor.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        """Note what came. Raises EncodingError where the body is not what its header says."""
        headers = headers_of(response.headers.items())
        self._note(request, response, headers)
        body = decode_content(response.body, headers.get("content-encoding", ""))
        plain = response.headers.copy()
        plain.pop("Content-Encoding", None)
        decoded = response.replace(body=body, headers=plain)
        self._note(request, decoded, headers)
        return decoded

    def _note(self, request: Request, response: Response, headers: dict[str, str]) -> None:
        answer = answer_of(response.url, response.status, headers, response.body, now())
        request.meta["answer"] = answer
        parts = urlsplit(request.url)
        if parts.path == "/robots.txt":
            _doctor(self.crawler).robots[parts.netloc] = answer


def _doctor(crawler: Crawler) -> Any:
    return crawler.spider
