"""The archive: every response as it came, in WARC/1.1 files that prove themselves complete.

Knows neither database nor Scrapy nor the site. Write, read and check are separate files that
share only the nouns (``records``) and the strict reading of one record (``members``, ``parsing``).

>>> import tempfile
>>> from pathlib import Path
>>> from datetime import UTC, datetime
>>> folder = Path(tempfile.mkdtemp())
>>> at = datetime(2026, 11, 23, 15, 7, 38, tzinfo=UTC)
>>> page = Exchange(
...     "https://m.president.bg/news1937", at, (("User-Agent", "presidency"),),
...     200, (("Content-Type", "text/html"),), "Вето".encode(),
... )
>>> with ArchiveWriter(folder, run=RunInfo(1, "crawl", at, {})) as writer:
...     first = writer.append(page)
...     again = writer.append(page, revisit_of=first)
>>> first.file
'presidency-20261123T150738Z-r00001-00001.warc.gz'
>>> [(str(record.kind), record.decoded_body().decode()) for record in iterate(folder)]
[('response', 'Вето'), ('revisit', 'Вето')]
>>> list(check(folder, known=[first, again]))
[]
>>> with (folder / first.file).open("r+b") as file:
...     _ = file.truncate(again.offset)
>>> print(*check(folder))  # doctest: +ELLIPSIS
presidency-20261123T150738Z-r00001-00001.warc.gz at byte ...: the file has ... says ...
"""

from presidency_scraper.archive.check import check
from presidency_scraper.archive.clear import clear
from presidency_scraper.archive.content_encoding import decode_content
from presidency_scraper.archive.record_reader import Kind, Record, read
from presidency_scraper.archive.records import (
    DamageError,
    Exchange,
    Failure,
    Fault,
    Headers,
    Location,
    RunInfo,
    Torn,
    digest_of,
)
from presidency_scraper.archive.recovery import recover
from presidency_scraper.archive.traversal import has_file, iterate, locations
from presidency_scraper.archive.warc_writer import ArchiveWriter

__all__ = [
    "ArchiveWriter",
    "DamageError",
    "Exchange",
    "Failure",
    "Fault",
    "Headers",
    "Kind",
    "Location",
    "Record",
    "RunInfo",
    "Torn",
    "check",
    "clear",
    "decode_content",
    "digest_of",
    "has_file",
    "iterate",
    "locations",
    "read",
    "recover",
]
