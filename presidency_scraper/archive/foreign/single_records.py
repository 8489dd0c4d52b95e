"""What one record of others says: a response, a repeat of one, a request, a note."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from presidency_scraper.archive.foreign.captured import (
    FaultError,
    FaultKind,
    ForeignCapture,
    ForeignFault,
    Note,
)
from presidency_scraper.archive.foreign.digests import matches
from presidency_scraper.archive.foreign.framed_records import LIMIT, RawRecord
from presidency_scraper.archive.foreign.http_response import (
    Message,
    find_cut,
    parse_message,
    parse_status,
    restore,
)

_Made = TypeVar("_Made")
#: Answers that have no body, whatever their head says.
_BODILESS = (204, 304)
_GZIP_OR_ZLIB = zlib.MAX_WBITS + 32


@dataclass(frozen=True, slots=True)
class Repeat:
    """A capture whose body stands in another record, and what its own says of that one.

    Without *has_head* the head stands there, too.
    """

    capture: ForeignCapture
    record: RawRecord
    has_head: bool


def attempt(make: Callable[[RawRecord], _Made], record: RawRecord) -> _Made | ForeignFault:
    """Return what *make* makes of *record*, or what is wrong with it."""
    try:
        return make(record)
    except FaultError as error:
        return ForeignFault(error.kind, record.place, error.what, record.url)


def make_capture(record: RawRecord) -> ForeignCapture | Repeat:
    """Return what a response or revisit record says. Raises FaultError."""
    if "warc-segment-number" in record.headers:
        raise FaultError(FaultKind.SEGMENT, "it is one part of a record in several")
    return _make_repeat(record) if record.type == "revisit" else make_response(record)


def make_response(record: RawRecord) -> ForeignCapture:
    """Return what a response record says. Raises FaultError."""
    if reason := record.headers.get("warc-truncated"):
        raise FaultError(FaultKind.TRUNCATED, f"whoever stored it cut it short ({reason})")
    _check_block(record)
    message = parse_message(record.block)
    restored = restore(message)
    _check_payload(record, message, restored)
    return _capture(record, restored)


def make_note(record: RawRecord) -> Note:
    """Return what a metadata record says. Raises FaultError."""
    _check_block(record)
    return Note(
        record.url,
        parse_moment(record),
        record.headers.get("content-type", ""),
        record.block,
        record.place,
        record.id,
    )


def add_request(capture: ForeignCapture, record: RawRecord) -> ForeignCapture:
    """Return *capture* with what a request record says; as it is where that cannot be read."""
    request = attempt(lambda record: parse_message(record.block), record)
    if isinstance(request, ForeignFault) or not request.first.isalpha():
        return capture
    return replace(capture, method=request.first.upper(), request_headers=request.headers)


def check_length(capture: ForeignCapture) -> ForeignCapture | ForeignFault:
    """Return *capture*, or how it shows that its body lacks the end.

    Asked last, since only the request says whether there is a body.
    """
    has_body = capture.method != "HEAD" and capture.status not in _BODILESS
    cut = find_cut(capture.response_headers, capture.body, has_body=has_body)
    if cut is None:
        return capture
    return ForeignFault(FaultKind.TRUNCATED, capture.place, cut, capture.url)


def parse_moment(record: RawRecord) -> datetime:
    """Return when *record* was captured, in UTC. Raises FaultError.

    WARC has ISO 8601, since 1.1 with fractions of a second; ARC has 14 digits.
    """
    text = record.headers.get("warc-date", "")
    try:
        if text.isascii() and text.isdigit() and len(text) >= len("20140516070809"):
            return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise FaultError(FaultKind.DATE, f"the date of the record is none: {text!r}") from None
    if len(text) <= len("2014-05-16"):
        raise FaultError(FaultKind.DATE, f"the date of the record has no time of day: {text!r}")
    return moment


def _make_repeat(record: RawRecord) -> ForeignCapture | Repeat:
    """A 304 is itself what came over the wire; any other repeat lacks its body."""
    has_head = bool(record.block.strip())
    is_304 = record.headers.get("warc-profile", "").endswith("server-not-modified")
    head = parse_message(record.block) if has_head else Message("HTTP/1.1", "304", (), b"")
    capture = _capture(record, replace(head, body=b""))
    return capture if is_304 else Repeat(capture, replace(record, block=b""), has_head)


def _capture(record: RawRecord, message: Message) -> ForeignCapture:
    status, reason = parse_status(message)
    return ForeignCapture(
        url=record.url,
        captured_at=parse_moment(record),
        request_headers=(),
        protocol=message.first,
        status=status,
        reason=reason,
        response_headers=message.headers,
        body=message.body,
        place=record.place,
        record_id=record.id,
        payload_digest=record.headers.get("warc-payload-digest"),
        ip_address=record.headers.get("warc-ip-address"),
    )


def _check_block(record: RawRecord) -> None:
    if matches(record.headers.get("warc-block-digest"), record.block) is False:
        raise FaultError(FaultKind.DIGEST, "the digest of the record is wrong")


def _check_payload(record: RawRecord, message: Message, restored: Message) -> None:
    """Tools disagree on what is digested: the body as stored, without chunks, decoded."""
    stated = record.headers.get("warc-payload-digest")
    if matches(stated, message.body, restored.body) is not False:
        return
    if not matches(stated, record.block, _decoded(restored)):
        raise FaultError(FaultKind.DIGEST, "the digest of the body is wrong")


def _decoded(message: Message) -> bytes:
    """Return the body without gzip or deflate; as it is where that cannot be undone."""
    try:
        return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(message.body, LIMIT)
    except zlib.error:
        return message.body
