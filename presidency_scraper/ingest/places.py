"""Where things are kept when nobody says, and where a path leads that goes by links."""

import os
from pathlib import Path

from presidency_scraper.errors import UsageError


def archive_beside(database: Path) -> Path:
    """The archive that belongs to *database* where none is named: never one of another's.

    >>> archive_beside(Path("data/presidency.db")), archive_beside(Path("data/demo.db"))
    (PosixPath('data/archive'), PosixPath('data/demo-archive'))
    """
    name = "archive" if database.name == "presidency.db" else f"{database.stem}-archive"
    return database.parent / name


def real_place(path: Path) -> Path:
    """Return the one name of what *path* leads to: itself, but where links lie on the way.

    Locks, files beside a database and a rebuild would else miss each other. Raises UsageError.
    """
    try:
        real = path.resolve()
    except RuntimeError as error:  # until Python 3.12
        raise UsageError(f"{path} is a link that leads back to itself") from error
    return path if real == Path(os.path.normpath(path.absolute())) else real
