"""The database as Datasette asks it: in the file that is there now, and within bounds."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from datasette.database import Database
from datasette.views.base import DatasetteError

from presidency_scraper.store.bounds import BoundedConnection
from presidency_scraper.store.connection import (
    connect_to_read,
    is_fixed,
    schema_names,
    schema_version,
)

#: What Datasette asks of the schema, many times a page; each would wait for a thread.
_OF_SCHEMA = (
    *("table_exists", "table_names", "view_names", "hidden_table_names"),
    *("table_columns", "table_column_details", "primary_keys", "fts_table"),
    *("foreign_keys_for_table", "get_all_foreign_keys", "label_column_for_table"),
    *("get_table_definition", "get_view_definition"),
)


class ServedFile(Database):  # type: ignore[misc]  # Datasette has no types
    """A file that another may take the place of, as by a rebuild: it is opened anew then."""

    def __init__(self, datasette: Any, path: Path, *, fixed: bool = False) -> None:
        super().__init__(datasette, str(path), is_mutable=not fixed)
        self._fixed = fixed
        self._of_thread = threading.local()
        self._schema: tuple[object, set[str], dict[object, Any]] = (), set(), {}

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Return a connection that reads. Raises ``sqlite3.Error``."""
        return connect_to_read(Path(self.path), BoundedConnection, fixed=self._fixed)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Let *fn* ask, in one of Datasette's threads."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.ds.executor, lambda: fn(self._connection()))
        except (OverflowError, sqlite3.DataError) as error:
            raise DatasetteError("A number or a list is too large.", status=400) from error

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread. While one is open, no other file has its file's number."""
        held, place = vars(self._of_thread), self._place()
        if held.get("place") != place:
            former = held.get("connection")
            held |= {"connection": self.connect(), "place": place}
            if former:
                former.close()
        connection: sqlite3.Connection = held["connection"]
        return connection

    def _place(self) -> tuple[int, int, int]:
        """Which file it is; of one read without its WAL also when it was last written."""
        path = Path(self.path)
        try:
            status = path.stat()
        except OSError as error:
            raise DatasetteError("The database is away for now: try again.", status=503) from error
        return status.st_dev, status.st_ino, status.st_mtime_ns if is_fixed(path) else 0

    def known_of(self, *names: str) -> dict[object, Any]:
        """What is known of the schema as it is; nothing where one of *names* is none of its own."""
        connection = self._connection()
        version = vars(self._of_thread)["place"], schema_version(connection)
        if self._schema[0] != version:
            self._schema = version, schema_names(connection), {}
        return self._schema[2] if self._schema[1].issuperset(names) else {}


def _keep(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Ask once for each table, until the schema changes."""

    @wraps(ask)
    async def answer(database: ServedFile, *of: str, **named: str) -> Any:
        known, asked = database.known_of(*[*of, *named.values()][:1]), (ask, *of, *named.items())
        if asked not in known:
            known[asked] = await ask(database, *of, **named)
        return known[asked]

    return answer


for _name in _OF_SCHEMA:
    setattr(ServedFile, _name, _keep(getattr(Database, _name)))
