"""Where things are kept when nobody says. Pure."""

from pathlib import Path


def archive_beside(database: Path) -> Path:
    """The archive that belongs to *database* where none is named: never one of another's.

    >>> archive_beside(Path("data/presidency.db")), archive_beside(Path("data/demo.db"))
    (PosixPath('data/archive'), PosixPath('data/demo-archive'))
    """
    name = "archive" if database.name == "presidency.db" else f"{database.stem}-archive"
    return database.parent / name
