"""Reads: what a crawl must know before it asks, and what people ask of the database."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from presidency_scraper.clock import utc_iso
from presidency_scraper.errors import NotFoundError
from presidency_scraper.rules.segments import Ended, Segment
from presidency_scraper.store import queries
from presidency_scraper.store.captures import Captures
from presidency_scraper.store.connection import Handle, rows_as_dicts
from presidency_scraper.store.listing_pages import ListingPages
from presidency_scraper.store.numbers import Numbers, read_numbers
from presidency_scraper.store.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Pending:
    """An article that a listing announced and that is not stored yet."""

    id: str
    url: str
    published_at: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A stored article to be checked again, with what the server gave to ask by."""

    id: str
    url: str
    published_at: str
    etag: str | None
    last_modified: str | None
    #: Whether it was due longer ago than its interval, and than two days.
    late: bool


class Reader:
    """The database, open for reading."""

    def __init__(self, database: Handle) -> None:
        self.database = database
        self.captures = Captures(database)
        self.tallies = Tallies(database)
        self.listing_pages = ListingPages(database)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # -- what a crawl must know -----------------------------------------------------------------

    def stored_ids(self) -> set[str]:
        """Ids of all stored articles."""
        return {row[0] for row in self.database.execute("SELECT id FROM articles")}

    def last_capture_id(self) -> int:
        """The highest id of a capture, 0 where there is none."""
        return int(self.database.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()[0])

    def unknown_from(self) -> tuple[int | None, str, int]:
        """Where the archive may hold what is not known here: the last run's first capture.

        Return the run's id, the file that capture stands in and the capture's id; of an empty
        database None, "" and 1.
        """
        row = self.database.execute(queries.LAST_RUN).fetchone()
        return (row[0], row[1], row[2]) if row else (None, "", 1)

    def knows_run(self, run_id: int, started_at: datetime) -> bool:
        """Tell whether a run with this id began here at this moment."""
        known = [run_id, utc_iso(started_at)]
        return self.database.execute(queries.KNOWN_RUN, known).fetchone() is not None

    def known_ids(self, run_id: int | None) -> set[int]:
        """Ids of the captures of a run."""
        rows = self.database.execute("SELECT id FROM captures WHERE run_id = ?", [run_id])
        return {row[0] for row in rows}

    def last_place(self, url: str) -> tuple[str, int] | None:
        """Where the archive holds the newest content of *url*: file and offset in bytes."""
        row = self.database.execute(queries.LAST_PLACE, [url]).fetchone()
        return (row[0], row[1]) if row else None

    def due(self, at: datetime) -> list[Due]:
        """The stored articles that are to be checked again at *at*, the most overdue first.

        The schedule stands in :data:`queries.SCHEDULE`; an article that the last run missed is
        always due and comes first, then one of which others print another headline or lead.
        """
        rows = self.database.execute(queries.DUE, {"at": utc_iso(at)})
        return [Due(*row) for row in rows]

    def past_walks(self, listing: str, before_run: int | None) -> list[Segment]:
        """What was walked of *listing*, before a run if one is given: down to what ended.

        The newest run comes first, its segments from the top. What is older than the newest
        segment that ended is covered by it.
        """
        segments = []
        for row in self.database.execute(queries.WALKS, {"listing": listing, "run": before_run}):
            number, head, tail, next_page, ended = row
            ids = tuple(json.loads(head)), tuple(json.loads(tail))
            segments.append(Segment(number, *ids, next_page, Ended(ended) if ended else None))
            if ended:
                break
        return segments

    def pending(self, at: datetime | None = None) -> list[Pending]:
        """Articles announced and not stored, but for those found to be no article since.

        With *at*, only those to be asked for then: what could not be read in run after run is
        asked for ever more rarely.
        """
        known = {"at": utc_iso(at) if at else None}
        return [Pending(*row) for row in self.database.execute(queries.PENDING, known)]

    def numbers(self, languages: Sequence[str] = ()) -> Numbers:
        """The numbers from the lowest to the highest stored, and what is known of the gaps.

        With *languages*, the gaps are what is stored in none of these.
        """
        return read_numbers(self.database, languages)

    def is_ahead(self, at: datetime) -> bool:
        """Tell whether a time was stored that is later than *at*: a clock is wrong, or was."""
        return bool(self.database.execute(queries.IS_AHEAD, {"at": utc_iso(at)}).fetchone()[0])

    def robots(self, origin: str, not_before: datetime, at: datetime) -> str | None:
        """The robots.txt of *origin*, if it was fetched between *not_before* and *at*."""
        known = [origin, utc_iso(not_before), utc_iso(at)]
        row = self.database.execute(queries.ROBOTS, known).fetchone()
        return row[0] if row else None

    # -- what people ask ------------------------------------------------------------------------

    def article(self, article_id: str) -> dict[str, Any]:
        """Return one article with its paragraphs, their speakers, its teasers and images.

        Raises NotFoundError.
        """
        found = list(self._rows("SELECT * FROM articles WHERE id = ?", [article_id]))
        if not found:
            raise NotFoundError(f"no article {article_id!r}: ids look like bg/news/1937")
        article = found[0]
        for name, query in queries.PARTS.items():
            article[name] = list(self._rows(query, [article_id]))
        paragraphs = article["paragraphs"]
        article["paragraphs"] = [row["text"] for row in paragraphs]
        article["speakers"] = [row["speaker"] for row in paragraphs]
        return article

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        """All revisions of an article, oldest first; ``changed`` decoded."""
        query = "SELECT * FROM revisions WHERE article_id = ? ORDER BY revision"
        revisions = list(self._rows(query, [article_id]))
        for revision in revisions:
            revision["changed"] = json.loads(revision["changed"])
        return revisions

    def place_of(self, capture_id: int) -> tuple[str, int] | None:
        """Where the archive holds a capture: file and offset in bytes."""
        query = "SELECT warc_file, warc_offset FROM captures WHERE id = ?"
        row = self.database.execute(query, [capture_id]).fetchone()
        return (row[0], row[1]) if row and row[0] else None

    def history(self) -> dict[str, int]:
        """How many edits, cosmetic ones among them, and how many articles are missed or gone."""
        return dict(next(self._rows(queries.HISTORY)))

    def urls_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The addresses of those of *ids* that are stored."""
        query = "SELECT id, url FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self.database.execute(query, [json.dumps(list(ids))]))

    def places(self) -> Iterator[tuple[str, int]]:
        """Where the archive holds each capture: file and offset in bytes."""
        query = "SELECT warc_file, warc_offset FROM captures WHERE warc_file IS NOT NULL"
        return ((row[0], row[1]) for row in self.database.execute(query))

    def faults(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file: damaged pages, broken references."""
        for row in self.database.execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield str(row[0])
        for table, rowid, parent, _ in self.database.execute("PRAGMA foreign_key_check"):
            yield f"{table} row {rowid} refers to a row of {parent} that is not there"

    def find_ids(self, number: int) -> list[str]:
        """Ids of the articles with *number*, in any language and section."""
        query = "SELECT id FROM articles WHERE number = ? ORDER BY id"
        return [row[0] for row in self.database.execute(query, [number])]

    def count(self, table: str) -> int:
        """Number of rows of *table*."""
        return int(self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    def count_gaps(self) -> int:
        """How many numbers between the lowest and the highest stored one no article has."""
        return int(self.database.execute(queries.GAPS).fetchone()[0])

    def outlinks(self) -> dict[str, int]:
        """How many addresses of each kind were seen on pages and left alone."""
        query = "SELECT kind, count(*) FROM outlinks GROUP BY kind ORDER BY kind"
        return {kind: int(number) for kind, number in self.database.execute(query)}

    def articles_by(self) -> list[dict[str, Any]]:
        """Articles per language and section, with the first and last day of publication."""
        return list(self._rows(queries.BY_SECTION))

    def articles_by_year(self) -> list[dict[str, Any]]:
        """Articles per year of publication and language."""
        return list(self._rows(queries.BY_YEAR))

    def missing_fields(self) -> dict[str, int]:
        """How many articles lack what an article may have."""
        row = next(self._rows(queries.MISSING))
        return {name: count or 0 for name, count in row.items()}

    def commands(self) -> list[str]:
        """The commands of all runs."""
        return [row[0] for row in self.database.execute("SELECT DISTINCT command FROM runs")]

    def last_runs(self, count: int = 5) -> list[dict[str, Any]]:
        """The newest runs, newest first; ``stats`` decoded."""
        runs = list(self._rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", [count]))
        for run in runs:
            run["stats"] = json.loads(run["stats"])
        return runs

    def problems(self, run_id: int | None) -> list[dict[str, Any]]:
        """What went wrong in a run, page by page: kind, url and message."""
        query = "SELECT kind, url, message FROM problems WHERE run_id = ? ORDER BY id"
        return list(self._rows(query, [run_id]))

    def walks(self) -> list[dict[str, Any]]:
        """The newest walk of each listing."""
        return list(self._rows(queries.LAST_WALKS))

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        return rows_as_dicts(self.database, query, parameters)
