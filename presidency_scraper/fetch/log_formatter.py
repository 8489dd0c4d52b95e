"""Which of Scrapy's own log lines are made: those that somebody sees."""

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult


class SparingLogFormatter(LogFormatter):
    """Scrapy's own, but that it makes no lines of each page where the log leaves them out.

    Scrapy's loggers let everything through; what is left out is left out by their handlers.
    """

    def __init__(self, *, tells_all: bool = True) -> None:
        self._tells_all = tells_all

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for *crawler*."""
        level = crawler.settings.get("LOG_LEVEL")
        level = logging.getLevelNamesMapping().get(level, level)
        return cls(tells_all=int(level) <= logging.DEBUG)

    def crawled(self, *said: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None leaves it out
        """Make the line for an answer that came."""
        return super().crawled(*said) if self._tells_all else None

    def scraped(self, *said: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None leaves it out
        """Make the line for a page that was stored."""
        return super().scraped(*said) if self._tells_all else None
