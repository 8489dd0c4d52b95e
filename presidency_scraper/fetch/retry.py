"""When a request that failed is made again: after the pause the site asks for, or a growing one."""

import logging
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from presidency_scraper.clock import now, utc_iso
from presidency_scraper.extract.response import is_unasked
from presidency_scraper.fetch.crawl_run import archived_of, run_of
from presidency_scraper.fetch.throttle import Throttle, throttle_of
from presidency_scraper.rules.outcome import Stop, StopReason

_LOG = logging.getLogger(__name__)
#: In the meta of a request: that 429 ends the run, however short the pause is that it asks for.
ENDS_AT_429 = "ends_at_429"
#: A pause beyond this is no longer told apart from for ever.
_FOR_EVER = timedelta(days=3650)


def parse_retry_after(value: str, at: datetime) -> timedelta | None:
    """Return how long ``Retry-After: value`` asks to wait, seen *at*; None where it says nothing.

    >>> at = datetime(2026, 1, 23, 12, 0, tzinfo=UTC)
    >>> parse_retry_after("120", at)
    datetime.timedelta(seconds=120)
    >>> parse_retry_after("Fri, 23 Jan 2026 12:05:00 GMT", at)
    datetime.timedelta(seconds=300)
    >>> parse_retry_after("Fri, 23 Jan 2026 11:00:00 GMT", at)  # over: now
    datetime.timedelta(0)
    >>> parse_retry_after("soon", at), parse_retry_after("-5", at), parse_retry_after("1.5", at)
    (None, None, None)
    """
    value = value.strip()
    if re.fullmatch(r"[0-9]+", value):
        digits = value.lstrip("0") or "0"
        return _FOR_EVER if len(digits) > 8 else timedelta(seconds=int(digits))
    if not re.match(r"[A-Z][a-z]{2}", value):  # each of the three forms begins with a weekday
        return None
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(moment - at, timedelta(0))
    except (ValueError, OverflowError):
        return None


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's own, but that it waits before it asks again.

    Where the site says how long (``Retry-After`` of 429 and 503), the whole host is left alone
    until then; a longer wish than PRESIDENCY_LONGEST_WAIT ends the run. Elsewhere the pause grows
    from try to try (PRESIDENCY_BACKOFF).
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for *crawler*."""
        made = super().from_crawler(crawler)
        made.throttle = throttle_of(crawler)
        return made

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.throttle: Throttle
        self.longest = timedelta(seconds=settings.getfloat("PRESIDENCY_LONGEST_WAIT"))
        self.delay = settings.getfloat("DOWNLOAD_DELAY")
        self.growth = settings.getfloat("PRESIDENCY_BACKOFF")

    async def process_response(  # type: ignore[override]  # Scrapy's is not asynchronous
        self, request: Request, response: Response
    ) -> Request | Response:
        """Ask again where that may help. Raises NotAskedError."""
        wish = _wish(response)
        if wish is not None:
            return self._ask_later(request, response, wish)
        again = self._ask_plainly(request, response) or super().process_response(request, response)
        if isinstance(again, Request):
            await self._back_off(again, f"status {response.status}")
        return again

    async def process_exception(  # type: ignore[override]  # Scrapy's is not asynchronous
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Ask again where that may help. Raises NotAskedError."""
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await self._back_off(again, type(exception).__name__)
        return again

    def _ask_later(
        self, request: Request, response: Response, wish: timedelta
    ) -> Request | Response:
        spider, why = self.crawler.spider, f"status {response.status}"
        ends = response.status == 429 and request.meta.get(ENDS_AT_429)
        if wish > self.longest or spider is None or ends:
            kind = Stop.REFUSED if response.status == 429 else Stop.LATER
            run_of(self.crawler).stop(StopReason(kind, utc_iso(now() + wish)))
            return response
        self.throttle.hold(request, wish.total_seconds(), why)
        return get_retry_request(request, spider=spider, reason=why) or response

    def _ask_plainly(self, request: Request, response: Response) -> Request | None:
        """A 304 that nobody asked for says nothing of the page."""
        spider = self.crawler.spider
        if (
            spider is None
            or response.status != 304
            or not is_unasked(archived_of(request).exchange)
        ):
            return None
        return get_retry_request(request, spider=spider, reason="status 304, unasked")

    async def _back_off(self, again: Request, why: str) -> None:
        seconds = self.delay * self.growth ** again.meta["retry_times"]
        seconds = min(seconds, self.longest.total_seconds())
        if seconds:
            _LOG.info("asking again in %.0f s (%s): %s", seconds, why, again.url)
        await self.throttle.pause(seconds)


def _wish(response: Response) -> timedelta | None:
    header = response.headers.get("Retry-After") if response.status in (429, 503) else None
    return parse_retry_after(header.decode("latin-1"), now()) if header else None
