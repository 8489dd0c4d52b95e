"""What a page leaves standing that shows less than one read before: the rules, on made-up pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.items import Article, ArticleRef, Capture, Entry, Image, Moment, Outcome
from presidency_scraper.sites.dates import Clock, parse_printed, parse_timestamp
from presidency_scraper.store.database import open_store
from presidency_scraper.store.writer import Store

REF = ArticleRef("bg", "news", 7)
URL = "https://www.president.bg/news7"
TARGET = ArticleRef("bg", "news", 8)
MINUTES = parse_timestamp("2022-09-20 15:04:00")
HOUR = parse_printed("20 септември 2022 | 15:03", clock=Clock.HOUR_TWICE)
OTHER_HOUR = parse_printed("20 септември 2022 | 16:04", clock=Clock.HOUR_TWICE)
TRUE = parse_printed("20 Септември 2022 | 15:04", clock=Clock.TRUE_MINUTES)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "presidency.db")
    opened.begin_run("crawl", datetime(2026, 1, 1, tzinfo=UTC))
    yield opened
    opened.close()


def article(**changes: Any) -> Article:
    known: dict[str, Any] = {
        "ref": REF, "headline": "Вето", "published": MINUTES, "paragraphs": ("Указът е върнат.",),
        "images": (), "teasers": (), "layout": "landmarks", "slug_agrees": True,
    }  # fmt: skip
    return Article(**known | changes)


def teaser(published: Moment, headline: str | None = None, lead: str | None = None) -> Entry:
    url = "https://www.president.bg/news8/slug.html"
    return Entry(1, headline, lead, published, published.raw, url, TARGET)


def save(store: Store, page: Article, edition: str, url: str = f"{URL}/veto.html") -> str:
    """Save *page* as the next capture."""
    number = int(ask(store, "SELECT count(*) FROM captures")[0][0]) + 1
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    capture = Capture(number, url, at, Outcome.ARTICLE, article_id=REF.id)
    with store.transaction():
        store.add_capture(1, capture)
        return store.save_article(page, url, edition, capture)


def ask(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return list(store.database.execute(sql).fetchall())


def test_a_coarser_date_neither_replaces_a_finer_one_nor_makes_a_revision(store: Store) -> None:
    save(store, article(), "text")
    assert save(store, article(published=HOUR), "mobile") == "unchanged"
    known = "SELECT published_at, published_precision, published_raw, edition FROM articles"
    assert ask(store, known) == [
        ("2022-09-20T15:04:00+03:00", "minute", "2022-09-20 15:04:00", "mobile")
    ]
    assert ask(store, "SELECT * FROM problems") == []


def test_a_finer_date_replaces_a_coarser_one(store: Store) -> None:
    save(store, article(published=HOUR), "mobile")
    assert save(store, article(), "text") == "changed"
    assert ask(store, "SELECT published_precision FROM articles") == [("minute",)]


def test_a_coarser_date_of_another_hour_is_another_date(store: Store) -> None:
    save(store, article(), "text")
    assert save(store, article(published=OTHER_HOUR), "mobile") == "changed"
    assert ask(store, "SELECT published_at, published_precision FROM articles") == [
        ("2022-09-20T16:00:00+03:00", "hour")
    ]
    [(message,)] = ask(store, "SELECT message FROM problems WHERE kind = 'edition'")
    assert "2022-09-20T15:04:00+03:00" in message
    assert "2022-09-20T16:00:00+03:00" in message


def test_an_address_without_a_slug_replaces_none_with_one(store: Store) -> None:
    save(store, article(), "text")
    save(store, article(slug_agrees=None), "text", URL)
    assert ask(store, "SELECT url, slug_agrees FROM articles") == [(f"{URL}/veto.html", 1)]
    save(store, article(slug_agrees=False), "text", f"{URL}/other.html")
    assert ask(store, "SELECT url, slug_agrees FROM articles") == [(f"{URL}/other.html", 0)]


def test_a_slug_that_came_with_another_headline_tells_nothing_of_this_one(store: Store) -> None:
    save(store, article(), "text")
    save(store, article(headline="Закон", slug_agrees=None), "text", URL)
    assert ask(store, "SELECT url, slug_agrees FROM articles") == [(f"{URL}/veto.html", None)]


def test_pictures_and_captions_are_not_forgotten(store: Store) -> None:
    one, two = Image("https://x/1.jpg", "Подпис"), Image("https://x/2.jpg", None)
    known = "SELECT url, caption FROM images ORDER BY position"
    save(store, article(images=(one,)), "text")
    save(store, article(images=(two, Image(one.url, None))), "mobile")
    assert ask(store, known) == [(two.url, None), (one.url, "Подпис")]
    save(store, article(), "mobile")
    assert ask(store, known) == [(two.url, None), (one.url, "Подпис")]
    save(store, article(images=(Image(one.url, "Друг"),)), "www")
    assert ask(store, known) == [(one.url, "Друг")]


TEASERS = "SELECT headline, lead, published_at, published_precision, published_raw FROM teasers"


def test_a_teaser_keeps_the_minutes_the_headline_and_the_lead_that_were_read(store: Store) -> None:
    save(store, article(teasers=(teaser(TRUE, "Заглавие"),)), "www")
    save(store, article(teasers=(teaser(HOUR, None, "Начало"),)), "mobile")
    assert ask(store, TEASERS) == [
        ("Заглавие", "Начало", "2022-09-20T15:04:00+03:00", "minute", TRUE.raw)
    ]
    save(store, article(teasers=(teaser(HOUR, "Ново", None),)), "text")
    assert ask(store, TEASERS) == [
        ("Ново", "Начало", "2022-09-20T15:04:00+03:00", "minute", TRUE.raw)
    ]


def test_a_teaser_of_another_date_or_article_is_another_one(store: Store) -> None:
    save(store, article(teasers=(teaser(TRUE, "Заглавие"),)), "www")
    save(store, article(teasers=(teaser(OTHER_HOUR, None, "Начало"),)), "mobile")
    assert ask(store, TEASERS) == [
        (None, "Начало", "2022-09-20T16:00:00+03:00", "hour", OTHER_HOUR.raw)
    ]


def test_a_lead_that_a_teaser_kept_does_not_come_back_to_its_article(store: Store) -> None:
    """What is kept is no news: the newest lead printed anywhere stays."""
    save(store, article(teasers=(teaser(HOUR, "Заглавие", "Старо"),)), "text")
    for table in ("articles", "leads"):
        store.database.execute(f"UPDATE {table} SET lead = 'Ново'")
    own = Entry(1, "Вето", "Старо", HOUR, HOUR.raw, URL, REF)
    save(store, article(teasers=(own,)), "text")
    for table in ("articles", "leads"):
        store.database.execute(f"UPDATE {table} SET lead = 'Ново'")
    save(store, article(teasers=(Entry(1, "Вето", None, TRUE, TRUE.raw, URL, REF),)), "www")
    assert ask(store, "SELECT lead FROM articles") == [("Ново",)]
    assert ask(store, "SELECT lead FROM teasers") == [("Старо",)]
