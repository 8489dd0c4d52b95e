"""What others captured of the replica: files of WARC at chosen moments, made without a network."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

from presidency_scraper.demo.replica import ReplicaSite, demo_site
from presidency_scraper.ingest.brought import Brought
from presidency_scraper.ingest.foreign_import import import_files
from presidency_scraper.rules.crawl_options import parse_options
from presidency_scraper.sites.president_bg import SITE
from tests.archive.theirs import record, write

HOST = "http://text.president.bg"
#: The day that all moments are counted from.
DAY = datetime(2025, 11, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Shot:
    """An answer of the replica, as somebody captured it: the address, when, and the record."""

    url: str
    at: datetime
    content: bytes


def shoot(site: ReplicaSite, path: str, day: float, host: str = HOST) -> Shot:
    """Capture what *path* shows now, as if so many days after DAY."""
    answer = site.answer("GET", path)
    head = [f"HTTP/1.1 {answer.status} X", *(f"{n}: {v}" for n, v in answer.headers.items())]
    block = "\r\n".join(head).encode() + b"\r\n\r\n" + answer.body
    at = DAY + timedelta(days=day)
    date = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    content = record("response", host + path, block, WARC_Date=date)
    return Shot(host + path, at, content)


def write_shots(path: Path, shots: Iterable[Shot]) -> Path:
    return write(path, *(shot.content for shot in shots))


def bring(db: Path, *paths: Path, origin: str | None = None, dry_run: bool = False) -> Brought:
    """Import files in this process."""
    options = replace(parse_options(SITE, origin=origin, dry_run=dry_run), imported=True)
    archive = db.with_name("archive")
    return import_files(paths, options, database=db, archive=archive, command="presidency import")


def make_months(folder: Path) -> Path:
    """A database of months in which ten of thirty articles were edited.

    One of them was edited twice, first in looks only; the newest was away for some days. All
    moments are given, so the rows are the same on any day.
    """
    site = ReplicaSite(demo_site().items("bg")[:30])
    items = site.items("bg")
    shots = [shoot(site, item.path, n / 4) for n, item in enumerate(reversed(items))]
    for n, item in enumerate(items[11:21]):
        if n == 2:
            looks = tuple(text.replace("„", "«").replace("“", "»") for text in item.paragraphs)
            site.edit(item.id, lead=looks[0], paragraphs=looks)
            shots.append(shoot(site, item.path, 13))
        if n % 3 == 2:
            site.edit(item.id, headline=f"{item.headline} (допълнена)")
        else:
            site.edit(item.id, paragraphs=(*item.paragraphs, "Добавено по-късно."))
        shots.append(shoot(site, item.path, 14 + n * n))
    site.delete(items[0].id)
    shots += [shoot(site, items[0].path, day) for day in (40, 41, 42)]
    site.restore(items[0].id)
    shots.append(shoot(site, items[0].path, 60))
    db = folder / "data" / "months.db"
    bring(db, write_shots(folder / "months.warc.gz", shots))
    return db


#: What the archive alone makes of articles; captures are read as what they are.
_CAPTURE = (
    "(SELECT url || ' ' || captured_at || ' ' || coalesce(digest, status)"
    " FROM captures WHERE id = {})"
)
_TABLES = {
    "articles": ["capture_id"],
    "paragraphs": [],
    "teasers": [],
    "images": [],
    "revisions": ["capture_id", "last_capture_id"],
    "flips": ["capture_id"],
    "absences": ["first_capture_id", "last_capture_id", "back_capture_id"],
    "sightings": ["capture_id"],
    "outlinks": ["capture_id"],
    "leads": ["capture_id"],
    "search_rows": ["id"],
}


def all_rows(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all tables of articles, the same whatever order captures came in."""
    with closing(connect(db)) as database:
        return {table: sorted(_rows(database, table), key=repr) for table in _TABLES}


def _rows(database: Any, table: str) -> list[tuple[Any, ...]]:
    names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    columns = [
        ("''" if name == "id" else _CAPTURE.format(name)) if name in _TABLES[table] else name
        for name in names
    ]
    return list(database.execute(f"SELECT {', '.join(columns)} FROM {table}"))
