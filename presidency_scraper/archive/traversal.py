"""Walks through the whole archive in order of capture; passes over nothing in silence."""

from collections.abc import Callable, Iterator
from pathlib import Path

from presidency_scraper.archive.file_names import names_in, path_of, run_of_name
from presidency_scraper.archive.gzip_members import iterate_members
from presidency_scraper.archive.manifest import read_sealed
from presidency_scraper.archive.record_parser import parse_block, parse_run
from presidency_scraper.archive.record_reader import Record, record_of
from presidency_scraper.archive.records import DamageError, Fault, Location

#: Called with each damaged place by a walk that is to go on behind it.
Damaged = Callable[[Fault], None]


def iterate(
    folder: Path, damaged: Damaged | None = None, *, since: str = "", until: str | None = None
) -> Iterator[Record]:
    """Yield all responses, revisits and failures in order of capture.

    With *since* and *until*, only those of the files from one to the other.

    Raises DamageError at the first place that cannot be read, a missing file included; with
    *damaged*, that is called with the place instead, and what is whole behind it is still read.
    The torn tail of a file in work is not damage: the run at work is about to write on. Digests
    are not computed, gzip's checksums are; :func:`check` does both.
    """
    sealed, tell = read_sealed(folder), damaged or _stop
    for name in sorted(sealed.keys() | set(names_in(folder))):
        if name < since or (until is not None and name > until):
            continue
        path = path_of(folder, name)
        if path is None:
            tell(Fault(name, None, "the file is missing"))
            continue
        yield from _iterate_file(folder, path, name, tell)
        size = (path_of(folder, name) or path).stat().st_size
        if name in sealed and size != sealed[name].size:
            what = f"the file has {size} bytes, the manifest says {sealed[name].size}"
            tell(Fault(name, min(size, sealed[name].size), what))


def has_file(folder: Path, name: str) -> bool:
    """Tell whether the file that is called *name* when sealed is there."""
    return path_of(folder, name) is not None


def _iterate_file(folder: Path, path: Path, name: str, tell: Damaged) -> Iterator[Record]:
    run = run_of_name(name)
    for member in iterate_members(path, lambda offset, what: tell(Fault(name, offset, what))):
        try:
            block = parse_block(member.data)
            run = parse_run(block.content) if member.offset == 0 else run
            record = record_of(folder, Location(name, member.offset), run, block)
        except DamageError as error:
            tell(Fault(name, member.offset, error.fault.what))
        else:
            if record is not None:
                yield record


def _stop(fault: Fault) -> None:
    raise DamageError(fault.what, fault.file, fault.offset)
