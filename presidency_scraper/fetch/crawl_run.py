"""What Scrapy's parts below the spider know of the run they work in, and how they come by it."""

from collections import Counter
from typing import Protocol, Self, TypeVar

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler

from presidency_scraper.extract.response import Extracted
from presidency_scraper.items import Archived, Exchange
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.rules.outcome import StopReason

_R = TypeVar("_R")
_ARCHIVED = "archived"  # in the meta of a request


class CrawlRun(Protocol):
    """The run of a crawl, as far as requests and responses concern it (``ingest.run.Run``)."""

    options: CrawlOptions
    counts: Counter[str]
    reason: StopReason | None
    #: What robots.txt wants to lie between two requests, in seconds.
    pause: float

    def archive(self, exchange: Exchange) -> Archived:
        """Keep what came."""

    def archive_failure(self, url: str, error: Exception) -> None:
        """Keep that nothing came."""

    def ingest(self, extracted: Extracted) -> None:
        """Write what no callback of the spider sees."""

    def robots(self, origin: str) -> str | None:
        """The robots.txt kept of *origin*, if it is fresh."""

    def stop(self, reason: StopReason) -> None:
        """End the run."""


class Part:
    """A part of Scrapy's that is made for a crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for *crawler*."""
        return cls(crawler)


class RunSpider(scrapy.Spider):
    """A spider that works in a run."""

    run: CrawlRun


def run_of(crawler: Crawler) -> CrawlRun:
    """Return the run of *crawler*. Raises TypeError: its spider works in none."""
    spider = crawler.spider
    if not isinstance(spider, RunSpider):
        raise TypeError(f"{spider} is no spider of ours: leave our parts out of its settings")
    return spider.run


def run_as(kind: type[_R], crawler: Crawler) -> _R:
    """Return the run of *crawler*, whole: for who knows its *kind*. Raises TypeError."""
    run = run_of(crawler)
    if not isinstance(run, kind):
        raise TypeError(f"{run} is no {kind.__name__}")
    return run


def note_archived(request: Request, archived: Archived) -> None:
    """Leave with *request* what came of it, for whoever reads its response."""
    request.meta[_ARCHIVED] = archived


def archived_of(request: Request | None) -> Archived:
    """Return what came of *request*. Raises TypeError: no middleware has archived it."""
    archived = request.meta.get(_ARCHIVED) if request else None
    if not isinstance(archived, Archived):
        raise TypeError("the response was not archived: leave ArchiveMiddleware in the settings")
    return archived
