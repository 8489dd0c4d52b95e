"""Whether checks keep up: two years of daily runs by the schedule of the program itself.

``python -m benchmarks.rechecks 100 150`` asks for these numbers a night, of a database as large as
the site, whose first crawl was one night. Some minutes each; the site is asked for nothing.
"""

import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.queries import SCHEDULE
from presidency_scraper.store.writer import Store

_FIRST, _START = datetime(2012, 1, 22, tzinfo=UTC), datetime(2026, 1, 1, 4, 17, tzinfo=UTC)
_NUMBERS, _DAYS = 8700, 730
_ARTICLE = """
INSERT INTO articles (id, language, section, number, url, headline, body, published_at,
    published_precision, published_raw, word_count, first_seen_at, last_checked_at, edition,
    layout, capture_id)
VALUES (:id, :language, 'news', :number, :id, '', '', :published, 'minute', '', 0, :at, :at,
    'text', '', :capture)
"""
_CAPTURE = """
INSERT INTO captures (id, run_id, url, captured_at, outcome, article_id)
VALUES (:capture, 1, :id, :at, 'article', :id)
"""


def _store(store: Store, number: int, published: datetime, at: datetime) -> None:
    """A number is an article in Bulgarian, and every fourth in English too."""
    for language in ("bg", "en") if number % 4 == 0 else ("bg",):
        row = {
            "id": f"{language}/news/{number}",
            "language": language,
            "number": number,
            "published": published.isoformat(),
            "at": at.isoformat(),
            "capture": number * 2 + (language == "en"),
        }
        store.database.execute(_CAPTURE, row)
        store.database.execute(_ARTICLE, row)


def simulate(recheck: int, path: Path) -> tuple[float, int]:
    """Return how late a check is at most in the last ten days, in days, and how many are due."""
    with closing(open_store(path)) as store, closing(open_reader(path)) as reader:
        database, lots = store.database, Random(1)
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("BEGIN")
        for number in range(_NUMBERS):
            published = _FIRST + (_START - _FIRST) * (number / _NUMBERS)
            _store(store, number, published, _START + timedelta(seconds=number))
        database.execute("COMMIT")
        number, latest = _NUMBERS, 0.0
        for day in range(1, _DAYS + 1):
            at = _START + timedelta(days=day)
            due = [article.id for article in reader.due(at)]
            if day > _DAYS - 10:
                latest = max(latest, *(_late(store, name, at) for name in due))
            database.execute("BEGIN")
            for place, name in enumerate(due[:recheck]):
                checked = [(at + timedelta(seconds=place)).isoformat(), name]
                database.execute("UPDATE articles SET last_checked_at = ? WHERE id = ?", checked)
            for _ in range(lots.choice((1, 2, 2))):
                _store(store, number, at - timedelta(hours=24 * lots.random()), at)
                number += 1
            database.execute("COMMIT")
        return latest, len(due)


def _late(store: Store, name: str, at: datetime) -> float:
    asked = "SELECT published_at, last_checked_at FROM articles WHERE id = ?"
    published, checked = map(
        datetime.fromisoformat, store.database.execute(asked, [name]).fetchone()
    )
    age = (at - published) / timedelta(days=1)
    hours = next(hours for days, hours in SCHEDULE if days is None or age < days)
    return (at - checked) / timedelta(days=1) - hours / 24


if __name__ == "__main__":
    for recheck in map(int, sys.argv[1:]):
        with TemporaryDirectory() as folder:
            late, due = simulate(recheck, Path(folder) / "presidency.db")
        print(f"--recheck {recheck}: {late:.1f} days late at most; {due} due in the last night")
