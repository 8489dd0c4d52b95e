"""Exports hold what the database holds, as real readers read them, and are never half there."""

import csv
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.export.csv_table import guard, quote, unguard
from presidency_scraper.items import Selection
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.export_rows import Source
from tests.cli.test_cli import unread
from tests.conftest import Crawled, Ran, clean_environment, others_slow, presidency, query, run

Row = tuple[Any, ...]
NEEDS_PYARROW = pytest.mark.skipif(
    find_spec("pyarrow") is None, reason="install: pip install -e '.[dev,export-test]'"
)
TABLES = ("articles", "paragraphs", "teasers", "images", "revisions", "speeches", "mentions")
FORMATS = (
    *("csv", "jsonl", pytest.param("parquet", marks=NEEDS_PYARROW), "datapackage", "tei"),
    pytest.param("dataset", marks=NEEDS_PYARROW),
)
#: Formats that are one file only where --out ends in .zip.
FOLDERS = ("datapackage", "tei", "dataset")
#: Texts that have broken exports elsewhere. No cleaned text is like some of them; a table can be.
ODD = (
    '=HYPERLINK("http://127.0.0.1","вето")',
    '- каза: „Да“, и "не"',
    "@radev",
    "+359 2 923 93 33",
    "'94",
    "ред\nи ред\r\nи ред",
    "\ttab",
    "NULL",
    "NA",
    " ",
    "a,b;c|d",
    "🇧🇬 ѝ\u2028й",
    "д" * 40_000,
)


def reader(name: str) -> Any:
    """A program that reads exports; `make test` installs it."""
    return pytest.importorskip(name, reason="install: pip install -e '.[dev,export-test]'")


@pytest.fixture(scope="module")
def odd(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replica's database with odd texts, nulls, an empty body and an hour that came twice."""
    db = tmp_path_factory.mktemp("odd") / "odd.db"
    with closing(sqlite3.connect(crawled.db)) as source, closing(sqlite3.connect(db)) as copy:
        source.backup(copy)
        ids = [row[0] for row in copy.execute("SELECT id FROM articles ORDER BY id")]
        for article, text in zip(ids, ODD, strict=False):
            for change in (
                "articles SET headline = :text, body = :text, lead = :text WHERE id = :id",
                "paragraphs SET text = :text WHERE article_id = :id",
                "teasers SET lead = :text, headline = NULL WHERE article_id = :id",
                "revisions SET body = :text WHERE article_id = :id",
            ):
                copy.execute(f"UPDATE {change}", {"id": article, "text": text})
        for change in (
            "UPDATE articles SET body = '', lead = NULL, slug_agrees = NULL WHERE id = ?",
            "DELETE FROM paragraphs WHERE article_id = ?",
            "UPDATE articles SET gone_at = '2026-01-02T03:04:05Z' WHERE id = ?",
        ):
            copy.execute(change, ids[-1:])
        for article, offset in zip(ids[-4:-2], ("+03:00", "+02:00"), strict=True):
            copy.execute(
                "UPDATE articles SET published_at = ? WHERE id = ?",
                [f"2020-10-25T03:30:00{offset}", article],
            )
        copy.commit()
    return db


def command_line(db: Path, kind: str) -> list[str]:
    """The export as a process of its own runs it."""
    return [sys.executable, "-m", "presidency_scraper", "export", "--db", str(db), "--format", kind]


def export(db: Path, kind: str, *options: str | Path, out: Path | None = None) -> Ran:
    place = ("--out", out) if out else ()
    return presidency("export", "--db", db, "--format", kind, *place, *options)


@pytest.fixture(scope="module")
def exported(odd: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export of each format."""
    folder = tmp_path_factory.mktemp("exported")
    for kind in ("csv", "jsonl"):
        assert export(odd, kind, out=folder / f"articles.{kind}").code == 0
    assert export(odd, "datapackage", out=folder / "package").code == 0
    return folder


@pytest.fixture(scope="module")
def parquet(odd: Path, exported: Path) -> Path:
    reader("pyarrow")
    assert export(odd, "parquet", out=exported / "articles.parquet").code == 0
    return exported / "articles.parquet"


def columns(db: Path, table: str) -> list[str]:
    return [row[1] for row in query(db, f"PRAGMA table_info({table})")]


def stored(db: Path, table: str) -> list[Row]:
    """All rows of *table* in the order that exports promise."""
    if table == "articles":
        return query(db, "SELECT * FROM articles ORDER BY published_at, id")
    number = {"revisions": "revision", "speeches": "turn", "mentions": "country"}.get(
        table, "position"
    )
    return query(
        db,
        f"SELECT t.* FROM {table} t JOIN articles a ON a.id = t.article_id"
        f" ORDER BY a.published_at, a.id, t.{number}",
    )


def as_texts(rows: Iterable[Row]) -> list[Row]:
    return [tuple(None if value is None else str(value) for value in row) for row in rows]


def as_cells(db: Path) -> list[list[str]]:
    """The articles as a reader of CSV has them that tells no null from an empty text."""
    return [[value or "" for value in row] for row in as_texts(stored(db, "articles"))]


def nested(db: Path) -> list[dict[str, Any]]:
    """The articles with their parts, put together in Python."""
    articles = [
        dict(zip(columns(db, "articles"), row, strict=True)) for row in stored(db, "articles")
    ]
    parts = ("paragraphs", "speakers", "teasers", "images")
    by_id = {a["id"]: a | {name: [] for name in parts} for a in articles}
    for article_id, _, text, speaker, _ in stored(db, "paragraphs"):
        by_id[article_id]["paragraphs"].append(text)
        by_id[article_id]["speakers"].append(speaker)
    for table in ("teasers", "images"):
        names = columns(db, table)
        for row in stored(db, table):
            part = dict(zip(names, row, strict=True))
            by_id[part.pop("article_id")][table].append(part)
    return list(by_id.values())


def test_the_odd_database_has_what_the_tests_below_compare(odd: Path) -> None:
    assert query(odd, "SELECT count(*) FROM articles WHERE body = ''") == [(1,)]
    assert query(odd, "SELECT count(*) > 0 FROM articles WHERE lead IS NULL") == [(1,)]
    assert {row[0] for row in query(odd, "SELECT headline FROM articles")} > set(ODD)


# -- CSV -----------------------------------------------------------------------------------------


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_csv_holds_every_article_as_pythons_reader_reads_it(odd: Path, exported: Path) -> None:
    head, *rows = read_csv(exported / "articles.csv")
    assert head == columns(odd, "articles")
    assert rows == as_cells(odd)
    assert (exported / "articles.csv").read_bytes().startswith(b"id,language,section,number,url,")


def test_csv_lines_end_in_lf_also_on_standard_output(crawled: Crawled) -> None:
    command = command_line(crawled.db, "csv")
    done = subprocess.run(command, capture_output=True, env=clean_environment(), check=True)
    assert b"\r" not in done.stdout


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_every_row_of_csv_and_tells_null_from_empty(
    table: str, odd: Path, exported: Path
) -> None:
    rows = reader("duckdb").sql(
        f"SELECT * FROM read_csv('{exported}/package/{table}.csv', all_varchar = true,"
        " header = true, allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"',"
        " max_line_size = 4000000)"
    )
    assert rows.columns == columns(odd, table)
    assert rows.fetchall() == as_texts(stored(odd, table))


def test_pandas_reads_csv(odd: Path, exported: Path) -> None:
    frame = reader("pandas").read_csv(
        exported / "articles.csv",
        dtype_backend="numpy_nullable",
        keep_default_na=False,
        na_values=[""],
    )
    read = frame.astype(object).where(frame.notna(), None).values.tolist()
    expected = [[None if v == "" else v for v in row] for row in stored(odd, "articles")]
    assert read == expected


def test_excel_gets_bom_crlf_and_nothing_to_compute(odd: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles.csv"
    ran = export(odd, "csv", "--excel", out=out)
    assert ran.out == f"{out}: {len(stored(odd, 'articles'))} articles\n"
    assert ran.err == (
        "note: 3 texts longer than the 32767 characters that a cell of Excel holds\n"
    )
    written = out.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfid,")
    text = written.decode("utf-8-sig")
    breaks = sum("\r\n" in t for t in ODD) * 3
    assert len(text.split("\r\n")) == len(stored(odd, "articles")) + 2 + breaks
    head, *rows = csv.reader(io.StringIO(text, newline=""), dialect="excel", strict=True)
    computed = [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]
    assert computed == []
    assert head == columns(odd, "articles")
    assert [[unguard(cell) for cell in row] for row in rows] == as_cells(odd)


@given(st.text())
def test_what_excel_is_guarded_from_can_be_had_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple("=+-@\t\r"))


@given(st.lists(st.text(), min_size=2))
def test_quoted_cells_are_read_as_they_were(texts: list[str]) -> None:
    line = ",".join(map(quote, texts)) + "\n"
    assert list(csv.reader(io.StringIO(line, newline=""), strict=True)) == [texts]


# -- JSON Lines and Parquet ----------------------------------------------------------------------


def test_json_lines_hold_every_article_with_its_parts(odd: Path, exported: Path) -> None:
    lines = (exported / "articles.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == nested(odd)


def test_pandas_and_duckdb_read_json_lines(odd: Path, exported: Path) -> None:
    ids = [article["id"] for article in nested(odd)]
    frame = reader("pandas").read_json(exported / "articles.jsonl", lines=True)
    assert list(frame["id"]) == ids
    rows = reader("duckdb").sql(
        f"SELECT id, len(teasers) FROM read_json('{exported}/articles.jsonl')"
    )
    assert rows.fetchall() == [(a["id"], len(a["teasers"])) for a in nested(odd)]


def as_printed(record: Any, name: str = "") -> Any:
    """A value of Parquet as the database has it: times as text."""
    if isinstance(record, dict):
        return {key: as_printed(value, key) for key, value in record.items()}
    if isinstance(record, list):
        return [as_printed(item) for item in record]
    if isinstance(record, datetime):
        text = record.isoformat()
        return text if name == "published_at" else text.replace("+00:00", "Z")
    return record


def test_pyarrow_reads_every_article_with_its_parts(odd: Path, parquet: Path) -> None:
    table = reader("pyarrow.parquet").read_table(parquet)
    assert [as_printed(row) for row in table.to_pylist()] == nested(odd)


def test_parquet_has_real_types_and_says_what_columns_mean(parquet: Path) -> None:
    schema = reader("pyarrow.parquet").read_schema(parquet)
    assert str(schema.field("published_at").type) == "timestamp[us, tz=Europe/Sofia]"
    assert str(schema.field("last_checked_at").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("paragraphs").type).startswith("list<")
    assert "published_at: timestamp[us, tz=Europe/Sofia]" in str(schema.field("teasers").type)
    assert schema.field("headline").metadata[b"description"] == b"as printed"
    assert not schema.field("headline").nullable
    assert schema.field("lead").nullable


def test_duckdb_and_pandas_read_the_same_moments_from_parquet(odd: Path, parquet: Path) -> None:
    articles = nested(odd)
    rows = reader("duckdb").sql(
        f"SELECT id, epoch(published_at)::BIGINT, len(paragraphs), body, lead FROM '{parquet}'"
    )
    assert rows.fetchall() == [
        (a["id"], datetime.fromisoformat(a["published_at"]).timestamp(), len(a["paragraphs"]),
         a["body"], a["lead"])
        for a in articles
    ]  # fmt: skip
    frame = reader("pandas").read_parquet(parquet)
    printed = [moment.isoformat() for moment in frame["published_at"]]
    assert printed == [article["published_at"] for article in articles]
    assert str(frame["published_at"].dt.tz) == "Europe/Sofia"


@others_slow()
@pytest.mark.parametrize("kind", ["parquet", "dataset"])
def test_without_pyarrow_parquet_is_refused_in_one_line(
    kind: str, crawled: Crawled, tmp_path: Path
) -> None:
    arguments = ["export", "--db", str(crawled.db), "--format", kind]
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from presidency_scraper.cli import main\n"
        f"main({[*arguments, '--out', str(tmp_path / 'x.parquet')]!r})"
    )
    ran = run("-c", code, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err == (
        f"presidency: --format {kind} needs pyarrow, which is not installed:"
        " python -m pip install 'pyarrow>=19'\n"
    )
    assert list(tmp_path.iterdir()) == []


# -- data packages -------------------------------------------------------------------------------


def validate(package: Path) -> Any:
    """What the validator of Data Package says of *package*."""
    reader("frictionless")
    ran = run("-m", "frictionless", "validate", package.name, "--json", cwd=package.parent)
    return json.loads(ran.out)


def faults(report: Any) -> set[str]:
    found = [*report["errors"], *(e for task in report["tasks"] for e in task["errors"])]
    return {error["type"] for error in found}


def test_frictionless_accepts_the_folder_and_the_zip_file(
    odd: Path, exported: Path, tmp_path: Path
) -> None:
    export(odd, "datapackage", out=tmp_path / "articles.zip")
    with ZipFile(tmp_path / "articles.zip") as archive:
        archive.extractall(tmp_path / "out")
    for folder in (exported / "package", tmp_path / "out"):
        report = validate(folder / "datapackage.json")
        assert report["valid"], faults(report)
        assert [task["name"] for task in report["tasks"]] == list(TABLES)


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("articles", b"bg/news/8601,bg", b"bg/news/8600,bg", "hash-count"),
        ("teasers", b"bg/news/8601,1,", b"bg/news/0000,1,", "foreign-key"),
        ("images", b"bg/news/8601,1,", b"bg/news/8601,2,", "primary-key"),
    ],
)
def test_frictionless_finds_what_was_changed(
    table: str, old: bytes, new: bytes, fault: str, exported: Path, tmp_path: Path
) -> None:
    shutil.copytree(exported / "package", tmp_path / "package")
    file = tmp_path / "package" / f"{table}.csv"
    changed = file.read_bytes().replace(old, new)
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    report = validate(tmp_path / "package" / "datapackage.json")
    assert fault in faults(report)


def test_the_readme_says_query_dates_counts_and_how_to_cite(
    crawled: Crawled, tmp_path: Path
) -> None:
    chosen = ("--section", "news", "--language", "bg", "--until", "2012-12-31")
    export(crawled.db, "datapackage", *chosen, out=tmp_path / "it")
    readme = (tmp_path / "it/README.md").read_text(encoding="utf-8")
    [(count, first, last)] = query(
        crawled.db,
        "SELECT count(*), substr(min(published_at), 1, 10), substr(max(published_at), 1, 10)"
        " FROM articles WHERE section = 'news' AND language = 'bg' AND published_at < '2013'",
    )
    assert "- Query: --section news --language bg --until 2012-12-31\n" in readme
    assert f"- Publication: {first} to {last}\n" in readme
    assert f"| `articles.csv` | {count} |" in readme
    digest = hashlib.sha256((tmp_path / "it/articles.csv").read_bytes()).hexdigest()
    cited = readme.split("## How to cite")[1]
    assert f"articles.csv SHA-256 {digest}" in cited
    about = json.loads((tmp_path / "it/datapackage.json").read_bytes())
    assert about["citation"] in cited
    assert about["datacite"]["dates"] == [{"date": f"{first}/{last}", "dateType": "Coverage"}]
    assert not {"licenses", "id"} & about.keys()  # nobody gave it either


def test_a_choice_leaves_no_part_without_its_article(crawled: Crawled, tmp_path: Path) -> None:
    export(crawled.db, "datapackage", "--section", "photo-gallery", out=tmp_path / "it")
    ids = {row[0] for row in read_csv(tmp_path / "it/articles.csv")[1:]}
    assert len(ids) == 2
    for table in TABLES[1:]:
        assert {row[0] for row in read_csv(tmp_path / f"it/{table}.csv")[1:]} <= ids


# -- which articles, and in which order ----------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ((), "true"),
        (("--language", "en"), "language = 'en'"),
        (("--section", "photo-gallery", "--section", "interviews-president"),
         "section IN ('photo-gallery', 'interviews-president')"),
        (("--since", "2025-09-24", "--until", "2025-09-24"),
         "substr(published_at, 1, 10) = '2025-09-24'"),
        (("--since", "2015-01-09"), "substr(published_at, 1, 10) >= '2015-01-09'"),
        (("--until", "2015-01-09"), "substr(published_at, 1, 10) <= '2015-01-09'"),
        (("--since", "2030-01-01"), "false"),
        (("--until", "9999-12-31"), "true"),
    ],
)  # fmt: skip
def test_options_choose_articles(options: tuple[str, ...], where: str, crawled: Crawled) -> None:
    lines = export(crawled.db, "jsonl", *options).out.splitlines()
    ids = query(crawled.db, f"SELECT id FROM articles WHERE {where} ORDER BY published_at, id")
    assert [(json.loads(line)["id"],) for line in lines] == ids


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_database_makes_the_same_bytes(kind: str, odd: Path, tmp_path: Path) -> None:
    suffix = ".zip" if kind in FOLDERS else ""
    files = [tmp_path / f"{seed}{suffix}" for seed in "12"]
    command = ("export", "--db", odd, "--format", kind, "--out")
    for file in files:  # the seed says in which order a set is gone through
        assert presidency(*command, file, PYTHONHASHSEED=file.stem).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.fixture
def own(crawled: Crawled, tmp_path: Path) -> Path:
    """A database that a mistake may hit."""
    shutil.copy(crawled.db, tmp_path / "own.db")
    return tmp_path / "own.db"


def test_what_is_written_meanwhile_is_in_no_part(own: Path) -> None:
    database = open_reader(own)
    source = Source(database, Selection())
    with source.held():
        articles = len(list(source.rows("articles")))
        with closing(sqlite3.connect(own)) as crawl, crawl:
            crawl.execute("DELETE FROM paragraphs")
            crawl.execute("INSERT INTO images SELECT id, 99, 'u', NULL FROM articles")
        assert len(list(source.rows("paragraphs"))) > articles
        assert all(position < 99 for _, position, *_ in source.rows("images"))
    assert list(source.rows("paragraphs")) == []
    database.close()


# -- never half there ----------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [out, *out.glob("*")] if path.is_file()}


@pytest.mark.parametrize("kind", FORMATS)
def test_where_no_room_is_left_what_stood_there_before_stays(
    kind: str, odd: Path, tmp_path: Path
) -> None:
    out = tmp_path / ("out.zip" if kind == "tei" else "out")  # no year alone is that large
    assert export(odd, kind, "--language", "bg", out=out).code == 0
    before = contents(out)
    # 40 KiB: room for what SQLite keeps beside a database, not for an export
    command = f"ulimit -f 80; exec {' '.join(command_line(odd, kind))} --out {out}"
    ran = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env=clean_environment(PYTHONDONTWRITEBYTECODE="1"),
        cwd=tmp_path,
        check=False,
    )
    said = f"presidency: no room to write {out}: make room and run it again\n"
    assert (ran.returncode, ran.stderr) == (8, said)
    assert contents(out) == before
    assert names(tmp_path) == [out.name]


def test_a_full_standard_output_is_one_line_and_exit_code_8(crawled: Crawled) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command_line(crawled.db, "csv"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=clean_environment(),
            check=False,
        )
    line = b"presidency: no room to write standard output: make room and run it again\n"
    assert (ran.returncode, ran.stderr) == (8, line)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_reader_that_leaves_is_no_error(kind: str, crawled: Crawled) -> None:
    assert unread("export", "--db", crawled.db, "--format", kind) == (0, "")


def test_a_package_takes_the_place_of_an_earlier_one_and_of_nothing_else(
    crawled: Crawled, tmp_path: Path
) -> None:
    for options in ((), ("--language", "en")):
        assert export(crawled.db, "datapackage", *options, out=tmp_path / "it").code == 0
    ids = [row[0] for row in read_csv(tmp_path / "it/articles.csv")[1:]]
    assert {article.split("/")[0] for article in ids} == {"en"}
    assert names(tmp_path) == ["it"]
    (tmp_path / "it/notes.txt").write_text("mine")
    ran = export(crawled.db, "datapackage", out=tmp_path / "it")
    assert ran.code == 2
    assert "holds other files, which would be lost" in ran.err
    assert (tmp_path / "it/notes.txt").read_text() == "mine"


@pytest.mark.parametrize("kind", FORMATS)
def test_no_export_takes_the_place_of_a_database(kind: str, own: Path) -> None:
    before = own.read_bytes()
    ran = export(own, kind, out=own)
    said = f"presidency: {own} is a database and would be replaced: name another --out\n"
    assert (ran.code, ran.err) == (2, said)
    assert own.read_bytes() == before


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_that_is_none_is_one_line_and_exit_code_8(kind: str, own: Path) -> None:
    with closing(sqlite3.connect(own)) as database, database:
        database.execute("UPDATE paragraphs SET text = CAST(x'41ff42' AS TEXT)")
        database.execute("UPDATE articles SET body = CAST(x'41ff42' AS TEXT)")
    out = own.with_name("out")
    ran = presidency("export", "--format", kind, "--out", out, "--db", own)
    assert (ran.code, len(ran.err.splitlines())) == (8, 1)
    assert "restore it from a backup" in ran.err
    assert not out.exists()


def test_a_link_stays_and_its_target_is_written(crawled: Crawled, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert export(crawled.db, "csv", out=tmp_path / "link.csv").code == 0
    assert (tmp_path / "link.csv").is_symlink()
    [(articles,)] = query(crawled.db, "SELECT count(*) FROM articles")
    assert len(read_csv(tmp_path / "real.csv")) == 1 + articles


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "parquet"), "--format parquet needs a place: name it by --out"),
        *(
            (("--format", kind), f"--format {kind} needs a place: name it by --out")
            for kind in FOLDERS
        ),
        (("--format", "jsonl", "--excel"), "--excel goes with --format csv only"),
        (("--format", "jsonl", "--separator", ";"), "--separator goes with --format csv only"),
        (("--since", "soon"), "--since takes a day like 2025-09-24, not 'soon'"),
        (("--since", "2025-02-01", "--until", "2025-01-01"),
         "--since 2025-02-01 is after --until 2025-01-01"),
        (("--language", "de"), "--language takes one of bg, en, not 'de'"),
        (("--out", "."), ". is a folder: name a file by --out"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_one_line_and_exit_code_2(
    options: tuple[str, ...], said: str, crawled: Crawled
) -> None:
    ran = presidency("export", "--db", crawled.db, *options)
    assert (ran.code, ran.out, ran.err) == (2, "", f"presidency: {said}\n")


# -- memory --------------------------------------------------------------------------------------


def enlarged(crawled: Crawled, path: Path, copies: int) -> Path:
    """The replica's database with *copies* of each article, texts of 10,000 letters each."""
    shutil.copy(crawled.db, path)
    with closing(sqlite3.connect(path)) as database, database:
        names = columns(path, "articles")
        own = {"id": "id || '-' || :n", "number": "number + 10000 * :n"}
        chosen = ", ".join(own.get(name, name) for name in names)
        database.execute("UPDATE articles SET body = :text", {"text": "вето " * 2000})
        rows = f"INSERT INTO articles SELECT {chosen} FROM articles WHERE number < 10000"
        database.executemany(rows, [{"n": n} for n in range(1, copies)])
        parts = "INSERT INTO paragraphs (article_id, position, text) SELECT id, 1, body FROM"
        parts += " articles WHERE number > 10000"
        database.execute(parts)
    return path


def peak(db: Path, kind: str, out: Path) -> int:
    """The most memory that an export held, in MiB."""
    code = (
        "import resource, sys\n"
        "from presidency_scraper.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    arguments = ("export", "--db", db, "--format", kind, "--out", out)
    ran = run("-c", code, *map(str, arguments), cwd=db.parent)
    assert ran.code == 0, ran.err
    return int(ran.out.split()[-1])


@pytest.fixture(scope="module")
def sizes(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small and a large database."""
    folder = tmp_path_factory.mktemp("sizes")
    return enlarged(crawled, folder / "small.db", 10), enlarged(crawled, folder / "large.db", 50)


@others_slow()
@pytest.mark.parametrize("kind", FORMATS)
def test_memory_does_not_grow_with_the_articles(
    kind: str, sizes: tuple[Path, Path], tmp_path: Path
) -> None:
    small, large = (peak(db, kind, tmp_path / db.stem) for db in sizes)
    assert large - small < 25  # of 80 MB more of text, twice over
