"""Runs the command line in awkward circumstances.

``python -m tests.nights.awkward stdout=full -- status``. A module, so that commands can be forked
with it as they are without: see ``tests/starting.py``.
"""

import os
import resource
import runpy
import sys
from pathlib import Path


def close(name: str, number: int) -> None:
    """What a shell does by ``>&-`` and what Python makes of it."""
    os.close(number)
    setattr(sys, name, None)
    setattr(sys, f"__{name}__", None)


def fill(number: int) -> None:
    """What a shell does by ``>/dev/full``."""
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, number)
    os.close(full)


def set_up(wish: str) -> None:
    """Do what *wish* says: ``stdout=closed``, ``stderr=full``, ``encoding=cp1251``, ``cpu=3``."""
    what, _, how = wish.partition("=")
    if what == "encoding":
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding=how, errors="strict")  # type: ignore[union-attr]  # of files
    elif what == "into":  # what is printed goes into a file as it is
        target = os.open(how, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, 1)
        os.close(target)
    elif what == "pid":  # so that somebody may kill it
        Path(how).write_text(str(os.getpid()))
    elif what == "cpu":  # seconds, the worker processes each for themselves
        resource.setrlimit(resource.RLIMIT_CPU, (int(how), int(how)))
    elif what == "memory":  # MB
        resource.setrlimit(resource.RLIMIT_AS, (int(how) << 20, int(how) << 20))
    elif how == "closed":
        close(what, {"stdout": 1, "stderr": 2}[what])
    elif how == "full":
        fill({"stdout": 1, "stderr": 2}[what])
    else:
        raise ValueError(wish)


if __name__ == "__main__":
    at = sys.argv.index("--")
    wishes, sys.argv[1:] = sys.argv[1:at], sys.argv[at + 1 :]
    sys.argv[0] = str(Path(sys.argv[0]).with_name("presidency"))
    for each in wishes:
        set_up(each)
    runpy.run_module("presidency_scraper", run_name="__main__", alter_sys=True)
