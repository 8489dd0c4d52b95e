"""president.bg as a table: what it has, and which functions know it."""

from presidency_scraper.dates import Clock
from presidency_scraper.sites.base import Edition, Site
from presidency_scraper.sites.president_bg import landmarks
from presidency_scraper.sites.president_bg.absent import says_absent
from presidency_scraper.sites.president_bg.urls import (
    LANGUAGES,
    SECTIONS,
    article_url,
    fetch_url,
    listing_url,
    parse_url,
)

SITE = Site(
    name="president_bg",
    sections=SECTIONS,
    languages=LANGUAGES,
    editions={
        "text": Edition("text", "text.president.bg", "https://text.president.bg", Clock.HOUR_TWICE),
    },
    parse_url=parse_url,
    article_url=article_url,
    fetch_url=fetch_url,
    listing_url=listing_url,
    read_article=landmarks.read_article,
    read_listing=landmarks.read_listing,
    says_absent=says_absent,
)
