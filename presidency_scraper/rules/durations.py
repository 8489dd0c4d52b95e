"""Seconds, as the options of a visit say them."""

import math
import re

from presidency_scraper.errors import UsageError


def parse_delay(value: str | float) -> float:
    """Return seconds between requests. Raises UsageError."""
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= 3600:
        raise UsageError(f"--delay takes seconds from 0 to 3600, not {value!r}")
    return seconds


def parse_duration(value: str) -> int:
    """Return the seconds of ``--max-time``. Raises UsageError.

    >>> [parse_duration(text) for text in ("90", "90s", "30m", "2h", "1h30m")]
    [90, 90, 1800, 7200, 5400]
    """
    units = r"(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s?)?"
    parts = re.fullmatch(units, str(value))
    hours, minutes, seconds = (int(part or 0) for part in (parts.groups() if parts else (0, 0, 0)))
    if total := hours * 3600 + minutes * 60 + seconds:
        return total
    raise UsageError(f"--max-time takes a time like 90s, 30m, 2h or 1h30m, not {value!r}")
