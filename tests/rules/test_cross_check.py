"""A page that reads well and is not the article's: what other pages say tells it."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response
from tests.conftest import HTML, Served, crawl, ended, is_well, query
from tests.rules.test_drift import make_due

ARTICLES = r"^/bg/[a-z-]+\d+/"
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def fail_with(site: ReplicaSite, change: Callable[[str], str]) -> None:
    """Let every article's page be what *change* makes of it."""

    def respond(_: Request, true: Response) -> Response:
        packed = "Content-Encoding" in true.headers
        page = (gzip.decompress(true.body) if packed else true.body).decode()
        return Response(200, HTML, change(page).encode())

    site.fail(ARTICLES, respond)


def shows(body: bytes) -> Callable[[Request, Response], Response]:
    """Answer with *body*, whatever is asked for."""
    return lambda _, __: Response(200, HTML, body)


@pytest.fixture
def daily(few: Served, few_db: Path) -> tuple[Served, Path]:
    """The same site, and a database that holds what it has."""
    return few, few_db


NEW = {
    "първата": ("Президентът прие новите посланици", "prezidentat-prie-novite-poslanitsi"),
    "втората": ("Откриха изложба в Пловдив", "otkriha-izlozhba-v-plovdiv"),
}


def publish(site: ReplicaSite, word: str) -> str:
    headline, slug = NEW[word]
    text = (f"Това е {word} новина на деня.", "Тя има и втори абзац.")
    return site.publish(site.draft(headline, slug=slug, paragraphs=text)).id


def problems(db: Path) -> list[tuple[object, ...]]:
    return query(db, "SELECT kind, count(*) FROM problems GROUP BY kind")


def stored(db: Path, *ids: str) -> list[tuple[object, ...]]:
    marks = ", ".join("?" * len(ids))
    return query(db, f"SELECT id, headline FROM articles WHERE id IN ({marks}) ORDER BY id", *ids)


def heals(served: Served, db: Path, *ids: str) -> None:
    """The next run on the healed site stores all of *ids*, each as it is."""
    served.site.heal()
    ended(crawl(served.origin, db))
    items = {item.id: item.headline for item in served.site.items()}
    assert stored(db, *ids) == [(name, items[name]) for name in sorted(ids)]
    is_well(db)


def test_a_page_of_another_article_is_refused_on_any_day(daily: tuple[Served, Path]) -> None:
    served, db = daily
    other = served.site.items("bg")[3]
    page = served.site.answer("GET", f"/bg/{other.section}{other.number}/x.html").body.decode()
    new = publish(served.site, "първата")
    fail_with(served.site, lambda _: page)
    ran = crawl(served.origin, db, "--recheck", "0")
    assert (ran.code, stored(db, new)) == (5, [])
    said = query(db, "SELECT kind, message FROM problems")
    assert said == [("article", f"{new}: the page is that of {other.id}")]
    is_well(db)
    heals(served, db, new)


def test_a_stored_article_does_not_become_another_one(daily: tuple[Served, Path]) -> None:
    served, db = daily
    other = served.site.items("bg")[3]
    page = served.site.answer("GET", f"/bg/{other.section}{other.number}/x.html").body.decode()
    texts = "SELECT id, headline, body, revision FROM articles ORDER BY id"
    before = query(db, texts)
    fail_with(served.site, lambda _: page)
    make_due(db, 3)
    ran = crawl(served.origin, db)
    assert (ran.code, query(db, texts)) == (5, before)
    assert problems(db) == [("article", 3)]


def test_the_page_of_one_that_is_new_as_well_is_refused(daily: tuple[Served, Path]) -> None:
    """Each of two new pages shows the other: neither is stored as the other one's."""
    served, db = daily
    first, second = publish(served.site, "първата"), publish(served.site, "втората")
    pages = {
        name: served.site.answer("GET", f"/{name.replace('/news/', '/news')}/x.html").body
        for name in (first, second)
    }
    swapped = {first: pages[second], second: pages[first]}
    for name, body in swapped.items():
        served.site.fail(f"^/{name.replace('/news/', '/news')}/", shows(body))
    ran = crawl(served.origin, db)
    assert (ran.code, stored(db, first, second)) == (5, [])
    assert problems(db) == [("article", 2)]
    heals(served, db, first, second)


def one_date(page: str) -> str:
    """The time of the answer in the place of the date."""
    return TIMESTAMP.sub("2026-01-05 12:00:00", page)


def test_dates_that_are_not_those_of_the_listing_end_a_first_crawl(
    few: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    fail_with(few.site, one_date)
    ran = crawl(few.origin, db)
    assert ran.code == 5
    assert "new articles with the date of their listing: 0 of" in ran.err
    assert query(db, "SELECT count(*) FROM articles") == [(0,)]
    again = crawl(few.origin, db)
    assert again.code == 5  # and not believed because it came before
    assert query(db, "SELECT count(*) FROM articles") == [(0,)]
    few.site.heal()
    ended(crawl(few.origin, db))
    is_well(db)


def test_two_new_articles_with_other_dates_than_their_listing_are_withheld(
    daily: tuple[Served, Path],
) -> None:
    served, db = daily
    first, second = publish(served.site, "първата"), publish(served.site, "втората")
    fail_with(served.site, one_date)
    ran = crawl(served.origin, db, "--recheck", "0")
    assert (ran.code, stored(db, first, second)) == (5, [])
    heals(served, db, first, second)


def test_one_new_article_with_another_date_is_stored_and_named(daily: tuple[Served, Path]) -> None:
    """It may have been put off after the listing was read."""
    served, db = daily
    new = publish(served.site, "първата")
    fail_with(served.site, one_date)
    ran = crawl(served.origin, db, "--recheck", "0")
    assert ran.code == 5
    [(kind, message)] = query(db, "SELECT kind, message FROM problems")
    assert kind == "date"
    assert str(message).startswith(f"{new}: the page says 2026-01-05 12:00:00, the listing ")
    assert query(db, "SELECT substr(published_at, 1, 10) FROM articles WHERE id = ?", new) == [
        ("2026-01-05",)
    ]


def test_an_article_whose_date_is_edited_later_is_an_edit_and_no_problem(
    daily: tuple[Served, Path],
) -> None:
    served, db = daily
    newest = served.site.items("bg")[0]
    served.site.edit(newest.id, headline="Съвсем друго заглавие", published="2026-01-07 10:00:00")
    make_due(db)
    ended(crawl(served.origin, db))
    assert problems(db) == []
    changed = query(db, "SELECT changed FROM revisions WHERE revision = 2")
    assert changed == [('["headline", "published_at"]',)]
