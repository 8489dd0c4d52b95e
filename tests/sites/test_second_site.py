"""A second site is a folder, and handed in: nothing above ``sites`` changes.

``second_site`` is the folder. The command line itself is run on it, in a process of its own.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import (
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    serve_replica,
)
from presidency_scraper.errors import AbsentPageError, LayoutError
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Article, ArticleRef
from presidency_scraper.sites.base import Source
from tests.conftest import HTML, ROOT, Ran, ended, query, run
from tests.second_site import SITE

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = range(1, 8)
#: The command line with another site in the one place that names it.
HANDED_IN = """
import sys
sys.path.insert(0, {root!r})
from presidency_scraper.sites import president_bg
from tests.second_site import SITE
president_bg.SITE = SITE
from presidency_scraper.cli import main
main(sys.argv[1:])
"""


def notice(number: int) -> str:
    return (
        f"<h1>Notice {number}</h1><time>{number} March 2020</time>"
        f"<pre>The library is closed.\nIt opens again in {number} days.</pre>"
    )


def board(sheet: int) -> str:
    """Three notices a sheet, newest first."""
    shown = sorted(NUMBERS, reverse=True)[3 * sheet - 3 : 3 * sheet]
    rows = "".join(
        f'<dt><a href="/notice?no={n}">Notice {n}</a> <time>{n} March 2020</time></dt>'
        for n in shown
    )
    return f"<dl>{rows}</dl><nav><a>1</a><a>2</a><a>3</a></nav>"


def answer(request: Request, real: Response) -> Response:
    """The library itself."""
    path, _, number = request.path.partition("=")
    if path == "/notice?no" and int(number) in NUMBERS:
        return Response(200, HTML, notice(int(number)).encode())
    if path == "/board?sheet" and int(number) <= 3:
        return Response(200, HTML, board(int(number)).encode())
    if path == "/robots.txt":
        return Response(200, {"Content-Type": "text/plain"}, b"")
    return Response(404, HTML, b"There is no such notice.")


@pytest.fixture
def library() -> Iterator[ReplicaServer]:
    site = ReplicaSite()
    site.fail("", answer)
    with serve_replica(site) as server:
        yield server


def presidency(db: Path, *arguments: str) -> Ran:
    code = HANDED_IN.format(root=str(ROOT))
    return run("-c", code, arguments[0], "--db", str(db), *arguments[1:], cwd=db.parent)


def read(html: str, url: str = "https://library.example/notice?no=7") -> Article:
    page = extract_page(
        html.encode(),
        url=url,
        content_type="text/html",
        seen_at=SEEN,
        source=Source(SITE, "plain"),
    )
    assert isinstance(page, Article)
    return page


def test_a_page_of_another_site_is_read_by_its_own_layout() -> None:
    page = read(notice(7))
    assert (page.ref, page.headline) == (ArticleRef("en", "notices", 7), "Notice 7")
    assert (page.published.iso, page.published.precision) == ("2020-03-07T00:00:00+02:00", "day")
    assert page.paragraphs == ("The library is closed.", "It opens again in 7 days.")
    assert page.layout == "board-2020"
    with pytest.raises(LayoutError):
        read("<h1>One</h1><h1>Two</h1>")
    with pytest.raises(AbsentPageError):
        read("<p>There is no such notice.</p>")


def test_another_site_is_crawled_stored_verified_and_rebuilt(
    library: ReplicaServer, tmp_path: Path
) -> None:
    db = tmp_path / "library.db"
    quick = ("--edition", "plain", "--language", "en", "--delay", "0", "--json")
    crawl = ("crawl", "--origin", library.origin, *quick)
    ran = ended(presidency(db, *crawl))
    assert json.loads(ran.out)["new_articles"] == len(NUMBERS)
    stored = query(db, "SELECT id, url, headline, published_at, edition, layout FROM articles")
    assert sorted(stored) == [
        (
            f"en/notices/{n}",
            f"https://library.example/notice?no={n}",
            f"Notice {n}",
            f"2020-03-0{n}T00:00:00+02:00",
            "plain",
            "board-2020",
        )
        for n in NUMBERS
    ]
    assert presidency(db, "verify").code == 0
    assert presidency(db, "rebuild").code == 0
    assert sorted(
        query(db, "SELECT id, url, headline, published_at, edition, layout FROM articles")
    ) == sorted(stored)
    again = presidency(db, *crawl)
    assert (again.code, json.loads(again.out)["new_articles"]) == (0, 0)
    assert "Notice 7" in presidency(db, "show", "7").out


def test_the_command_line_offers_what_the_site_has(tmp_path: Path) -> None:
    asked = ("crawl", "--section", "news", "--edition", "plain", "--language", "en")
    ran = presidency(tmp_path / "library.db", *asked)
    assert ran.code == 2
    assert "--section takes one of notices, not 'news'" in ran.err
