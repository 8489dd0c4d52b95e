"""The last door before the network: when a request may go out, and how many may in all.

Every request passes here right before it is sent, robots.txt and further tries too. So what is
counted here is what the site is asked, and while the site wants to be left alone nothing gets by.
"""

import asyncio
import logging
import time
from datetime import timedelta
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from presidency_scraper.clock import now, utc_iso
from presidency_scraper.fetch.crawl_run import Part, run_of
from presidency_scraper.rules.outcome import Stop, StopReason

_LOG = logging.getLogger(__name__)
#: How soon a wait notices that the run ends.
_GLANCE = 0.2  # s


class NotAskedError(IgnoreRequest):
    """The request was not sent, for the run ends; the next one asks. Raised by Throttle."""


class Throttle(Part):
    """Holds the requests to a host back, and ends the run at its bounds of time and number."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.sent = 0
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._began = crawler.settings.getfloat("PRESIDENCY_BEGAN") or time.monotonic()
        self._most: int | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._free_at: dict[str, float] = {}
        self._sent_at: dict[str, float] = {}
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    def spider_opened(self) -> None:
        """Learn the bounds of the run and start its clock."""
        run = run_of(self.crawler)
        self._most = run.options.max_requests
        if run.options.max_time is not None:
            left = self._began + run.options.max_time - time.monotonic()
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(left, run.stop, StopReason(Stop.MAX_TIME))

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
        while (left := self._free_from(host) - time.monotonic()) > 0:
            await self.pause(left)
            has_waited = True
        if has_waited:  # those that wait here together do not rush out together
            self._free_at[host] = time.monotonic() + self._delay
        self._refuse_at_the_end()
        if self._most is not None and self.sent >= self._most:
            run_of(self.crawler).stop(StopReason(Stop.MAX_REQUESTS))
            raise NotAskedError("the requests of this run are used up")
        self.sent += 1
        self._sent_at[host] = time.monotonic()

    def _free_from(self, host: str) -> float:
        """When *host* may be asked, by its own wishes: on the monotonic clock."""
        pause = run_of(self.crawler).pause
        parted = self._sent_at[host] + pause if pause and host in self._sent_at else 0.0
        return max(self._free_at.get(host, 0.0), parted)

    async def pause(self, seconds: float) -> None:
        """Wait. Raises NotAskedError as soon as the run ends."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._refuse_at_the_end()
            await asyncio.sleep(min(left, _GLANCE))

    def _refuse_at_the_end(self) -> None:
        if run_of(self.crawler).reason:
            raise NotAskedError("the run ends")


def throttle_of(crawler: Crawler) -> Throttle:
    """Return the throttle of *crawler*; settings.py puts it there."""
    throttle = crawler.get_extension(Throttle)
    if throttle is None:
        raise LookupError("EXTENSIONS has no throttle")
    return throttle


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
