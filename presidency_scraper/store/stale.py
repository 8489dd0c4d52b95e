"""Articles of which a capture came that is older than what is known of them.

Nothing is written of one but a mark. When the run ends its history is told again, in order of time.
"""

from typing import TYPE_CHECKING

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Capture
from presidency_scraper.store.row_batch import RowBatch

if TYPE_CHECKING:
    from sqlite_utils import Database


class StaleArticles:
    """Reads and writes ``stale``."""

    def __init__(self, database: "Database", batch: RowBatch) -> None:
        self._database = database
        self._batch = batch

    def ids(self) -> list[str]:
        """All of them."""
        query = "SELECT article_id FROM stale ORDER BY article_id"
        return [row[0] for row in self._database.execute(query)]

    def is_late(self, capture: Capture) -> bool:
        """Tell whether *capture* is older than what is known of its article, or that is stale.

        Captures of our crawls follow each other as they come.
        """
        known = {"article": capture.article_id, "id": capture.id}
        known |= {"at": utc_iso(capture.captured_at)}
        query = _IS_LATE if capture.source is None else _IS_LATE_OF_OTHERS
        return bool(self._database.execute(query, known).fetchone()[0])

    def mark(self, article_id: str) -> None:
        """Note that the history of an article is to be told again."""
        self._database.execute("INSERT OR IGNORE INTO stale VALUES (?)", [article_id])

    def mark_twins(self) -> None:
        """Mark articles that others captured as another article is, if the newest run shows it."""
        self._batch.write()
        self._database.execute(_MARK_TWINS)

    def deny(self, capture_id: int) -> None:
        """Note that a page is not that of its article."""
        query = "UPDATE captures SET outcome = 'unreadable' WHERE id = ?"
        self._database.execute(query, [capture_id])

    def forget(self, article_id: str) -> None:
        """Take away the mark and all that is stored of an article."""
        self._database.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
        for statement in _FORGET:
            self._database.execute(statement, [article_id])


_IS_LATE = """
SELECT EXISTS (SELECT 1 FROM stale WHERE article_id = :article)
    OR EXISTS (SELECT 1 FROM captures WHERE article_id = :article AND source IS NOT NULL
               AND captured_at > :at AND id <> :id)
"""
_IS_LATE_OF_OTHERS = """
SELECT EXISTS (SELECT 1 FROM stale WHERE article_id = :article)
    OR EXISTS (SELECT 1 FROM captures WHERE article_id = :article
               AND captured_at >= :at AND id <> :id)
"""
_MARK_TWINS = """
INSERT OR IGNORE INTO stale
SELECT r.article_id FROM captures c
JOIN revisions r ON r.capture_id = c.id
JOIN revisions s ON s.fingerprint = r.fingerprint AND s.article_id <> r.article_id
JOIN captures d ON d.id = s.capture_id
WHERE c.source IS NOT NULL AND (SELECT max(run_id) FROM captures) IN (c.run_id, d.run_id)
"""
_FORGET = (
    "DELETE FROM paragraphs WHERE article_id = ?",
    "DELETE FROM images WHERE article_id = ?",
    "DELETE FROM teasers WHERE article_id = ?",
    "DELETE FROM flips WHERE article_id = ?",
    "DELETE FROM revisions WHERE article_id = ?",
    "DELETE FROM absences WHERE article_id = ?",
    "DELETE FROM articles WHERE id = ?",
    "DELETE FROM stale WHERE article_id = ?",
    "DELETE FROM problems WHERE kind = 'edition' AND capture_id IN"
    " (SELECT id FROM captures WHERE article_id = ?)",
)
