"""One connection to SQLite, for reading or for writing, and how it is set up.

A connection is in autocommit mode: outside of a transaction each statement stands for itself.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection, Cursor, connect
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Bytes. Rows hold whole texts, which leave much of a small page empty. A file keeps its own for
#: good; one that is made anew by a rebuild has this.
_PAGE = "PRAGMA page_size = 16384"
_SAFE = (
    _PAGE,
    "PRAGMA journal_mode = WAL",  # readers do not wait for the crawl
    "PRAGMA synchronous = NORMAL",  # safe against crashes in WAL mode, and several times faster
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # what a savepoint of sqlite-utils would be undone by
    "PRAGMA busy_timeout = 10000",  # ms; another reader's checkpoint is short
)
#: For a file that is thrown away if its program or the machine stops: nothing waits for the disk.
_SCRATCH = (
    _PAGE,
    "PRAGMA journal_mode = MEMORY",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = ON",
)


class Handle(Protocol):
    """What answers questions: a connection, or sqlite-utils' ``Database`` over one."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor: ...  # noqa: D102
    def rollback(self) -> None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


def connect_to_write(path: Path | str) -> "Database":
    """Open the file at *path*, or make it; ``:memory:`` is none. Raises ``sqlite3.Error``."""
    from sqlite_utils import Database  # loads pandas where there is one; reading needs neither

    connection = connect(path, isolation_level=None)
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def connect_to_read(
    path: Path, kind: type[Connection] = Connection, *, fixed: bool = False
) -> Connection:
    """Open the file at *path* so that nothing can write to it; a *fixed* one is written by nobody.

    Any thread may use it, one at a time. Raises ``sqlite3.Error``.
    """
    immutable = "&immutable=1" if fixed or is_fixed(path) else ""
    uri = f"{path.resolve().as_uri()}?mode=ro{immutable}"
    return connect(uri, uri=True, isolation_level=None, factory=kind, check_same_thread=False)


def is_fixed(path: Path) -> bool:
    """Tell whether the file at *path* is to be read without the files that SQLite makes beside it.

    So it is where none can be made, as on read-only media, and no WAL holds a part of it.
    """
    return not os.access(path.parent, os.W_OK) and not has_wal(path)


def has_wal(path: Path) -> bool:
    """Tell whether a part of the file at *path* stands in the WAL beside it."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def set_up(database: Handle, *, scratch: bool = False) -> None:
    """Make writing safe and quick; of a *scratch* file quick alone."""
    for pragma in _SCRATCH if scratch else _SAFE:
        database.execute(pragma)


def rows_as_dicts(
    database: Handle, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> Iterator[dict[str, Any]]:
    """Yield what *query* finds, by the names of its columns."""
    cursor = database.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def schema_version(database: Handle) -> int:
    """A number that is another one when a table, a view or an index was made or dropped."""
    return int(database.execute("PRAGMA schema_version").fetchone()[0])


def schema_names(database: Handle) -> set[str]:
    """The names of all tables, views and indexes."""
    return {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
