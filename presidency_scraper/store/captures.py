"""What is known of single captures: those of an article, and whether one was taken in before."""

from datetime import datetime
from typing import Any, NamedTuple

from presidency_scraper.clock import utc_iso
from presidency_scraper.store.connection import Handle, rows_as_dicts


class Captured(NamedTuple):
    """A row of ``captures``; ``withheld`` tells that it was not believed."""

    id: int
    run_id: int | None
    article_id: str
    url: str
    captured_at: str
    outcome: str
    status: int | None
    digest: str | None
    source: str | None
    warc_file: str | None
    warc_offset: int | None
    withheld: int


class Captures:
    """Reads ``captures``."""

    def __init__(self, database: Handle) -> None:
        self._database = database

    def of(self, article_id: str) -> list[Captured]:
        """All captures of an article, as the run that took them in judged them."""
        return [Captured(*row) for row in self._database.execute(_OF_ARTICLE, [article_id])]

    def twins(self, article_id: str, fingerprint: str) -> list[Captured]:
        """Those that first showed other articles in the state of *fingerprint*."""
        return [Captured(*row) for row in self._database.execute(_TWINS, [fingerprint, article_id])]

    def has(self, url: str, at: datetime, status: int | None, digest: str | None) -> bool:
        """Tell whether this very answer was taken in before, whoever captured it."""
        known = [url, utc_iso(at), status, digest]
        return self._database.execute(_SAME, known).fetchone() is not None

    def has_moment(self, url: str, at: datetime) -> bool:
        """Tell whether an answer of this address and second was taken in before."""
        query = "SELECT 1 FROM captures WHERE url = ? AND captured_at = ? LIMIT 1"
        return self._database.execute(query, [url, utc_iso(at)]).fetchone() is not None

    def fingerprints(self, article_id: str) -> set[str]:
        """Those of all states that an article was seen in."""
        query = "SELECT fingerprint FROM revisions WHERE article_id = ?"
        return {row[0] for row in self._database.execute(query, [article_id])}

    def unreadable(self, run_id: int | None) -> int:
        """How many pages of a run could not be read."""
        query = "SELECT count(*) FROM captures WHERE run_id = ? AND outcome = 'unreadable'"
        return int(self._database.execute(query, [run_id]).fetchone()[0])

    def places(self, first: int, last: int) -> list[tuple[int, str, int]]:
        """The captures with ids from *first* to *last*, and where the archive holds each."""
        query = (
            "SELECT id, warc_file, warc_offset FROM captures"
            " WHERE id BETWEEN ? AND ? AND warc_file IS NOT NULL ORDER BY id"
        )
        return list(self._database.execute(query, [first, last]))

    def said_by(self, capture_id: int) -> dict[str, list[dict[str, Any]]]:
        """What is stored of one capture, by table: rows that its record alone must make."""
        return {
            table: list(rows_as_dicts(self._database, query, [capture_id]))
            for table, query in _SAID.items()
        }


_CAPTURED = """
SELECT id, run_id, article_id, url, captured_at, outcome, status, digest, source, warc_file,
       warc_offset,
       EXISTS (SELECT 1 FROM problems WHERE capture_id = captures.id AND kind = 'drift')
FROM captures
"""
_OF_ARTICLE = f"{_CAPTURED} WHERE article_id = ?"
_TWINS = f"""{_CAPTURED}
WHERE id IN (SELECT capture_id FROM revisions WHERE fingerprint = ? AND article_id <> ?)
ORDER BY article_id
"""  # noqa: S608  built from the text above
_SAME = """
SELECT 1 FROM captures WHERE url = ? AND captured_at = ? AND status IS ? AND digest IS ? LIMIT 1
"""
#: What one capture says by itself, whatever came before and after it.
_SAID = {
    "captures": "SELECT * FROM captures WHERE id = ?",
    "sightings": "SELECT * FROM sightings WHERE capture_id = ? ORDER BY position",
    "revisions": "SELECT * FROM revisions WHERE capture_id = ?",
    "articles": (
        "SELECT id, headline, body, (SELECT group_concat(text, char(10, 10)) FROM ("
        "SELECT text FROM paragraphs WHERE article_id = a.id ORDER BY position)) AS paragraphs "
        "FROM articles a WHERE capture_id = ?"
    ),
}
