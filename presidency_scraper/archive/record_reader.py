"""Reads one record by its location, and what it says, the body of a revisit included."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from presidency_scraper.archive.file_names import is_archive_name, path_of, run_of_name
from presidency_scraper.archive.gzip_members import read_member
from presidency_scraper.archive.record_parser import (
    Block,
    parse_block,
    parse_fields,
    parse_http,
    parse_number,
    parse_run,
)
from presidency_scraper.archive.records import DamageError, Location, RunInfo
from presidency_scraper.items import Exchange, Headers


class Kind(StrEnum):
    """What a record tells of; the values are WARC's."""

    RESPONSE = "response"
    REVISIT = "revisit"
    FAILURE = "metadata"


@dataclass(frozen=True, slots=True)
class Record:
    """A response, a revisit or a failure as it stands in the archive.

    Of a response are the *reason* and the headers as received. A failure has neither, but may
    have a status and has an error. A revisit finds its body at *original*. *source* says where
    others captured it.
    """

    location: Location
    kind: Kind
    url: str
    captured_at: datetime
    run: RunInfo
    record_id: str
    status: int | None
    error: str | None
    payload_digest: str | None
    reason: str
    response_headers: Headers
    original: Location | None
    folder: Path
    content: bytes
    source: str | None

    @property
    def body(self) -> bytes:
        """The body as received, still content-encoded; a revisit's is read where it stands.

        Raises DamageError if it does not stand there.
        """
        return read_original(self).content if self.original else self.content

    def exchange(self) -> Exchange:
        """Return what was put in, but for the request. Raises DamageError as :attr:`body` does."""
        known = (self.url, self.captured_at, (), self.status or 0, self.response_headers)
        return Exchange(*known, self.body, source=self.source)


def read(folder: Path, location: Location) -> Record:
    """Return the record at *location*. Raises DamageError if none begins there."""
    path = path_of(folder, location.file)
    if path is None:
        raise DamageError("the file is missing", location.file)
    with path.open("rb") as stream, placed(location):
        run = _run_of(stream, location.file)
        member = read_member(stream, location.offset)
        if member is None:
            raise DamageError("the file ends before this record")
        record = record_of(folder, location, run, parse_block(member.data))
        if record is None:
            raise DamageError("no response begins here")
        return record


def read_original(record: Record) -> Record:
    """Return the response that a revisit refers to. Raises DamageError if it is another one."""
    if record.original is None:
        return record
    original = read(record.folder, record.original)
    with placed(record.location):
        if original.kind is not Kind.RESPONSE or original.payload_digest != record.payload_digest:
            raise DamageError(f"it does not repeat {record.original}")
    return original


def record_of(folder: Path, location: Location, run: RunInfo, block: Block) -> Record | None:
    """Return what a record says; None if it belongs to another or is a warcinfo.

    Raises DamageError.
    """
    if block.type not in list(Kind) or is_remark(block):
        return None
    kind = Kind(block.type)
    status: int | None
    headers: Headers = ()
    reason, content, error, original = "", b"", None, None
    if kind is Kind.FAILURE:
        status, error = parse_failure(block.content)
    else:
        (_, digits, reason), headers, content = parse_http(block.content)
        status = parse_number(digits, "the status of the response")
    if kind is Kind.REVISIT:
        file = block.required("WARC-Refers-To-Filename")
        original = Location(file, block.number("WARC-Refers-To-File-Offset"))
    return Record(
        location=location,
        kind=kind,
        url=block.required("WARC-Target-URI"),
        captured_at=block.date(),
        run=run,
        record_id=block.required("WARC-Record-ID"),
        status=status,
        error=error,
        payload_digest=block.headers.get("WARC-Payload-Digest"),
        reason=reason,
        response_headers=headers,
        original=original,
        folder=folder,
        content=content,
        source=block.headers.get("WARC-Source-URI"),
    )


def is_remark(block: Block) -> bool:
    """Tell whether a record is what others wrote down beside a response."""
    return block.type == Kind.FAILURE and "WARC-Concurrent-To" in block.headers


@contextmanager
def placed(location: Location) -> Iterator[None]:
    """Name *location* in what is raised inside: who finds a damage need not know the place."""
    try:
        yield
    except DamageError as error:
        raise DamageError(error.fault.what, location.file, location.offset) from error


def read_run(path: Path) -> RunInfo | None:
    """Return the run that wrote the file at *path*; None where it has no name of ours."""
    if not is_archive_name(path.name):
        return None  # others' first record may be as large as their file
    with path.open("rb") as stream:
        return _run_of(stream, path.name)


def _run_of(stream: BinaryIO, name: str) -> RunInfo:
    """Return the run that wrote a file; what its name says if its first record is damaged."""
    with suppress(DamageError):  # which must not hide the other records; the check tells of it
        member = read_member(stream, 0)
        if member is not None:
            return parse_run(parse_block(member.data).content)
    return run_of_name(name)


def parse_failure(content: bytes) -> tuple[int | None, str]:
    """Return status and error that the record of a failure has. Raises DamageError."""
    fields = parse_fields(content)
    try:
        status = int(fields["status"]) if "status" in fields else None
        return status, str(json.loads(fields["error"]))
    except (KeyError, ValueError) as error:
        raise DamageError(f"the failure does not say what failed ({error!r})") from error
