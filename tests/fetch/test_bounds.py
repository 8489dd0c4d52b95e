"""A run in its window: --max-time, --max-requests, and two runs that meet."""

import json
import re
import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Request, Response, delay, status
from tests.conftest import SLOW, Served, crawl, ended, presidency, query, rows, scrapy, serve_newest
from tests.fetch.test_retry import hang_up
from tests.ingest.test_signals import started

TIME_IS_UP = "presidency: the time of --max-time is up: run the same command to go on"
USED_UP = "presidency: the requests of --max-requests are used up: run the same command to go on"


@pytest.fixture(scope="module")
def unbound(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[object, ...]], int]:
    """What a run without bounds stores, and how many requests that takes."""
    db = tmp_path_factory.mktemp("unbound") / "p.db"
    with serve_newest(8) as served:
        ended(crawl(served.origin, db))
    return rows(db), len(served.asked())


def last_run(db: Path) -> tuple[int, str]:
    ((code, outcome),) = query(
        db, "SELECT exit_code, outcome FROM runs ORDER BY id DESC LIMIT 1"
    )  # fmt: skip
    return int(code), f"presidency: {outcome}"


# --max-requests


@pytest.mark.parametrize("most", [1, 2, 5, 12])
def test_max_requests_is_exact_and_leaves_no_hole(
    eight: Served, tmp_path: Path, unbound: tuple[list[tuple[object, ...]], int], most: int
) -> None:
    db = tmp_path / "p.db"
    ran = ended(crawl(eight.origin, db, "--max-requests", str(most)), 4)
    assert ran.err.splitlines()[-1] == USED_UP
    assert last_run(db) == (4, USED_UP)
    assert len(eight.asked()) == most == json.loads(ran.out)["requests"]
    assert query(db, "SELECT count(*) FROM captures") == [(most,)]
    assert query(db, "SELECT * FROM problems") == []
    ended(crawl(eight.origin, db))
    assert rows(db) == unbound[0]


@SLOW
def test_many_bounded_runs_add_up_to_a_whole_one(
    eight: Served, tmp_path: Path, unbound: tuple[list[tuple[object, ...]], int]
) -> None:
    db = tmp_path / "p.db"
    codes: list[int] = []
    while len(codes) < 12 and 0 not in codes:
        codes.append(crawl(eight.origin, db, "--max-requests", "7").code)
        assert len(eight.asked()) <= 7
    assert set(codes) == {4, 0}
    assert rows(db) == unbound[0]
    assert presidency("verify", "--db", db).code == 0


def test_a_run_that_needs_just_that_many_requests_is_whole(
    eight: Served, tmp_path: Path, unbound: tuple[list[tuple[object, ...]], int]
) -> None:
    ended(crawl(eight.origin, tmp_path / "p.db", "--max-requests", str(unbound[1])))
    assert len(eight.asked()) == unbound[1]


def test_further_tries_count(eight: Served, tmp_path: Path) -> None:
    eight.site.fail("/bg/news/page/1$", status(500))
    ran = crawl(eight.origin, tmp_path / "p.db", "--section", "news", "--max-requests", "3")
    assert (ran.code, ran.err.splitlines()[-1]) == (4, USED_UP)
    assert len(eight.asked()) == 3


def test_nothing_below_sends_a_request_again_uncounted(eight: Served, tmp_path: Path) -> None:
    """Twisted would, where a server hangs up on a kept connection."""
    asked: list[str] = []

    def listen(request: Request, real: Response) -> Response:
        asked.append(request.path)
        return hang_up(request, real) if "/news8630/" in request.path else real

    eight.site.fail("", listen)
    ran = ended(crawl(eight.origin, tmp_path / "p.db"), 4)
    assert len(asked) == json.loads(ran.out)["requests"]


def test_many_requests_at_once_keep_to_the_number(eight: Served, tmp_path: Path) -> None:
    many = "-s CONCURRENT_REQUESTS=8 -s CONCURRENT_REQUESTS_PER_DOMAIN=8 -a max_requests=9"
    ran = scrapy(eight.origin, tmp_path / "p.db", *many.split())
    assert f"{USED_UP.removeprefix('presidency: ')} (exit code 4)" in ran.err
    assert len(eight.asked()) == 9
    ended(crawl(eight.origin, tmp_path / "p.db"))
    assert query(tmp_path / "p.db", "SELECT count(*) FROM articles") == [(8,)]


def test_a_page_that_cannot_be_read_outweighs_the_bound(eight: Served, tmp_path: Path) -> None:
    eight.site.fail("/bg/news/page/1$", lambda *_: Response(200, {"Content-Type": "text/html"}))
    ended(crawl(eight.origin, tmp_path / "p.db", "--max-requests", "4"), 5)


# --max-time


@pytest.mark.parametrize("way", ["option", pytest.param("environment", marks=SLOW)])
def test_max_time_ends_a_run_in_order_and_leaves_no_hole(
    eight: Served, tmp_path: Path, unbound: tuple[list[tuple[object, ...]], int], way: str
) -> None:
    db = tmp_path / "p.db"
    eight.site.fail("/bg/", delay(1))  # the whole site would take longer than the time given
    arguments: list[str | Path] = ["crawl", "--origin", eight.origin, "--delay", "0", "--db", db]
    if way == "option":
        ran = presidency(*arguments, "--max-time", "4s", cwd=tmp_path)
    else:
        ran = presidency(*arguments, cwd=tmp_path, PRESIDENCY_MAX_TIME="4")
    assert ran.code == 4, ran.err
    assert ran.err.splitlines()[-1] == TIME_IS_UP
    assert last_run(db) == (4, TIME_IS_UP)
    assert query(db, "SELECT * FROM problems") == []
    eight.site.heal()
    ended(crawl(eight.origin, db))
    assert rows(db) == unbound[0]


def test_a_run_that_is_done_in_time_is_like_any_other(
    eight: Served, tmp_path: Path, unbound: tuple[list[tuple[object, ...]], int]
) -> None:
    ended(crawl(eight.origin, tmp_path / "p.db", "--max-time", "1h30m"))
    assert rows(tmp_path / "p.db") == unbound[0]


@pytest.mark.parametrize(
    "option",
    ["--max-time=0", "--max-time=", "--max-time=1d", "--max-time=30m1h", "--max-time=-5",
     "--max-time=1.5h", "--max-requests=0", "--max-requests=ten"],
)  # fmt: skip
def test_a_bound_that_means_nothing_is_refused_in_one_line(option: str, tmp_path: Path) -> None:
    ran = presidency("crawl", "--db", tmp_path / "p.db", option)
    assert ran.code == 2
    assert re.fullmatch(rf"presidency: {option.split('=')[0]} takes .*\n", ran.err)
    assert not (tmp_path / "p.db").exists()


# Two runs that meet


@pytest.mark.parametrize("times", [2, pytest.param(10, marks=SLOW)])
def test_of_two_runs_one_works_and_one_leaves_each_time(tmp_path: Path, times: int) -> None:
    with serve_newest(3) as served, ExitStack() as stack:
        for number in range(times):
            meet(served, tmp_path / str(number) / "p.db", stack)


def meet(served: Served, db: Path, stack: ExitStack) -> None:
    """Start two at once; the one that works gets its first answer when the other has left."""
    left = threading.Event()

    def hold(_: Request, real: Response) -> Response:
        assert left.wait(60)
        return real

    served.site.heal()
    served.site.clear_log()
    served.site.fail("", hold, times=1)
    db.parent.mkdir()
    options = ("--section", "news", "--origin", served.origin, "--delay", "0", "--db", db)
    pair = [stack.enter_context(started("crawl", *options)) for _ in range(2)]
    loser = first_to_end(pair)
    left.set()
    (winner,) = [process for process in pair if process is not loser]
    out, err = loser.communicate(timeout=60)
    since = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    said = rf"presidency: `presidency crawl .*` \(process {winner.pid}, since {since}\) works on "
    assert (loser.returncode, out) == (3, "")
    assert re.match(said, err), err
    _, err = winner.communicate(timeout=60)
    assert winner.returncode == 0, err
    paths = served.asked()
    assert len(paths) == len(set(paths))
    assert query(db, "SELECT count(*) FROM runs") == [(1,)]
    assert query(db, "SELECT count(*) FROM articles") == [(3,)]
    assert query(db, "SELECT count(*) FROM captures") == [(len(paths),)]


def first_to_end(pair: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    ended: list[subprocess.Popen[str]] = []
    one_ended = threading.Event()

    def watch(process: subprocess.Popen[str]) -> None:
        process.wait()
        ended.append(process)
        one_ended.set()

    for process in pair:
        threading.Thread(target=watch, args=(process,), daemon=True).start()
    assert one_ended.wait(60)
    return ended[0]
