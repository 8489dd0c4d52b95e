"""Reads records of the archive as far as that needs no database: here, or in several processes.

What they say is handed over in the order of the archive, a few parcels ahead and no more.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice

from presidency_scraper.archive.record_reader import Kind, Record
from presidency_scraper.archive.records import RunInfo
from presidency_scraper.extract.response import Extracted, extract, extract_failure
from presidency_scraper.ingest.signals import follow_parent
from presidency_scraper.items import Article, Entry, Place
from presidency_scraper.rules.run_settings import parse_source
from presidency_scraper.sites.base import Site

#: Records in one parcel for a process.
_PARCEL = 50

_Teasers = tuple[Entry, ...]


#: A record as far as it can be read without a database, and the run it is of.
ReadRecord = tuple[RunInfo, Extracted]


def read_record(site: Site, numbered: tuple[int, Record]) -> ReadRecord:
    """Read one record as far as that needs no database. Raises DamageError."""
    number, record = numbered
    place = Place(number, record.location.file, record.location.offset)
    source = parse_source(record.run.settings, site)
    if record.kind is Kind.FAILURE:
        known = (record.url, record.captured_at, record.status, record.error or "")
        return record.run, extract_failure(*known, source, place, record.source)
    return record.run, extract(record.exchange(), source, place)


_Read = Callable[[Iterator[tuple[int, Record]]], Iterator[ReadRecord]]


@contextmanager
def reader_of_pages(site: Site, jobs: int) -> Iterator[_Read]:
    """Yield a function that reads records of *site* in order, here or in *jobs* processes."""
    if jobs <= 1:
        yield lambda records: map(partial(read_record, site), records)
        return
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(site,))
    try:
        yield lambda records: _in_parcels(pool, site, records, ahead=jobs * 3)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_parcels(
    pool: ProcessPoolExecutor, site: Site, records: Iterator[tuple[int, Record]], ahead: int
) -> Iterator[ReadRecord]:
    """Read parcels of records in the pool, a few ahead and no more, and keep their order.

    The first parcel is read here: what is loaded for it, forked processes have from birth, and
    a small archive is read before they would have started.
    """
    yield from map(partial(read_record, site), islice(records, _PARCEL))
    waiting: list[Future[list[ReadRecord]]] = []
    parcels = iter(lambda: list(islice(records, _PARCEL)), [])
    for parcel in parcels:
        waiting.append(pool.submit(_read_parcel, parcel))
        if len(waiting) > ahead:
            yield from waiting.pop(0).result()
    for parcel_read in waiting:
        yield from parcel_read.result()


#: In a process of the pool, the site whose pages it reads: what pages said is remembered by it.
_sites: list[Site] = []


def _begin(site: Site) -> None:
    follow_parent()
    _sites[:] = [site]


def _read_parcel(parcel: list[tuple[int, Record]]) -> list[ReadRecord]:
    """Read records; teasers that are the same below several articles travel once."""
    known: dict[_Teasers, _Teasers] = {}
    return [_sharing(read_record(_sites[0], numbered), known) for numbered in parcel]


def _sharing(item: ReadRecord, known: dict[_Teasers, _Teasers]) -> ReadRecord:
    run, extracted = item
    page = extracted.page
    if not isinstance(page, Article):
        return item
    page = replace(page, teasers=known.setdefault(page.teasers, page.teasers))
    return run, replace(extracted, page=page)
