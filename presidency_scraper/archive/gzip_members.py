"""The gzip members of a file, one to a record: reads each to its last byte or says it is torn.

zlib is asked directly, because readers of WARC (warcio too) take a file that breaks off for one
that ends: https://github.com/webrecorder/warcio/issues/127.
"""

import mmap
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from presidency_scraper.archive.file_names import OPEN
from presidency_scraper.archive.records import DamageError

#: How each member begins: gzip, deflate, no flags, no time.
_MAGIC = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
_CHUNK = 8192
_GZIP = zlib.MAX_WBITS + 16


@dataclass(frozen=True, slots=True)
class Member:
    """A complete member: its place in the file (bytes, *end* exclusive) and what it unpacks to."""

    offset: int
    end: int
    data: bytes


def read_member(stream: BinaryIO, offset: int) -> Member | None:
    """Return the member of *stream* that begins at *offset*; None if the file ends there.

    Raises DamageError if it is cut short, is none, or its checksum is wrong.
    """
    stream.seek(offset)
    unpacker = zlib.decompressobj(_GZIP)
    read, parts = 0, []
    while not unpacker.eof:
        chunk = stream.read(_CHUNK)
        if not chunk and not read:
            return None
        if not chunk:
            raise DamageError("the file ends in the middle of this record")
        read += len(chunk)
        try:
            parts.append(unpacker.decompress(chunk))
        except zlib.error as error:
            raise DamageError(f"the compressed record is damaged (zlib: {error})") from error
    return Member(offset, offset + read - len(unpacker.unused_data), b"".join(parts))


def iterate_members(path: Path, damaged: Callable[[int, str], None]) -> Iterator[Member]:
    """Yield the members of a file in order; *damaged* is told where none can be read, and why.

    What is whole behind such a place is still read. The torn tail of a file in work is no damage:
    the run at work is about to write on.
    """
    offset: int | None = 0
    with path.open("rb") as stream:
        while offset is not None:
            try:
                member = read_member(stream, offset)
            except DamageError as error:
                damaged_at, offset = offset, _find_member(stream, offset)
                if offset is not None or not path.name.endswith(OPEN):
                    damaged(damaged_at, error.fault.what)
            else:
                if member is None:
                    return
                yield member
                offset = member.end


def _find_member(stream: BinaryIO, after: int) -> int | None:
    """Return where the first whole record begins behind the byte *after* of a damaged file."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(_MAGIC, after + 1)
        while at != -1:
            with suppress(DamageError):
                member = read_member(stream, at)
                if member is not None and member.data.startswith(b"WARC/"):
                    return at
            at = content.find(_MAGIC, at + 1)
    return None
