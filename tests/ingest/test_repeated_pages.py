"""What the same bytes said is remembered, but for what hangs on when they were seen."""

from datetime import UTC, datetime, timedelta

from presidency_scraper.demo.replica import ReplicaSite, demo_site
from presidency_scraper.extract.response import Extracted, extract
from presidency_scraper.items import Exchange, Listing
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.president_bg import SITE

HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
NEWEST = datetime(2025, 10, 16, 8, tzinfo=UTC)


def read(path: str, body: bytes, seen_at: datetime, source: Source) -> Extracted:
    url = f"https://text.president.bg{path}"
    return extract(Exchange(url, seen_at, (), 200, HEADERS, body), source)


def test_a_page_seen_again_says_the_same_and_a_date_ahead_is_refused_in_any_order() -> None:
    site = ReplicaSite(demo_site().items("bg")[:8])
    path = "/bg/news/page/1"
    body = site.face("text").answer("GET", path).body
    times = [NEWEST + timedelta(days=days) for days in (30, -10, 60, -4000)]
    once = [read(path, body, at, Source(SITE, "text")) for at in times]
    again = [read(path, body, at, Source(SITE, "text")) for at in reversed(times)][::-1]
    assert once == again
    late, early, later, before = once
    assert isinstance(late.page, Listing)
    assert (late.page, late.outlinks) == (later.page, later.outlinks)
    assert late.page.refused == ()
    assert isinstance(before.page, Listing)
    assert len(before.page.refused) == len(late.page.entries)
    assert all(entry.published is None for entry in before.page.entries)
    assert isinstance(early.page, Listing)
    assert 0 < len(early.page.refused) < len(late.page.entries)
