"""A data set of Parquet made of many files of web archives: a part for each, in processes.

A second run makes only what is missing, whatever ended the first.
"""

import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from multiprocessing.synchronize import Event
from pathlib import Path

from presidency_scraper.archive.file_names import ENDINGS, is_web_archive
from presidency_scraper.errors import UsageError
from presidency_scraper.export.captured_rows import (
    CapturedRow,
    Watch,
    arrow_schema,
    read_indexed_rows,
    read_rows,
)
from presidency_scraper.export.destination import refusing
from presidency_scraper.export.ledger import Identity, Part, identify, note_part, read_parts
from presidency_scraper.export.row_files import place_of, write_rows
from presidency_scraper.ingest.signals import follow_parent
from presidency_scraper.sites.base import Source


@dataclass(frozen=True, slots=True)
class Input:
    """A file of a web archive; or, with *folders*, an index of files that lie in these."""

    path: Path
    folders: tuple[Path, ...] = ()

    def rows(self, source: Source, watch: Watch) -> Iterator[CapturedRow]:
        """Yield what it says. Raises StorageError."""
        if self.folders:
            return read_indexed_rows(self.path, self.folders, source, watch)
        return read_rows(self.path, source, watch=watch)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A folder of rows of *source*; *in_folders* by input, section and year, or a file an input."""

    out: Path
    source: Source
    in_folders: bool


@dataclass(frozen=True, slots=True)
class _Job:
    """A part to be made."""

    name: str
    of: Identity
    made_of: Input
    place: Path


@dataclass(slots=True)
class Extraction:
    """How far it is: the parts that are *there*, and how many are *todo*, *made* and *left*.

    *left* are those whose processes were killed.
    """

    there: list[Part]
    todo: int
    made: int = 0
    left: int = 0


def find_inputs(names: Iterable[str]) -> Iterator[Path]:
    """Yield the files that *names* mean: files, folders, patterns. Raises UsageError."""
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if is_web_archive(file.name))
        else:
            found = [path] if path.exists() else sorted(Path(path.anchor).glob(_relative(path)))
        if not found:
            raise UsageError(f"{name} is no file, and no folder with {', '.join(ENDINGS)} in it")
        yield from found


def _relative(path: Path) -> str:
    return str(path.relative_to(path.anchor))


def extract_all(
    inputs: Iterable[Input], data_set: DataSet, jobs: int, tell: Callable[[Extraction], None]
) -> Extraction:
    """Make what is missing of *data_set* in so many processes; return what became of it.

    *tell* is called when it is known what is to be done, and for each part that is made. Raises
    UsageError, StorageError.
    """
    arrow_schema()  # without pyarrow nothing is begun
    with refusing(data_set.out):
        data_set.out.mkdir(parents=True, exist_ok=True)
    there, todo = _plan(inputs, data_set)
    done = Extraction(there, len(todo))
    tell(done)
    for part in _made(todo, data_set, jobs):
        note_part(data_set.out, part)
        done.there.append(part)
        done.made += 1
        tell(done)
    done.left = done.todo - done.made
    return done


def _plan(inputs: Iterable[Input], data_set: DataSet) -> tuple[list[Part], list[_Job]]:
    """What stands there of *inputs*, and what is to be made. Raises UsageError, StorageError."""
    slots: dict[str, Part | _Job] = {**read_parts(data_set.out)}
    if any((data_set.out / name).is_dir() is not data_set.in_folders for name in slots):
        other = "without" if data_set.in_folders else "with"
        raise UsageError(f"{data_set.out} was made {other} --hive: name another --out")
    asked: dict[str, Part | _Job] = {}
    for one in inputs:
        job = _job_of(one, slots, data_set)
        slot = slots.get(job.name)
        if slot is None or not slot.of.is_same(job.of):
            slots[job.name] = job
        asked[job.name] = slots[job.name]
    there = [slot for slot in asked.values() if isinstance(slot, Part)]
    return there, [slot for slot in asked.values() if isinstance(slot, _Job)]


def _job_of(one: Input, slots: dict[str, Part | _Job], data_set: DataSet) -> _Job:
    """To make the part of *one*, where it stands, stood before, or nothing stands yet."""
    identity = identify(one.path)
    names = chain([one.path.name], (f"{one.path.name}~{number}" for number in count(2)))
    places = (place_of(name, data_set.out, in_folders=data_set.in_folders) for name in names)
    for place in places:
        slot = slots.get(place.name)
        if slot is None or slot.of.path == identity.path or slot.of.is_same(identity):
            break
    return _Job(place.name, identity, one, place)


# -- processes -----------------------------------------------------------------------------------

#: In a process of a pool: set when all are to stop.
_stop: Event | None = None


def _made(todo: Sequence[_Job], data_set: DataSet, jobs: int) -> Iterator[Part]:
    """Make parts, here or in processes, and yield each that is made.

    Where a process is killed, what was at work is made again, each in a process of its own; what
    gets even that killed is left out.
    """
    if jobs <= 1:
        yield from (_make(job, data_set) for job in todo)
        return
    while todo:
        lost = yield from _made_by_pool(todo, data_set, jobs)
        at_work, todo = lost[: jobs + 1], lost[jobs + 1 :]
        for job in at_work:
            yield from _made_by_pool([job], data_set, 1)


def _made_by_pool(
    todo: Sequence[_Job], data_set: DataSet, jobs: int
) -> Generator[Part, None, list[_Job]]:
    """Make parts in processes; return those that are not made, since a process was killed."""
    stop = multiprocessing.Event()
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(stop,))
    futures: dict[Future[Part], _Job] = {}
    lost: set[_Job] = set()
    try:
        with suppress(BrokenProcessPool):  # while they are handed over: the rest is lost, too
            for job in todo:
                futures[pool.submit(_make, job, data_set)] = job
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.add(futures[future])
    finally:
        stop.set()  # no process goes on with what nobody waits for
        pool.shutdown(cancel_futures=True)
    handed = set(futures.values())
    return [job for job in todo if job in lost or job not in handed]


def _begin(stop: Event) -> None:
    """Begin a process of a pool."""
    global _stop
    _stop = stop
    follow_parent()


def _make(job: _Job, data_set: DataSet) -> Part:
    """Make a part. Raises StorageError."""
    rows = job.made_of.rows(data_set.source, _end_when_stopped)
    total, faults = write_rows(rows, job.place, in_folders=data_set.in_folders)
    return Part(job.name, job.of, total, faults)


def _end_when_stopped() -> None:
    if _stop is not None and _stop.is_set():
        raise CancelledError
