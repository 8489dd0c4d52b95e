"""One run of a crawl, its archive and its database: what the Scrapy components share.

Glue: opens and closes both, counts what happens, and knows the clock. A dry run reads the
database, if there is one, and writes to a throw-away one in memory and to no archive.
"""

import logging
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from presidency_scraper.archive import (
    ArchiveWriter,
    Exchange,
    Failure,
    Location,
    RunInfo,
    decode_content,
    recover,
)
from presidency_scraper.clock import now
from presidency_scraper.errors import DefectError, StorageError
from presidency_scraper.extract.response import decoded_answer, headers_of, is_content
from presidency_scraper.ingest.commits import Commits
from presidency_scraper.ingest.counts import count_pages
from presidency_scraper.ingest.intake import Intake, Saved
from presidency_scraper.ingest.lock import acquire_locks
from presidency_scraper.ingest.page_read import PageRead, Place, failed_capture
from presidency_scraper.ingest.rebuild import adopt_unknown
from presidency_scraper.ingest.scratch import clear_stale
from presidency_scraper.ingest.storage_faults import explain_storage
from presidency_scraper.rules.crawl_options import KINDS, CrawlOptions
from presidency_scraper.rules.drift import reason_of
from presidency_scraper.rules.outcome import Verdict, judge
from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.writer import Store

#: RFC 9309, 2.4: a robots.txt may be kept for a day.
_ROBOTS_AGE = timedelta(hours=24)
_LOG = logging.getLogger(__name__)


class Ledger:
    """The run in progress."""

    def __init__(self, database: Path, archive: Path, options: CrawlOptions) -> None:
        """Lock and open the database; finish what a killed run left.

        Raises LockedError, StorageError.
        """
        dry = options.dry_run
        self._locks = [] if dry else acquire_locks(database, archive)
        self.path, self.folder = database, archive
        self.options = options
        self.store: Store = open_store(Path(":memory:") if dry else database)
        known = open_reader(database) if dry and database.exists() else None
        self.reader: Reader = known or Reader(self.store.database)
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        self.verdict: Verdict | None = None
        self.signal: signal.Signals | None = None
        #: Called once with a reason when the run cannot go on; set by the extension.
        self.stop: Callable[[str], None] = lambda reason: None
        self.run_id: int | None = None
        self._commits = Commits(self.store, self.commit)
        self._saved: list[Saved] = []
        self._broken: str | None = None
        self._lost = False
        self._archive: ArchiveWriter | None = None
        if not dry:
            try:
                self._set_right()
            except (sqlite3.Error, OSError) as error:
                raise StorageError(explain_storage(error, self.path, self.folder)) from error
        self._captures = self.reader.last_capture_id()
        self.intake: Intake

    def _set_right(self) -> None:
        """Seal the archive a killed run left open, and take in what it holds."""
        clear_stale(self.path)
        for torn in recover(self.folder) if self.folder.is_dir() else ():
            _LOG.warning("%s: %d bytes were torn and are set aside", torn.file, torn.size)
        if adopted := adopt_unknown(self.store, self.folder):
            _LOG.warning("took in %d captures that an earlier run left in the archive", adopted)

    # -- the run --------------------------------------------------------------------------------

    def begin(self, command: str) -> None:
        """Note that the run began, here and in the archive."""
        at = now()
        with self._writing():
            self.run_id = self.store.begin_run(command, at)
        # A dry run reads another database than it writes: there it comes after all runs.
        run_id = None if self.options.dry_run else self.run_id
        kind = {name: getattr(self.options, name) for name in KINDS}
        self.intake = Intake(self.store, self.reader, self.options.source, run_id, **kind)
        if run_id is not None:
            run = RunInfo(run_id, command, at, self.options.settings())
            self._archive = ArchiveWriter(self.folder, run=run)

    def end(self, reason: str) -> Verdict:
        """Judge the run, note how it ended, seal the archive and close the database."""
        self.stop = lambda reason: None  # it ends already
        self.commit()
        with self._writing_all():
            if not (self._broken or self._lost):
                count_pages(self.intake.settle(), self.counts, self.notes)
        with self._writing():
            if self._archive:
                self._archive.close()
        findings = self.intake.probation.judge()
        if findings and reason == "finished":
            reason = reason_of(findings)
        reason = self._broken or (self.signal.name if self.signal else reason)
        verdict = judge(self.counts, reason)
        stats: dict[str, Any] = dict(self.counts) | ({"notes": self.notes} if self.notes else {})
        if self.run_id is not None:
            with self._writing():
                self.store.end_run(self.run_id, now(), verdict.line, int(verdict.code), stats)
        self.verdict = judge(self.counts, self._broken) if self._broken else verdict
        return self.verdict

    def close(self) -> None:
        """Close the database and give the lock back."""
        self.store.close()
        if self.reader.database is not self.store.database:
            self.reader.close()
        for lock in self._locks:
            lock.release()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the database or the disk refuses stops the run; it leaves the files valid.

        From then on nothing more is written: what the archive does not hold, no row may say.
        """
        try:
            yield
        except (sqlite3.Error, OSError, StorageError) as error:
            if self._broken is None:
                self._broken = f"storage: {explain_storage(error, self.path, self.folder)}"
                self.stop(self._broken)

    @contextmanager
    def _writing_all(self) -> Iterator[None]:
        """A defect of ours that hits many pages at once ends the run as well.

        Nothing later is stored, so that the next run takes in all that is missing, in its order.
        """
        try:
            with self._writing():
                yield
        except Exception as error:
            self._lost = True
            self.note_defect(None, error)
            self.stop("defect")

    # -- into the archive -----------------------------------------------------------------------

    def archive(self, request: Request, exchange: Exchange) -> None:
        """Keep *exchange*, as received, before anything is read from it."""
        if not is_content(exchange.status):
            self._archive_failure(request, exchange.status, f"status {exchange.status}")
            return
        request.meta["captured_at"] = exchange.captured_at
        request.meta["place"] = self._placed(
            lambda archive: archive.append(exchange, revisit_of=self._before(exchange.url))
        )

    def _before(self, url: str) -> Location | None:
        """Where the page stood last time: if it is the same now, it is not kept twice."""
        place = self.reader.last_place(url)
        return Location(*place) if place else None

    def archive_error(self, request: Request, error: Exception) -> None:
        """Keep that *request* brought no response."""
        said = f"{type(error).__name__}: {error}".strip(": ")
        self._archive_failure(request, None, said)
        self.save_failure(request)

    def _archive_failure(self, request: Request, status: int | None, said: str) -> None:
        at = request.meta["captured_at"] = now()
        failure = Failure(request.url, at, status, said)
        request.meta["failure"] = failure
        request.meta["place"] = self._placed(lambda archive: archive.append_failure(failure))

    def _placed(self, append: Callable[[ArchiveWriter], Location]) -> Place:
        """The number and the place of a capture; one that cannot be kept has no number."""
        location = None
        with self._writing():
            if self._archive and not self._broken:
                location = append(self._archive)
        if self._broken:
            return Place(0)
        self._captures += 1
        return Place(self._captures, *((location.file, location.offset) if location else ()))

    # -- into the database ----------------------------------------------------------------------

    def read(self, request: Request, response: Response) -> tuple[PageRead, bytes]:
        """Return what *response* says, and its body decoded: as a rebuild does from the archive."""
        headers, at = headers_of(response.headers.items()), request.meta["captured_at"]
        encoding = headers.get("content-encoding", "")
        decode = partial(decode_content, response.body, encoding)
        answer, reading = decoded_answer(response.url, response.status, headers, decode, at)
        return self.intake.read(answer, request.meta["place"], reading), answer.body

    def save(self, read: PageRead) -> None:
        """Write all that *read* says, to be committed soon."""
        if self._broken or self._lost:
            return
        with self._writing():
            for ready in self.intake.take(read):
                with self._commits.shared():
                    self._saved.append(self.intake.write(ready))
        if findings := self.intake.probation.findings:
            self.stop(reason_of(findings))

    def commit(self) -> None:
        """Commit what was saved, and only then count it."""
        saved, self._saved = self._saved, []
        with self._writing_all():
            self._commits.close()
            count_pages(saved, self.counts, self.notes)

    def save_failure(self, request: Request) -> None:
        """Write down a request that brought no content."""
        failure: Failure = request.meta["failure"]
        known = (failure.url, failure.captured_at, failure.status, failure.error)
        self.save(PageRead(failed_capture(*known, request.meta["place"], self.options.source)))

    def note_defect(self, url: str | None, error: BaseException | None) -> None:
        """Write down that this program failed at *url*, and how."""
        self.counts["crashed"] += 1
        self.add_problem(url, DefectError.kind, f"{type(error).__name__}: {error}")

    def add_problem(self, url: str | None, kind: str, message: str) -> None:
        """Write down what went wrong with *url*."""
        if self._broken:
            return
        with self._writing(), self.store.transaction():
            self.store.add_problem(self.run_id, url, kind, message, now())
        self.commit()

    # -- robots.txt -----------------------------------------------------------------------------

    def robots(self, origin: str) -> str | None:
        """The robots.txt of *origin* if it is not older than a day."""
        return self.reader.robots(origin, now() - _ROBOTS_AGE)
