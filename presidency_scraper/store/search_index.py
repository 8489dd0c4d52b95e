"""The full-text index: kept in step with the articles.

``articles_fts`` keeps no text of its own. To take an article out of it, FTS5 must be told exactly
the words that went in; ``search_rows.digest`` says whether the words we would tell are those. If
they are not, or if the rules have changed by which forms are brought together, the whole index is
made again, which takes seconds.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

from presidency_scraper.store.connection import Handle
from presidency_scraper.store.lemma_table import LemmaTable
from presidency_scraper.store.mentions import drop_mentions, replace_mentions
from presidency_scraper.store.search.index_text import Indexed, index_text
from presidency_scraper.store.search.lemmas import describe_rules
from presidency_scraper.store.search.tokens import count_words

#: Articles that are indexed at once.
_TOGETHER = 500


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


#: What the index holds of an article: the number of the row, and its words.
_Entry = tuple[int, Indexed]


class SearchIndex:
    """Writes ``articles_fts``, ``search_rows``, ``lemmas`` and ``mentions``.

    All of it inside the caller's transaction.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lemmas = LemmaTable(database)
        #: The articles that this transaction writes, as they stood before it.
        self._before: dict[str, _Row | None] = {}

    @contextmanager
    def following(self) -> Iterator[None]:
        """Let the index follow, in one go, what is done meanwhile to articles that are noted."""
        try:
            yield
            self._follow()
        except BaseException:
            self._lemmas.forget()
            raise
        finally:
            self._before.clear()

    def note(self, article_id: str, *, is_new: bool = False) -> None:
        """Note that the row of an article is about to be written."""
        if article_id not in self._before:
            self._before[article_id] = None if is_new else self._row(article_id)

    def catch_up(self) -> None:
        """Index what is not in the index yet: articles from before it was there, or all anew."""
        rules = describe_rules()
        known, orphans, surplus, missing = self.database.execute(_STATE).fetchone()
        if known != rules or orphans or surplus or missing:
            with self.database.atomic():
                if known != rules or orphans or surplus:
                    self._clear()
                    self.database.execute("UPDATE search_rules SET rules = ?", [rules])
                    self._number_words()
                self._put_in_missing()

    def _number_words(self) -> None:
        """Number the words of paragraphs from before they were numbered."""
        known, words, rows = "", 0, []
        for article_id, position, text in self.database.execute(_UNNUMBERED).fetchall():
            words = words if article_id == known else 0
            rows.append((words, article_id, position))
            known, words = article_id, words + count_words(text)
        self.database.conn.executemany(_NUMBER, rows)

    def _clear(self) -> None:
        self.database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        self.database.execute("DELETE FROM search_rows")
        drop_mentions(self.database)
        self._lemmas.clear()

    def _put_in_missing(self) -> None:
        missing = iter(self.database.execute(_MISSING).fetchall())
        while some := {article_id: _Row(*row) for article_id, *row in islice(missing, _TOGETHER)}:
            self._put_in(some, {})

    def _follow(self) -> None:
        """Bring the index to what the noted articles are now."""
        after = {article_id: self._row(article_id) for article_id in self._before}
        changed = [name for name, row in after.items() if row != self._before[name]]
        entries = {}
        for name in changed:
            found = self.database.execute(_FIND_ROW, [name]).fetchone()
            if found is not None:
                row = self._before[name]
                indexed = row.indexed() if row else None
                if indexed is None or indexed.digest() != found[1]:
                    self._clear()
                    self._put_in_missing()
                    return
                entries[name] = (found[0], indexed)
        if changed:
            self._put_in({name: row for name in changed if (row := after[name])}, entries)

    def _put_in(self, rows: Mapping[str, _Row], entries: Mapping[str, _Entry]) -> None:
        """Put *rows* into the index, and take *entries* out of it.

        FTS5 writes to the file all it has gathered at each savepoint, which sqlite-utils opens, and
        where a row does not follow the one before: so the words come last, in the order of rows.
        """
        indexed = {name: row.indexed() for name, row in rows.items()}
        ids = self._ids(rows, entries)
        for name in entries.keys() - rows.keys():
            self.database.execute("DELETE FROM search_rows WHERE article_id = ?", [name])
        known = (
            {"id": ids[name], "article_id": name, "published_on": row.published_on}
            | {"digest": indexed[name].digest()}
            for name, row in rows.items()
        )
        self.database.table("search_rows").upsert_all(known, pk="id")
        texts = ((name, row.headline, row.body) for name, row in rows.items())
        replace_mentions(self.database, entries, texts)
        self._lemmas.add(set().union(*(one.pieces for one in indexed.values())))
        for rowid, words in entries.values():
            self.database.execute(_DROP_WORDS, [rowid, *words.columns()])
        for name in sorted(indexed, key=ids.__getitem__):
            self.database.execute(_ADD_WORDS, [ids[name], *indexed[name].columns()])
        for name, (_, words) in entries.items():
            left = indexed[name].pieces if name in indexed else set()
            self._lemmas.drop_unused(words.pieces - left)

    def _ids(self, rows: Mapping[str, _Row], entries: Mapping[str, _Entry]) -> dict[str, int]:
        """The rows of the index for articles: those they have, or free ones."""
        ids, lowest = {}, dict[int, int]()
        for name, row in rows.items():
            if name in entries:
                ids[name] = entries[name][0]
                continue
            if row.number not in lowest:
                lowest[row.number] = self.database.execute(_LOWEST_ID, [row.number]).fetchone()[0]
            ids[name] = lowest[row.number] = lowest[row.number] - 1
        return ids

    def _row(self, article_id: str) -> _Row | None:
        row = self.database.execute(_ROW, [article_id]).fetchone()
        return _Row(*row) if row else None


def rules_of(database: Handle) -> str:
    """Say by what rules the index was made."""
    return str(database.execute("SELECT rules FROM search_rules").fetchone()[0])


def read_index(database: Handle) -> dict[str, int]:
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
_LOWEST_ID = """
SELECT coalesce(min(id), top + 1) FROM (SELECT 268435455 - 16 * ? AS top)
LEFT JOIN search_rows ON id <= top AND id > top - 16
"""

_UNNUMBERED = """
SELECT article_id, position, text FROM paragraphs WHERE first_word IS NULL ORDER BY 1, 2
"""
_NUMBER = "UPDATE paragraphs SET first_word = ? WHERE article_id = ? AND position = ?"

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
