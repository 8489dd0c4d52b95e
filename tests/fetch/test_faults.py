"""When the site, the network or the disk fails: what a run says, and that the next one heals it.

Each fault is played on the replica, crawled, taken away and crawled again: the rows are then
those of a crawl that met no fault, and `verify` finds the archive and the database of one mind.
"""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import Request, Response, close_after, status
from tests.conftest import HTML, SLOW, Ran, Served, crawl, ended, is_well, query, rows, scrapy
from tests.disks import mounted_disk
from tests.ingest.test_history import ID

PAGE = "/bg/news8601/"
ARTICLES = r"/bg/news\d+/"


@pytest.fixture
def heals(few: Served, tmp_path: Path, unhurt: list[tuple[object, ...]]) -> Callable[[], list[str]]:
    return lambda: make_well(few, tmp_path / "p.db", unhurt)


def make_well(few: Served, db: Path, unhurt: list[tuple[Any, ...]]) -> list[str]:
    """Take the faults away and crawl again: all is there and well; return what was asked for."""
    few.site.heal()
    few.asked()
    ended(crawl(few.origin, db))
    assert rows(db) == unhurt
    is_well(db)
    return few.asked()


def one_sentence(ran: Ran, *words: str) -> None:
    """The last line on standard error is the only one that says how the run ended."""
    *before, last = ran.err.splitlines()
    outcome = json.loads(ran.out)["outcome"]
    assert last == f"presidency: {outcome}"
    assert not any(outcome in line for line in before)
    assert all(word in last for word in words)
    assert "Traceback" not in ran.err


# Bodies


def packed(code: int, body: bytes, encoding: str = "gzip") -> Response:
    return Response(code, {**HTML, "Content-Encoding": encoding}, body)


def torn(_: Request, real: Response) -> Response:
    whole = gzip.decompress(real.body) if "Content-Encoding" in real.headers else real.body
    return packed(200, gzip.compress(whole, mtime=0)[:-40])


BODIES: dict[str, tuple[Callable[[Request, Response], Response], int, str]] = {
    "torn": (torn, 200, "cut short"),
    "404 that is no gzip": (lambda *_: packed(404, b"no gzip"), 404, "not the gzip it says"),
    "unknown": (lambda *_: packed(200, b"<html>", "foo"), 200, "unknown content encoding 'foo'"),
    "bomb": (lambda *_: packed(200, gzip.compress(bytes(65 << 20))), 200, "is larger than"),
}


@pytest.mark.parametrize(
    "name", ["torn", *(pytest.param(name, marks=SLOW) for name in BODIES if name != "torn")]
)
def test_a_body_that_cannot_be_decoded_is_no_article_in_the_crawl_nor_in_a_rebuild(
    few: Served, tmp_path: Path, heals: Callable[[], None], name: str
) -> None:
    responder, code, said = BODIES[name]
    db = tmp_path / "p.db"
    few.site.fail(PAGE, responder)
    ran = ended(crawl(few.origin, db), 5)
    one_sentence(ran, "1 page could not be read")
    assert query(db, "SELECT status, outcome, length FROM captures WHERE article_id = ?", ID) == [
        (code, "unreadable", 0)
    ]
    ((kind, message),) = query(db, "SELECT kind, message FROM problems")
    assert (kind, said in message) == ("encoding", True)
    assert query(db, "SELECT count(*) FROM articles") == [(19,)]
    is_well(db)
    heals()


def test_a_listing_that_cannot_be_decoded_leaves_no_hole(
    few: Served, tmp_path: Path, heals: Callable[[], None]
) -> None:
    few.site.fail("/bg/news/page/2$", torn)
    assert crawl(few.origin, tmp_path / "p.db").code == 5
    is_well(tmp_path / "p.db")
    heals()


def test_a_page_that_is_too_large_is_a_failure_and_no_refusal(
    few: Served, tmp_path: Path, heals: Callable[[], None]
) -> None:
    few.site.fail(PAGE, lambda *_: Response(200, HTML, bytes(33 << 20)))
    ended(crawl(few.origin, tmp_path / "p.db"), 4)
    ((kind, message),) = query(tmp_path / "p.db", "SELECT kind, message FROM problems")
    assert (kind, "robots" in message) == ("fetch", False)
    heals()


def test_what_is_asked_for_is_what_can_be_decoded_everywhere(few: Served, tmp_path: Path) -> None:
    asked: set[str] = set()

    def listen(request: Request, real: Response) -> Response:
        asked.add(request.headers["accept-encoding"])
        return real

    few.site.fail("", listen)
    ended(crawl(few.origin, tmp_path / "p.db", "--limit", "1"))
    assert asked == {"gzip, deflate"}


# Redirects


def bounce(request: Request, _: Response) -> Response:
    path = request.path
    there = path.removesuffix(".html") if path.endswith(".html") else f"{path}.html"
    return Response(302, {**HTML, "Location": there})


@pytest.mark.parametrize(
    "path", [pytest.param("/bg/news/page/1(.html)?$", marks=SLOW), PAGE], ids=["listing", "article"]
)
def test_redirects_in_a_circle_are_a_failure(
    few: Served, tmp_path: Path, heals: Callable[[], None], path: str
) -> None:
    db = tmp_path / "p.db"
    few.site.fail(path, bounce)
    ran = ended(crawl(few.origin, db, "--section", "news"), 4)
    one_sentence(ran, "1 page could not be fetched")
    assert query(db, "SELECT message FROM problems") == [("redirects in a circle",)]
    if path != PAGE:
        assert len(few.asked()) == 1 + 6  # robots.txt, the page, five hops, and no other listing
    is_well(db)
    heals()


# A site that is down


@pytest.mark.parametrize(
    "fault", [pytest.param(status(500), marks=SLOW), close_after(0)], ids=["500", "no answer"]
)
def test_a_site_that_stops_answering_is_left_alone(
    few: Served,
    tmp_path: Path,
    heals: Callable[[], None],
    fault: Callable[[Request, Response], Response],
) -> None:
    few.site.fail(ARTICLES, fault)
    few.site.fail("/page/[2-9]$", fault)
    ran = ended(crawl(few.origin, tmp_path / "p.db"), 4)
    one_sentence(ran, "stopped answering")
    assert len([path for path in few.asked() if "/news8" in path]) <= 5 * 3 + 3
    heals()


def test_pages_that_always_fail_do_not_hide_what_is_new(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    few.site.fail(ARTICLES, status(500))
    for _ in range(2):
        assert crawl(few.origin, db).code == 4
    few.site.publish(few.site.draft("Съвсем ново"))
    new = few.site.items("bg")[0]
    few.site.heal()
    few.site.fail(rf"/bg/news(?!{new.number}/)\d+/", status(500))
    assert crawl(few.origin, db).code == 4
    assert query(db, "SELECT count(*) FROM articles WHERE id = ?", new.id) == [(1,)]
    is_well(db)


@pytest.mark.parametrize("code", [500, 503])
def test_without_robots_txt_nothing_is_asked_for_and_nobody_refuses(
    few: Served, tmp_path: Path, heals: Callable[[], None], code: int
) -> None:
    few.site.fail("^/robots.txt$", status(code))
    ran = ended(crawl(few.origin, tmp_path / "p.db"), 7)
    one_sentence(ran, "robots.txt could not be fetched")
    assert set(few.asked()) == {"/robots.txt"}
    heals()


def test_a_robots_txt_that_cannot_be_decoded_allows_nothing(
    few: Served, tmp_path: Path, heals: Callable[[], None]
) -> None:
    few.site.fail("^/robots.txt$", torn)
    assert crawl(few.origin, tmp_path / "p.db").code == 7
    assert set(few.asked()) == {"/robots.txt"}
    is_well(tmp_path / "p.db")
    heals()


# Said once, and forecast


def test_a_run_by_scrapy_itself_still_says_how_it_ended(few: Served, tmp_path: Path) -> None:
    few.site.fail(PAGE, status(500))
    ran = scrapy(few.origin, tmp_path / "p.db")
    assert "1 page could not be fetched: the next run asks again (exit code 4)" in ran.err


def test_a_dry_run_with_nothing_new_forecasts_one_page_a_listing(few: Served, few_db: Path) -> None:
    said = json.loads(crawl(few.origin, few_db, "--dry-run").out)
    listings = few.asked()  # robots.txt is known of the crawl before
    assert all("/page/" in path for path in listings)
    assert (said["listing_pages"], said["articles"]) == (len(listings), 0)


# The disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 64 KB."""
    with mounted_disk(tmp_path / "disk", "64k") as disk:
        yield disk


def resize(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@pytest.mark.parametrize(
    "limit", [pytest.param("none", marks=SLOW), "2"], ids=["at first", "with an archive"]
)
def test_a_full_disk_stops_the_run_and_the_next_one_with_room_goes_on(
    few: Served, tmp_path: Path, small_disk: Path, unhurt: list[tuple[object, ...]], limit: str
) -> None:
    db, archive, junk = tmp_path / "p.db", small_disk, small_disk / "junk"
    if limit != "none":
        ended(crawl(few.origin, db, "--archive", archive, "--limit", limit))
        with junk.open("wb", buffering=0) as file:
            assert file.write(bytes(1 << 20)) < 1 << 20  # all there is
    ran = ended(crawl(few.origin, db, "--archive", archive), 8)
    one_sentence(ran, f"the disk of {archive} is full: make room and run the same command again")
    ((captures, kept, last),) = query(
        db, "SELECT count(*), count(warc_file), max(id) FROM captures"
    )
    assert captures == kept == last
    junk.unlink(missing_ok=True)
    resize(small_disk, "64m")
    ended(crawl(few.origin, db, "--archive", archive))
    assert rows(db) == unhurt
    is_well(db, "--archive", archive)


def is_valid(db: Path, elsewhere: Path) -> None:
    """Looked at where there is room: SQLite cannot even read on a disk that is quite full."""
    for part in db.parent.glob(f"{db.name}*"):
        shutil.copy(part, elsewhere)
    copy = elsewhere / db.name
    assert query(copy, "PRAGMA integrity_check") == [("ok",)]
    assert query(copy, "PRAGMA foreign_key_check") == []
    assert query(copy, "SELECT count(*) FROM captures WHERE warc_file IS NULL") == [(0,)]


@pytest.mark.parametrize(
    "free",
    [pytest.param(0, marks=SLOW), 40, pytest.param(160, marks=SLOW)],
    ids=lambda free: f"{free} KB free",
)
def test_a_disk_full_of_archive_and_database_leaves_both_valid_and_the_next_run_completes(
    few: Served,
    tmp_path: Path,
    small_disk: Path,
    unhurt: list[tuple[object, ...]],
    free: int,
) -> None:
    db = small_disk / "p.db"
    resize(small_disk, "64m")
    ended(crawl(few.origin, db, "--limit", "2"))
    used = int(subprocess.check_output(["du", "-sk", small_disk], text=True).split()[0])
    resize(small_disk, f"{used + free}k")
    ran = ended(crawl(few.origin, db), 8)
    assert "Traceback" not in ran.err
    assert "make room and run the same command again" in ran.err.splitlines()[-1]
    is_valid(db, tmp_path)
    new = json.loads(ran.out)["new_articles"] if ran.out else 0
    assert query(tmp_path / db.name, "SELECT count(*) FROM articles") == [(2 + new,)]
    resize(small_disk, "64m")
    ended(crawl(few.origin, db))
    assert rows(db) == unhurt
    is_well(db)


def test_a_database_that_cannot_take_in_the_archive_is_refused_in_one_line(
    few: Served, few_db: Path
) -> None:
    with closing(sqlite3.connect(few_db)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM captures WHERE id = (SELECT max(id) FROM captures)")
        connection.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON captures BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    ran = ended(crawl(few.origin, few_db), 8)
    (line,) = ran.err.splitlines()
    assert line.startswith(f"presidency: {os.fspath(few_db)} cannot be used (no)")
