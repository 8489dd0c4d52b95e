"""Checks everything: the archive byte by byte, the database, and each against the other.

The database is made again from the archive beside it and compared row by row, so that no row can
be changed, added or taken away unseen.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from presidency_scraper.archive.check import check
from presidency_scraper.archive.records import DamageError, Location
from presidency_scraper.ingest.rebuild import rebuild_into
from presidency_scraper.ingest.scratch import scratch, scratch_database
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.differences import TableDiff, compare_databases

#: How many rows of one table are named one by one.
_NAMED = 20


def verify(
    archive: Path,
    database: Path,
    site: Site,
    *,
    jobs: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> Iterator[str]:
    """Yield what is wrong with *archive* and *database*, nothing if all is well.

    Raises UsageError where there is no database, StorageError where it cannot be opened at all.
    """
    damaged = _faults(database)
    yield from (f"{database}: {fault}" for fault in damaged)
    known = [] if damaged else _places(database)
    yield from (str(fault) for fault in check(archive, known=known or None))
    if not damaged:
        yield from _compare(archive, database, site, jobs, tell)


def _places(database: Path) -> list[Location]:
    with closing(open_reader(database)) as reader:
        return [Location(*place) for place in reader.places()]


def _faults(database: Path) -> list[str]:
    with closing(open_reader(database)) as reader:
        try:
            return list(reader.faults())
        except sqlite3.DatabaseError as error:
            return [f"damaged: {error}"]


def _compare(
    archive: Path, database: Path, site: Site, jobs: int, tell: Callable[[int], None]
) -> Iterator[str]:
    with scratch(database) as folder:
        again = scratch_database(folder)
        try:
            rebuild_into(archive, again, site, jobs=jobs, tell=tell)
        except DamageError as error:
            yield f"{database}: cannot be compared with the archive: {error}"
            return
        try:
            for diff in compare_databases(database, again):
                yield from _say(database, diff)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield f"{database}: a row cannot be read: {error}"


def _say(database: Path, diff: TableDiff) -> Iterator[str]:
    said = [f"{_name(diff.table, key)} is not in the archive" for key in diff.removed]
    said += [f"{_name(diff.table, key)} is missing: the archive has it" for key in diff.added]
    said += [
        f"{_name(diff.table, key)} differs from the archive in {', '.join(fields)}"
        for key, fields in diff.changed
    ]
    yield from (f"{database}: {line}" for line in said[:_NAMED])
    if len(said) > _NAMED:
        yield f"{database}: {diff.table}: {len(said) - _NAMED} more rows differ"


def _name(table: str, key: tuple[object, ...]) -> str:
    return f"{table} {'/'.join(map(str, key))}"
