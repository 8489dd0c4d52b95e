"""What programs of others are promised: `open_database` and `read_captures` of the contract."""

import hashlib
import pickle
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import presidency_scraper
from presidency_scraper import ArchivedCapture, Database, open_database, read_captures
from presidency_scraper.errors import (
    MissingDatabaseError,
    NewerDatabaseError,
    NotFoundError,
    OlderDatabaseError,
    StorageError,
    UsageError,
)
from presidency_scraper.store.database import open_store
from tests.archive.theirs import HOST, http, page, record, response, write
from tests.cli.test_startup import HEAVY
from tests.conftest import ROOT, Crawled, elsewhere, query, run

ID = "bg/news/8601"
PARTS = ("paragraphs", "speakers", "images", "teasers", "revisions")


@pytest.fixture
def db(crawled: Crawled) -> Iterator[Database]:
    """The whole replica in both languages."""
    with open_database(crawled.db) as database:
        yield database


@pytest.fixture
def months(months_db: Path) -> Iterator[Database]:
    with open_database(months_db) as database:
        yield database


# -- articles ------------------------------------------------------------------------------------


def test_articles_come_in_order_of_publication_with_every_column(
    db: Database, crawled: Crawled
) -> None:
    names = [row[0] for row in query(crawled.db, "SELECT name FROM pragma_table_info('articles')")]
    articles = list(db.articles())
    assert [f.name for f in fields(articles[0]) if f.name not in PARTS] == names
    stored = query(crawled.db, f"SELECT {', '.join(names)} FROM articles ORDER BY published_at, id")
    assert len(stored) == len(articles) == len(db) == 102
    for article, row in zip(articles, stored, strict=True):
        for name, value in zip(names, row, strict=True):
            said = getattr(article, name)
            if isinstance(said, datetime):
                assert said == datetime.fromisoformat(value)
            else:
                assert said == value, (article.id, name)
    assert [article.id for article in db.articles(newest_first=True)] == list(db)[::-1]


def test_times_are_aware_and_those_of_publication_go_by_the_clock_of_sofia(db: Database) -> None:
    article = db[ID]
    assert article.published_at == datetime(2025, 9, 24, 17, 17, tzinfo=ZoneInfo("Europe/Sofia"))
    assert str(article.published_at.tzinfo) == "Europe/Sofia"
    assert article.last_checked_at.utcoffset() == UTC.utcoffset(None)
    assert article.gone_at is None


def test_an_article_has_its_parts(db: Database, crawled: Crawled) -> None:
    for article in (db[ID], db["bg/interviews-president/3787"]):
        spoken = "SELECT text, speaker FROM paragraphs WHERE article_id = ? ORDER BY position"
        said = list(zip(article.paragraphs, article.speakers, strict=True))
        assert said == query(crawled.db, spoken, article.id)
        assert article.body == "\n\n".join(article.paragraphs)
        teasers = "SELECT target_id FROM teasers WHERE article_id = ? ORDER BY position"
        assert [(t.target_id,) for t in article.teasers] == query(crawled.db, teasers, article.id)
    assert any(db["bg/interviews-president/3787"].speakers)
    images = query(crawled.db, "SELECT url, caption FROM images WHERE article_id = ?", ID)
    assert [(image.url, image.caption) for image in db[ID].images] == images != []


def test_revisions_are_all_states_oldest_first(months: Database) -> None:
    article = months["bg/news/7398"]
    first, looks, edit = article.revisions
    assert [(r.changed, r.cosmetic) for r in article.revisions] == [
        ((), False), (("body",), True), (("headline",), False),
    ]  # fmt: skip
    assert (looks.captured_at, looks.previous) == (datetime(2025, 11, 14, 9, tzinfo=UTC), 1)
    assert edit.headline == article.headline == f"{first.headline} (допълнена)"


def test_articles_are_chosen_by_section_language_and_day(db: Database) -> None:
    def ids(**chosen: object) -> list[str]:
        return [article.id for article in db.articles(**chosen)]  # type: ignore[arg-type]

    everything = list(db.articles())
    assert ids(language="en") == [a.id for a in everything if a.language == "en"] != []
    sections = ["photo-gallery", "interviews-president"]
    assert ids(section=sections) == [a.id for a in everything if a.section in sections] != []
    day = date(2025, 9, 24)
    assert ids(since=day, until="2025-09-24") == [
        a.id for a in everything if a.published_at.date() == day
    ]
    for wrong in ({"section": "nws"}, {"language": "de"}, {"since": "2025"}, {"since": 2025}):
        with pytest.raises(UsageError, match=f"{next(iter(wrong))} takes"):
            ids(**wrong)


def test_an_article_is_had_by_its_id_and_missed_as_a_key_is(db: Database) -> None:
    assert (ID in db, "bg/news/1" in db, 8601 in db) == (True, False, False)
    with pytest.raises(KeyError) as missed:
        db["bg/news/1"]
    assert type(missed.value) is NotFoundError
    assert str(missed.value) == "no article 'bg/news/1': ids look like bg/news/1937"


def test_a_loop_asks_a_few_questions_and_others_may_be_asked_within_it(db: Database) -> None:
    asked: list[str] = []
    with db._lent() as reader:
        reader.database.set_trace_callback(asked.append)  # type: ignore[attr-defined]
    read = list(db.articles())
    whole = [sql for sql in asked if re.search(r"\bid FROM articles| IN \('(?:bg|en)/", sql)]
    assert (len(read), len(whole)) == (102, 1 + 2 * 5)  # the ids, then two pages of five tables
    for article in islice(db.articles(), 3):
        assert db[article.id] == article
        assert next(db.articles()).id == read[0].id


def test_records_outlive_the_database_and_go_to_other_processes(crawled: Crawled) -> None:
    with open_database(crawled.db) as db:
        article = db[ID]
    assert pickle.loads(pickle.dumps(article)) == article
    assert hash(article)
    with pytest.raises(AttributeError):
        article.headline = ""  # type: ignore[misc]


# -- search, changes -----------------------------------------------------------------------------


def test_a_search_finds_what_the_command_finds(db: Database) -> None:
    hits = db.search("студенти сигурност", language="bg", limit=1)
    assert [hit.id for hit in hits] == ["bg/news/7519"]
    assert hits[0].published_at == db["bg/news/7519"].published_at
    assert "[сигурността]" in hits[0].title
    assert len(db.search("президент", limit=None)) > 20 == len(db.search("президент"))


def test_changes_come_newest_first_with_states_and_differences(months: Database) -> None:
    changes = list(months.changes())
    assert [change.at for change in changes] == sorted((c.at for c in changes), reverse=True)
    edits = list(months.changes(kind="edit", since=date(2025, 11, 15), until="2025-11-16"))
    assert [(e.article_id, e.changed) for e in edits] == [
        ("bg/news/7519", ("body",)), ("bg/news/8147", ("body",)),
    ]  # fmt: skip
    assert edits[0].before and edits[0].after
    assert edits[0].after.body == f"{edits[0].before.body}\n\nДобавено по-късно."
    assert list(edits[0].differences()) == [("body", [("+", "Добавено по-късно.")])]
    [deletion] = months.changes(kind="deletion")
    assert (deletion.after, deletion.gone_at) == (None, datetime(2025, 12, 11, 9, tzinfo=UTC))
    looks = {c.cosmetic for c in months.changes(kind="edit", cosmetic=False)}
    assert looks == {False} != {c.cosmetic for c in months.changes(kind="edit")}
    assert [c.id for c in months.changes(limit=2)] == [c.id for c in changes[:2]]
    with pytest.raises(UsageError, match="kind takes one of new, edit, deletion, return"):
        months.changes(kind="edits")


# -- frames --------------------------------------------------------------------------------------


def test_a_frame_has_a_table_with_aware_times(months: Database, months_db: Path) -> None:
    pytest.importorskip("pandas", reason="install: pip install -e '.[dev,export-test]'")
    frame = months.frame("articles")
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds["published_at"] == "datetime64[us, Europe/Sofia]"
    assert kinds["gone_at"] == kinds["first_seen_at"] == "datetime64[us, UTC]"
    assert (kinds["number"], kinds["slug_agrees"], kinds["lead"]) == ("int64", "Int64", "str")
    stored = query(months_db, "SELECT id, published_at, gone_at, lead FROM articles")
    for row, (own, published_at, gone_at, lead) in zip(frame.itertuples(), stored, strict=True):
        assert (row.id, row.published_at) == (own, datetime.fromisoformat(published_at))
        assert (row.gone_at != row.gone_at) == (gone_at is None)  # NaT is not itself
        assert (row.lead != row.lead) == (lead is None)
    changes = months.frame("changes")
    assert str(changes["at"].dtype) == "datetime64[us, UTC]"
    assert str(changes["published_before"].dtype) == "datetime64[us, Europe/Sofia]"
    assert list(changes["kind"]) == [change.kind for change in months.changes()]


def test_every_table_and_view_makes_a_frame(db: Database, crawled: Crawled) -> None:
    pytest.importorskip("pandas", reason="install: pip install -e '.[dev,export-test]'")
    with pytest.raises(KeyError, match="no table 'article': there are articles, paragraphs, ") as e:
        db.frame("article")
    for name in str(e.value).partition("there are ")[2].split(", "):
        assert len(db.frame(name)) == query(crawled.db, f"SELECT count(*) FROM {name}")[0][0]


def test_without_pandas_a_frame_says_what_to_install(crawled: Crawled) -> None:
    code = f"import presidency_scraper as p; p.open_database({str(crawled.db)!r}).frame('runs')"
    ran = run("-c", code, cwd=Path(elsewhere().name))
    assert ran.err.splitlines()[-1] == (
        "presidency_scraper.errors.UsageError: frame() needs pandas, which is not installed:"
        " python -m pip install 'pandas>=3'"
    )


# -- what can be wrong ---------------------------------------------------------------------------


def no_file(path: Path) -> None:
    pass


def folder(path: Path) -> None:
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("id,headline\n")


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE cats (name)")


def migrated(path: Path, change: str) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(change)


def newer(path: Path) -> None:
    migrated(path, "UPDATE _sqlite_migrations SET name = 'm999' WHERE name = 'm041_changes'")


def older(path: Path) -> None:
    migrated(path, "DELETE FROM _sqlite_migrations WHERE name = 'm041_changes'")


@pytest.mark.parametrize(
    ("make", "raised", "said"),
    [
        (no_file, MissingDatabaseError, "no database at .*: run `presidency crawl` first"),
        (folder, MissingDatabaseError, "no database at .*: run `presidency crawl` first"),
        (Path.touch, MissingDatabaseError, "no database at .*: run `presidency crawl` first"),
        (text, StorageError, "is not a SQLite database"),
        (foreign, StorageError, "is a SQLite database of something else"),
        (newer, NewerDatabaseError, "was written by a newer version .*: update it"),
        (older, OlderDatabaseError, "is from an older version: run `presidency crawl`"),
    ],
)
def test_what_cannot_be_opened_raises_its_own_error_and_stays_as_it_is(
    make: Callable[[Path], None], raised: type[Exception], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "p.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(raised, match=said) as error:
        open_database(path)
    assert type(error.value) is raised
    assert (path.read_bytes() if path.is_file() else None) == before
    assert open_files(path) == []


def test_a_damaged_page_raises_a_storage_error(crawled: Crawled, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    shutil.copy(crawled.db, path)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 200_000)
    with open_database(path) as db, pytest.raises(StorageError, match="restore it from a backup"):
        list(db.articles())


# -- threads, loops left half way, a crawl beside ------------------------------------------------


def open_files(path: Path) -> list[str]:
    """What this process has open of the database at *path*."""
    open_now = [str(link.resolve()) for link in Path("/proc/self/fd").iterdir()]
    return [name for name in open_now if name.startswith(str(path.resolve()))]


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc")


@needs_proc
def test_threads_read_what_one_reads_and_leave_nothing_open(crawled: Crawled) -> None:
    with open_database(crawled.db) as db, ThreadPoolExecutor(8) as pool:
        ids = list(db)
        loops = [pool.submit(lambda: [a.headline for a in db.articles()]) for _ in range(8)]
        one_by_one = list(pool.map(lambda own: db[own].headline, ids))
        found = pool.map(lambda word: len(db.search(word)), ["президент", "вето"] * 10)
        assert {tuple(loop.result()) for loop in loops} == {tuple(one_by_one)}
        assert set(found) == {len(db.search("президент")), len(db.search("вето"))}
        # a loop may go on in another thread than it began in
        loop = db.articles()
        assert [next(loop).id, pool.submit(next, loop).result().id] == ids[:2]
        assert open_files(crawled.db) != []
    assert open_files(crawled.db) == []


@needs_proc
def test_a_loop_left_half_way_leaves_nothing_open_and_says_that_it_was_closed(
    crawled: Crawled,
) -> None:
    with open_database(crawled.db) as db:
        articles, changes = db.articles(), db.changes()
        first = next(articles)
        next(changes)
        changes.close()  # type: ignore[attr-defined]
    assert open_files(crawled.db) == []
    assert len(list(islice(articles, 99))) == 99  # had been read with the first
    for ask in (articles, (db[own] for own in [first.id]), db.changes()):
        with pytest.raises(UsageError, match="was closed: open it again"):
            next(ask)


def test_two_databases_are_read_side_by_side(crawled: Crawled, months_db: Path) -> None:
    with open_database(crawled.db) as one, open_database(str(months_db)) as other:
        both = [(a.headline, other[a.id].headline) for a in one.articles() if a.id in other]
    assert len(both) == 30
    assert sum(mine != theirs for mine, theirs in both) == 3  # of edits that the replica had not


def test_a_loop_goes_on_while_a_crawl_writes_wherever_the_file_lies(
    crawled: Crawled, tmp_path: Path
) -> None:
    path = tmp_path / "дела #1? 50%" / "п.db"
    path.parent.mkdir()
    shutil.copy(crawled.db, path)
    store = open_store(path)
    with open_database(path) as db:
        loop = db.articles()
        seen = [next(loop).id]
        with closing(sqlite3.connect(path)) as writer, writer:
            writer.execute("UPDATE articles SET headline = 'Друго', published_at = '1990-01-01'")
            store_sees = store.database.execute("SELECT count(*) FROM articles").fetchone()[0]
            assert db[ID].headline != "Друго"  # not before it is committed
        assert db[ID].headline == "Друго"
        seen += [article.id for article in loop]
        assert sorted(seen) == sorted(db)
        assert len(seen) == len(set(seen)) == store_sees
    store.close()


# -- captures ------------------------------------------------------------------------------------


def test_captures_are_those_of_the_table_in_their_order_with_decoded_bodies(
    crawled: Crawled,
) -> None:
    captures = list(read_captures(crawled.archive))
    columns = "url, captured_at, status, content_type, warc_file, warc_offset, error, digest"
    stored = query(crawled.db, f"SELECT {columns} FROM captures ORDER BY id")
    assert len(captures) == len(stored) > 150
    for found, row in zip(captures, stored, strict=True):
        *same, digest = row
        moment = found.captured_at.isoformat().replace("+00:00", "Z")
        said = [found.url, moment, found.status, found.content_type, found.file, found.offset]
        assert [*said, found.error] == same
        if digest:
            assert hashlib.sha256(found.body).hexdigest() == digest
    one = crawled.archive / captures[0].file
    assert list(read_captures(str(one))) == [c for c in captures if c.file == one.name]


def test_captures_of_others_are_read_from_a_file(tmp_path: Path) -> None:
    gone = record("response", f"{HOST}/b", http(b"", "Content-Encoding: br", status="410 Gone"))
    torn = record("response", f"{HOST}/c", http(b"\x1f\x8b", "Content-Encoding: gzip"))
    path = write(tmp_path / "theirs.warc.gz", response("a"), gone, torn)
    a, b, c = read_captures(path)
    assert (a.url, a.status, a.body, a.error) == (f"{HOST}/a", 200, page("a"), None)
    assert a.captured_at == datetime(2014, 5, 16, 7, 8, 9, tzinfo=UTC)
    assert (a.content_type, a.file, a.offset) == ("text/html; charset=utf-8", path.name, 0)
    assert (b.status, b.body) == (410, b"")
    assert (c.body, c.error) == (b"", "the body is cut short: its gzip ends too early")


@pytest.mark.parametrize("ours", [True, False])
def test_a_record_that_cannot_be_read_raises_or_is_named_and_passed_over(
    ours: bool, crawled: Crawled, tmp_path: Path
) -> None:
    if ours:
        path = tmp_path / "archive"
        shutil.copytree(crawled.archive, path)
        whole = list(read_captures(path))
        with (path / whole[1].file).open("r+b") as file:
            file.seek(whole[1].offset + 60)
            file.write(b"\0" * 20)
    else:
        records = [response("a"), response("b", WARC_Date="soon"), response("c")]
        path = write(tmp_path / "theirs.warc.gz", *records)
    with pytest.raises(StorageError, match=r"\.warc\.gz"):
        list(read_captures(path))
    faults: list[str] = []
    found: list[ArchivedCapture] = list(read_captures(path, faulty=faults.append))
    assert len(found) == (len(whole) - len(faults) if ours else 2)
    assert len({fault.partition(": ")[0] for fault in faults}) == 1  # of others that repeat it, too
    with pytest.raises(UsageError, match="is not there"):
        read_captures(tmp_path / "elsewhere")


# -- what an import costs ------------------------------------------------------------------------


def test_reading_a_database_and_an_archive_loads_nothing_heavy(crawled: Crawled) -> None:
    code = (
        "import sys; from presidency_scraper import open_database, read_captures\n"
        f"with open_database({str(crawled.db)!r}) as db:\n"
        "    for article in db.articles(section='news'): article.revisions\n"
        "    db.search('вето'), list(db.changes(limit=3))\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
        f"for capture in read_captures({str(crawled.archive)!r}): capture.body\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    ran = run("-c", code, cwd=Path(elsewhere().name))
    assert ran.code == 0, ran.err
    database, archive = (set(line.split()) for line in ran.out.splitlines())
    assert database & (HEAVY | {"click", "rich"}) == set()
    assert archive & (HEAVY | {"click", "rich"}) == {"warcio"}  # which writes beside what reads


def test_all_that_is_public_is_there_and_nothing_else() -> None:
    assert all(hasattr(presidency_scraper, name) for name in presidency_scraper.__all__)
    assert not hasattr(presidency_scraper, "close_database")
    assert (ROOT / "presidency_scraper" / "py.typed").exists()
