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
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from presidency_scraper.archive.disk import append_synced
from presidency_scraper.archive.records import DamageError, Torn
from presidency_scraper.clock import utc_iso

NAME = "manifest.jsonl"


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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the manifest: where it begins (bytes), what it says, the chain up to it."""

    offset: int
    entry: Entry
    chain: str


def read_manifest(folder: Path) -> list[Line]:
    """Return all lines. Raises DamageError at the first that is not what was written."""
    return list(iterate_lines(folder))


def iterate_lines(folder: Path) -> Iterator[Line]:
    """Yield line by line. Raises DamageError where the manifest, or its chain, is broken."""
    path = folder / NAME
    content = path.read_bytes() if path.exists() else b""
    chain, offset = "", 0
    for number, raw in enumerate(content.splitlines(keepends=True), 1):
        try:
            line = parse_line(raw, chain)
        except ValueError as error:
            what = f"line {number} is not what was written ({error}); restore {NAME} from a backup"
            raise DamageError(what, NAME, offset) from error
        yield Line(offset, *line)
        chain, offset = line[1], offset + len(raw)


def parse_line(raw: bytes, previous: str) -> tuple[Entry, str]:
    """Return what a line says and its chain. Raises ValueError if any byte of it is wrong."""
    if not raw.endswith(b"\n"):
        raise ValueError("it breaks off")
    value = json.loads(raw)
    if not isinstance(value, dict) or "chain" not in value:
        raise ValueError("it has no chain")
    chain = str(value.pop("chain"))
    if _render(value, previous) != (raw, chain):
        raise ValueError("it does not fit the chain of hashes")
    return _entry_of(value), chain


def append_entry(folder: Path, entry: Entry) -> None:
    """Add a line to the manifest and wait until the disk has it. Raises DamageError, OSError."""
    lines = read_manifest(folder)
    value = asdict(entry)
    if isinstance(entry, Torn):
        value["noted_at"] = utc_iso(entry.noted_at)
    kind = "torn" if isinstance(entry, Torn) else "sealed"
    raw, _ = _render({"kind": kind} | value, chain_of(lines))
    append_synced(folder / NAME, raw)


def chain_of(lines: list[Line]) -> str:
    """Return the chain up to the last of *lines*: what the next line, or WARC, builds on."""
    return lines[-1].chain if lines else ""


def end_of_lines(folder: Path) -> int:
    """Return where the last whole line ends, in bytes: a killed writer may leave half of one."""
    path = folder / NAME
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _render(value: dict[str, Any], previous: str) -> tuple[bytes, str]:
    text = json.dumps(value, ensure_ascii=False)
    chain = sha256(f"{previous}{text}".encode()).hexdigest()
    line = json.dumps(value | {"chain": chain}, ensure_ascii=False)
    return f"{line}\n".encode(), chain


def _entry_of(value: dict[str, Any]) -> Entry:
    kind = value.pop("kind", None)
    try:
        if kind == "torn":
            return Torn(**value | {"noted_at": datetime.fromisoformat(value["noted_at"])})
        if kind == "sealed":
            return Sealed(**value)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    raise ValueError(f"it is of the unknown kind {kind!r}")
