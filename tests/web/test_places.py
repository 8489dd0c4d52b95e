"""Where the pages can stand: at another address, below a path, over a fixed file, in Datasette."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser
import pytest

from presidency_scraper.store.database import open_store
from tests.conftest import ROOT, clean_environment, presidency, python_path, query
from tests.serving import EDITED, NEEDS_DATASETTE, Serving, serve

pytestmark = NEEDS_DATASETTE
PATHS = (
    "", "search?q=президента", f"articles/{EDITED}", "edits", "captures/20", "captures/20/page",
    "dashboard", "changes.atom", "articles.atom?language=en", "presidency", "presidency/changes",
    "presidency/articles?_search=президента", "presidency/articles/bg~2Fnews~2F8601",
    "presidency/edits?since=&until=&with_looks=", "presidency?sql=SELECT+id+FROM+articles",
)  # fmt: skip


@contextmanager
def plain_datasette(db: Path, folder: Path) -> Iterator[Serving]:
    """``datasette DB`` where the package is installed: its entry points are those of pyproject."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = folder / "installed_plugin-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: installed-plugin\nVersion: 1\n"
    )
    lines = [f"{name} = {value}" for name, value in project["entry-points"]["datasette"].items()]
    (installed / "entry_points.txt").write_text("\n".join(["[datasette]", *lines]))
    command = [sys.executable, "-m", "datasette", str(db), "--port", "0"]
    for setting in ("suggest_facets off", "truncate_cells_html 160", "max_returned_rows 1000"):
        command += ["--setting", *setting.split()]  # as serve has them; allow_download is another
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder,
        env=clean_environment(PYTHONPATH=python_path(folder), PYTHONUNBUFFERED="1"),
    )  # fmt: skip
    assert server.stderr is not None
    try:
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield Serving(f"{found[0]}/")
                break
        else:
            raise AssertionError("Datasette did not start")
    finally:
        server.terminate()
        server.communicate(timeout=60)


def shown(text: str) -> str:
    """What an answer says, whoever serves it, when and how fast: counting has little time."""
    text = re.sub(r"Rows: (?:many|[\d,]+)", "", text)
    text = re.sub(r"http://127\.0\.0\.1:\d+", "", text)
    return re.sub(r"Queries took [\d.]+ms|[\d.]+ms", "", text)


def test_plain_datasette_has_what_serve_has(past: Path, tmp_path: Path) -> None:
    with plain_datasette(past, tmp_path) as plain, serve(past) as ours:
        for path in PATHS:
            answers = plain.ask(path), ours.ask(path)
            assert [answer.status for answer in answers] == [200, 200], path
            assert shown(answers[0].text) == shown(answers[1].text), path
        assert plain.sql("DELETE FROM articles").status == 400
        policy = plain.ask("captures/20/page").headers["content-security-policy"]
        assert policy.startswith("sandbox")


def test_a_database_of_others_is_left_to_datasette(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "import sqlite3; c = sqlite3.connect('other.db');"
         "c.execute('CREATE TABLE articles (id TEXT)'); c.commit()"],
        cwd=tmp_path, check=True,
    )  # fmt: skip
    with plain_datasette(tmp_path / "other.db", tmp_path) as plain:
        assert "Bulgarian presidency" not in plain.ask("").text
        assert plain.ask("other/articles").status == 200
        assert plain.ask("edits").status == 404


def test_below_a_path_every_link_leads_below_it(past: Path) -> None:
    with serve(past, "--base-path", "record") as web:
        for path in PATHS:
            answer = web.ask(f"record/{path}")
            assert answer.status == 200, path
            if path.endswith("/page") or "atom" in path:
                continue
            links = re.findall(r'(?:href|src|action)="(/[^"]*)"', answer.text)
            assert links
            assert [link for link in links if not link.startswith("/record/")] == [], path
        [way] = re.findall(r'href="/([^"]*language/bg[^"]*)"', web.ask("record/edits").text)
        assert web.ask(way).status == 200  # where it leads to
        feed = feedparser.parse(web.ask("record/changes.atom").text)
        assert feed.feed.links[0].href == f"{web.address}record/changes.atom"
        assert feed.entries[0].link.startswith(f"{web.address}record/articles/")
        assert (
            web.ask("record/assets/presidency.css").headers["content-type"].startswith("text/css")
        )


@pytest.mark.parametrize(
    "path", ["/a b/", "/../", "http://x.example/", "/a?b/", "//x/", "x" * 99 + "!"]
)
def test_a_path_that_is_none_is_refused(past: Path, path: str) -> None:
    ran = presidency("serve", "--db", past, "--base-path", path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_fixed_file_needs_no_files_beside_it(past: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    query(past, "VACUUM INTO ?", str(copy))
    with serve(copy, "--immutable", "--archive", str(past.with_name("past-archive"))) as web:
        for path in PATHS:
            assert web.ask(path).status == 200, path
        assert {file.name for file in tmp_path.iterdir()} == {"copy.db"}


def test_a_file_with_a_wal_is_not_fixed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "busy.db")
    for file in ("busy.db", "busy.db-wal"):
        shutil.copy(tmp_path / file, tmp_path / file.replace("busy", "copy"))
    store.close()
    ran = presidency("serve", "--db", tmp_path / "copy.db", "--immutable")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "copy.db-wal" in ran.err


def test_another_address_is_listened_on_and_answered(past: Path) -> None:
    command = [sys.executable, "-m", "presidency_scraper", "serve", "--db", str(past)]
    with subprocess.Popen(
        [*command, "--port", "0", "--host", "127.0.0.2"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=clean_environment(),
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            [address] = re.findall(r"http://127\.0\.0\.2:\d+/", server.stdout.readline())
            assert Serving(address).ask("edits").status == 200
        finally:
            server.terminate()
