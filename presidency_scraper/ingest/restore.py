"""The commands ``rebuild`` and ``verify``: locks, progress and summaries around the work."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from presidency_scraper.archive.check import strangers_in
from presidency_scraper.errors import PresidencyError, StorageError
from presidency_scraper.ingest.lock import locked
from presidency_scraper.ingest.rebuild import rebuild_into, swap_in
from presidency_scraper.ingest.scratch import clear_stale, scratch, scratch_database
from presidency_scraper.ingest.signals import undisturbed
from presidency_scraper.ingest.spot_check import read_mark, write_mark
from presidency_scraper.ingest.verify import verify, verify_since
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader, refuse_missing, refuse_to_replace
from presidency_scraper.store.differences import compare_databases


def run(
    archive: Path, database: Path, site: Site, *, jobs: int | None, dry_run: bool, quiet: bool
) -> dict[str, Any]:
    """Rebuild *database*, or say what that would change; return a summary.

    Raises LockedError, DamageError, StorageError.
    """
    refuse_to_replace(database)
    with _alone(database, archive, to_read=dry_run), scratch(database) as folder:
        new = scratch_database(folder)
        with _progress(quiet, database) as tell:
            captures = rebuild_into(archive, new, site, jobs=_jobs(jobs), tell=tell)
        changes = _changes(database, new)
        if not dry_run:
            with undisturbed():
                swap_in(new, database)
    return {
        "database": str(database),
        "captures": captures,
        "dry_run": dry_run,
        "tables": changes,
        "passed_over": strangers_in(archive),
    }


def verify_all(
    archive: Path,
    database: Path,
    site: Site,
    *,
    jobs: int | None,
    quiet: bool,
    since_last: bool = False,
) -> list[str]:
    """Return what is wrong with *archive* and *database*; note where it is nothing.

    *since_last*: of what is new since that was noted, and of a share of the older; of all where
    it never was. Raises LockedError, UsageError, StorageError.
    """
    refuse_missing(database)
    with _alone(database, archive, to_read=True), _progress(quiet, database) as tell:
        mark = read_mark(archive, database) if since_last else None
        if mark:
            problems = list(verify_since(archive, database, site, mark))
        else:
            problems = list(verify(archive, database, site, jobs=_jobs(jobs), tell=tell))
        if not problems:
            write_mark(archive, database, mark)
        return problems


def render(summary: Mapping[str, Any]) -> str:
    """A summary of a rebuild for people."""
    done = "would be made" if summary["dry_run"] else "made"
    lines = [f"{summary['database']}: {done} from {summary['captures']} captures"]
    for table, change in (summary["tables"] or {}).items():
        fields = ", ".join(f"{name} {count}" for name, count in change["fields"].items())
        lines.append(
            f"  {table}: {change['added']} added, {change['changed']} changed, "
            f"{change['removed']} removed" + (f" ({fields})" if fields else "")
        )
    if summary["tables"] == {}:
        lines.append("  nothing differs")
    lines += [
        f"  {name} is no file of this archive and was passed over: `presidency import` takes it in"
        for name in summary["passed_over"]
    ]
    return "\n".join(lines)


@contextmanager
def _alone(database: Path, archive: Path, *, to_read: bool) -> Iterator[None]:
    """Hold the locks, without what a killed process left. Raises LockedError, StorageError."""
    with locked(database, archive, to_read=to_read):
        clear_stale(database)
        yield


def _changes(database: Path, new: Path) -> dict[str, Any] | None:
    """What differs between the two; None where there is no old one that can be read."""
    try:
        return _differences(database, new) if database.exists() else None
    except (StorageError, sqlite3.DatabaseError):
        return None


def _differences(database: Path, new: Path) -> dict[str, Any]:
    return {
        diff.table: {
            "added": len(diff.added),
            "changed": len(diff.changed),
            "removed": len(diff.removed),
            "fields": diff.fields(),
        }
        for diff in compare_databases(database, new)
        if diff
    }


def _jobs(jobs: int | None) -> int:
    if jobs:
        return jobs
    if hasattr(os, "sched_getaffinity"):  # not on macOS nor Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress(quiet: bool, database: Path) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, as long as the database has captures; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    total = _captures(database)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading the archive", total=total)
        yield lambda done: bar.update(task, completed=done)


def _captures(database: Path) -> int | None:
    try:
        with closing(open_reader(database)) as reader:
            return reader.count("captures")
    except (PresidencyError, sqlite3.DatabaseError):
        return None
