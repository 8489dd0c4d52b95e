"""The full-text index: kept in step with the articles.

``articles_fts`` keeps no text of its own. To take an article out of it, FTS5 must be told exactly
the words that went in; ``search_rows.digest`` says whether the words we would tell are those. If
they are not, or if the rules have changed by which forms are brought together, the whole index is
made again, which takes seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection

from presidency_scraper.store.connection import atomic
from presidency_scraper.store.search import Indexed, describe_rules, index_text


@dataclass(frozen=True, slots=True)
class _Row:
    """What the index must know of an article."""

    number: int
    published_on: str
    headline: str
    lead: str | None
    body: str

    def indexed(self) -> Indexed:
        return index_text(self.headline, self.lead, self.body)


class SearchIndex:
    """Writes ``articles_fts`` and ``search_rows``, always inside the caller's transaction."""

    def __init__(self, database: Connection) -> None:
        self.database = database
        #: The articles that this transaction writes, as they stood before it.
        self._before: dict[str, _Row | None] = {}

    @contextmanager
    def following(self) -> Iterator[None]:
        """Let the index follow, in one go, what is done meanwhile to articles that are noted."""
        try:
            yield
            for article_id, before in self._before.items():
                after = self._row(article_id)
                if before != after:
                    self._follow(article_id, before, after)
        finally:
            self._before.clear()

    def note(self, article_id: str, *, is_new: bool = False) -> None:
        """Note that the row of an article is about to be written."""
        if article_id not in self._before:
            self._before[article_id] = None if is_new else self._row(article_id)

    def catch_up(self) -> None:
        """Index what is not in the index yet: articles from before it was there, or all anew."""
        rules = describe_rules()
        if self.database.execute(_STATE).fetchone() != (rules, 0, 0, 0):
            with atomic(self.database):
                self._catch_up(rules)

    def _catch_up(self, rules: str) -> None:
        known, orphans, surplus, _ = self.database.execute(_STATE).fetchone()
        if known != rules or orphans or surplus:
            self._clear()
            self.database.execute("UPDATE search_rules SET rules = ?", [rules])
        self._put_in_missing()

    def _clear(self) -> None:
        self.database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        self.database.execute("DELETE FROM search_rows")

    def _put_in_missing(self) -> None:
        for article_id, *row in self.database.execute(_MISSING).fetchall():
            self._put_in(article_id, _Row(*row))

    def _put_in(self, article_id: str, row: _Row) -> None:
        indexed = row.indexed()
        rowid = self.database.execute(_FREE_ID, [row.number]).fetchone()[0]
        known = [rowid, article_id, row.published_on, indexed.digest()]
        self.database.execute("INSERT INTO search_rows VALUES (?, ?, ?, ?)", known)
        self.database.execute(_ADD_WORDS, [rowid, *indexed.columns()])

    def _follow(self, article_id: str, before: _Row | None, after: _Row | None) -> None:
        found = self.database.execute(_FIND_ROW, [article_id]).fetchone()
        if found is not None:
            rowid, digest = found
            indexed = before.indexed() if before else None
            if indexed is None or indexed.digest() != digest:
                self._clear()
                self._put_in_missing()
                return
            self.database.execute(_DROP_WORDS, [rowid, *indexed.columns()])
            self.database.execute("DELETE FROM search_rows WHERE id = ?", [rowid])
        if after is not None:
            self._put_in(article_id, after)

    def _row(self, article_id: str) -> _Row | None:
        row = self.database.execute(_ROW, [article_id]).fetchone()
        return _Row(*row) if row else None


def rules_of(database: Connection) -> str:
    """Say by what rules the index was made."""
    return str(database.execute("SELECT rules FROM search_rules").fetchone()[0])


def read_index(database: Connection) -> dict[str, int]:
    """Return for each article in the index a number that stands for its words and their places.

    The numbers are the same for the same words within one process. Raises ``sqlite3.Error`` where
    the index is damaged.
    """
    database.execute(_INSTANCES)
    articles = dict(database.execute("SELECT id, article_id FROM search_rows").fetchall())
    sums = dict.fromkeys(articles, 0)
    for term, rowid, column, place in database.execute("SELECT * FROM temp.search_instances"):
        sums[rowid] = (sums.get(rowid, 0) + hash((term, column, place))) & 0xFFFF_FFFF_FFFF_FFFF
    return {articles.get(rowid, f"row {rowid}"): total for rowid, total in sums.items()}


_INSTANCES = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_instances
USING fts5vocab(main, articles_fts, instance)
"""

_ROW = """
SELECT number, substr(published_at, 1, 10), headline, lead, body FROM articles WHERE id = ?
"""
_FIND_ROW = "SELECT id, digest FROM search_rows WHERE article_id = ?"
#: FTS5 finds rows in their order, and may stop when it has enough: so newer articles come first.
#: A number below 2^28 takes FTS5 four bytes. Sixteen articles may share a number.
#: Not in one with the INSERT: for one that selects, FTS5 writes to the file all it has gathered.
_FREE_ID = """
SELECT coalesce(min(id), top + 1) - 1 FROM (SELECT 268435455 - 16 * ? AS top)
LEFT JOIN search_rows ON id <= top AND id > top - 16
"""

_ADD_WORDS = """
INSERT INTO articles_fts (rowid, headline, lead, body, headline_forms, forms)
VALUES (?, ?, ?, ?, ?, ?)
"""
_DROP_WORDS = """
INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body, headline_forms, forms)
VALUES ('delete', ?, ?, ?, ?, ?, ?)
"""

#: The rules, rows without an article, rows of the index without one here, articles without a row.
_STATE = """
SELECT (SELECT rules FROM search_rules),
       (SELECT count(*) FROM search_rows WHERE article_id NOT IN (SELECT id FROM articles)),
       (SELECT count(*) FROM articles_fts_docsize) - (SELECT count(*) FROM search_rows),
       (SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM search_rows))
"""

_MISSING = """
SELECT id, number, substr(published_at, 1, 10), headline, lead, body FROM articles
WHERE id NOT IN (SELECT article_id FROM search_rows) ORDER BY number DESC, id
"""
