"""What is to be written of one capture, on its way to the database. Pure data."""

from dataclasses import dataclass
from typing import NamedTuple

from presidency_scraper.items import Article, Capture, Outlink, Page
from presidency_scraper.rules.fields import Count
from presidency_scraper.rules.segments import Step, WalkProgress
from presidency_scraper.sites.base import Site, Source, UrlFacts


class Problem(NamedTuple):
    """What is wrong with a page, and which count of the run it adds to."""

    kind: str
    said: str
    counted_as: str


@dataclass(frozen=True, slots=True)
class Ingest:
    """One capture and all that it says.

    ``url`` is the canonical address of its page; ``robots`` the text of a robots.txt, and
    ``robots_of`` the origin it counts for; ``walk`` how far the walk of its listing has come,
    ``step`` what that does next; ``repeats`` tells that a listing page was looked at again and
    showed nothing else; ``moved_to`` where the same page is; ``counts`` say what it has.
    ``withheld`` tells that a miss is believed only when it is met again.
    """

    capture: Capture
    page: Page | None = None
    url: str | None = None
    outlinks: tuple[Outlink, ...] = ()
    problem: Problem | None = None
    note: str | None = None
    robots: str | None = None
    robots_of: str = ""
    moved_to: str | None = None
    walk: WalkProgress | None = None
    step: Step | None = None
    repeats: bool = False
    counts: tuple[Count, ...] = ()
    withheld: bool = False


def address_of(page: Page | None, facts: UrlFacts, site: Site) -> str | None:
    """The canonical URL; of an article whose address has no slug, by the one it should have."""
    if isinstance(page, Article) and facts.slug is None:
        return site.article_url(page.ref, site.make_slug(page.headline))
    return facts.canonical


def edition_of(source: Source, capture: Capture) -> str:
    """The edition that shows a page: of a crawl the one it asks, of others by the address."""
    if capture.source is None:
        return source.edition
    return source.facts(capture.url).edition or source.edition
