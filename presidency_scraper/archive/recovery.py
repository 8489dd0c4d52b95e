"""Sets right what a killed run left: seals the file in work, sets its torn tail aside, says so.

First the tails are copied, then cut off, then noted, then the files are sealed: wherever this is
killed in turn, the next call finds what is left to do.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from presidency_scraper.archive.disk import copy_tail, cut_file, hash_file, sync_folder
from presidency_scraper.archive.file_names import OPEN, TORN, open_in, torn_in
from presidency_scraper.archive.gzip_members import iterate_members
from presidency_scraper.archive.manifest import (
    NAME,
    Sealed,
    append_entry,
    end_of_lines,
    iterate_lines,
)
from presidency_scraper.archive.record_parser import parse_block, parse_run
from presidency_scraper.archive.records import DamageError, Torn
from presidency_scraper.archive.warc_writer import seal_file
from presidency_scraper.clock import now, utc_iso


def recover(folder: Path) -> list[Torn]:
    """Seal every file still ``.open`` in *folder*; return the torn tails that were cut off.

    A tail is kept as ``NAME.torn-OFFSET`` and noted in the manifest; so is a file that has no
    whole record at all. The caller holds the lock and tells the user of what is returned. Raises
    DamageError if the manifest itself is damaged, OSError.
    """
    _cut_manifest(folder)
    left = open_in(folder)
    whole = {name: _measure(folder / (name + OPEN), name) for name in left}
    for name, entry in whole.items():
        _cut(folder / (name + OPEN), name, entry.size if entry else 0)
    torn = _note_torn(folder)
    for entry in whole.values():
        if entry is not None:
            path = folder / (entry.file + OPEN)
            seal_file(path, replace(entry, sha256=hash_file(path)))
    return torn


def _measure(path: Path, name: str) -> Sealed | None:
    """Return what of a file is whole, its hash aside; None if not even its first record is."""
    dates, end = [], 0
    with suppress(DamageError):  # the tail begins there
        for member in iterate_members(path, _stop):
            block = parse_block(member.data)
            if member.offset == 0:
                parse_run(block.content)
            dates.append(utc_iso(block.date()))
            end = member.end
    return Sealed(name, end, "", len(dates), dates[0], dates[-1], recovered=True) if dates else None


def _stop(offset: int, what: str) -> None:
    raise DamageError(what, offset=offset)


def _cut(path: Path, name: str, end: int) -> None:
    """Set aside what *path* holds behind its *end*, and the file with it if that is all of it."""
    if path.stat().st_size == end > 0:
        return
    copy_tail(path, end, path.with_name(f"{name}{TORN}{end}"))
    if end > 0:
        cut_file(path, end)
    else:
        path.unlink()
        sync_folder(path.parent)


def _cut_manifest(folder: Path) -> None:
    """Set aside half a line that a killed run left at the manifest's end."""
    path, end = folder / NAME, end_of_lines(folder)
    if path.exists() and path.stat().st_size > end:
        _cut(path, NAME, end)


def _note_torn(folder: Path) -> list[Torn]:
    """Note in the manifest what was set aside and is not there yet."""
    noted = {line.entry.file for line in iterate_lines(folder)}
    torn, at = [], utc_iso(now())
    for file, of, offset in torn_in(folder):
        if file not in noted:
            path = folder / file
            entry = Torn(file, of, offset, path.stat().st_size, hash_file(path), at)
            append_entry(folder, entry)
            torn.append(entry)
    return torn
