"""The doctor's downloader middlewares: fresh rules, kept answers, and the bound of a visit."""

import asyncio
import math
import time
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from presidency_scraper.doctor.visit_plan import MOST_REQUESTS
from presidency_scraper.extract.response import Extracted, extract, is_robots, origin_of
from presidency_scraper.fetch.crawl_run import Part
from presidency_scraper.fetch.robots import RobotsMiddleware
from presidency_scraper.middlewares import exchange_of


class UsedUpError(IgnoreRequest):
    """The requests of one visit are used up. Raised by AnswerMiddleware."""


class FreshRobotsMiddleware(RobotsMiddleware):
    """The crawl's own rules for robots.txt, but that none is kept and none is written."""

    def kept(self, origin: str) -> str | None:
        """There is no kept one."""
        return None

    def heed(self, pause: float) -> None:
        """Let at least *pause* seconds lie between two requests from now on."""
        doctor = _doctor(self.crawler)
        doctor.pause = max(doctor.pause, pause)

    def received(self, request: Request) -> Extracted:
        """Return what the response to *request* says."""
        return extract(request.meta["answer"], _doctor(self.crawler).editions[-1].source)


class AnswerMiddleware(Part):
    """Keeps every response as it came; parts and counts the requests."""

    _sent_at = -math.inf

    async def process_request(self, request: Request) -> None:
        """Count *request*, robots.txt too, and wait for its turn. Raises UsedUpError."""
        doctor = _doctor(self.crawler)
        if doctor.requests >= MOST_REQUESTS:
            raise UsedUpError
        doctor.requests += 1
        await asyncio.sleep(self._sent_at + doctor.pause - time.monotonic())
        self._sent_at = time.monotonic()

    def process_response(self, request: Request, response: Response) -> Response:
        """Note what came."""
        exchange = request.meta["answer"] = exchange_of(request, response)
        if is_robots(request.url):
            _doctor(self.crawler).robots[origin_of(request.url)] = exchange
        return response


def _doctor(crawler: Crawler) -> Any:
    return crawler.spider
