"""What must hold in a file, record by record, and between its records."""

from collections.abc import Collection
from pathlib import Path

from presidency_scraper.archive.file_names import OPEN, path_of, run_of_name
from presidency_scraper.archive.gzip_members import Member, iterate_members, read_member
from presidency_scraper.archive.manifest import Sealed
from presidency_scraper.archive.record_parser import (
    Block,
    parse_block,
    parse_fields,
    parse_http,
    parse_run,
)
from presidency_scraper.archive.record_reader import (
    Kind,
    Record,
    is_remark,
    placed,
    read,
    read_original,
    record_of,
)
from presidency_scraper.archive.records import DamageError, Fault, Location, digest_of
from presidency_scraper.clock import utc_iso

#: What was read so far of the whole archive: where records are, and of each response its URL, its
#: date and the digest of its payload.
Seen = dict[Location, tuple[str, ...] | None]


class FileCheck:
    """The check of one file; *anchors* are the chains its first record may name, if known.

    Where *only* some files are read, what is repeated of others is looked for where it stands.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        seen: Seen,
        anchors: set[str] | None,
        entry: Sealed | None,
        only: Collection[str] | None = None,
    ) -> None:
        self._path, self._name, self._seen, self._anchors = path, name, seen, anchors
        self._is_cut = path.name.endswith(OPEN) or (entry is not None and entry.recovered)
        self._run = run_of_name(name)
        self._only = only
        self._info_id: str | None = None
        #: The response whose request must come next; what others captured may have none.
        self._waiting: Record | None = None
        #: The response that remarks belong to: its ID.
        self._last_id: str | None = None
        self._is_after_damage = False
        self._faults: list[Fault] = []

    def run(self) -> list[Fault]:
        """Return what is wrong, in order."""
        for member in iterate_members(self._path, self._tell_damage):
            try:
                self._check_member(member)
            except DamageError as error:
                self._tell_damage(member.offset, error.fault.what)
        if not self._is_cut:
            self._miss_request()
        return self._faults

    def _tell_damage(self, offset: int, what: str) -> None:
        self._waiting, self._is_after_damage = None, True
        self._faults.append(Fault(self._name, offset, what))

    def _check_member(self, member: Member) -> None:
        block = parse_block(member.data)
        _check_digests(block)
        block.date()
        if (block.type == "warcinfo") != (member.offset == 0):
            raise DamageError("the first record, and only that, must be a warcinfo")
        if block.type == "warcinfo":
            self._check_info(block)
        elif block.headers.get("WARC-Warcinfo-ID") not in (self._info_id, None):
            raise DamageError("the record belongs to another file")
        elif block.type == "request":
            self._check_request(block)
        elif is_remark(block):
            self._check_remark(block)
        else:
            self._miss_request()
            self._check_record(member.offset, block)

    def _check_info(self, block: Block) -> None:
        self._run = parse_run(block.content)
        self._info_id = block.required("WARC-Record-ID")
        if (named := block.required("WARC-Filename")) != self._name:
            raise DamageError(f"the file was renamed; it was written as {named}")
        chain = parse_fields(block.content).get("manifest")
        if self._anchors is not None and chain not in self._anchors:
            raise DamageError("the manifest is not the one that stood there when this was written")

    def _check_record(self, offset: int, block: Block) -> None:
        location = Location(self._name, offset)
        record = record_of(self._path.parent, location, self._run, block)
        if record is None:
            raise DamageError(f"the archive has no records of the type {block.type!r}")
        self._seen[location] = None
        if record.kind is Kind.FAILURE:
            return
        self._waiting, self._last_id = record, record.record_id
        self._is_after_damage = False
        if record.kind is Kind.RESPONSE:
            self._seen[location] = _seen_of(record)
        elif record.original is not None:
            self._check_revisit(record.original, block)

    def _check_revisit(self, original: Location, block: Block) -> None:
        names = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Payload-Digest")
        at = f"{original.file} at byte {original.offset}"
        response = self._seen.get(original)
        if response is None and self._is_unread(original.file):
            response = _seen_of(read_checked(self._path.parent, original))
        if response is None:
            raise DamageError(f"its body cannot be had: there is no whole response in {at}")
        if response != tuple(map(block.required, names)):
            raise DamageError(f"it does not repeat the response it refers to in {at}")

    def _is_unread(self, name: str) -> bool:
        return self._only is not None and name not in self._only

    def _check_request(self, block: Block) -> None:
        names = ("WARC-Concurrent-To", "WARC-Target-URI", "WARC-Date")
        told = tuple(map(block.required, names))
        waiting, self._waiting = self._waiting, None
        if self._is_after_damage and waiting is None:
            return  # its response is what is damaged
        if waiting is None or told != (
            waiting.record_id,
            waiting.url,
            utc_iso(waiting.captured_at),
        ):
            raise DamageError("the request does not belong to the response before it")

    def _check_remark(self, block: Block) -> None:
        self._miss_request()
        if not self._is_after_damage and block.required("WARC-Concurrent-To") != self._last_id:
            raise DamageError("the remark does not belong to the response before it")

    def _miss_request(self) -> None:
        if self._waiting is not None and self._waiting.source is None:
            what = "the request of this response is missing"
            self._faults.append(Fault(self._name, self._waiting.location.offset, what))
        self._waiting = None


def _seen_of(record: Record) -> tuple[str, ...]:
    return record.url, utc_iso(record.captured_at), record.payload_digest or ""


def read_checked(folder: Path, location: Location) -> Record:
    """Return the record at *location*, and the one it repeats, with both digests computed anew.

    Raises DamageError.
    """
    record = read(folder, location)
    for place in filter(None, (location, record.original)):
        with placed(place):
            path = path_of(folder, place.file)
            if path is None:
                raise DamageError("the file is missing")
            with path.open("rb") as stream:
                member = read_member(stream, place.offset)
            if member is not None:  # else reading it raises
                _check_digests(parse_block(member.data))
    read_original(record)
    return record


def _check_digests(block: Block) -> None:
    """Compute both digests anew. Raises DamageError."""
    if block.required("WARC-Block-Digest") != digest_of(block.content):
        raise DamageError("the digest of the block is wrong")
    if block.type in ("response", "request"):
        *_, body = parse_http(block.content)
        if block.required("WARC-Payload-Digest") != digest_of(body):
            raise DamageError("the digest of the payload is wrong")
