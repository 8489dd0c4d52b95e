"""What a page says is told by its bytes alone, whatever was read before it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.extract.response import extract
from presidency_scraper.items import Exchange
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.president_bg import SITE

SEEN = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
MIRROR = "http://127.0.0.1:8731"


def answers(edition: Edition, origin: str) -> Iterator[Exchange]:
    """Every article of the replica in an edition, as if it came from *origin*."""
    site, face = demo_site(edition), SITE.editions[edition]
    for item in site.items():
        ref = SITE.parse_url(f"https://text.president.bg{item.path}").article
        assert ref is not None
        got = site.answer("GET", face.fetch_url(ref, item.slug, face.origin)[len(face.origin) :])
        url = face.fetch_url(ref, item.slug, origin)
        yield Exchange(url, SEEN, (), 200, (("Content-Type", "text/html"),), got.body)


def cases() -> list[tuple[Exchange, Source]]:
    """All three editions, from the site itself and from a mirror of it, mixed."""
    found = [
        (answer, Source(SITE, edition, None if origin is face.origin else origin))
        for edition in EDITIONS
        for face in [SITE.editions[edition]]
        for origin in (face.origin, MIRROR)
        for answer in answers(edition, origin)
    ]
    return found[::7] + found[3::7]


def test_pages_read_in_another_order_say_the_same() -> None:
    pages = cases()
    forth = [extract(*page) for page in pages]
    back = [extract(*page) for page in reversed(pages)][::-1]
    assert forth == back
    assert len(pages) > 150
    assert {reading.problem for reading in forth} == {None}
