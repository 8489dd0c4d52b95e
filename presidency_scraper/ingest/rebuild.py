"""Makes the database again from the archive alone, by the functions the crawl itself uses.

Pages are read in parallel and written in the order of the archive, so that the same rows come
out as from the crawl. The new database takes the old one's place only when it is complete.
"""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable
from itertools import islice
from pathlib import Path

from presidency_scraper.archive.disk import sync_folder
from presidency_scraper.archive.record_reader import Record
from presidency_scraper.archive.traversal import has_file, iterate
from presidency_scraper.errors import StorageError
from presidency_scraper.ingest.intake import Intake
from presidency_scraper.ingest.parallel import ReadRecord, read_record, reader_of_pages
from presidency_scraper.ingest.replay import replay_stale
from presidency_scraper.rules.run_settings import parse_kind, parse_source
from presidency_scraper.sites.base import Site
from presidency_scraper.store.adoption import adopt_ledger
from presidency_scraper.store.database import open_store, remove_database
from presidency_scraper.store.makers import note_maker
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.writer import Store

#: Records in one transaction: with fewer, pages of the file are written more often.
_BATCH = 500


class _Intakes:
    """The intakes of the runs that an archive of *site* tells of, one after the other."""

    def __init__(self, store: Store, archive: Path, site: Site) -> None:
        self._store = store
        self._archive = archive
        self._site = site
        self._intakes: dict[int, Intake] = {}
        self._is_maker_noted = False

    def take(self, item: ReadRecord, *, save: bool = True) -> None:
        """Write what a record says, or let its walk go on; note its run when its first comes."""
        run, extracted = item
        if run.id not in self._intakes:
            self._store.note_run(run.id, run.command, run.started_at)
            if not self._is_maker_noted:
                note_maker(self._store, self._site)
                self._is_maker_noted = True
            self.settle()
            reader, source = Reader(self._store.database), parse_source(run.settings, self._site)
            kind = parse_kind(run.settings)
            self._intakes[run.id] = Intake(self._store, reader, source, run.id, kind)
        intake = self._intakes[run.id]
        ingest = intake.read(extracted)
        if save:
            intake.save(ingest)

    def settle(self) -> None:
        """No more is to come of the runs so far: what they held is judged, what is stale told."""
        for intake in self._intakes.values():
            intake.settle()
        self._intakes.clear()  # the records of a run stand together, and it knows whole listings
        replay_stale(self._store, self._archive, self._site)


def rebuild_into(
    archive: Path,
    database: Path,
    site: Site,
    *,
    jobs: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write a new database at *database* from *archive*; return the number of captures.

    The disk may not have all of it yet: :func:`swap_in` waits for that. *tell* is called with the
    number done so far. Raises DamageError, StorageError.
    """
    if not archive.is_dir():
        raise StorageError(f"no archive at {archive}: name its folder by --archive")
    remove_database(database)
    store = open_store(database, scratch=True)
    try:
        captures = _fill(store, archive, site, jobs, tell)
    finally:
        store.close()
    open_store(database).close()  # from now on it is one like any other
    if not captures:
        raise StorageError(f"{archive} holds no record: name the right folder by --archive")
    return captures


def swap_in(new: Path, database: Path) -> None:
    """Put *new* in the place of *database*, with the ledger of its runs.

    Where that cannot be read, the old file is kept beside the new one as ``NAME.damaged``. Raises
    StorageError.
    """
    if database.exists():
        store = open_store(new)
        try:
            adopt_ledger(store, database)
        except sqlite3.DatabaseError:
            database.replace(database.with_name(database.name + ".damaged"))
        store.checkpoint()
        store.close()
    _sync(new)
    try:
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        new.replace(database)
    except OSError as error:
        said = f"cannot put the new database into the place of {database} ({error.strerror})"
        raise StorageError(f"{said}: set its folder right and run again") from error
    sync_folder(database.parent)


def _sync(path: Path) -> None:
    """Wait until the disk has the file at *path*."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _fill(store: Store, archive: Path, site: Site, jobs: int, tell: Callable[[int], None]) -> int:
    intakes = _Intakes(store, archive, site)
    done = 0
    with reader_of_pages(site, jobs) as read:
        records = read(enumerate(iterate(archive), 1))
        while batch := list(islice(records, _BATCH)):
            with store.transaction():
                for item in batch:
                    intakes.take(item)
            done += len(batch)
            tell(done)
    intakes.settle()
    return done


def adopt_unknown(store: Store, archive: Path, site: Site) -> int:
    """Take in what the archive holds and the database does not; return how many captures.

    A run that was killed may have kept a page and not yet written down what it says. Its listings
    are walked once more in memory, so that its walks go on where they stood. Into an empty
    database goes the whole archive. Raises StorageError where the two are of different origin.
    """
    reader = Reader(store.database)
    run_id, file, first = reader.unknown_from()
    if run_id is not None and not has_file(archive, file):
        raise StorageError(
            f"{archive} does not hold {file}, which the database was made from: restore it from a "
            "backup, or name the right folder by --archive"
        )
    known = reader.known_ids(run_id)
    if _is_all_known(reader, enumerate(iterate(archive, since=file), first), known):
        replay_stale(store, archive, site)
        return 0
    intakes = _Intakes(store, archive, site)
    adopted = 0
    for number, record in enumerate(iterate(archive, since=file), first):
        if run_id is not None and not reader.knows_run(record.run.id, record.run.started_at):
            raise StorageError(
                f"{archive} holds run {record.run.id}, which the database does not know: they do "
                "not belong together; name another --archive, or run `presidency rebuild`"
            )
        is_known = number in known
        if is_known and parse_source(record.run.settings, site).facts(record.url).listing is None:
            continue
        with store.transaction():
            intakes.take(read_record(site, (number, record)), save=not is_known)
        adopted += not is_known
    intakes.settle()
    return adopted


def _is_all_known(
    reader: Reader, records: Iterable[tuple[int, Record]], known: Collection[int]
) -> bool:
    """Tell whether there is nothing to take in: so it is after most runs, and no page is read."""
    return all(
        number in known and reader.knows_run(record.run.id, record.run.started_at)
        for number, record in records
    )
