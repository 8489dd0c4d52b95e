"""The nouns of what others captured: a response, a note beside none, and what is wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from presidency_scraper.errors import StorageError
from presidency_scraper.items import Exchange


class FaultKind(StrEnum):
    """What can be wrong with the files of others; ``docs/import.md`` has a row for each."""

    EMPTY = "empty"
    NO_ARCHIVE = "no-archive"
    UNREADABLE = "unreadable"
    COMPRESSION = "compression"
    ZIP = "zip"
    GZIP = "gzip"
    TORN = "torn"
    RECORD = "record"
    STRAY = "stray"
    LARGE = "large"
    SEGMENT = "segment"
    TRUNCATED = "truncated"
    DIGEST = "digest"
    DATE = "date"
    HTTP = "http"
    CHUNKS = "chunks"
    RESOURCE = "resource"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: a file, the offset in it, and how far *inside* what is packed there.

    *file* goes through the WACZ it lies in: ``crawl.wacz/archive/data.warc.gz``. *offset* is in
    bytes of that file. Where several records share a gzip member, *offset* is the member's and
    *inside* counts the unpacked bytes before the record.

    >>> print(Place("a.warc.gz", 512), Place("one-stream.warc.gz", 0, 7301))
    a.warc.gz:512 one-stream.warc.gz:0+7301
    """

    file: str
    offset: int
    inside: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}" + (f"+{self.inside}" if self.inside else "")


@dataclass(frozen=True, slots=True)
class Note:
    """What was written down beside a response, or of an address that gave none."""

    url: str
    captured_at: datetime
    content_type: str
    content: bytes
    place: Place
    record_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCapture(Exchange):
    """An exchange that somebody else captured; ready to be appended to our archive.

    A header that no longer fits the body (the chunks are joined, or the body was stored decoded)
    is called ``X-Archive-Orig-…``. *captured_at* is in UTC, with fractions of a second if the
    record has them. *payload_digest* is as the record states it. Where the body stands in another
    record, *repeats* says where; a 304 has none, whatever it refers to.
    """

    place: Place
    record_id: str | None = None
    payload_digest: str | None = None
    notes: tuple[Note, ...] = ()
    repeats: Place | None = None


@dataclass(frozen=True, slots=True)
class ForeignFault:
    """One thing that is wrong, where, and of which address if that can be told."""

    kind: FaultKind
    place: Place
    what: str
    url: str | None = None

    def __str__(self) -> str:
        of = f" ({self.url})" if self.url else ""
        return f"{self.place}: {self.kind}: {self.what}{of}"


class FaultError(StorageError):
    """Something is wrong with the record at work. Caught where the next one is begun."""

    def __init__(self, kind: FaultKind, what: str) -> None:
        self.kind, self.what = kind, what
        super().__init__(what)
