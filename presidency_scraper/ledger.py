"""One run of a crawl and the database it writes: what the Scrapy components share.

Glue: opens and closes the store, counts what happens, and knows the clock. A dry run reads the
database, if there is one, and writes to a throw-away one in memory.
"""

import hashlib
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from presidency_scraper.clock import now
from presidency_scraper.items import Article, Listing, Page
from presidency_scraper.sites.base import Site
from presidency_scraper.store import (
    Capture,
    Outcome,
    Reader,
    Store,
    WalkProgress,
    explain_sqlite,
    open_reader,
    open_store,
)
from presidency_scraper.verdict import Verdict, judge

#: RFC 9309, 2.4: a robots.txt may be kept for a day.
_ROBOTS_AGE = timedelta(hours=24)


@dataclass(slots=True)
class PageRead:
    """What became of one response, on its way from the spider to the database.

    ``capture_id`` is set where the response was noted before (a retry gave up); ``url`` is the
    canonical one of an article.
    """

    capture: Capture | None
    outcome: Outcome
    page: Page | None = None
    url: str | None = None
    capture_id: int | None = None
    problem: tuple[str, str] | None = None
    asked_url: str | None = None
    walk: WalkProgress | None = None


class Ledger:
    """The run in progress."""

    def __init__(self, path: Path, edition: str, *, dry_run: bool = False) -> None:
        """Open the database at *path*. Raises StorageError."""
        self.path = path
        self.edition = edition
        self.store: Store = open_store(Path(":memory:") if dry_run else path)
        self.reader = (
            open_reader(path) if dry_run and path.exists() else Reader(self.store.database)
        )
        self.run_id: int | None = None
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        self.verdict: Verdict | None = None
        #: Called once with a reason when the run cannot go on; set by the extension.
        self.stop: Callable[[str], None] = lambda reason: None
        self.signal: signal.Signals | None = None
        self._broken: str | None = None

    # -- the run --------------------------------------------------------------------------------

    def begin(self, command: str) -> None:
        """Note that the run began."""
        self.run_id = self.store.begin_run(command, now())

    def end(self, reason: str) -> Verdict:
        """Judge the run, note how it ended and close the database."""
        reason = self._broken or (self.signal.name if self.signal else reason)
        verdict = judge(self.counts, reason)
        stats: dict[str, Any] = dict(self.counts) | ({"notes": self.notes} if self.notes else {})
        if self.run_id is not None:
            with self._writing():
                self.store.end_run(self.run_id, now(), verdict.line, int(verdict.code), stats)
        self.verdict = judge(self.counts, self._broken) if self._broken else verdict
        return self.verdict

    def close(self) -> None:
        """Close the database."""
        self.store.close()
        if self.reader.database is not self.store.database:
            self.reader.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the database or the disk refuses stops the run; it leaves the file valid."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            said = explain_sqlite(error, self.path) if isinstance(error, sqlite3.Error) else error
            if self._broken is None:
                self._broken = f"storage: {said}"
                self.stop(self._broken)

    # -- responses ------------------------------------------------------------------------------

    def capture_of(self, site: Site, origin: str | None, response: Response) -> Capture:
        """Return the facts of *response*, whose body is without content encoding."""
        facts = site.parse_url(response.url, origin)
        header = response.headers.get("Content-Type")
        return Capture(
            url=response.url,
            captured_at=now(),
            status=response.status,
            content_type=header.decode("latin-1") if header else None,
            digest=hashlib.sha256(response.body).hexdigest(),
            length=len(response.body),
            article_id=facts.article.id if facts.article else None,
        )

    def failure_of(
        self, site: Site, origin: str | None, request: Request, error: BaseException
    ) -> Capture:
        """Return the facts of a request that brought no response."""
        facts = site.parse_url(request.url, origin)
        return Capture(
            url=request.url,
            captured_at=now(),
            error=f"{type(error).__name__}: {error}".strip(": "),
            article_id=facts.article.id if facts.article else None,
        )

    def note_capture(self, capture: Capture, outcome: Outcome) -> int | None:
        """Write down a response that no page comes of; return the capture's id."""
        with self._writing():
            return self.store.add_capture(self.run_id, capture, outcome)
        return None

    def save(self, read: PageRead) -> None:
        """Write all that *read* says, in one transaction."""
        with self._writing(), self.store.transaction():
            capture_id = read.capture_id
            if capture_id is None and read.capture is not None:
                capture_id = self.store.add_capture(self.run_id, read.capture, read.outcome)
            at = read.capture.captured_at if read.capture else now()
            if read.problem:
                url = read.capture.url if read.capture else read.asked_url
                self.store.add_problem(self.run_id, url, *read.problem, at, capture_id)
            if read.page is not None and capture_id is not None:
                self._save_page(read, capture_id)
            if read.walk and self.run_id is not None:
                self.store.save_walk(self.run_id, read.walk, at)

    def _save_page(self, read: PageRead, capture_id: int) -> None:
        if read.capture is None:
            return
        at = read.capture.captured_at
        if isinstance(read.page, Article) and read.url:
            is_new = self.store.save_article(read.page, read.url, self.edition, capture_id, at)
            self.counts["new" if is_new else "checked"] += 1
        elif isinstance(read.page, Listing):
            self.store.save_sightings(read.page, capture_id)

    # -- robots.txt -----------------------------------------------------------------------------

    def robots(self, origin: str) -> str | None:
        """The robots.txt of *origin* if it is not older than a day."""
        return self.reader.robots(origin, now() - _ROBOTS_AGE)

    def keep_robots(self, origin: str, body: str) -> None:
        """Keep the robots.txt of *origin* for a day."""
        with self._writing():
            self.store.keep_robots(origin, body, now())
