"""The record of what the Bulgarian presidency publishes, crawled into SQLite.

What stands here is for programs of others, and loads what it needs when it is called.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from presidency_scraper.settings import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from presidency_scraper.export.archived_captures import ArchivedCapture
    from presidency_scraper.export.captured_rows import CapturedRow
    from presidency_scraper.items import Article, Listing, Page, Shell
    from presidency_scraper.store.python_api import Database
    from presidency_scraper.store.stored_records import Change, Found, StoredArticle

__all__ = [
    "ArchivedCapture",
    "Article",
    "CapturedRow",
    "Change",
    "Database",
    "Found",
    "Listing",
    "Shell",
    "StoredArticle",
    "__version__",
    "open_database",
    "read_captures",
    "read_page",
    "read_warc",
]
__version__ = VERSION

#: The types of what is returned, by the module that has them.
_TYPES = {
    "export.archived_captures": ("ArchivedCapture",),
    "export.captured_rows": ("CapturedRow",),
    "items": ("Article", "Listing", "Shell"),
    "store.python_api": ("Database",),
    "store.stored_records": ("Change", "Found", "StoredArticle"),
}


def open_database(path: "str | PathLike[str]") -> "Database":
    """Open the database at *path* to read it; a crawl may write meanwhile.

    Close it, or use it by ``with``. Raises MissingDatabaseError, OlderDatabaseError,
    NewerDatabaseError, and StorageError where the file is no database of ours or is damaged.
    """
    from pathlib import Path

    from presidency_scraper.sites.president_bg import SITE
    from presidency_scraper.store.python_api import Database

    return Database(Path(path), SITE)


def read_captures(
    path: "str | PathLike[str]", *, faulty: "Callable[[str], None] | None" = None
) -> "Iterator[ArchivedCapture]":
    """Yield the captures in *path*: a folder of archive files, or one file (WARC, ARC, WACZ).

    Of our archive in order of capture; of others' files in order of names and places, but what
    repeats a body behind them. The first record that cannot be read raises StorageError; with
    *faulty*, that is called with what is wrong instead, and the reading goes on. Raises UsageError
    where nothing is at *path*.
    """
    from pathlib import Path

    from presidency_scraper.export.archived_captures import read_archive

    return read_archive(Path(path), faulty)


def read_page(
    body: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    seen_at: datetime | None = None,
    edition: str | None = None,
    origin: str | None = None,
) -> "Page":
    """Return what a page of president.bg says: an Article, a Shell or a Listing.

    *body* is without content encoding, *content_type* the header it came with. Dates over a day
    after *seen_at* (aware) are refused; without it, none is. The edition follows from the host of
    *url* unless it is given, as it must be of a mirror, which *origin* names. Raises PageError,
    and UsageError where there is no such edition.
    """
    from presidency_scraper.errors import UsageError
    from presidency_scraper.extract.page import extract_page
    from presidency_scraper.sites.base import Source
    from presidency_scraper.sites.president_bg import SITE

    edition = edition or SITE.parse_url(url, origin).edition or next(iter(SITE.editions))
    if edition not in SITE.editions:
        raise UsageError(f"edition takes one of {', '.join(SITE.editions)}, not {edition!r}")
    return extract_page(
        body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body,
        url=url,
        content_type=content_type,
        seen_at=seen_at,
        source=Source(SITE, edition, origin),
    )


def read_warc(
    path: "str | PathLike[str]", *, edition: str | None = None, origin: str | None = None
) -> "Iterator[CapturedRow]":
    """Yield what a WARC, ARC or WACZ says of president.bg: a dict of one schema for each record.

    A damaged file or record is a row, too, with the outcome ``fault``. *origin* is a mirror, whose
    *edition* has to be named; else that follows from the host. Raises UsageError where there is no
    such file or edition.
    """
    from pathlib import Path

    from presidency_scraper.export.captured_rows import read_rows
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.sites.president_bg import SITE

    return read_rows(Path(path), parse_options(SITE, edition=edition, origin=origin).source)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> type:
        from importlib import import_module

        for module, names in _TYPES.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
