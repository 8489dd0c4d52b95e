"""The full-text index: kept in step with the articles, and asked.

``articles_fts`` keeps no text of its own. To take an article out of it, FTS5 must be told exactly
the words that went in; ``search_rows.digest`` says whether the words we would tell are those. If
they are not, or if the rules have changed by which forms are brought together, the whole index is
made again, which takes seconds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from presidency_scraper.search import (
    Marker,
    Marks,
    describe_rules,
    index_text,
    parse_query,
)
from presidency_scraper.store.reads import Reader

_Text = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    ``published_at`` has the offset of Europe/Sofia. ``title`` is the headline and ``snippet`` a
    piece of the text, both with the words that were found marked. A higher ``score`` is better.
    """

    id: str
    language: str
    section: str
    headline: str
    title: str
    published_at: str
    url: str
    snippet: str
    score: float


class SearchIndex:
    """Writes ``articles_fts`` and ``search_rows``, always inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @contextmanager
    def following(self, article_id: str) -> Iterator[None]:
        """Let the index follow whatever is done to the row of one article meanwhile."""
        before = self._text(article_id)
        yield
        after = self._text(article_id)
        if before != after:
            self._follow(article_id, before, after)

    def catch_up(self) -> None:
        """Index what is not in the index yet: articles from before it was there, or all anew."""
        rules = describe_rules()
        if self.database.execute(_STATE).fetchone() != (rules, 0, 0, 0):
            with self.database.atomic():
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
        for article_id, *text in self.database.execute(_MISSING).fetchall():
            self._put_in(article_id, (text[0], text[1], text[2]))

    def _put_in(self, article_id: str, text: _Text) -> None:
        indexed = index_text(*text)
        rowid = self.database.execute(_ADD_ROW, [article_id, indexed.digest()]).lastrowid
        self.database.execute(_ADD_WORDS, [rowid, *astuple(indexed)])

    def _follow(self, article_id: str, before: _Text | None, after: _Text | None) -> None:
        row = self.database.execute(_ROW, [article_id]).fetchone()
        if row is None:
            if after:
                self._put_in(article_id, after)
            return
        rowid, digest = row
        old, new = (index_text(*text) if text else None for text in (before, after))
        if old is None or old.digest() != digest:
            self._clear()
            self._put_in_missing()
            return
        self.database.execute(_DROP_WORDS, [rowid, *astuple(old)])
        if new is None:
            self.database.execute("DELETE FROM search_rows WHERE id = ?", [rowid])
            return
        self.database.execute(_ADD_WORDS, [rowid, *astuple(new)])
        self.database.execute(_NEW_DIGEST, [new.digest(), rowid])

    def _text(self, article_id: str) -> _Text | None:
        text: _Text | None = self.database.execute(_TEXT, [article_id]).fetchone()
        return text


def search_articles(
    reader: Reader,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    sections: Sequence[str] = (),
    languages: Sequence[str] = (),
    limit: int = 20,
    offset: int = 0,
    marks: Marks | None = None,
) -> list[Hit]:
    """Return the articles that *query* finds, the best first.

    ``since`` and ``until`` are days of publication in Europe/Sofia, inclusive; no section or
    language means all. Any string is a query; the worst it can find is nothing.
    """
    parsed = parse_query(query)
    conditions, values = _conditions(since, until, sections, languages)
    sql = _FOUND.format(_FILTERED.format(conditions) if conditions else "")
    rows = reader.database.execute(
        sql, {"query": parsed.expression(), "limit": limit, "offset": offset} | values
    ).fetchall()
    marker = Marker(parsed, marks or Marks())
    return [_hit(row, marker) for row in rows]


def _conditions(
    since: date | None, until: date | None, sections: Sequence[str], languages: Sequence[str]
) -> tuple[str, dict[str, str]]:
    conditions, values = [], {}
    if since:
        conditions.append("AND substr(a.published_at, 1, 10) >= :since")
        values["since"] = since.isoformat()
    if until:
        conditions.append("AND substr(a.published_at, 1, 10) <= :until")
        values["until"] = until.isoformat()
    for column, wanted in (("section", sections), ("language", languages)):
        names = {f"{column}{number}": name for number, name in enumerate(wanted)}
        if names:
            conditions.append(f"AND a.{column} IN ({', '.join(f':{name}' for name in names)})")
            values |= names
    return " ".join(conditions), values


def _hit(row: Sequence[Any], marker: Marker) -> Hit:
    article_id, language, section, headline, lead, body, published_at, url, score = row
    shown = lead if lead and not marker.finds(body) and marker.finds(lead) else body or lead or ""
    return Hit(
        id=article_id,
        language=language,
        section=section,
        headline=headline,
        title=marker.mark(headline),
        published_at=published_at,
        url=url,
        snippet=marker.snippet(shown),
        score=-score,
    )


def rules_of(database: Database) -> str:
    """Say by what rules the index was made."""
    return str(database.execute("SELECT rules FROM search_rules").fetchone()[0])


def read_index(database: Database) -> dict[str, int]:
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

_TEXT = "SELECT headline, lead, body FROM articles WHERE id = ?"
_ROW = "SELECT id, digest FROM search_rows WHERE article_id = ?"
_NEW_DIGEST = "UPDATE search_rows SET digest = ? WHERE id = ?"
_ADD_ROW = "INSERT INTO search_rows (article_id, digest) VALUES (?, ?)"

_WORDS = "rowid, headline, lead, body, headline_forms, forms"
_ADD_WORDS = f"INSERT INTO articles_fts ({_WORDS}) VALUES (?, ?, ?, ?, ?, ?)"
_DROP_WORDS = (
    f"INSERT INTO articles_fts (articles_fts, {_WORDS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
)

#: The rules, rows without an article, rows of the index without one here, articles without a row.
_STATE = """
SELECT (SELECT rules FROM search_rules),
       (SELECT count(*) FROM search_rows WHERE article_id NOT IN (SELECT id FROM articles)),
       (SELECT count(*) FROM articles_fts_docsize) - (SELECT count(*) FROM search_rows),
       (SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM search_rows))
"""

_MISSING = """
SELECT id, headline, lead, body FROM articles
WHERE id NOT IN (SELECT article_id FROM search_rows) ORDER BY rowid
"""

#: The best are chosen first; only of them is the text read.
_FOUND = """
SELECT a.id, a.language, a.section, a.headline, a.lead, a.body, a.published_at, a.url, score
FROM (
    SELECT articles_fts.rowid AS found, bm25(articles_fts, 0.0, 10.0, 4.0, 1.0, 10.0, 1.0) AS score
    FROM articles_fts {}
    WHERE articles_fts MATCH :query
    ORDER BY score, found LIMIT :limit OFFSET :offset
) JOIN search_rows r ON r.id = found JOIN articles a ON a.id = r.article_id
ORDER BY score, found
"""

_FILTERED = """
CROSS JOIN search_rows ON search_rows.id = articles_fts.rowid
CROSS JOIN articles a ON a.id = search_rows.article_id {}
"""
