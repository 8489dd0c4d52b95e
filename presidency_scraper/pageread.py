"""One answer on its way from the archive to the database, and what became of it. Pure data."""

from dataclasses import dataclass, field

from presidency_scraper.fields import Count
from presidency_scraper.items import Page
from presidency_scraper.segments import Step
from presidency_scraper.store import Capture, WalkProgress


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
    and showed nothing else, ``was_unreadable`` that the page could not be read before; ``counts``
    say what it has.
    """

    capture: Capture
    page: Page | None = None
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
    counts: list[Count] = field(default_factory=list)
