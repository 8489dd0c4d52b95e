"""Takes in what others captured: the pages of the site, each once, by the rules of a crawl.

It is a run like any other. What a file says of other sites is counted and left, and what is wrong
with a file is named in ``problems``. What is known already is not taken again, so that a run that
was stopped goes on when it is run again.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from presidency_scraper.archive.foreign import read_foreign
from presidency_scraper.archive.foreign.captured import (
    FaultKind,
    ForeignCapture,
    ForeignFault,
    Note,
    Place,
)
from presidency_scraper.archive.foreign.containers import open_file
from presidency_scraper.archive.record_reader import parse_failure
from presidency_scraper.archive.records import DamageError, Failure, Remark
from presidency_scraper.archive.serialiser import checked_url
from presidency_scraper.clock import now
from presidency_scraper.errors import StorageError
from presidency_scraper.extract.content_encoding import digest_in
from presidency_scraper.extract.response import extract, is_content
from presidency_scraper.ingest.brought import Brought
from presidency_scraper.ingest.import_forecast import Forecast
from presidency_scraper.ingest.run import Run
from presidency_scraper.ingest.start import open_run
from presidency_scraper.items import Exchange
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.rules.outcome import Stop, StopReason
from presidency_scraper.sites.base import Kind
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.reader import Reader

_Found = ForeignCapture | Note | ForeignFault

#: How many of them are written together: a transaction costs as much as reading a page.
_TOGETHER = 100
#: So far ahead of ours the clocks of others may be.
_AHEAD = timedelta(days=1)


def source_uri(place: Place, record_id: str | None) -> str:
    """Return where a record stands, as the archive and ``captures.source`` keep it.

    >>> source_uri(Place("crawl.wacz/archive/data.warc.gz", 512, 7301), "<urn:uuid:0>")
    'file:crawl.wacz/archive/data.warc.gz#offset=512&inside=7301&id=urn:uuid:0'
    """
    inside = f"&inside={place.inside}" if place.inside else ""
    record = f"&id={quote(record_id.strip('<>'), safe=':')}" if record_id else ""
    return f"file:{quote(place.file)}#offset={place.offset}{inside}{record}"


class ForeignImport:
    """Takes what files hold into *run*; of a dry run ``forecast`` says what they would bring."""

    def __init__(self, run: Run) -> None:
        self.forecast = Forecast(run.reader, run.options.source)
        self._run = run
        self._latest = now() + _AHEAD
        #: What a dry run has met: else it is in the database by then.
        self._seen: set[tuple[str, datetime, int | None, str | None]] = set()

    def take_files(self, paths: Iterable[Path], opened: Callable[[Path], BinaryIO]) -> None:
        """Take what the files at *paths* hold, until something stops the run.

        *opened* opens one of them. Raises UsageError.
        """
        found = read_foreign(*paths, wanted=self._is_wanted, opened=opened)
        while not self._run.reason and (first := next(found, None)):
            with self._run.saving_together():
                self._take_some(chain([first], islice(found, _TOGETHER - 1)))

    def _take_some(self, some: Iterable[_Found]) -> None:
        for found in some:
            if isinstance(found, ForeignFault):
                self.note(found)
            else:
                self._take(found)
            if self._run.reason:
                return

    def _is_wanted(self, url: str) -> bool:
        is_ours = self._run.options.source.facts(url).kind is not Kind.FOREIGN
        self._run.counts["elsewhere"] += not is_ours
        return is_ours

    def note(self, fault: ForeignFault) -> None:
        """Name a fault, once however often its file is taken."""
        self._run.counts["faults"] += 1
        self._run.counts[f"faults: {fault.kind}"] += 1
        if not self._run.files.store.has_problem("import", str(fault)):
            self._run.add_problem(fault.url, "import", str(fault))

    def _take(self, found: ForeignCapture | Note) -> None:
        at = found.captured_at.replace(microsecond=0)
        source = source_uri(found.place, found.record_id)
        try:
            checked_url(found.url)
        except StorageError as error:
            self.note(ForeignFault(FaultKind.RECORD, found.place, str(error), found.url))
            return
        if at > self._latest:
            said = f"it says that it was captured in the future, at {at.isoformat()}"
            self.note(ForeignFault(FaultKind.DATE, found.place, said, found.url))
        elif isinstance(found, Note):
            self._take_note(found, at, source)
        elif found.method != "GET":
            self._run.counts["no_get"] += 1
        else:
            remarks = [Remark(note.content_type, note.content) for note in found.notes]
            self.take(replace(found, captured_at=at, source=source), remarks)

    def take(self, exchange: Exchange, remarks: Iterable[Remark] = ()) -> None:
        """Take what somebody captured, unless it is known."""
        digest = digest_in(exchange) if is_content(exchange.status) else None
        if self._is_known(exchange.url, exchange.captured_at, exchange.status, digest):
            return
        if self._run.options.dry_run:
            self.forecast.note(exchange)
            return
        archived = self._run.archive(exchange, remarks)
        if is_content(exchange.status):
            self._run.ingest(extract(exchange, self._run.options.source, archived.place))

    def _take_note(self, note: Note, at: datetime, source: str) -> None:
        """Take what a request brought that has no response; an archive of ours has such notes."""
        try:
            status, error = parse_failure(note.content)
        except DamageError:
            self._run.counts["notes"] += 1
            return
        if not self._is_known(note.url, at, status, None) and not self._run.options.dry_run:
            self._run.fail(Failure(note.url, at, status, error, source))

    def _is_known(self, url: str, at: datetime, status: int | None, digest: str | None) -> bool:
        answer = url, at, status, digest
        is_known = answer in self._seen or self._run.reader.captures.has(*answer)
        if self._run.options.dry_run:
            self._seen.add(answer)
        self._run.counts["known" if is_known else "taken"] += 1
        return is_known


def import_files(
    paths: Sequence[Path],
    options: CrawlOptions,
    *,
    database: Path,
    archive: Path,
    command: str,
    opened: Callable[[Path], BinaryIO] = open_file,
    begun: Callable[[Run], None] = lambda run: None,
) -> Brought:
    """Take in the files at *paths*; return what came of it.

    *opened* opens a file; *begun* is called with the run, which may be stopped after the record in
    hand. Raises
    LockedError, StorageError, UsageError.
    """
    run = open_run(database, archive, options)
    try:
        begun(run)
        before = _rows(run.reader)
        run.begin(command, lambda: None)
        taken = ForeignImport(run)
        taken.take_files(paths, opened)
        run.end(StopReason(Stop.FINISHED))
        if options.dry_run:
            return Brought(run, taken.forecast.rows, taken.forecast.counts["unreadable"])
        rows = {name: number - before[name] for name, number in _rows(run.reader).items()}
        return Brought(run, rows, run.reader.captures.unreadable(run.id))
    finally:
        run.close()


def rows_in(database: Path) -> dict[str, int]:
    """How much is stored in *database*, which may not be there yet. Raises StorageError."""
    if not database.exists():
        return {"new_articles": 0, "edits": 0, "misses": 0}
    with closing(open_reader(database)) as reader:
        return _rows(reader)


def _rows(reader: Reader) -> dict[str, int]:
    """How much is stored."""
    articles, revisions, absences = map(reader.count, ("articles", "revisions", "absences"))
    return {"new_articles": articles, "edits": revisions - articles, "misses": absences}
