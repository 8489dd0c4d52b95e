"""What version 0.1.0 left behind is opened, migrated, verified, rebuilt and gone on with.

`tests/data/v0_1_0/README.md` says what is in it. Tables and columns that came later are not looked
at; what 0.1.0 stored must stand there to the letter.
"""

import json
import lzma
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper import __version__
from tests.conftest import ROOT, Ran, Served, crawl, presidency, query

DATA = ROOT / "tests" / "data" / "v0_1_0"
EDITED = "bg/news/8601"
LAST_RUN = 17
#: What a crawl by this version finds.
NEW = "bg/news/9001"

Rows = list[list[Any]]
#: What drift is counted by follows the rules of the version that makes the rows.
RECOUNTED = "run_fields"
#: Of a table the columns that 0.1.0 had, and the rows.
Table = tuple[list[str], Rows]


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    """The rows as 0.1.0 made them."""
    document: dict[str, Any] = json.loads(lzma.decompress((DATA / "rows.json.xz").read_bytes()))
    return document


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The database as 0.1.0 left it, with its archive beside it."""
    shutil.copytree(DATA / "archive", tmp_path / "archive")
    path = tmp_path / "presidency.db"
    path.write_bytes(lzma.decompress((DATA / "presidency.db.xz").read_bytes()))
    return path


@pytest.fixture
def migrated(few: Served, db: Path) -> Path:
    """The same after a crawl by this version, which found one new article."""
    known = {row[0] for row in query(db, "SELECT id FROM articles")}
    for item in few.site.items():
        if item.id in known:
            few.site.delete(item.id)  # here it has other words, and what listings say is believed
    few.site.publish(few.site.draft("Съвсем ново", number=9001))
    ran = crawl(few.origin, db, "--section", "news", "--limit", "1", "--recheck", "0")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["new_articles"] == 1
    return db


def in_order(rows: Any) -> Rows:
    return sorted(map(list, rows), key=repr)


def read_rows(db: Path, table: str, columns: list[str], where: str) -> Rows:
    return in_order(query(db, f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"))


def tables_of(stored: dict[str, Any], db: Path) -> dict[str, Table]:
    """The tables that the archive alone makes; the digests of words only under the same rules."""
    tables = {name: (table["columns"], table["rows"]) for name, table in stored["derived"].items()}
    if query(db, "SELECT rules FROM search_rules") != [(stored["search_rules"],)]:
        tables["search_rows"] = without(tables["search_rows"], "digest")
    return tables


def without(table: Table, column: str) -> Table:
    columns, rows = table
    at = columns.index(column)
    return columns[:at] + columns[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]


def read_derived(db: Path, table: str, columns: list[str]) -> Rows:
    """The rows of *table* that come of captures."""
    captured = {
        "runs": "id IN (SELECT run_id FROM captures)",
        "problems": "capture_id IS NOT NULL",
    }
    return read_rows(db, table, columns, captured.get(table, "true"))


def has_exactly_the_rows(db: Path, stored: dict[str, Any], *, but: str = "") -> None:
    for name, (columns, rows) in tables_of(stored, db).items():
        if name == but:
            continue
        assert read_derived(db, name, columns) == in_order(rows), name


def has_the_ledger(db: Path, stored: dict[str, Any], last_run: int | None = None) -> None:
    """Of runs up to *last_run*, if one is named."""
    runs = "true" if last_run is None else f"id <= {last_run}"
    for name, where in (("runs", runs), ("problems", "capture_id IS NULL")):
        table = stored["ledger"][name]
        assert read_rows(db, name, table["columns"], where) == in_order(table["rows"]), name


def archived(db: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (db.parent / "archive").iterdir()}


def asked(*arguments: str | Path) -> Any:
    """What a command answers in JSON."""
    ran = presidency(*arguments, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def told(*arguments: str | Path) -> str:
    ran: Ran = presidency(*arguments)
    assert ran.code == 0, ran.err
    return ran.out


# -- what is there ---------------------------------------------------------------------------------


def test_the_past_has_what_it_should(db: Path) -> None:
    outcomes = {row[0] for row in query(db, "SELECT DISTINCT outcome FROM captures")}
    assert outcomes == {
        "article", "shell", "listing", "robots", "redirect", "missing", "unchanged", "unreadable",
        "failed",
    }  # fmt: skip
    assert query(db, "SELECT DISTINCT exit_code FROM runs ORDER BY 1") == [
        (None,), (0,), (4,), (5,), (6,)
    ]  # fmt: skip
    assert query(db, "SELECT DISTINCT edition FROM articles ORDER BY 1") == [
        ("mobile",), ("text",), ("www",)
    ]  # fmt: skip
    assert query(db, "SELECT revision, cosmetic FROM revisions WHERE article_id = ?", EDITED) == [
        (1, 0), (2, 0), (3, 1)
    ]  # fmt: skip
    assert query(db, "SELECT count(DISTINCT language), count(DISTINCT section) FROM articles") == [
        (2, 4)
    ]


def test_the_past_has_articles_that_are_missed_gone_and_back(db: Path) -> None:
    assert query(
        db,
        "SELECT article_id, runs, gone_at IS NOT NULL, back_capture_id IS NOT NULL"
        " FROM absences ORDER BY 1",
    ) == [
        ("bg/news/8630", 3, 1, 1),
        ("bg/news/8634", 3, 1, 0),
        ("bg/news/8635", 1, 0, 1),
        ("en/news/103", 1, 0, 0),
    ]


def test_the_rows_are_those_of_the_database(db: Path, stored: dict[str, Any]) -> None:
    has_exactly_the_rows(db, stored)
    has_the_ledger(db, stored)


# -- reading it as it is ---------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("status",), ("show", EDITED), ("search", "Япония")])
def test_an_older_database_is_read_or_a_crawl_is_advised_and_it_stays_as_it_was(
    db: Path, command: tuple[str, ...]
) -> None:
    before = db.read_bytes()
    ran = presidency(*command, "--db", db)
    if ran.code:
        assert (ran.code, ran.err) == (
            8,
            f"presidency: {db} is from an older version: "
            "run `presidency crawl` or `rebuild` on it\n",
        )
    assert db.read_bytes() == before


# -- after a crawl ---------------------------------------------------------------------------------


def test_a_crawl_keeps_every_row_and_adds_one_article(
    migrated: Path, stored: dict[str, Any]
) -> None:
    for name, (columns, rows) in tables_of(stored, migrated).items():
        now = read_derived(migrated, name, columns)
        assert [row for row in in_order(rows) if row not in now] == [], name
    before = {row[0] for row in stored["derived"]["articles"]["rows"]}
    assert {row[0] for row in query(migrated, "SELECT id FROM articles")} == before | {NEW}


def test_a_crawl_keeps_the_ledger(migrated: Path, stored: dict[str, Any]) -> None:
    has_the_ledger(migrated, stored, LAST_RUN)
    assert query(migrated, "SELECT exit_code FROM runs WHERE id > ?", LAST_RUN) == [(0,)]


def test_a_crawl_goes_on_in_the_same_archive_and_verify_says_what_an_older_version_made(
    migrated: Path, stored: dict[str, Any]
) -> None:
    now = archived(migrated)
    for path in (DATA / "archive").iterdir():
        assert now[path.name].startswith(path.read_bytes()), path.name
    found = presidency("verify", "--db", migrated)  # drift is counted otherwise by now
    assert found.code == 8
    said = r": made by an older version: run `presidency rebuild` \(rows: run_fields \d+\)\n"
    assert re.fullmatch(re.escape(str(migrated)) + said, found.out), found.out
    first = max(row[0] for row in stored["derived"]["captures"]["rows"]) + 1
    added = query(migrated, "SELECT min(id) FROM captures WHERE run_id > ?", LAST_RUN)
    assert added == [(first,)]


def test_verify_tells_damage_from_what_an_older_version_made(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM captures WHERE id = 1")
    lines = presidency("verify", "--db", migrated).out.splitlines()
    assert f"{migrated}: captures 1 is missing: the archive has it" in lines
    assert len([line for line in lines if "made by an older version" in line]) == 1


def test_a_rebuild_leaves_one_maker_and_what_differs_then_is_damage(migrated: Path) -> None:
    assert len(query(migrated, "SELECT * FROM makers")) == 2
    assert presidency("rebuild", "--db", migrated).code == 0
    assert [row[0] for row in query(migrated, "SELECT * FROM makers")] == [__version__]
    with closing(sqlite3.connect(migrated)) as connection, connection:
        connection.execute("UPDATE articles SET word_count = 5 WHERE number = 8601")
    assert presidency("verify", "--db", migrated).out == (
        f"{migrated}: articles {EDITED} differs from the archive in word_count\n"
    )


def test_a_crawl_makes_it_readable(migrated: Path) -> None:
    status = asked("status", "--db", migrated)
    assert status["articles"] == 15
    # 0.1.0 told of three: the edit that was taken back in run 8 is one as well
    assert status["history"] == {"edits": 4, "cosmetic": 1, "gone": 1, "missed": 1}
    assert [run["exit_code"] for run in status["runs"]][:1] == [0]


def test_show_tells_the_history_of_an_article(migrated: Path) -> None:
    article = asked("show", EDITED, "--db", migrated)
    assert article["headline"] == "Задълбочаване на сътрудничеството между България и Япония"
    assert len(article["paragraphs"]) == 2
    diff = told("show", EDITED, "--diff", "--db", migrated)
    assert "[-Засилване-]{+Задълбочаване+}" in diff
    assert "[-влошаващата-]{+усложняващата+}" in diff
    first = told("show", EDITED, "--revision", "1", "--html", "--db", migrated)
    assert "<h2>Засилване на сътрудничеството между България и Япония</h2>" in first


def test_search_finds_words_in_all_their_forms(migrated: Path) -> None:
    for words, found in (
        ("база Хякури", [EDITED]),
        ("базата", [EDITED]),  # another form of the word
        ("стратегии българи", ["bg/news/103"]),
        ("усложняваща", [EDITED]),
        ("влошаваща", []),  # it no longer says so
        ("strategies abroad", ["en/news/103"]),
    ):
        assert [hit["id"] for hit in asked("search", words, "--db", migrated)] == found, words


# -- made again ------------------------------------------------------------------------------------


def test_a_rebuild_in_its_place_makes_the_same_rows_and_keeps_the_ledger(
    db: Path, stored: dict[str, Any]
) -> None:
    files = archived(db)
    assert told("rebuild", "--db", db)
    has_exactly_the_rows(db, stored, but=RECOUNTED)
    has_the_ledger(db, stored)
    assert told("verify", "--db", db)
    assert archived(db) == files


def test_a_rebuild_from_the_archive_alone_makes_the_same_rows(
    db: Path, stored: dict[str, Any]
) -> None:
    db.unlink()
    assert told("rebuild", "--db", db)
    has_exactly_the_rows(db, stored, but=RECOUNTED)
    assert told("verify", "--db", db)
