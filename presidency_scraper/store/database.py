"""Opens the database file: whose it is, how old it is, and what to say when it cannot be used."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from presidency_scraper.errors import (
    MissingDatabaseError,
    NewerDatabaseError,
    OlderDatabaseError,
    StorageError,
)
from presidency_scraper.store.connection import (
    Handle,
    connect_to_read,
    connect_to_write,
    set_up,
)
from presidency_scraper.store.migrations import APPLICATION_ID, migrate, pending, unknown
from presidency_scraper.store.reader import Reader

if TYPE_CHECKING:
    from presidency_scraper.store.writer import Store

#: A -shm file has so many bytes at first, and the disk gives whole blocks.
_ROOM = 64 * 1024


def open_store(path: Path, *, scratch: bool = False) -> "Store":
    """Open the database at *path* for writing; make it if it is not there, migrate it if older.

    A *scratch* one is safe on the disk only when it is closed, opened as one to keep, and synced.
    Raises StorageError: not ours, newer than the code, damaged, not writable.
    """
    from presidency_scraper.store.search_index import SearchIndex
    from presidency_scraper.store.writer import Store

    with _refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        database = connect_to_write(path)
        _refuse_strangers(database, path)
        set_up(database, scratch=scratch)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # before what may fail
        database.execute("PRAGMA wal_checkpoint")  # the file says whose it is, killed or not
        migrate(database)
        SearchIndex(database).catch_up()
    return Store(database)


def open_reader(path: Path) -> Reader:
    """Open the database at *path* for reading.

    Raises MissingDatabaseError, StorageError as :func:`open_store`, and OlderDatabaseError where
    it is older than the code (it is migrated by the next command that writes).
    """
    refuse_missing(path)
    with _refusing(path):
        database = connect_to_read(path)
        with ExitStack() as closing:
            closing.callback(database.close)
            _refuse_strangers(database, path)
            if pending(database):
                raise OlderDatabaseError(
                    f"{path} is from an older version: run `presidency crawl` or `rebuild` on it"
                )
            closing.pop_all()
    return Reader(database)


def refuse_missing(path: Path) -> None:
    """Raise MissingDatabaseError where no file stands at *path*, an empty one or a folder."""
    if not path.exists() or path.is_dir() or not path.stat().st_size:
        raise MissingDatabaseError(
            f"no database at {path}: run `presidency crawl` first, or name it by --db"
        )


def refuse_to_replace(path: Path) -> None:
    """Raise StorageError where a file stands at *path* that is no database of ours, or a newer one.

    A damaged one of ours may be replaced: its first bytes say whose it is.
    """
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        head = file.read(100)
    owner = int.from_bytes(head[68:72], "big")
    if not head.startswith(b"SQLite format 3\0") or owner != APPLICATION_ID:
        raise StorageError(
            f"{path} is no database of ours and would be replaced: name another by --db"
        )
    with suppress(sqlite3.DatabaseError):
        database = connect_to_read(path)
        _refuse_strangers(database, path)
        database.close()


def remove_database(path: Path) -> None:
    """Delete the database at *path*, if there is one and it is ours. Raises StorageError."""
    if not path.exists():
        return
    open_store(path).close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _refuse_strangers(database: Handle, path: Path) -> None:
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and database.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StorageError(
            f"{path} is a SQLite database of something else: name another file by --db"
        )
    if newer := unknown(database):
        raise NewerDatabaseError(
            f"{path} was written by a newer version of presidency-scraper ({newer[-1]}): update it"
        )


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the file system and SQLite say into one line for a person."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StorageError(explain_sqlite(error, path)) from error
    except OSError as error:
        raise StorageError(
            f"cannot use {path} ({error.strerror or error}): choose another place by --db"
        ) from error


def explain_sqlite(error: sqlite3.Error, path: Path | str) -> str:
    """Return what happened to the database at *path* and what to do about it."""
    said = str(error)
    if "not a database" in said:
        return f"{path} is not a SQLite database: name another file by --db"
    if "unable to open" in said and Path(f"{path}-wal").exists():
        return f"cannot read {path} with the -wal beside it here: copy both where you can write"
    if "unable to open" in said:
        return f"cannot open {path}: check that its folder exists and can be written"
    if "readonly" in said:
        return f"cannot write {path}: it or its folder is read-only"
    if ("disk" in said and "full" in said) or ("I/O" in said and _has_no_room(path)):
        return f"the disk of {path} is full: make room and run the same command again"
    if "locked" in said:
        return f"{path} is in use by another program: try again when it has finished"
    return f"{path} cannot be used ({said}): restore it from a backup or rebuild it"


def _has_no_room(path: Path | str) -> bool:
    """Tell whether the disk is too full for the file that a WAL database needs beside it.

    SQLite says of that only that reading and writing failed.
    """
    try:
        return shutil.disk_usage(Path(path).parent).free < _ROOM
    except OSError:
        return False
