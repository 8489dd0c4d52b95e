"""The spider of ``presidency import --wayback``: asks a Wayback Machine for all it has of the site.

First its index is read to the end, then each capture is asked for that the archive does not hold,
newest first: a run that is stopped has brought what matters most, and the next one goes on. One
that is told to wait (429) ends at once, since whoever asks on is locked out.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser
from twisted.python.failure import Failure

from presidency_scraper.archive.foreign.captured import FaultError, FaultKind, ForeignFault, Place
from presidency_scraper.archive.foreign.memento import is_memento, read_memento
from presidency_scraper.clock import now, utc_iso
from presidency_scraper.errors import EncodingError
from presidency_scraper.extract.content_encoding import decode_body
from presidency_scraper.extract.response import origin_of
from presidency_scraper.fetch.retry import ENDS_AT_429
from presidency_scraper.fetch.throttle import NotAskedError
from presidency_scraper.ingest.foreign_import import ForeignImport
from presidency_scraper.items import Exchange
from presidency_scraper.middlewares import exchange_of
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.rules.outcome import Stop
from presidency_scraper.rules.wayback_index import (
    Memento,
    WaybackOptions,
    choose,
    index_address,
    memento_address,
    parse_index,
)
from presidency_scraper.settings import DOWNLOADER_MIDDLEWARES, USER_AGENT
from presidency_scraper.sites.base import Kind
from presidency_scraper.spiders.news import NewsSpider

#: When to come back where a 429 does not say.
_AN_HOUR = timedelta(hours=1)
_META = {"handle_httpstatus_all": True, "dont_redirect": True, ENDS_AT_429: True}
#: What is asked of its own answers is asked here: they are none of the site's.
_OF_THE_SITE = ("RobotsMiddleware", "ArchiveMiddleware")


class WaybackSpider(NewsSpider):
    """Takes in what a Wayback Machine has of the site."""

    name = "wayback"
    custom_settings: dict[str, Any] | None = {  # noqa: RUF012 - so Scrapy has it
        "DOWNLOADER_MIDDLEWARES": {
            part: order
            for part, order in DOWNLOADER_MIDDLEWARES.items()
            if not part.endswith(_OF_THE_SITE)
        }
    }

    def __init__(self, options: CrawlOptions) -> None:
        super().__init__(options)
        self._asked = options.wayback or WaybackOptions()
        self._hosts: list[str] = []
        #: The keys by which the list of the first host was gone on with.
        self._keys: set[str] = set()
        self._listed: list[Memento] = []
        self._left: Iterator[Memento] = iter(())
        self._import: ForeignImport

    async def start(self) -> AsyncIterator[Request]:
        """Ask for its rules for robots."""
        self._import = ForeignImport(self.run)
        origin = self.options.origin
        hosts = [edition.host for edition in self.site.editions.values()]
        self._hosts = [urlsplit(origin).netloc] if origin else list(dict.fromkeys(hosts))
        yield self._request(f"{origin_of(self._asked.url)}/robots.txt", self.parse_robots)

    def _request(self, url: str, callback: Any, **known: Any) -> Request:
        return Request(
            url, callback, errback=self.failed, cb_kwargs=known, dont_filter=True, meta=_META
        )

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Ask for the first list, if that is allowed; no rules (4xx) allow it."""
        self._count(response)
        if response.status >= 500:
            raise self._stop(Stop.ROBOTS)
        rules = _body_of(response) if response.status == 200 else b""
        parser = ProtegoRobotParser(rules, self)
        address = index_address(self._asked, self._hosts[0])
        if not parser.allowed(address, USER_AGENT):
            self.run.add_problem(address, "refused", "robots.txt forbids it")
            raise self._stop(Stop.REFUSED)
        yield from self._list()

    # -- what there is --------------------------------------------------------------------------

    def _list(self, resume: str | None = None) -> Iterator[Request]:
        """Ask for a part of the list of the first host; when all are read, for what they list."""
        if self._hosts:
            address = index_address(self._asked, self._hosts[0], resume)
            yield self._request(address, self.parse_list, resume=resume)
            return
        wanted = filter(self._is_wanted, choose(filter(self._may_tell, self._listed)))
        found = list(wanted)
        self.run.counts["scheduled"] = len(found)
        self._left = iter(() if self.options.dry_run else found)
        yield from self._next()

    def parse_list(self, response: Response, resume: str | None) -> Iterator[Request]:
        """Note what is listed, on from the key *resume*, and ask for the next part."""
        self._count(response)
        if response.status == 403:  # so it says that the site does not want to be shown
            self.run.add_problem(response.url, "refused", "the list of captures: status 403")
            raise self._stop(Stop.REFUSED)
        listed = parse_index(_body_of(response).decode(errors="replace"))
        is_none = not listed.mementos and (listed.odd or listed.resume)
        if response.status != 200 or is_none or listed.resume in self._keys:
            said = "no list" if response.status == 200 else f"status {response.status}"
            self._note_failure(response.url, f"the list of captures: {said}")
            raise self._stop(Stop.SILENT)
        self._listed += listed.mementos
        for line in listed.odd:
            said = f"it is no line of an index: {line[:80]!r}"
            self._import.note(ForeignFault(FaultKind.RECORD, Place(response.url, 0), said))
        if listed.resume is None:
            del self._hosts[0]
            self._keys.clear()
        else:
            self._keys.add(listed.resume)
        yield from self._list(listed.resume)

    def _may_tell(self, memento: Memento) -> bool:
        kind = self.options.source.facts(memento.url).kind
        return memento.may_tell and kind not in (Kind.FOREIGN, Kind.IMAGE, Kind.CALENDAR)

    def _is_wanted(self, memento: Memento) -> bool:
        is_known = self.run.reader.captures.has_moment(memento.url, memento.at)
        self.run.counts["known"] += is_known
        return not is_known

    # -- what it says ---------------------------------------------------------------------------

    def _next(self) -> Iterator[Request]:
        for memento in self._left:
            address = memento_address(self._asked, memento)
            yield self._request(address, self.parse_memento, memento=memento)
            return

    def parse_memento(self, response: Response, memento: Memento) -> Iterator[Request]:
        """Take a capture in, and ask for the next one."""
        self._count(response)
        answer = exchange_of(response.request or Request(response.url), response)
        if is_memento(answer.response_headers, memento.at):
            self._take(answer, memento)
        elif response.status == 403:
            self._note_refusal(response.url, "status 403")
        elif response.status >= 500:
            self._note_failure(response.url, f"status {response.status}", is_silence=True)
        else:
            said = f"it gives another capture or none (status {response.status})"
            self._name(FaultError(FaultKind.HTTP, said), answer, memento)
        yield from self._next()

    def _take(self, answer: Exchange, memento: Memento) -> None:
        self._silences = self._refusals = 0
        try:
            decoded = decode_body(answer)
            known = (memento.url, memento.at, memento.digest, decoded)
            self._import.take(read_memento(answer, *known))
        except EncodingError as error:
            self._name(FaultError(FaultKind.HTTP, str(error)), answer, memento)
        except FaultError as error:
            self._name(error, answer, memento)

    def _name(self, error: FaultError, answer: Exchange, memento: Memento) -> None:
        place = Place(answer.url, 0)
        self._import.note(ForeignFault(error.kind, place, error.what, memento.url))

    def _count(self, response: Response) -> None:
        """Count an answer; at 429 the run ends, and is to be begun again later."""
        self.run.counts["responses"] += 1
        if response.status == 429:
            raise self._stop(Stop.REFUSED, utc_iso(now() + _AN_HOUR))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note a request that brought no answer, for the next run; ask for the next capture."""
        if isinstance(failure.value, NotAskedError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        self._note_silence(request, failure.value)
        if "memento" not in request.cb_kwargs:
            raise self._stop(Stop.SILENT)
        yield from self._next()


def _body_of(response: Response) -> bytes:
    """The body without its encoding; of one that is damaged none."""
    try:
        return decode_body(exchange_of(response.request or Request(response.url), response))
    except EncodingError:
        return b""
