"""president.bg as a table: what it has, and which functions know it."""

from dataclasses import replace

from presidency_scraper.sites.base import Edition, LayoutsOf, OwnDate, Site
from presidency_scraper.sites.dates import Clock
from presidency_scraper.sites.president_bg.absent import says_absent
from presidency_scraper.sites.president_bg.fetch_urls import (
    prefixed_article_url,
    prefixed_listing_url,
    www_article_url,
    www_listing_url,
)
from presidency_scraper.sites.president_bg.floors import FLOORS
from presidency_scraper.sites.president_bg.slugs import make_slug
from presidency_scraper.sites.president_bg.terms import TERMS, speaker_labels
from presidency_scraper.sites.president_bg.urls import LANGUAGES, SECTIONS, article_url, parse_url

TEXT = Edition(
    name="text",
    host="text.president.bg",
    origin="https://text.president.bg",
    layouts=LayoutsOf(f"{__name__}.text"),
    fetch_url=prefixed_article_url,
    listing_url=prefixed_listing_url,
    own_date=OwnDate.TIMESTAMP,
    teaser_clock=Clock.HOUR_TWICE,
)
WWW = Edition(
    name="www",
    host="www.president.bg",
    origin="https://www.president.bg",
    layouts=LayoutsOf(f"{__name__}.www"),
    fetch_url=www_article_url,
    listing_url=www_listing_url,
    own_date=OwnDate.PRINTED,
    teaser_clock=Clock.TRUE_MINUTES,
    teasers_show="headline",
    keeps_language=True,
)
MOBILE = replace(
    TEXT,
    name="mobile",
    host="m.president.bg",
    origin="https://m.president.bg",
    layouts=LayoutsOf(f"{__name__}.mobile"),
)
EDITIONS = (TEXT, WWW, MOBILE)

SITE = Site(
    name="president_bg",
    sections=SECTIONS,
    languages=LANGUAGES,
    editions={edition.name: edition for edition in EDITIONS},
    parse_url=parse_url,
    article_url=article_url,
    make_slug=make_slug,
    says_absent=says_absent,
    floors=FLOORS,
    terms=TERMS,
    speaker_labels=tuple(sorted(speaker_labels())),
)
