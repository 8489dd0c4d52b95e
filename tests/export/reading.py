"""What tests of data sets share: their rows in an order, and what kills whoever reads a file."""

import gzip
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.dataset

from presidency_scraper.export.captured_rows import arrow_schema
from tests.archive.theirs import http, record

#: Bytes of zeros, which take next to no room: a second or so to read.
_LONG = gzip.compress(record("response", "http://example.org/", http(bytes(1 << 20)))) * 200


def write_long(path: Path, before: bytes = b"") -> Path:
    """A file that takes a while to read and says nothing of the site but what stands *before*."""
    path.write_bytes(before + _LONG)
    return path


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """*rows* to be compared, whatever their order and the time zones of their moments."""
    return sorted(repr([(name, _plain(row[name])) for name in sorted(row)]) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return [(name, _plain(one)) for name, one in sorted(value.items())]
    return value.timestamp() if hasattr(value, "timestamp") else value


def rows_in(out: Path) -> list[str]:
    """The rows of the data set in the folder *out*, in an order."""
    schema = arrow_schema()
    found = pyarrow.dataset.dataset(out, schema=schema, format="parquet", partitioning="hive")
    return in_order(found.to_table().to_pylist())


@contextmanager
def killing_readers(path: Path, times: int) -> Iterator[list[int]]:
    """Kill the first so many processes that have the file at *path* open; yields which."""
    killed: list[int] = []
    done = Event()

    def watch() -> None:
        while len(killed) < times and not done.wait(0.01):
            for pid in _readers(path):
                with suppress(ProcessLookupError):  # it had read on and ended meanwhile
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield killed
    finally:
        done.set()
        watcher.join()


def wait_for_reader(path: Path) -> None:
    """Return when somebody has the file at *path* open."""
    end = time.monotonic() + 60
    while not _readers(path):
        assert time.monotonic() < end, f"nobody reads {path}"
        time.sleep(0.01)


def _readers(path: Path) -> list[int]:
    names = [entry.name for entry in Path("/proc").iterdir()]
    others = {int(name) for name in names if name.isdecimal()} - {os.getpid()}
    return sorted(pid for pid in others if _has_open(pid, path) and _parent(pid) != os.getpid())


def _has_open(pid: int, path: Path) -> bool:
    """Whether a process has the file at *path* open; one that has ended meanwhile has none."""
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                if entry.readlink() == path:
                    return True
    return False


def _parent(pid: int) -> int:
    """Who began a process: one of ours only looks at a file before its own processes read it."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return os.getpid()
