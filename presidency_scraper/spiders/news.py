"""The one spider: walks listings newest first and fetches every article that is not stored.

What a page says is read by :mod:`presidency_scraper.extract.response`, which page comes next is
decided by :mod:`presidency_scraper.ingest.walks`; here is only the wiring to Scrapy.
"""

import math
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from presidency_scraper.clock import now
from presidency_scraper.errors import PresidencyError
from presidency_scraper.extract.response import REFUSED, extract, failure_of, is_content, is_unasked
from presidency_scraper.fetch.causes import DISTRUST, is_defect, is_distrust, reasons_of
from presidency_scraper.fetch.crawl_run import RunSpider, archived_of
from presidency_scraper.fetch.robots import RobotsFailError, RobotsForbidError
from presidency_scraper.fetch.throttle import NotAskedError
from presidency_scraper.ingest.ingests import Ingest
from presidency_scraper.ingest.places import archive_beside, real_place
from presidency_scraper.ingest.run import Run
from presidency_scraper.ingest.start import open_run
from presidency_scraper.ingest.sweeps import swept_refs
from presidency_scraper.items import ArticleRef, Entry, Listing, ListingRef, Outcome
from presidency_scraper.report.notify import refusals_told
from presidency_scraper.rules.crawl_options import CrawlOptions, listing_labels, parse_arguments
from presidency_scraper.rules.outcome import Stop, StopReason
from presidency_scraper.rules.segments import Step
from presidency_scraper.sites.base import Site
from presidency_scraper.spiders.listing_task import ListingTask
from presidency_scraper.spiders.named_articles import named_urls
from presidency_scraper.store.reader import Due
from presidency_scraper.store.rows import listing_key

#: Every status comes to the callbacks, and redirects are followed only to the same page.
_META = {"handle_httpstatus_all": True, "dont_redirect": True}
_ASKED: dict[str, Any] = {"dont_filter": True, "meta": _META}
_MOST_HOPS = 5
_MOST_REFUSALS = 3  # in a row
#: Requests in a row, after their retries, that a site may leave unanswered or answer with 5xx.
_MOST_SILENCES = 5
#: Articles before further listing pages: what is found is stored before more is looked for.
_ARTICLE_FIRST = 10
#: What earlier runs left or stored comes last: if it keeps failing, the new is stored all the same.
_OLD_LAST = -10


class NewsSpider(RunSpider):
    """Crawls one edition of the site into the database (``scrapy crawl news -a edition=text``)."""

    name = "news"
    by_number = False

    run: Run

    def __init__(self, options: CrawlOptions) -> None:
        super().__init__(name=self.name)
        self.options = options
        self.site = options.site
        self.stored: set[str] = set()
        self.scheduled: set[str] = set()
        self._refusals = self._silences = 0

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, options: CrawlOptions | None = None, **arguments: Any
    ) -> Self:
        """Make the spider and open its run; what is refused ends the process with one line.

        Take checked *options*, or the arguments of ``-a``: the names of the command line.
        ``section``, ``language`` and ``article`` take several, separated by commas.
        """
        settings = crawler.settings
        try:
            if options is None:
                site: Site = resolve_name(settings["PRESIDENCY_SITE"])
                options = parse_arguments(site, arguments, by_number=cls.by_number)
            spider = super().from_crawler(crawler, options)
            database = real_place(Path(settings["PRESIDENCY_DB"]))
            archive = real_place(Path(settings["PRESIDENCY_ARCHIVE"] or archive_beside(database)))
            with refusals_told(database, dry_run=options.dry_run):
                spider.run = open_run(database, archive, spider.options)
        except PresidencyError as error:
            with suppress(OSError):  # where nobody can be told
                print(f"presidency: {error}", file=sys.stderr)  # noqa: T201 - no logger yet
            raise SystemExit(int(error.exit_code)) from error
        return spider

    # -- what to ask for ------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every listing's first page, what earlier runs left undone, what is due again."""
        if self.options.articles:
            for url in named_urls(self.run):
                yield self._article_request(url)
            return
        self.stored = self.run.reader.stored_ids()
        for language in self.options.languages:
            for section in self.options.sections:
                yield self._listing_request(ListingTask(ListingRef(language, section, None, 1)))
        for request in self._pending_requests():
            yield request
        for request in self._due_requests():
            yield request

    def _listing_request(self, task: ListingTask, url: str | None = None, hops: int = 0) -> Request:
        url = url or self.options.edition.listing_url(task.ref, self.options.base)
        return Request(
            url, self.parse_listing, errback=self.failed, cb_kwargs={"task": task, "hops": hops},
            priority=_OLD_LAST if task.is_swept else 0, **_ASKED,
        )  # fmt: skip

    def _article_request(
        self, url: str, hops: int = 0, priority: int = _ARTICLE_FIRST, **headers: str | None
    ) -> Request:
        known = {"hops": hops}
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value}
        return Request(
            url, self.parse_article, errback=self.failed, cb_kwargs=known,
            headers=sent, priority=priority, **_ASKED,
        )  # fmt: skip

    def _pending_requests(self) -> Iterator[Request]:
        """Begin elsewhere in each run: some that keep failing must not hide the others."""
        left = self.run.reader.pending(now())
        first = _MOST_SILENCES * (self.run.id or 0) % max(len(left), 1)
        for pending in [*left[first:], *left[:first]]:
            facts = self.site.parse_url(pending.url)
            if facts.article:
                day = _day(pending.published_at)
                yield from self._new_requests(facts.article, facts.slug, day, _OLD_LAST)

    def _entry_requests(self, entries: tuple[Entry, ...]) -> Iterator[Request]:
        for entry in entries:
            day = entry.published.at.date() if entry.published else None
            yield from self._new_requests(entry.target, self.site.parse_url(entry.url).slug, day)

    def _new_requests(
        self, ref: ArticleRef, slug: str | None, day: date | None, priority: int = _ARTICLE_FIRST
    ) -> Iterator[Request]:
        """One request, or none: stored, on its way, not asked for, or over the limit."""
        if ref.id in self.stored or ref.id in self.scheduled:
            return
        if not self.options.covers(ref.language, ref.section, day) or self._is_full():
            return
        self.scheduled.add(ref.id)
        self.run.counts["scheduled"] += 1
        if not self.options.dry_run:
            url = self.options.edition.fetch_url(ref, slug, self.options.base)
            yield self._article_request(url, priority=priority)

    def _is_full(self) -> bool:
        return len(self.scheduled) >= (self.options.limit or math.inf)

    def _due_requests(self) -> Iterator[Request]:
        """Ask again for stored articles that are due, conditionally where the server can tell.

        Only for what this run is about; with a limit, for none.
        """
        due = [article for article in self.run.reader.due(now()) if self._is_asked_for(article)]
        due = due[: 0 if self.options.limit else self.options.recheck]
        self.run.counts["due"] = len(due)
        for article in () if self.options.dry_run else due:
            facts = self.site.parse_url(article.url)
            if facts.article:
                url = self.options.edition.fetch_url(facts.article, facts.slug, self.options.base)
                yield self._article_request(
                    url, priority=_OLD_LAST,
                    If_None_Match=article.etag, If_Modified_Since=article.last_modified,
                )  # fmt: skip

    def _is_asked_for(self, article: Due) -> bool:
        language, section, _ = article.id.split("/")
        return self.options.covers(language, section, _day(article.published_at))

    # -- what came ------------------------------------------------------------------------------

    def parse_listing(
        self, response: Response, task: ListingTask, hops: int
    ) -> Iterator[Ingest | Request]:
        """Ask for the articles of a listing page and for its next page."""
        ingest = self._read(response)
        if ingest is None:
            yield from self._pass_over(task)
            return
        yield ingest
        if ingest.moved_to:
            if self._may_follow(ingest.moved_to, hops):
                yield self._listing_request(task, ingest.moved_to, hops + 1)
            return
        entries = ingest.page.entries if isinstance(ingest.page, Listing) else ()
        before = len(self.scheduled)
        yield from self._entry_requests(entries)
        task.new += len(self.scheduled) - before
        self._forecast(ingest, task)
        if not task.is_swept:
            yield from self._go_on(ingest, task, entries)
        elif len(self.scheduled) > before:  # more may stand below it
            yield self._next_page(task, task.ref.page + 1)

    def _go_on(
        self, ingest: Ingest, task: ListingTask, entries: tuple[Entry, ...]
    ) -> Iterator[Request]:
        step = ingest.step or Step(None)
        task.is_over = task.is_over or self._is_before_since(entries) or self._is_full()
        if step.page is None or (task.is_over and not step.again):
            yield from self._labelled_listings(task)
            for ref in swept_refs(self.run.reader, self.options, ingest, task.ref):
                yield self._listing_request(ListingTask(ref, is_over=True, is_swept=True))
        elif not self.options.dry_run:
            yield self._next_page(task, step.page)

    def _next_page(self, task: ListingTask, page: int) -> Request:
        task.ref = replace(task.ref, page=page)
        return self._listing_request(task)

    def _pass_over(self, task: ListingTask) -> Iterator[Request]:
        """A listing page cannot be had: the next run asks again, what lies behind it comes now."""
        page = self.run.intake.walks.pass_over(task.ref)
        if page is not None and not task.is_over and not self.options.dry_run:
            yield self._next_page(task, page)

    def _forecast(self, ingest: Ingest, task: ListingTask) -> None:
        """Count the page, and in a dry run what the walk would still ask for at the most.

        That is every page left, a second look at each and one past the end, and every page of
        filtered listings; of these two each where a walk that joined found something new.
        """
        page, step, counts = ingest.page, ingest.step, self.run.counts
        if not isinstance(page, Listing):
            return
        counts["listing_pages"] += 1
        task.linked |= page.filters
        if not self.options.dry_run or not step:
            return
        labels = len(listing_labels(self.site, task.ref.section, task.linked))
        if step.ended and task.new:
            counts["pages_left"] += 2 * labels
        elif step.page:
            last = page.last_page or 1
            counts["pages_left"] += 2 * (last - 1) + 1 + (last + 2 * labels if labels else 0)
            known = len(self.run.reader.listing_pages.sighted_ids(listing_key(task.ref)))
            shown = len(page.entries)
            counts["articles_left"] += max(shown * last - max(known, shown), 0)

    def _labelled_listings(self, task: ListingTask) -> Iterator[Request]:
        """Walk the filtered listings too: they say whose news it is, and nothing new else.

        They show part of what the general one shows, so with nothing new there they are not
        asked, unless an earlier run did not finish them, or not even begin.
        """
        if task.ref.label is not None or self.options.dry_run:
            return
        reader, general = self.run.reader, listing_key(task.ref)
        for label in listing_labels(self.site, task.ref.section, task.linked):
            ref = replace(task.ref, label=label, page=1)
            unfinished = reader.listing_pages.is_behind(listing_key(ref), general)
            if task.new or self.options.full or unfinished:
                yield self._listing_request(ListingTask(ref))

    def _is_before_since(self, entries: tuple[Entry, ...]) -> bool:
        since = self.options.since
        days = [entry.published.at.date() for entry in entries if entry.published]
        return since is not None and bool(days) and max(days) < since

    def parse_article(self, response: Response, hops: int) -> Iterator[Ingest | Request]:
        """Hand on what an article page says; follow it to another spelling of its address."""
        ingest = self._read(response)
        if ingest:
            yield ingest
            if ingest.moved_to and self._may_follow(ingest.moved_to, hops):
                yield self._article_request(ingest.moved_to, hops + 1)

    def _read(self, response: Response) -> Ingest | None:
        """Return what *response* says; None where it brought no content."""
        if response.status in REFUSED:
            self._note_refusal(response.url, f"status {response.status}")
            return None
        self._refusals = 0
        is_silence = response.status >= 500
        if not is_silence:
            self._silences = 0
        archived = archived_of(response.request)
        if not is_content(response.status):
            if response.status != 304 or is_unasked(archived.exchange):
                said = failure_of(archived.exchange)
                self._note_failure(response.url, said, is_silence=is_silence)
            return None
        extracted = extract(archived.exchange, self.options.source, archived.place)
        ingest = self.run.read(extracted)
        if extracted.capture.outcome is Outcome.UNREADABLE and ingest.problem:
            self.logger.warning("cannot read %s: %s", response.url, ingest.problem.said)
        return ingest

    # -- what went wrong ------------------------------------------------------------------------

    def _note_refusal(self, url: str, what: str) -> None:
        """One article may be forbidden; a site that refuses again and again is left alone."""
        self.run.counts["refused"] += 1
        self.run.add_problem(url, "refused", what)
        self._refusals += 1
        if self._refusals >= _MOST_REFUSALS or what == "status 429":
            raise self._stop(Stop.REFUSED)

    def _may_follow(self, url: str, hops: int) -> bool:
        if hops >= _MOST_HOPS:
            self._note_failure(url, "redirects in a circle")
        return hops < _MOST_HOPS

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note a request that brought no response, for the next run to ask again."""
        if isinstance(failure.value, NotAskedError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        self._note_silence(request, failure.value)
        if task := request.cb_kwargs.get("task"):
            yield from self._pass_over(task)

    def _note_silence(self, request: Request, error: BaseException | None) -> None:
        if isinstance(error, RobotsForbidError):
            self._note_refusal(request.url, str(error))
        elif isinstance(error, RobotsFailError) and error.answered:
            self.run.add_problem(request.url, "fetch", f"robots.txt: {error}")
            raise self._stop(Stop.ROBOTS)
        elif is_defect(error):
            self.run.note_defect(request.url, error)
        elif is_distrust(error):
            self.run.add_problem(request.url, "fetch", f"no answer: {reasons_of(error)}")
            raise self._stop(Stop.DISTRUSTED, DISTRUST)
        else:
            self._note_failure(request.url, f"no answer: {reasons_of(error)}", is_silence=True)

    def _note_failure(self, url: str, what: str, *, is_silence: bool = False) -> None:
        """One page may fail; a site that does not answer at all is not asked on and on."""
        self.run.counts["failed"] += 1
        self.run.add_problem(url, "fetch", what)
        if not self.run.counts["responses"]:
            raise self._stop(Stop.UNREACHABLE)
        self._silences += is_silence
        if self._silences >= _MOST_SILENCES:
            raise self._stop(Stop.SILENT)

    def _stop(self, kind: Stop, said: str = "") -> CloseSpider:
        """Note that the run ends; what is returned leaves the callback and closes the spider."""
        self.run.note(StopReason(kind, said))
        return CloseSpider(kind)


def _day(published_at: str | None) -> date | None:
    return datetime.fromisoformat(published_at).date() if published_at else None
