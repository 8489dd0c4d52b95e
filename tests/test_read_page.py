"""The package reads one page by itself: `read_page`, as the contract promises it."""

from datetime import UTC, datetime

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.errors import DateError, UrlError, UsageError
from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg import SITE
from tests.conftest import clean_environment, run_from_nothing

ITEM = demo_site().items("bg")[0]
MIRROR = "http://127.0.0.1:8731"


def page_of(edition: Edition, origin: str | None = None) -> tuple[str, str]:
    """The newest article's page as an edition shows it, and its address there or on a mirror."""
    face = SITE.editions[edition]
    ref = SITE.parse_url(f"https://text.president.bg{ITEM.path}").article
    assert ref is not None
    path = face.fetch_url(ref, ITEM.slug, face.origin).removeprefix(face.origin)
    return demo_site(edition).answer("GET", path).body.decode(), (origin or face.origin) + path


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_host_says_the_edition_and_a_body_may_be_text(edition: Edition) -> None:
    html, url = page_of(edition)
    page = read_page(html, url)
    assert isinstance(page, Article)
    assert page.headline == ITEM.headline
    assert page == read_page(html.encode(), url, content_type="text/html", edition=edition)


def test_of_a_mirror_the_edition_is_given() -> None:
    html, url = page_of("www", MIRROR)
    page = read_page(html, url, origin=MIRROR, edition="www")
    assert isinstance(page, Article)
    assert page.headline == ITEM.headline
    with pytest.raises(UrlError):
        read_page(html, url, edition="www")


def test_a_date_is_held_against_the_moment_of_capture_only_where_there_is_one() -> None:
    html, url = page_of("text")
    assert read_page(html, url, seen_at=None)
    with pytest.raises(DateError, match="after the page was seen"):
        read_page(html, url, seen_at=datetime(2001, 1, 1, tzinfo=UTC))


def test_an_edition_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="edition takes one of text, www, mobile, not 'watch'"):
        read_page(*page_of("text"), edition="watch")


def test_importing_the_package_loads_nothing_heavy(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    code = (
        "import sys, presidency_scraper; print(*sorted(m for m in sys.modules if m.startswith("
        "('presidency_scraper', 'lxml', 'scrapy', 'click'))))"
    )
    done = run_from_nothing(["-c", code], tmp_path_factory.getbasetemp(), clean_environment())
    assert done.stdout.split() == ["presidency_scraper", "presidency_scraper.settings"]
