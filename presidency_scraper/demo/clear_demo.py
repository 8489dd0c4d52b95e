"""Takes the last demo away before the next, and nothing that is not a demo's."""

from collections.abc import Iterable
from pathlib import Path

from presidency_scraper.archive import clear, iterate
from presidency_scraper.errors import UsageError
from presidency_scraper.ingest.lock import locked
from presidency_scraper.store.database import open_reader, open_store, remove_database

_COMMAND = "presidency demo"


def clear_demo(database: Path, archive: Path) -> None:
    """Delete the database and the archive that an earlier demo made.

    Raises LockedError where a demo is at work, UsageError where one of them holds anything else:
    PRESIDENCY_DB may name the real one.
    """
    with locked(database, archive):
        if database.exists():
            open_store(database).close()  # one of an older version must be migrated to be read
            reader = open_reader(database)
            commands = reader.commands()
            reader.close()
            _refuse_others(commands, database, "--db")
        records = iterate(archive) if archive.is_dir() else iter(())
        _refuse_others({record.run.command for record in records}, archive, "--archive")
        remove_database(database)
        clear(archive)


def _refuse_others(commands: Iterable[str], path: Path, option: str) -> None:
    if not all(command.startswith(_COMMAND) for command in commands):
        raise UsageError(f"{path} is not a demo's and would be deleted: name another by {option}")
