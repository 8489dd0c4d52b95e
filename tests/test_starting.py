"""A forked command is like one that starts from nothing: folder, variables, input, output, end."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Crawled, clean_environment, run_from_nothing, starter

#: A module that tells what it finds, and ends in a way that it is told.
TELLING = """
import json, os, signal, sys
from pathlib import Path
import presidency_scraper
found = [os.getcwd(), sys.path, sys.argv, sys.stdin.read(), presidency_scraper.__file__]
print(json.dumps(found), sorted(os.environ.items()), "вето")
print(sys.stdout.encoding, sys.stdout.line_buffering, sys.flags, "грешка", file=sys.stderr)
print([signal.getsignal(number) for number in signal.valid_signals()], __name__, __spec__.name)
print(sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else "")
sys.stdout.flush()
end = sys.argv[1]
sys.exit(int(end)) if end.isdigit() else os.kill(os.getpid(), getattr(signal, end))
"""


#: A module with something left to do when it ends.
ENDING = """
import atexit, sys, threading, time
atexit.register(print, "at exit")
threading.Thread(target=lambda: (time.sleep(0.05), print("thread"))).start()
print("unflushed ", end="")
"""


def both(
    command: Sequence[str], folder: Path, **variables: str
) -> list[subprocess.CompletedProcess[str]]:
    """*command* forked, and from nothing."""
    environment = clean_environment(**variables)
    forked = starter().run(command, folder, environment)
    return [forked, run_from_nothing(["-m", *command], folder, environment)]


@pytest.mark.parametrize(("end", "code"), [("0", 0), ("5", 5), ("SIGKILL", -9), ("SIGTERM", -15)])
def test_a_fork_finds_what_a_process_from_nothing_finds(
    tmp_path: Path, end: str, code: int
) -> None:
    (tmp_path / "telling.py").write_text(TELLING, encoding="utf-8")
    forked, anew = both(["telling", end, "две думи"], tmp_path, PRESIDENCY_DB="/p.db")
    assert str(tmp_path) in forked.stdout
    assert "('PRESIDENCY_DB', '/p.db')" in forked.stdout
    assert (forked.stdout, forked.stderr) == (anew.stdout, anew.stderr)
    assert forked.returncode == anew.returncode == code


@pytest.mark.parametrize("end", ["", "sys.exit(True)", "sys.exit('why')", "raise ValueError"])
def test_a_fork_ends_as_a_process_from_nothing_ends(tmp_path: Path, end: str) -> None:
    (tmp_path / "ending.py").write_text(ENDING + end, encoding="utf-8")
    forked, anew = both(["ending"], tmp_path)
    assert forked.stdout == anew.stdout == "unflushed thread\nat exit\n"
    assert forked.stderr.splitlines()[-1:] == anew.stderr.splitlines()[-1:]
    assert forked.returncode == anew.returncode


@pytest.mark.parametrize(
    "command",
    ["--version", "", "verify", "search вето", "show bg/news/1", "crawl --delay x"],
)
def test_a_forked_command_says_what_one_from_nothing_says(crawled: Crawled, command: str) -> None:
    words = ["presidency_scraper", *command.split()]
    forked, anew = both(words, crawled.db.parent, PRESIDENCY_DB=str(crawled.db))
    assert forked.stdout + forked.stderr
    assert (forked.stdout, forked.stderr) == (anew.stdout, anew.stderr)
    assert forked.returncode == anew.returncode


def test_no_command_finds_what_another_left(tmp_path: Path) -> None:
    (tmp_path / "leaving.py").write_text("import sys; print(sys.modules.get('left'))\nimport left")
    (tmp_path / "left.py").write_text("")
    for _ in range(2):
        assert starter().run(["leaving"], tmp_path, clean_environment()).stdout == "None\n"
