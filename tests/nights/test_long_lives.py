"""Large numbers and long lives: what is said costs what is stored, whatever the numbers are.

Bounds are of work, not of time: seconds of processor, kinds of which a slow machine has as many.
A command that is answered in a twentieth of one may take forty times as long here.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response, serve_replica
from tests.conftest import HTML, SLOW, Ran, crawl, presidency, query, run
from tests.nights.bounded import Bounded, serve_bounded
from tests.nights.small_site import article, articles
from tests.serving import NEEDS_DATASETTE

#: Of a processor, for a command that says something of a small database.
SECONDS = 2
#: Of what is said: a number far away is a line, not a million of them.
LARGEST_SAYING, LARGEST_PAGE = 20_000, 300_000
NIGHTS, MANY = 3_650, 12_000


def briefly(*command: str | Path, seconds: int = SECONDS) -> Ran:
    """Run a command that is ended when it has used up its *seconds* of a processor."""
    words = ("tests.nights.awkward", f"cpu={seconds}", "memory=2000", "--", *map(str, command))
    return run("-m", *words, cwd=Path("/tmp"))


# -- numbers far away ------------------------------------------------------------------------------

FAR: dict[str, tuple[int, ...]] = {
    "a thousand million less one": (999_999_999,),
    "several, far from each other": (20_000, 3_000_000, 400_000_000, 400_000_002),
    "eight digits": (31_415_926,),
    "next to a far one": (999_999_998, 999_999_999),
}
_NAMES = list(FAR)
PARAMS = [*_NAMES[:2], *(pytest.param(name, marks=SLOW) for name in _NAMES[2:])]


@pytest.fixture(scope="module", params=PARAMS)
def far(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Ten articles and some of large numbers."""
    db = tmp_path_factory.mktemp("far") / "p.db"
    near = articles(n for n in range(1, 13) if n not in (5, 6))
    away = [article(n, day=90 + at) for at, n in enumerate(FAR[request.param])]
    with serve_replica(ReplicaSite([*near, *away])) as server:
        ran = crawl(server.origin, db)
        assert ran.code == 0, ran.err
    yield db


def missing(db: Path) -> int:
    """How many numbers between the lowest and the highest stored one no article has."""
    ((span, stored),) = query(
        db, "SELECT max(number) - min(number) + 1, count(DISTINCT number) FROM articles"
    )
    return int(span) - int(stored)


def is_brief(ran: Ran) -> None:
    assert ran.code == 0, ran.err
    assert len(ran.out) <= LARGEST_SAYING


def test_gaps_before_a_far_number_are_counted_and_named_as_a_range(far: Path) -> None:
    ran = briefly("status", "--db", far)
    is_brief(ran)
    assert f"{missing(far)} numbers" in ran.out
    ran = briefly("gaps", "--db", far)
    is_brief(ran)
    assert f"{missing(far)} of " in ran.out
    assert ran.out.startswith("5-6 ")


def test_gaps_before_a_far_number_are_few_objects(far: Path) -> None:
    ran = briefly("status", "--db", far, "--json")
    is_brief(ran)
    assert json.loads(ran.out)["gaps"] == missing(far)
    ran = briefly("gaps", "--db", far, "--json")
    is_brief(ran)
    document = json.loads(ran.out)
    ((lowest, highest),) = query(far, "SELECT min(number), max(number) FROM articles")
    assert (document["lowest"], document["highest"]) == (lowest, highest)


def test_the_gaps_before_a_far_number_can_be_asked_for(far: Path) -> None:
    with serve_replica(ReplicaSite(articles(range(1, 13)))) as server:
        where = ("--origin", server.origin, "--delay", "0", "--db", far)
        ran = briefly("gaps", "--fetch", "2", *where)
        assert ran.code == 0, ran.err
        assert len(server.site.log) <= 1 + 2 * 4


def test_crawl_verify_and_rebuild_take_a_far_number_as_any_other(far: Path) -> None:
    for command in ("verify", "rebuild"):
        ran = briefly(command, "--db", far, "--jobs", "1", seconds=10)
        assert ran.code == 0, ran.err
    assert query(far, "PRAGMA integrity_check") == [("ok",)]


@NEEDS_DATASETTE
def test_the_pages_of_a_far_number_are_small(far: Path) -> None:
    with serve_bounded(far) as web:
        for path in ("/", f"/articles/bg/news/{max_number(far)}", "/presidency/missing_numbers"):
            is_small(web, path)
        is_small(web, "/dashboard")


def max_number(db: Path) -> int:
    return int(query(db, "SELECT max(number) FROM articles")[0][0])


def test_a_far_number_that_is_only_announced_is_no_gap(tmp_path: Path) -> None:
    """Somebody mistyped a link: nothing is stored there, so nothing is missing before it."""
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 8)))
    site.publish(article(999_999_999, day=90))
    site.fail("news999999999/", lambda *_: Response(404, HTML, b"<p>no</p>"))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
    ran = briefly("gaps", "--db", db)
    assert (ran.code, ran.out) == (0, "every number from 1 to 7 is stored\n")
    assert briefly("status", "--db", db).code == 0


# -- ten years of nights ---------------------------------------------------------------------------


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def copy_rows(database: sqlite3.Connection, table: str, where: str, **changes: str) -> None:
    """Add rows like those *where* names; *changes* are expressions, of ``n.i`` as a number too."""
    names = columns(database, table)
    values = ", ".join(changes.get(name, f"{table}.{name}") for name in names)
    database.execute(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
        f" INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}, n WHERE {where}",
        {"many": int(changes["many"])},
    )


def show_each_night(database: sqlite3.Connection, run: int) -> None:
    """The newest page of a listing that stays as it is, once more in each of the runs after *run*.

    What it says of one article was said otherwise on every other night.
    """
    day = "strftime('%Y-%m-%dT%H:%M:%SZ', '2016-11-01T03:00:01', '+' || n.i || ' days')"
    (last,) = database.execute("SELECT max(id) FROM captures").fetchone()
    (page,) = database.execute("SELECT min(capture_id) FROM listing_pages").fetchone()
    copy_rows(
        database, "captures", f"captures.id = {page}",
        id=f"{last} + n.i", run_id=f"{run} + n.i", captured_at=day, many=str(NIGHTS),
    )  # fmt: skip
    for table in ("listing_pages", "listing_entries"):
        copy_rows(
            database, table, f"{table}.capture_id = {page}",
            capture_id=f"{last} + n.i", many=str(NIGHTS),
        )  # fmt: skip
    copy_rows(
        database, "entries", "entries.id = 1",
        id="1000000", lead="entries.lead || ' Още.'", many="1",
    )  # fmt: skip
    database.execute(
        "UPDATE listing_entries SET entry_id = 1000000"
        " WHERE entry_id = 1 AND capture_id > ? AND capture_id % 2",
        (last,),
    )


def grow(db: Path) -> None:
    """Twelve thousand articles, and ten years of nights as the program itself would note them.

    What the archive does not hold is here for reading alone: no test verifies it.
    """
    day = "strftime('%Y-%m-%dT%H:%M:%SZ', '{0}', '+' || n.i || ' days')"
    began = day.format("2016-11-01T03:00:00")
    with closing(sqlite3.connect(db)) as database, database:
        first = database.execute("SELECT max(id) FROM runs").fetchone()[0]
        captured = database.execute("SELECT max(id) FROM captures").fetchone()[0]
        copy_rows(
            database, "runs", f"runs.id = {first}",
            id=f"{first} + n.i", started_at=began, finished_at=began, many=str(NIGHTS),
        )  # fmt: skip
        copy_rows(
            database, "walks", f"walks.run_id = {first}",
            id="NULL", run_id=f"{first} + n.i", started_at=began, many=str(NIGHTS),
        )  # fmt: skip
        copy_rows(
            database, "captures", f"captures.id BETWEEN {captured - 3} AND {captured}",
            id="captures.id + 4 * n.i", run_id=f"{first} + n.i", captured_at=began,
            many=str(NIGHTS),
        )  # fmt: skip
        show_each_night(database, first)
        copy_rows(
            database, "run_fields", f"run_fields.run_id = {first}",
            run_id=f"{first} + n.i", many=str(NIGHTS),
        )  # fmt: skip
        copy_rows(
            database, "articles", "articles.id = 'bg/news/12'",
            id="'bg/news/' || (100 + n.i)", number="100 + n.i",
            url="'https://www.president.bg/news' || (100 + n.i) || '/x.html'",
            published_at="strftime('%Y-%m-%dT%H:00:00+02:00', '2012-01-23', (n.i * 9) || ' hours')",
            last_checked_at="strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", many=str(MANY),
        )  # fmt: skip
        copy_rows(
            database, "revisions", "revisions.article_id = 'bg/news/12'",
            article_id="'bg/news/' || (100 + n.i)", many=str(MANY),
        )  # fmt: skip
        copy_rows(
            database, "entries", "entries.id = 1",
            id="100 + n.i", article_id="'bg/news/' || (100 + n.i)", many=str(MANY),
        )  # fmt: skip
        copy_rows(
            database, "listing_entries",
            "listing_entries.capture_id = (SELECT min(capture_id) FROM listing_entries)"
            " AND listing_entries.position = 1",
            position="100 + n.i", entry_id="100 + n.i", many=str(MANY),
        )  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has seen ten years."""
    db = tmp_path_factory.mktemp("old") / "p.db"
    with serve_replica(ReplicaSite(articles(range(1, 13)))) as server:
        assert crawl(server.origin, db).code == 0
    grow(db)
    assert query(db, "SELECT count(*) >= 3651 FROM runs") == [(1,)]
    assert query(db, "SELECT count(*) >= 12012 FROM articles") == [(1,)]
    return db


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_after_ten_years_it_is_said_at_once_how_things_are(old: Path, command: str) -> None:
    is_brief(briefly(command, "--db", old))


def test_after_ten_years_the_last_runs_and_walks_are_still_the_last(old: Path) -> None:
    ran = briefly("status", "--db", old, "--json")
    is_brief(ran)
    document = json.loads(ran.out)
    newest = query(old, "SELECT id FROM runs ORDER BY id DESC LIMIT 5")
    assert [(run["id"],) for run in document["runs"]] == newest
    last = query(
        old, "SELECT listing, started_at FROM walks WHERE run_id = ? ORDER BY 1", NIGHTS + 1
    )
    assert [(one["listing"], one["started_at"]) for one in document["listings"]] == last


def test_after_ten_years_search_and_show_answer_at_once(old: Path) -> None:
    is_brief(briefly("search", "указ", "--db", old))
    is_brief(briefly("show", "bg/news/12", "--db", old))


@NEEDS_DATASETTE
def test_after_ten_years_the_pages_are_small_and_come_at_once(old: Path) -> None:
    with serve_bounded(old) as web:
        for path in ("/", "/dashboard", "/articles/bg/news/12", "/presidency/latest_runs"):
            is_small(web, path)


def is_small(web: Bounded, path: str) -> None:
    """A page comes that a browser can show, and it costs the server little."""
    before = web.processor()
    answer = web.ask(path, seconds=10)
    assert answer.status == 200, (path, answer.text[-300:])
    assert len(answer.body) <= LARGEST_PAGE
    assert web.processor() - before <= 2 * SECONDS  # the first page of all loads templates


def test_a_quiet_night_after_ten_years_costs_what_the_first_one_cost(tmp_path: Path) -> None:
    """With the past of runs, walks and a listing that stays, all that a night looks back at."""
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 13)))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
        began = datetime(2016, 11, 1, tzinfo=UTC)
        with closing(sqlite3.connect(db)) as database, database:
            names = [name for name in columns(database, "runs") if name not in ("id", "started_at")]
            row = database.execute(f"SELECT {', '.join(names)} FROM runs WHERE id = 1").fetchone()
            marks = ", ".join("?" * (len(names) + 2))
            database.executemany(
                f"INSERT INTO runs (id, started_at, {', '.join(names)}) VALUES ({marks})",
                [
                    (2 + n, (began + timedelta(days=n)).strftime("%Y-%m-%dT%H:%M:%SZ"), *row)
                    for n in range(NIGHTS)
                ],
            )
            copy_rows(
                database, "walks", "walks.run_id = 1",
                id="NULL", run_id="1 + n.i", many=str(NIGHTS),
            )  # fmt: skip
            show_each_night(database, 1)
        site.clear_log()
        where = ("--origin", server.origin, "--delay", "0", "--db", db)
        ran = briefly("crawl", *where, "--recheck", "0", "--sweep", "0", seconds=5)
        assert ran.code == 0, ran.err
        assert len(site.log) <= 5


# -- and short ones --------------------------------------------------------------------------------


def test_numbers_that_are_none_are_no_articles(tmp_path: Path) -> None:
    """Ten digits, a leading nought: no counter gets there, and nothing is stored as if it had."""
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 4)))

    def turn(_: Request, real: Response) -> Response:
        page = site.face("text").answer("GET", "/bg/news/page/1").body
        return Response(200, HTML, page.replace(b"/news3/", b"/news4294967296/"))

    site.fail("^/bg/news/page/1$", turn)
    with serve_replica(site) as server:
        ran = crawl(server.origin, db)
    assert ran.code in (0, 5), ran.err
    assert query(db, "SELECT max(number) FROM articles") in ([(2,)], [(3,)])
    assert presidency("verify", "--db", db).code == 0
