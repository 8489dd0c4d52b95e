"""Captures for programs: out of our archive, or of WARC, ARC and WACZ files of any tool."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from presidency_scraper.archive import DamageError, Record, iterate
from presidency_scraper.archive.file_names import OPEN, is_archive_name, names_in
from presidency_scraper.archive.foreign import read_foreign
from presidency_scraper.archive.foreign.captured import ForeignCapture, ForeignFault
from presidency_scraper.errors import EncodingError, StorageError, UsageError
from presidency_scraper.extract.content_encoding import decode_body
from presidency_scraper.items import Exchange, Headers

#: Called with what is wrong with a record that cannot be read.
Faulty = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ArchivedCapture:
    """One answer as an archive holds it, or a request that brought none.

    ``captured_at`` is aware, in UTC. ``body`` is without content encoding; where there is none to
    keep, or it cannot be decoded, it is empty and ``error`` says why. ``status`` is None where no
    answer came. ``file`` and ``offset`` (bytes) say where the record stands, ``source`` where
    somebody else captured it.
    """

    url: str
    captured_at: datetime
    status: int | None
    headers: Headers
    content_type: str | None
    body: bytes = field(repr=False)
    error: str | None
    source: str | None
    file: str
    offset: int


def read_archive(path: Path, faulty: Faulty | None = None) -> Iterator[ArchivedCapture]:
    """Return the captures in a folder or in one file, one at a time in memory.

    Of our archive in order of capture; of others' files in order of names and places, and what
    repeats a body behind them. Without *faulty* the first record that cannot be read raises
    StorageError; with it, the reading goes on. Raises UsageError where nothing is at *path*.
    """
    if not path.exists():
        raise UsageError(f"{path} is not there: name a folder or a file of WARC, ARC or WACZ")
    return _read(path, faulty or _stop)


def _read(path: Path, tell: Faulty) -> Iterator[ArchivedCapture]:
    name = path.name.removesuffix(OPEN)
    if path.is_dir() and names_in(path):
        yield from _read_ours(iterate(path, lambda fault: tell(str(fault))), tell)
    elif is_archive_name(name):
        found = iterate(path.parent, lambda fault: tell(str(fault)), since=name, until=name)
        yield from _read_ours(found, tell)
    else:
        for one in read_foreign(path):
            if isinstance(one, ForeignFault):
                tell(str(one))
            elif isinstance(one, ForeignCapture):
                yield _capture(one, one.status, None, one.place.file, one.place.offset)


def _read_ours(records: Iterator[Record], tell: Faulty) -> Iterator[ArchivedCapture]:
    for record in records:
        try:
            exchange = record.exchange()
        except DamageError as error:  # of the record that a revisit refers to
            tell(str(error.fault))
        else:
            place = record.location
            yield _capture(exchange, record.status, record.error, place.file, place.offset)


def _capture(
    exchange: Exchange, status: int | None, error: str | None, file: str, offset: int
) -> ArchivedCapture:
    try:
        body = decode_body(exchange)
    except EncodingError as torn:
        body, error = b"", str(torn)
    return ArchivedCapture(
        url=exchange.url,
        captured_at=exchange.captured_at,
        status=status,
        headers=exchange.response_headers,
        content_type=exchange.header("content-type"),
        body=body,
        error=error,
        source=exchange.source,
        file=file,
        offset=offset,
    )


def _stop(said: str) -> None:
    raise StorageError(f"cannot be read: {said}")
