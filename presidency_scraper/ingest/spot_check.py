"""Checks what is new since the last verify that found all well, and a share of what is older.

Of a capture that is looked at, its file is read byte by byte, and what its record alone must make
is compared: its own row, what a listing page announced, the state that an article was seen in.
What hangs on the order of captures, only the whole ``verify`` can know.
"""

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from presidency_scraper.archive.check import check
from presidency_scraper.archive.manifest import iterate_lines, last_chain
from presidency_scraper.archive.record_reader import read
from presidency_scraper.archive.records import DamageError, Location
from presidency_scraper.clock import now, utc_iso
from presidency_scraper.extract.response import Extracted
from presidency_scraper.ingest.parallel import read_record
from presidency_scraper.items import Article, Listing
from presidency_scraper.rules.revisions import State, state_of
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.differences import TableDiff
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.rows import capture_row, sighting_row

#: In so many runs all that is older comes round once.
ROUNDS = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a database and its archive were found to be well.

    ``captures`` is the highest id that was, ``place`` where its record stands, ``chain`` the
    manifest's then; ``looked_at`` the last id of the older ones that came round.
    """

    at: str
    chain: str
    captures: int
    place: tuple[str, int]
    looked_at: int = 0

    def before_all(self) -> "Mark":
        """Return the mark that leaves every capture to be looked at."""
        return replace(self, captures=0, looked_at=0)


def read_mark(archive: Path, database: Path) -> Mark | None:
    """Return what the last verify left, None where it is not of this pair any more."""
    with suppress(OSError, ValueError, TypeError, DamageError):
        mark = Mark(**json.loads(_beside(database).read_text(encoding="utf-8")))
        chains = {"", *(line.chain for line in iterate_lines(archive))}
        with closing(open_reader(database)) as reader:
            place = reader.place_of(mark.captures)
        if mark.chain in chains and place == tuple(mark.place):
            return mark
    return None


def write_mark(archive: Path, database: Path, before: Mark | None = None) -> None:
    """Note that all is well, *before* what a check began at; in vain on read-only media."""
    with closing(open_reader(database)) as reader:
        captures = reader.last_capture_id()
        place = reader.place_of(captures) or ("", 0)
    looked_at = _older(before)[1] if before else 0
    mark = Mark(utc_iso(now()), last_chain(archive), captures, place, looked_at)
    with suppress(OSError):
        _beside(database).write_text(json.dumps(asdict(mark)) + "\n", encoding="utf-8")


def check_files(archive: Path, reader: Reader, mark: Mark) -> Iterator[str]:
    """Yield what is wrong with the files that captures to be looked at stand in."""
    looked_at = {file for _, file, _ in _places(reader, mark)}
    known = [Location(*place) for place in reader.places() if place[0] in looked_at]
    yield from map(str, check(archive, known=known, only=looked_at))


def compare_rows(archive: Path, reader: Reader, site: Site, mark: Mark) -> Iterator[TableDiff]:
    """Yield how the rows of the captures to be looked at differ from their records."""
    diffs = {
        table: TableDiff(table) for table in ("captures", "sightings", "revisions", "articles")
    }
    for number, file, offset in _places(reader, mark):
        with suppress(DamageError):  # the check of the files tells of it
            record = read(archive, Location(file, offset))
            run, extracted = read_record(site, (number, record))
            stored = reader.captures.said_by(number)
            for table, fields in _differences(run.id, extracted, stored):
                diffs[table].changed.append(((number,), fields))
    yield from filter(None, diffs.values())


def _places(reader: Reader, mark: Mark) -> Iterator[tuple[int, str, int]]:
    first, last = _older(mark)
    yield from reader.captures.places(first, min(last, mark.captures))
    yield from reader.captures.places(mark.captures + 1, reader.last_capture_id())


def _older(mark: Mark) -> tuple[int, int]:
    """The ids of those that come round now, first and last."""
    begin = mark.looked_at if mark.looked_at < mark.captures else 0
    return begin + 1, begin + -(-mark.captures // ROUNDS)


def _differences(
    run_id: int, extracted: Extracted, stored: dict[str, list[dict[str, Any]]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each table that says otherwise than the record, and in which fields."""
    expected = capture_row(extracted.capture, run_id)
    own = ("outcome",)  # which hangs on what was known then
    fields = [name for name, said in expected.items() if stored["captures"][0][name] != said]
    if wrong := tuple(name for name in fields if name not in own):
        yield "captures", wrong
    page, number = extracted.page, extracted.capture.id
    listed = []
    if isinstance(page, Listing):
        listed = [sighting_row(entry, page.ref, number) for entry in page.entries]
    if stored["sightings"] not in ([], listed):  # a page that showed the same once more has none
        yield "sightings", ("entries",)
    state = state_of(page) if isinstance(page, Article) else State("", "", "")
    for row in stored["revisions"]:
        whole = State(row["headline"], row["published_at"], row["body"])
        if (whole.headline, whole.body) != (state.headline, state.body):
            yield "revisions", ("headline or body",)
        elif row["fingerprint"] != whole.fingerprint:
            yield "revisions", ("fingerprint",)
    for row in stored["articles"]:
        if (row["headline"], row["body"], row["paragraphs"] or "") != (
            state.headline, state.body, state.body,
        ):  # fmt: skip
            yield "articles", ("headline, body or paragraphs",)


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.verified")
