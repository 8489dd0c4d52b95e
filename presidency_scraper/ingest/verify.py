"""Checks everything: the archive byte by byte, the database, and each against the other.

The database is made again from the archive beside it and compared row by row, so that no row can
be changed, added or taken away unseen.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from presidency_scraper.archive.check import check
from presidency_scraper.archive.records import DamageError, Location
from presidency_scraper.ingest.rebuild import rebuild_into
from presidency_scraper.ingest.scratch import scratch, scratch_database
from presidency_scraper.ingest.spot_check import Mark, check_files, compare_rows
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.differences import TableDiff, compare_databases
from presidency_scraper.store.makers import maker_of, makers_of

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
    if not damaged and (known or archive.is_dir()):  # an import that found nothing makes none
        yield from _compare(archive, database, site, jobs, tell)


def verify_since(archive: Path, database: Path, site: Site, mark: Mark) -> Iterator[str]:
    """Yield what is wrong with what came since *mark*, and with the older ones whose turn it is.

    Raises as :func:`verify` does.
    """
    damaged = _faults(database)
    yield from (f"{database}: {fault}" for fault in damaged)
    if damaged:
        return
    with closing(open_reader(database)) as reader:
        yield from check_files(archive, reader, mark)
        others = makers_of(database) - {maker_of(site)}
        yield from _tell(database, compare_rows(archive, reader, site, mark), others)


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
            others = makers_of(database) - {maker_of(site)}
            yield from _tell(database, compare_databases(database, again), others)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield f"{database}: a row cannot be read: {error}"


def _tell(
    database: Path, diffs: Iterable[TableDiff], others: set[tuple[str, str]]
) -> Iterator[str]:
    """Name each row that differs; in one line those that *others* made otherwise.

    That captures were added or taken away is no matter of versions.
    """
    counts = {}
    for diff in diffs:
        if not others:
            yield from _say(database, diff)
            continue
        if diff.table == "captures":
            yield from _say(database, TableDiff(diff.table, diff.added, diff.removed))
            diff.added, diff.removed = [], []
        if diff:
            counts[diff.table] = len(diff.added) + len(diff.removed) + len(diff.changed)
    if counts:
        versions = ", ".join(sorted({version for version, _ in others if version}))
        by = f" ({versions})" if versions else ""
        said = ", ".join(f"{table} {number}" for table, number in counts.items())
        yield f"{database}: made by an older version{by}: run `presidency rebuild` (rows: {said})"


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
