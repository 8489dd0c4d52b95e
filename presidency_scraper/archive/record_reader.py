"""Reads one record by its location, and what it says, the body of a revisit included."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from presidency_scraper.archive.content_encoding import LIMIT, decode_content
from presidency_scraper.archive.file_names import path_of, run_of_name
from presidency_scraper.archive.gzip_members import read_member
from presidency_scraper.archive.record_parser import (
    Block,
    Head,
    parse_block,
    parse_date,
    parse_fields,
    parse_http,
    parse_run,
    parse_status,
    required,
)
from presidency_scraper.archive.records import (
    DamageError,
    Headers,
    Location,
    Original,
    RunInfo,
)


class Kind(StrEnum):
    """What a record tells of; the values are WARC's."""

    RESPONSE = "response"
    REVISIT = "revisit"
    FAILURE = "metadata"


@dataclass(frozen=True, slots=True)
class Record:
    """A response, a revisit or a failure as it stands in the archive.

    *head* is that of the HTTP response; a failure has none, but may have a status and has an
    error. A revisit finds its body at *original*.
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
    head: Head | None
    original: Location | None
    folder: Path
    content: bytes

    @property
    def response_headers(self) -> Headers:
        """The headers as received; none if nothing was."""
        return self.head.headers if self.head else ()

    @property
    def content_type(self) -> str | None:
        """The first Content-Type header."""
        return self.header("Content-Type")

    @property
    def body(self) -> bytes:
        """The body as received, still content-encoded; a revisit's is read where it stands.

        Raises DamageError if it does not stand there.
        """
        return read_original(self).content if self.original else self.content

    def header(self, name: str) -> str | None:
        """Return the values of the header *name*, joined as HTTP allows; None if there is none."""
        values = [v for n, v in self.response_headers if n.lower() == name.lower()]
        return ", ".join(values) if values else None

    def decoded_body(self, *, limit: int = LIMIT) -> bytes:
        """Return the body without content encoding. Raises EncodingError, DamageError."""
        return decode_content(self.body, self.header("Content-Encoding") or "", limit=limit)


def read(folder: Path, location: Location) -> Record:
    """Return the record at *location*. Raises DamageError if none begins there."""
    path = path_of(folder, location.file)
    if path is None:
        raise DamageError("the file is missing", location.file)
    with path.open("rb") as stream:
        try:
            run = _run_of(stream, location.file)
            member = read_member(stream, location.offset)
            if member is None:
                raise DamageError("the file ends before this record")  # noqa: TRY301 - is placed
            record = record_of(folder, location, run, parse_block(member.data))
        except DamageError as error:
            raise placed(error, location) from error
    if record is None:
        raise DamageError("no response begins here", location.file, location.offset)
    return record


def read_original(record: Record) -> Record:
    """Return the response that a revisit refers to. Raises DamageError if it is another one."""
    if record.original is None:
        return record
    original = read(record.folder, record.original)
    if original.kind is not Kind.RESPONSE or original.payload_digest != record.payload_digest:
        raise placed(DamageError(f"it does not repeat {record.original}"), record.location)
    return original


def original_at(folder: Path, location: Location) -> Original:
    """Return the response with the body of the record at *location*. Raises DamageError."""
    found = read_original(read(folder, location))
    return Original(
        found.location, found.record_id, found.url, found.captured_at, found.payload_digest or ""
    )


def record_of(folder: Path, location: Location, run: RunInfo, block: Block) -> Record | None:
    """Return what a record says; None if it is a request or a warcinfo. Raises DamageError."""
    if block.type not in list(Kind):
        return None
    kind, headers = Kind(block.type), block.headers
    status: int | None
    head, content, error, original = None, b"", None, None
    if kind is Kind.FAILURE:
        status, error = _parse_failure(block.content)
    else:
        head, content = parse_http(block.content)
        status = parse_status(head)
    if kind is Kind.REVISIT:
        original = _parse_original(block)
    return Record(
        location=location,
        kind=kind,
        url=required(headers, "WARC-Target-URI"),
        captured_at=parse_date(headers),
        run=run,
        record_id=required(headers, "WARC-Record-ID"),
        status=status,
        error=error,
        payload_digest=headers.get("WARC-Payload-Digest"),
        head=head,
        original=original,
        folder=folder,
        content=content,
    )


def placed(error: DamageError, location: Location) -> DamageError:
    """Return *error* with the place it lacked."""
    return DamageError(error.fault.what, location.file, location.offset)


def _run_of(stream: BinaryIO, name: str) -> RunInfo:
    """Return the run that wrote a file; what its name says if its first record is damaged."""
    try:
        member = read_member(stream, 0)
        if member is not None:
            return parse_run(parse_block(member.data).content)
    except DamageError:
        pass  # which must not hide the other records; the check tells of it
    return run_of_name(name)


def _parse_failure(content: bytes) -> tuple[int | None, str]:
    fields = parse_fields(content)
    try:
        status = int(fields["status"]) if "status" in fields else None
        return status, str(json.loads(fields["error"]))
    except (KeyError, ValueError) as error:
        raise DamageError(f"the failure does not say what failed ({error!r})") from error


def _parse_original(block: Block) -> Location:
    offset = required(block.headers, "WARC-Refers-To-File-Offset")
    if not (offset.isascii() and offset.isdigit()):
        raise DamageError(f"the revisit refers to no offset but {offset!r}")
    return Location(required(block.headers, "WARC-Refers-To-Filename"), int(offset))
