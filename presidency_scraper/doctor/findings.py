"""The nouns of a doctor's visit: what was asked for and came, and what was found in it."""

from dataclasses import dataclass, field
from enum import StrEnum

from presidency_scraper.errors import ExitCode
from presidency_scraper.extract.response import Extracted
from presidency_scraper.items import Article, ArticleRef, Entry, Exchange, Listing, ListingRef
from presidency_scraper.sites.base import Source


class State(StrEnum):
    """What a finding says of a field."""

    OK = "ok"
    NOTE = "note"  # worth knowing, no failure
    MISSING = "missing"  # it should be there
    WRONG = "wrong"  # it is there, and something else contradicts it
    REFUSED = "refused"  # by the site, or by our own layouts
    SILENT = "silent"  # no answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One field of one page: what was read or why not, and what to do about it.

    ``code`` is the exit code that it alone would end the command with.
    """

    field: str
    state: State
    said: str
    todo: str = ""
    code: ExitCode = ExitCode.OK

    def __str__(self) -> str:
        return f"{self.field} {self.state}: {self.said}"


def fine(name: str, said: str) -> Finding:
    """A field that is as it should be."""
    return Finding(name, State.OK, said)


def note(name: str, said: str, todo: str = "") -> Finding:
    """A field that is worth a remark."""
    return Finding(name, State.NOTE, said, todo)


def missing(name: str, said: str, todo: str) -> Finding:
    """A field that should be there."""
    return Finding(name, State.MISSING, said, todo, ExitCode.DRIFT)


def wrong(name: str, said: str, todo: str) -> Finding:
    """A field that something else contradicts."""
    return Finding(name, State.WRONG, said, todo, ExitCode.DRIFT)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a page did not come: the exit code it stands for, and what happened.

    ``by_robots``: robots.txt forbids it, or could not be had.
    """

    code: ExitCode
    said: str
    by_robots: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was asked for and what came. ``url`` is the last address, behind redirects.

    ``answer`` is without content encoding where that could be undone, ``reading`` what it says;
    ``announced`` is the article as the listing shows it. ``known`` tells of a listing whether its
    address was seen; the others are inferred, and may not exist.
    """

    asked: ListingRef | ArticleRef
    url: str
    answer: Exchange | None = None
    reading: Extracted | None = None
    trouble: Trouble | None = None
    announced: Entry | None = None
    known: bool = True

    @property
    def name(self) -> str:
        """What a person calls the page."""
        if isinstance(self.asked, ArticleRef):
            return f"article {self.asked.id}"
        return f"listing {self.asked.language}/{self.asked.section}, page {self.asked.page}"

    @property
    def listing(self) -> Listing | None:
        """The listing that was read."""
        page = self.reading.page if self.reading else None
        return page if isinstance(page, Listing) else None

    @property
    def article(self) -> Article | None:
        """The article that was read."""
        page = self.reading.page if self.reading else None
        return page if isinstance(page, Article) else None


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page and what was found in it."""

    name: str
    url: str
    findings: tuple[Finding, ...]
    visit: Visit | None = None


@dataclass(slots=True)
class EditionVisit:
    """All that was asked of one edition at ``origin``, its own or a mirror.

    ``robots`` is the answer to robots.txt, if one came; ``stopped`` says why not everything was
    asked for; ``pages`` is what was found, robots.txt first.
    """

    source: Source
    origin: str
    robots: Exchange | None = None
    visits: list[Visit] = field(default_factory=list)
    stopped: str = ""
    pages: tuple[PageReport, ...] = ()

    @property
    def edition(self) -> str:
        """Its name."""
        return self.source.edition


@dataclass(frozen=True, slots=True)
class Report:
    """The whole visit. ``across`` is what several editions say of the same article."""

    editions: tuple[EditionVisit, ...]
    across: tuple[PageReport, ...]
    requests: int
    code: ExitCode
    line: str
