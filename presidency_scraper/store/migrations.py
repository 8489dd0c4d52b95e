"""How old a database is, and how it becomes as new as the code. sqlite-utils keeps the book.

A migration is a file in ``schema/``: commented SQL, which shows in ``.schema``. Once released its
name and its text never change; a new one is named so that it comes last. The newest name is what
tells a database of older or newer code.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from presidency_scraper.store.connection import Handle

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Says "ours" in the file itself (SQLite's application_id): the letters PRBG.
APPLICATION_ID = 0x50524247
#: The name in sqlite-utils' book under which ours stand.
_SET = "presidency_scraper"
_FOLDER = Path(__file__).with_name("schema")


@cache
def _names() -> tuple[str, ...]:
    """All migrations in the order they are applied."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.sql")))


def applied(database: Handle) -> list[str]:
    """The migrations that *database* has had, in their order."""
    book = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    if database.execute(book).fetchone() is None:
        return []
    rows = database.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", [_SET]
    )
    return [row[0] for row in rows]


def pending(database: Handle) -> list[str]:
    """The migrations that *database* still lacks."""
    done = set(applied(database))
    return [name for name in _names() if name not in done]


def unknown(database: Handle) -> list[str]:
    """The migrations of *database* that this code does not know: newer code made it."""
    return [name for name in applied(database) if name not in _names()]


def migrate(database: "Database", *, stop_before: str | None = None) -> None:
    """Apply what is pending, each migration in a transaction of its own."""
    if not pending(database):
        return
    from sqlite_utils.migrations import Migrations

    book = Migrations(_SET)
    for name in _names():
        book(name=name)(_migration(name))
    book.apply(database, stop_before=stop_before)


def _migration(name: str) -> Callable[["Database"], None]:
    """The statements of a file: each ends with a semicolon at the end of its line."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")

    def apply(database: "Database") -> None:
        for statement in text.split(";\n"):
            database.execute(statement)

    return apply
