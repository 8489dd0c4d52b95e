"""Reads records of the archive as far as that needs no database: here, or in several processes.

What they make is handed over in the order of the archive, a few parcels ahead and no more.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from presidency_scraper.archive import Kind, Record, RunInfo
from presidency_scraper.extract.response import Answer, Reading, Source, decoded_answer, read_answer
from presidency_scraper.ingest.page_read import Place
from presidency_scraper.ingest.signals import follow_parent
from presidency_scraper.items import Article, Entry, Outcome

#: Records in one parcel for a process.
_PARCEL = 50

_Teasers = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record as far as it can be read without a database: an answer read, or a failure."""

    place: Place
    run: RunInfo
    url: str
    captured_at: datetime
    status: int | None
    error: str | None
    answer: Answer | None = None
    reading: Reading | None = None


def prepare_record(numbered: tuple[int, Record]) -> Prepared:
    """Read one record as far as that needs no database. Raises DamageError."""
    number, record = numbered
    place = Place(number, record.location.file, record.location.offset)
    known = (place, record.run, record.url, record.captured_at, record.status, record.error)
    if record.kind is Kind.FAILURE:
        return Prepared(*known)
    answer, reading = _read(record)
    if reading.outcome is not Outcome.ROBOTS:  # only robots.txt is kept as it is
        answer = replace(answer, body=b"")
    return Prepared(*known, answer, reading)


def _read(record: Record) -> tuple[Answer, Reading]:
    headers = {name.lower(): record.header(name) or "" for name, _ in record.response_headers}
    answer, torn = decoded_answer(
        record.url, record.status or 0, headers, record.decoded_body, record.captured_at
    )
    return answer, torn or read_answer(answer, source_of(record.run))


def source_of(run: RunInfo) -> Source:
    """Which face of the site a run read."""
    return Source(run.settings.get("edition", "text"), run.settings.get("origin"))


_Prepare = Callable[[Iterator[tuple[int, Record]]], Iterator[Prepared]]


@contextmanager
def reader_of_pages(jobs: int) -> Iterator[_Prepare]:
    """Yield a function that prepares records in order, here or in *jobs* processes."""
    if jobs <= 1:
        yield lambda records: map(prepare_record, records)
        return
    pool = ProcessPoolExecutor(jobs, initializer=follow_parent)
    try:
        yield lambda records: _in_parcels(pool, records, ahead=jobs * 3)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_parcels(
    pool: ProcessPoolExecutor, records: Iterator[tuple[int, Record]], ahead: int
) -> Iterator[Prepared]:
    """Prepare parcels of records in the pool, a few ahead and no more, and keep their order.

    The first record is prepared here: what is loaded for it, forked processes have from birth.
    """
    yield from map(prepare_record, islice(records, 1))
    waiting: list[Future[list[Prepared]]] = []
    parcels = iter(lambda: list(islice(records, _PARCEL)), [])
    for parcel in parcels:
        waiting.append(pool.submit(_prepare_parcel, parcel))
        if len(waiting) > ahead:
            yield from waiting.pop(0).result()
    for parcel_read in waiting:
        yield from parcel_read.result()


def _prepare_parcel(parcel: list[tuple[int, Record]]) -> list[Prepared]:
    """Prepare records; teasers that are the same below several articles travel once."""
    known: dict[_Teasers, _Teasers] = {}
    return [_sharing(prepare_record(numbered), known) for numbered in parcel]


def _sharing(item: Prepared, known: dict[_Teasers, _Teasers]) -> Prepared:
    reading = item.reading
    if reading is None or not isinstance(reading.page, Article):
        return item
    teasers = known.setdefault(reading.page.teasers, reading.page.teasers)
    return replace(item, reading=replace(reading, page=replace(reading.page, teasers=teasers)))
