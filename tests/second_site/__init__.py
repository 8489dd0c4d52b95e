"""A made-up site, the notices of a town library: all that there is of it, as a table.

Nothing of it is like president.bg: its addresses, its one language, its dates, its markup.
"""

from presidency_scraper.sites.base import Edition, OwnDate, Site
from presidency_scraper.sites.dates import Clock
from tests.second_site.layout import LAYOUT
from tests.second_site.urls import (
    HOST,
    ORIGIN,
    SECTION,
    article_url,
    fetch_url,
    listing_url,
    make_slug,
    parse_url,
    says_absent,
)

SITE = Site(
    name="library",
    sections=(SECTION,),
    languages=("en",),
    editions={
        "plain": Edition(
            name="plain",
            host=HOST,
            origin=ORIGIN,
            layouts=(LAYOUT,),
            fetch_url=fetch_url,
            listing_url=listing_url,
            own_date=OwnDate.PRINTED,
            teaser_clock=Clock.TRUE_MINUTES,
        )
    },
    parse_url=parse_url,
    article_url=article_url,
    make_slug=make_slug,
    says_absent=says_absent,
)
