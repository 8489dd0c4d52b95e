"""``manifest.jsonl``: the proof that the archive is complete, a chained line to each sealed file.

Why a file beside the WARCs and not a last record in each: a record that carries the count shows
that its own file was cut at a record's end, but a file that is gone takes its last record along.
The manifest names all files, with size and SHA-256, so it shows both, and needs no more than
``sha256sum`` to check. It holds names without folders: the archive can be moved.

Why the lines are chained: each ends with the SHA-256 of the line before's and its own text, so a
changed, removed or added line breaks the chain behind it; and each WARC's first record names the
chain as it stood when the file was begun, so a chain worked out anew contradicts every later
WARC. One thing alone cannot be seen from inside: the newest files taken away together with their
lines. Against that the database knows the locations (``check(known=...)``), and whoever wants
more writes down the last ``chain`` elsewhere.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from presidency_scraper.archive.disk import append_synced
from presidency_scraper.archive.records import DamageError, Torn

NAME = "manifest.jsonl"
#: How each line ends: with the chain up to it.
_CHAIN = b', "chain": "%s"}\n'
#: Bytes at its end, in which more than two lines stand.
_END = 1 << 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A complete file: *size* in bytes, *records* of all types, the dates of the first and last.

    *recovered*: the run that wrote it was killed, so its last response may lack its request.
    """

    file: str
    size: int
    sha256: str
    records: int
    first: str
    last: str
    recovered: bool = False


Entry = Sealed | Torn


class Line(NamedTuple):
    """A line of the manifest: what it says, and the chain up to it."""

    entry: Entry
    chain: str


def iterate_lines(folder: Path) -> Iterator[Line]:
    """Yield line by line. Raises DamageError where the manifest, or its chain, is broken."""
    path = folder / NAME
    content = path.read_bytes() if path.exists() else b""
    chain, offset = "", 0
    for number, raw in enumerate(content.splitlines(keepends=True), 1):
        try:
            line = _parse_line(raw, chain)
        except (KeyError, TypeError, ValueError) as error:
            what = f"line {number} is not what was written ({error}); restore {NAME} from a backup"
            raise DamageError(what, NAME, offset) from error
        yield line
        chain, offset = line.chain, offset + len(raw)


@lru_cache(maxsize=2**13)  # a run that begins reads the lines of all nights three times
def _parse_line(raw: bytes, previous: str) -> Line:
    """Return what a line says and its chain. Raises ValueError if any byte of it is wrong."""
    if not raw.endswith(b"\n"):
        raise ValueError("it breaks off")
    value = json.loads(raw)
    if not isinstance(value, dict) or "chain" not in value:
        raise ValueError("it has no chain")
    chain = str(value.pop("chain"))
    text, is_last, end = raw.partition(_CHAIN % chain.encode())
    if not is_last or end or _chained(previous, text + b"}") != chain:
        raise ValueError("it does not fit the chain of hashes")
    kind: type[Entry] = {"torn": Torn, "sealed": Sealed}[value.pop("kind")]
    return Line(kind(**value), chain)


def append_entry(folder: Path, entry: Entry) -> None:
    """Add a line to the manifest and wait until the disk has it. Raises DamageError, OSError."""
    raw = _render({"kind": type(entry).__name__.lower()} | asdict(entry), last_chain(folder))
    append_synced(folder / NAME, raw)


def read_sealed(folder: Path) -> dict[str, Sealed]:
    """Return what the manifest says of sealed files, by name. Raises DamageError."""
    entries = (line.entry for line in iterate_lines(folder))
    return {entry.file: entry for entry in entries if isinstance(entry, Sealed)}


def last_chain(folder: Path) -> str:
    """Return the chain up to the last line: what the next line, or WARC, builds on.

    Only the last line is held against the one before it: nights make thousands of them, and who
    begins a file checks all. Raises DamageError.
    """
    path = folder / NAME
    lines = _last_lines(path, 2) if path.exists() else []
    try:
        before = _stated_chain(lines[-2]) if len(lines) > 1 else ""
        return _parse_line(lines[-1], before).chain if lines else ""
    except (KeyError, TypeError, ValueError) as error:
        what = f"its end is not what was written ({error}); restore {NAME} from a backup"
        raise DamageError(what, NAME, path.stat().st_size - len(lines[-1])) from error


def _last_lines(path: Path, count: int) -> list[bytes]:
    """Return the last lines of the manifest, in order."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _END, 0))
        return file.read().splitlines(keepends=True)[-count:]


def _stated_chain(raw: bytes) -> str:
    """Return the chain that a line says it has. Raises ValueError, KeyError, TypeError."""
    return str(json.loads(raw)["chain"])


def end_of_lines(folder: Path) -> int:
    """Return where the last whole line ends, in bytes: a killed writer may leave half of one."""
    path = folder / NAME
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _render(value: dict[str, Any], previous: str) -> bytes:
    text = json.dumps(value, ensure_ascii=False).encode()
    return text[:-1] + _CHAIN % _chained(previous, text).encode()


def _chained(previous: str, text: bytes) -> str:
    return sha256(previous.encode() + text).hexdigest()
