"""A section is a line in the table, as CONTRIBUTING.md says: shown on a copy of the program.

The section of the test is made up: decrees, which the site publishes as news. The replica's news
are served under its name and label.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import (
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from tests.conftest import HTML, ROOT, ended, presidency, python_path, query

LINE = '    Section("decrees", {"bg": "УКАЗИ"}),\n'
TABLE = Path("presidency_scraper/sites/president_bg/urls.py")
NEWS = [item for item in demo_site().items("bg") if item.section == "news"][:7]


@pytest.fixture
def decrees() -> Iterator[ReplicaServer]:
    """The site with one section more, and nothing in the others."""
    news = ReplicaSite(NEWS)

    def answer(request: Request, real: Response) -> Response:
        if "/decrees" not in request.path:
            return real
        page = news.answer("GET", request.path.replace("/decrees", "/news"))
        text = page.body.decode().replace("/news", "/decrees").replace("НОВИНИ", "УКАЗИ")
        return Response(page.status, HTML, text.encode())

    site = ReplicaSite()
    site.fail("", answer)
    with serve_replica(site) as server:
        yield server


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the program with one line more."""
    shutil.copytree(ROOT / "presidency_scraper", tmp_path / "presidency_scraper")
    table = (tmp_path / TABLE).read_text("utf-8")
    above = '    Section("photo-gallery", {"bg": "ФОТО ГАЛЕРИЯ"}),\n'
    assert table.count(above) == 1
    (tmp_path / TABLE).write_text(table.replace(above, above + LINE), "utf-8")
    return tmp_path


def test_a_section_is_a_line_in_the_table(
    decrees: ReplicaServer, changed: Path, tmp_path: Path
) -> None:
    db = tmp_path / "decrees.db"
    crawl = ("crawl", "--db", db, "--origin", decrees.origin, "--section", "decrees", "--json")
    known = presidency(*crawl, "--delay", "0")
    assert known.code == 2
    assert "--section takes one of news," in known.err

    ran = ended(presidency(*crawl, "--delay", "0", PYTHONPATH=python_path(changed)))
    assert json.loads(ran.out)["new_articles"] == len(NEWS)
    stored = query(
        db, "SELECT id, url, section, headline, slug_agrees FROM articles ORDER BY number"
    )
    assert stored == [
        (
            f"bg/decrees/{item.number}",
            f"https://www.president.bg/decrees{item.number}/{item.slug}.html",
            "decrees",
            item.headline,
            1,
        )
        for item in sorted(NEWS, key=lambda item: item.number)
    ]
    bodies = query(db, "SELECT body FROM articles ORDER BY number")
    assert bodies == [
        ("\n\n".join(filter(None, [item.standfirst, *item.paragraphs])),)
        for item in sorted(NEWS, key=lambda item: item.number)
    ]
    assert presidency("verify", "--db", db, PYTHONPATH=python_path(changed)).code == 0
