"""The first table of docs/faults.md is true: each of its faults is played and looked at, and heals.

The page is read, not repeated: a row without a player here, or a player without a row, fails.
"""

import gzip
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Request, Response, close_after, delay, demo_site, status
from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Page
from tests.conftest import HTML, ROOT, Served, crawl, query, scrapy
from tests.fetch.test_faults import bounce, make_well, torn
from tests.fetch.test_retry import Responder, exit_code, hang_up, reset

DEMO = "https://text.president.bg"
ARTICLE = "/bg/news8601/"
LISTING = "/bg/news/page/2$"
ROBOTS = "^/robots.txt$"
META = b'<meta charset="utf-8">'
COLUMNS = ["Fault", "What the site does", "Outcome", "Problem", "Exit", "The next run"]


@dataclass(frozen=True)
class Row:
    """A row of the table: what is promised of a fault."""

    outcomes: list[str]
    problems: list[str]
    code: int
    asks_again: bool


@dataclass(frozen=True)
class Player:
    """How a fault is played: where, with what, how often."""

    path: str
    make: Callable[[Served], Responder]
    times: int | None = None


def whole(real: Response) -> bytes:
    """The body of the true answer, without content encoding."""
    return gzip.decompress(real.body) if "Content-Encoding" in real.headers else real.body


def always(code: int, headers: dict[str, str], body: bytes) -> Callable[[Served], Responder]:
    return lambda _: lambda __, ___: Response(code, headers, body)


def turned(make: Callable[[bytes], bytes], content_type: str) -> Callable[[Served], Responder]:
    """The true page with other bytes under another type."""
    return lambda _: (
        lambda __, real: Response(200, {"Content-Type": content_type}, make(whole(real)))
    )


def undeclared(page: bytes) -> bytes:
    assert page.count(META) == 1
    return page.replace(META, b"")


def to_1251(page: bytes) -> bytes:
    return undeclared(page).decode().encode("windows-1251", "xmlcharrefreplace")


def controlled(page: bytes) -> bytes:
    return page.replace(b"<h2>", "<h2>\x1b\x07\u202e".encode(), 1)


def nested(page: bytes) -> bytes:
    return page.replace(b"<h2>", b"<div>" * 100_000 + b"<h2>", 1)


def soon(_: Request, __: Response) -> Response:
    moment = datetime.now(UTC) + timedelta(seconds=2)
    return Response(503, {"Retry-After": f"{moment:%a, %d %b %Y %H:%M:%S} GMT"})


def without_entries(page: bytes) -> bytes:
    return re.sub(rb"<div>\n<h2>.*?</div>\n", b"", page, flags=re.S)


def one_entry_less(page: bytes) -> bytes:
    return re.sub(rb"<div>\n<h2>.*?</div>\n", b"", page, count=1, flags=re.S)


def repeated(served: Served) -> Responder:
    """Page 1 of the listing where another was asked for."""
    twin = served.site.face("text")
    return lambda _, __: twin.answer("GET", "/bg/news/page/1")


HEADER = "text/html; charset=utf-8"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
SORRY = "<html><body><h1>Грешка</h1><p>Моля, опитайте по-късно.</p></body></html>".encode()
ABSENT = "<html><body><h1>Страницата не е намерена</h1></body></html>".encode()
BOMB = gzip.compress(bytes(65 << 20))
FORBIDS = b"User-agent: *\nDisallow: /\n"
JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}

PLAYERS = {
    "time-out": Player(ARTICLE, lambda _: delay(30)),
    "reset": Player(ARTICLE, reset),
    "truncated body": Player(ARTICLE, lambda _: close_after(300)),
    "torn gzip": Player(ARTICLE, lambda _: torn),
    "5xx for ever": Player(ARTICLE, lambda _: status(500)),
    "5xx once": Player(ARTICLE, lambda _: status(502), 1),
    "429, Retry-After in seconds": Player(ARTICLE, lambda _: status(429, retry_after="1"), 1),
    "503, Retry-After as a date": Player(ARTICLE, lambda _: soon, 1),
    "503, Retry-After beyond the cap": Player(ARTICLE, lambda _: status(503, retry_after="3600")),
    "429, Retry-After beyond the cap": Player(ARTICLE, lambda _: status(429, retry_after="3600")),
    "429 without Retry-After": Player(ARTICLE, lambda _: status(429)),
    "403": Player(ARTICLE, lambda _: status(403)),
    "404": Player(ARTICLE, lambda _: status(404)),
    "not found, with status 200": Player(ARTICLE, always(200, HTML, ABSENT)),
    "sent to the front page": Player(ARTICLE, always(302, {**HTML, "Location": "/bg/"}, b"")),
    "sent to another host": Player(
        ARTICLE, always(302, {**HTML, "Location": "http://elsewhere.example/"}, b"")
    ),
    "redirects in a circle": Player(ARTICLE, lambda _: bounce),
    "missing charset": Player(ARTICLE, turned(undeclared, "text/html")),
    "wrong charset": Player(ARTICLE, turned(lambda page: page, "text/html; charset=windows-1251")),
    "windows-1251 undeclared": Player(ARTICLE, turned(to_1251, "text/html")),
    "windows-1251 declared as UTF-8": Player(ARTICLE, turned(to_1251, HEADER)),
    "control characters": Player(ARTICLE, turned(controlled, HEADER)),
    "gzip bomb": Player(ARTICLE, always(200, {**HTML, "Content-Encoding": "gzip"}, BOMB)),
    "page of 50 MB": Player(ARTICLE, turned(lambda page: page + bytes(50 << 20), HEADER)),
    "nested-tag bomb": Player(ARTICLE, turned(nested, HEADER)),
    "picture for a page": Player(ARTICLE, always(200, {"Content-Type": "image/png"}, PNG)),
    "JSON for a page": Player(ARTICLE, always(200, JSON, b'{"news": [1, 2]}')),
    "empty body": Player(ARTICLE, always(200, HTML, b"")),
    "error page for an article": Player(ARTICLE, always(200, HTML, SORRY)),
    "listing page 5xx": Player(LISTING, lambda _: status(500)),
    "listing page not found": Player(LISTING, lambda _: status(404)),
    "listing page empty": Player(LISTING, turned(without_entries, HEADER)),
    "listing page short": Player(LISTING, turned(one_entry_less, HEADER)),
    "listing page repeated": Player(LISTING, repeated),
    "first page empty": Player("/bg/news/page/1$", turned(without_entries, HEADER)),
    "pager without an end": Player("/bg/news/page/[5-9]$", repeated),
    "error page for a listing page": Player(LISTING, always(200, HTML, SORRY)),
    "robots.txt 500": Player(ROBOTS, lambda _: status(500)),
    "robots.txt forbids": Player(ROBOTS, always(200, TEXT, FORBIDS)),
    "HTML page for robots.txt": Player(ROBOTS, always(200, HTML, SORRY)),
    "site down": Player("", lambda _: hang_up),
    "site goes down": Player(r"/bg/[a-z-]+\d+/|/page/[2-9]$", lambda _: status(500)),
}
#: Faults of articles that leave a run going: these are played in one run too.
TOGETHER = [
    "time-out", "reset", "truncated body", "torn gzip", "5xx once", "503, Retry-After as a date",
    "404", "redirects in a circle", "windows-1251 undeclared", "gzip bomb",
]  # fmt: skip


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_table() -> dict[str, Row]:
    """The first table of the page, row by row."""
    page = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    table = page[page.index("| Fault |") :].partition("\n\n")[0]
    head, _, *body = [cells(line) for line in table.splitlines()]
    assert head == COLUMNS
    names = [name for name, *_ in body]
    assert len(set(names)) == len(names)
    return {
        name: Row(
            re.findall(r"`(\w+)`", outcome),
            re.findall(r"`(\w+)`", problem),
            int(code),
            "asks again" in later,
        )
        for name, _, outcome, problem, code, later in body
    }


def is_struck(path: str, url: str) -> bool:
    return re.search(path.removeprefix("^"), url) is not None


def seen(db: Path, path: str) -> tuple[list[str], list[str]]:
    """Outcomes of the pages that the fault struck, and kinds of problems, each once."""
    captures = query(db, "SELECT url, outcome FROM captures ORDER BY id")
    outcomes = [outcome for url, outcome in captures if is_struck(path, url)]
    problems = query(db, "SELECT url, kind FROM problems ORDER BY id")
    kinds = [kind for url, kind in problems if is_struck(path, url) or path == ROBOTS]
    return list(dict.fromkeys(outcomes)), list(dict.fromkeys(kinds))


def a_day_passes(db: Path) -> None:
    """So long a robots.txt is kept."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE robots SET fetched_at = '2020-01-01T00:00:00Z'")


@pytest.mark.parametrize("path", ["/bg/news8601/x.html", "/bg/news/page/1"])
@pytest.mark.parametrize("close", ["", "</div>"], ids=["open", "closed"])
def test_a_page_of_which_nested_tags_hide_the_last_lines_is_refused(path: str, close: str) -> None:
    page = demo_site().answer("GET", path).body.decode()
    extract(page, path)
    at = page.rindex("<p>")
    for deep, hides in ((1_000, False), (3_000, True)):
        bomb = page[:at] + "<div>" * deep + page[at:] + close * deep
        with pytest.raises(LayoutError, match="so deep") if hides else nullcontext():
            assert extract(bomb, path) == extract(page, path)


def extract(page: str, path: str) -> Page:
    at = datetime(2026, 1, 23, tzinfo=UTC)
    return read_page(page.encode(), url=DEMO + path, content_type=HEADER, seen_at=at)


def test_every_row_has_a_player_and_every_player_a_row() -> None:
    assert list(read_table()) == list(PLAYERS)


def test_faults_that_come_together_end_each_as_the_table_says_and_heal(
    few: Served, tmp_path: Path, unhurt: list[tuple[object, ...]]
) -> None:
    table, db = read_table(), tmp_path / "p.db"
    struck = {
        name: f"/{item.language}/{item.section}{item.number}/"
        for name, item in zip(TOGETHER, few.site.items("bg")[::2], strict=True)
    }
    for name, path in struck.items():
        few.site.fail(path, PLAYERS[name].make(few), times=PLAYERS[name].times)
    scrapy(few.origin, db, "-s", "DOWNLOAD_TIMEOUT=1")
    for name, path in struck.items():
        assert (name, *seen(db, path)) == (name, table[name].outcomes, table[name].problems)
    assert exit_code(db) == max(table[name].code for name in TOGETHER) == 5
    asked = make_well(few, db, unhurt)
    for name, path in struck.items():
        assert (name, any(path in one for one in asked)) == (name, table[name].asks_again)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLAYERS)
def test_a_fault_ends_as_the_table_says_and_heals(
    few: Served, tmp_path: Path, unhurt: list[tuple[object, ...]], name: str
) -> None:
    player, db = PLAYERS[name], tmp_path / "p.db"
    few.site.fail(player.path, player.make(few), times=player.times)
    if name == "time-out":
        scrapy(few.origin, db, "-s", "DOWNLOAD_TIMEOUT=1")
    else:
        crawl(few.origin, db)
    row = read_table()[name]
    assert (*seen(db, player.path), exit_code(db)) == (row.outcomes, row.problems, row.code)
    a_day_passes(db)
    asked = make_well(few, db, unhurt)
    assert any(re.search(player.path, path) for path in asked) == row.asks_again
