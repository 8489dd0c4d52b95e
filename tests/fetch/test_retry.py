"""Waiting: what the site asks for with Retry-After, the pauses between tries, what cuts them short.

Where a wait is measured, only its least length is: that holds on a machine of any speed.
"""

import json
import os
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Request, Response, close_after, delay, status
from presidency_scraper.fetch.retry import parse_retry_after
from tests.conftest import SLOW, Served, crawl, ended, others_slow, query, scrapy
from tests.ingest.test_signals import started

PAGE = "/bg/news8635/"
ARTICLE = "bg/news/8635"
FAR = "Fri, 31 Dec 2123 23:59:59 GMT"
AT = datetime(2026, 1, 23, 12, 0, tzinfo=UTC)
OUTCOMES = "SELECT status, outcome FROM captures WHERE article_id = ? ORDER BY id"


Responder = Callable[[Request, Response], Response]


@pytest.fixture
def few(eight: Served) -> Served:
    return eight


def exit_code(db: Path) -> int:
    ((code,),) = query(db, "SELECT exit_code FROM runs ORDER BY id DESC LIMIT 1")
    return int(code)


def is_whole(site: Served, db: Path) -> bool:
    stored = {row[0] for row in query(db, "SELECT id FROM articles")}
    return stored == {item.id for item in site.site.items("bg")}


def heals(site: Served, db: Path) -> None:
    """Without faults the next crawl brings what is left."""
    site.site.heal()
    ended(crawl(site.origin, db))
    assert is_whole(site, db)


def arrivals(
    site: Served, path: str, fault: Responder, times: int | None = None
) -> list[tuple[float, str]]:
    """Play *fault* on *path*; where each request will be noted as it comes: when and for what."""
    noted: list[tuple[float, str]] = []

    def noting(responder: Responder) -> Responder:
        def note(request: Request, real: Response) -> Response:
            noted.append((time.monotonic(), request.path))
            return responder(request, real)

        return note

    site.site.fail(path, noting(fault), times=times)
    site.site.fail("", noting(lambda _, real: real))
    return noted


# What Retry-After says


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 007 ", 7),
        ("Fri, 23 Jan 2026 12:00:30 GMT", 30),
        ("Friday, 23-Jan-26 12:00:30 GMT", 30),
        ("Fri Jan 23 12:00:30 2026", 30),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("9" * 5000, 3650 * 86400),
    ],
)
def test_both_forms_of_retry_after_are_understood(value: str, seconds: int) -> None:
    assert parse_retry_after(value, AT) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["", "soon", "-1", "1.5", "1 2", "٣", "Fri, 99 Jan 2026 12:00:00 GMT", "2026-01-23"]
)
def test_nonsense_in_retry_after_says_nothing(value: str) -> None:
    assert parse_retry_after(value, AT) is None


@others_slow()
@pytest.mark.parametrize(
    ("path", "code"), [(PAGE, 429), ("/bg/news/page/1$", 503), ("^/robots.txt$", 429)]
)
def test_the_whole_host_is_left_alone_as_long_as_it_asks_and_then_asked_again(
    few: Served, tmp_path: Path, path: str, code: int
) -> None:
    noted = arrivals(few, path, status(code, retry_after="1"), times=1)
    ran = ended(crawl(few.origin, tmp_path / "p.db", "--section", "news"))
    assert ran.err.count("asks for a pause") == 1
    moments = [moment for moment, _ in noted]
    gaps = [later - before for before, later in pairwise(moments)]
    assert max(gaps) >= 1


@SLOW
def test_many_requests_at_once_wait_together_and_do_not_rush_out_together(
    few: Served, tmp_path: Path
) -> None:
    noted = arrivals(few, PAGE, status(503, retry_after="2"), times=1)
    many = "-s CONCURRENT_REQUESTS=4 -s CONCURRENT_REQUESTS_PER_DOMAIN=4 -s DOWNLOAD_DELAY=0.1"
    scrapy(few.origin, tmp_path / "p.db", *many.split())
    assert exit_code(tmp_path / "p.db") == 0
    first = next(number for number, (_, path) in enumerate(noted) if PAGE in path)
    moments = [moment for moment, _ in noted[first:]]
    gaps = [later - before for before, later in pairwise(moments)]
    wait = next(number for number, gap in enumerate(gaps) if gap >= 1)
    assert wait < 4  # only what was on its way already
    assert moments[wait + 4] - moments[wait + 1] >= 0.2  # three delays, less what arrives late
    assert is_whole(few, tmp_path / "p.db")


@pytest.mark.parametrize(
    ("code", "ends", "wish"), [(429, 6, "0"), (503, 4, "Thu, 01 Jan 2015 00:00:00 GMT")]
)
def test_a_request_is_tried_three_times_and_no_more(
    few: Served, tmp_path: Path, code: int, ends: int, wish: str
) -> None:
    few.site.fail(PAGE, status(code, retry_after=wish))
    ran = crawl(few.origin, tmp_path / "p.db")
    assert ran.code == ends, ran.err
    assert "asks for a pause" not in ran.err
    assert len([path for path in few.asked() if PAGE in path]) == 3
    heals(few, tmp_path / "p.db")


@others_slow()
@pytest.mark.parametrize(
    ("code", "ends", "said"),
    [
        (429, 6, "presidency: the site refuses (429) until 2123-12-31T23:59:59Z"),
        (503, 4, "presidency: the site asks to be left alone until 2123-12-31T23:59:59Z"),
    ],
)
@pytest.mark.parametrize("path", [PAGE, "^/robots.txt$"])
def test_a_longer_wish_ends_the_run_and_the_line_names_the_time(
    few: Served, tmp_path: Path, path: str, code: int, ends: int, said: str
) -> None:
    few.site.fail(path, status(code, retry_after=FAR))
    ran = crawl(few.origin, tmp_path / "p.db")
    assert ran.code == ends, ran.err
    assert ran.err.splitlines()[-1].startswith(said)
    assert path.strip("^$") in few.asked()[-1]  # nothing was asked after it
    assert exit_code(tmp_path / "p.db") == ends
    heals(few, tmp_path / "p.db")


def test_how_long_a_wish_may_be_is_a_setting(few: Served, tmp_path: Path) -> None:
    few.site.fail(PAGE, status(503, retry_after="2"))
    ran = scrapy(few.origin, tmp_path / "p.db", "-s", "PRESIDENCY_LONGEST_WAIT=1")
    assert "asks to be left alone until" in ran.err
    assert exit_code(tmp_path / "p.db") == 4


@SLOW
@pytest.mark.parametrize(
    ("code", "ends", "tries", "wish"), [(429, 6, 1, "soon"), (429, 6, 1, None), (503, 4, 3, "-1")]
)
def test_nonsense_is_as_good_as_nothing(
    few: Served, tmp_path: Path, code: int, ends: int, tries: int, wish: str | None
) -> None:
    few.site.fail(PAGE, status(code, retry_after=wish) if wish else status(code))
    assert crawl(few.origin, tmp_path / "p.db").code == ends
    assert len([path for path in few.asked() if PAGE in path]) == tries


def test_where_robots_txt_answers_429_nothing_is_asked_for(few: Served, tmp_path: Path) -> None:
    few.site.fail("^/robots.txt$", status(429))
    ended(crawl(few.origin, tmp_path / "p.db"), 6)
    assert few.asked() == ["/robots.txt"]
    heals(few, tmp_path / "p.db")


# What cuts a wait short: each of these would else take hours, and the test would time out


@contextmanager
def waiting(few: Served, db: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A crawl that has begun to wait for minutes."""
    few.site.fail(PAGE, status(503, retry_after="290"), times=1)
    where = ("--origin", few.origin, "--delay", "0", "--db", db, "--json")
    with started("crawl", *where, *options) as process:
        assert process.stderr
        while "asks for a pause" not in process.stderr.readline():
            assert process.poll() is None
        yield process


@SLOW
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_cuts_a_wait_short(
    few: Served, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with waiting(few, tmp_path / "p.db") as process:
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == code
    assert json.loads(out)["exit_code"] == code
    assert exit_code(tmp_path / "p.db") == code
    assert query(tmp_path / "p.db", "SELECT * FROM problems") == []
    heals(few, tmp_path / "p.db")


@SLOW
def test_the_end_of_max_time_cuts_a_wait_short(few: Served, tmp_path: Path) -> None:
    with waiting(few, tmp_path / "p.db", "--max-time", "8s") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 4
    assert err.splitlines()[-1] == (
        "presidency: the time of --max-time is up: run the same command to go on"
    )
    heals(few, tmp_path / "p.db")


@SLOW
def test_the_end_of_the_run_cuts_a_wait_short(few: Served, tmp_path: Path) -> None:
    few.site.fail(PAGE, status(503, retry_after="290"))
    few.site.fail("/bg/news8630/", lambda *_: Response(429, {}, delay=2))
    many = "-s CONCURRENT_REQUESTS=40 -s CONCURRENT_REQUESTS_PER_DOMAIN=40".split()
    ran = scrapy(few.origin, tmp_path / "p.db", *many)
    assert "asks for a pause" in ran.err
    assert exit_code(tmp_path / "p.db") == 6
    heals(few, tmp_path / "p.db")


# Failures of the network


def reset(few: Served) -> Responder:
    """A fault that resets the connection (RST) instead of answering."""

    def strike(_: Request, __: Response) -> Response:
        for client in list(few.server._clients):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(client.detach())
        raise ConnectionResetError

    return strike


def hang_up(_: Request, __: Response) -> Response:
    raise ConnectionAbortedError  # the server closes the connection without a word


FAILURES: dict[str, tuple[Callable[[Served], Responder], str]] = {
    "time-out": (lambda _: delay(30), "DownloadTimeoutError"),
    "reset": (reset, "Error"),
    "no answer": (lambda _: hang_up, "Error"),
    "no body": (lambda _: close_after(0), "ResponseDataLossError"),
    "truncated body": (lambda _: close_after(300), "ResponseDataLossError"),
    "500": (lambda _: status(500), "status 500"),
    "504": (lambda _: status(504), "status 504"),
    "408": (lambda _: status(408), "status 408"),
}


@SLOW
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_tried_three_times_noted_and_left_for_the_next_run(
    few: Served, tmp_path: Path, name: str
) -> None:
    make, said = FAILURES[name]
    db = tmp_path / "p.db"
    few.site.fail(PAGE, make(few))
    scrapy(few.origin, db, "-s", "DOWNLOAD_TIMEOUT=1")
    assert exit_code(db) == 4
    assert len([path for path in few.asked() if PAGE in path]) == (0 if name in DROPPED else 3)
    captures = query(db, "SELECT outcome, error FROM captures WHERE article_id = ?", ARTICLE)
    assert [outcome for outcome, _ in captures] == ["failed"] * 3
    assert all(said in error for _, error in captures)
    ((kind, url),) = query(db, "SELECT kind, url FROM problems")
    assert (kind, PAGE in url) == ("fetch", True)
    heals(few, db)


#: Faults that strike before the replica writes its log.
DROPPED = {"reset", "no answer"}


@pytest.mark.parametrize("name", ["reset", "500", "truncated body"])
def test_a_failure_that_passes_is_no_problem(few: Served, tmp_path: Path, name: str) -> None:
    few.site.fail(PAGE, FAILURES[name][0](few), times=2)
    ended(crawl(few.origin, tmp_path / "p.db"))
    assert query(tmp_path / "p.db", "SELECT * FROM problems") == []
    assert is_whole(few, tmp_path / "p.db")


def test_a_site_that_refuses_connections_half_way_is_left_alone(
    few: Served, tmp_path: Path
) -> None:
    def go_down(_: Request, real: Response) -> Response:
        few.server.stop()
        return real

    few.site.fail(r"/bg/news\d+/", go_down)
    ran = ended(crawl(few.origin, tmp_path / "p.db"), 4)
    assert "stopped answering" in ran.err.splitlines()[-1]
    sql = "SELECT error FROM captures WHERE error IS NOT NULL ORDER BY id DESC LIMIT 12"
    errors = [error.split(":")[0] for (error,) in query(tmp_path / "p.db", sql)]
    assert errors == ["DownloadConnectionRefusedError"] * 12


@SLOW
def test_the_pause_grows_from_try_to_try_with_the_delay(few: Served, tmp_path: Path) -> None:
    noted = arrivals(few, PAGE, status(500))
    more = "-a section=news -s DOWNLOAD_DELAY=0.1 -s LOG_LEVEL=INFO".split()
    ran = scrapy(few.origin, tmp_path / "p.db", *more)
    first, second, third = (moment for moment, path in noted if PAGE in path)
    assert second - first >= 0.1 * 5
    assert third - second >= 0.1 * 5 * 5
    assert ran.err.count("asking again in") == 2
