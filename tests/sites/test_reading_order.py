"""What a page says is told by its bytes alone, whatever was read before it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.extract.response import Answer, Reading, Source, answer_of, read_answer
from presidency_scraper.sites import SITES
from presidency_scraper.sites.base import Edition as Face

SITE = SITES["president_bg"]
SEEN = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
MIRROR = "http://127.0.0.1:8731"


def answers(edition: Edition, origin: str) -> Iterator[Answer]:
    """Every article of the replica in an edition, as if it came from *origin*."""
    site, face = demo_site(edition), SITE.editions[edition]
    for item in site.items():
        ref = SITE.parse_url(f"https://text.president.bg{item.path}").article
        assert ref is not None
        got = site.answer("GET", face.fetch_url(ref, item.slug, face.origin)[len(face.origin) :])
        url = face.fetch_url(ref, item.slug, origin)
        yield answer_of(url, 200, {"content-type": "text/html"}, got.body, SEEN)


def face_of(edition: Edition) -> Face:
    return SITE.editions[edition]


def cases() -> list[tuple[Answer, Source]]:
    """All three editions, from the site itself and from a mirror of it, mixed."""
    found = [
        (answer, Source(edition, None if origin is face.origin else origin))
        for edition in EDITIONS
        for face in [face_of(edition)]
        for origin in (face.origin, MIRROR)
        for answer in answers(edition, origin)
    ]
    return found[::7] + found[3::7]


def test_pages_read_in_another_order_say_the_same() -> None:
    pages = cases()
    forth = [read_answer(*page) for page in pages]
    back: list[Reading] = [read_answer(*page) for page in reversed(pages)][::-1]
    assert forth == back
    assert len(pages) > 150
    assert {reading.problem for reading in forth} == {None}
