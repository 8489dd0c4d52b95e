"""A fault of this program is told as one, and never as a site that does not answer."""

from pathlib import Path

import pytest

from presidency_scraper.demo.replica import close_after
from tests.conftest import Served, crawl, others_slow, presidency, query
from tests.ingest.broken import Hole, run_broken

KEEP = Hole("store.history", "History", "keep")
INDEX = Hole("store.search_index", "SearchIndex", "_put_in")


def crawl_broken(few: Served, db: Path, hole: Hole, *more: str) -> tuple[int, str]:
    options = ("crawl", "--origin", few.origin, "--delay", "0", "--db", str(db))
    ran = run_broken(hole, *options, *more, cwd=db.parent)
    return ran.code, ran.err.splitlines()[-1]


def test_a_defect_in_the_reading_of_an_answer_ends_1(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, Hole("ingest.walks", "Walks", "go_on"))
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}
    assert "TypeError: a hole" in query(db, "SELECT message FROM problems")[0][0]


def test_a_defect_in_a_callback_ends_1(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, Hole("spiders.news", "NewsSpider", "_next_page"))
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}


@others_slow()
@pytest.mark.parametrize("hole", [KEEP, INDEX], ids="-".join)
def test_a_defect_in_the_storing_of_pages_ends_1_and_loses_none(
    few: Served, tmp_path: Path, hole: Hole
) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, hole)
    assert (code, line) == (1, "presidency: a defect of this program: see `problems`, report it")
    assert {row[0] for row in query(db, "SELECT kind FROM problems")} == {"defect"}
    assert query(db, "SELECT count(*) FROM articles") == [(0,)]
    assert crawl(few.origin, db).code == 0  # without the hole
    whole = tmp_path / "whole.db"
    assert crawl(few.origin, whole).code == 0
    ids = "SELECT id FROM articles ORDER BY id"
    assert query(db, ids) == query(whole, ids)


def test_what_a_defect_took_from_a_run_is_taken_in_under_its_own_number(
    few: Served, tmp_path: Path
) -> None:
    """The first article of a run cannot be indexed; the others could."""
    db = tmp_path / "p.db"
    assert crawl(few.origin, db, "--limit", "3").code == 0
    asks = ("crawl", "--origin", few.origin, "--delay", "0.1", "--accept-drift", "--db", str(db))
    broken = run_broken(INDEX, *asks, "--limit", "6", cwd=tmp_path, at=1)
    assert broken.code == 1
    assert "TypeError: a hole" in query(db, "SELECT message FROM problems")[0][0]
    assert crawl(few.origin, db, "--limit", "1").code == 0
    assert presidency("verify", "--db", str(db), cwd=tmp_path).code == 0


def test_a_defect_in_what_is_held_to_the_end_ends_1(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    code, line = crawl_broken(few, db, KEEP, "--limit", "2")
    assert code == 1
    assert line.endswith("see `problems`, report it")
    assert query(db, "SELECT exit_code FROM runs") == [(1,)]


def test_a_connection_that_closes_is_told_in_words(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    few.site.fail("^/bg/news8601/", close_after(0))
    assert crawl(few.origin, db).code == 4
    [(message,)] = query(db, "SELECT message FROM problems")
    assert message.startswith("no answer: ")
    assert "<" not in message
