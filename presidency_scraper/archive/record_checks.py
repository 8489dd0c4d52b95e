"""What must hold in a file, record by record, and between its records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from presidency_scraper.archive.file_names import OPEN, run_of_name
from presidency_scraper.archive.gzip_members import HEADER_SIZE, Member, find_member, read_member
from presidency_scraper.archive.manifest import Sealed
from presidency_scraper.archive.record_parser import (
    Block,
    parse_block,
    parse_date,
    parse_fields,
    parse_http,
    parse_run,
    required,
)
from presidency_scraper.archive.record_reader import Kind, record_of
from presidency_scraper.archive.records import DamageError, Fault, Location, digest_of
from presidency_scraper.clock import utc_iso


@dataclass(slots=True)
class Seen:
    """What was read so far of the whole archive: where records are, and what responses hold."""

    locations: set[Location] = field(default_factory=set)
    #: Of each response its URL, its date and the digest of its payload.
    responses: dict[Location, tuple[str, str, str]] = field(default_factory=dict)


class FileCheck:
    """The check of one file; *anchors* are the chains its first record may name, if known."""

    def __init__(
        self, path: Path, name: str, seen: Seen, anchors: set[str] | None, entry: Sealed | None
    ) -> None:
        self._path, self._name, self._seen = path, name, seen
        self._anchors = anchors
        self._is_cut = path.name.endswith(OPEN) or (entry is not None and entry.recovered)
        self._run = run_of_name(name)
        self._info_id: str | None = None
        #: The response whose request must come next: where it is, its ID, its URL, its date.
        self._waiting: tuple[int, tuple[str, str, str]] | None = None
        self._is_after_damage = False
        self._gzip_headers: dict[bytes, list[int]] = {}
        self.records = 0

    def run(self) -> Iterator[Fault]:
        """Yield what is wrong, in order."""
        offset: int | None = 0
        with self._path.open("rb") as stream:
            while offset is not None:
                try:
                    member = read_member(stream, offset)
                    if member is None:
                        break
                    self._note_gzip_header(stream, offset)
                    yield from self._check_member(member)
                    offset = member.end
                except DamageError as error:
                    damaged, offset = offset, find_member(self._path, offset)
                    if offset is None and self._path.name.endswith(OPEN):
                        break
                    self._waiting, self._is_after_damage = None, True
                    yield Fault(self._name, damaged, error.fault.what)
        if not self._is_cut:
            yield from self._miss_request()
        yield from self._check_gzip_headers()

    def _check_member(self, member: Member) -> Iterator[Fault]:
        self.records += 1
        block = parse_block(member.data)
        _check_digests(block)
        parse_date(block.headers)
        if (block.type == "warcinfo") != (member.offset == 0):
            raise DamageError("the first record, and only that, must be a warcinfo")
        if block.type == "warcinfo":
            self._check_info(block)
        elif block.headers.get("WARC-Warcinfo-ID") not in (self._info_id, None):
            raise DamageError("the record belongs to another file")
        if block.type == "request":
            self._check_request(block)
        elif block.type != "warcinfo":
            yield from self._miss_request()
            self._check_record(member.offset, block)

    def _check_info(self, block: Block) -> None:
        self._run = parse_run(block.content)
        self._info_id = required(block.headers, "WARC-Record-ID")
        if (named := required(block.headers, "WARC-Filename")) != self._name:
            raise DamageError(f"the file was renamed; it was written as {named}")
        chain = required(parse_fields(block.content), "manifest")
        if self._anchors is not None and chain not in self._anchors:
            raise DamageError("the manifest is not the one that stood there when this was written")

    def _check_record(self, offset: int, block: Block) -> None:
        location = Location(self._name, offset)
        record = record_of(self._path.parent, location, self._run, block)
        if record is None:
            raise DamageError(f"the archive has no records of the type {block.type!r}")
        self._seen.locations.add(location)
        if record.kind is Kind.FAILURE:
            return
        date = utc_iso(record.captured_at)
        self._waiting = offset, (record.record_id, record.url, date)
        self._is_after_damage = False
        if record.kind is Kind.RESPONSE:
            self._seen.responses[location] = record.url, date, record.payload_digest or ""
        elif record.original is not None:
            self._check_revisit(record.original, block)

    def _check_revisit(self, original: Location, block: Block) -> None:
        names = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Payload-Digest")
        told = tuple(required(block.headers, name) for name in names)
        at = f"{original.file} at byte {original.offset}"
        if original not in self._seen.responses:
            raise DamageError(f"its body cannot be had: there is no whole response in {at}")
        if self._seen.responses[original] != told:
            raise DamageError(f"it does not repeat the response it refers to in {at}")

    def _check_request(self, block: Block) -> None:
        names = ("WARC-Concurrent-To", "WARC-Target-URI", "WARC-Date")
        told = tuple(required(block.headers, name) for name in names)
        waiting, self._waiting = self._waiting, None
        if self._is_after_damage and waiting is None:
            return  # its response is what is damaged
        if waiting is None or waiting[1] != told:
            raise DamageError("the request does not belong to the response before it")

    def _miss_request(self) -> Iterator[Fault]:
        if self._waiting is not None:
            yield Fault(self._name, self._waiting[0], "the request of this response is missing")
        self._waiting = None

    def _note_gzip_header(self, stream: BinaryIO, offset: int) -> None:
        stream.seek(offset)
        self._gzip_headers.setdefault(stream.read(HEADER_SIZE), []).append(offset)

    def _check_gzip_headers(self) -> Iterator[Fault]:
        """One zlib wrote them all, so they are alike; no checksum covers them."""
        alike = max(self._gzip_headers.values(), key=len, default=[])
        for offsets in self._gzip_headers.values():
            for offset in offsets if offsets is not alike else ():
                yield Fault(self._name, offset, "the gzip header of this record was changed")


def _check_digests(block: Block) -> None:
    """Compute both digests anew. Raises DamageError."""
    if required(block.headers, "WARC-Block-Digest") != digest_of(block.content):
        raise DamageError("the digest of the block is wrong")
    if block.type in ("response", "request"):
        _, body = parse_http(block.content)
        if required(block.headers, "WARC-Payload-Digest") != digest_of(body):
            raise DamageError("the digest of the payload is wrong")
