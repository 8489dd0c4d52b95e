"""Commands in processes of their own that need not load anything first.

Loading Scrapy and its like takes longer than most of what a test has a command do. So one process
loads all that commands use, and each command is a fork of it, with a folder, an environment and
output of its own. It ends without taking apart what it had from birth. How commands start from
nothing, what they load and what kills them is looked at in processes that were not prepared:
``test_startup.py``, ``test_docs.py``, ``test_kills.py``.
"""

import atexit
import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn, TextIO

import presidency_scraper
from presidency_scraper.demo.replica import demo_site

#: What is loaded only when it is first needed.
LATER = """
dateparser encodings.charmap encodings.idna encodings.utf_8_sig lxml.html rich.progress rich.table
scrapy.cmdline scrapy.core.downloader.handlers.datauri scrapy.core.downloader.handlers.file
scrapy.core.downloader.handlers.ftp scrapy.core.downloader.handlers.http11
scrapy.core.downloader.handlers.s3 scrapy.downloadermiddlewares.defaultheaders
scrapy.downloadermiddlewares.downloadtimeout scrapy.downloadermiddlewares.httpproxy
scrapy.downloadermiddlewares.redirect scrapy.downloadermiddlewares.useragent scrapy.dupefilters
scrapy.extensions.closespider scrapy.extensions.feedexport scrapy.extensions.memusage
scrapy.extensions.throttle scrapy.pqueues scrapy.spidermiddlewares.httperror
scrapy.spidermiddlewares.referer scrapy.spidermiddlewares.start scrapy.squeues
scrapy.statscollectors sqlite_utils warcio.archiveiterator warcio.warcwriter
""".split()
#: Seconds after which a command is killed, so that its test fails.
LONGEST = 120
#: A variable for tests alone: by how many seconds the clock of a forked command is ahead.
CLOCK_SHIFT = "TEST_CLOCK_SHIFT"


class Starter:
    """A process that has loaded what commands use; it ends with the one that made it."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._door, theirs = socket.socketpair()
        command = [sys.executable, "-m", __name__]
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=theirs.fileno(), cwd=root, env=environment
            )
        atexit.register(self._end)

    def _end(self) -> None:
        self._door.close()
        self._process.wait()

    def start(
        self,
        command: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        out: int,
        err: int,
        *,
        longest: int = LONGEST,
    ) -> "Started":
        """Begin what ``python -m`` does with *command*, the name of a module and its arguments.

        *out* and *err* are its outputs; after *longest* seconds it is killed.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._door, [b"."], [theirs.fileno(), out, err])
            wish = [command, os.fspath(cwd), dict(environment), longest]
            ours.sendall(json.dumps(wish).encode())
            ours.shutdown(socket.SHUT_WR)
            return Started(ours.makefile())

    def run(
        self,
        command: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        *,
        merged: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Do *command* to its end. *merged*: both outputs come as one, as on a terminal."""
        with TemporaryFile("w+", encoding="utf-8") as out, \
            TemporaryFile("w+", encoding="utf-8") as err:  # fmt: skip
            fds = (out.fileno(), (out if merged else err).fileno())
            code = self.start(command, cwd, environment, *fds).wait()
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, code, out.read(), err.read())


class Started:
    """A command that was begun; its end is waited for by :meth:`wait`."""

    def __init__(self, answer: TextIO) -> None:
        self._answer = answer
        self.pid = int(answer.readline())  # no number: the process that forks has failed

    def wait(self) -> int:
        """Return the exit code, once it has ended."""
        with self._answer:
            return int(self._answer.read())


def load() -> None:
    """Load our modules, the libraries, and what these would load when they are first asked."""
    for name in LATER:
        import_module(name)
    for module in pkgutil.walk_packages(presidency_scraper.__path__, "presidency_scraper."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # of what is optional
                import_module(module.name)
    for language in ("bg", "en"):
        import_module("presidency_scraper.store.search.lemmas").is_known("a", language)
        read_pages(language)
    import_module("presidency_scraper.store.mentions").country_names()
    gc.freeze()


def read_pages(language: str) -> None:
    """Read some pages of the replica, for what patterns and months come to is kept."""
    site, origin = demo_site(), "https://text.president.bg"
    for path in (f"/{language}/news/page/1", *(item.path for item in site.items(language)[:20])):
        presidency_scraper.read_page(site.answer("GET", path).body, origin + path)


def serve() -> list[str]:
    """Fork for each command that is wished for; return it in the fork, which is to run it."""
    door = socket.socket(fileno=sys.stdin.fileno())
    bell, rung = socket.socketpair()
    for end in (bell, rung):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(rung.fileno())  # a command that ended rings
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([door, bell], [], [])
        if bell in ready:
            bell.recv(4096)
            tell_ends(running)
        if door not in ready:
            continue
        _, fds, _, _ = socket.recv_fds(door, 1, 3)
        if not fds:
            sys.exit()
        asker = socket.socket(fileno=fds[0])
        with asker.makefile() as wish:
            command, cwd, environment, longest = json.load(wish)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            door.detach()
            for kept in (bell, rung, asker, *running.values()):
                kept.close()
            become(cwd, environment, *fds[1:])
            signal.alarm(longest)
            return list(command)
        running[pid] = asker
        asker.sendall(f"{pid}\n".encode())
        for fd in fds[1:]:
            os.close(fd)


def tell_ends(running: dict[int, socket.socket]) -> None:
    """Tell those who asked for the commands that have ended their exit codes."""
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with running.pop(pid) as asker, suppress(OSError):  # who may have gone away
                asker.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def become(cwd: str, environment: Mapping[str, str], out: int, err: int) -> None:
    """Have the folder, the environment and the outputs of a command."""
    with Path(os.devnull).open() as nothing:
        for target, fd in enumerate((nothing.fileno(), out, err)):
            os.dup2(fd, target)
    os.close(out)
    os.close(err)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[0] = cwd
    if seconds := float(environment.get(CLOCK_SHIFT, 0)):
        shift_clock(timedelta(seconds=seconds))


def shift_clock(ahead: timedelta) -> None:
    """Let the one clock of the program be *ahead*, wherever it was imported to."""
    clock = sys.modules["presidency_scraper.clock"]
    true: Callable[[], datetime] = clock.now

    def now() -> datetime:
        return true() + ahead

    for name, module in list(sys.modules.items()):
        if name.startswith("presidency_scraper") and vars(module).get("now") is true:
            vars(module)["now"] = now


def run_module() -> int:
    """Do what ``python -m`` does with ``sys.argv``; return the exit code that it asked for.

    Whatever else ends it is left to Python.
    """
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        return int(end.code or 0)
    return 0


def leave(code: int) -> NoReturn:
    """End as Python does, but let go of nothing that was loaded before the fork.

    To take all that apart means to copy its memory first, which takes a tenth of a second.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    gc.collect()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python has an exit code of its own for that
    os._exit(code)


if __name__ == "__main__":
    load()
    sys.argv = serve()
    leave(run_module())
