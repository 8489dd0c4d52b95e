"""Every exit code of docs/exit-codes.md, each reached by the real command in a real situation.

Each is checked in three places: the code of the process, the one line on standard error, and the
run's row in the database where the run got as far as one.
"""

import shutil
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Request, Response, status
from presidency_scraper.errors import ExitCode
from presidency_scraper.ingest.lock import locked
from tests.conftest import HTML, ROOT, Ran, Served, crawl, python_path, query, serve_newest
from tests.ingest.test_signals import started

PAGE = "/bg/news8635/"


Situation = Callable[[Served, Path], Ran]


def nothing_wrong(site: Served, db: Path) -> Ran:
    return crawl(site.origin, db)


def a_defect_of_the_program(site: Served, db: Path) -> Ran:
    """A copy of the program in which reading a page fails in a way nobody foresaw."""
    copy = db.parent / "copy"
    shutil.copytree(ROOT / "presidency_scraper", copy / "presidency_scraper")
    with (copy / "presidency_scraper" / "extract" / "page.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef read_with_links(*_, **__):\n    return 1 / 0\n")
    return crawl(site.origin, db, PYTHONPATH=python_path(copy))


def a_misspelt_section(site: Served, db: Path) -> Ran:
    return crawl(site.origin, db, "--section", "nws")


def another_run_at_work(site: Served, db: Path) -> Ran:
    with locked(db, db.parent / "p-archive"):
        return crawl(site.origin, db)


def a_page_that_fails(site: Served, db: Path) -> Ran:
    site.site.fail(PAGE, status(500))
    return crawl(site.origin, db)


def a_page_without_a_date(site: Served, db: Path) -> Ran:
    body = "<h1>НОВИНИ</h1><h2>Преместено</h2><p>Без дата.</p>".encode()
    site.site.fail(PAGE, lambda *_: Response(200, HTML, body))
    return crawl(site.origin, db)


def a_site_that_forbids(site: Served, db: Path) -> Ran:
    site.site.fail(PAGE, status(403))
    return crawl(site.origin, db)


def nobody_there(_: Served, db: Path) -> Ran:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return crawl(f"http://127.0.0.1:{port}", db)


def a_letter_for_a_database(site: Served, db: Path) -> Ran:
    db.write_text("Dear reader")
    return crawl(site.origin, db)


def stopped(number: signal.Signals) -> Situation:
    def situation(site: Served, db: Path) -> Ran:
        with started("crawl", "--origin", site.origin, "--delay", "0", "--db", db) as process:

            def stop(_: Request, real: Response) -> Response:
                process.send_signal(number)
                return real

            site.site.fail(PAGE, stop)
            out, err = process.communicate(timeout=120)
        return Ran(process.returncode, out, err)

    return situation


@dataclass(frozen=True)
class Case:
    """A situation, what the line on standard error says of it, and whether the run has a row."""

    situation: Situation
    says: str
    has_row: bool = True


CASES = {
    ExitCode.OK: Case(nothing_wrong, ""),
    ExitCode.UNEXPECTED: Case(a_defect_of_the_program, "a defect of this program"),
    ExitCode.USAGE: Case(a_misspelt_section, "--section takes one of", has_row=False),
    ExitCode.LOCKED: Case(another_run_at_work, "wait for it", has_row=False),
    ExitCode.INCOMPLETE: Case(a_page_that_fails, "1 page could not be fetched"),
    ExitCode.DRIFT: Case(a_page_without_a_date, "1 page could not be read as expected"),
    ExitCode.REFUSED: Case(a_site_that_forbids, "the site refuses"),
    ExitCode.UNREACHABLE: Case(nobody_there, "the site does not answer"),
    ExitCode.STORAGE: Case(a_letter_for_a_database, "is not a SQLite database", has_row=False),
    ExitCode.INTERRUPTED: Case(stopped(signal.SIGINT), "interrupted: run the same command"),
    ExitCode.TERMINATED: Case(stopped(signal.SIGTERM), "terminated: run the same command"),
}


def test_every_code_has_a_case() -> None:
    assert list(CASES) == list(ExitCode)


@pytest.mark.parametrize("code", CASES, ids=lambda code: code.name)
def test_a_situation_ends_with_its_code_its_line_and_its_row(
    tmp_path: Path, code: ExitCode
) -> None:
    case, db = CASES[code], tmp_path / "p.db"
    with serve_newest(3) as site:
        ran = case.situation(site, db)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    lines = [line for line in ran.err.splitlines() if line.startswith("presidency: ")]
    if code is ExitCode.OK:
        assert lines == []
    else:
        assert len(lines) == 1
        assert lines[0] == ran.err.splitlines()[-1]
        assert case.says in lines[0]
    if case.has_row:
        ((kept, outcome, finished),) = query(db, "SELECT exit_code, outcome, finished_at FROM runs")
        assert (kept, finished is not None) == (code, True)
        assert lines in ([], [f"presidency: {outcome}"])
