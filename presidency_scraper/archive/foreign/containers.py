"""Where files of others lie: by themselves, in folders, in a WACZ, which is a zip file."""

import io
import os
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from presidency_scraper.archive.file_names import ENDINGS, is_web_archive
from presidency_scraper.archive.foreign.captured import FaultKind, ForeignFault, Place
from presidency_scraper.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Zip files within each other.
_DEEPEST = 2
_ZSTD = b"\x28\xb5\x2f\xfd"
#: The head of a member of a zip file, up to the lengths of its name and of what follows that.
_MEMBER = struct.Struct("<26xHH")

File = tuple[str, BinaryIO]


def open_file(path: Path) -> BinaryIO:
    """Open the file at *path* to be read. Raises OSError."""
    return path.open("rb")


def open_files(
    paths: Iterable[Path], opened: Callable[[Path], BinaryIO] = open_file
) -> Iterator[File | ForeignFault]:
    """Yield the name and the bytes of each file that may hold records, in order of names.

    Raises UsageError where one of *paths* is not there.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} is not there: name files or folders of WARC, ARC or WACZ")
        if not path.is_dir():
            yield from _open(path, _printable(path.name), opened)
            continue
        closed: list[OSError] = []
        folders = os.walk(path, onerror=closed.append)  # links to folders are not followed
        inside = sorted(
            Path(folder, name)
            for folder, _, names in folders
            for name in names
            if is_web_archive(name)
        )
        for file in inside:
            yield from _open(file, _name_in(path, file), opened)
        for error in closed:
            said = f"the folder cannot be read: {error.strerror}"
            yield _fault(FaultKind.UNREADABLE, _name_in(path, Path(error.filename)), said)
        if not inside:
            yield _fault(FaultKind.NO_ARCHIVE, path.name, f"no name ends in {', '.join(ENDINGS)}")


def _name_in(folder: Path, file: Path) -> str:
    return _printable(f"{folder.resolve().name}/{file.relative_to(folder).as_posix()}")


def _printable(name: str) -> str:
    """Return a *name* that may be no text on this disk, as one that can be stored."""
    return os.fsencode(name).decode(errors="replace")


def _open(
    path: Path, name: str, opened: Callable[[Path], BinaryIO]
) -> Iterator[File | ForeignFault]:
    if path.exists() and not path.is_file():
        said = "it is no file but a pipe or a device: save what it gives first"
        yield _fault(FaultKind.UNREADABLE, name, said)
        return
    try:
        file = opened(path)
    except OSError as error:
        yield _fault(FaultKind.UNREADABLE, name, f"it cannot be opened: {error.strerror}")
        return
    with file:
        yield from _look_into(file, name)


def _look_into(file: BinaryIO, name: str, depth: int = 0) -> Iterator[File | ForeignFault]:
    head = file.read(4)
    file.seek(0)
    if not head:
        yield _fault(FaultKind.EMPTY, name, "it has no bytes")
    elif head == _ZSTD:
        yield _fault(FaultKind.COMPRESSION, name, "it is packed by zstd: unpack it first (unzstd)")
    elif head in _ZIP:
        yield from _look_into_zip(file, name, depth)
    else:
        yield name, file


def _look_into_zip(file: BinaryIO, name: str, depth: int) -> Iterator[File | ForeignFault]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        yield _fault(FaultKind.ZIP, name, f"it is no whole zip file: {error}")
        return
    if depth == _DEEPEST:
        yield _fault(FaultKind.ZIP, name, "it is a zip file in a zip file in a zip file")
        return
    inside = [member for member in archive.infolist() if is_web_archive(member.filename)]
    for member in sorted(inside, key=lambda member: member.filename):
        place = f"{name}/{member.filename}"
        try:
            opened = _open_member(archive, member, file)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            yield _fault(FaultKind.ZIP, place, f"it cannot be unpacked: {error}")
        else:
            yield from _look_into(opened, place, depth + 1)
    if not inside:
        yield _fault(FaultKind.NO_ARCHIVE, name, f"no name in it ends in {', '.join(ENDINGS)}")


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: BinaryIO) -> BinaryIO:
    """Return the bytes of *member*: in place where it is stored, which a WACZ asks for."""
    unpacked = archive.open(member)  # it has looked at the member's head, whatever follows
    if member.compress_type != zipfile.ZIP_STORED:
        return cast(BinaryIO, unpacked)
    file.seek(member.header_offset)
    start = member.header_offset + _MEMBER.size + sum(_MEMBER.unpack(file.read(_MEMBER.size)))
    return part_of(file, start, member.file_size)


def part_of(file: BinaryIO, start: int, size: int) -> BinaryIO:
    """Return *size* bytes of *file* from *start* on as a file of their own."""
    return cast(BinaryIO, _Part(file, start, size))


class _Part(io.RawIOBase):
    """Some bytes of a file as a file of their own.

    zipfile would stop at a wrong checksum, and go back to the beginning for each step back.
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(len(view), self._size - self._at)))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _fault(kind: FaultKind, name: str, what: str) -> ForeignFault:
    return ForeignFault(kind, Place(name, 0), what)
