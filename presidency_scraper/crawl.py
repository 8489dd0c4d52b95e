"""Runs a crawl in this process: Scrapy's settings from checked options, the run back."""

import gc
import logging
import shlex
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

# First of all, and from here: while it loads, it looks at every frame of the stack three times.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from presidency_scraper import settings as defaults
from presidency_scraper.errors import PresidencyError
from presidency_scraper.fetch.crawl_run import run_as
from presidency_scraper.ingest.places import archive_beside
from presidency_scraper.ingest.run import Run
from presidency_scraper.ingest.signals import leave_on_signals
from presidency_scraper.rules.crawl_options import CrawlOptions

#: Where each spider stands.
_SPIDERS = {
    "gaps": "presidency_scraper.spiders.by_number",
    "news": "presidency_scraper.spiders.news",
    "wayback": "presidency_scraper.spiders.wayback",
}


def run_crawl(
    options: CrawlOptions,
    *,
    database: Path,
    archive: Path | None,
    delay: float,
    contact: str | None = None,
    command: Sequence[str] = (),
    log_level: str = "INFO",
    progress: bool = True,
) -> Run:
    """Crawl and return the run, with its outcome and counts.

    Where another run is at work or a file cannot be used, the process ends with one line and its
    exit code, and nothing is asked for. Installs a Twisted reactor: once in a process.
    """
    gc.freeze()  # what is loaded by now stays, and is not looked through for garbage
    quiet = progress and sys.stderr.isatty()  # the bar says it all; warnings still show
    archive = archive or archive_beside(database)
    settings = _settings(database, archive, delay, command, progress)
    settings.set("USER_AGENT", defaults.user_agent(contact), priority="cmdline")
    spider = _spider_of(options)
    settings.set("SPIDER_MODULES", [_SPIDERS[spider]], priority="cmdline")  # else all are loaded
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    _configure_log("WARNING" if quiet else log_level, crawler.spidercls.name)
    process.crawl(crawler, options=options)
    leave_on_signals()  # until the spider is open: spiders/extensions.py
    process.start(install_signal_handlers=False)
    if crawler.spider is None:
        raise PresidencyError("the crawl could not begin, see above: please report it")
    run = run_as(Run, crawler)
    if run.outcome is None:
        raise PresidencyError("the crawl ended without an outcome, see above: please report it")
    return run


def _spider_of(options: CrawlOptions) -> str:
    """The name of the spider that does what is asked for."""
    return "gaps" if options.by_number else "wayback" if options.wayback else "news"


def _configure_log(level: str, spider: str) -> None:
    """Log to standard error: our own and *spider*'s lines from *level* on, others' warnings."""
    logging.raiseExceptions = False  # a line that cannot be written is lost, and no more
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(defaults.LOG_FORMAT, defaults.LOG_DATEFORMAT))
    handler.addFilter(partial(_is_for_people, spider))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _is_for_people(spider: str, record: logging.LogRecord) -> bool:
    """Let our own lines through, and of libraries warnings, without their tracebacks."""
    if record.name.startswith(("presidency_scraper", spider)):
        return True
    record.exc_info = record.exc_text = None
    return record.levelno >= logging.WARNING


def _settings(
    database: Path, archive: Path, delay: float, command: Sequence[str], progress: bool
) -> Settings:
    settings = Settings()
    settings.setmodule(defaults)
    settings.setdict(
        {
            "DOWNLOAD_DELAY": delay,
            "AUTOTHROTTLE_START_DELAY": delay,
            "AUTOTHROTTLE_ENABLED": delay > 0,
            "LOG_INSTALL_ROOT_HANDLER": False,  # ours is
            "PRESIDENCY_DB": str(database),
            "PRESIDENCY_ARCHIVE": str(archive),
            "PRESIDENCY_COMMAND": shlex.join(["presidency", *command]),
            "PRESIDENCY_PROGRESS": progress,
            "PRESIDENCY_BEGAN": time.monotonic(),
        },
        priority="cmdline",
    )
    return settings
