"""Web archives of anybody become rows: of one schema, the same in every way, nothing twice."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow
import pytest

from presidency_scraper import read_warc
from presidency_scraper.demo.replica import demo_site
from presidency_scraper.errors import UsageError
from presidency_scraper.export.captured_rows import CapturedRow, arrow_schema
from tests.archive import theirs
from tests.archive.test_foreign_faults import PLAYERS, read_table
from tests.conftest import SLOW, Crawled, clean_environment, others_slow, presidency, query
from tests.export.many_files import make_files
from tests.export.reading import (
    in_order,
    killing_readers,
    rows_in,
    wait_for_reader,
    write_long,
)
from tests.ingest.captured import HOST, Shot, shoot, write_shots

#: So many files that each form comes in both folders, damaged and not.
MANY = 40


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_files(MANY, tmp_path_factory.mktemp("theirs"))


#: What one process reads in the files of this module.
_READ: dict[Path, list[CapturedRow]] = {}


def rows_of(paths: list[Path]) -> list[str]:
    """What one process reads in the files at *paths*, in an order."""
    _READ.update((path, list(read_warc(path))) for path in paths if path not in _READ)
    return in_order(row for path in paths for row in _READ[path])


def extract(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    """Run the command; return its summary."""
    ran = presidency("extract", *arguments, "--json")
    assert ran.code == code, ran.err
    summary: dict[str, Any] = json.loads(ran.out)
    assert summary["exit_code"] == code
    return summary


def stamps(out: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in out.rglob("*.parquet")}


def paths_apart(rows: list[str]) -> list[str]:
    """*rows* without the path of their file, which is that it was read at."""
    return sorted(re.sub(r"\('file', '.*?'\)", "", row) for row in rows)


# -- rows ----------------------------------------------------------------------------------------


def test_each_answer_is_a_row_that_says_what_it_is(tmp_path: Path) -> None:
    site = demo_site()
    translated = {item.number for item in site.items("en")}
    item = next(
        item
        for item in site.items("bg")
        if not item.quirks and item.section == "news" and item.number not in translated
    )
    paths = [
        item.path, f"/en/news{item.number}/x.html", "/bg/news/", "/bg/news2/x.html",
        "/bg/calendar/3", "/robots.txt",
    ]  # fmt: skip
    shots = [shoot(site, path, 200) for path in paths]
    moved = theirs.http(b"", f"Location: /bg/news{item.number}/y.html", status="301 Moved")
    refused = theirs.http(b"", status="503 Busy")
    for name, block in (("z", moved), ("w", refused)):
        url = f"{HOST}/bg/news{item.number}/{name}.html"
        shots.append(Shot(url, shots[0].at, theirs.record("response", url, block)))
    other = Shot("http://example.org/", shots[0].at, theirs.response("1"))
    path = write_shots(tmp_path / "theirs.warc.gz", [*shots, other])
    rows = list(read_warc(path))
    assert [(row["kind"], row["outcome"], row["status"]) for row in rows] == [
        ("article", "article", 200),
        ("article", "shell", 200),
        ("listing", "listing", 200),
        ("article", "missing", 404),
        ("calendar", "unreadable", 200),
        ("other", "robots", 200),
        ("article", "redirect", 301),
        ("article", "failed", 503),
    ]
    article = rows[0]
    assert article["paragraphs"] == list(item.paragraphs)
    assert (article["id"], article["headline"]) == (item.id, item.headline)
    published = datetime.fromisoformat(item.published).replace(tzinfo=ZoneInfo("Europe/Sofia"))
    assert (article["published_at"], article["precision"]) == (published, "minute")
    assert (article["section"], article["year"]) == ("news", published.year)
    assert article["captured_at"] == shots[0].at
    assert (article["file"], article["offset"], rows[1]["offset"]) == (
        str(path), 0, len(gzip.compress(shots[0].content)),
    )  # fmt: skip
    assert len(article["teasers"] or ()) == 4
    assert rows[7]["problem"] == "status 503"


@pytest.mark.parametrize("name", PLAYERS)
def test_what_is_damaged_is_a_row_that_says_what_import_says(name: str, tmp_path: Path) -> None:
    path = PLAYERS[name](tmp_path)
    rows = list(read_warc(path, origin=theirs.HOST))
    faults = [row["problem"] or "" for row in rows if row["outcome"] == "fault"]
    assert [problem.split(":")[0] for problem in faults] == [read_table()[name].kind]
    assert len(rows) == 1 + len(read_table()[name].taken)


def test_all_rows_are_of_one_schema(files: list[Path]) -> None:
    schema = arrow_schema()
    assert schema.names == list(CapturedRow.__annotations__)
    rows_of(files)
    rows = [row for path in files for row in _READ[path]]
    table = pyarrow.Table.from_pylist(rows, schema=schema)
    assert in_order(table.to_pylist()) == in_order(rows)
    assert {row["outcome"] for row in rows} >= {"article", "shell", "listing", "missing", "fault"}


def test_a_file_of_our_own_says_itself_which_mirror_it_is_of(crawled: Crawled) -> None:
    [file] = crawled.archive.glob("*.warc.gz")
    read = {(row["id"], row["headline"]) for row in read_warc(file) if row["outcome"] == "article"}
    assert read == set(query(crawled.db, "SELECT id, headline FROM articles"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(read_warc(tmp_path / "gone.warc.gz"))


# -- the data set --------------------------------------------------------------------------------


def test_processes_make_the_rows_of_one_and_a_second_run_makes_nothing(
    files: list[Path], tmp_path: Path
) -> None:
    folder, out = files[0].parent.parent, tmp_path / "rows"
    first = extract(folder, "--out", out, "--jobs", "2", code=4)
    assert (first["made"], first["there"], first["rows"]) == (MANY, 0, len(rows_of(files)))
    assert rows_in(out) == rows_of(files)
    before = stamps(out)
    assert len(before) == MANY  # of two of one name each has its own
    again = extract(f"{folder}/*/*", "--out", out, code=4)
    assert {**first, "made": 0, "there": MANY} == again
    assert stamps(out) == before


def test_folders_hold_the_same_rows_by_input_section_and_year(
    files: list[Path], tmp_path: Path
) -> None:
    some, out = files[:16], tmp_path / "rows"
    extract(*some, "--out", out, "--hive", "--jobs", "1", code=4)
    assert rows_in(out) == rows_of(some)
    years = {path.parent.name for path in out.glob("input=*/section=news/*/rows.parquet")}
    assert {"year=2012", "year=2025", "year=__HIVE_DEFAULT_PARTITION__"} <= years
    before = stamps(out)
    assert extract(*some, "--out", out, "--hive", code=4)["made"] == 0
    assert stamps(out) == before
    assert presidency("extract", *some, "--out", out).code == 2  # the rows would be there twice


def test_what_changed_or_went_is_made_again_and_what_moved_is_not(
    files: list[Path], tmp_path: Path
) -> None:
    folder, out = tmp_path / "theirs", tmp_path / "rows"
    shutil.copytree(files[0].parent, folder)
    some = sorted(folder.iterdir())[:4]
    extract(*some, "--out", out, "--jobs", "1", code=4)
    moved = some[0].rename(tmp_path / some[0].name)
    shutil.copy2(files[-1], some[1])  # another file in its place
    (out / f"{some[2].name}.parquet").unlink()
    ledger = out / "_inputs.jsonl"
    ledger.write_text(ledger.read_text()[:-20])  # as a kill leaves it
    now = [moved, *some[1:]]
    summary = extract(*now, moved, "--out", out, code=4)
    assert (summary["made"], summary["there"]) == (3, 1)
    assert paths_apart(rows_in(out)) == paths_apart(rows_of(now))
    assert len(stamps(out)) == 4


def test_an_index_chooses_records(tmp_path: Path) -> None:
    pages = [shoot(demo_site(), path, 200) for path in ("/bg/news/", "/robots.txt")]
    path = write_shots(tmp_path / "theirs.warc.gz", pages)
    whole = list(read_warc(path))
    packed = [len(gzip.compress(page.content)) for page in pages]
    json_line = json.dumps({
        "url": pages[1].url, "filename": "crawl/theirs.warc.gz", "offset": str(packed[0]),
        "length": str(packed[1]),
    })  # fmt: skip
    lines = [
        " CDX N b a m s k r M S V g",
        f"- - {pages[0].url} - 200 - - - {packed[0]} 0 theirs.warc.gz",
        "- - http://example.org/ - 200 - - - 10 0 elsewhere.warc.gz",
        f"bg,president)/ 2026 {json_line}",
        f"- - {pages[0].url} - 200 - - - 10 0 gone.warc.gz",
    ]
    index = tmp_path / "index.cdx.gz"
    index.write_bytes(gzip.compress("\n".join(lines).encode()))
    out = tmp_path / "rows"
    summary = extract("--cdx", index, "--out", out, code=4)
    assert (summary["rows"], summary["faults"]) == (3, 1)
    rows = rows_in(out)
    assert set(in_order(whole)) < set(rows)
    [gone] = set(rows) - set(in_order(whole))
    assert "unreadable: it cannot be opened" in gone
    assert pages[0].url in gone


@pytest.mark.parametrize("arguments", [[], ["gone.warc.gz"], ["gone/*.warc"], [".", "--jobs", "0"]])
def test_what_cannot_be_meant_is_refused(arguments: list[str], tmp_path: Path) -> None:
    ran = presidency("extract", *arguments, "--out", tmp_path / "rows", cwd=tmp_path)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_a_place_that_cannot_be_written_is_storage_trouble(
    files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ran = presidency("extract", files[0], "--out", tmp_path / "file" / "rows")
    assert (ran.code, len(ran.err.splitlines())) == (8, 1)


# -- kills ---------------------------------------------------------------------------------------


def begin(out: Path, *files: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "presidency_scraper", "extract", *map(str, files)]
    return subprocess.Popen(
        [*command, "--out", str(out), "--jobs", "2"],
        env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_what_a_killed_process_was_at_is_made_by_another(files: list[Path], tmp_path: Path) -> None:
    some, long = files[:6], write_long(tmp_path / "long.warc.gz")
    with killing_readers(long, 1) as killed, begin(tmp_path / "rows", long, *some) as process:
        assert process.wait() == 4, process.communicate()
    assert len(killed) == 1
    assert rows_in(tmp_path / "rows") == rows_of(some)
    assert len(stamps(tmp_path / "rows")) == 7


@SLOW
def test_a_file_that_kills_each_process_is_left_and_named(
    files: list[Path], tmp_path: Path
) -> None:
    some, long = files[:6], write_long(tmp_path / "long.warc.gz")
    with killing_readers(long, 9) as killed, begin(tmp_path / "rows", long, *some) as process:
        _, said = process.communicate()
        assert process.returncode == 4
    assert len(killed) == 2
    assert "1 file left, since their processes were killed" in said
    assert rows_in(tmp_path / "rows") == rows_of(some)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@others_slow()
def test_a_run_that_is_stopped_leaves_whole_files_and_the_next_goes_on(
    number: signal.Signals, files: list[Path], tmp_path: Path
) -> None:
    some, long, out = files[:6], write_long(tmp_path / "long.warc.gz"), tmp_path / "rows"
    with begin(out, *some, long) as process:
        wait_for_reader(long)
        os.kill(process.pid, number)
        process.communicate()
    assert process.returncode == (130 if number is signal.SIGINT else -signal.SIGKILL)
    assert set(rows_in(out)) <= set(rows_of(some))
    assert not (out / "long.warc.gz.parquet").exists()
    is_killed = number is signal.SIGKILL
    assert bool(list(out.glob(".long*.part"))) == is_killed
    summary = extract(*some, long, "--out", out, code=4)
    assert summary["made"] + summary["there"] == 7
    assert summary["made"] < 7
    assert list(out.glob(".*.part")) == []
    assert rows_in(out) == rows_of(some)
