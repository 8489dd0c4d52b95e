"""The nouns of the archive: what is put in, where it stands, and what can be wrong with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from presidency_scraper.errors import StorageError


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where a record begins: a file's final name and an offset in bytes. Sorts by capture."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that wrote a file. *started_at* is aware and kept to the second."""

    id: int
    command: str
    started_at: datetime
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that brought nothing to keep: a time-out, or a 403, 429, 503 (then *status*).

    *source* says where others captured it.
    """

    url: str
    captured_at: datetime
    status: int | None
    error: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What others wrote down beside a response: a block of this type (a media type)."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Torn:
    """A tail that was cut off *of* a file at *offset* and kept under the name *file*.

    *size* is in bytes, *noted_at* when it was set aside, in UTC.
    """

    file: str
    of: str
    offset: int
    size: int
    sha256: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the archive, and where; *offset* in bytes, if known."""

    file: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        at = "" if self.offset is None else f" at byte {self.offset}"
        return f"{self.file}{at}: {self.what}"


class DamageError(StorageError):
    """The bytes at one place of the archive are not what was written there.

    Raised by every reader. The catcher names the place to a person (``str(error)`` does) and does
    not go on as if the record had never been.
    """

    def __init__(self, what: str, file: str = "", offset: int | None = None) -> None:
        self.fault = Fault(file, offset, what)
        super().__init__(f"archive damaged: {self.fault}")


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of *data* the way WARC headers carry it, in hex as ``sha256sum`` has it.

    >>> digest_of(b"")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
