"""What the web archive files of any tool say of the site, as rows of one schema.

They are read as ``import`` reads them, and their pages as a crawl does; nothing else is asked: no
database, no network, no clock. What is wrong with a file or a record is a row as well.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, cast

from presidency_scraper.archive.foreign import read_foreign, read_range
from presidency_scraper.archive.foreign.captured import ForeignCapture, ForeignFault, Note
from presidency_scraper.archive.foreign.captured import Place as TheirPlace
from presidency_scraper.archive.foreign.cdx import read_index
from presidency_scraper.archive.record_reader import parse_failure, read_run
from presidency_scraper.archive.records import DamageError
from presidency_scraper.export.parquet import load_pyarrow
from presidency_scraper.extract.response import (
    Extracted,
    extract,
    extract_failure,
    failure_of,
    is_content,
)
from presidency_scraper.items import Article, Entry, Listing, Moment, Place
from presidency_scraper.rules.run_settings import parse_source
from presidency_scraper.sites.base import Kind, Source

#: The outcome of what cannot be read at all; the others are those of ``captures.outcome``.
FAULT = "fault"

Found = ForeignCapture | Note | ForeignFault
#: Called for each record, ours or not; what it raises ends the reading.
Watch = Callable[[], None]


class TeaserRow(TypedDict):
    """An article as a page announces it."""

    headline: str | None
    lead: str | None
    published_at: datetime | None
    precision: str | None
    url: str
    id: str


class CapturedRow(TypedDict):
    """What one record says; ``docs/scale.md`` describes each column. Times are aware."""

    url: str | None
    id: str | None
    section: str | None
    year: int | None
    kind: str | None
    outcome: str
    status: int | None
    headline: str | None
    published_at: datetime | None
    precision: str | None
    paragraphs: list[str] | None
    teasers: list[TeaserRow] | None
    problem: str | None
    captured_at: datetime | None
    digest: str | None
    file: str
    offset: int
    inside: int


def arrow_schema() -> Any:
    """Return the schema of :class:`CapturedRow` for pyarrow. Raises UsageError without it."""
    arrow, _ = load_pyarrow("a Parquet file")
    text, number = arrow.string(), arrow.int64()
    published, captured = arrow.timestamp("us", "Europe/Sofia"), arrow.timestamp("us", "UTC")
    teaser = {"headline": text, "lead": text, "published_at": published}
    teaser |= dict.fromkeys(("precision", "url", "id"), text)
    known = {
        "year": number,
        "status": number,
        "published_at": published,
        "captured_at": captured,
        "offset": number,
        "inside": number,
        "paragraphs": arrow.list_(text),
        "teasers": arrow.list_(arrow.struct(list(teaser.items()))),
    }
    return arrow.schema([(name, known.get(name, text)) for name in CapturedRow.__annotations__])


def read_rows(
    path: Path, source: Source, name: str | None = None, watch: Watch = lambda: None
) -> Iterator[CapturedRow]:
    """Yield a row for each record of *source* in the file at *path*, which is called *name*.

    Records of other hosts, requests and what is no GET are left out. A file of our own says itself
    which mirror was crawled. Raises UsageError where there is no such file.
    """
    run = read_run(path) if source.origin is None and path.is_file() else None
    if run and "origin" in run.settings:
        source = parse_source(run.settings, source.site)

    def is_wanted(url: str) -> bool:
        watch()
        return source.facts(url).kind is not Kind.FOREIGN

    found = read_foreign(path, wanted=is_wanted)
    return _rows(found, source, path.name, name or str(path))


def read_indexed_rows(
    index: Path, folders: Sequence[Path], source: Source, watch: Watch = lambda: None
) -> Iterator[CapturedRow]:
    """Yield the rows of the records of *source* that a CDX or CDXJ at *index* names.

    The files lie below one of *folders*, by the path that the index has or by the name alone.
    Raises StorageError where the index cannot be read.
    """
    for one in read_index(index):
        watch()
        if source.facts(one.url).kind is not Kind.FOREIGN:
            places = (
                folder / part for folder in folders for part in (one.name, Path(one.name).name)
            )
            path = next((place for place in places if place.exists()), Path(one.name))
            found = read_range(path, one.offset, one.length)
            yield from _rows(_named(found, one.url), source, path.name, str(path))


def _named(found: Iterable[Found], url: str) -> Iterator[Found]:
    """Give what is wrong the address that the index has for it."""
    for one in found:
        yield replace(one, url=one.url or url) if isinstance(one, ForeignFault) else one


def _rows(
    found: Iterable[Found], source: Source, own_name: str, name: str
) -> Iterator[CapturedRow]:
    for one in found:
        file = name + one.place.file.removeprefix(own_name)
        if isinstance(one, ForeignFault):
            yield fault_row(one, source, file)
        elif (said := _read(one, source)) is not None:
            yield _row(said, source, one.place, file)


def _read(one: ForeignCapture | Note, source: Source) -> Extracted | None:
    """Return what a capture says; None where that is nothing of a page."""
    nowhere, at = Place(0), one.captured_at
    if isinstance(one, Note):
        try:  # what a request brought that has no response; an archive of ours has such notes
            return extract_failure(one.url, at, *parse_failure(one.content), source, nowhere)
        except DamageError:
            return None
    if one.method != "GET":
        return None
    if is_content(one.status):
        return extract(replace(one, source=str(one.place)), source)
    return extract_failure(one.url, at, one.status, failure_of(one), source, nowhere)


def _row(said: Extracted, source: Source, place: TheirPlace, file: str) -> CapturedRow:
    capture, page, problem = said.capture, said.page, said.problem
    published = None if page is None or isinstance(page, Listing) else page.published
    entries = page.entries if isinstance(page, Listing) else page.teasers if page else None
    article = page if isinstance(page, Article) else None
    facts = source.facts(capture.url)
    ref = facts.article or facts.listing
    published_at, precision = _dated(published)
    return {
        "url": capture.url,
        "id": capture.article_id,
        "section": ref.section if ref else None,
        "year": published.at.year if published else None,
        "kind": str(facts.kind),
        "outcome": str(capture.outcome),
        "status": capture.status,
        "headline": article.headline if article else None,
        "published_at": published_at,
        "precision": precision,
        "paragraphs": list(article.paragraphs) if article else None,
        "teasers": None if entries is None else [_teaser(entry) for entry in entries],
        "problem": f"{problem.kind}: {problem}" if problem else capture.error,
        "captured_at": capture.captured_at,
        "digest": capture.digest,
        "file": file,
        "offset": place.offset,
        "inside": place.inside,
    }


def fault_row(fault: ForeignFault, source: Source, file: str) -> CapturedRow:
    """Return the row of what is wrong."""
    blank: dict[str, Any] = dict.fromkeys(CapturedRow.__annotations__)
    kind = str(source.facts(fault.url).kind) if fault.url else None
    blank |= {"url": fault.url, "kind": kind, "outcome": FAULT}
    blank |= {"problem": f"{fault.kind}: {fault.what}", "file": file}
    blank |= {"offset": fault.place.offset, "inside": fault.place.inside}
    return cast(CapturedRow, blank)


def _dated(published: Moment | None) -> tuple[datetime, str] | tuple[None, None]:
    """A printed date, and how exactly it is known."""
    return (published.at, str(published.precision)) if published else (None, None)


def _teaser(entry: Entry) -> TeaserRow:
    published_at, precision = _dated(entry.published)
    return {
        "headline": entry.headline,
        "lead": entry.lead,
        "published_at": published_at,
        "precision": precision,
        "url": entry.url,
        "id": entry.target.id,
    }
