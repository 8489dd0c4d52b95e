"""The one spider: walks listings newest first and fetches every article that is not stored.

Which page comes next is decided by :mod:`presidency_scraper.walk`, what a page says by
:mod:`presidency_scraper.extract`; here is only the wiring to Scrapy.
"""

import json
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from presidency_scraper.errors import DefectError, PageError
from presidency_scraper.extract import extract_page
from presidency_scraper.items import Article, ArticleRef, Entry, Listing, ListingRef, Page
from presidency_scraper.ledger import Ledger, PageRead
from presidency_scraper.options import CrawlOptions, listing_labels, parse_options
from presidency_scraper.sites import DEFAULT_SITE, SITES
from presidency_scraper.store import Capture, Outcome, WalkProgress, listing_key
from presidency_scraper.walk import Step, Walk

#: Statuses that reach the callbacks; redirects are followed before.
_HANDLED = {"handle_httpstatus_list": [*range(400, 600)]}
_GONE = (404, 410)
_REFUSED = (401, 403, 429)
#: Articles before further listing pages: what is found is stored before more is looked for.
_ARTICLE_FIRST = 10


@dataclass(slots=True)
class _Task:
    """The walk of one listing."""

    key: str
    walk: Walk
    ref: ListingRef
    new: int = 0
    asked_again: set[int] = field(default_factory=set)


class NewsSpider(scrapy.Spider):
    """Crawls one edition of the site into the database (``scrapy crawl news -a edition=text``)."""

    name = "news"

    def __init__(self, options: CrawlOptions | None = None, **arguments: Any) -> None:
        """Take checked *options*, or the arguments of ``-a``: the names of the command line.

        ``section`` and ``language`` take several, separated by commas. Raises UsageError.
        """
        super().__init__(name=self.name)
        self.options = options or _options_of(arguments)
        self.site = SITES[DEFAULT_SITE]
        self.ledger: Ledger
        self.stored: set[str] = set()
        self.scheduled: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        """Make the spider and open its ledger. Raises UsageError, StorageError."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        path = Path(crawler.settings["PRESIDENCY_DB"])
        options = spider.options
        spider.ledger = Ledger(path, options.edition.name, dry_run=options.dry_run)
        return spider

    # -- what to ask for ------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first page of every listing and for what earlier runs left undone."""
        self.stored = self.ledger.reader.stored_ids()
        for language in self.options.languages:
            for section in self.options.sections:
                yield self._listing_request(self._task(ListingRef(language, section, None, 1)))
        for request in self._pending_requests():
            yield request

    def _task(self, ref: ListingRef) -> _Task:
        key = listing_key(ref)
        reader = self.ledger.reader
        walk = Walk(reader.past_walks(key), reader.sighted_ids(key), full=self.options.full)
        return _Task(key, walk, ref)

    def _listing_request(self, task: _Task) -> Request:
        return Request(
            self.site.listing_url(task.ref, self.options.base),
            callback=self.parse_listing,
            errback=self.failed,
            cb_kwargs={"task": task},
            meta=dict(_HANDLED),
            dont_filter=True,
        )

    def _pending_requests(self) -> Iterator[Request]:
        for pending in self.ledger.reader.pending():
            facts = self.site.parse_url(pending.url)
            if facts.article:
                day = _day(pending.published_at)
                yield from self._article_requests(facts.article, facts.slug, pending.url, day)

    def _entry_requests(self, entries: tuple[Entry, ...]) -> Iterator[Request]:
        for entry in entries:
            slug = self.site.parse_url(entry.url).slug
            day = entry.published.at.date() if entry.published else None
            yield from self._article_requests(entry.target, slug, entry.url, day)

    def _article_requests(
        self, ref: ArticleRef, slug: str | None, url: str, day: date | None
    ) -> Iterator[Request]:
        """One request, or none: stored, on its way, not asked for, or over the limit."""
        if ref.id in self.stored or ref.id in self.scheduled:
            return
        if ref.section not in self.options.sections or ref.language not in self.options.languages:
            return
        if not self.options.wants(day) or self._is_full():
            return
        self.scheduled.add(ref.id)
        self.ledger.counts["scheduled"] += 1
        if self.options.dry_run:
            return
        yield Request(
            self.site.fetch_url(ref, slug, self.options.base),
            callback=self.parse_article,
            errback=self.failed,
            cb_kwargs={"ref": ref, "url": url},
            meta=dict(_HANDLED),
            priority=_ARTICLE_FIRST,
        )

    def _is_full(self) -> bool:
        limit = self.options.limit
        return limit is not None and len(self.scheduled) >= limit

    # -- listings -------------------------------------------------------------------------------

    def parse_listing(self, response: Response, task: _Task) -> Iterator[PageRead | Request]:
        """Store what a listing page says, ask for its articles and for the next page."""
        self._stop_if_refused(response)
        capture, capture_id = self._capture(response)
        if response.status != 200:
            step = self._missing(response, task)
            if step.page or not self._ask_again(task, step):
                yield self._listing_read(task, step, capture, capture_id, None)
            yield from self._go_on(task, step)
            return
        page = self._extract(response, capture)
        if not isinstance(page, Listing):
            yield self._unreadable(page, capture, capture_id)
            return
        yield from self._listing_page(page, task, capture, capture_id)

    def _listing_page(
        self, page: Listing, task: _Task, capture: Capture, capture_id: int | None
    ) -> Iterator[PageRead | Request]:
        ids = [entry.target.id for entry in page.entries]
        step = task.walk.read(task.ref.page, ids, page.last_page)
        before = len(self.scheduled)
        requests = list(self._entry_requests(page.entries))
        task.new += len(self.scheduled) - before
        self.ledger.counts["listing_pages"] += 1
        if self.options.dry_run and step.page is not None:
            self.ledger.counts["pages_left"] += max((page.last_page or 0) - task.ref.page, 0)
        if step.trouble and self._ask_again(task, step):
            yield from self._go_on(task, step)
            return
        yield self._listing_read(task, step, capture, capture_id, page)
        yield from requests
        yield from self._go_on(task, step, stop=self._is_before_since(page.entries))

    def _missing(self, response: Response, task: _Task) -> Step:
        if response.status in _GONE:
            return task.walk.missing(task.ref.page)
        return Step(None, trouble=f"the listing answered with status {response.status}")

    def _ask_again(self, task: _Task, step: Step) -> bool:
        """Tell whether a page in trouble is to be asked for once more before it is reported."""
        asked = task.ref.page in task.asked_again
        return bool(step.trouble) and not asked and self._was_seen(task)

    def _was_seen(self, task: _Task) -> bool:
        """Tell whether the listing has ever shown an entry; a wrong guess of its URL never has."""
        return task.ref.page > 1 or bool(self.ledger.reader.sighted_ids(task.key))

    def _listing_read(
        self, task: _Task, step: Step, capture: Capture, capture_id: int | None,
        page: Listing | None,
    ) -> PageRead:  # fmt: skip
        outcome = Outcome.LISTING if page else _outcome_of(capture.status)
        walk, problem = None, None
        if page or step.ended:
            ids = [entry.target.id for entry in page.entries] if page else []
            walk = WalkProgress(task.key, ids, step.page or task.ref.page, step.ended)
        if step.trouble:
            problem = self._trouble(task, step.trouble)
        elif page and page.refused:
            self.ledger.counts["unreadable"] += 1
            problem = ("date", "; ".join(page.refused))
        return PageRead(capture, outcome, page, None, capture_id, problem, None, walk)

    def _trouble(self, task: _Task, trouble: str) -> tuple[str, str]:
        if self._was_seen(task) or task.ref.section == self.options.sections[0]:
            self.ledger.counts["failed"] += 1
            return "listing", f"{task.key}: {trouble}"
        # Only the news listing's URL is known for certain; other sections' are inferred.
        self.ledger.notes.append(f"{task.key}: no listing found, and none was ever seen")
        return "no-listing", f"{task.key}: {trouble}; none was ever seen"

    def _go_on(self, task: _Task, step: Step, *, stop: bool = False) -> Iterator[Request]:
        if step.trouble and self._ask_again(task, step):
            task.asked_again.add(task.ref.page)
            yield self._listing_request(task)
        elif step.page is None or stop or self._is_full() or self.options.dry_run:
            yield from self._labelled_listings(task)
        else:
            task.ref = _page_of(task.ref, step.page)
            yield self._listing_request(task)

    def _labelled_listings(self, task: _Task) -> Iterator[Request]:
        """Walk the filtered listings too: they say whose news it is, and nothing new else.

        They show part of what the general one shows, so with nothing new there they are not
        asked, unless an earlier run did not finish them.
        """
        if task.ref.label is not None or self.options.dry_run:
            return
        for label in listing_labels(self.site, task.ref.section):
            ref = ListingRef(task.ref.language, task.ref.section, label, 1)
            past = self.ledger.reader.past_walks(listing_key(ref))
            if task.new or self.options.full or not past or not past[0].ended:
                yield self._listing_request(self._task(ref))

    def _is_before_since(self, entries: tuple[Entry, ...]) -> bool:
        since = self.options.since
        days = [entry.published.at.date() for entry in entries if entry.published]
        return since is not None and bool(days) and max(days) < since

    # -- articles -------------------------------------------------------------------------------

    def parse_article(self, response: Response, ref: ArticleRef, url: str) -> Iterator[PageRead]:
        """Store what an article page says."""
        self._stop_if_refused(response)
        capture, capture_id = self._capture(response)
        if response.status != 200:
            outcome = _outcome_of(response.status)
            self.ledger.counts[outcome.value] += 1
            problem = (outcome.value, f"{ref.id} answered with status {response.status}")
            yield PageRead(capture, outcome, None, None, capture_id, problem)
            return
        page = self._extract(response, capture)
        if isinstance(page, Listing | PageError):
            yield self._unreadable(page, capture, capture_id)
        elif page.ref != ref:
            error = PageError(f"asked for {ref.id}, got {page.ref.id}: moved or redirected")
            yield self._unreadable(error, capture, capture_id)
        elif isinstance(page, Article):
            yield PageRead(capture, Outcome.ARTICLE, page, url, capture_id)
        else:
            self.ledger.counts["shells"] += 1
            yield PageRead(capture, Outcome.SHELL, page, None, capture_id)

    # -- shared ---------------------------------------------------------------------------------

    def _extract(self, response: Response, capture: Capture) -> Page | PageError:
        try:
            return extract_page(
                response.body,
                url=response.url,
                content_type=capture.content_type,
                seen_at=capture.captured_at,
                edition=self.options.edition.name,
                origin=self.options.origin,
            )
        except PageError as error:
            return error
        except Exception as error:  # a defect of ours: the page is kept, the run goes on
            self.logger.debug("cannot read %s", response.url, exc_info=True)
            return DefectError(f"{type(error).__name__}: {error} at {_place_of(error)}")

    def _unreadable(
        self, page: Page | PageError, capture: Capture, capture_id: int | None
    ) -> PageRead:
        error = page if isinstance(page, PageError) else PageError("no page of the kind asked for")
        self.ledger.counts[error.counted_as] += 1
        self.logger.warning("cannot read %s: %s", capture.url, error)
        problem = (error.kind, str(error))
        return PageRead(capture, Outcome.UNREADABLE, None, None, capture_id, problem)

    def _capture(self, response: Response) -> tuple[Capture, int | None]:
        return response.meta["capture"], response.meta.get("capture_id")

    def _stop_if_refused(self, response: Response) -> None:
        if response.status in _REFUSED:
            self.ledger.counts["refused"] += 1
            raise CloseSpider("refused")

    def failed(self, failure: Failure) -> Iterator[PageRead]:
        """Note a request that brought no response, for the next run to ask again."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, IgnoreRequest):
            self.ledger.counts["refused"] += 1
            problem = ("refused", f"robots.txt forbids {request.url}")
            yield PageRead(None, Outcome.FAILED, problem=problem, asked_url=request.url)
            return
        self.ledger.counts["failed"] += 1
        problem = ("fetch", f"no answer: {failure.value}")
        yield PageRead(None, Outcome.FAILED, problem=problem, asked_url=request.url)


def _options_of(arguments: dict[str, Any]) -> CrawlOptions:
    for name in ("section", "language"):
        arguments[name] = tuple(filter(None, arguments.get(name, "").split(",")))
    for name in ("full", "dry_run"):
        arguments[name] = json.loads(arguments.get(name, "false").lower())
    return parse_options(**arguments)


def _page_of(ref: ListingRef, page: int) -> ListingRef:
    return ListingRef(ref.language, ref.section, ref.label, page)


def _outcome_of(status: int | None) -> Outcome:
    return Outcome.MISSING if status in _GONE else Outcome.FAILED


def _place_of(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _day(published_at: str | None) -> date | None:
    return datetime.fromisoformat(published_at).date() if published_at else None
