"""One answer on its way from the archive to the database, and what became of it. Pure data."""

from dataclasses import dataclass, field
from datetime import datetime

from presidency_scraper.extract.response import Answer, Reading, Source
from presidency_scraper.items import Outcome, Outlink, Page
from presidency_scraper.rules.fields import Count
from presidency_scraper.rules.segments import Step
from presidency_scraper.store.captures import Capture, WalkProgress


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archive holds a record: its number in all, its file, its offset in bytes."""

    id: int
    file: str | None = None
    offset: int | None = None


@dataclass(slots=True)
class PageRead:
    """What became of one answer, on its way to the database.

    ``step`` is what the walk of a listing does next; ``moved_to`` where the same page is;
    ``robots`` the text of a robots.txt; ``repeats`` tells that a listing page was looked at again
    and showed nothing else, ``was_unreadable`` that the page could not be read before;
    ``date_agrees`` that a new article's date is the one its listing printed, None where none did;
    ``counts`` say what it has.
    """

    capture: Capture
    page: Page | None = None
    outlinks: tuple[Outlink, ...] = ()
    url: str | None = None
    problem: tuple[str, str] | None = None
    counted_as: str | None = None
    walk: WalkProgress | None = None
    step: Step | None = None
    moved_to: str | None = None
    robots: str | None = None
    note: str | None = None
    repeats: bool = False
    was_unreadable: bool = False
    date_agrees: bool | None = None
    counts: list[Count] = field(default_factory=list)


def capture_of(answer: Answer, place: Place, reading: Reading, source: Source) -> Capture:
    """Return the capture of *answer*, which was read as *reading*."""
    return Capture(
        id=place.id,
        url=answer.url,
        captured_at=answer.captured_at,
        outcome=reading.outcome,
        status=answer.status,
        content_type=answer.headers.get("content-type"),
        digest=answer.digest,
        length=answer.length,
        warc_file=place.file,
        warc_offset=place.offset,
        article_id=_article_id(answer.url, source),
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
    )


def failed_capture(
    url: str, at: datetime, status: int | None, error: str, place: Place, source: Source
) -> Capture:
    """Return the capture of a request that brought no content; 304 is one that needs none."""
    return Capture(
        id=place.id,
        url=url,
        captured_at=at,
        outcome=Outcome.UNCHANGED if status == 304 else Outcome.FAILED,
        status=status,
        warc_file=place.file,
        warc_offset=place.offset,
        error=error,
        article_id=_article_id(url, source),
    )


def _article_id(url: str, source: Source) -> str | None:
    article = source.facts(url).article
    return article.id if article else None
