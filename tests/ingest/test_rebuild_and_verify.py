"""The law: the archive alone makes the database again; and nothing can be changed unseen."""

import multiprocessing
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from presidency_scraper.archive import iterate
from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica, status
from presidency_scraper.ingest.parallel import reader_of_pages
from presidency_scraper.sites.president_bg import SITE
from tests.conftest import crawl, others_slow, presidency, query
from tests.ingest.test_history import ID, make_due

#: What need not come back: the ledger of runs, and problems that left no capture.
TABLES = (
    "articles", "paragraphs", "teasers", "images", "revisions", "flips", "absences",
    "sightings", "captures", "walks", "robots",
)  # fmt: skip
#: What follows from them, or from the code.
FOLLOWING = ("terms", "speaker_labels", "mentions", "speeches")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a past: edits, a flip, a deletion, faults, a limited run; only copied."""
    db = tmp_path_factory.mktemp("lived") / "presidency.db"
    site = ReplicaSite(demo_site().items("bg")[:15])
    with serve_replica(site) as server:
        origin = server.origin
        crawl(origin, db, "--limit", "4")
        site.fail("/bg/news8601/", status(500), times=3)
        assert crawl(origin, db).code == 4
        crawl(origin, db)
        headline = query(db, "SELECT headline FROM articles WHERE id = ?", ID)[0][0]
        for changed in ("Друго заглавие", headline):
            site.edit(ID, headline=changed)
            make_due(db)
            crawl(origin, db)
        site.publish(site.draft("Ново"))
        site.delete("bg/news/8630")
        make_due(db, "bg/news/8630")
        for _ in range(3):
            crawl(origin, db)
        site.restore("bg/news/8630")
        make_due(db, "bg/news/8630")
        crawl(origin, db)
    # The times set back by hand are not in the archive.
    assert presidency("rebuild", "--db", db).code == 0
    return db


@pytest.fixture
def db(lived: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it, with its archive."""
    shutil.copytree(lived.parent, tmp_path / "copy")
    yield tmp_path / "copy" / "presidency.db"
    shutil.rmtree(tmp_path / "copy")


def dump(db: Path) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: sorted(query(db, f"SELECT * FROM {table}"), key=repr)
        for table in (*TABLES, *FOLLOWING)
    }


def test_the_past_that_is_tested_has_what_it_should(lived: Path) -> None:
    outcomes = {row[0] for row in query(lived, "SELECT DISTINCT outcome FROM captures")}
    assert {"article", "listing", "robots", "missing", "failed"} <= outcomes
    assert query(lived, "SELECT count(*) FROM revisions WHERE revision > 1") == [(1,)]
    assert query(lived, "SELECT count(*) FROM absences WHERE back_capture_id IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_deleted_database_comes_back_row_for_row(db: Path, jobs: str) -> None:
    before = dump(db)
    runs = query(db, "SELECT id, command, started_at FROM runs")
    db.unlink()
    done = presidency("rebuild", "--db", db, "--jobs", jobs)
    assert done.code == 0, done.err
    assert dump(db) == before
    assert query(db, "SELECT id, command, started_at FROM runs") == runs


def test_a_rebuilt_database_is_kept_as_safe_as_a_crawled_one(db: Path) -> None:
    db.unlink()
    assert presidency("rebuild", "--db", db).code == 0
    assert query(db, "PRAGMA journal_mode") == [("wal",)]


def test_a_rebuild_of_a_database_with_small_pages_has_large_ones(db: Path) -> None:
    before = dump(db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("VACUUM")
    assert presidency("verify", "--db", db).code == 0
    assert query(db, "PRAGMA page_size") == [(4096,)]
    assert presidency("rebuild", "--db", db).code == 0
    assert query(db, "PRAGMA page_size") == [(16384,)]
    assert dump(db) == before


#: A set as ``repr`` shows it.
_SET = re.compile(r"frozenset\(\{([^}]*)\}\)")


@pytest.fixture(params=multiprocessing.get_all_start_methods())
def start_method(request: pytest.FixtureRequest) -> Iterator[None]:
    """How workers start: forked before Python 3.14, from a forkserver since, spawned on a Mac."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
def test_two_processes_prepare_what_one_prepares_in_the_same_order(lived: Path) -> None:
    def in_order(found: re.Match[str]) -> str:  # each process has an order of its own
        return str(sorted(found[1].split(", ")))

    def prepared(jobs: int) -> list[str]:
        with reader_of_pages(SITE, jobs) as prepare:
            read = prepare(enumerate(iterate(lived.parent / "archive"), 1))
            return [_SET.sub(in_order, repr(one)) for one in read]

    alone = prepared(1)
    assert len(alone) == query(lived, "SELECT count(*) FROM captures")[0][0]
    assert prepared(2) == alone


def test_a_rebuild_keeps_the_ledger_of_runs_where_there_is_one(db: Path) -> None:
    before = query(db, "SELECT * FROM runs ORDER BY id")
    assert presidency("rebuild", "--db", db).code == 0
    assert query(db, "SELECT * FROM runs ORDER BY id") == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET headline = 'Друго' WHERE id = ?", [ID])
    done = presidency("rebuild", "--dry-run", "--db", db)
    assert "articles: 0 added, 1 changed, 0 removed (headline 1)" in done.out
    assert query(db, "SELECT headline FROM articles WHERE id = ?", ID) == [("Друго",)]


def test_a_crawl_after_a_rebuild_goes_on_as_if_nothing_had_been(db: Path) -> None:
    db.unlink()
    presidency("rebuild", "--db", db)
    with serve_replica(ReplicaSite(demo_site().items("bg")[:15])) as server:
        assert crawl(server.origin, db, "--recheck", "0").code == 0
    assert presidency("verify", "--db", db).code == 0


def verify(db: Path) -> tuple[int, str]:
    done = presidency("verify", "--db", db, "--jobs", "1")
    return done.code, done.out


def test_all_is_well_with_what_was_not_touched(db: Path) -> None:
    assert verify(db) == (0, f"{db} and {db.parent / 'archive'}: all well\n")


def test_of_every_table_a_row_that_was_changed_is_named(db: Path) -> None:
    changed = [change_a_row(db, table) for table in (*TABLES, "problems")]
    code, said = verify(db)
    assert code == 8
    assert [table for table in changed if f"{table} " not in said] == []


@others_slow()
@pytest.mark.parametrize("table", [*TABLES, "problems"])
def test_a_row_that_was_changed_is_named(db: Path, table: str) -> None:
    changed = change_a_row(db, table)
    code, said = verify(db)
    assert code == 8
    assert f"{changed} " in said


def change_a_row(db: Path, table: str) -> str:
    """Change a row of *table*, or of what it is a view of; return the name of that."""
    table = {"sightings": "entries"}.get(table, table)
    column = {
        "walks": "next_page",
        "robots": "body",
        "absences": "gone_at",
        "flips": "changed",
    }.get(table)
    with closing(sqlite3.connect(db)) as connection, connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        named = column or next(
            name for name in ("text", "headline", "message", "caption", "url") if name in columns
        )
        where = f"rowid = (SELECT min(rowid) FROM {table} WHERE capture_id IS NOT NULL)" if (
            table == "problems"
        ) else f"rowid = (SELECT min(rowid) FROM {table})"  # fmt: skip
        connection.execute(f"UPDATE {table} SET {named} = '7' WHERE {where}")
    return table


@pytest.mark.parametrize("table", ["articles", "paragraphs", "entries", "captures", "revisions"])
def test_a_row_that_was_deleted_is_named(db: Path, table: str) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    code, said = verify(db)
    assert code == 8
    assert "is missing: the archive has it" in said or "refers to a row" in said


def test_a_row_that_was_added_is_named(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO paragraphs VALUES (?, 99, 'Измислено', NULL, NULL)", [ID])
    code, said = verify(db)
    assert (code, f"paragraphs {ID}/99 is not in the archive" in said) == (8, True)


def test_a_view_an_index_or_a_trigger_that_was_touched_is_named(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DROP VIEW changes")
        connection.execute(
            "CREATE TRIGGER sly AFTER INSERT ON articles BEGIN DELETE FROM paragraphs; END"
        )
    code, said = verify(db)
    assert code == 8
    assert "view/changes is missing" in said
    assert "trigger/sly is not in the archive" in said


def test_the_ledgers_run_that_was_changed_is_named(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE runs SET command = 'presidency crawl --section news'")
    code, said = verify(db)
    assert (code, "runs 1 differs from the archive in command" in said) == (8, True)


def test_rebuild_replaces_nothing_that_is_not_its_own(db: Path, tmp_path: Path) -> None:
    letter, strange = tmp_path / "letter.odt", tmp_path / "strange.db"
    letter.write_bytes(b"PK\x03\x04 a letter" * 50)
    with closing(sqlite3.connect(strange)) as connection, connection:
        connection.execute("CREATE TABLE places (name)")
    for victim in (letter, strange):
        before = victim.read_bytes()
        refused = presidency("rebuild", "--db", victim, "--archive", db.parent / "archive")
        assert (refused.code, "would" in refused.err or "no database of ours" in refused.err) == (
            8, True
        )  # fmt: skip
        assert victim.read_bytes() == before


def test_rebuild_heals_a_damaged_database_and_keeps_the_old_file(db: Path) -> None:
    before = dump(db)
    with db.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (db.stat().st_size // 2))
    assert presidency("verify", "--db", db).code == 8
    assert presidency("rebuild", "--db", db).code == 0
    assert dump(db) == before
    assert db.with_name("presidency.db.damaged").exists()


def test_a_file_of_the_archive_that_was_deleted_is_named(db: Path) -> None:
    victim = sorted((db.parent / "archive").glob("*.warc.gz"))[1]
    victim.unlink()
    code, said = verify(db)
    assert (code, victim.name in said) == (8, True)


def test_verify_names_a_flipped_byte(db: Path) -> None:
    victim = sorted((db.parent / "archive").glob("*.warc.gz"))[0]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    code, said = verify(db)
    assert (code, victim.name in said) == (8, True)


def test_a_database_and_the_archive_of_another_are_not_mixed(db: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with serve_replica(ReplicaSite(demo_site().items("bg")[:5])) as server:
        crawl(server.origin, other)
        refused = crawl(server.origin, other, "--archive", db.parent / "archive")
    assert refused.code == 8
    assert "does not hold" in refused.err
