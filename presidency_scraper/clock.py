"""The one place that reads the clock, and how moments are written: UTC, whole seconds, ``Z``."""

from datetime import UTC, datetime
from functools import lru_cache


def now() -> datetime:
    """The present moment, aware, in UTC, as the archive and the database keep it.

    A message that quotes it says the same again in a rebuild.
    """
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=16)  # a capture's moment is written in several tables
def utc_iso(moment: datetime) -> str:
    """Return *moment* (aware) as the database writes every time but ``published_at``.

    >>> utc_iso(datetime(2025, 9, 24, 14, 17, tzinfo=UTC))
    '2025-09-24T14:17:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
