"""Which of Scrapy's own log lines are made: those that somebody sees."""

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

_LOG = logging.getLogger("scrapy")


class SparingLogFormatter(LogFormatter):
    """Scrapy's own, but that it makes no lines of each page where the log leaves them out."""

    def crawled(self, *said: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None leaves it out
        """Make the line for an answer that came."""
        return super().crawled(*said) if _LOG.isEnabledFor(logging.DEBUG) else None

    def scraped(self, *said: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None leaves it out
        """Make the line for a page that was stored."""
        return super().scraped(*said) if _LOG.isEnabledFor(logging.DEBUG) else None
