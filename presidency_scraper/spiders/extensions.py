"""Extensions: the run's row in the database, and what a person sees while it goes on."""

import asyncio
import logging
import signal
import sys
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from presidency_scraper.fetch.crawl_run import Part, run_as
from presidency_scraper.ingest.run import Run
from presidency_scraper.ingest.signals import finish_on_signals
from presidency_scraper.report.notify import is_configured, notify
from presidency_scraper.rules.outcome import reason_of_scrapy, reason_of_signal

if TYPE_CHECKING:
    from rich.progress import Progress

_LOG = logging.getLogger(__name__)
_A_MINUTE = 60.0


class RunExtension(Part):
    """Notes the beginning and the end of a run, and ends one whose database cannot be written."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._closing: asyncio.Task[None] | None = None
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(self.spider_error, signal=signals.spider_error)
        crawler.signals.connect(self.spider_error, signal=signals.item_error)

    def spider_opened(self) -> None:
        """Begin the run."""
        run = run_as(Run, self.crawler)
        run.begin(self.crawler.settings.get("PRESIDENCY_COMMAND", "scrapy crawl news"), self.close)
        loop = asyncio.get_running_loop()

        def finish(number: signal.Signals) -> None:
            run.note(reason_of_signal(number))  # no more: a handler may not log
            loop.call_soon_threadsafe(self._stop_at, number)

        finish_on_signals(finish)

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Note that we failed to read an answer: Scrapy would log it and end well."""
        run_as(Run, self.crawler).note_defect(response.url if response else None, failure.value)

    def _stop_at(self, number: signal.Signals) -> None:
        """Say that the signal was heard, and stop."""
        _LOG.warning("%s: the page in hand is finished; a second signal ends at once", number.name)
        self.close()

    def spider_closed(self, reason: str) -> None:
        """End the run."""
        run = run_as(Run, self.crawler)
        outcome = run.end(reason_of_scrapy(reason))
        run.close()
        is_said = "PRESIDENCY_COMMAND" in self.crawler.settings  # by our command line
        if not run.options.dry_run and not (outcome.code and is_said):
            _LOG.info("%s (exit code %d)", outcome.line, outcome.code)

    def close(self) -> None:
        """Close the spider as soon as the event loop comes round."""
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="stopped"))


class NotifyExtension(Part):
    """Tells people how the run ended, where the environment asks for it."""

    def __init__(self, crawler: Crawler) -> None:
        if not is_configured():
            raise NotConfigured
        super().__init__(crawler)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    def spider_closed(self) -> None:
        """Send it now that the database is closed and its lock given back: it may take a while."""
        from presidency_scraper.report.notify.run_digest import send_digest
        from presidency_scraper.report.notify.run_ending import ending_of

        run = run_as(Run, self.crawler)
        if not run.options.dry_run and (ending := ending_of(run)):
            notify(ending)
            send_digest(run.files.database, run.id)


class ProgressExtension(Part):
    """A progress bar on a terminal; elsewhere a line in the log once a minute."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("PRESIDENCY_PROGRESS"):
            raise NotConfigured
        super().__init__(crawler)
        self.bar = _bar() if sys.stderr.isatty() else None
        self.task = self.bar.add_task("crawl", total=None, new=0, listings=0) if self.bar else None
        self.logged_at = time.monotonic()
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.response_received, signal=signals.response_received)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    def spider_opened(self) -> None:
        """Show the bar."""
        if self.bar:
            self.bar.start()

    def response_received(self) -> None:
        """Say how far the run has come."""
        counts = run_as(Run, self.crawler).counts
        known = counts["scheduled"]
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


def _bar() -> "Progress":
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
