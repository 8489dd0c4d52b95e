"""What a data set was made of: a line for each of its parts in ``_inputs.jsonl``."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from os import SEEK_END
from pathlib import Path

from presidency_scraper.archive.disk import append_synced
from presidency_scraper.export.destination import refusing

#: Whatever reads a folder of Parquet passes over a name that begins so.
_NAME = "_inputs.jsonl"
#: Bytes at the beginning and the end of a file that tell it from others of its name and size.
_ENDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is: *digest* is of its size and its ends, *changed* its time in nanoseconds.

    One that cannot be opened has no digest, and is like no other.
    """

    path: str
    digest: str
    changed: int

    def is_same(self, other: "Identity") -> bool:
        """Tell whether it is that file, maybe moved or copied, as it was."""
        if not self.digest or self.digest != other.digest:
            return False
        return self.path != other.path or self.changed == other.changed


def identify(path: Path) -> Identity:
    """Return what tells the file at *path* from others."""
    place = str(path.resolve())
    try:
        with path.open("rb") as file:
            head = file.read(_ENDS)
            size = file.seek(0, SEEK_END)
            file.seek(max(0, size - _ENDS))
            digest = sha256(b"%d " % size + head + file.read()).hexdigest()
        return Identity(place, digest, path.stat().st_mtime_ns)
    except OSError:
        return Identity(place, "", 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that stands in the data set: its name, what it was made of, what is in it."""

    name: str
    of: Identity
    rows: int
    faults: int


def read_parts(out: Path) -> dict[str, Part]:
    """Return the parts that stand in the folder *out*, by their names. Raises StorageError."""
    parts: dict[str, Part] = {}
    with refusing(out), suppress(FileNotFoundError):
        for line in (out / _NAME).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, TypeError, KeyError):  # torn by a kill: its part is made anew
                said = json.loads(line)
                parts[said["name"]] = Part(**said | {"of": Identity(**said["of"])})
    return {name: part for name, part in parts.items() if (out / name).exists()}


def note_part(out: Path, part: Part) -> None:
    """Note that *part* stands in the folder *out*. Raises StorageError."""
    with refusing(out):
        append_synced(out / _NAME, json.dumps(asdict(part), ensure_ascii=False).encode() + b"\n")
