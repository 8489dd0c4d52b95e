"""Proves the archive byte by byte, or names every place where it is not what was written.

Two nets. The manifest's hashes catch a change of any byte, a cut at a record's end and a file
that is gone; reading record by record (``records_check``) says where in the file it is.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from presidency_scraper.archive.disk import hash_file
from presidency_scraper.archive.file_names import (
    OPEN,
    is_archive_name,
    is_web_archive,
    names_in,
    path_of,
    torn_in,
)
from presidency_scraper.archive.manifest import NAME, Sealed, iterate_lines
from presidency_scraper.archive.record_checks import FileCheck, Seen
from presidency_scraper.archive.records import DamageError, Fault, Location, Torn

_RESTORE = "restore it from a backup"


def check(
    folder: Path,
    *,
    known: Iterable[Location] | None = None,
    only: Collection[str] | None = None,
) -> Iterator[Fault]:
    """Yield what is wrong with the archive in *folder*; nothing if every byte is as written.

    *known* are the locations the database has: each must be a record here and the other way
    round. A tail that was set aside and noted is no fault. Of sealed files that are not among
    *only*, no more than the size is looked at. Raises OSError if the disk fails.
    """
    manifest = _Manifest(folder)
    seen: Seen = {}
    faulty: set[tuple[str, int | None]] = set()
    for fault in _check_folder(folder, manifest, seen, only):
        faulty.add((fault.file, fault.offset))
        yield fault
    if known is not None:
        yield from _compare(set(known), seen, faulty)


class _Manifest:
    """What could be read of the manifest, and what is wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.sealed: dict[str, Sealed] = {}
        self.torn: dict[str, Torn] = {}
        #: Which chains the first record of each sealed file may name. A file is begun behind the
        #: line of the one before; tails may be noted until it ends.
        self.anchors: dict[str, set[str]] = {}
        self.faults: list[Fault] = []
        current = {""}
        try:
            for entry, chain in iterate_lines(folder):
                if isinstance(entry, Torn):
                    self.torn[entry.file] = entry
                    current = current | {chain}
                else:
                    self.sealed[entry.file], self.anchors[entry.file] = entry, current
                    current = {chain}
        except DamageError as error:
            self.faults.append(error.fault)


def _check_folder(
    folder: Path, manifest: _Manifest, seen: Seen, only: Collection[str] | None
) -> Iterator[Fault]:
    yield from manifest.faults
    for name in sorted(manifest.sealed.keys() | set(names_in(folder))):
        path, entry = path_of(folder, name), manifest.sealed.get(name)
        if path and entry and only is not None and name not in only:
            yield from _check_size(path, entry)
        else:
            yield from _check_file(path, name, manifest, seen, only)
    yield from _check_torn(folder, manifest)
    for name in strangers_in(folder):
        what = "is no file of this archive; move it elsewhere: `presidency import` takes it in"
        yield Fault(name, None, what)


def strangers_in(folder: Path) -> list[str]:
    """Return the names of web archives in *folder* that are not of ours: nothing reads them."""
    names = sorted(path.name for path in folder.glob("*") if is_web_archive(path.name))
    return [name for name in names if not is_archive_name(name)]


def _check_file(
    path: Path | None, name: str, manifest: _Manifest, seen: Seen, only: Collection[str] | None
) -> Iterator[Fault]:
    entry = manifest.sealed.get(name)
    if path is None:
        lost = f"{entry.records} records from {entry.first} to {entry.last}" if entry else "records"
        yield Fault(name, None, f"the file is missing, with {lost}; {_RESTORE}")
        return
    if path.name.endswith(OPEN):
        what = "the file is still open: a run is at work, or was killed and the next one seals it"
        yield Fault(name, None, what)
    elif entry is None and not manifest.faults:
        yield Fault(name, None, f"{NAME} does not know this file; restore both from a backup")
    faults = FileCheck(path, name, seen, manifest.anchors.get(name), entry, only).run()
    yield from faults
    if entry is not None:
        yield from _check_sum(path, entry, bool(faults))


def _check_size(path: Path, entry: Sealed) -> Iterator[Fault]:
    size = path.stat().st_size
    if size != entry.size:
        what = f"the file has {size} bytes, {NAME} says {entry.size}; {_RESTORE}"
        yield Fault(entry.file, min(size, entry.size), what)


def _check_sum(path: Path, entry: Sealed, is_placed: bool) -> Iterator[Fault]:
    """Compare a file with its line in the manifest; say "somewhere" only if nobody knows better."""
    if wrong := list(_check_size(path, entry)):
        yield from wrong
    elif not is_placed and hash_file(path) != entry.sha256:
        what = f"a byte was changed that no record shows (SHA-256 is not {NAME}'s); {_RESTORE}"
        yield Fault(entry.file, None, what)


def _check_torn(folder: Path, manifest: _Manifest) -> Iterator[Fault]:
    found = {name for name, _, _ in torn_in(folder)}
    for name in sorted(found - manifest.torn.keys()) if not manifest.faults else ():
        yield Fault(name, None, f"{NAME} does not know of this torn tail; the next run notes it")
    for name, torn in sorted(manifest.torn.items()):
        if name not in found:
            yield Fault(name, None, f"the torn tail of {torn.of} is missing; {_RESTORE}")
        elif hash_file(folder / name) != torn.sha256:
            yield Fault(name, None, f"the torn tail of {torn.of} was changed; {_RESTORE}")


def _compare(
    known: set[Location], seen: Seen, faulty: set[tuple[str, int | None]]
) -> Iterator[Fault]:
    """Compare database and archive, but for the places of which a fault has told already."""
    for location in sorted(known - seen.keys()):
        if not {(location.file, location.offset), (location.file, None)} & faulty:
            what = "the database has a capture here, the archive no whole record"
            yield Fault(location.file, location.offset, what)
    for location in sorted(seen.keys() - known):
        what = "the database has no capture of this record; rebuild it"
        yield Fault(location.file, location.offset, what)
