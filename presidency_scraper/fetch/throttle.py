"""The last door before the network: when a request may go out, and how many may in all.

Every request passes here right before it is sent, robots.txt and further tries too. So what is
counted here is what the site is asked, and while the site wants to be left alone nothing gets by.
"""

import asyncio
import logging
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from presidency_scraper.clock import now, utc_iso

_LOG = logging.getLogger(__name__)
#: How soon a wait notices that the run ends. Scrapy has no signal for the beginning of the end.
_GLANCE = 0.2  # s


class NotAskedError(IgnoreRequest):
    """The request was not sent, for the run ends; the next one asks. Raised by Gate."""


class Gate:
    """Holds the requests to a host back, and ends the run at its bounds of time and number."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.sent = 0
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._began = crawler.settings.getfloat("PRESIDENCY_BEGAN") or time.monotonic()
        self._most: int | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._free_at: dict[str, float] = {}
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Gate":
        """Make it for *crawler*."""
        return cls(crawler)

    def spider_opened(self, spider: Any) -> None:
        """Learn the bounds of the run and start its clock."""
        self._most = spider.options.max_requests
        if spider.options.max_time is not None:
            left = self._began + spider.options.max_time - time.monotonic()
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(left, spider.ledger.stop, "max-time")

    def spider_closed(self) -> None:
        """Stop the clock."""
        if self._timer:
            self._timer.cancel()

    def hold(self, request: Request, seconds: float, why: str) -> None:
        """Send nothing to the host of *request* for *seconds*."""
        host, free_at = _host(request), time.monotonic() + seconds
        held_until = self._free_at.get(host, 0.0)
        if seconds and held_until <= time.monotonic():
            until = utc_iso(now() + timedelta(seconds=seconds))
            _LOG.warning("%s asks for a pause (%s): nothing is sent until %s", host, why, until)
        self._free_at[host] = max(held_until, free_at)

    async def enter(self, request: Request) -> None:
        """Return when *request* may be sent. Raises NotAskedError."""
        host, has_waited = _host(request), False
        while (left := self._free_at.get(host, 0.0) - time.monotonic()) > 0:
            await self.pause(left)
            has_waited = True
        if has_waited:  # those that wait here together do not rush out together
            self._free_at[host] = time.monotonic() + self._delay
        self._refuse_at_the_end()
        if self._most is not None and self.sent >= self._most:
            spider: Any = self.crawler.spider
            spider.ledger.stop("max-requests")
            raise NotAskedError("the requests of this run are used up")
        self.sent += 1

    async def pause(self, seconds: float) -> None:
        """Wait. Raises NotAskedError as soon as the run ends."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._refuse_at_the_end()
            await asyncio.sleep(min(left, _GLANCE))

    def _refuse_at_the_end(self) -> None:
        slot = self.crawler.engine._slot  # nothing public tells that a run has begun to end
        if slot is None or slot.closing is not None:
            raise NotAskedError("the run ends")


class GatedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own for HTTP, behind the gate. For a scheme that is not asked for there is none."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Twisted would send a request again by itself, uncounted, where a kept connection broke.
        self._pool.retryAutomatically = False
        self.gate = gate_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Send *request* when it may be sent. Raises NotAskedError."""
        await self.gate.enter(request)
        return await super().download_request(request)


def gate_of(crawler: Crawler) -> Gate:
    """Return the gate of *crawler*; settings.py puts it there."""
    gate = crawler.get_extension(Gate)
    if gate is None:
        raise LookupError("EXTENSIONS has no gate")
    return gate


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
