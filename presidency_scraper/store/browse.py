"""The SQL behind the pages of ``serve``: conditions, facets, and what the dashboard draws."""

import sqlite3
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from presidency_scraper.errors import NotFoundError
from presidency_scraper.store.connection import rows_as_dicts
from presidency_scraper.store.reader import Reader

#: A condition on ``articles``: what the expression for ``articles_fts`` in ``:found_by`` finds.
FOUND = (
    "id IN (SELECT r.article_id FROM articles_fts f JOIN search_rows r ON r.id = f.rowid"
    " WHERE articles_fts MATCH :found_by)"
)
#: A condition on ``articles``: a listing of this label showed it.
SHOWN_FOR = "id IN (SELECT article_id FROM articles_who WHERE who = :shown_for)"
#: Conditions on ``articles`` for addresses: published on a weekday (0: Sunday), naming a country.
ON_WEEKDAY = "strftime('%w', substr(published_at, 1, 10)) = '{}'"
NAMES_COUNTRY = "id IN (SELECT article_id FROM mentions WHERE country = '{}')"

#: Facets of a query over ``articles``: value and count.
YEARS = """
SELECT substr(published_at, 1, 4) AS value, count(*) AS count FROM ({query})
GROUP BY 1 ORDER BY 1 DESC
"""
LABELS = """
SELECT w.who AS value, count(*) AS count
FROM ({query}) a JOIN articles_who w ON w.article_id = a.id
GROUP BY 1 ORDER BY 2 DESC, 1
"""

#: What the dashboard draws, in its order; ``:language`` is ``bg`` or ``en``.
_DASHBOARD = {
    "days": """
SELECT substr(published_at, 1, 10) AS day, count(*) AS articles
FROM articles WHERE language = :language GROUP BY 1 ORDER BY 1
""",
    "hours": """
SELECT CAST(strftime('%w', substr(published_at, 1, 10)) AS INTEGER) AS weekday,
       CAST(substr(published_at, 12, 2) AS INTEGER) AS hour, count(*) AS articles
FROM articles WHERE language = :language AND published_precision <> 'day' GROUP BY 1, 2
""",
    "lengths": """
SELECT min(word_count / 100, 20) AS hundreds, count(*) AS articles
FROM articles WHERE language = :language GROUP BY 1 ORDER BY 1
""",
    "edits": """
SELECT substr(r.captured_at, 1, 7) AS month, sum(NOT r.cosmetic) AS edits, sum(r.cosmetic) AS looks
FROM (SELECT article_id, captured_at, cosmetic FROM revisions WHERE previous IS NOT NULL
      UNION ALL SELECT article_id, captured_at, cosmetic FROM flips) r
JOIN articles a ON a.id = r.article_id
WHERE a.language = :language GROUP BY 1 ORDER BY 1
""",
    "gone": """
SELECT substr(gone_at, 1, 7) AS month, count(*) AS articles
FROM articles WHERE language = :language AND gone_at IS NOT NULL GROUP BY 1 ORDER BY 1
""",
    "presidents": """
SELECT name_en AS name, since FROM terms WHERE office = 'president' ORDER BY since
""",
    "countries": """
SELECT m.country, substr(a.published_at, 1, 10) AS day, count(*) AS articles
FROM mentions m CROSS JOIN articles a ON a.id = m.article_id
WHERE a.language = :language AND m.country <> :home GROUP BY 1, 2
""",
    "numbers": """
SELECT min(number) AS first, max(number) AS last, count(DISTINCT number) AS stored FROM articles
""",
    "coverage": """
SELECT number / :step AS block, count(DISTINCT number) AS articles
FROM articles GROUP BY 1 ORDER BY 1
""",
}
_NEWEST = """
SELECT id, language, headline, published_at, published_precision FROM articles
WHERE language = :language ORDER BY published_at DESC, number DESC LIMIT :count
"""
_STORED = "SELECT id FROM articles WHERE id IN (SELECT target_id FROM teasers WHERE article_id = ?)"
_SPOKEN = "SELECT label AS speaker, text FROM spoken WHERE article_id = ? ORDER BY position"
_SHOWN = "SELECT article_id, revision FROM revisions WHERE capture_id = ? ORDER BY 1, 2"
_CAPTURES = """
SELECT id, captured_at, outcome, status FROM captures
WHERE article_id = ? ORDER BY captured_at DESC, id DESC LIMIT ?
"""
_ABSENCES = """
SELECT b.first_capture_id, b.back_capture_id, first.captured_at AS since, b.gone_at, b.runs,
       back.captured_at AS back_at
FROM absences b JOIN captures first ON first.id = b.first_capture_id
LEFT JOIN captures back ON back.id = b.back_capture_id
WHERE b.article_id = ? ORDER BY first.captured_at, first.id
"""


def read_over(connection: sqlite3.Connection) -> Reader:
    """Return a reader over a connection that another program has opened."""
    return Reader(connection)


@cache
def canned_queries() -> dict[str, dict[str, Any]]:
    """The usual questions by name: title, description, SQL, and a label for each parameter."""
    source = files("presidency_scraper.store") / "questions.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def dashboard(
    reader: Reader, language: str, step: int, home: str
) -> dict[str, list[dict[str, Any]]]:
    """What the dashboard draws of one language; coverage is of both, in blocks of *step* numbers.

    Times of publication are those of Europe/Sofia, months of edits are UTC. *home* is a country
    that is left out.
    """
    known = {"language": language, "step": step, "home": home}
    return {name: _rows(reader, query, known) for name, query in _DASHBOARD.items()}


def newest(reader: Reader, language: str, count: int) -> list[dict[str, Any]]:
    """The newest articles of a language."""
    return _rows(reader, _NEWEST, {"language": language, "count": count})


def stored_targets(reader: Reader, article_id: str) -> set[str]:
    """Which of the articles announced below *article_id* are stored."""
    return {row["id"] for row in _rows(reader, _STORED, [article_id])}


def spoken_paragraphs(reader: Reader, article_id: str) -> list[dict[str, Any]]:
    """The paragraphs of an article with who speaks, where the page says so."""
    return _rows(reader, _SPOKEN, [article_id])


def absences(reader: Reader, article_id: str) -> list[dict[str, Any]]:
    """When an article was not found on the site; times are UTC."""
    return _rows(reader, _ABSENCES, [article_id])


def capture(reader: Reader, capture_id: int) -> dict[str, Any]:
    """One capture with the revisions that were first read from it. Raises NotFoundError."""
    found = _rows(reader, "SELECT * FROM captures WHERE id = ?", [capture_id])
    if not found:
        raise NotFoundError(f"no capture {capture_id}")
    return found[0] | {"revisions": _rows(reader, _SHOWN, [capture_id])}


def captures_of(reader: Reader, article_id: str, count: int) -> list[dict[str, Any]]:
    """The newest captures of an article."""
    return _rows(reader, _CAPTURES, [article_id, count])


def _rows(reader: Reader, query: str, parameters: Any) -> list[dict[str, Any]]:
    return list(rows_as_dicts(reader.database, query, parameters))
