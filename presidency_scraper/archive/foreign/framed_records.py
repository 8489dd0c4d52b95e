"""The records of one file of WARC or ARC, one at a time, as warcio's loader takes them apart.

What warcio passes over in silence is named here: a record that is cut short, one whose length is
wrong, bytes that belong to no record. What is whole behind them is found again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped] # has no types
from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped] # has no types

from presidency_scraper.archive.foreign.captured import FaultError, FaultKind, ForeignFault, Place
from presidency_scraper.archive.foreign.digests import matches
from presidency_scraper.archive.foreign.packed_stream import (
    LONGEST_HEAD,
    LONGEST_LINE,
    RECORD,
    PackedStream,
)

#: How large, in bytes, a record may be: what Scrapy downloads of a page at most.
LIMIT = 32 * 1024 * 1024
_WRONG_LENGTH = "its length is wrong: no record follows it"
#: Where a record begins although the line before it has no end.
_WITHIN = re.compile(rb"WARC/[01]\.\d+\r?\n")
#: The fields of ARC by their names in WARC.
_ARC = {"uri": "warc-target-uri", "ip-address": "warc-ip-address", "archive-date": "warc-date"}


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it stands: *headers* by their names in lower case, the first of each name."""

    place: Place
    type: str
    headers: dict[str, str]
    concurrent_to: frozenset[str]
    block: bytes = field(repr=False)

    @property
    def url(self) -> str:
        """What was asked for, or an empty text."""
        return self.headers.get("warc-target-uri", "")

    @property
    def id(self) -> str | None:
        """The record's own id; ARC has none."""
        return self.headers.get("warc-record-id")


class FramedRecords:
    """Reads *file*, which is called *name*, from record to record; the first is at *start*."""

    def __init__(self, name: str, file: BinaryIO, start: int = 0) -> None:
        self._stream, self._name = PackedStream(file, start), name
        self._loader = ArcWarcRecordLoader(arc2warc=False)
        self._is_lost = self._is_over = self._has_begun = False
        #: The last line with which no record began.
        self._stray = b""
        #: Where the gzip member begins that turned out to be damaged last.
        self._damaged: int | None = None
        #: The record at work: its place, and its address once that is known.
        self._begun: tuple[Place, str | None] = Place(name, start), None

    def __iter__(self) -> Iterator[RawRecord | ForeignFault]:
        """Yield the records and what is wrong, in order.

        A record is held back until what follows shows whether it is whole.
        """
        held: RawRecord | ForeignFault | None = None
        while (found := self._attempt()) is not None:
            if isinstance(held, RawRecord) and isinstance(found, ForeignFault):
                held, found = self._judge(held, found)
            if held:
                yield held
            held = found
        if not (self._has_begun or isinstance(held, RawRecord) or self._is_over):
            yield ForeignFault(FaultKind.NO_ARCHIVE, Place(self._name, 0), "it has no record")
        elif held:
            yield held

    def _attempt(self) -> RawRecord | ForeignFault | None:
        """Return the next record or what is wrong with it; None at the end."""
        try:
            return None if self._is_over else self._read()
        except FaultError as error:
            self._is_lost = error.kind in (FaultKind.RECORD, FaultKind.STRAY)
            if not self._is_lost and self._stream.is_packed:
                self._damaged = self._stream.member
                if self._begun[0].offset != self._damaged:
                    self._begun = Place(self._name, self._damaged), None
            fault = self._fault(error.kind, error.what)
            self._is_over = not self._is_lost and not self._stream.resume()
            return fault

    def _judge(
        self, held: RawRecord, found: ForeignFault
    ) -> tuple[RawRecord | None, RawRecord | ForeignFault]:
        """Return what is left of a record, and of what is wrong behind it.

        Where its digest does not show that it is whole, that is put down to the record.
        """
        is_damaged = held.place.offset == self._damaged
        if not (is_damaged or found.kind is FaultKind.STRAY) or _is_proved(held):
            return held, found
        if is_damaged:
            return None, ForeignFault(found.kind, held.place, found.what, held.url)
        if _has_swallowed(held.block + self._stray):
            self._go_back(held.place)
        return None, ForeignFault(FaultKind.RECORD, held.place, _WRONG_LENGTH, held.url)

    def _go_back(self, place: Place) -> None:
        """Search on behind the first line at *place*: the record there has swallowed others."""
        self._stream.seek(place.offset, place.inside)
        self._stream.readline(LONGEST_LINE)
        self._is_lost = True

    def _read(self) -> RawRecord | ForeignFault | None:
        line = self._search() if self._is_lost else self._next_line()
        if line is None:
            return None
        if not RECORD.match(line):
            self._stray = line
            if _WITHIN.search(line):
                self._stream.seek(self._begun[0].offset, self._begun[0].inside)
            raise FaultError(FaultKind.STRAY, f"no record begins here but {line[:40]!r}")
        self._is_lost = False
        record = self._load(line)
        headers = _headers_of(record)
        self._begun = self._begun[0], headers.get("warc-target-uri")
        if record.length is None or not record.rec_type:
            raise FaultError(FaultKind.RECORD, "the record does not say its type and its length")
        self._has_begun = True
        if record.length > LIMIT:
            fault = self._fault(FaultKind.LARGE, f"the record has {record.length} bytes")
            if self._stream.skip(record.length):
                self._go_back(fault.place)
            return fault
        block = record.raw_stream.read() or b""
        if len(block) < record.length:
            if _has_swallowed(block):
                fault = self._fault(FaultKind.RECORD, _WRONG_LENGTH)
                self._go_back(fault.place)
                return fault
            return self._fault(FaultKind.TORN, "the file ends in the middle of the record")
        ids = (v for n, v in record.rec_headers.headers if n.lower() == "warc-concurrent-to")
        return RawRecord(self._begun[0], record.rec_type, headers, frozenset(ids), block)

    def _load(self, line: bytes) -> Any:
        known = "warc" if line.startswith(b"WARC/") else "arc"
        self._stream.head_left = LONGEST_HEAD
        try:
            return self._loader.parse_record_stream(
                self._stream, statusline=line, known_format=known, no_record_parse=True
            )
        except (ArchiveLoadFailed, EOFError) as error:
            raise FaultError(FaultKind.RECORD, f"the head of a record is none: {error}") from error

    def _next_line(self) -> bytes | None:
        """Return the first line of the next record, blank ones passed over; None at the end."""
        while True:
            self._begun = Place(self._name, *self._stream.place()), None
            line = self._stream.readline(LONGEST_LINE)
            if line.strip():
                return line
            if not line:
                return None

    def _search(self) -> bytes | None:
        """Return the next line with which a record begins; None at the end."""
        while True:
            offset, inside = self._stream.place()
            line = self._stream.readline(LONGEST_LINE)
            if not line:
                return None
            within = _WITHIN.search(line)
            if within or RECORD.match(line):
                skipped = within.start() if within else 0
                ahead = (0, skipped) if self._stream.is_packed else (skipped, 0)
                self._begun = Place(self._name, offset + ahead[0], inside + ahead[1]), None
                return line[skipped:]

    def _fault(self, kind: FaultKind, what: str) -> ForeignFault:
        place, url = self._begun
        return ForeignFault(kind, place, what, url)


def _has_swallowed(block: bytes) -> bool:
    """Tell whether another record begins in what was taken for a part of one."""
    return bool(_WITHIN.search(block) or RECORD.search(block))


def _is_proved(record: RawRecord) -> bool:
    """Tell whether the digest of a record says that it has its true length."""
    return matches(record.headers.get("warc-block-digest"), record.block) is True


def _headers_of(record: Any) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in record.rec_headers.headers:
        headers.setdefault(_ARC.get(name.lower(), name.lower()), value)
    return headers
