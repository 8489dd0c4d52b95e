"""Reads: what a crawl must know before it asks, and what people ask of the database."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from presidency_scraper.clock import utc_iso
from presidency_scraper.errors import NotFoundError
from presidency_scraper.walk import PastWalk


@dataclass(frozen=True, slots=True)
class Pending:
    """An article that a listing announced and that is not stored yet."""

    id: str
    url: str
    published_at: str | None


class Reader:
    """The database, open for reading."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # -- what a crawl must know -----------------------------------------------------------------

    def stored_ids(self) -> set[str]:
        """Ids of all stored articles."""
        return {row[0] for row in self.database.execute("SELECT id FROM articles")}

    def sighted_ids(self, listing: str) -> frozenset[str]:
        """Ids of all articles that *listing* has ever shown."""
        rows = self.database.execute(
            "SELECT DISTINCT article_id FROM sightings WHERE listing = ?", [listing]
        )
        return frozenset(row[0] for row in rows)

    def past_walks(self, listing: str) -> list[PastWalk]:
        """Earlier walks of *listing*, newest first, down to the newest one that ended."""
        walks = []
        for row in self.database.execute(_WALKS, [listing]):
            head, tail, next_page, ended = row
            walks.append(
                PastWalk(
                    frozenset(json.loads(head)), frozenset(json.loads(tail)), next_page, bool(ended)
                )
            )
            if ended:
                break
        return walks

    def pending(self) -> list[Pending]:
        """Articles announced and not stored, but for those found to be no article since."""
        return [Pending(*row) for row in self.database.execute(_PENDING)]

    def robots(self, origin: str, not_before: datetime) -> str | None:
        """The robots.txt of *origin*, if it was fetched at *not_before* or later."""
        row = self.database.execute(
            "SELECT body FROM robots WHERE origin = ? AND fetched_at >= ?",
            [origin, utc_iso(not_before)],
        ).fetchone()
        return row[0] if row else None

    # -- what people ask ------------------------------------------------------------------------

    def article(self, article_id: str) -> dict[str, Any]:
        """Return one article with its paragraphs, teasers and images.

        Raises NotFoundError.
        """
        found = list(self._rows("SELECT * FROM articles WHERE id = ?", [article_id]))
        if not found:
            raise NotFoundError(f"no article {article_id!r}: ids look like bg/news/1937")
        article = found[0]
        for name, query in _PARTS.items():
            article[name] = list(self._rows(query, [article_id]))
        article["paragraphs"] = [row["text"] for row in article["paragraphs"]]
        return article

    def find_ids(self, number: int) -> list[str]:
        """Ids of the articles with *number*, in any language and section."""
        query = "SELECT id FROM articles WHERE number = ? ORDER BY id"
        return [row[0] for row in self.database.execute(query, [number])]

    def count(self, table: str) -> int:
        """Number of rows of *table*."""
        return int(self.database.table(table).count)

    def articles_by(self) -> list[dict[str, Any]]:
        """Articles per language and section, with the first and last day of publication."""
        return list(self._rows(_BY_SECTION))

    def articles_by_year(self) -> list[dict[str, Any]]:
        """Articles per year of publication and language."""
        return list(self._rows(_BY_YEAR))

    def missing_fields(self) -> dict[str, int]:
        """How many articles lack what an article may have."""
        row = next(self._rows(_MISSING))
        return {name: count or 0 for name, count in row.items()}

    def last_runs(self, count: int = 5) -> list[dict[str, Any]]:
        """The newest runs, newest first; ``stats`` decoded."""
        runs = list(self._rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", [count]))
        for run in runs:
            run["stats"] = json.loads(run["stats"])
        return runs

    def run(self, run_id: int) -> dict[str, Any]:
        """One run; ``stats`` decoded."""
        run = next(self._rows("SELECT * FROM runs WHERE id = ?", [run_id]))
        run["stats"] = json.loads(run["stats"])
        return run

    def problems(self, run_id: int) -> list[dict[str, Any]]:
        """What went wrong in a run, in the order it happened."""
        query = "SELECT kind, url, message FROM problems WHERE run_id = ? ORDER BY id"
        return list(self._rows(query, [run_id]))

    def walks(self) -> list[dict[str, Any]]:
        """The newest walk of each listing."""
        return list(self._rows(_LAST_WALKS))

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        cursor = self.database.execute(query, list(parameters))
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)


_WALKS = "SELECT head, tail, next_page, ended FROM walks WHERE listing = ? ORDER BY id DESC"

#: A shell or a 404 settles an article until a listing announces it again.
_PENDING = """
SELECT s.article_id, s.url, s.published_at
FROM sightings s
JOIN (SELECT article_id, max(capture_id) AS capture_id FROM sightings GROUP BY article_id) newest
  ON newest.article_id = s.article_id AND newest.capture_id = s.capture_id
WHERE s.article_id NOT IN (SELECT id FROM articles)
  AND NOT EXISTS (
    SELECT 1 FROM captures c
    WHERE c.article_id = s.article_id AND c.id > s.capture_id
      AND c.outcome IN ('shell', 'missing'))
GROUP BY s.article_id
ORDER BY max(s.published_at) DESC, s.article_id DESC
"""

_PARTS = {
    "paragraphs": "SELECT text FROM paragraphs WHERE article_id = ? ORDER BY position",
    "teasers": (
        "SELECT position, headline, lead, published_at, published_precision, published_raw, url,"
        " target_id FROM teasers WHERE article_id = ? ORDER BY position"
    ),
    "images": "SELECT position, url, caption FROM images WHERE article_id = ? ORDER BY position",
}

_BY_SECTION = """
SELECT language, section, count(*) AS articles,
       substr(min(published_at), 1, 10) AS first, substr(max(published_at), 1, 10) AS last
FROM articles GROUP BY language, section ORDER BY language, section
"""

_BY_YEAR = """
SELECT CAST(substr(published_at, 1, 4) AS INTEGER) AS year, language, count(*) AS articles
FROM articles GROUP BY 1, 2 ORDER BY 1, 2
"""

_MISSING = """
SELECT sum(lead IS NULL) AS lead, sum(body = '') AS body,
       sum(NOT EXISTS (SELECT 1 FROM teasers t WHERE t.article_id = a.id)) AS teasers,
       sum(slug_agrees = 0) AS slug_agreement
FROM articles a
"""

_LAST_WALKS = """
SELECT listing, started_at, next_page, ended FROM walks
WHERE id IN (SELECT max(id) FROM walks GROUP BY listing) ORDER BY listing
"""
