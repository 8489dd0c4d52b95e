"""One run at a time on a database and its archive.

A lock whose holder is dead is no lock: the system frees it.
"""

import json
import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from presidency_scraper.clock import now, utc_iso
from presidency_scraper.errors import LockedError, StorageError

_LOOKS, _LOOK = 20, 0.05  # s


@contextmanager
def locked(database: Path, archive: Path, *, to_read: bool = False) -> Iterator[None]:
    """Hold the locks on *database* and *archive*. Raises as :func:`acquire_locks` does.

    Who only wants *to_read* takes none where none can be kept, as on read-only media.
    """
    paths = (database, archive)
    kept = (path for path in paths if not to_read or os.access(path.parent, os.W_OK))
    locks = acquire_locks(*kept)
    try:
        yield
    finally:
        for lock in locks:
            lock.release()


def acquire_locks(*paths: Path) -> list[BaseFileLock]:
    """Return the locks on a database and its archive, held: two may have been given one archive.

    Raises LockedError, which says who has one of them since when, and StorageError.
    """
    held: list[BaseFileLock] = []
    try:
        for path in paths:
            held.append(_acquire(path))
    except BaseException:
        for lock in held:
            lock.release()
        raise
    return held


def _acquire(path: Path) -> BaseFileLock:
    lock = FileLock(_beside(path, ".lock"), timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        _note_holder(path)
    except Timeout as error:
        raise LockedError(f"{_holder(path)} works on {path}: wait for it") from error
    except OSError as error:
        said = error.strerror or error
        raise StorageError(f"cannot use {path} ({said}): choose another place") from error
    return lock


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _note_holder(path: Path) -> None:
    holder = {
        "pid": os.getpid(),
        "since": utc_iso(now()),
        "command": shlex.join(["presidency", *sys.argv[1:]]),
    }
    _beside(path, ".lock-holder").write_text(json.dumps(holder), encoding="utf-8")


def _holder(path: Path) -> str:
    """Who holds the lock, as far as can be told. One that just took it may still have to say."""
    for _ in range(_LOOKS):
        try:
            holder = json.loads(_beside(path, ".lock-holder").read_text(encoding="utf-8"))
            return f"`{holder['command']}` (process {holder['pid']}, since {holder['since']})"
        except (OSError, ValueError, KeyError):
            time.sleep(_LOOK)
    return "another run"
