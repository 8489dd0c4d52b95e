"""How the files are called: so that the order of names is the order of capture."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from presidency_scraper.archive.records import RunInfo
from presidency_scraper.errors import StorageError

#: What a file in work has behind its name; a sealed one has lost it.
OPEN = ".open"
#: Goes before the offset in the name of a tail that was cut off.
TORN = ".torn-"
#: What names of web archives end in, whoever wrote them: in folders and zip files no others are
#: looked into; whatever is named by itself is.
ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".wacz")
_NAME = re.compile(r"presidency-(?P<time>\d{8}T\d{6}Z)-r(?P<run>\d{5})-(?P<part>\d{5})\.warc\.gz")
_TORN = re.compile(r"(?P<of>[^/]+)\.torn-(?P<offset>\d+)")
_TIME = "%Y%m%dT%H%M%SZ"


def is_archive_name(name: str) -> bool:
    """Return whether *name* is that of a sealed file.

    >>> is_archive_name("presidency-20261123T150738Z-r00001-00001.warc.gz")
    True
    >>> is_archive_name("presidency-20261123T150738Z-r00001-00001.warc.gz.open")
    False
    """
    return _NAME.fullmatch(name) is not None


def is_web_archive(name: str) -> bool:
    """Tell whether *name* ends as that of a web archive does, ours or another's."""
    return name.lower().endswith(ENDINGS)


def next_name(run: RunInfo, taken: Iterable[str]) -> str:
    """Return the name of the next file of *run*; it sorts behind all that are *taken*.

    The time is that of the run's start. Where that would not sort last (two runs in one second
    whose numbers do not rise, a clock set back) it moves on by a second.

    >>> run = RunInfo(2, "crawl", datetime(2026, 11, 23, 15, 7, 38, tzinfo=UTC), {})
    >>> next_name(run, ["presidency-20261123T150738Z-r00001-00001.warc.gz"])
    'presidency-20261123T150738Z-r00002-00001.warc.gz'
    >>> next_name(run, ["presidency-20261123T150738Z-r00002-00001.warc.gz"])
    'presidency-20261123T150738Z-r00002-00002.warc.gz'
    >>> next_name(run, ["presidency-20261123T150738Z-r00003-00001.warc.gz"])
    'presidency-20261123T150739Z-r00002-00001.warc.gz'
    """
    last = max(taken, default="")
    found = _NAME.fullmatch(last)
    moment, part = run.started_at.astimezone(UTC).replace(microsecond=0), 1
    if found and _time_in(found["time"]) >= moment:
        moment = _time_in(found["time"])
        if int(found["run"]) == run.id and found["part"] < "99999":
            part = int(found["part"]) + 1
        elif int(found["run"]) >= run.id:
            moment += timedelta(seconds=1)
    return f"presidency-{moment:{_TIME}}-r{run.id:05}-{part:05}.warc.gz"


def run_of_name(name: str) -> RunInfo:
    """Return what the name of a file alone says of its run, for when its first record is lost.

    >>> run_of_name("presidency-20261123T150738Z-r00007-00001.warc.gz").id
    7
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise StorageError(f"{name} is no name of an archive file")
    return RunInfo(int(found["run"]), "", _time_in(found["time"]), {})


def path_of(folder: Path, name: str) -> Path | None:
    """Return where the file *name* is, sealed or still open; None if it is not there."""
    for path in (folder / name, folder / (name + OPEN), folder / name):
        if path.exists():  # looked for twice: it may be sealed between the first and the second
            return path
    return None


def names_in(folder: Path) -> list[str]:
    """Return the final names of all archive files in *folder*, in order of capture."""
    return _names_in(folder, "*")


def open_in(folder: Path) -> list[str]:
    """Return the final names of those that are still in work, in order of capture."""
    return _names_in(folder, f"*{OPEN}")


def _names_in(folder: Path, pattern: str) -> list[str]:
    names = {path.name.removesuffix(OPEN) for path in folder.glob(pattern)}
    return sorted(filter(is_archive_name, names))


def torn_in(folder: Path) -> list[tuple[str, str, int]]:
    """Return the tails set aside in *folder*: name, file it was cut off, offset in bytes."""
    found = sorted(path.name for path in folder.glob(f"*{TORN}*"))
    matches = filter(None, map(_TORN.fullmatch, found))
    return [(match[0], match["of"], int(match["offset"])) for match in matches]


def taken_names(folder: Path) -> set[str]:
    """Return the names that were given in *folder*, those included of which only a tail is left."""
    return {match[0] for path in folder.glob("*") if (match := _NAME.match(path.name))}


def _time_in(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
