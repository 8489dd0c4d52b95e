"""Extensions: the run's row in the database, and what a person sees while it goes on."""

import asyncio
import logging
import signal
import sys
import time
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.python.failure import Failure

from presidency_scraper.ingest.signals import finish_on_signals
from presidency_scraper.report.notify import is_configured, notify

_LOG = logging.getLogger(__name__)
_A_MINUTE = 60.0


class RunExtension:
    """Notes the beginning and the end of a run, and ends one whose database cannot be written."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._closing: asyncio.Task[None] | None = None
        self._reason: str | None = None
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(self.spider_error, signal=signals.spider_error)
        crawler.signals.connect(self.spider_error, signal=signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RunExtension":
        """Make it for *crawler*."""
        return cls(crawler)

    def spider_opened(self, spider: Any) -> None:
        """Begin the run."""
        spider.ledger.stop = self.stop
        spider.ledger.begin(self.crawler.settings.get("PRESIDENCY_COMMAND", "scrapy crawl news"))
        loop = asyncio.get_running_loop()

        def finish(number: signal.Signals) -> None:
            spider.ledger.signal = number
            loop.call_soon_threadsafe(self._stop_at, number)

        finish_on_signals(finish)

    def spider_error(self, failure: Failure, response: Any, spider: Any) -> None:
        """Note that we failed to read or to store an answer: Scrapy would log it and end well."""
        spider.ledger.note_defect(getattr(response, "url", None), failure.value)

    def _stop_at(self, number: signal.Signals) -> None:
        """Say that the signal was heard; nothing may be logged in a signal's handler."""
        _LOG.warning("%s: the page in hand is finished; a second signal ends at once", number.name)
        self.stop(number.name)

    def spider_closed(self, spider: Any, reason: str) -> None:
        """End the run."""
        verdict = spider.ledger.end(self._reason or reason)
        spider.ledger.close()
        is_said = "PRESIDENCY_COMMAND" in self.crawler.settings  # by our command line
        if not spider.options.dry_run and not (verdict.code and is_said):
            _LOG.info("%s (exit code %d)", verdict.line, verdict.code)

    def stop(self, reason: str) -> None:
        """Close the spider as soon as the event loop comes round. The first *reason* counts."""
        engine = self.crawler.engine
        self._reason = self._reason or reason
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))


class NotifyExtension:
    """Tells people how the run ended, where the environment asks for it."""

    def __init__(self, crawler: Crawler) -> None:
        if not is_configured():
            raise NotConfigured
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "NotifyExtension":
        """Make it for *crawler*."""
        return cls(crawler)

    def spider_closed(self, spider: Any) -> None:
        """Send it now that the database is closed and its lock given back: it may take a while."""
        from presidency_scraper.report.notify.run_ending import ending_of

        if not spider.options.dry_run and (ending := ending_of(spider.ledger)):
            notify(ending)


class ProgressExtension:
    """A progress bar on a terminal; elsewhere a line in the log once a minute."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("PRESIDENCY_PROGRESS"):
            raise NotConfigured
        self.bar = _bar() if sys.stderr.isatty() else None
        self.task = self.bar.add_task("crawl", total=None, new=0, listings=0) if self.bar else None
        self.logged_at = time.monotonic()
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.response_received, signal=signals.response_received)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ProgressExtension":
        """Make it for *crawler*."""
        return cls(crawler)

    def spider_opened(self) -> None:
        """Show the bar."""
        if self.bar:
            self.bar.start()

    def response_received(self, spider: Any) -> None:
        """Say how far the run has come."""
        counts, known = spider.ledger.counts, len(spider.scheduled)
        done = counts["new"] + counts["unreadable"] + counts["missing"]
        if self.bar and self.task is not None:
            self.bar.update(
                self.task, completed=done, total=known or None,
                new=counts["new"], listings=counts["listing_pages"],
            )  # fmt: skip
        elif time.monotonic() - self.logged_at >= _A_MINUTE:
            self.logged_at = time.monotonic()
            _LOG.info(
                "%d listing pages, %d articles stored, %d known to be left, %d problems",
                counts["listing_pages"], counts["new"], known - done,
                counts["unreadable"] + counts["failed"] + counts["missing"],
            )  # fmt: skip

    def spider_closed(self) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.fields[listings]} listing pages"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles, {task.fields[new]} new"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
