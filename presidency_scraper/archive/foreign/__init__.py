r"""Reads what others captured: WARC, ARC and WACZ of any tool. No site, no database, no clock.

Each response comes with its request, the notes beside it and the place it stands at. What cannot be
taken is named, and the rest is taken. One record at a time is in memory.

>>> import gzip, tempfile
>>> from pathlib import Path
>>> page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nВето".encode()
>>> head = (
...     "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://127.0.0.1/bg/news1937\r\n"
...     f"WARC-Date: 2014-05-16T07:08:09.25Z\r\nContent-Length: {len(page)}\r\n\r\n"
... ).encode()
>>> path = Path(tempfile.mkdtemp()) / "theirs.warc.gz"
>>> _ = path.write_bytes(gzip.compress(head + page + b"\r\n\r\n" + head + page[:-1]))
>>> for found in read_foreign(path):
...     print(found if isinstance(found, ForeignFault) else found.body.decode())
Вето
theirs.warc.gz:0+192: torn: the file ends in the middle of the record (http://127.0.0.1/bg/news1937)
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from presidency_scraper.archive.foreign.captured import (
    FaultKind,
    ForeignCapture,
    ForeignFault,
    Note,
    Place,
)
from presidency_scraper.archive.foreign.containers import open_file, open_files, part_of
from presidency_scraper.archive.foreign.exchanges import Exchanges
from presidency_scraper.archive.foreign.framed_records import FramedRecords, RawRecord
from presidency_scraper.archive.foreign.repeats import Repeats
from presidency_scraper.archive.foreign.single_records import Repeat

#: Repeats that are looked for at once: some 6 kB each is what is kept of them.
_TOGETHER = 20_000


def read_foreign(
    *paths: Path,
    wanted: Callable[[str], bool] = lambda url: True,
    opened: Callable[[Path], BinaryIO] = open_file,
) -> Iterator[ForeignCapture | Note | ForeignFault]:
    """Yield what the files at *paths*, or in these folders, tell of the addresses *wanted*.

    In the order of paths, names and places; but a repeat whose body stands elsewhere comes later,
    since the files are read once more for it. *opened* opens a file and raises OSError. Raises
    UsageError where a path is not there.
    """
    repeats: list[Repeat] = []
    for file in open_files(paths, opened):
        if isinstance(file, ForeignFault):
            yield file
            continue
        for found in Exchanges(wanted).read(FramedRecords(*file)):
            if not isinstance(found, Repeat):
                yield found
                continue
            repeats.append(found)
            if len(repeats) == _TOGETHER:
                yield from _resolve(repeats, paths, opened)
                repeats.clear()
    yield from _resolve(repeats, paths, opened)


def read_range(
    path: Path, offset: int, length: int
) -> Iterator[ForeignCapture | Note | ForeignFault]:
    """Yield what the record says that an index places at *offset* of the file at *path*.

    *offset* and *length* are in bytes. What a repeat repeats is not looked for.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        said = f"it cannot be opened: {error.strerror}"
        yield ForeignFault(FaultKind.UNREADABLE, Place(path.name, offset), said)
        return
    with file:
        part = part_of(file, 0, offset + length)
        found_here = False
        for found in Exchanges(lambda url: True).read(FramedRecords(path.name, part, offset)):
            found_here = True
            yield from Repeats([found]).missing() if isinstance(found, Repeat) else (found,)
        if not found_here:
            said = "no record of a page stands where the index says"
            yield ForeignFault(FaultKind.NO_ARCHIVE, Place(path.name, offset), said)


def _resolve(
    repeats: list[Repeat], paths: tuple[Path, ...], opened: Callable[[Path], BinaryIO]
) -> Iterator[ForeignCapture | ForeignFault]:
    if repeats:
        waiting = Repeats(repeats)
        yield from waiting.resolve(_records(paths, opened))
        yield from waiting.missing()


def _records(paths: tuple[Path, ...], opened: Callable[[Path], BinaryIO]) -> Iterator[RawRecord]:
    for file in open_files(paths, opened):
        if not isinstance(file, ForeignFault):
            yield from (found for found in FramedRecords(*file) if isinstance(found, RawRecord))
