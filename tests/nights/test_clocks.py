"""A clock that was wrong for a run: what it wrote holds nothing up, and somebody is told.

The clock of a command is moved by ``moved_clock``; that of the site is right.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Edition, Response
from tests.conftest import HTML, Ran, Served, crawl, others_slow, query, run
from tests.nights.plays import (
    address,
    always,
    articles_asked,
    ids,
    is_exact,
    is_well,
    newest,
    served,
    stored,
)

IN_2046 = datetime(2046, 5, 4, 3, 2, 1, tzinfo=UTC) - datetime.now(UTC)
IN_2015 = datetime(2015, 5, 4, 3, 2, 1, tzinfo=UTC) - datetime.now(UTC)
DAY = timedelta(days=1)
FORBIDS = Response(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")
ROWS = "SELECT id, headline, lead, published_at, body, revision, gone_at FROM articles ORDER BY id"


@pytest.fixture
def there() -> Iterator[Served]:
    """A site of twelve articles."""
    with served(newest(12)) as dozen:
        yield dozen


def crawl_at(moved: timedelta, there: Served, db: Path) -> Ran:
    """Crawl as if it were so much later."""
    clock = ("-m", "tests.nights.moved_clock", str(round(moved.total_seconds())))
    quick = ("--origin", there.origin, "--delay", "0", "--db", str(db), "--json")
    return run(*clock, "presidency_scraper", "crawl", *quick, cwd=db.parent)


def says_clock(ran: Ran) -> bool:
    return re.search(r"\bclock\b", ran.out + ran.err, re.IGNORECASE) is not None


def test_a_clock_that_is_moved_is_what_a_run_writes(there: Served, tmp_path: Path) -> None:
    ran = crawl_at(IN_2046, there, tmp_path / "p.db")
    assert ran.code == 0, ran.err
    times = "SELECT started_at FROM runs UNION SELECT captured_at FROM captures"
    assert {at[:7] for (at,) in query(tmp_path / "p.db", times)} == {"2046-05"}
    ((command,),) = query(tmp_path / "p.db", "SELECT command FROM runs")
    assert command.startswith("presidency crawl ")


def test_after_a_run_in_2046_all_is_stale_and_due_and_the_run_says_why(
    there: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    assert crawl_at(IN_2046, there, db).code == 0
    there.asked()
    ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    paths = there.asked()
    assert "/robots.txt" in paths
    assert set(articles_asked(paths)) == ids(there.site)
    assert says_clock(ran)
    is_exact(db, there.site)
    assert crawl(there.origin, db).code == 0
    assert articles_asked(there.asked()) == []  # and then it is quiet again
    assert crawl_at(DAY * 1.1, there, db).code == 0
    assert "/robots.txt" in there.asked()
    is_well(db)


def test_rules_read_in_2046_bind_nobody_today(there: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    there.site.fail("^/robots.txt$", always(FORBIDS))
    assert crawl_at(IN_2046, there, db).code == 6
    there.site.heal()
    ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    assert stored(db) == ids(there.site)


def test_what_was_unreadable_or_gone_in_2046_is_asked_for_again_today(
    there: Served, tmp_path: Path
) -> None:
    """A page broken for long is asked for ever more rarely, one that is gone once a month.

    Neither stands on the first page of a listing.
    """
    db = tmp_path / "p.db"
    *_, gone, broken = there.site.items("bg")
    there.site.fail(address(broken.id), always(Response(200, HTML, b"<p>Sorry</p>")))
    for night in range(4):
        crawl_at(IN_2046 + night * 200 * DAY, there, db)
        there.site.delete(gone.id)
    assert query(db, "SELECT id FROM articles WHERE gone_at IS NOT NULL") == [(gone.id,)]
    there.site.heal()
    there.site.restore(gone.id)
    ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    assert stored(db) == ids(there.site)
    assert query(db, "SELECT id FROM articles WHERE gone_at IS NOT NULL") == []


@others_slow()
@pytest.mark.parametrize(
    "back", [timedelta(hours=1), 3 * DAY, -IN_2015], ids=["an hour", "three days", "since 2015"]
)
def test_a_run_with_a_clock_that_is_behind_says_so_and_spoils_nothing(
    there: Served, tmp_path: Path, back: timedelta
) -> None:
    """To a clock of 2015 every date of a page lies ahead."""
    db = tmp_path / "p.db"
    assert crawl(there.origin, db).code == 0
    before = query(db, ROWS)
    there.asked()
    ran = crawl_at(-back, there, db)
    assert says_clock(ran)
    assert ran.code in ((0,) if back < 30 * DAY else (0, 4, 5)), ran.err
    assert "/robots.txt" in there.asked()
    assert query(db, ROWS) == before
    again = crawl(there.origin, db)
    assert again.code == 0, again.err
    assert query(db, ROWS) == before
    is_well(db)


def test_a_clock_that_goes_right_is_not_spoken_of(there: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    for days in (0, 2, 40, 400):
        ran = crawl_at(days * DAY, there, db)
        assert ran.code == 0, ran.err
        assert not says_clock(ran)
        assert "/robots.txt" in there.asked()
    checked = "SELECT min(last_checked_at) > datetime('now', '+390 days') FROM articles"
    assert query(db, checked) == [(1,)]


# What messages quote of the clock


@others_slow()
@pytest.mark.parametrize("edition", ["text", "www", "mobile"])
def test_a_date_ahead_makes_no_message_that_a_rebuild_would_not_make(
    tmp_path: Path, edition: Edition
) -> None:
    """On the article's own page, in teasers and in listings."""
    site, db = newest(6), tmp_path / "p.db"
    ahead = datetime.now(UTC) + 3 * DAY
    site.publish(site.draft("За вдругиден", published=f"{ahead:%Y-%m-%d} 10:10:00"))
    with served(site, edition) as there:
        crawl(there.origin, db, "--edition", edition, "--section", "news")
    messages = [message for (message,) in query(db, "SELECT message FROM problems")]
    assert messages
    assert not [message for message in messages if re.search(r":\d\d\.\d", message)]
    is_well(db)


def test_a_date_ahead_of_one_article_alone_is_quoted_so_too(there: Served, tmp_path: Path) -> None:
    """Its neighbours print another date of it, one that can be."""
    db = tmp_path / "p.db"
    item = there.site.items("bg")[3]
    ahead = f"{datetime.now(UTC) + 3 * DAY:%Y-%m-%d} 10:10:00"
    page = there.site.answer("GET", item.path).body.replace(item.published.encode(), ahead.encode())
    there.site.fail(address(item.id), always(Response(200, HTML, page)))
    ran = crawl(there.origin, db)
    assert ran.code == 5, ran.err
    assert stored(db) == ids(there.site) - {item.id}
    ((message,),) = query(db, "SELECT message FROM problems WHERE kind = 'date'")
    assert ahead in message
    assert not re.search(r":\d\d\.\d", message)
    is_well(db)
