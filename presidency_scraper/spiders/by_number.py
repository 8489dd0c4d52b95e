"""The spider of ``presidency gaps --fetch``: asks for articles by number, where none is stored.

It walks no listing. A number is tried in one section after the other until an article answers,
and only then comes the next: a run that is cut short leaves at most one half asked for.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import islice

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from presidency_scraper.errors import UsageError
from presidency_scraper.fetch.throttle import NotAskedError
from presidency_scraper.ingest.ingests import Ingest
from presidency_scraper.items import Page
from presidency_scraper.report.gaps import Address, left_to_try, plan
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.spiders.news import NewsSpider


class GapSpider(NewsSpider):
    """Asks for up to ``limit`` numbers that are not stored (``scrapy crawl gaps -a limit=10``)."""

    name = "gaps"
    by_number = True

    def __init__(self, options: CrawlOptions) -> None:
        """Raise UsageError for a dry run."""
        super().__init__(options)
        if options.dry_run:
            raise UsageError("gaps cannot be fetched as a dry run: `presidency gaps` lists them")
        self._plan: Iterator[tuple[Address, ...]] = iter(())

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first number at the first of its addresses."""
        options = self.options
        gaps = self.run.reader.numbers(options.languages).gaps
        addresses = plan(gaps, self.site, options.languages, options.sections)
        self._plan = islice(addresses, options.limit)
        for request in self._ask(()):
            yield request

    def _ask(self, addresses: tuple[Address, ...]) -> Iterator[Request]:
        """Ask at the first of *addresses* and keep the others; with none, for the next number."""
        if not addresses:
            addresses = next(self._plan, ())
            self.scheduled.update(address.ref.id for address in addresses[:1])
            self.run.counts["scheduled"] = len(self.scheduled)
        for address in addresses[:1]:
            url = self.options.edition.fetch_url(address.ref, address.slug, self.options.base)
            yield _with_others(self._article_request(url), addresses[1:])

    def parse_article(
        self, response: Response, hops: int, others: tuple[Address, ...] = ()
    ) -> Iterator[Ingest | Request]:
        """Hand on what the page says; where that is no article, try the next address."""
        page: Page | None = None
        for step in super().parse_article(response, hops):
            if isinstance(step, Request):
                yield _with_others(step, others)
                return
            page = step.page
            yield step
        yield from self._ask(left_to_try(others, page))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note a request that brought no response, and try the next address."""
        yield from super().failed(failure)
        if not isinstance(failure.value, NotAskedError):
            request: Request = failure.request  # type: ignore[attr-defined]
            yield from self._ask(request.cb_kwargs["others"])


def _with_others(request: Request, others: tuple[Address, ...]) -> Request:
    return request.replace(cb_kwargs=request.cb_kwargs | {"others": others})
