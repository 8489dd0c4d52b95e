"""A fault of this program is told as one, and never as a site that does not answer."""

from pathlib import Path

import pytest

from presidency_scraper.replica import close_after
from tests.conftest import Served, clean_environment, crawl, query, run

#: The command line with a hole in it.
BROKEN = """
import sys
from presidency_scraper.{module} import {owner}
def fail(*_, **__):
    raise TypeError("a hole")
{owner}.{method} = fail
from presidency_scraper.cli import main
main(sys.argv[1:])
"""


def crawl_broken(few: Served, db: Path, module: str, owner: str, method: str) -> tuple[int, str]:
    script = db.with_name("broken.py")
    script.write_text(BROKEN.format(module=module, owner=owner, method=method))
    options = ("crawl", "--origin", few.origin, "--delay", "0", "--db", str(db))
    ran = run(str(script), *options, cwd=db.parent, **clean_environment())
    return ran.code, ran.err.splitlines()[-1]


def test_a_defect_in_the_reading_of_an_answer_ends_1(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, "intake", "Intake", "_walk")
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}
    assert "TypeError: a hole" in query(db, "SELECT message FROM problems")[0][0]


def test_a_defect_in_a_callback_ends_1(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, "spiders.news", "NewsSpider", "_next_page")
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}


@pytest.mark.parametrize(
    ("module", "owner", "method"),
    [("store.history", "History", "keep"), ("store.search_index", "SearchIndex", "_put_in")],
)
def test_a_defect_in_the_storing_of_pages_ends_1_and_loses_none(
    few: Served, tmp_path: Path, module: str, owner: str, method: str
) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, module, owner, method)
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}
    assert query(db, "SELECT count(*) FROM articles") == [(0,)]
    assert crawl(few.origin, db).code == 0  # without the hole
    whole = tmp_path / "whole.db"
    assert crawl(few.origin, whole).code == 0
    ids = "SELECT id FROM articles ORDER BY id"
    assert query(db, ids) == query(whole, ids)


def test_a_connection_that_closes_is_told_in_words(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    few.site.fail("^/bg/news8601/", close_after(0))
    assert crawl(few.origin, db).code == 4
    [(message,)] = query(db, "SELECT message FROM problems")
    assert message.startswith("no answer: ")
    assert "<" not in message
