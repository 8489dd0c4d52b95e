"""`verify --since-last`: what is new, and a share of the rest, another one each time."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from presidency_scraper.ingest.spot_check import ROUNDS, compare_rows, read_mark
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.store.database import open_reader
from tests.conftest import Ran, presidency, query, serve_newest
from tests.conftest import crawl as crawl_from


def verify(db: Path) -> Ran:
    return presidency("verify", "--since-last", "--db", db)


def mark_of(db: Path) -> dict[str, object]:
    mark: dict[str, object] = json.loads(db.with_name("p.db.verified").read_text())
    return mark


def turn_to(db: Path, capture: int) -> None:
    """Let that one be the next whose turn it is."""
    db.with_name("p.db.verified").write_text(json.dumps(mark_of(db) | {"looked_at": capture - 1}))


def change(db: Path, statement: str) -> None:
    with closing(sqlite3.connect(db)) as database, database:
        assert database.execute(statement).rowcount > 0


@pytest.fixture
def db(few_db: Path) -> Path:
    """A database that was found to be well."""
    ran = verify(few_db)
    assert ran.code == 0, ran.err
    return few_db


def test_all_that_is_older_comes_round(db: Path) -> None:
    captures = query(db, "SELECT max(id) FROM captures")[0][0]
    seen, share = 0, -(-captures // ROUNDS)
    for _ in range(3):
        assert verify(db).code == 0
        seen += share
        assert mark_of(db)["looked_at"] == seen
    assert share * ROUNDS >= captures
    turn_to(db, captures)
    assert verify(db).code == 0
    assert int(str(mark_of(db)["looked_at"])) >= captures
    assert verify(db).code == 0
    assert mark_of(db)["looked_at"] == share  # from the first one again


def test_what_came_since_is_looked_at_whole(db: Path) -> None:
    before = query(db, "SELECT max(id) FROM captures")[0][0]
    with serve_newest(21) as served:
        assert crawl_from(served.origin, db).code == 0
    ((article, capture),) = query(
        db, "SELECT id, capture_id FROM articles WHERE capture_id > ? LIMIT 1", before
    )
    change(db, f"UPDATE revisions SET body = body || '.' WHERE article_id = '{article}'")
    ran = verify(db)
    assert ran.code == 8
    assert f"revisions {capture} differs from the archive in" in ran.out
    change(
        db,
        "UPDATE revisions SET body = (SELECT body FROM articles WHERE id = article_id)"
        f" WHERE article_id = '{article}'",
    )
    assert verify(db).code == 0
    assert int(str(mark_of(db)["captures"])) > before


TAMPERED = {
    "captures": "UPDATE captures SET digest = 'x' WHERE id = {id}",
    "sightings": "UPDATE entries SET headline = 'x' WHERE id ="
    " (SELECT entry_id FROM listing_entries WHERE capture_id = {id})",
    "revisions": "UPDATE revisions SET fingerprint = 'x' WHERE capture_id = {id}",
    "articles": "UPDATE paragraphs SET text = 'x' WHERE article_id ="
    " (SELECT id FROM articles WHERE capture_id = {id})",
}


@pytest.mark.parametrize("table", TAMPERED)
def test_a_changed_row_is_found_when_its_turn_comes(db: Path, table: str) -> None:
    column = "id" if table == "captures" else "capture_id"
    capture = query(db, f"SELECT max({column}) FROM {table}")[0][0]
    change(db, TAMPERED[table].format(id=capture))
    turn_to(db, capture)
    ran = verify(db)
    assert ran.code == 8
    assert f"{table} {capture} differs from the archive" in ran.out
    assert mark_of(db)["looked_at"] == capture - 1  # it is looked at again until it is well


def test_each_record_of_a_sound_archive_makes_its_rows(db: Path) -> None:
    archive = db.parent / "p-archive"
    with closing(open_reader(db)) as reader:
        mark = read_mark(archive, db)
        assert mark is not None
        assert list(compare_rows(archive, reader, SITE, mark.before_all())) == []


def test_a_changed_byte_is_found_when_its_turn_comes_and_a_lost_file_at_once(db: Path) -> None:
    (file,) = (db.parent / "p-archive").glob("*.warc.gz")
    sound = file.read_bytes()
    file.write_bytes(sound[:2000] + bytes([sound[2000] ^ 1]) + sound[2001:])
    assert verify(db).code == 8
    file.unlink()
    ran = verify(db)
    assert ran.code == 8
    assert "the file is missing" in ran.out


def test_with_another_archive_or_a_damaged_mark_all_is_verified(db: Path) -> None:
    for said in ("", json.dumps(mark_of(db) | {"chain": "0" * 64})):
        db.with_name("p.db.verified").write_text(said)
        assert read_mark(db.parent / "p-archive", db) is None
        assert verify(db).code == 0
        assert mark_of(db)["looked_at"] == 0
