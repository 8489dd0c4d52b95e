"""Searches: what a query finds in the full-text index, ranked and with marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from presidency_scraper.items import Selection
from presidency_scraper.store.lemma_table import CorpusWords
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.highlights import Marker, Marks
from presidency_scraper.store.search.query import parse_query

#: Of matches beyond this number only the newest are ranked.
RANKED = 5_000
_ALL = Selection()


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


def search_articles(
    reader: Reader,
    query: str,
    chosen: Selection = _ALL,
    *,
    limit: int = 20,
    offset: int = 0,
    marks: Marks | None = None,
    newest_first: bool = False,
) -> list[Hit]:
    """Return the articles among those *chosen* that *query* finds, the best or the newest first.

    Days of publication are by Europe/Sofia. Any string is a query; the worst it finds is nothing.
    """
    parsed, known = parse_query(query), CorpusWords(reader.database)
    conditions, values = _conditions(chosen)
    values |= {
        "query": parsed.expression(known),
        "limit": limit,
        "offset": offset,
        "ranked": RANKED,
    }
    bound = reader.database.execute(_BOUND.format(conditions), values).fetchone()
    values["bound"] = bound[0] if bound else None
    order = "found" if newest_first else "score, found"
    rows = reader.database.execute(_FOUND.format(conditions, order, order), values).fetchall()
    marker = Marker(parsed, marks or Marks(), known)
    return [_hit(row, marker) for row in rows]


def count_found(reader: Reader, query: str, chosen: Selection = _ALL) -> int:
    """How many articles among those *chosen* *query* finds in all."""
    conditions, values = _conditions(chosen)
    values["query"] = parse_query(query).expression(CorpusWords(reader.database))
    return int(reader.database.execute(_COUNTED.format(conditions), values).fetchone()[0])


def _conditions(chosen: Selection) -> tuple[str, dict[str, Any]]:
    """What a row of ``search_rows`` must meet, as SQL and its values; "" for nothing."""
    conditions, values = [], {}
    if chosen.since:
        conditions.append("r.published_on >= :since")
        values["since"] = chosen.since.isoformat()
    if chosen.until:
        conditions.append("r.published_on <= :until")
        values["until"] = chosen.until.isoformat()
    for place, names in (("{}/*", chosen.languages), ("*/{}/*", chosen.sections)):
        patterns = {
            f"{len(values)}_{name}": place.format(value) for name, value in enumerate(names)
        }
        patterns = {f"pattern{name}": pattern for name, pattern in patterns.items()}
        if patterns:
            conditions.append(f"({' OR '.join(f'r.article_id GLOB :{name}' for name in patterns)})")
            values |= patterns
    if not conditions:
        return "", {}
    return _FILTERED + " AND ".join(conditions), values


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


_FILTERED = "CROSS JOIN search_rows r ON r.id = articles_fts.rowid AND "

#: The row behind the last one to be ranked, if there are so many.
_BOUND = """
SELECT articles_fts.rowid FROM articles_fts {}
WHERE articles_fts MATCH :query ORDER BY articles_fts.rowid LIMIT 1 OFFSET :ranked
"""

#: The best are chosen first; only of them is the text read.
_FOUND = """
SELECT a.id, a.language, a.section, a.headline, a.lead, a.body, a.published_at, a.url, score
FROM (
    SELECT articles_fts.rowid AS found, bm25(articles_fts, 0.0, 10.0, 4.0, 1.0, 10.0, 1.0) AS score
    FROM articles_fts {}
    WHERE articles_fts MATCH :query
        AND articles_fts.rowid < coalesce(:bound, 9223372036854775807)
    ORDER BY {} LIMIT :limit OFFSET :offset
) JOIN search_rows r ON r.id = found JOIN articles a ON a.id = r.article_id
ORDER BY {}
"""
_COUNTED = "SELECT count(*) FROM articles_fts {} WHERE articles_fts MATCH :query"
