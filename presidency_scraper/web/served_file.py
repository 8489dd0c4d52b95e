"""The database as Datasette asks it: in the file that is there now, and within bounds."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette.database import Database
from datasette.views.base import DatasetteError

from presidency_scraper.store.bounds import BoundedConnection
from presidency_scraper.store.connection import connect_to_read, is_fixed


class ServedFile(Database):  # type: ignore[misc]  # Datasette has no types
    """A file that another may take the place of, as by a rebuild: it is opened anew then."""

    def __init__(self, datasette: Any, path: Path, *, fixed: bool = False) -> None:
        super().__init__(datasette, str(path), is_mutable=not fixed)
        self._fixed = fixed
        self._of_thread = threading.local()

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
