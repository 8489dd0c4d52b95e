"""What is no article is seen and named, and left alone: nothing is asked of it."""

import json
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.extract.outlinks import find_outlinks
from presidency_scraper.items import Capture, Outcome, Outlink
from presidency_scraper.sites.base import Kind
from presidency_scraper.sites.html.tree import parse_html
from presidency_scraper.sites.president_bg.urls import parse_url
from presidency_scraper.store.database import open_store
from tests.conftest import Crawled, presidency, query

TEXT = "https://text.president.bg"
PAGE = f"{TEXT}/bg/news8601/slug.html"


@pytest.mark.parametrize(
    ("written", "url", "kind"),
    [
        ('<a href="/bg/calendar/-12">', f"{TEXT}/bg/calendar/-12", "other"),
        ('<a href="/bg/calendar/12">', f"{TEXT}/bg/calendar/12", "calendar"),
        ("<A class=x HREF='/bg/cat8/A.html#top'>", f"{TEXT}/bg/cat8/A.html", "standing"),
        ("<a href=/bg/cat40/810/award>", f"{TEXT}/bg/cat40/810/award", "standing_item"),
        (
            '<a\nhref="//m.president.bg/images/a">',
            "https://m.president.bg/images/a",
            "image",
        ),
        ('<a href="../f/a.pdf?a=1&amp;b=2">', f"{TEXT}/bg/f/a.pdf?a=1&b=2", "other"),
        ('<base href="/files/"><a href="a.doc">', f"{TEXT}/files/a.doc", "other"),
    ],
)
def test_a_link_says_by_its_address_what_it_is(written: str, url: str, kind: str) -> None:
    found = find_outlinks(parse_html(f"{written}x</a>"), PAGE, parse_url)
    assert found == (Outlink(url, kind),)


@pytest.mark.parametrize(
    "href",
    [
        "/bg/news1937/slug.html",
        "/news1937",
        "/bg/news/page/2",
        "/",
        "#top",
        "https://example.org/calendar/1",
        "mailto:a@b.bg",
        "javascript:void(0)",
        "http://[",
        "",
    ],
)
def test_articles_listings_and_other_hosts_are_not_left_alone(href: str) -> None:
    assert find_outlinks(parse_html(f'<a href="{href}">x</a>'), PAGE, parse_url) == ()


def test_a_link_is_named_once_and_a_style_sheet_is_no_link() -> None:
    page = parse_html('<link href="/style.css"><a href="/cat8/A">1</a><a href="/cat8/A#b">2</a>')
    assert [link.url for link in find_outlinks(page, PAGE, parse_url)] == [
        "https://text.president.bg/cat8/A"
    ]


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_page_stops_it(page: str, href: str) -> None:
    for link in find_outlinks(parse_html(f'{page}<a href="{href}">'), PAGE, parse_url):
        assert link.kind in {kind.value for kind in Kind}


def test_a_crawl_names_what_it_left_alone_and_asks_for_none_of_it(crawled: Crawled) -> None:
    rows = query(crawled.db, "SELECT url, kind, capture_id FROM outlinks")
    paths = {urlsplit(str(url)).path: kind for url, kind, _ in rows}
    assert paths["/bg/cat8/Administracia"] == "standing"
    assert paths["/en/cat40/1000/john-atanasoff.html"] == "standing_item"
    assert set(paths.values()) >= {"calendar", "standing", "standing_item"}
    asked = {urlsplit(entry.path).path for entry in crawled.log}
    assert not asked & set(paths)
    pages = query(
        crawled.db, "SELECT id FROM captures WHERE outcome IN ('article', 'listing', 'shell')"
    )
    assert {row[2] for row in rows} <= {row[0] for row in pages}


@pytest.mark.parametrize("tag", ["<a ", "<base ", "<a x<"])
def test_tags_without_an_end_cost_no_more_than_others(tag: str) -> None:
    """Searched from each of them to the end of the page, this would take a day."""
    page = f'{tag * 500_000}><a title="1 < 2" href="/bg/calendar/12">'
    assert find_outlinks(parse_html(page), PAGE, parse_url) == (
        Outlink(f"{TEXT}/bg/calendar/12", Kind.CALENDAR),
    )


def test_status_says_how_much_was_left_alone(crawled: Crawled) -> None:
    kinds = Counter(row[0] for row in query(crawled.db, "SELECT kind FROM outlinks"))
    said = presidency("status", "--db", crawled.db)
    assert f"Seen and left alone: {kinds['calendar']} calendar page" in said.out
    told = json.loads(presidency("status", "--db", crawled.db, "--json").out)
    assert told["left_alone"] == kinds


def test_a_rebuild_finds_the_same(crawled: Crawled, tmp_path: Path) -> None:
    db = tmp_path / "again.db"
    archive = crawled.db.with_name("archive")
    ran = presidency("rebuild", "--db", db, "--archive", archive)
    assert ran.code == 0, ran.err
    everything = "SELECT * FROM outlinks ORDER BY url"
    assert query(db, everything) == query(crawled.db, everything)


def test_a_link_of_a_page_that_could_not_be_kept_is_named_by_the_next(tmp_path: Path) -> None:
    """The page before is not asked of the database again, unless it never got there."""
    store = open_store(tmp_path / "p.db")
    link = Outlink(f"{TEXT}/bg/calendar/12", Kind.CALENDAR)

    def save(number: int) -> None:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        store.add_capture(None, Capture(number, PAGE, at, Outcome.UNREADABLE))
        store.save_outlinks([link], number)

    with pytest.raises(sqlite3.OperationalError), store.transaction():
        save(1)
        store.database.execute("SELECT what is not there")
    with store.transaction():
        save(2)
    store.close()
    assert query(tmp_path / "p.db", "SELECT url, capture_id FROM outlinks") == [(link.url, 2)]
