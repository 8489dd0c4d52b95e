"""The archive as a WACZ: valid, with every article in its list, and shown by others' players."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from presidency_scraper.archive import Kind, iterate
from presidency_scraper.demo.replica import (
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from presidency_scraper.extract.content_encoding import decode_content
from tests.archive.test_replay import PYWB, need_pywb, replaying
from tests.archive.theirs import need, read
from tests.browser import Page, open_browser
from tests.conftest import (
    ROOT,
    Crawled,
    Ran,
    clean_environment,
    crawl,
    others_slow,
    presidency,
    query,
    run,
)
from tests.serving import EDITED, edit_article, make_due

PLAYER = ROOT / "tests/replaywebpage/node_modules/replaywebpage"


@pytest.fixture(scope="module", autouse=True)
def _needs_py_wacz() -> None:
    need("py-wacz", find_spec("wacz"), "pip install 'wacz>=0.6'")


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of twenty articles: one was edited, then seen again as it was.

    The third time the site sent it whole, so the archive has a repeat of it.
    """
    db = tmp_path_factory.mktemp("past") / "past.db"
    site = ReplicaSite(demo_site().items("bg")[:20])
    twin = site.face("text")
    with serve_replica(site) as server:
        crawl(server.origin, db)
        edit_article(site)
        for _ in range(2):
            make_due(db, EDITED)
            crawl(server.origin, db)
            site.fail("/news8601/", partial(unconditional, twin))
    return db


def unconditional(twin: ReplicaSite, request: Request, _: Response) -> Response:
    """The page, whatever the client says that it has."""
    return twin.answer("GET", request.path)


def archive_of(db: Path) -> Path:
    return db.with_name(f"{db.stem}-archive")


def export(db: Path, out: Path, *options: str | Path) -> Ran:
    return presidency("export", "--db", db, "--format", "wacz", "--out", out, *options)


@pytest.fixture(scope="module")
def wacz(past: Path) -> Path:
    out = past.with_name("past.wacz")
    ran = export(past, out)
    assert (ran.code, ran.out, ran.err) == (0, f"{out}: 22 pages\n", "")
    return out


def pages_of(wacz: Path) -> list[dict[str, Any]]:
    """The pages that are listed, without the head of the list."""
    with ZipFile(wacz) as archive:
        head, *pages = archive.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0"
    return [json.loads(line) for line in pages]


def test_py_wacz_finds_it_valid(wacz: Path, tmp_path: Path) -> None:
    ran = run("-m", "wacz", "validate", "-f", str(wacz), cwd=tmp_path)
    assert "Validation succeeded" in ran.out, ran.out + ran.err


def test_each_capture_of_an_article_is_a_page_with_what_stood_there_then(
    wacz: Path, past: Path
) -> None:
    captures = query(
        past, "SELECT id, url, captured_at FROM captures WHERE outcome = 'article' ORDER BY id"
    )
    pages = pages_of(wacz)
    assert [(int(p["id"]), p["url"], p["ts"]) for p in pages] == captures
    assert len(captures) == 22
    before, after = query(
        past, "SELECT headline, body FROM revisions WHERE article_id = ? ORDER BY revision", EDITED
    )
    seen = [(page["title"], page["text"]) for page in pages if "news8601" in page["url"]]
    assert seen == [before, after, after]


@others_slow(2)
@pytest.mark.parametrize(
    ("options", "where"),
    [
        (("--section", "photo-gallery"), "section = 'photo-gallery'"),
        (("--language", "en"), "language = 'en'"),
        (("--since", "2015-01-01", "--until", "2015-12-31"), "published_at LIKE '2015%'"),
        (("--since", "2030-01-01"), "false"),
    ],
)
def test_options_choose_pages_and_leave_the_archive_whole(
    options: tuple[str, ...], where: str, crawled: Crawled, tmp_path: Path
) -> None:
    out, archive = tmp_path / "x.wacz", crawled.db.parent / "archive"
    assert export(crawled.db, out, *options).code == 0
    chosen = query(crawled.db, f"SELECT headline FROM articles WHERE {where}")
    assert sorted(page["title"] for page in pages_of(out)) == sorted(row[0] for row in chosen)
    with ZipFile(out) as packed:
        for file in archive.glob("*.warc.gz"):
            assert packed.read(f"archive/{file.name}") == file.read_bytes()


def test_what_is_read_from_it_is_what_the_archive_holds(wacz: Path, past: Path) -> None:
    found = read(wacz)
    assert found.faults == []
    ours = list(iterate(archive_of(past)))
    assert sorted((c.url, c.captured_at, c.status, c.body) for c in found.captures) == sorted(
        (r.url, r.captured_at, r.status, r.body) for r in ours if r.kind is not Kind.FAILURE
    )
    assert any(record.kind is Kind.REVISIT for record in ours)


# -- what cannot be made -------------------------------------------------------------------------


def test_without_py_wacz_it_is_refused_in_one_line(past: Path, tmp_path: Path) -> None:
    arguments = ["export", "--db", str(past), "--format", "wacz", "--out", "x.wacz"]
    code = (
        "import sys; sys.modules['wacz'] = None\n"
        "from presidency_scraper.cli import main\n"
        f"main({arguments!r})"
    )
    ran = run("-c", code, cwd=tmp_path)
    assert (ran.code, ran.err) == (
        2,
        "presidency: --format wacz needs py-wacz, which is not installed:"
        " python -m pip install 'wacz>=0.6'\n",
    )


def test_the_archive_of_another_database_is_refused(
    past: Path, crawled: Crawled, tmp_path: Path
) -> None:
    ran = export(past, tmp_path / "x.wacz", "--archive", crawled.db.parent / "archive")
    assert ran.code == 8
    assert "name this database's archive by --archive" in ran.err
    ran = export(past, tmp_path / "x.wacz", "--archive", tmp_path)
    assert ran.code == 8
    assert ran.err == (
        f"presidency: {tmp_path} holds no record: name the right folder by --archive\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def own(past: Path, tmp_path: Path) -> Path:
    """A database and an archive that a test may hurt."""
    shutil.copy(past, tmp_path / past.name)
    shutil.copytree(archive_of(past), archive_of(tmp_path / past.name))
    return tmp_path / past.name


def test_an_archive_that_lacks_a_file_is_refused(own: Path) -> None:
    first = min(archive_of(own).glob("*.warc.gz"))
    first.unlink()
    ran = export(own, own.with_name("x.wacz"))
    assert (ran.code, ran.err) == (
        8, f"presidency: archive damaged: {first.name}: the file is missing\n"
    )  # fmt: skip


def test_what_stands_in_the_file_in_work_is_left_out(own: Path) -> None:
    *sealed, last = sorted(archive_of(own).glob("*.warc.gz"))
    last.rename(last.with_name(last.name + ".open"))
    manifest = archive_of(own) / "manifest.jsonl"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(lines[:-1]))
    out = own.with_name("x.wacz")
    assert export(own, out).out == f"{out}: 21 pages\n"
    with ZipFile(out) as packed:
        inside = {name for name in packed.namelist() if name.startswith("archive/")}
    assert inside == {f"archive/{path.name}" for path in sealed}


def test_where_no_room_is_left_what_stood_there_before_stays(past: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.wacz"
    out.write_bytes(b"before")
    # 100 KiB: room for the list of pages, not for the archive
    command = f"ulimit -f 200; exec {sys.executable} -m presidency_scraper export"
    ran = subprocess.run(
        ["sh", "-c", f"{command} --db {past} --format wacz --out {out}"],
        capture_output=True,
        text=True,
        env=clean_environment(PYTHONDONTWRITEBYTECODE="1"),
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (
        8,
        f"presidency: no room to write {out}: make room and run it again\n",
    )
    assert out.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["x.wacz"]


# -- players -------------------------------------------------------------------------------------


def test_pywb_unpacks_it_and_replays_an_article_byte_for_byte(
    wacz: Path, past: Path, tmp_path: Path
) -> None:
    need_pywb()
    for command in (["init", "theirs"], ["add", "--unpack-wacz", "theirs", wacz]):
        subprocess.run(
            [PYWB / "wb-manager", *command], cwd=tmp_path, check=True, capture_output=True
        )
    # the last capture is a repeat: its body stands in an earlier file
    page = [page for page in pages_of(wacz) if "news8601" in page["url"]][-1]
    stamp = "".join(filter(str.isdigit, page["ts"]))
    expected = presidency("show", EDITED, "--html", "--db", past).out
    with (
        replaying(tmp_path) as address,
        urlopen(f"{address}/theirs/{stamp}id_/{page['url']}", timeout=30) as answer,
    ):
        body = decode_content(answer.read(), answer.headers.get("Content-Encoding") or "")
    assert body.decode() == expected


@contextmanager
def played(wacz: Path, folder: Path) -> Iterator[str]:
    """Serve ReplayWeb.page, which is a page and two scripts, and a WACZ; yield its address."""
    need("ReplayWeb.page", (PLAYER / "ui.js").exists(), "`make test` does that, by npm")
    for path in (*(PLAYER / name for name in ("index.html", "ui.js", "sw.js")), wacz):
        shutil.copy(path, folder)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/?source={wacz.name}"  # workers want that host
    finally:
        server.shutdown()
        server.server_close()


#: Every element, those of components and of frames too.
WALK = """
window.walk = (root, found = []) => {
  for (const element of root.querySelectorAll('*')) {
    found.push(element);
    if (element.shadowRoot) walk(element.shadowRoot, found);
    if (element.tagName === 'IFRAME' && element.contentDocument) {
      walk(element.contentDocument, found);
    }
  }
  return found;
};
window.entries = () => walk(document).filter(e => e.tagName === 'WR-PAGE-ENTRY');
window.scroller = () => walk(document).find(e => e.className === 'scroller');
window.replayed = () => walk(document).filter(e => e.tagName === 'IFRAME').at(-1);
"""


def until(page: Page, script: str) -> Any:
    """Wait until *script* has a value, and return it."""
    for _ in range(240):
        if value := page.run(script):
            return value
        time.sleep(0.25)
    raise AssertionError(f"never: {script}")


def test_replayweb_page_lists_every_article_finds_one_by_its_text_and_shows_it(
    crawled: Crawled, tmp_path: Path
) -> None:
    out = tmp_path / "x.wacz"
    assert export(crawled.db, out).code == 0
    (tmp_path / "site").mkdir()
    headlines = {row[0] for row in query(crawled.db, "SELECT headline FROM articles")}
    with played(out, tmp_path / "site") as address, open_browser() as page:
        page.open(address)
        page.run(WALK)
        until(page, "entries().length >= 100")  # so many are shown until one scrolls
        until(page, "(scroller().scrollTop = scroller().scrollHeight, entries().length > 101)")
        shown = page.run("entries().map(e => e.shadowRoot.textContent.replace(/\\s+/g, ' '))")
        assert len(shown) == len(headlines) == 102
        assert all(any(headline in text for text in shown) for headline in headlines)
        page.keep_picture("wacz-pages")

        page.run("walk(document).find(e => e.placeholder?.startsWith('Search by')).focus()")
        page.type("Мичигами")  # stands in the text of one article, in no headline
        until(page, "entries().length === 1")
        page.run("entries()[0].shadowRoot.querySelector('a').click()")
        until(page, "replayed()?.contentDocument?.body?.innerText.includes('Мичигами')")
        page.keep_picture("wacz-article")
        assert "news8601" in page.run("replayed().contentWindow.location.href")
