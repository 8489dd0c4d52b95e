"""The table of docs/faults.md is true: each of its faults is played and looked at, and heals.

The page is read, not repeated: a row without a player here, or a player without a row, fails.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from presidency_scraper.replica import (
    ReplicaSite,
    Request,
    Response,
    close_after,
    delay,
    demo_site,
    serve_replica,
    status,
)
from tests.conftest import HTML, ROOT, Served, crawl, presidency, query
from tests.test_faults import bounce, rows, torn
from tests.test_patience import Responder, exit_code, reset, scrapy

ARTICLE = "/bg/news8601/"
LISTING = "/bg/news/page/2$"
ROBOTS = "^/robots.txt$"
COLUMNS = ["Fault", "What the site does", "Outcome", "Problem", "Exit", "The next run"]


@dataclass(frozen=True)
class Row:
    """A row of the table: what is promised of a fault."""

    outcomes: list[str]
    problems: list[str]
    code: int


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


def to_1251(page: bytes) -> bytes:
    text = page.decode().replace('<meta charset="utf-8">', "")
    return text.encode("windows-1251", "xmlcharrefreplace")


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
BOMB = gzip.compress(bytes(65 << 20))
FORBIDS = b"User-agent: *\nDisallow: /\n"

PLAYERS = {
    "time-out": Player(ARTICLE, lambda _: delay(30)),
    "reset": Player(ARTICLE, reset),
    "truncated body": Player(ARTICLE, lambda _: close_after(300)),
    "torn gzip": Player(ARTICLE, lambda _: torn),
    "5xx for ever": Player(ARTICLE, lambda _: status(500)),
    "5xx once": Player(ARTICLE, lambda _: status(502), 1),
    "429, Retry-After in seconds": Player(ARTICLE, lambda _: status(429, retry_after="1"), 1),
    "503, Retry-After as a date": Player(ARTICLE, lambda _: soon, 1),
    "429 without Retry-After": Player(ARTICLE, lambda _: status(429)),
    "Retry-After beyond the cap": Player(ARTICLE, lambda _: status(503, retry_after="3600")),
    "403": Player(ARTICLE, lambda _: status(403)),
    "redirects in a circle": Player(ARTICLE, lambda _: bounce),
    "wrong charset declared": Player(
        ARTICLE, turned(lambda page: page, "text/html; charset=windows-1251")
    ),
    "windows-1251 undeclared": Player(ARTICLE, turned(to_1251, "text/html")),
    "gzip bomb": Player(ARTICLE, always(200, {**HTML, "Content-Encoding": "gzip"}, BOMB)),
    "page of 50 MB": Player(ARTICLE, turned(lambda page: page + bytes(50 << 20), HEADER)),
    "nested-tag bomb": Player(ARTICLE, turned(nested, HEADER)),
    "picture for a page": Player(ARTICLE, always(200, {"Content-Type": "image/png"}, PNG)),
    "JSON for a page": Player(
        ARTICLE, always(200, {"Content-Type": "application/json"}, b'{"news": [1, 2]}')
    ),
    "empty body": Player(ARTICLE, always(200, HTML, b"")),
    "listing page empty": Player(LISTING, turned(without_entries, HEADER)),
    "listing page short": Player(LISTING, turned(one_entry_less, HEADER)),
    "listing page repeated": Player(LISTING, repeated),
    "error page with status 200": Player(LISTING, always(200, HTML, SORRY)),
    "robots.txt 500": Player(ROBOTS, lambda _: status(500)),
    "robots.txt forbids": Player(ROBOTS, always(200, {"Content-Type": "text/plain"}, FORBIDS)),
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_table() -> dict[str, Row]:
    """The table of the page, row by row."""
    lines = (ROOT / "docs/faults.md").read_text(encoding="utf-8").splitlines()
    head, _, *body = [cells(line) for line in lines if line.startswith("|")]
    assert head == COLUMNS
    names = [name for name, *_ in body]
    assert len(set(names)) == len(names)
    return {
        name: Row(re.findall(r"`(\w+)`", outcome), re.findall(r"`(\w+)`", problem), int(code))
        for name, _, outcome, problem, code, _ in body
    }


@pytest.fixture(scope="module")
def unhurt(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The rows of a crawl that met no fault."""
    db = tmp_path_factory.mktemp("unhurt") / "p.db"
    with serve_replica(ReplicaSite(demo_site().items("bg")[:12])) as server:
        assert crawl(server.origin, db).code == 0
    return rows(db)


@pytest.fixture
def few() -> Iterator[Served]:
    """The replica's twelve newest Bulgarian articles: three listing pages."""
    site = ReplicaSite(demo_site().items("bg")[:12])
    with serve_replica(site) as server:
        yield Served(site, server)


def played(db: Path, path: str) -> Row:
    """What became of the pages that the fault struck, each outcome and kind once."""
    captures = query(db, "SELECT url, outcome FROM captures ORDER BY id")
    place = path.removeprefix("^")
    outcomes = [outcome for url, outcome in captures if re.search(place, url)]
    kinds = [kind for (kind,) in query(db, "SELECT kind FROM problems ORDER BY id")]
    return Row(list(dict.fromkeys(outcomes)), list(dict.fromkeys(kinds)), exit_code(db))


def test_every_row_has_a_player_and_every_player_a_row() -> None:
    assert list(read_table()) == list(PLAYERS)


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
    assert played(db, player.path) == read_table()[name]
    few.site.heal()
    forget_robots(db)
    again = crawl(few.origin, db)
    assert again.code == 0, again.err
    assert rows(db) == unhurt
    said = presidency("verify", "--db", db)
    assert said.code == 0, said.out
