"""Reads which article numbers are not stored, and what was asked and announced of each."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

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
    """A number that is not stored, and what is known of it.

    Where nothing is, the ``more`` numbers behind it are part of it.
    """

    number: int
    asked: tuple[Asked, ...] = ()
    announced: tuple[Announced, ...] = ()
    more: int = 0

    @property
    def last(self) -> int:
        """The last number of it."""
        return self.number + self.more


@dataclass(frozen=True, slots=True)
class Numbers:
    """The lowest and the highest number stored, how many are, and the gaps in ascending order.

    ``lowest`` and ``highest`` are None in an empty database. ``languages`` says how many are stored
    in each.
    """

    lowest: int | None
    highest: int | None
    stored: int
    languages: Mapping[str, int]
    gaps: tuple[Gap, ...]

    @property
    def span(self) -> int:
        """How many numbers there are from the lowest to the highest."""
        return 0 if self.lowest is None or self.highest is None else self.highest - self.lowest + 1


def read_numbers(database: Handle, languages: Sequence[str] = ()) -> Numbers:
    """Return what is known of all numbers from the lowest to the highest that is stored.

    A gap is what no article has; with *languages*, what none has in one of these.
    """
    lowest, highest, stored = database.execute(_RANGE).fetchone()
    asked: dict[int, list[Asked]] = defaultdict(list)
    for article_id, outcome, at, _ in database.execute(_ASKED):
        asked[_number(article_id)].append(Asked(article_id, Outcome(outcome), at))
    announced: dict[int, list[Announced]] = defaultdict(list)
    for article_id, url, _ in database.execute(_ANNOUNCED):
        announced[_number(article_id)].append(Announced(article_id, url))
    known = [
        Gap(number, tuple(asked.get(number, ())), tuple(announced.get(number, ())))
        for number in sorted(asked.keys() | announced.keys())
    ]
    missing = database.execute(_MISSING, {"languages": json.dumps(languages)})
    gaps = tuple(gap for first, last in missing for gap in _gaps(first, last, known))
    return Numbers(lowest, highest, stored, dict(database.execute(_LANGUAGES)), gaps)


def _gaps(first: int, last: int, known: Sequence[Gap]) -> Iterator[Gap]:
    """Yield what lies from *first* to *last*: those of the *known*, and what lies between."""
    number = attrgetter("number")
    for gap in known[bisect_left(known, first, key=number) : bisect_right(known, last, key=number)]:
        if first < gap.number:
            yield Gap(first, more=gap.number - first - 1)
        yield gap
        first = gap.number + 1
    if first <= last:
        yield Gap(first, more=last - first)


def _number(article_id: str) -> int:
    return int(article_id.rpartition("/")[2])


_RANGE = "SELECT min(number), max(number), count(DISTINCT number) FROM articles"
_LANGUAGES = "SELECT language, count(DISTINCT number) FROM articles GROUP BY language ORDER BY 1"

#: The view ``missing_ranges``, or the same of some languages alone.
_MISSING = """
SELECT before + 1, number - 1 FROM (
    SELECT number, lag(number) OVER (ORDER BY number) AS before FROM (
        SELECT number FROM articles
        WHERE :languages = '[]' OR language IN (SELECT value FROM json_each(:languages))
        UNION SELECT min(number) - 1 FROM articles
        UNION SELECT max(number) + 1 FROM articles))
WHERE number - before > 1 ORDER BY number
"""

# Beside max() SQLite takes the other columns from the row that has it; the last of a second counts.
_ASKED = """
SELECT article_id, outcome, captured_at, max(captured_at || printf('%20d', id)) FROM captures
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
