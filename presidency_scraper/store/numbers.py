"""Reads which article numbers are not stored, and what was asked and announced of each."""

from collections import defaultdict
from dataclasses import dataclass

from presidency_scraper.items import Outcome
from presidency_scraper.store.connection import Handle


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that was asked for: the article's id, the last outcome and when (UTC)."""

    id: str
    outcome: Outcome
    at: str


@dataclass(frozen=True, slots=True)
class Announced:
    """An article that a listing or a teaser names and that is not stored; ``url`` is canonical."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that no section and no language holds, and what is known of it."""

    number: int
    asked: tuple[Asked, ...] = ()
    announced: tuple[Announced, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The lowest and the highest number stored, how many are, and the gaps in ascending order.

    ``lowest`` and ``highest`` are None in an empty database.
    """

    lowest: int | None
    highest: int | None
    stored: int
    gaps: tuple[Gap, ...]


def read_numbers(database: Handle) -> Numbers:
    """Return what is known of all numbers from the lowest to the highest that is stored."""
    lowest, highest, stored = database.execute(_RANGE).fetchone()
    asked: dict[int, list[Asked]] = defaultdict(list)
    for article_id, outcome, at, _ in database.execute(_ASKED):
        asked[_number(article_id)].append(Asked(article_id, Outcome(outcome), at))
    announced: dict[int, list[Announced]] = defaultdict(list)
    for article_id, url, _ in database.execute(_ANNOUNCED):
        announced[_number(article_id)].append(Announced(article_id, url))
    gaps = tuple(
        Gap(number, tuple(asked.get(number, ())), tuple(announced.get(number, ())))
        for (number,) in database.execute("SELECT number FROM missing_numbers")
    )
    return Numbers(lowest, highest, stored, gaps)


def _number(article_id: str) -> int:
    return int(article_id.rpartition("/")[2])


_RANGE = "SELECT min(number), max(number), count(DISTINCT number) FROM articles"

# Beside max() SQLite takes the other columns from the row that has it.
_ASKED = """
SELECT article_id, outcome, captured_at, max(id) FROM captures
WHERE article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM articles)
GROUP BY article_id ORDER BY article_id
"""

_ANNOUNCED = """
SELECT id, url, max(capture_id) FROM (
    SELECT article_id AS id, url, capture_id FROM sightings
    UNION ALL
    SELECT t.target_id, t.url, a.capture_id FROM teasers t JOIN articles a ON a.id = t.article_id
)
WHERE id NOT IN (SELECT id FROM articles)
GROUP BY id ORDER BY id
"""
