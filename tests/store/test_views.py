"""The views answer what they promise, compared with the tables counted in Python."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from presidency_scraper.store.connection import connect_to_write
from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.migrations import APPLICATION_ID, migrate
from tests.conftest import Crawled, query

NEW = {"articles_by_month", "missing_numbers", "missing_ranges", "teaser_links", "latest_runs"}


@pytest.fixture
def altered(crawled: Crawled, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the crawled database, to be changed by hand."""
    with closing(sqlite3.connect(tmp_path / "altered.db")) as copy:
        with closing(sqlite3.connect(crawled.db)) as source:
            source.backup(copy)
        yield copy


def views(path: Path) -> set[str]:
    return {row[0] for row in query(path, "SELECT name FROM sqlite_master WHERE type = 'view'")}


def test_an_older_database_gets_the_views_when_it_is_opened_for_writing(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    database = connect_to_write(old)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(database, stop_before="m020_views")
    database.close()
    assert not views(old) & NEW
    open_store(old).close()
    assert views(old) >= NEW
    open_reader(old).close()


def test_months_count_every_article_once(crawled: Crawled) -> None:
    counted = Counter(
        (published[:7], language, section)
        for published, language, section in query(
            crawled.db, "SELECT published_at, language, section FROM articles"
        )
    )
    rows = query(crawled.db, "SELECT month, language, section, articles FROM articles_by_month")
    assert {(month, *rest): articles for month, *rest, articles in rows} == counted
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_missing_are_the_numbers_in_between_that_no_section_and_no_language_holds(
    crawled: Crawled,
) -> None:
    stored = {row[0] for row in query(crawled.db, "SELECT number FROM articles")}
    between = [n for n in range(min(stored), max(stored)) if n not in stored]
    rows = query(crawled.db, "SELECT number FROM missing_numbers")
    assert [row[0] for row in rows] == between


def test_nothing_is_missing_in_an_empty_database(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db").close()
    assert query(tmp_path / "empty.db", "SELECT * FROM missing_numbers") == []


def test_a_missing_number_says_what_was_asked_and_who_announced_it(
    altered: sqlite3.Connection,
) -> None:
    asked = [
        ("bg/news/8602", "missing", "2026-01-01T00:00:00Z"),
        ("bg/news/8602", "missing", "2026-01-03T00:00:00Z"),
        ("en/news/8602", "shell", "2026-01-02T00:00:00Z"),
    ]
    altered.executemany(
        "INSERT INTO captures (url, article_id, outcome, captured_at) VALUES ('u', ?, ?, ?)", asked
    )
    altered.execute("UPDATE teasers SET target_id = 'bg/photo-gallery/8603' WHERE position = 2")
    row = "SELECT outcomes, last_asked_at, announced_as FROM missing_numbers WHERE number = ?"
    assert altered.execute(row, [8602]).fetchone() == (
        "bg/news/8602 missing 2, en/news/8602 shell 1",
        "2026-01-03T00:00:00Z",
        None,
    )
    assert altered.execute(row, [8603]).fetchone() == (None, None, "bg/photo-gallery/8603")
    assert altered.execute(row, [8604]).fetchone() == (None, None, None)


def test_a_long_run_of_missing_numbers_is_one_row_but_for_what_is_known_in_it(
    altered: sqlite3.Connection,
) -> None:
    (highest,) = altered.execute("SELECT max(number) FROM articles").fetchone()
    altered.execute(
        "UPDATE articles SET number = 900000 WHERE id ="
        " (SELECT id FROM articles WHERE number < ? ORDER BY number DESC LIMIT 1)", [highest]
    )  # fmt: skip
    altered.execute("UPDATE teasers SET target_id = 'bg/news/50000' WHERE position = 2")
    rows = "SELECT number, last, announced_as FROM missing_numbers WHERE number > ?"
    assert altered.execute(rows, [highest]).fetchall() == [
        (highest + 1, 49_999, None),
        (50_000, 50_000, "bg/news/50000"),
        (50_001, 899_999, None),
    ]
    ranges = "SELECT first, last FROM missing_ranges WHERE first > ?"
    assert altered.execute(ranges, [highest]).fetchall() == [(highest + 1, 899_999)]


def test_teaser_links_have_both_headlines_and_keep_targets_that_are_not_stored(
    altered: sqlite3.Connection,
) -> None:
    teasers = altered.execute("SELECT count(*) FROM teasers").fetchone()
    altered.execute(
        "UPDATE teasers SET target_id = 'bg/news/9999'"
        " WHERE article_id = 'bg/news/8601' AND position = 1"
    )
    assert altered.execute("SELECT count(*) FROM teaser_links").fetchone() == teasers
    first, second = altered.execute(
        "SELECT headline, target_id, target_headline, announced_headline FROM teaser_links"
        " WHERE article_id = 'bg/news/8601' LIMIT 2"
    ).fetchall()
    headlines = dict(altered.execute("SELECT id, headline FROM articles"))
    assert first[:3] == (headlines["bg/news/8601"], "bg/news/9999", None)
    assert first[3] == headlines["bg/news/8635"]
    assert second[2] == headlines[second[1]]


def test_a_run_brought_what_its_own_summary_says(crawled: Crawled) -> None:
    stats = json.loads(query(crawled.db, "SELECT stats FROM runs")[0][0])
    captures = query(crawled.db, "SELECT count(*) FROM captures")[0][0]
    rows = query(crawled.db, "SELECT responses, new_articles, edits, problems FROM latest_runs")
    assert rows == [(captures, stats["new"], 0, 0)]


def test_latest_runs_are_the_twenty_newest_newest_first(altered: sqlite3.Connection) -> None:
    altered.executemany(
        "INSERT INTO runs (id, command, started_at, finished_at) VALUES (?, 'crawl', ?, ?)",
        [(n, "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z") for n in range(2, 31)],
    )
    rows = altered.execute("SELECT id, minutes FROM latest_runs").fetchall()
    assert rows == [(n, 90.0) for n in range(30, 10, -1)]
