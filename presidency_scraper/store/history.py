"""The history of articles: every state they were seen in, and when they were not there.

An article is gone when three runs in a row missed it; one run may meet a site in trouble. Of what
others captured, a day counts as a run. Its text stays. When it is read again it is back, and both
stand in ``absences`` with their captures. Whoever calls keeps to the order of time.
"""

import json
from typing import Any

from sqlite_utils import Database

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Article, Capture, Outcome
from presidency_scraper.rules.revisions import State, compare_states, state_of
from presidency_scraper.rules.timeline import occasion
from presidency_scraper.store.connection import rows_as_dicts
from presidency_scraper.store.row_batch import RowBatch

#: How many runs in a row must miss an article before it is said to be gone.
RUNS_TO_BE_GONE = 3


class History:
    """Writes ``revisions``, ``flips`` and ``absences``."""

    def __init__(self, database: Database, batch: RowBatch) -> None:
        self.database = database
        self._batch = batch

    # -- revisions ------------------------------------------------------------------------------

    def next_revision(self, article: Article) -> tuple[str, int, int | None]:
        """Return what reading *article* means, the revision it is now in, and the one before."""
        self._batch.write_what_names(article.ref.id)
        present = self._present(article.ref.id)
        if present is None:
            return "new", 1, None
        fingerprint, before = state_of(article).fingerprint, present["revision"]
        if present["fingerprint"] == fingerprint:
            return "unchanged", before, before
        if (earlier := self._revision_like(article.ref.id, fingerprint)) is not None:
            return "reverted", earlier, before
        return "changed", self._count(article.ref.id) + 1, before

    def keep(
        self, article: Article, capture: Capture, meaning: str, revision: int, before: int | None
    ) -> None:
        """Write down that *article* was seen in *revision*; end its absence, if it was missed.

        *before* is the revision that it was in until now.
        """
        if meaning in ("new", "changed"):
            self._add(article, capture, revision, before)
        else:
            if meaning == "reverted" and before is not None:
                self._note_flip(article, capture, revision, before)
            self.database.execute(
                "UPDATE revisions SET last_capture_id = ?, times_seen = times_seen + 1"
                " WHERE article_id = ? AND revision = ?",
                [capture.id, article.ref.id, revision],
            )
        if meaning != "new":
            self._end_absence(article.ref.id, capture)

    def _add(self, article: Article, capture: Capture, revision: int, before: int | None) -> None:
        state = state_of(article)
        row: dict[str, Any] = {
            "article_id": article.ref.id,
            "revision": revision,
            "previous": None,
            "captured_at": utc_iso(capture.captured_at),
            "capture_id": capture.id,
            "headline": state.headline,
            "published_at": state.published_at,
            "body": state.body,
            "fingerprint": state.fingerprint,
            "changed": "[]",
            "cosmetic": 0,
            "last_capture_id": capture.id,
            "times_seen": 1,
        }
        if before is not None:
            row |= self._difference(article.ref.id, before, state)
        self._batch.add("revisions", [row])

    def _note_flip(self, article: Article, capture: Capture, revision: int, before: int) -> None:
        """Note that *revision* stands there again: an edit that makes no new state."""
        flips = self.database.table("flips")
        number = flips.count_where("article_id = ?", [article.ref.id]) + 1
        row = {"article_id": article.ref.id, "flip": number, "revision": revision}
        row |= {"captured_at": utc_iso(capture.captured_at), "capture_id": capture.id}
        flips.insert(row | self._difference(article.ref.id, before, state_of(article)))

    def _difference(self, article_id: str, before: int, state: State) -> dict[str, Any]:
        """How *state* differs from the revision *before* it."""
        query = "SELECT * FROM revisions WHERE article_id = ? AND revision = ?"
        last = self._one(query, [article_id, before])
        if last is None:
            return {}
        change = compare_states(State(last["headline"], last["published_at"], last["body"]), state)
        if change is None:
            return {}
        return {
            "previous": before,
            "changed": json.dumps(list(change.fields)),
            "cosmetic": int(change.cosmetic),
        }

    def is_stored(self, article_id: str) -> bool:
        """Tell whether there is such an article."""
        return self._one("SELECT id FROM articles WHERE id = ?", [article_id]) is not None

    def _present(self, article_id: str) -> dict[str, Any] | None:
        return self._one(
            "SELECT r.revision, r.fingerprint FROM articles a JOIN revisions r"
            " ON r.article_id = a.id AND r.revision = a.revision WHERE a.id = ?",
            [article_id],
        )

    def _revision_like(self, article_id: str, fingerprint: str) -> int | None:
        found = self._one(
            "SELECT revision FROM revisions WHERE article_id = ? AND fingerprint = ?",
            [article_id, fingerprint],
        )
        return found["revision"] if found else None

    def _count(self, article_id: str) -> int:
        query = "SELECT count(*) FROM revisions WHERE article_id = ?"
        return int(self.database.execute(query, [article_id]).fetchone()[0])

    # -- absences -------------------------------------------------------------------------------

    def is_news(self, article_id: str, run_id: int | None) -> bool:
        """Tell whether it is news of the site that a stored article is not there.

        It is none where an earlier run missed it, withheld or not, and none met it since, or where
        others alone captured it as it is stored.
        """
        known = {"article": article_id, "run": run_id}
        row = self.database.execute(_WAS_MISSED, known).fetchone()
        return not (row and row[0]) and self._one(_IS_OF_OTHERS, [article_id]) is None

    def take(self, capture: Capture, run_id: int | None) -> str | None:
        """Note a capture that brought no article; return what it meant for a stored one.

        That is ``unchanged``, ``missed``, ``gone`` when that is settled now, or None for nothing.
        """
        article_id = capture.article_id
        if article_id is None:
            return None
        if capture.outcome in (Outcome.MISSING, Outcome.SHELL):
            return self._miss(article_id, capture, run_id)
        # A page that fails or cannot be read must not be the first to be asked for ever after.
        self._note_check(article_id, capture)
        if capture.outcome is not Outcome.UNCHANGED:
            return None
        self._end_absence(article_id, capture)
        return "unchanged"

    def _note_check(self, article_id: str, capture: Capture) -> None:
        self.database.execute(
            "UPDATE articles SET last_checked_at = ? WHERE id = ?",
            [utc_iso(capture.captured_at), article_id],
        )

    def _miss(self, article_id: str, capture: Capture, run_id: int | None) -> str | None:
        if not self.is_stored(article_id):
            return None
        self._note_check(article_id, capture)
        open_one = self._one(_OPEN_ABSENCE, [article_id])
        if open_one is None:
            row = {"article_id": article_id, "first_capture_id": capture.id}
            row |= {"last_capture_id": capture.id, "runs": 1}
            self.database.table("absences").insert(row)
            return "missed"
        last = occasion(open_one["run_id"], open_one["captured_at"], open_one["source"])
        now = occasion(run_id, utc_iso(capture.captured_at), capture.source)
        runs = open_one["runs"] + (last != now)
        gone = open_one["gone_at"] or (open_one["since"] if runs >= RUNS_TO_BE_GONE else None)
        self.database.execute(
            "UPDATE absences SET last_capture_id = ?, runs = ?, gone_at = ?"
            " WHERE article_id = ? AND first_capture_id = ?",
            [capture.id, runs, gone, article_id, open_one["first_capture_id"]],
        )
        self.database.execute("UPDATE articles SET gone_at = ? WHERE id = ?", [gone, article_id])
        return "gone" if gone and not open_one["gone_at"] else "missed"

    def _end_absence(self, article_id: str, capture: Capture) -> None:
        ended = self.database.execute(
            "UPDATE absences SET back_capture_id = ?"
            " WHERE article_id = ? AND back_capture_id IS NULL",
            [capture.id, article_id],
        )
        if ended.rowcount:
            self.database.execute("UPDATE articles SET gone_at = NULL WHERE id = ?", [article_id])

    def _one(self, query: str, parameters: list[Any]) -> dict[str, Any] | None:
        return next(rows_as_dicts(self.database, query, parameters), None)


_WAS_MISSED = """
SELECT outcome IN ('missing', 'shell') FROM captures
WHERE article_id = :article AND (:run IS NULL OR run_id < :run) AND source IS NULL
  AND outcome NOT IN ('failed', 'unreadable')
ORDER BY id DESC LIMIT 1
"""

_IS_OF_OTHERS = """
SELECT 1 FROM articles a JOIN captures c ON c.id = a.capture_id
WHERE a.id = ? AND c.source IS NOT NULL
"""

_OPEN_ABSENCE = """
SELECT b.first_capture_id, b.runs, b.gone_at, first.captured_at AS since,
       last.run_id, last.captured_at, last.source
FROM absences b
JOIN captures first ON first.id = b.first_capture_id
JOIN captures last ON last.id = b.last_capture_id
WHERE b.article_id = ? AND b.back_capture_id IS NULL
"""
