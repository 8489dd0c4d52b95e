"""The lead of each article: what was printed of it last, by a listing or below another article.

Pages that were replaced since are gone from ``teasers``, so it is kept by itself.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Capture

if TYPE_CHECKING:
    from sqlite_utils import Database


class _Lead(NamedTuple):
    lead: str
    captured_at: str
    capture_id: int
    imported: bool
    #: Its address and what it says, so that of two with the same lead one is chosen.
    page: str

    def is_before(self, other: "_Lead") -> bool:
        """Tell whether *other* was printed later; pages of a crawl follow each other as they came.

        Of one second, the crawl's is the later one; of two that others captured, the text decides.
        """
        if not self.imported and not other.imported:
            return self.capture_id <= other.capture_id
        mine = self.captured_at, not self.imported, self.lead, self.page
        return mine <= (other.captured_at, not other.imported, other.lead, other.page)


class Leads:
    """Reads and writes ``leads``; what a transaction prints is written at its end."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._known: dict[str, _Lead | None] = {}
        self._printed: set[str] = set()

    def of(self, article_id: str) -> str | None:
        """The lead that was printed last of an article."""
        self._look_up([article_id])
        known = self._known[article_id]
        return known.lead if known else None

    def note(self, printed: Mapping[str, str], capture: Capture) -> dict[str, str]:
        """Note the leads that *capture* prints of articles; return those that are new."""
        self._look_up(printed)
        at, changed = utc_iso(capture.captured_at), {}
        page = f"{capture.url} {capture.digest}"
        for article_id, lead in printed.items():
            known = self._known[article_id]
            new = _Lead(lead, at, capture.id, capture.source is not None, page)
            if known is None or known.is_before(new):
                self._known[article_id] = new
                self._printed.add(article_id)
                if known is None or known.lead != lead:
                    changed[article_id] = lead
        return changed

    def write(self) -> None:
        """Write what was printed since this was last called."""
        rows = [(name, known[:3]) for name in self._printed if (known := self._known[name])]
        self._database.conn.executemany(_KEEP, [(name, *row) for name, row in sorted(rows)])
        self.drop()

    def drop(self) -> None:
        """Forget it."""
        self._known.clear()
        self._printed.clear()

    def _look_up(self, ids: Iterable[str]) -> None:
        unknown = [one for one in ids if one not in self._known]
        if unknown:
            self._known |= dict.fromkeys(unknown)
            for row in self._database.execute(_find(len(unknown)), unknown):
                self._known[row[0]] = _Lead(row[1], row[2], row[3], bool(row[4]), row[5])


@cache
def _find(number: int) -> str:
    """Ask for the leads of so many articles, and of the page: is it of others, and which."""
    return f"""
    SELECT l.article_id, l.lead, l.captured_at, l.capture_id, c.source IS NOT NULL,
           c.url || ' ' || c.digest
    FROM leads l JOIN captures c ON c.id = l.capture_id
    WHERE l.article_id IN ({", ".join("?" * number)})
    """  # noqa: S608  built from question marks


_KEEP = "INSERT OR REPLACE INTO leads VALUES (?, ?, ?, ?)"
