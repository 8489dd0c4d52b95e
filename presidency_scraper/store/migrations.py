"""How old a database is, and how it becomes as new as the code. sqlite-utils keeps the book."""

from typing import TYPE_CHECKING

from presidency_scraper.store.amendments import MIGRATIONS
from presidency_scraper.store.connection import Handle

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The name in sqlite-utils' book under which ours stand.
_SET = "presidency_scraper"


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
    return [name for name in map(_name, MIGRATIONS) if name not in done]


def unknown(database: Handle) -> list[str]:
    """The migrations of *database* that this code does not know: newer code made it."""
    known = set(map(_name, MIGRATIONS))
    return [name for name in applied(database) if name not in known]


def migrate(database: "Database", *, stop_before: str | None = None) -> None:
    """Apply what is pending, each migration in a transaction of its own."""
    if not pending(database):
        return
    from sqlite_utils.migrations import Migrations

    book = Migrations(_SET)
    for migration in MIGRATIONS:
        book()(migration)
    book.apply(database, stop_before=stop_before)


def _name(migration: object) -> str:
    return str(getattr(migration, "__name__", ""))
