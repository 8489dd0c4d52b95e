"""Folders beside a database for one that is being made: on the same disk, and gone afterwards.

They carry the name of their database, and only who holds its lock makes one. So whoever holds the
lock may take away what a killed process left.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

_SUFFIXES = ("", "-wal", "-shm", "-journal")
_NAME = "scratch.db"


def scratch(database: Path) -> TemporaryDirectory[str]:
    """Return a new folder beside *database*, whose lock is held; use it in ``with``.

    Where none can be made there, it stands where the system has such.
    """
    return TemporaryDirectory(prefix=_prefix(database), dir=_folder(database))


def scratch_database(folder: str) -> Path:
    """Return the path of the database to make in *folder*."""
    return Path(folder) / _NAME


def clear_stale(database: Path) -> None:
    """Take away the folders that killed processes left beside *database*, whose lock is held.

    A folder that holds anything but a database of ours stays. Raises OSError.
    """
    prefix, ours = _prefix(database), {_NAME + suffix for suffix in _SUFFIXES}
    beside = _folder(database)
    for folder in beside.iterdir() if beside else ():
        if not folder.name.startswith(prefix) or folder.is_symlink() or not folder.is_dir():
            continue
        files = list(folder.iterdir())
        if all(file.name in ours and file.is_file() for file in files):
            for file in files:
                file.unlink()
            folder.rmdir()


def _folder(database: Path) -> Path | None:
    """Where something can be made beside *database*; None where nothing can."""
    return database.parent if os.access(database.parent, os.W_OK) else None


def _prefix(database: Path) -> str:
    return f".{database.name}.scratch-"
