"""Where things are kept when nobody says, and where a path leads that goes by links."""

import os
from pathlib import Path


def archive_beside(database: Path) -> Path:
    """The archive that belongs to *database* where none is named: never one of another's.

    >>> archive_beside(Path("data/presidency.db")), archive_beside(Path("data/demo.db"))
    (PosixPath('data/archive'), PosixPath('data/demo-archive'))
    """
    name = "archive" if database.name == "presidency.db" else f"{database.stem}-archive"
    return database.parent / name


def real_place(path: Path) -> Path:
    """Return the one name of what *path* leads to: itself, but where links lie on the way.

    Locks, files beside a database and a rebuild would else miss each other.
    """
    real = path.resolve()
    return path if real == Path(os.path.normpath(path.absolute())) else real
