"""What one run works on: the database, the archive, and the locks on both."""

from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock

from presidency_scraper.store.reader import Reader
from presidency_scraper.store.writer import Store


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The database at ``database`` and the archive in ``folder``, open and locked for one run.

    ``reader`` is what is known from before: of a dry run another database than ``store``.
    """

    database: Path
    folder: Path
    store: Store
    reader: Reader
    locks: tuple[BaseFileLock, ...]

    def close(self) -> None:
        """Close the database and give the locks back."""
        self.store.close()
        if self.reader.database is not self.store.database:
            self.reader.close()
        for lock in self.locks:
            lock.release()
