"""Up to where the last digest told, in a small file beside the database.

A capture keeps its number for ever, so a rebuild does not tell anything again.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

_DAYS = {"run": 0, "daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class DigestMark:
    """The last capture that a digest told of, and the day (UTC) on which it was sent."""

    capture_id: int
    sent_on: str

    def is_over(self, often: str, today: date) -> bool:
        """Tell whether the next digest is due, for one who wants them so *often*.

        >>> mark = DigestMark(7, "2026-11-23")
        >>> [mark.is_over(often, date(2026, 11, 24)) for often in ("run", "daily", "weekly")]
        [True, True, False]
        """
        return (today - date.fromisoformat(self.sent_on)).days >= _DAYS[often]


def read_mark(database: Path) -> DigestMark | None:
    """Return the mark of *database*; None where no digest was sent, or none can be read."""
    try:
        mark = DigestMark(**json.loads(_place(database).read_text(encoding="utf-8")))
        date.fromisoformat(mark.sent_on)
        return DigestMark(int(mark.capture_id), mark.sent_on)
    except (OSError, ValueError, TypeError):
        return None


def write_mark(database: Path, mark: DigestMark) -> None:
    """Keep the mark of *database*. Raises OSError."""
    part = _place(database).with_suffix(".part")
    part.write_text(json.dumps(asdict(mark)) + "\n", encoding="utf-8")
    part.replace(_place(database))


def _place(database: Path) -> Path:
    return database.with_name(f"{database.name}.digest")
