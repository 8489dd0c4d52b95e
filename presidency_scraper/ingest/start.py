"""The start of a run: files locked and opened, and what a killed run left set right."""

import logging
import sqlite3
from pathlib import Path

from presidency_scraper.archive.recovery import recover
from presidency_scraper.errors import StorageError
from presidency_scraper.ingest.lock import acquire_locks
from presidency_scraper.ingest.rebuild import adopt_unknown
from presidency_scraper.ingest.run import Run
from presidency_scraper.ingest.run_files import RunFiles
from presidency_scraper.ingest.scratch import clear_stale
from presidency_scraper.ingest.storage_faults import explain_storage
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.reader import Reader

_LOG = logging.getLogger(__name__)


def open_run(database: Path, archive: Path, options: CrawlOptions) -> Run:
    """Return a run of *options* that may begin. Raises LockedError, StorageError.

    A dry run reads the database, if there is one, and writes to a throw-away one in memory and to
    no archive.
    """
    if options.dry_run:
        store = open_store(Path(":memory:"))
        reader = open_reader(database) if database.exists() else Reader(store.database)
        return Run(RunFiles(database, archive, store, reader, ()), options)
    locks = acquire_locks(database, archive)
    store = open_store(database)
    files = RunFiles(database, archive, store, Reader(store.database), tuple(locks))
    try:
        _set_right(files, options.site)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(explain_storage(error, database, archive)) from error
    return Run(files, options)


def _set_right(files: RunFiles, site: Site) -> None:
    """Seal the archive that a killed run left open, and take in what it holds."""
    clear_stale(files.database)
    for torn in recover(files.folder) if files.folder.is_dir() else ():
        _LOG.warning("%s: %d bytes were torn and are set aside", torn.file, torn.size)
    if adopted := adopt_unknown(files.store, files.folder, site):
        _LOG.warning("took in %d captures that an earlier run left in the archive", adopted)
