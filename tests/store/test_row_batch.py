"""Rows that wait for the end of a transaction are there whenever somebody must know of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.items import ArticleRef, Capture, Entry, Outcome
from presidency_scraper.rules.fields import Count
from presidency_scraper.store.database import open_store
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.writer import Store
from tests.store.test_editions_stored import HOUR, article

AT = datetime(2026, 1, 1, tzinfo=UTC)
OLDER = ArticleRef("bg", "news", 6)
COUNT = Count("landmarks", "article", 1, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "p.db")
    opened.note_run(1, "crawl", AT)
    yield opened
    opened.close()


def save(store: Store, number: int, **changes: Any) -> str:
    page = article(**changes)
    capture = Capture(number, "http://test/", AT, Outcome.ARTICLE, article_id=page.ref.id)
    store.add_capture(1, capture)
    return store.save_article(page, capture.url, "text", capture)


def announcing(lead: str) -> tuple[Entry]:
    return (Entry(1, "Вето", lead, HOUR, HOUR.raw, "http://test/", OLDER),)


def rows(store: Store, sql: str) -> list[Any]:
    return list(store.database.execute(sql).fetchall())


def test_an_article_gets_the_lead_that_a_page_of_the_same_transaction_announced(
    store: Store,
) -> None:
    with store.transaction():
        save(store, 1, teasers=announcing("Начало."))
        save(store, 2, ref=OLDER)
    assert rows(store, "SELECT lead FROM articles WHERE number = 6") == [("Начало.",)]


def test_an_article_that_comes_twice_in_a_transaction_has_its_last_state_and_both_revisions(
    store: Store,
) -> None:
    with store.transaction():
        save(store, 1, paragraphs=("Едно.", "Две."))
        assert save(store, 2, paragraphs=("Друго.",)) == "changed"
        assert save(store, 3, paragraphs=("Едно.", "Две.")) == "reverted"
    assert rows(store, "SELECT text FROM paragraphs ORDER BY position") == [("Едно.",), ("Две.",)]
    assert rows(store, "SELECT revision, times_seen FROM revisions") == [(1, 2), (2, 1)]


def test_counts_add_up_within_a_transaction_and_over_several(store: Store) -> None:
    for _ in range(2):
        with store.transaction():
            store.add_counts(1, "text", [COUNT])
            store.add_counts(1, "text", [COUNT, Count("", "date", 0, 0)])
    assert rows(store, "SELECT layout, field, pages, found FROM run_fields") == [
        ("landmarks", "article", 4, 4)
    ]


def test_what_runs_before_counted_is_known_when_a_run_is_noted(store: Store) -> None:
    with store.transaction():
        store.add_counts(1, "text", [COUNT])
        store.note_run(2, "crawl", AT)
        assert list(Reader(store.database).tallies.tally(1).counts()) == [COUNT]


def test_nothing_of_a_transaction_that_failed_waits_for_the_next(store: Store) -> None:
    with pytest.raises(ArithmeticError), store.transaction():
        save(store, 1)
        store.add_counts(1, "text", [COUNT])
        raise ArithmeticError
    with store.transaction():
        save(store, 1, ref=OLDER)
    for table in ("paragraphs", "revisions"):
        assert rows(store, f"SELECT DISTINCT article_id FROM {table}") == [(OLDER.id,)]
    assert rows(store, "SELECT * FROM run_fields") == []


def test_a_run_that_is_noted_twice_stays_as_it_was(store: Store) -> None:
    store.note_run(1, "other", AT)
    assert rows(store, "SELECT id, command FROM runs") == [(1, "crawl")]
