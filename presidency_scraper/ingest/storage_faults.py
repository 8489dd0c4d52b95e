"""What to say when the database or the archive cannot be used."""

import errno
import sqlite3
from pathlib import Path

from presidency_scraper.store.database import explain_sqlite


def explain_storage(error: Exception, database: Path, archive: Path) -> str:
    """Return what happened to *database* or *archive*, and what to do about it."""
    if isinstance(error, sqlite3.Error):
        return explain_sqlite(error, database)
    if not isinstance(error, OSError):
        return str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk of {archive} is full: make room and run the same command again"
    return f"cannot use {archive} ({error.strerror or error}): set it right and run again"
