"""The archive: every response as it came, in WARC/1.1 files that prove themselves complete.

Knows neither database nor Scrapy nor the site. Write, read and check are separate files that
share only the nouns (``records``) and the strict reading of one record (``gzip_members``,
``record_parser``).

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
>>> [(str(record.kind), record.body.decode()) for record in iterate(folder)]
[('response', 'Вето'), ('revisit', 'Вето')]
>>> list(check(folder, known=[first, again]))
[]
>>> with (folder / first.file).open("r+b") as file:
...     _ = file.truncate(again.offset)
>>> print(*check(folder))  # doctest: +ELLIPSIS
presidency-20261123T150738Z-r00001-00001.warc.gz at byte ...: the file has ... says ...
"""

from presidency_scraper.archive.check import check as check
from presidency_scraper.archive.clear import clear as clear
from presidency_scraper.archive.record_reader import Kind as Kind
from presidency_scraper.archive.record_reader import Record as Record
from presidency_scraper.archive.record_reader import read as read
from presidency_scraper.archive.records import DamageError as DamageError
from presidency_scraper.archive.records import Failure as Failure
from presidency_scraper.archive.records import Fault as Fault
from presidency_scraper.archive.records import Location as Location
from presidency_scraper.archive.records import RunInfo as RunInfo
from presidency_scraper.archive.records import digest_of as digest_of
from presidency_scraper.archive.recovery import recover as recover
from presidency_scraper.archive.traversal import has_file as has_file
from presidency_scraper.archive.traversal import iterate as iterate
from presidency_scraper.archive.warc_writer import ArchiveWriter as ArchiveWriter
from presidency_scraper.items import Exchange as Exchange
from presidency_scraper.items import Headers as Headers
