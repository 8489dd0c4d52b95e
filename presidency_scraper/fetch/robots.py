"""Obeys robots.txt: asked for once a day and host, and one that should be there and fails forbids.

Scrapy's own middleware takes a robots.txt that fails for one that allows everything, and asks for
it anew in each run.
"""

import asyncio
import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import load_object

from presidency_scraper.errors import EncodingError
from presidency_scraper.extract.response import Extracted, extract, is_content, origin_of
from presidency_scraper.fetch.causes import reasons_of
from presidency_scraper.fetch.crawl_run import Part, archived_of, run_of

_LOG = logging.getLogger(__name__)
_MOST_HOPS = 5  # RFC 9309, 2.3.1.2
#: Part of the rules, a difference to others, none: answers to requests that were not made.
_UNASKED = (206, 226, 304)


class RobotsForbidError(IgnoreRequest):
    """The rules in robots.txt forbid the request. Raised by RobotsMiddleware."""


class RobotsFailError(IgnoreRequest):
    """There should be a robots.txt and it cannot be had. Raised by RobotsMiddleware.

    ``answered`` tells whether the site answered at all.
    """

    def __init__(self, said: str, *, answered: bool) -> None:
        super().__init__(said)
        self.answered = answered


class RobotsMiddleware(Part):
    """Lets a request pass if the rules of its host are known and allow it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        super().__init__(crawler)
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._parser: type[RobotParser] = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._longest = crawler.settings.getfloat("PRESIDENCY_LONGEST_DELAY")
        self._rules: dict[str, asyncio.Task[RobotParser]] = {}

    async def process_request(self, request: Request) -> None:
        """Let *request* pass. Raises RobotsForbidError, RobotsFailError."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        origin = origin_of(request.url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._find_rules(origin))
        rules = await self._rules[origin]
        if not rules.allowed(request.url, self._agent):
            raise RobotsForbidError(f"robots.txt forbids {request.url}")

    async def _find_rules(self, origin: str) -> RobotParser:
        kept = self.kept(origin)
        body = await self._fetch(origin) if kept is None else kept.encode()
        rules = self._parser.from_crawler(self.crawler, body)
        self.heed(min(rules.crawl_delay(self._agent) or 0.0, self._longest))
        return rules

    def heed(self, pause: float) -> None:
        """Let at least *pause* seconds lie between two requests from now on."""
        run = run_of(self.crawler)
        run.pause = max(run.pause, pause)

    def kept(self, origin: str) -> str | None:
        """The robots.txt of *origin* that was fetched within a day."""
        return run_of(self.crawler).robots(origin)

    def received(self, request: Request) -> Extracted:
        """Write what came of *request*, which no callback sees, and return what it says."""
        run, archived = run_of(self.crawler), archived_of(request)
        extracted = extract(archived.exchange, run.options.source, archived.place)
        if is_content(archived.exchange.status):
            run.ingest(extracted)
        return extracted

    async def _fetch(self, origin: str) -> bytes:
        """Ask for a robots.txt, behind redirects; one that nobody finds there forbids nothing."""
        url = f"{origin}/robots.txt"
        for _ in range(_MOST_HOPS + 1):
            extracted = await self._ask(url)
            if extracted.moved_to is None:
                return _rules_of(extracted)
            url = extracted.moved_to
        return b""

    async def _ask(self, url: str) -> Extracted:
        meta = {"dont_obey_robotstxt": True}
        request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK)
        engine = self.crawler.engine
        if engine is None:
            raise RobotsFailError("the run is over", answered=False)
        try:
            response: Response = await engine.download_async(request)
        except IgnoreRequest:
            raise
        except Exception as error:
            _LOG.error("Error downloading %s: %s", request, error)
            raise RobotsFailError(reasons_of(error), answered=False) from error
        return self.received(response.request or request)


def _rules_of(extracted: Extracted) -> bytes:
    """The rules that *extracted* has.

    What is not there (4xx) forbids nothing (RFC 9309, 2.3.1.3), what fails (5xx) everything
    (2.3.1.4); "not modified" and a part of the rules are nothing that was asked for. But 429 says
    that nothing is to be asked for now.
    """
    status = extracted.capture.status or 0
    if status == 429:
        raise RobotsForbidError("robots.txt: status 429")
    if status >= 500 or status in _UNASKED:
        raise RobotsFailError(f"status {status}", answered=True)
    if isinstance(extracted.problem, EncodingError):
        raise RobotsFailError("its body is damaged", answered=True)
    return (extracted.robots or "").encode()
