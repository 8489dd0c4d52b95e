"""Signals at any time: before a crawl has begun, twice, and while an archive is read.

Nothing here waits for a length of time: a test sends its signal when it sees, in the process
table or on the disk, that the command is where it wants it.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import delay, demo_site, serve_replica
from tests.conftest import (
    BOTH,
    SLOW,
    Crawled,
    Served,
    clean_environment,
    crawl,
    in_bulgarian,
    others_slow,
    presidency,
    query,
)

SIGNALS = [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
PROC = Path("/proc/self/status")
needs_proc = pytest.mark.skipif(not PROC.exists(), reason="no process table to look at")


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command in a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, *in_bulgarian(("-m", "presidency_scraper", *map(str, arguments)))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(seen: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not seen():
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.001)


def handles_signals(process: subprocess.Popen[str]) -> bool:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt"))
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def scratches(folder: Path) -> list[Path]:
    return list(folder.glob(".*.scratch-*"))


def digest(db: Path) -> str:
    return hashlib.sha256(db.read_bytes()).hexdigest()


@pytest.fixture
def kept(crawled: Crawled, tmp_path: Path) -> Path:
    """A database of 99 articles with its archive, to do with as one likes."""
    for path in crawled.db.parent.iterdir():
        if path.is_dir():
            shutil.copytree(path, tmp_path / path.name)
        elif path.suffix == ".db":
            shutil.copy(path, tmp_path)
    return tmp_path / crawled.db.name


def one_line(process: subprocess.Popen[str], code: int, said: str) -> None:
    _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert err == f"presidency: {said}: run the same command to go on\n"


@others_slow()
@needs_proc
@pytest.mark.parametrize(("number", "code", "said"), SIGNALS)
def test_a_signal_while_a_crawl_starts_ends_it_in_one_line(
    few: Served, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    db = tmp_path / "p.db"
    with started("crawl", "--origin", few.origin, "--delay", "0", "--db", db) as process:
        wait_until(lambda: handles_signals(process), process)
        process.send_signal(number)
        one_line(process, code, said)
    assert few.asked() == []
    assert crawl(few.origin, db).code == 0


@SLOW
@pytest.mark.parametrize(("number", "code", "said"), SIGNALS)
def test_a_signal_while_the_archive_is_taken_in_ends_in_one_line_and_loses_nothing(
    kept: Path, number: signal.Signals, code: int, said: str
) -> None:
    rows = "SELECT id, headline, body, revision FROM articles ORDER BY id"
    before = query(kept, rows)
    kept.unlink()
    with serve_replica(demo_site()) as server:
        origin = server.origin
        arguments = ("crawl", "--origin", origin, "--delay", "0", "--db", kept, "--recheck", "0")
        with started(*arguments) as process:
            wait_until(lambda: has_some(kept), process)
            process.send_signal(number)
            one_line(process, code, said)
        assert 0 < query(kept, "SELECT count(*) FROM captures")[0][0] < 156
        assert query(kept, "PRAGMA integrity_check") == [("ok",)]
        ran = crawl(origin, kept, "--recheck", "0", "--limit", "1")
    assert ran.code == 0, ran.err
    assert query(kept, rows) == before
    assert presidency("verify", "--db", kept).code == 0


def has_some(db: Path) -> bool:
    try:
        return bool(query(db, "SELECT count(*) FROM captures")[0][0])
    except Exception:  # not there yet, or without tables
        return False


@others_slow()
@pytest.mark.parametrize(("number", "code", "said"), SIGNALS)
def test_a_second_signal_leaves_a_crawl_at_once_and_the_next_one_completes_it(
    few: Served, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    db = tmp_path / "p.db"
    few.site.fail("/bg/news/page/2$", delay(300))
    with started("crawl", "--origin", few.origin, "--delay", "0", "--db", db) as process:
        wait_until(lambda: "/bg/news/page/2" in [entry.path for entry in few.site.log], process)
        process.send_signal(number)
        assert process.stderr
        while "a second signal ends at once" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        one_line(process, code, "stopped at once")
    assert query(db, "SELECT finished_at FROM runs") == [(None,)]
    few.site.heal()
    assert crawl(few.origin, db).code == 0
    assert presidency("verify", "--db", db).code == 0
    stored = {row[0] for row in query(db, "SELECT id FROM articles")}
    assert stored == {item.id for item in few.site.items("bg")}


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=SLOW), "2"])
@pytest.mark.parametrize(("number", "code", "said"), SIGNALS)
@pytest.mark.parametrize("command", ["rebuild", "verify"])
def test_a_signal_ends_rebuild_and_verify_in_one_line_with_nothing_left_behind(
    kept: Path, command: str, number: signal.Signals, code: int, said: str, jobs: str
) -> None:
    before = digest(kept)
    with started(command, "--db", kept, "--jobs", jobs) as process:
        wait_until(lambda: bool(list(kept.parent.glob(".*.scratch-*/*.db"))), process)
        os.killpg(process.pid, number)  # as a terminal and systemd do: the workers, too
        one_line(process, code, said)
    assert scratches(kept.parent) == []
    assert digest(kept) == before


@pytest.mark.parametrize("command", ["rebuild", "verify", "crawl"])
def test_what_a_killed_rebuild_left_goes_at_the_next_start_and_only_that(
    kept: Path, command: str
) -> None:
    with started("rebuild", "--db", kept, "--jobs", "2") as process:
        wait_until(lambda: bool(list(kept.parent.glob(".*.scratch-*/*.db"))), process)
        process.kill()
        process.communicate()
    left = scratches(kept.parent)
    others = kept.parent / ".other.db.scratch-1"
    notes = kept.parent / f".{kept.name}.scratch-notes"
    for folder, name in ((others, "scratch.db"), (notes, "notes.txt")):
        folder.mkdir()
        (folder / name).write_text("mine")
    assert len(left) == 1
    if command == "crawl":
        with serve_replica(demo_site()) as server:
            crawl(server.origin, kept, *BOTH, "--max-requests", "1")
    else:
        ran = presidency(command, "--db", kept)
        assert ran.code == 0, ran.err + ran.out
    assert sorted(scratches(kept.parent)) == sorted([others, notes])
    assert (notes / "notes.txt").read_text() == (others / "scratch.db").read_text() == "mine"


@needs_proc
def test_the_workers_of_a_killed_rebuild_hold_no_lock(kept: Path) -> None:
    with started("rebuild", "--db", kept, "--jobs", "2") as process:
        wait_until(lambda: len(children(process.pid)) == 2, process)
        workers = children(process.pid)
        process.kill()
        process.communicate()
    end = time.monotonic() + 60
    for worker in workers:
        while time.monotonic() < end and Path(f"/proc/{worker}").exists() and not is_zombie(worker):
            time.sleep(0.001)
    ran = presidency("rebuild", "--db", kept)
    assert ran.code == 0, ran.err


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def is_zombie(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] == "Z"
    except OSError:
        return True
