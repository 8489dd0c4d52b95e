"""Fetches the pages of a plan through Scrapy, one after the other, as politely as a crawl does.

Robots.txt, user agent, delay and time-outs are those of the crawl's settings. What needs a run
there is left out: nothing is kept, nothing is tried again, and a site that refuses or is silent is
asked for nothing more.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from presidency_scraper import settings as defaults
from presidency_scraper.doctor.findings import EditionVisit, Trouble, Visit
from presidency_scraper.doctor.recorder import UsedUpError
from presidency_scraper.doctor.visit_plan import MOST_REQUESTS
from presidency_scraper.errors import EncodingError, ExitCode, PresidencyError
from presidency_scraper.extract.content_encoding import decode_body
from presidency_scraper.extract.response import REFUSED, extract, is_content, origin_of
from presidency_scraper.fetch.causes import DISTRUST, is_distrust
from presidency_scraper.fetch.robots import RobotsFailError, RobotsForbidError
from presidency_scraper.ingest.signals import leave_on_signals
from presidency_scraper.items import ArticleRef, Entry, Exchange, ListingRef
from presidency_scraper.rules.crawl_options import CrawlOptions

_MOST_HOPS = 5
_MOST_REFUSALS = 2  # of one edition; at 429 the first is enough
_USED_UP = Trouble(ExitCode.OK, f"the {MOST_REQUESTS} requests of one visit are used up")
_WITHOUT_RUN: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        **defaults.DOWNLOADER_MIDDLEWARES,
        "presidency_scraper.fetch.robots.RobotsMiddleware": None,
        "presidency_scraper.doctor.recorder.FreshRobotsMiddleware": 100,
        "presidency_scraper.fetch.retry.PatientRetryMiddleware": None,
        "presidency_scraper.middlewares.ArchiveMiddleware": None,
        "presidency_scraper.doctor.recorder.AnswerMiddleware": 655,
    },
    "DOWNLOAD_HANDLERS": {},
    "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": 0},
    "ITEM_PIPELINES": {},
    "LOG_ENABLED": False,  # the report says it all
    "DOWNLOAD_TIMEOUT": 30,  # s; a person waits
}


class DoctorSpider(scrapy.Spider):
    """Asks for the pages of a plan and reads them; what came is in ``editions``."""

    name = "doctor"

    def __init__(self, plan: Sequence[CrawlOptions]) -> None:
        super().__init__(name=self.name)
        self.plan = plan
        self.requests = 0
        self.pause = 0.0  # what robots.txt wants to lie between two requests
        self.robots: dict[str, Exchange] = {}
        self.editions: list[EditionVisit] = []
        self.error: Exception | None = None
        self._chosen: dict[tuple[str, str], tuple[ArticleRef, str | None]] = {}

    async def start(self) -> AsyncIterator[Request]:
        """Ask for everything, one page after the other; nothing is left to the scheduler."""
        try:
            for options in self.plan:
                await self._examine(options)
        except Exception as error:  # Scrapy would only log it; `ask` raises it
            self.error = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _examine(self, options: CrawlOptions) -> None:
        visit = EditionVisit(options.source, options.base)
        self.editions.append(visit)
        for language, section in product(options.languages, options.sections):
            if not visit.stopped:
                await self._examine_section(visit, options, language, section)
        if robots := self.robots.get(origin_of(options.base)):
            visit.robots = _decoded(robots)

    async def _examine_section(
        self, visit: EditionVisit, options: CrawlOptions, language: str, section: str
    ) -> None:
        """Ask for a listing and for its newest article, or the one another edition showed."""
        ref = ListingRef(language, section, None, 1)
        url = options.edition.listing_url(ref, options.base)
        is_known = section == options.site.sections[0].name  # the others are inferred
        listed = await self._ask(visit, options, Visit(ref, url, known=is_known))
        entries = listed.listing.entries if listed.listing else ()
        chosen = self._choose(ref, entries)
        if visit.stopped or chosen is None:
            return
        article, slug = chosen
        entry = next((entry for entry in entries if entry.target == article), None)
        url = options.edition.fetch_url(article, slug, options.base)
        await self._ask(visit, options, Visit(article, url, announced=entry))

    def _choose(
        self, ref: ListingRef, entries: tuple[Entry, ...]
    ) -> tuple[ArticleRef, str | None] | None:
        """The article that another edition was tried by, if this one may show it; else the newest.

        A listing may show other sections too; of those there are listings of their own.
        """
        key = (ref.language, ref.section)
        own = [e for e in entries if (e.target.language, e.target.section) == key]
        before = self._chosen.get(key)
        if before and (not own or before[0] in [entry.target for entry in own]):
            return before
        if not own:
            return None
        self._chosen[key] = (own[0].target, self.plan[0].site.parse_url(own[0].url).slug)
        return self._chosen[key]

    async def _ask(self, edition: EditionVisit, options: CrawlOptions, visit: Visit) -> Visit:
        """Ask for a page, follow it to other spellings of its address, and note what came."""
        for _ in range(_MOST_HOPS):
            visit = await self._ask_once(options, visit)
            target = visit.reading.moved_to if visit.reading else None
            if not target:
                break
            visit = replace(visit, url=target, answer=None, reading=None)
        else:
            visit = replace(visit, trouble=Trouble(ExitCode.DRIFT, "redirects in a circle"))
        edition.visits.append(visit)
        edition.stopped = _reason_to_stop(edition, visit)
        return visit

    async def _ask_once(self, options: CrawlOptions, visit: Visit) -> Visit:
        meta = {"handle_httpstatus_all": True, "dont_redirect": True}
        request = Request(visit.url, meta=meta, dont_filter=True)
        engine: Any = self.crawler.engine
        try:
            await engine.download_async(request)
        except Exception as error:  # whatever Scrapy and Twisted say where no answer comes
            return replace(visit, trouble=_trouble_from(error))
        answer: Exchange = request.meta["answer"]
        trouble = _trouble_of(answer)
        reading = None if trouble else extract(answer, options.source)
        return replace(visit, answer=_decoded(answer), reading=reading, trouble=trouble)


def ask(
    plan: Sequence[CrawlOptions], *, delay: float, contact: str | None = None
) -> tuple[list[EditionVisit], int]:
    """Fetch what *plan* names, *delay* seconds apart; return what came, and of how many requests.

    Installs a Twisted reactor: once in a process.
    """
    settings = Settings()
    settings.setmodule(defaults)
    pace = {
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "USER_AGENT": defaults.user_agent(contact),
    }
    settings.setdict(_WITHOUT_RUN | pace, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(DoctorSpider)
    process.crawl(crawler, plan=plan)
    leave_on_signals()  # nothing is written yet
    process.start(install_signal_handlers=False)
    spider: Any = crawler.spider
    if spider is None:
        raise PresidencyError("the visit could not begin: please report it")
    if spider.error:
        raise spider.error
    return spider.editions, spider.requests


def _trouble_from(error: Exception) -> Trouble:
    """Why there is no response."""
    if is_distrust(error):
        return Trouble(ExitCode.UNREACHABLE, DISTRUST)
    match error:
        case UsedUpError():
            return _USED_UP
        case RobotsForbidError():
            return Trouble(ExitCode.REFUSED, str(error), by_robots=True)
        case RobotsFailError():
            return Trouble(ExitCode.UNREACHABLE, f"robots.txt: {error}", by_robots=True)
    return Trouble(ExitCode.UNREACHABLE, f"{type(error).__name__}: {error}".strip(": "))


def _decoded(answer: Exchange) -> Exchange:
    """*answer* without content encoding, where that can be undone."""
    try:
        return replace(answer, body=decode_body(answer))
    except EncodingError:
        return answer


def _trouble_of(answer: Exchange) -> Trouble | None:
    """Why *answer* says nothing of the site; None where it may."""
    later = answer.header("retry-after")
    said = f"status {answer.status}" + (f", Retry-After: {later}" if later else "")
    if answer.status in REFUSED:
        return Trouble(ExitCode.REFUSED, said)
    return None if is_content(answer.status) else Trouble(ExitCode.INCOMPLETE, said)


def _reason_to_stop(edition: EditionVisit, visit: Visit) -> str:
    """Why nothing more is to be asked of *edition*; empty where there is no reason."""
    trouble = visit.trouble
    if trouble is None:
        return ""
    if trouble.code is ExitCode.UNREACHABLE or trouble is _USED_UP:
        return trouble.said
    refusals = [v for v in edition.visits if v.trouble and v.trouble.code is ExitCode.REFUSED]
    is_too_often = visit.answer is not None and visit.answer.status == 429
    return trouble.said if is_too_often or len(refusals) >= _MOST_REFUSALS else ""
