"""Walks through the whole archive in order of capture; passes over nothing in silence."""

from collections.abc import Callable, Iterator
from pathlib import Path

from presidency_scraper.archive.file_names import OPEN, names_in, path_of, run_of_name
from presidency_scraper.archive.gzip_members import find_member, read_member
from presidency_scraper.archive.manifest import Sealed, read_manifest
from presidency_scraper.archive.record_parser import parse_block, parse_run
from presidency_scraper.archive.record_reader import Record, placed, record_of
from presidency_scraper.archive.records import DamageError, Fault, Location

#: Called with each damaged place by a walk that is to go on behind it.
Damaged = Callable[[Fault], None]


def iterate(folder: Path, damaged: Damaged | None = None, *, since: str = "") -> Iterator[Record]:
    """Yield all responses, revisits and failures in order of capture, from the file *since* on.

    Raises DamageError at the first place that cannot be read, a missing file included; with
    *damaged*, that is called with the place instead, and what is whole behind it is still read.
    The torn tail of a file in work is not damage: the run at work is about to write on. Digests
    are not computed, gzip's checksums are; :func:`check` does both.
    """
    entries = [line.entry for line in read_manifest(folder)]
    sizes = {entry.file: entry.size for entry in entries if isinstance(entry, Sealed)}
    for name in sorted(sizes.keys() | set(names_in(folder))):
        if name < since:
            continue
        path = path_of(folder, name)
        if path is None:
            _tell(DamageError("the file is missing", name), damaged)
            continue
        yield from _iterate_file(folder, path, name, damaged)
        size = (path_of(folder, name) or path).stat().st_size
        if size != sizes.get(name, size):
            what = f"the file has {size} bytes, the manifest says {sizes[name]}"
            _tell(DamageError(what, name, min(size, sizes[name])), damaged)


def has_file(folder: Path, name: str) -> bool:
    """Tell whether the file that is called *name* when sealed is there."""
    return path_of(folder, name) is not None


def locations(folder: Path) -> Iterator[Location]:
    """Yield where each response, revisit and failure begins, in order. Raises DamageError."""
    return (record.location for record in iterate(folder))


def _iterate_file(folder: Path, path: Path, name: str, damaged: Damaged | None) -> Iterator[Record]:
    run, offset = run_of_name(name), 0
    with path.open("rb") as stream:
        while True:
            try:
                member = read_member(stream, offset)
                if member is None:
                    return
                block = parse_block(member.data)
                run = parse_run(block.content) if offset == 0 else run
                record = record_of(folder, Location(name, offset), run, block)
                following: int | None = member.end
            except DamageError as error:
                record, following = None, find_member(path, offset)
                if following is None and path.name.endswith(OPEN):
                    return
                _tell(placed(error, Location(name, offset)), damaged)
            if record is not None:
                yield record
            if following is None:
                return
            offset = following


def _tell(error: DamageError, damaged: Damaged | None) -> None:
    if damaged is None:
        raise error
    damaged(error.fault)
