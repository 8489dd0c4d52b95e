"""Where exports go: a file or folder takes its name only when it is complete."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from presidency_scraper.errors import StorageError, UsageError
from presidency_scraper.rules.terminal import escape_controls

Sink = BinaryIO | BufferedIOBase
_BUFFER = 1 << 18  # bytes


class _Terminal(BufferedIOBase):
    """A terminal: it gets what it would obey written out. Each write holds whole letters."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: Any) -> int:
        """Write *data*, bytes of UTF-8."""
        self._sink.write(escape_controls(bytes(data).decode()).encode())
        return len(data)


@contextmanager
def stdout() -> Iterator[Sink]:
    """Standard output as bytes, in a buffer of its own: what a reader left behind ends here.

    Raises StorageError, and BrokenPipeError where the reader left.
    """
    with refusing("standard output"):
        sink = open(sys.stdout.fileno(), "wb", _BUFFER, closefd=False)  # noqa: SIM115  closed below
        try:
            yield _Terminal(sink) if sink.isatty() else sink
            sink.flush()
        finally:
            with suppress(OSError):  # it tries to write again what could not be written
                sink.close()


@contextmanager
def whole_file(path: Path) -> Iterator[Sink]:
    """A file that stands at *path* once it is complete, and not at all before.

    What is no file (a pipe, a terminal) is written to as it is. Raises UsageError where a folder
    is in the way, StorageError.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file by --out")
    with refusing(path):
        if path.exists() and not path.is_file():
            with path.open("wb", _BUFFER) as sink:
                yield sink
            return
        place = path.resolve()  # what a link points to is replaced, not the link
        part = place.with_name(f".{place.name}.{os.getpid()}.part")  # beside it: on the same disk
        try:
            with part.open("wb", _BUFFER) as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def whole_package(out: Path, is_ours: Callable[[set[str]], bool]) -> Iterator[Path]:
    """An empty folder, which in the end is the folder *out*, or in a file where it ends in .zip.

    *is_ours* tells whether these files, by their places in *out*, are those of an earlier export.
    Raises UsageError where something else stands there, StorageError.
    """
    if out.suffix.lower() == ".zip":
        with whole_file(out) as sink, folder_beside(out) as folder:
            yield folder
            with ZipFile(sink, "w") as archive:
                for path in sorted(folder.rglob("*")):
                    if path.is_file():
                        _pack(archive, path, path.relative_to(folder).as_posix())
    else:
        _refuse_strangers(out, is_ours)
        with whole_folder(out) as folder:
            yield folder


def zip_entry(name: str) -> ZipInfo:
    """The head of a file in a zip: of 1980, for a date would differ from export to export."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _pack(archive: ZipFile, path: Path, name: str) -> None:
    entry = zip_entry(name)
    entry.file_size = path.stat().st_size
    with path.open("rb") as content, archive.open(entry, "w") as packed:
        shutil.copyfileobj(content, packed)


def _refuse_strangers(out: Path, is_ours: Callable[[set[str]], bool]) -> None:
    """Raise UsageError where *out* holds anything that an earlier export did not write."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(f"{out} is a file: name a folder or a .zip file by --out")
    present = {path.relative_to(out).as_posix() for path in out.rglob("*")}
    if present and not is_ours(present):
        raise UsageError(f"{out} holds other files, which would be lost: name another --out")


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder that takes the place of *path* once all is in it. Raises StorageError."""
    with folder_beside(path) as around:
        part = around / "new"
        part.mkdir()
        yield part
        _take_place(part, path.resolve(), around / "old")


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """An empty folder on the same disk as *path*, which goes with all that is in it."""
    place = path.resolve()
    name = {"prefix": f".{place.name}.", "suffix": ".part"}
    with (
        refusing(path),
        TemporaryDirectory(**name, dir=place.parent, ignore_cleanup_errors=True) as folder,
    ):
        yield Path(folder)


def _take_place(part: Path, place: Path, old: Path) -> None:
    """Rename the folder *part* to *place*; what stood there comes back where that fails."""
    if place.exists():
        place.replace(old)
    try:
        part.replace(place)
    except BaseException:
        if old.exists():
            old.replace(place)
        raise


def refuse_database(path: Path) -> None:
    """Raise UsageError where *path* is a SQLite file: no export takes the place of one."""
    if not path.is_file():
        return
    with refusing(path), path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            raise UsageError(f"{path} is a database and would be replaced: name another --out")


@contextmanager
def refusing(where: Path | str) -> Iterator[None]:
    """Turn what the system says into one line for a person; a reader that left is no error."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageError(f"no room to write {where}: make room and run it again") from error
        said = error.strerror or error
        raise StorageError(f"cannot write {where} ({said}): name another --out") from error
