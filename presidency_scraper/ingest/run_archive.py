"""The archive of one run: what is put in, and the number that each capture has in all."""

from collections.abc import Iterable
from pathlib import Path

from presidency_scraper.archive.records import Failure, Location, Remark, RunInfo
from presidency_scraper.archive.warc_writer import ArchiveWriter
from presidency_scraper.items import Exchange, Place
from presidency_scraper.store.reader import Reader


class RunArchive:
    """Appends to the archive in *folder*, or of a dry run (without *run*) only counts.

    Captures are numbered on from the last one that *reader* knows.
    """

    def __init__(self, folder: Path, reader: Reader, run: RunInfo | None) -> None:
        self._reader = reader
        self._writer = ArchiveWriter(folder, run=run) if run else None
        self._number = reader.last_capture_id()

    def append(self, exchange: Exchange, remarks: Iterable[Remark] = ()) -> Place:
        """Keep *exchange* as received, and *remarks* of others beside it."""
        if self._writer is None:
            return self._placed(None)
        before = self._before(exchange.url)
        return self._placed(self._writer.append(exchange, revisit_of=before, remarks=remarks))

    def append_failure(self, failure: Failure) -> Place:
        """Keep that a request brought nothing."""
        return self._placed(self._writer.append_failure(failure) if self._writer else None)

    def close(self) -> None:
        """Seal the file in work."""
        if self._writer:
            self._writer.close()

    def _before(self, url: str) -> Location | None:
        """Where the page stood last time: if it is the same now, it is not kept twice."""
        place = self._reader.last_place(url)
        return Location(*place) if place else None

    def _placed(self, location: Location | None) -> Place:
        self._number += 1
        return Place(self._number, *((location.file, location.offset) if location else ()))
