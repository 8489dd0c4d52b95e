"""The record of what the Bulgarian presidency publishes, crawled into SQLite."""

from datetime import datetime
from typing import TYPE_CHECKING

from presidency_scraper.settings import VERSION

if TYPE_CHECKING:
    from presidency_scraper.items import Page

__all__ = ["__version__", "read_page"]
__version__ = VERSION


def read_page(
    body: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    seen_at: datetime | None = None,
    edition: str | None = None,
    origin: str | None = None,
) -> "Page":
    """Return what a page of president.bg says: an Article, a Shell or a Listing.

    *body* is without content encoding, *content_type* the header it came with. Dates over a day
    after *seen_at* (aware) are refused; without it, none is. The edition follows from the host of
    *url* unless it is given, as it must be of a mirror, which *origin* names. Raises PageError,
    and UsageError where there is no such edition.
    """
    from presidency_scraper.errors import UsageError
    from presidency_scraper.extract.page import extract_page
    from presidency_scraper.sites.base import Source
    from presidency_scraper.sites.president_bg import SITE

    edition = edition or SITE.parse_url(url, origin).edition or next(iter(SITE.editions))
    if edition not in SITE.editions:
        raise UsageError(f"edition takes one of {', '.join(SITE.editions)}, not {edition!r}")
    return extract_page(
        body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body,
        url=url,
        content_type=content_type,
        seen_at=seen_at,
        source=Source(SITE, edition, origin),
    )
