"""Edits, deletions and returns, played on the replica and crawled: exactly the rows they should.

Due dates are brought near by setting ``last_checked_at`` back, as time would.
"""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from presidency_scraper.archive import Location, read
from presidency_scraper.demo.replica import Request, Response, status
from presidency_scraper.rules.crawl_options import RECHECKS
from presidency_scraper.store import migrations
from presidency_scraper.store.events import EventQuery, read_events
from presidency_scraper.store.reader import Reader
from tests.conftest import HTML, Ran, Served, crawl, presidency, query

ID = "bg/news/8601"
#: Thousands of articles, as far as they are events.
_MANY_MORE = f"""
WITH RECURSIVE more(number) AS (SELECT 90001 UNION ALL SELECT number + 1 FROM more LIMIT 3000)
INSERT INTO revisions
SELECT 'bg/news/' || number, 1, NULL, captured_at, capture_id, headline, published_at, body,
       fingerprint, changed, cosmetic, last_capture_id, times_seen
FROM revisions, more WHERE article_id = '{ID}' AND revision = 1
"""


def make_due(db: Path, article_id: str = ID) -> None:
    """Let an article be the only one that is due."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET last_checked_at = '2026-01-01T00:00:00Z'")
        connection.execute(
            "UPDATE articles SET last_checked_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
            " WHERE id <> ?",
            [article_id],
        )


@pytest.fixture
def db(few_db: Path) -> Path:
    """The replica, crawled once."""
    return few_db


def check_again(few: Served, db: Path) -> Ran:
    make_due(db)
    ran = crawl(few.origin, db)
    assert ran.code == 0, ran.err
    return ran


def revisions(db: Path) -> list[tuple[object, ...]]:
    return query(
        db,
        "SELECT revision, previous, changed, cosmetic, times_seen FROM revisions"
        " WHERE article_id = ? ORDER BY revision",
        ID,
    )


def present(db: Path) -> tuple[object, ...]:
    return query(db, "SELECT revision, headline, gone_at IS NULL FROM articles WHERE id = ?", ID)[0]


def test_a_first_crawl_makes_one_revision_of_every_article(db: Path) -> None:
    assert query(
        db, "SELECT count(*), max(revision), max(changed), max(times_seen) FROM revisions"
    ) == [(20, 1, "[]", 1)]


def test_an_edit_is_a_revision_with_its_whole_text(few: Served, db: Path) -> None:
    few.site.edit(ID, headline="Нова среща", lead="Първо.", paragraphs=("Първо.", "Второ."))
    ran = check_again(few, db)
    assert json.loads(ran.out)["changed"] == 1
    assert revisions(db) == [(1, None, "[]", 0, 1), (2, 1, '["headline", "body"]', 0, 1)]
    assert present(db) == (2, "Нова среща", 1)
    assert query(db, "SELECT body FROM revisions WHERE article_id = ? AND revision = 2", ID) == [
        ("Първо.\n\nВторо.",)
    ]
    assert query(db, "SELECT text FROM paragraphs WHERE article_id = ? ORDER BY position", ID) == [
        ("Първо.",), ("Второ.",)
    ]  # fmt: skip


def test_a_change_of_quotes_is_cosmetic(few: Served, db: Path) -> None:
    body = query(db, "SELECT body FROM articles WHERE id = ?", ID)[0][0]
    edited = tuple(text.replace("„", "«").replace("“", "»") for text in body.split("\n\n"))
    assert edited != tuple(body.split("\n\n"))
    few.site.edit(ID, lead=edited[0], paragraphs=edited)
    check_again(few, db)
    assert revisions(db)[1:] == [(2, 1, '["body"]', 1, 1)]


def test_teasers_that_change_are_no_revision(few: Served, db: Path) -> None:
    before = query(db, "SELECT target_id FROM teasers WHERE article_id = ?", ID)
    few.site.publish(few.site.draft("Съвсем ново"))
    check_again(few, db)
    assert query(db, "SELECT target_id FROM teasers WHERE article_id = ?", ID) != before
    assert revisions(db) == [(1, None, "[]", 0, 2)]


def test_a_page_that_flips_between_two_versions_makes_two_revisions(few: Served, db: Path) -> None:
    real = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    for headline in ("Друго", real, "Друго", real):
        few.site.edit(ID, headline=headline)
        check_again(few, db)
    assert revisions(db) == [(1, None, "[]", 0, 3), (2, 1, '["headline"]', 0, 2)]
    assert present(db) == (1, real, 1)
    edits = "SELECT id, headline_before, headline_after, changed FROM changes WHERE kind = 'edit'"
    assert query(db, edits) == [
        (f"{ID}/flip/3", "Друго", real, '["headline"]'),
        (f"{ID}/flip/2", real, "Друго", '["headline"]'),
        (f"{ID}/flip/1", "Друго", real, '["headline"]'),
        (f"{ID}/revision/2", real, "Друго", '["headline"]'),
    ]
    told = presidency("show", ID, "--diff", "--db", db).out
    assert re.findall(r"^revision .*(?=, seen)", told, re.MULTILINE) == [
        "revision 2 (after 1)", "revision 1 again (after 2)",
        "revision 2 again (after 1)", "revision 1 again (after 2)",
    ]  # fmt: skip


def test_a_text_that_came_back_is_the_one_that_a_deletion_tells_of(few: Served, db: Path) -> None:
    real = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    for headline in ("Друго", real):
        few.site.edit(ID, headline=headline)
        check_again(few, db)
    few.site.delete(ID)
    for _ in range(3):
        check_again(few, db)
    told = "SELECT headline_before FROM changes WHERE kind = 'deletion'"
    assert query(db, told) == [(real,)]


def test_a_database_from_before_flips_were_told_learns_of_them_by_the_next_run(
    few: Served, db: Path
) -> None:
    real = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    for headline in ("Друго", real):
        few.site.edit(ID, headline=headline)
        check_again(few, db)
    known = query(db, "SELECT * FROM flips")
    with closing(sqlite3.connect(db)) as database, database:
        name = "m045_flips"
        view = (Path(migrations.__file__).parent / "schema" / "m041_changes.sql").read_text()
        database.execute("DROP VIEW changes")
        database.execute("DROP TABLE flips")
        database.execute(view[view.index("CREATE VIEW") :])
        database.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [name])
    assert crawl(few.origin, db).code == 0
    assert (len(known), query(db, "SELECT * FROM flips")) == (1, known)
    assert query(db, "SELECT * FROM stale") == []


def test_changes_has_the_rows_and_the_order_of_the_view_whose_place_it_took(
    few: Served, db: Path
) -> None:
    real = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    for headline in ("Друго", real, f"{real} "):
        few.site.edit(ID, headline=headline)
        check_again(few, db)
    for change in (few.site.delete, few.site.restore, few.site.delete):
        change(ID)
        for _ in range(3):
            check_again(few, db)
    former = (Path(migrations.__file__).parent / "schema" / "m045_flips.sql").read_text()
    former = former[former.rindex("CREATE VIEW") :].replace("VIEW changes", "TEMP VIEW former")
    with closing(sqlite3.connect(db)) as database:
        database.execute(former)
        for condition in (
            "1", "kind = 'new'", "kind IN ('edit', 'return')", "NOT cosmetic", "at < '2000-01-01'",
            f"article_id = '{ID}'", "capture_id > 20", "section = 'news'",
        ):  # fmt: skip
            chosen = f"SELECT * FROM {{}} WHERE {condition}"
            rows, before = (
                database.execute(chosen.format(view)).fetchall() for view in ("changes", "former")
            )
            assert rows == before
        kinds = dict(database.execute("SELECT kind, count(*) FROM changes GROUP BY kind"))
    assert kinds.pop("new") > 1
    assert kinds == {"edit": 2, "deletion": 2, "return": 1}


def test_edits_are_found_without_a_look_at_all_events(few: Served, db: Path) -> None:
    few.site.edit(ID, headline="Друго")
    check_again(few, db)
    with closing(sqlite3.connect(db)) as database, database:
        database.execute(_MANY_MORE)
    found = {}
    for kind in ("new", "edit"):
        with closing(sqlite3.connect(db)) as database:
            steps = list[int]()
            database.set_progress_handler(partial(steps.append, 1), 100)
            events = list(read_events(Reader(database), EventQuery((kind,))))
            found[kind] = len(events), len(steps)
    assert found["new"][0] > 3_000
    assert found["edit"][0] == 1
    assert found["edit"][1] * 50 < found["new"][1]


def test_an_edit_after_a_flip_is_compared_with_what_stood_there(few: Served, db: Path) -> None:
    real = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    for headline in ("Друго", real, "Трето"):
        few.site.edit(ID, headline=headline)
        check_again(few, db)
    assert revisions(db)[2] == (3, 1, '["headline"]', 0, 1)
    edits = "SELECT headline_before, headline_after FROM changes WHERE kind = 'edit' ORDER BY id"
    assert query(db, edits) == [
        ("Друго", real), (real, "Друго"), (real, "Трето")
    ]  # fmt: skip


def test_an_article_is_gone_when_three_runs_missed_it_and_keeps_its_text(
    few: Served, db: Path
) -> None:
    few.site.delete(ID)
    for run, gone in ((1, False), (2, False), (3, True)):
        # A missing article is due at once: nothing is set back here.
        if run == 1:
            make_due(db)
        assert crawl(few.origin, db).code == 0
        assert present(db)[2] == (not gone)
    runs, gone_at, back = query(db, "SELECT runs, gone_at, back_capture_id FROM absences")[0]
    first = query(
        db, "SELECT captured_at FROM captures WHERE outcome = 'missing' AND article_id = ?", ID
    )[0][0]
    assert (runs, gone_at, back) == (3, first, None)
    assert query(db, "SELECT count(*) FROM paragraphs WHERE article_id = ?", ID) == [(6,)]


def test_an_article_that_comes_back_is_there_again_and_its_absence_stays(
    few: Served, db: Path
) -> None:
    few.site.delete(ID)
    for _ in range(3):
        check_again(few, db)
    few.site.restore(ID)
    check_again(few, db)
    assert present(db)[2] == 1
    assert revisions(db) == [(1, None, "[]", 0, 2)]
    gone_at, back = query(db, "SELECT gone_at, back_capture_id FROM absences")[0]
    assert gone_at
    assert query(db, "SELECT outcome FROM captures WHERE id = ?", back) == [("article",)]


@pytest.mark.parametrize(
    "answer",
    [
        Response(301, {"Location": "/bg/news/"}, b""),
        Response(302, {"Location": "/"}, b""),
        Response(301, {"Location": "/bg/news8445/other.html"}, b""),
        Response(200, HTML, "<title>404</title><p>Страницата не е намерена.</p>".encode()),
    ],
)
def test_an_article_sent_elsewhere_or_said_to_be_missing_is_missed(
    few: Served, db: Path, answer: Response
) -> None:
    few.site.fail("/bg/news8601/", lambda request, real: answer)
    make_due(db)
    crawl(few.origin, db)
    assert query(db, "SELECT article_id, runs, gone_at FROM absences") == [(ID, 1, None)]


@pytest.mark.parametrize(
    "address", ["https://www.president.bg/news8601/x.html", "/bg/news8601/{slug}.html"]
)
def test_a_redirect_that_tells_nothing_of_the_article_is_no_absence(
    few: Served, db: Path, address: str
) -> None:
    path = query(db, "SELECT url FROM articles WHERE id = ?", ID)[0][0].rsplit("/", 1)[1]
    location = address.format(slug=path.removesuffix(".html"))
    few.site.fail("/bg/news8601/", lambda request, real: Response(302, {"Location": location}, b""))
    make_due(db)
    assert crawl(few.origin, db).code == 5
    assert query(db, "SELECT count(*) FROM absences") == [(0,)]


def test_an_error_of_the_server_is_no_absence(few: Served, db: Path) -> None:
    few.site.fail("/bg/news8601/", status(503))
    make_due(db)
    assert crawl(few.origin, db).code == 4
    assert query(db, "SELECT count(*) FROM absences") == [(0,)]
    assert present(db)[2] == 1


def test_a_page_is_asked_for_conditionally_and_304_leaves_it_as_it_is(
    few: Served, db: Path
) -> None:
    asked: list[str | None] = []

    def listen(request: Request, real: Response) -> Response:
        asked.append(request.headers.get("if-none-match"))
        return real

    few.site.fail("/bg/news8601/", listen)
    check_again(few, db)
    etag = query(db, "SELECT c.etag FROM articles a JOIN captures c ON c.id = a.capture_id"
                     " WHERE a.id = ?", ID)[0][0]  # fmt: skip
    assert etag
    assert asked == [etag]
    outcome = "SELECT status, outcome FROM captures WHERE article_id = ? ORDER BY id DESC LIMIT 1"
    assert query(db, outcome, ID) == [(304, "unchanged")]
    assert query(db, "SELECT last_checked_at > '2026-11' FROM articles WHERE id = ?", ID) == [(1,)]


def test_a_page_that_is_the_same_is_not_kept_twice(few: Served, db: Path) -> None:
    def without_validator(_: Request, real: Response) -> Response:
        return replace(real, headers={n: v for n, v in real.headers.items() if n != "ETag"})

    few.site.fail("/bg/news8601/", without_validator)
    for _ in range(2):
        with closing(sqlite3.connect(db)) as connection, connection:
            connection.execute("UPDATE captures SET etag = NULL")
        check_again(few, db)
    places = query(
        db, "SELECT warc_file, warc_offset FROM captures WHERE article_id = ? ORDER BY id", ID
    )
    kinds = [str(read(db.with_name("p-archive"), Location(*place)).kind) for place in places]
    assert kinds == ["response", "revisit", "revisit"]
    assert present(db)[0] == 1


def test_recheck_asks_for_no_more_than_it_is_told(few: Served, db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z'")
    few.asked()
    crawl(few.origin, db, "--recheck", "3")
    assert len([path for path in few.asked() if "/page/" not in path]) == 3
    crawl(few.origin, db, "--recheck", "0")
    assert [path for path in few.asked() if "/page/" not in path] == []


def test_a_named_article_is_checked_though_it_is_not_due_and_nothing_else_is_asked(
    few: Served, db: Path
) -> None:
    few.asked()
    few.site.edit(ID, headline="Нещо друго се обсъди с Япония")
    ran = crawl(few.origin, db, "--article", ID)
    assert (ran.code, json.loads(ran.out)["changed"]) == (0, 1)
    assert [path.split("/")[2] for path in few.asked()] == ["news8601"]


def test_a_named_article_that_is_not_stored_is_fetched(few: Served, db: Path) -> None:
    few.site.publish(few.site.draft("Съвсем ново", number=9001))
    ran = crawl(few.origin, db, "--article", "bg/news/9001")
    assert (ran.code, json.loads(ran.out)["new_articles"]) == (0, 1)


def test_status_says_when_checks_fall_behind_and_when_they_do_not(few: Served, db: Path) -> None:
    for ago, late in (("20 hours", 0), ("7 months", 0), ("18 months", 20)):
        with closing(sqlite3.connect(db)) as connection, connection:
            connection.execute(
                "UPDATE articles SET published_at = '2015-01-01T10:00:00+02:00',"
                " last_checked_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?)", [f"-{ago}"]
            )  # fmt: skip
        assert json.loads(presidency("status", "--db", db, "--json").out)["late"] == late
        said = "falling behind: 20 articles should have been checked long ago; crawl more often"
        assert (said in presidency("status", "--db", db).out) == bool(late)


def test_the_help_says_the_default_of_recheck() -> None:
    assert f"[default: {RECHECKS}]" in " ".join(presidency("crawl", "--help").out.split())


def test_show_tells_the_history(few: Served, db: Path) -> None:
    old = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
    few.site.edit(ID, headline=old.replace("Япония", "Корея"))
    check_again(few, db)
    diff = presidency("show", ID, "--diff", "--db", db).out
    assert "[-Япония-]{+Корея+}" in diff
    assert presidency("show", ID, "--revision", "1", "--db", db).out.startswith("Засилване")
    page = presidency("show", ID, "--revision", "1", "--html", "--db", db).out
    assert "Япония" in page
    assert page.startswith("<!DOCTYPE html>")
    refused = presidency("show", ID, "--revision", "9", "--db", db)
    assert (refused.code, refused.err) == (2, f"presidency: {ID} has 2 revisions\n")
