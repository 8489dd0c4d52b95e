"""What columns mean is written once, for every column, and the page of tables follows it."""

import json
import runpy
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.store.connection import connect_to_write
from presidency_scraper.store.descriptions import describe, plain, undescribed
from presidency_scraper.store.migrations import migrate
from tests.conftest import ROOT, Crawled, presidency


@pytest.fixture
def fresh() -> Any:
    database = connect_to_write(":memory:")
    migrate(database)
    yield database
    database.close()


def test_every_column_has_a_line_and_no_line_repeats_a_comment(fresh: sqlite3.Connection) -> None:
    faults = undescribed(fresh)
    assert faults == [], "presidency_scraper/store/descriptions.toml:\n" + "\n".join(faults)


#: Changes of the schema without one of the lines, and what is said of them.
UNDESCRIBED = {
    "ALTER TABLE images ADD COLUMN width INTEGER": [
        "images.width has no line: add it under [images]"
    ],
    "CREATE TABLE visits (\n    place TEXT,  -- a town\n    day TEXT\n)": [
        "visits.about has no line: add it under [visits]",
        "visits.place has no line: add it under [visits]",
        "visits.day has no line: add it under [visits]",
    ],
    "ALTER TABLE images DROP COLUMN caption": ["images.caption is no column"],
    "DROP TABLE robots; CREATE TABLE robots (  -- rules\n    origin TEXT PRIMARY KEY,  -- of the"
    " site\n    fetched_at TEXT,\n    body TEXT\n)": [
        "robots.origin: say {} for the schema's comment: of the site"
    ],
}


@pytest.mark.parametrize("change", UNDESCRIBED)
def test_what_the_lines_do_not_know_or_leave_out_is_named(
    fresh: sqlite3.Connection, change: str
) -> None:
    for statement in change.split("; "):
        fresh.execute(statement)
    assert undescribed(fresh) == UNDESCRIBED[change]


def test_a_column_without_a_line_is_described_by_its_comment(fresh: sqlite3.Connection) -> None:
    fresh.execute(
        "CREATE TABLE visits (  -- where who went\n    place TEXT,  -- a town\n    day TEXT\n)"
    )
    table = describe(fresh)["visits"]
    assert table.text == "Where who went"
    assert [(column.name, column.text) for column in table.columns] == [
        ("place", "a town"),
        ("day", ""),
    ]


def test_line_and_comment_make_one_text(fresh: sqlite3.Connection) -> None:
    number = next(c for c in describe(fresh)["articles"].columns if c.name == "number")
    assert number.text == "the site's number; one counter for all sections"
    assert (number.type, number.nullable, number.key) == ("integer", False, False)


def test_the_comment_of_a_view_is_that_of_the_name_it_ends_with(fresh: sqlite3.Connection) -> None:
    minutes = next(c for c in describe(fresh)["latest_runs"].columns if c.name == "minutes")
    assert minutes.text == "how long it took; null where it has not finished"
    assert (minutes.type, minutes.nullable) == ("real", True)


def test_the_page_of_tables_is_up_to_date() -> None:
    rendered = runpy.run_path(str(ROOT / "docs/write_tables.py"))["rendered"]
    page = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    assert page == rendered(page), "run: python docs/write_tables.py"


def test_the_data_package_says_the_same(
    fresh: sqlite3.Connection, crawled: Crawled, tmp_path: Path
) -> None:
    presidency("export", "--db", crawled.db, "--format", "datapackage", "--out", tmp_path / "it")
    package = json.loads((tmp_path / "it/datapackage.json").read_bytes())
    for resource in package["resources"]:
        table = describe(fresh)[resource["name"]]
        assert resource["description"] == plain(table.text)
        said = {field["name"]: field["description"] for field in resource["schema"]["fields"]}
        assert said == {column.name: plain(column.text) for column in table.columns}


def test_shadow_tables_of_a_search_index_need_no_lines(fresh: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as probe:
        probe.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        assert list(describe(probe)) == ["words"]
