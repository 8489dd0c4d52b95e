"""One connection to SQLite, and transactions on it: the only place that begins and ends them.

A connection is in autocommit mode: outside of :func:`atomic` each statement stands for itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection, connect
from typing import Any

#: Bytes. Rows hold whole texts, which leave much of a small page empty. A file keeps its own for
#: good; one that is made anew by a rebuild has this.
_PAGE = "PRAGMA page_size = 16384"
_SAFE = (
    _PAGE,
    "PRAGMA journal_mode = WAL",  # readers do not wait for the crawl
    "PRAGMA synchronous = NORMAL",  # safe against crashes in WAL mode, and several times faster
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # what a part of a transaction would be undone by
    "PRAGMA busy_timeout = 10000",  # ms; another reader's checkpoint is short
)
#: For a file that is thrown away if its program or the machine stops: nothing waits for the disk.
_SCRATCH = (
    _PAGE,
    "PRAGMA journal_mode = MEMORY",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = ON",
)


def connect_to_write(path: Path | str) -> Connection:
    """Open the file at *path*, or make it; ``:memory:`` is none. Raises ``sqlite3.Error``."""
    return connect(path, isolation_level=None)


def connect_to_read(path: Path) -> Connection:
    """Open the file at *path* so that nothing can write to it. Raises ``sqlite3.Error``."""
    return connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def set_up(database: Connection, *, scratch: bool = False) -> None:
    """Make writing safe and quick; of a *scratch* file quick alone."""
    for pragma in _SCRATCH if scratch else _SAFE:
        database.execute(pragma)


@contextmanager
def atomic(database: Connection) -> Iterator[None]:
    """All that is done meanwhile is kept, or nothing of it. Inside another one, a part of that.

    There is no savepoint for the part: at each of them FTS5 writes its index to the file.
    """
    if database.in_transaction:
        yield
        return
    database.execute("BEGIN")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK")
        raise


@contextmanager
def part(database: Connection) -> Iterator[None]:
    """Inside of :func:`atomic`: what fails meanwhile is undone by itself, the rest is kept."""
    database.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK TO part")
            database.execute("RELEASE part")
        raise
    database.execute("RELEASE part")


def rows_as_dicts(
    database: Connection, query: str, parameters: Sequence[Any] = ()
) -> Iterator[dict[str, Any]]:
    """Yield what *query* finds, by the names of its columns."""
    cursor = database.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def insert(database: Connection, table: str, row: Mapping[str, Any]) -> int:
    """Add *row* to *table*; return its rowid."""
    statement = _inserting(table, tuple(row))
    return int(database.execute(statement, tuple(row.values())).lastrowid or 0)


def insert_all(database: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add *rows*, which have the same columns in the same order, to *table*."""
    if rows:
        statement = _inserting(table, tuple(rows[0]))
        database.executemany(statement, [tuple(row.values()) for row in rows])


def upsert(database: Connection, table: str, key: str, row: Mapping[str, Any]) -> None:
    """Add *row* to *table*, or set its columns in the row that has its *key*."""
    database.execute(_upserting(table, key, tuple(row)), tuple(row.values()))


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names of the schema


@cache
def _upserting(table: str, key: str, columns: tuple[str, ...]) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    return f"{_inserting(table, columns)} ON CONFLICT ({key}) DO UPDATE SET {changes}"
