"""Rows that wait for the end of a transaction, or until somebody asks for what they say.

sqlite-utils looks at the schema at every call and opens a savepoint: that costs four times as
much as the row. So what all pages of a transaction say goes in by one call for each table, but
for captures, articles and what listings announce, which the next page is held against.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from presidency_scraper.rules.fields import Count
from presidency_scraper.store.tallies import Tallies

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Rows in one statement; sqlite-utils takes fewer where SQLite's limit of values asks for it.
_TOGETHER = 500


class RowBatch:
    """What waits; ``names`` are the articles it is of, or announces."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._counts: dict[tuple[int, str], list[Count]] = defaultdict(list)
        self.names: set[str] = set()

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Let *rows* wait to be inserted."""
        self._rows[table].extend(rows)

    def count(self, run_id: int, edition: str, counts: Iterable[Count]) -> None:
        """Let *counts* wait to be added to those of a run."""
        self._counts[run_id, edition].extend(counts)

    def write_what_names(self, article_id: str) -> None:
        """Write all, if it has to do with an article that is to be looked at."""
        if article_id in self.names:
            self.write()

    def drop(self) -> None:
        """Forget all of it."""
        self._rows.clear()
        self._counts.clear()
        self.names.clear()

    def write(self) -> None:
        """Write all of it."""
        for table, rows in self._rows.items():
            self._database.table(table).insert_all(rows, batch_size=_TOGETHER)
        for (run_id, edition), counts in self._counts.items():
            self._add_counts(run_id, edition, counts)
        self.drop()

    def _add_counts(self, run_id: int, edition: str, counts: Iterable[Count]) -> None:
        tally = Tallies(self._database).tally(run_id)
        tally.add(counts)
        rows = (
            {"run_id": run_id, "edition": edition, "layout": one.layout, "field": one.field}
            | {"pages": one.pages, "found": one.found}
            for one in tally.counts()
            if one.pages
        )
        key = ("run_id", "layout", "field")
        self._database.table("run_fields").upsert_all(rows, pk=key, batch_size=_TOGETHER)
