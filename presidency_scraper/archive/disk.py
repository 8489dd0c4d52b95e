"""Bytes to the disk: appended whole or not at all, and synced where a promise depends on it."""

import os
import shutil
from hashlib import file_digest
from pathlib import Path


def append_bytes(descriptor: int, data: bytes, size: int) -> None:
    """Append *data* to a file of *size* bytes and hand it to the operating system.

    Raises OSError, a full disk for one; the file is then cut back to *size*, so that what it
    held before stays valid (if even that fails, the next run's ``recover`` does it).
    """
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def append_synced(path: Path, data: bytes) -> None:
    """Append *data* to *path*, made if need be, and wait until the disk has it. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        append_bytes(descriptor, data, os.fstat(descriptor).st_size)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in *folder*; where an OS cannot, that is all right."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of the file in hex."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def copy_tail(path: Path, offset: int, target: Path) -> None:
    """Copy what *path* holds from *offset* on to *target*, which is there only when complete."""
    partial = target.with_name(f".{target.name}.partial")
    with path.open("rb") as source, partial.open("wb") as sink:
        source.seek(offset)
        shutil.copyfileobj(source, sink)
        sink.flush()
        os.fsync(sink.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def cut_file(path: Path, size: int) -> None:
    """Cut *path* to *size* bytes and wait until the disk knows."""
    with path.open("r+b") as stream:
        stream.truncate(size)
        os.fsync(stream.fileno())
