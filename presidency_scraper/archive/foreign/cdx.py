"""Indexes of web archives: CDX, CDXJ and the JSON lines of Common Crawl's index server.

Each line names an address and the record that answers it: a file, an offset and a length in bytes.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from presidency_scraper.errors import StorageError

#: The fields of a CDX without a first line that names them.
_ELEVEN = "N b a m s k r M S V g".split()
#: What we want of them, by the letters of CDX.
_LETTERS = {"url": "a", "filename": "g", "offset": "V", "length": "S"}


@dataclass(frozen=True, slots=True)
class Range:
    """Where the record of *url* stands: *offset* and *length* in bytes of the file *name*."""

    url: str
    name: str
    offset: int
    length: int


def read_index(path: Path) -> Iterator[Range]:
    """Yield what each line of the index at *path*, which may be gzipped, names.

    Raises StorageError where it cannot be read, or a line names no record.
    """
    fields = _ELEVEN
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == b"\x1f\x8b"
        opened = gzip.open if is_packed else open
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.lstrip().startswith("CDX "):
                    fields = line.split()[1:]
                elif line.strip() and not line.startswith("!"):
                    yield _parse_line(line, fields, f"{path}, line {number}")
    except (OSError, EOFError) as error:
        raise StorageError(f"{path} cannot be read to its end ({error}): fetch it again") from error


def _parse_line(line: str, fields: list[str], place: str) -> Range:
    r"""Return what a line says. Raises StorageError.

    >>> _parse_line('bg,president)/ 2024 {"url": "http://president.bg/", "offset": "9",'
    ...     ' "length": "5", "filename": "a.warc.gz"}', _ELEVEN, "")
    Range(url='http://president.bg/', name='a.warc.gz', offset=9, length=5)
    >>> _parse_line("bg,president)/ 2024 http://president.bg/ - 200 A - - 5 9 a.warc.gz", _ELEVEN, "")
    Range(url='http://president.bg/', name='a.warc.gz', offset=9, length=5)
    """  # noqa: E501 - a line of CDX is one
    try:
        if "{" in line:
            said = json.loads(line[line.index("{") :])
        else:
            cells = dict(zip(fields, line.split(), strict=True))
            said = {name: cells[letter] for name, letter in _LETTERS.items()}
        return Range(said["url"], said["filename"], int(said["offset"]), int(said["length"]))
    except (ValueError, KeyError, TypeError) as error:
        wanted = "address, file, offset and length of a record"
        raise StorageError(f"{place} does not give {wanted}: is this a CDX or CDXJ?") from error
