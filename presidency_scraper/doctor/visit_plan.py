"""What a doctor's visit is about, checked once: which editions, from where, which pages of them."""

from collections.abc import Sequence

from presidency_scraper.errors import UsageError
from presidency_scraper.rules.crawl_options import CrawlOptions, parse_options
from presidency_scraper.sites.base import Site

#: The bound of one visit, robots.txt and redirects counted.
MOST_REQUESTS = 40


def parse_plan(
    site: Site,
    *,
    edition: Sequence[str] = (),
    section: Sequence[str] = (),
    language: Sequence[str] = (),
    origin: Sequence[str] = (),
) -> list[CrawlOptions]:
    """Return what to try: for each edition the options of a crawl of it. Raises UsageError.

    Without an edition: all of them, or with an origin the first. Several origins belong to
    the editions in the order they are named.
    """
    first, *others = site.editions
    names = list(edition) or ([first] if origin else [first, *others])
    if len(set(names)) < len(names):
        raise UsageError("--edition names the same edition twice")
    if origin and len(origin) != len(names):
        raise UsageError(f"--origin goes with one --edition each: {len(origin)} and {len(names)}")
    origins: list[str | None] = [*origin] or [None] * len(names)
    return [
        parse_options(
            site,
            edition=name,
            section=section,
            language=language or site.languages[:1],
            origin=place,
        )
        for name, place in zip(names, origins, strict=True)
    ]
