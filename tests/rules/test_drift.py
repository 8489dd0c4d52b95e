"""The site redesigned: it is seen within the first pages, and nothing wrong is stored.

Each redesign is played on the replica before a first crawl and before a nightly run. A twin of
the site gives the pages as they were, whole, whatever validators a request carries.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response, demo_site, serve_replica
from tests.conftest import HTML, Ran, Served, crawl, ended, is_well, presidency, query

Change = Callable[[str, str], str]
TABLES = {
    "articles": "SELECT id, url, headline, lead, published_at, body, word_count, revision, gone_at"
    " FROM articles ORDER BY id",
    "paragraphs": "SELECT article_id, position, text FROM paragraphs ORDER BY 1, 2",
    "revisions": "SELECT article_id, revision, headline, published_at, body, changed, cosmetic"
    " FROM revisions ORDER BY 1, 2",
    "teasers": "SELECT article_id, position, headline, lead, published_at, url, target_id"
    " FROM teasers ORDER BY 1, 2",
}
MONTHS = "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември"
DATES = re.compile(
    rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d|\d\d? (?:{MONTHS}) \d{{4}}(?: \| \d\d:\d\d)?"
)
SHELL = '<html><head><title>Президент</title></head><body><div id="app"></div></body></html>'
NAME = "Актуални новини от седмицата"


def is_listing(path: str) -> bool:
    return "/page/" in path


def empty_shell(_: str, __: str) -> str:
    return SHELL


def without_dates(_: str, page: str) -> str:
    return DATES.sub("", page)


def listings_without_links(path: str, page: str) -> str:
    return re.sub(r"</?a\b[^>]*>", "", page) if is_listing(path) else page


def same_headline(path: str, page: str) -> str:
    return page if is_listing(path) else re.sub("<h2>.*?</h2>", f"<h2>{NAME}</h2>", page)


def more_boilerplate(path: str, page: str) -> str:
    more = "<p>Институцията е отворена за всеки български гражданин.</p>\n<h3>"
    return page if is_listing(path) else page.replace("<h3>", more, 1)


#: The redesigns, and what the last line names.
REDESIGNS: dict[str, tuple[Change, str]] = {
    "empty shell": (empty_shell, "could be read"),
    "no dates": (without_dates, "could be read"),
    "no links": (listings_without_links, "could be read"),
    "same headline": (same_headline, "headlines that match their slugs"),
}
NIGHTLY = REDESIGNS | {"boilerplate": (more_boilerplate, "stored articles that were as before")}


def redesign(served: Served, change: Change) -> None:
    twin = served.site.face("text")

    def respond(request: Request, _: Response) -> Response:
        true = twin.answer("GET", request.path)
        if true.status != 200:
            return true
        page = change(request.path, true.body.decode())
        return Response(200, HTML, page.encode())

    served.site.fail(r"^/(?!robots\.txt|images)", respond)


def rows(db: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: query(db, sql) for table, sql in TABLES.items()}


def counts(db: Path) -> dict[str, tuple[int, int]]:
    """What the newest run counted: how many pages, how many had the field."""
    sql = (
        "SELECT field, sum(pages), sum(found) FROM run_fields"
        " WHERE run_id = (SELECT max(id) FROM runs) GROUP BY field"
    )
    return {field: (pages, found) for field, pages, found in query(db, sql)}


def kinds(db: Path) -> set[str]:
    return {kind for (kind,) in query(db, "SELECT kind FROM problems")}


def make_due(db: Path, count: int = 20) -> None:
    """Let the *count* newest articles be due, and no other."""
    with closing(sqlite3.connect(db)) as connection, connection:
        now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
        connection.execute(f"UPDATE articles SET last_checked_at = {now}")
        connection.execute(
            "UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z' WHERE id IN"
            " (SELECT id FROM articles ORDER BY published_at DESC LIMIT ?)",
            [count],
        )


def alarmed(ran: Ran, *words: str) -> None:
    """The run ended 5, with one line that names what is wrong."""
    assert ran.code == 5, ran.err
    *before, last = ran.err.splitlines()
    assert not any(line.startswith("presidency:") for line in before)
    assert last.startswith("presidency: ")
    assert "Traceback" not in ran.err
    missing = [word for word in words if word not in last]
    assert not missing, last


def is_rebuilt_the_same(db: Path) -> None:
    before = rows(db)
    ended(presidency("rebuild", "--db", db))
    assert rows(db) == before
    is_well(db)


@pytest.fixture
def db(few_db: Path) -> Path:
    """A database of the twenty, of which every article is due."""
    make_due(few_db)
    return few_db


def publish(few: Served, count: int = 3) -> None:
    for number in range(count):
        few.site.publish(few.site.draft(f"Съвсем ново {number}"))


def is_complete(few: Served, db: Path) -> None:
    """A plain crawl of the healed site ends well and brings exactly what is there."""
    few.site.heal()
    ended(crawl(few.origin, db))
    shown = {(item.id, item.headline) for item in few.site.items("bg")}
    assert set(query(db, "SELECT id, headline FROM articles")) == shown


# Before a first crawl


def redesigned_first(few: Served, db: Path, name: str) -> Ran:
    """A first crawl of the redesigned site, which stores nothing and soon ends 5."""
    redesign(few, REDESIGNS[name][0])
    ran = crawl(few.origin, db)
    alarmed(ran)
    assert rows(db) == {table: [] for table in TABLES}
    assert kinds(db)
    assert len(few.asked()) <= 25
    return ran


@pytest.mark.parametrize("name", ["empty shell", "no dates", "no links"])
def test_a_redesign_before_a_first_crawl_is_seen_and_nothing_stored(
    few: Served, tmp_path: Path, name: str
) -> None:
    redesigned_first(few, tmp_path / "p.db", name)


@pytest.mark.slow
@pytest.mark.parametrize("name", REDESIGNS)
def test_after_it_a_rebuild_agrees_and_the_next_crawl_of_the_healed_site_is_whole(
    few: Served, tmp_path: Path, crawled_few: Path, name: str
) -> None:
    db = tmp_path / "p.db"
    redesigned_first(few, db, name)
    is_rebuilt_the_same(db)
    is_complete(few, db)
    assert rows(db)["articles"] == rows(crawled_few)["articles"]
    assert rows(db)["paragraphs"] == rows(crawled_few)["paragraphs"]


# Before a nightly run


def redesigned_nightly(few: Served, db: Path, name: str) -> Ran:
    """A crawl of the redesigned site where all is stored: it changes nothing, and soon ends 5."""
    change, field = NIGHTLY[name]
    before = rows(db)
    publish(few)
    redesign(few, change)
    ran = crawl(few.origin, db)
    alarmed(ran, field)
    assert rows(db) == before
    assert kinds(db)
    assert len(few.asked()) <= 30
    return ran


def test_a_redesign_before_a_nightly_run_is_seen_and_nothing_changed(few: Served, db: Path) -> None:
    redesigned_nightly(few, db, "no dates")


@pytest.mark.slow
@pytest.mark.parametrize("name", NIGHTLY)
def test_after_that_a_rebuild_agrees_and_the_healed_site_is_read_again(
    few: Served, db: Path, name: str
) -> None:
    redesigned_nightly(few, db, name)
    is_rebuilt_the_same(db)
    is_complete(few, db)


@pytest.mark.slow
def test_accept_drift_stores_what_was_withheld(few: Served, db: Path) -> None:
    publish(few)
    redesign(few, more_boilerplate)
    alarmed(crawl(few.origin, db))
    make_due(db)
    ended(crawl(few.origin, db, "--accept-drift"))
    assert query(db, "SELECT count(*) FROM articles") == [(23,)]
    edited = "SELECT count(*) FROM articles WHERE revision = 2"
    assert query(db, edited) == [(20,)]
    is_rebuilt_the_same(db)


# No alarm


def test_a_healthy_first_run_is_not_alarmed_and_counts_what_it_read(crawled_few: Path) -> None:
    said = counts(crawled_few)
    assert said["article"] == (20, 20)
    pages, slugs = said["slug"]
    assert 18 <= slugs <= pages <= 20  # most slugs can tell, and most headlines match
    pages, paragraphs = said["paragraphs"]
    assert (pages, [(paragraphs,)]) == (
        20,
        query(crawled_few, "SELECT count(*) FROM paragraphs"),
    )
    assert said["entry_headline"][0] == said["entry_headline"][1]
    assert not kinds(crawled_few)


def edit(few: Served, count: int) -> None:
    for item in few.site.items("bg")[:count]:
        few.site.edit(item.id, paragraphs=(*item.paragraphs, "Добавено по-късно."))


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_run_where_every_article_was_edited_is_not_alarmed(
    few: Served, db: Path, count: int
) -> None:
    edit(few, count)
    make_due(db, count)
    ran = ended(crawl(few.origin, db))
    assert json.loads(ran.out)["outcome"].startswith("all well")
    assert counts(db)["same"] == (count, 0)
    assert query(db, "SELECT count(*) FROM articles WHERE revision = 2") == [(count,)]


@pytest.mark.slow
def test_a_run_that_finds_half_of_twenty_edited_is_not_alarmed(few: Served, db: Path) -> None:
    edit(few, 10)
    ended(crawl(few.origin, db))
    assert counts(db)["same"] == (20, 10)
    assert query(db, "SELECT count(*) FROM articles WHERE revision = 2") == [(10,)]


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_first_run_on_a_small_site_is_not_alarmed(tmp_path: Path, count: int) -> None:
    small = ReplicaSite(demo_site().items("bg")[:count])
    with serve_replica(small) as server:
        ran = crawl(server.origin, tmp_path / "p.db")
    assert ran.code == 0, ran.err
    assert query(tmp_path / "p.db", "SELECT count(*) FROM articles") == [(count,)]
    assert counts(tmp_path / "p.db")["article"] == (count, count)


def test_what_one_edition_never_shows_is_not_missed_after_another_showed_it(
    served: Served, tmp_path: Path
) -> None:
    """Teasers of www have no leads, those of text do."""
    db = tmp_path / "p.db"
    ended(crawl(served.origin, db))
    with serve_replica(served.site.face("www")) as www:
        ran = crawl(www.origin, db, "--edition", "www", "--full", "--recheck", "20")
    assert (ran.code, kinds(db)) == (0, set()), ran.err
    editions = query(db, "SELECT DISTINCT run_id, edition FROM run_fields ORDER BY 1")
    assert editions == [(1, "text"), (2, "www")]
