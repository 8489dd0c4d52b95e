"""One run of a crawl, from its beginning to its end: what the Scrapy components share.

Its life stands here from top to bottom: it begins, archives what comes, reads and saves it, is
stopped by something, ends, and closes its files. Glue: it counts what happens and knows the clock.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from presidency_scraper.archive.records import Failure, Remark, RunInfo
from presidency_scraper.clock import now
from presidency_scraper.errors import DefectError, StorageError, UsageError
from presidency_scraper.extract.response import (
    Extracted,
    extract_failure,
    failure_of,
    is_content,
    is_robots,
)
from presidency_scraper.ingest.ingests import Ingest
from presidency_scraper.ingest.intake import Intake
from presidency_scraper.ingest.replay import replay_stale
from presidency_scraper.ingest.run_archive import RunArchive
from presidency_scraper.ingest.run_files import RunFiles
from presidency_scraper.ingest.storage_faults import explain_storage
from presidency_scraper.items import Archived, Exchange, Place
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.rules.drift import Finding, reason_of
from presidency_scraper.rules.outcome import RunOutcome, Stop, StopReason, judge, judge_import
from presidency_scraper.store.makers import note_maker
from presidency_scraper.store.reader import Reader

#: RFC 9309, 2.4: a robots.txt may be kept for a day.
_ROBOTS_AGE = timedelta(hours=24)
_CLOCK = (
    "a clock is wrong, or was: times are stored that are later than now; what they belong to is "
    "asked for again"
)


class Run:
    """The run in progress, on *files*, which are open and locked.

    ``reason`` is what ends it, as soon as something does, ``outcome`` how it ended; ``pause`` what
    robots.txt wants to lie between two requests, in seconds. What the
    database or the disk refuses stops it and leaves the files valid: from then on nothing more is
    written, for what the archive does not hold, no row may say.
    """

    def __init__(self, files: RunFiles, options: CrawlOptions) -> None:
        self.files = files
        self.options = options
        self.counts: Counter[str] = Counter()
        self.reason: StopReason | None = None
        self.pause = 0.0
        self.outcome: RunOutcome | None = None
        self.id: int | None = None
        self.intake: Intake
        self._archive: RunArchive
        self._close_spider: Callable[[], None] = lambda: None
        self._lost = False
        self._is_saving = False
        self._url: str | None = None  # of the page that is being saved

    @property
    def reader(self) -> Reader:
        """What is known from before, and of this run so far."""
        return self.files.reader

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The fields that fell below their floors."""
        return self.intake.quarantine.judge()

    # -- the beginning --------------------------------------------------------------------------

    def begin(self, command: str, close_spider: Callable[[], None]) -> None:
        """Note that the run began, here and in the archive; *close_spider* is for its end."""
        at, store, reader = now(), self.files.store, self.reader
        self._close_spider = close_spider
        with self._writing():
            self.id = store.begin_run(command, at)
            note_maker(store, self.options.site)
        # A dry run reads another database than it writes: there it comes after all runs.
        run_id = None if self.options.dry_run else self.id
        options, settings = self.options, self.options.settings()
        self.intake = Intake(store, reader, options.source, run_id, options.kind, self.counts)
        run = None if run_id is None else RunInfo(run_id, command, at, settings)
        self._archive = RunArchive(self.files.folder, reader, run)
        if reader.is_ahead(at):
            self.intake.notes.append(_CLOCK)

    # -- what comes -----------------------------------------------------------------------------

    def archive(self, exchange: Exchange, remarks: Iterable[Remark] = ()) -> Archived:
        """Keep *exchange*, as received, before anything is read from it.

        One without content goes no further: what there is to write of it is written. *remarks*
        stand beside what others captured.
        """
        self.counts["responses"] += not is_robots(exchange.url)
        if is_content(exchange.status):
            self.counts["requests"] += 1
            place = self._placed(lambda: self._archive.append(exchange, remarks))
            return Archived(exchange, place)
        at, status = exchange.captured_at, exchange.status
        failure = Failure(exchange.url, at, status, failure_of(exchange), exchange.source)
        return Archived(exchange, self.fail(failure))

    def archive_failure(self, url: str, error: Exception) -> None:
        """Keep and write that a request for *url* brought no response."""
        said = f"{type(error).__name__}: {error}".strip(": ")
        self.fail(Failure(url, now(), None, said))

    def fail(self, failure: Failure) -> Place:
        """Keep and write *failure*."""
        self.counts["requests"] += 1
        place = self._placed(lambda: self._archive.append_failure(failure))
        known = (failure.url, failure.captured_at, failure.status, failure.error)
        self.ingest(extract_failure(*known, self.options.source, place, failure.source))
        return place

    def read(self, extracted: Extracted) -> Ingest:
        """Return what is to be written; the walk of its listing goes one step on."""
        return self.intake.read(extracted)

    def save(self, ingest: Ingest) -> None:
        """Write all that *ingest* says, or what the quarantine lets through."""
        if self._is_broken or self._lost:
            return
        self._url = ingest.capture.url
        with self._saving():
            self.intake.save(ingest)
        self._url = None
        if findings := self.intake.quarantine.findings:
            self.stop(reason_of(findings))

    @contextmanager
    def saving_together(self) -> Iterator[None]:
        """Write all that is saved meanwhile in one transaction, or leave it to the next run."""
        with self._saving(), self.files.store.transaction():
            yield

    def ingest(self, extracted: Extracted) -> None:
        """Read and write what no callback of the spider sees."""
        self.save(self.read(extracted))

    def robots(self, origin: str) -> str | None:
        """The robots.txt of *origin* if it is not older than a day."""
        at = now()
        return self.reader.robots(origin, at - _ROBOTS_AGE, at)

    # -- what goes wrong ------------------------------------------------------------------------

    def add_problem(self, url: str | None, kind: str, message: str) -> None:
        """Write down what went wrong with *url*."""
        if self._is_broken:
            return
        with self._writing(), self.files.store.transaction():
            self.files.store.add_problem(self.id, url, kind, message, now())

    def note_defect(self, url: str | None, error: BaseException | None) -> None:
        """Write down that this program failed at *url*, and how."""
        self.counts["crashed"] += 1
        self.add_problem(url, DefectError.kind, f"{type(error).__name__}: {error}")

    # -- the end --------------------------------------------------------------------------------

    def note(self, reason: StopReason) -> None:
        """Note what the run is to end by: what came first counts, unless *reason* overrides it."""
        if self.reason is None or (reason.overrides and self.reason.kind is not Stop.STORAGE):
            self.reason = reason

    def stop(self, reason: StopReason) -> None:
        """End the run by *reason* as soon as the event loop comes round."""
        self.note(reason)
        self._close_spider()

    def end(self, reason: StopReason) -> RunOutcome:
        """Judge the run, note how it ended, and seal the archive. Without another, by *reason*."""
        self._close_spider = lambda: None  # it ends already
        if not (self._is_broken or self._lost):
            with self._saving():
                self.intake.settle()
                replay_stale(self.files.store, self.files.folder, self.options.site)
        with self._writing():
            self._archive.close()
        if self.reason is None and reason.kind is Stop.FINISHED and self.findings:
            reason = reason_of(self.findings)
        judged = judge_import if self.options.imported else judge
        outcome = judged(self.counts, self.reason or reason)
        if self.id is not None:
            with self._writing():
                notes = {"notes": self.intake.notes} if self.intake.notes else {}
                stats = dict[str, Any](self.counts) | notes
                self.files.store.end_run(self.id, now(), outcome.line, int(outcome.code), stats)
        self.outcome = judged(self.counts, self.reason or reason)  # the disk may be full by now
        return self.outcome

    def close(self) -> None:
        """Close the database and give the locks back."""
        self.files.close()

    # -- guards ---------------------------------------------------------------------------------

    @property
    def _is_broken(self) -> bool:
        return self.reason is not None and self.reason.kind is Stop.STORAGE

    def _placed(self, append: Callable[[], Place]) -> Place:
        """The number and the place of a capture; one that cannot be kept has no number."""
        if not self._is_broken:
            with self._writing():
                return append()
        return Place(0)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the database or the disk refuses stops the run."""
        try:
            yield
        except (sqlite3.Error, OSError, StorageError) as error:
            said = explain_storage(error, self.files.database, self.files.folder)
            self.stop(StopReason(Stop.STORAGE, said))

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """A defect of ours while a page is written stops the run too.

        Nothing later is stored, so that the next run takes in all that is missing, in its order.
        """
        if self._is_saving:  # what this is a part of is undone as a whole
            yield
            return
        self._is_saving = True
        try:
            with self._writing():
                yield
        except UsageError:  # a file that was named and is away by now: no defect of ours
            raise
        except Exception as error:
            self._lost = True
            self.note_defect(self._url, error)
            self.stop(StopReason(Stop.DEFECT))
        finally:
            self._is_saving = False
