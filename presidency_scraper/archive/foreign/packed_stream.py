"""One file as the plain bytes packed into it, and where in the file each of them stands.

A gzip member to a record, one member for all, members cut anywhere: all are one stream here. At a
damaged member the stream stops; it can be resumed at the next one that begins with a record.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from presidency_scraper.archive.foreign.captured import FaultError, FaultKind

#: How the first line of a record of WARC or of ARC (version 1) looks.
RECORD = re.compile(
    rb"^(?:WARC/[01]\.\d+|[a-z][a-z0-9+.-]*:[^\n]+ \S+ \d{14,17} [^\n]*\d)\r?$", re.MULTILINE
)
#: The longest line that is looked at, and the longest head of a record or an answer, in bytes.
LONGEST_LINE, LONGEST_HEAD = 1 << 16, 1 << 20
_MAGIC = b"\x1f\x8b\x08"
_GZIP = zlib.MAX_WBITS + 16
_CHUNK = 1 << 14  # bytes
_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Plain bytes, and where they come from: an offset, and how far inside a gzip member."""

    data: bytes
    offset: int
    inside: int = 0


class PackedStream:
    """Reads plain bytes from *file*, packed by gzip or not at all, from *start* on.

    Raises FaultError.
    """

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        file.seek(start)
        self.is_packed = file.read(2) == _MAGIC[:2]
        #: Where the gzip member at work begins.
        self.member = start
        #: How many bytes of lines may come until the head at work is over.
        self.head_left = LONGEST_HEAD
        self.seek(start)

    def seek(self, offset: int, inside: int = 0) -> None:
        """Go to a place of :meth:`place`."""
        self._chunks = self._unpack(offset) if self.is_packed else self._copy(offset)
        self._chunk, self._at = _Chunk(b"", offset), 0
        self.skip(inside)

    def skip(self, length: int) -> int:
        """Pass over *length* bytes; return how many of them are missing at the end."""
        while length > 0 and self._fill():
            passed = min(length, len(self._chunk.data) - self._at)
            self._at += passed
            length -= passed
        return length

    def place(self) -> tuple[int, int]:
        """Where the next byte comes from: offset, and how far inside a gzip member."""
        self._fill()
        chunk = self._chunk
        if self.is_packed:
            return chunk.offset, chunk.inside + self._at
        return chunk.offset + self._at, 0

    def read(self, length: int) -> bytes:
        """Return *length* bytes, fewer only at the end."""
        parts = []
        while length > 0 and self._fill():
            part = self._chunk.data[self._at : self._at + length]
            parts.append(part)
            self._at += len(part)
            length -= len(part)
        return b"".join(parts)

    def readline(self, length: int | None = None) -> bytes:
        """Return the bytes up to and with the next line feed, at most *length*.

        Without *length* it is a line of a head, and one that has no end is a fault.
        """
        left, parts = self.head_left if length is None else length, []
        while left > 0 and self._fill():
            end = self._chunk.data.find(b"\n", self._at) + 1 or len(self._chunk.data)
            part = self._chunk.data[self._at : min(end, self._at + left)]
            parts.append(part)
            self._at += len(part)
            left -= len(part)
            if part.endswith(b"\n"):
                break
        if length is None:
            self.head_left = left
            if left <= 0:
                raise FaultError(FaultKind.RECORD, "the head of the record has no end")
        return b"".join(parts)

    def resume(self) -> bool:
        """Go on behind a damaged gzip member, at the next that begins with a record, if any."""
        at = None
        if self.is_packed:
            with suppress(FaultError):
                at = self._find_member(self.member + 1)
        if at is None:
            return False
        self.seek(at)
        return True

    def _fill(self) -> bool:
        """Have a byte to read; False at the end."""
        while self._at >= len(self._chunk.data):
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._chunk, self._at = chunk, 0
        return True

    def _copy(self, offset: int) -> Iterator[_Chunk]:
        self._file.seek(offset)
        while data := self._take():
            yield _Chunk(data, offset)
            offset += len(data)

    def _unpack(self, offset: int) -> Iterator[_Chunk]:
        """Yield what the gzip members from *offset* on hold."""
        self._file.seek(offset)
        rest = self._take()
        while rest:
            self.member, inside, read = offset, 0, len(rest)
            unpacker = zlib.decompressobj(_GZIP)
            while not unpacker.eof:
                before = unpacker.copy()
                try:
                    data = unpacker.decompress(rest, _STEP)
                except zlib.error as error:
                    yield _Chunk(_salvage(before, rest), offset, inside)
                    said = f"the compressed bytes are damaged ({error})"
                    raise FaultError(FaultKind.GZIP, said) from error
                if data:
                    yield _Chunk(data, offset, inside)
                inside += len(data)
                rest = unpacker.unconsumed_tail
                if not rest and not data and not unpacker.eof:
                    rest = self._take()
                    read += len(rest)
                    if not rest:
                        raise FaultError(FaultKind.TORN, "the file ends in the middle")
            rest = unpacker.unused_data
            offset += read - len(rest)
            rest = rest or self._take()

    def _take(self, length: int = _CHUNK) -> bytes:
        try:
            return self._file.read(length)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise FaultError(FaultKind.UNREADABLE, f"cannot be read on: {error}") from error

    def _find_member(self, at: int) -> int | None:
        """Where, from *at* on, a gzip member begins with a record."""
        block = b" " * _STEP
        while len(block) == _STEP:
            self._file.seek(at)
            block = self._take(_STEP)
            for found in re.finditer(re.escape(_MAGIC), block):
                if self._begins_record(at + found.start()):
                    return at + found.start()
            at += len(block) - len(_MAGIC) + 1
        return None

    def _begins_record(self, offset: int) -> bool:
        self._file.seek(offset)
        try:
            head = zlib.decompressobj(_GZIP).decompress(self._take(), _CHUNK)
        except zlib.error:
            return False
        return RECORD.match(head.lstrip()) is not None


def _salvage(unpacker: "zlib._Decompress", data: bytes) -> bytes:
    """Return what of *data* can be unpacked before its damage."""
    parts: list[bytes] = []
    with suppress(zlib.error):
        parts.extend(unpacker.decompress(data[at : at + 1]) for at in range(len(data)))
    return b"".join(parts)
