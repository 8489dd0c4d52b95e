"""Every exit code of docs/exit-codes.md, each reached by the real command in a real situation.

Each is checked in three places: the code of the process, the one line on standard error, and the
run's row in the database where the run got as far as one.
"""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import (
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
    status,
)
from presidency_scraper.errors import ExitCode
from presidency_scraper.ingest.lock import locked
from tests.conftest import HTML, ROOT, Ran, clean_environment, python_path, query

PAGE = "/bg/news8635/"


@dataclass(frozen=True)
class Given:
    """A small site on loopback, and where its database will be."""

    site: ReplicaSite
    server: ReplicaServer
    db: Path

    def crawl(self, *options: str, origin: str | None = None, code: Path = ROOT) -> Ran:
        """Crawl with the program as it stands in the folder *code*."""
        with self.begin(*options, origin=origin, code=code) as process:
            out, err = process.communicate(timeout=120)
        return Ran(process.returncode, out, err)

    def begin(
        self, *options: str, origin: str | None = None, code: Path = ROOT
    ) -> subprocess.Popen[str]:
        command = ["crawl", "--origin", origin or self.server.origin, "--delay", "0"]
        return subprocess.Popen(
            [sys.executable, "-m", "presidency_scraper", *command, "--db", str(self.db), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.db.parent,
            env=clean_environment(PYTHONPATH=python_path(code)),
        )


def nothing_wrong(given: Given) -> Ran:
    return given.crawl()


def a_defect_of_the_program(given: Given) -> Ran:
    """A copy of the program in which reading a page fails in a way nobody foresaw."""
    copy = given.db.parent / "copy"
    shutil.copytree(ROOT / "presidency_scraper", copy / "presidency_scraper")
    with (copy / "presidency_scraper" / "extract" / "page.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef extract_record(*_, **__):\n    return 1 / 0\n")
    return given.crawl(code=copy)


def a_misspelt_section(given: Given) -> Ran:
    return given.crawl("--section", "nws")


def another_run_at_work(given: Given) -> Ran:
    with locked(given.db, given.db.parent / "p-archive"):
        return given.crawl()


def a_page_that_fails(given: Given) -> Ran:
    given.site.fail(PAGE, status(500))
    return given.crawl()


def a_page_without_a_date(given: Given) -> Ran:
    body = "<h1>НОВИНИ</h1><h2>Преместено</h2><p>Без дата.</p>".encode()
    given.site.fail(PAGE, lambda *_: Response(200, HTML, body))
    return given.crawl()


def a_site_that_forbids(given: Given) -> Ran:
    given.site.fail(PAGE, status(403))
    return given.crawl()


def nobody_there(given: Given) -> Ran:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return given.crawl(origin=f"http://127.0.0.1:{port}")


def a_letter_for_a_database(given: Given) -> Ran:
    given.db.write_text("Dear reader")
    return given.crawl()


def stopped(number: signal.Signals) -> Callable[[Given], Ran]:
    def situation(given: Given) -> Ran:
        started: list[subprocess.Popen[str]] = []

        def stop(_: Request, real: Response) -> Response:
            started[0].send_signal(number)
            return real

        given.site.fail(PAGE, stop)
        with given.begin() as process:
            started.append(process)
            out, err = process.communicate(timeout=120)
        return Ran(process.returncode, out, err)

    return situation


@dataclass(frozen=True)
class Case:
    """A situation, what the line on standard error says of it, and whether the run has a row."""

    situation: Callable[[Given], Ran]
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


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    site = ReplicaSite(demo_site().items("bg")[:3])
    with serve_replica(site) as server:
        yield Given(site, server, tmp_path / "p.db")


@pytest.mark.parametrize("code", CASES, ids=lambda code: code.name)
def test_a_situation_ends_with_its_code_its_line_and_its_row(given: Given, code: ExitCode) -> None:
    case = CASES[code]
    ran = case.situation(given)
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
        ((kept, outcome, finished),) = query(
            given.db, "SELECT exit_code, outcome, finished_at FROM runs"
        )
        assert (kept, finished is not None) == (code, True)
        assert lines in ([], [f"presidency: {outcome}"])
