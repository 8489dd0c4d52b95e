"""Appends records to the file in work and seals it: nothing once written is written again.

Durability: when ``append`` returns, the operating system has the record, so it outlives the
process however that ends (``kill -9``); the disk has it when the file is sealed. What a crash of
the machine tears off is found and set aside by :func:`~presidency_scraper.archive.recover`.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Self

from presidency_scraper.archive.disk import append_bytes, sync_folder
from presidency_scraper.archive.file_names import OPEN, next_name, taken_names
from presidency_scraper.archive.manifest import Sealed, append_entry, iterate_lines, read_sealed
from presidency_scraper.archive.record_reader import Record, read, read_original
from presidency_scraper.archive.records import (
    DamageError,
    Failure,
    Location,
    Remark,
    RunInfo,
    digest_of,
)
from presidency_scraper.archive.serialiser import Serialiser
from presidency_scraper.clock import utc_iso
from presidency_scraper.errors import StorageError
from presidency_scraper.items import Exchange

#: When a file is full, in bytes: few enough files to oversee, small enough to copy.
SIZE_LIMIT = 1_000_000_000
_PACKAGE = "presidency-scraper"


class ArchiveWriter:
    """Writes the records of one run to *folder*, and a new file when one has *size_limit* bytes.

    The caller holds the archive's lock and has called ``recover``: there is one writer at a time.
    A file is made with the first record, so a run that fetches nothing leaves none. Use it as a
    context manager or call :meth:`close`; a file left ``.open`` is sealed by the next run.
    """

    def __init__(self, folder: Path, *, run: RunInfo, size_limit: int = SIZE_LIMIT) -> None:
        self._folder = folder
        self._run = run
        self._limit = size_limit
        self._file: _File | None = None

    def append(
        self,
        exchange: Exchange,
        *,
        revisit_of: Location | None = None,
        remarks: Iterable[Remark] = (),
    ) -> Location:
        """Write *exchange*, a response, its request and *remarks*; return where the first stands.

        With *revisit_of*, the location of an earlier response or revisit, a revisit record
        without the body is written, but only if what stands there can be read and has this very
        body: no mistake of the caller and no damage there may cost a page. Raises StorageError
        if *exchange* fits in no record, OSError if it cannot be written; the archive stays valid.
        """
        original = self._original(revisit_of, exchange.body) if revisit_of else None
        file = self._file_for(exchange.captured_at)
        records = file.serialiser.serialise(exchange, original, remarks)
        return file.append(b"".join(records), len(records), exchange.captured_at)

    def append_failure(self, failure: Failure) -> Location:
        """Write that a request brought nothing to keep. Raises as :meth:`append` does."""
        file = self._file_for(failure.captured_at)
        return file.append(file.serialiser.serialise_failure(failure), 1, failure.captured_at)

    def close(self) -> None:
        """Seal the file in work, if any. Raises OSError; ``recover`` then seals it."""
        file, self._file = self._file, None
        if file is not None:
            file.seal()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _original(self, location: Location, body: bytes) -> Record | None:
        try:
            original = read_original(read(self._folder, location))
        except DamageError:
            return None  # so the body is written once more; the check names the damage
        return original if original.payload_digest == digest_of(body) else None

    def _file_for(self, at: datetime) -> "_File":
        if self._file is not None and self._file.size >= self._limit:
            self.close()
        if self._file is None:
            self._file = _begin_file(self._folder, self._run, at)
        return self._file


class _File:
    """The file in work: what is in it, so that it can be sealed without being read again."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self.path = folder / (name + OPEN)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self.descriptor = os.open(self.path, flags, 0o644)
        self._hash = sha256()
        self._records, self.size = 0, 0
        self._dates: list[str] = []
        self.serialiser = Serialiser()

    def append(self, data: bytes, records: int, at: datetime) -> Location:
        append_bytes(self.descriptor, data, self.size)
        location = Location(self._name, self.size)
        self._hash.update(data)
        self.size += len(data)
        self._records += records
        self._dates = [*self._dates[:1], utc_iso(at)]
        return location

    def seal(self) -> None:
        """Sync it, note it in the manifest, and only then give it its final name."""
        try:
            os.fsync(self.descriptor)
        finally:
            os.close(self.descriptor)
        digest, first, last = self._hash.hexdigest(), self._dates[0], self._dates[-1]
        entry = Sealed(self._name, self.size, digest, self._records, first, last)
        append_entry(self.path.parent, entry)
        _give_final_name(self.path, entry)


def seal_file(path: Path, entry: Sealed) -> None:
    """Note the synced file *path* as *entry* in the manifest and give it its final name.

    In this order: a sealed file that the manifest does not know is then never the trace of a
    crash. It is noted already if its run was killed when only its name was left to do. Raises
    DamageError, OSError.
    """
    noted = read_sealed(path.parent).get(entry.file)
    if noted is None or noted.sha256 != entry.sha256:
        append_entry(path.parent, entry)
    _give_final_name(path, entry)


def _give_final_name(path: Path, entry: Sealed) -> None:
    path.rename(path.with_name(entry.file))
    sync_folder(path.parent)


def _begin_file(folder: Path, run: RunInfo, at: datetime) -> _File:
    folder.mkdir(parents=True, exist_ok=True)
    if left := sorted(folder.glob(f"*{OPEN}")):
        raise StorageError(f"{left[0]} was not sealed; the next run sets it right")
    chains = ["", *(line.chain for line in iterate_lines(folder))]
    name = next_name(run, taken_names(folder))
    fields = {
        "software": f"{_PACKAGE}/{version(_PACKAGE)} warcio/{version('warcio')}",
        "file": name,
        "manifest": chains[-1],
    }
    file = _File(folder, name)
    try:
        file.append(file.serialiser.serialise_info(run, fields, at), 1, at)
    except BaseException:
        os.close(file.descriptor)
        file.path.unlink()
        raise
    return file
