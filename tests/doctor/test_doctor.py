"""``presidency doctor`` against the replica in its editions: well, changed, refusing and gone."""

import gzip
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response, demo_site, serve_replica
from presidency_scraper.demo.replica.http_messages import Responder, status
from tests.conftest import Ran, presidency
from tests.extract.test_extract import FILES, read_folder, read_json

EDITIONS = ("text", "www", "mobile")
NEWEST = "bg/news/8635"  # 2025-10-16 11:41
FIRST = f"article {NEWEST}"
ARTICLE = r"/news8635/"
LISTINGS = {"text": r"^/bg/news/page/1$", "www": r"^/news/$", "mobile": r"^/bg/news/page/1$"}
SHELL = (
    '<!doctype html><html><head><title>Президент</title><script src="/app.js"></script></head>'
    '<body><div id="root"></div></body></html>'
)


def rewritten(change: Callable[[str], str]) -> Responder:
    """The true page, with its text changed."""

    def respond(_request: Request, real: Response) -> Response:
        is_packed = real.headers.get("Content-Encoding") == "gzip"
        page = (gzip.decompress(real.body) if is_packed else real.body).decode()
        headers = {name: value for name, value in real.headers.items() if "Encoding" not in name}
        return replace(real, headers=headers, body=change(page).encode())

    return respond


@contextmanager
def serving(*names: str, **faults: tuple[str, Responder]) -> Iterator[dict[str, Any]]:
    """Serve the replica as the editions *names*; a fault strikes one of them."""
    site = demo_site()
    with ExitStack() as stack:
        faces: dict[str, ReplicaSite] = {name: site.face(name) for name in names}  # type: ignore[arg-type]
        for name, fault in faults.items():
            faces[name].fail(*fault)
        options = []
        for name, face in faces.items():
            origin = stack.enter_context(serve_replica(face)).origin
            options += ["--edition", name, "--origin", origin]
        yield {"faces": faces, "options": [*options, "--delay", "0"]}


def examined(*options: str | Path, cwd: Path | None = None) -> tuple[Ran, dict[str, Any]]:
    ran = presidency("doctor", "--json", *options, cwd=cwd)
    return ran, json.loads(ran.out)


def tried(
    edition: str, *options: str, fault: tuple[str, Responder] | None = None
) -> tuple[Ran, dict[str, Any]]:
    """Examine the news of one edition."""
    with serving(edition, **({edition: fault} if fault else {})) as served:
        return examined("--section", "news", *served["options"], *options)


def found(report: dict[str, Any], page: str, field: str) -> dict[str, Any]:
    """The one finding of a field of a page."""
    (finding,) = [
        finding
        for where in [*report["editions"], {"pages": report["across"]}]
        for each in where["pages"]
        if each["page"].startswith(page)
        for finding in each["findings"]
        if finding["field"] == field
    ]
    return dict(finding)


def states(report: dict[str, Any]) -> set[str]:
    places = [*report["editions"], {"pages": report["across"]}]
    return {f["state"] for place in places for page in place["pages"] for f in page["findings"]}


# -- a site that is well -----------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_healthy_edition_is_all_well(edition: str) -> None:
    with serving(edition) as served:
        ran, report = examined(*served["options"])
        asked = [entry.path for entry in served["faces"][edition].log]
    assert (ran.code, ran.err) == (0, "")
    assert report["verdict"]["code"] == 0
    assert states(report) <= {"ok", "note"}
    assert asked[0] == "/robots.txt"
    assert len(asked) == report["requests"] == 1 + 4 * 2  # a listing and an article a section
    assert found(report, FIRST, "clocks")["state"] == "ok"
    assert found(report, "article bg/interviews-president/3787", "speakers")["said"] == (
        "Водещ, Румен Радев"
    )


def test_an_article_is_told_as_it_is_printed() -> None:
    _, report = tried("text")
    item = next(item for item in demo_site().items("bg") if item.id == NEWEST)
    assert found(report, FIRST, "headline")["said"] == item.headline
    assert item.published in found(report, FIRST, "published_at")["said"]
    assert found(report, FIRST, "paragraphs")["said"].startswith(f"{len(item.paragraphs)};")
    assert found(report, FIRST, "layout")["said"] == "landmarks"


def test_all_editions_are_compared_article_by_article() -> None:
    with serving(*EDITIONS) as served:
        ran, report = examined(*served["options"])
    assert ran.code == 0
    assert len(report["across"]) == 4  # one a section
    assert found(report, f"article {NEWEST} in text, www, mobile", "paragraphs")["state"] == "ok"


def test_english_listings_that_do_not_exist_are_notes() -> None:
    with serving("text") as served:
        ran, report = examined("--language", "en", *served["options"])
    assert ran.code == 0
    assert found(report, "listing en/photo-gallery", "page")["state"] == "note"


def test_the_table_fits_a_hundred_columns_and_names_every_page_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    with serving(*EDITIONS) as served:
        ran = presidency("doctor", *served["options"], cwd=tmp_path)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 100
    assert ran.out.count(f"  {FIRST}\n") == len(EDITIONS)
    assert "all well: 24 pages of 3 editions" in ran.out
    assert list(tmp_path.iterdir()) == []  # no lock either


def test_a_visit_has_forty_requests_at_the_most() -> None:
    with serving(*EDITIONS) as served:
        _, report = examined("--language", "bg", "--language", "en", *served["options"])
        asked = sum(len(face.log) for face in served["faces"].values())
    assert asked == report["requests"] == 40
    assert report["editions"][-1]["stopped"] == "the 40 requests of one visit are used up"


# -- a site that has changed -------------------------------------------------------------------


def hour_twice(page: str) -> str:
    return re.sub(r"\| (\d\d):\d\d", lambda m: f"| {m[1]}:{int(m[1]) % 12 or 12:02d}", page)


def replaced(old: str, new: str) -> Responder:
    return rewritten(lambda page: page.replace(old, new))


#: What happens to which address of an edition; the exit code, and where it is said how.
CASES = {
    "an announced article that is not there is drift":
        ("text", ARTICLE, status(404), 5, FIRST, "page", "missing", "status 404"),
    "an error of the server is incomplete":
        ("text", ARTICLE, status(500), 4, FIRST, "page", "silent", "status 500"),
    "a robots.txt that is not there forbids nothing":
        ("text", "robots.txt", status(404), 0, "robots.txt", "robots.txt", "ok", "404"),
    "a page below the strict layout is a note":
        ("www", ARTICLE, replaced("print-content", "printed"), 0, FIRST, "layout", "note",
         "landmarks: the page does not fit www-2019"),
    "an hour that is not its listing's is wrong":
        ("text", ARTICLE, replaced("11:41:00", "13:41:00"), 5, FIRST, "clocks", "wrong",
         "the hour differs: 2025-10-16 13:41:00"),
    "a minute that is not its listing's is wrong":
        ("www", LISTINGS["www"], replaced("11:41", "11:42"), 5, FIRST, "clocks", "wrong",
         "the minute differs"),
    "true minutes where the hour stood twice are wrong":
        ("text", LISTINGS["text"], replaced("11:11", "11:41"), 5, "listing bg/news", "minutes",
         "wrong", "'16 октомври 2025 | 11:41'"),
    "the hour twice where true minutes stood is wrong":
        ("www", "", rewritten(hour_twice), 5, "listing bg/news", "minutes", "wrong",
         "minutes were expected"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_as_expected_is_named(case: str) -> None:
    edition, path, fault, code, page, field, state, said = CASES[case]
    ran, report = tried(edition, fault=(path, fault))
    finding = found(report, page, field)
    assert (ran.code, finding["state"]) == (code, state)
    assert said in finding["said"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_empty_shell_of_javascript_is_drift_and_every_field_is_named(edition: str) -> None:
    ran, report = tried(edition, fault=(ARTICLE, rewritten(lambda _: SHELL)))
    assert ran.code == 5
    assert f"{edition}, {FIRST}" in ran.err
    assert found(report, FIRST, "page")["state"] == "refused"
    for field in ("text", "headline", "published_at", "teasers"):
        assert found(report, FIRST, field)["state"] == "missing"
    assert "browser" in found(report, FIRST, "text")["todo"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_listing_without_links_is_drift(edition: str) -> None:
    fault = (LISTINGS[edition], rewritten(lambda page: re.sub(r'href="[^"]*"', "", page)))
    ran, report = tried(edition, fault=fault)
    assert ran.code == 5
    assert "listing bg/news" in ran.err
    assert found(report, "listing bg/news", "entries")["state"] == "missing"
    assert found(report, "listing bg/news", "dates")["state"] == "note"  # they are still there


def test_an_inferred_listing_that_is_not_there_is_a_note() -> None:
    with serving("text", text=("^/bg/photo-gallery", status(404))) as served:
        ran, report = examined(*served["options"])
    assert ran.code == 0
    assert found(report, "listing bg/photo-gallery", "page")["state"] == "note"


def test_where_a_listing_is_missing_the_article_of_another_edition_is_tried() -> None:
    with serving("text", "www", www=("^/photo-gallery/", status(404))) as served:
        ran, report = examined("--section", "photo-gallery", *served["options"])
    assert ran.code == 0
    assert [page["page"] for page in report["editions"][1]["pages"]][-1] == (
        "article bg/photo-gallery/8349"
    )


def test_a_visit_that_read_no_article_proves_nothing() -> None:
    with serving("text", text=("^/bg/photo-gallery", status(404))) as served:
        ran, _ = examined("--section", "photo-gallery", *served["options"])
    assert ran.code == 5
    assert "nothing is proved" in ran.err


def test_editions_that_disagree_are_named_with_the_place() -> None:
    fault = (ARTICLE, replaced("последователни", "непоследователни"))
    with serving("text", "www", www=fault) as served:
        ran, report = examined("--section", "news", *served["options"])
    paragraphs = found(report, f"article {NEWEST} in text, www", "paragraphs")
    assert ran.code == 5
    assert paragraphs["state"] == "wrong"
    assert "непоследователни" in paragraphs["said"]


# -- a site that refuses or is silent ----------------------------------------------------------


def test_robots_txt_that_forbids_is_a_refusal_and_no_page_is_asked_for() -> None:
    def forbid(_request: Request, real: Response) -> Response:
        return replace(real, body=b"User-agent: *\nDisallow: /\n", headers={})

    with serving("text", text=("robots.txt", forbid)) as served:
        ran, report = examined(*served["options"])
        asked = [entry.path for entry in served["faces"]["text"].log]
    assert ran.code == 6
    assert asked == ["/robots.txt"]
    assert found(report, "robots.txt", "robots.txt")["state"] == "refused"


@pytest.mark.parametrize(("code", "pages"), [(403, 2), (429, 1)])
def test_a_site_that_refuses_is_left_alone(code: int, pages: int) -> None:
    with serving("text", text=("^/bg/", status(code))) as served:
        ran, report = examined(*served["options"])
        asked = [entry.path for entry in served["faces"]["text"].log]
    assert ran.code == 6
    assert len(asked) == 1 + pages
    assert found(report, "listing bg/news", "page")["said"] == f"status {code}"


def test_no_server_is_unreachable() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        ran, report = examined("--origin", origin, "--delay", "0")
    assert ran.code == 7
    assert [edition["edition"] for edition in report["editions"]] == ["text"]
    assert found(report, "listing bg/news", "page")["state"] == "silent"
    assert "--origin" in ran.err


def test_a_robots_txt_that_fails_is_no_answer() -> None:
    ran, _ = tried("text", fault=("robots.txt", status(503)))
    assert ran.code == 7


# -- what is kept ------------------------------------------------------------------------------


def test_saved_pages_are_tests_of_the_project(tmp_path: Path) -> None:
    with serving(*EDITIONS, mobile=(ARTICLE, rewritten(lambda _: SHELL))) as served:
        ran, report = examined("--save", tmp_path / "kept", *served["options"])
    folders = sorted((tmp_path / "kept" / "pages").iterdir())
    assert ran.code == 5
    assert len(folders) == 24
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == FILES
        assert set(read_json(str(folder), "page.json")) == {"url", "content_type", "seen_at"}
        assert read_folder(str(folder)) == read_json(str(folder), "expected.json")
    kinds = {read_json(str(folder), "expected.json").get("kind", "error") for folder in folders}
    assert kinds == {"article", "listing", "error"}
    assert json.loads((tmp_path / "kept" / "report.json").read_text(encoding="utf-8")) == report
    assert "tests/pages" in (tmp_path / "kept" / "README.txt").read_text(encoding="utf-8")


def test_saved_answers_have_status_headers_and_bytes(tmp_path: Path) -> None:
    with serving("text", text=(ARTICLE, status(410, b"gone", server="replica"))) as served:
        examined("--section", "news", "--save", tmp_path, *served["options"])
    about = json.loads((tmp_path / "answers" / "text-article-bg-news-8635.json").read_text())
    assert about["status"] == 410
    assert about["headers"]["content-type"] == "text/plain"
    assert (tmp_path / "answers" / "text-article-bg-news-8635.body").read_bytes() == b"gone"
    assert (tmp_path / "answers" / "text-robots.body").read_bytes().startswith(b"User-agent")


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with serving("text") as served:
        ran = presidency("doctor", "--save", tmp_path, *served["options"])
        assert served["faces"]["text"].log == []
    assert (ran.code, ran.out) == (2, "")
    assert "not an empty folder" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


# -- options -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--edition papyrus", "--edition takes one of text, www, mobile"),
        ("--edition www --edition www", "--edition names the same edition twice"),
        ("--edition text --edition www --origin http://127.0.0.1:9", "--origin goes with one"),
        ("--section sport", "--section takes one of news"),
        ("--delay soon", "--delay takes seconds"),
    ],
)
def test_a_bad_option_is_refused_before_anything_is_asked(options: str, said: str) -> None:
    ran = presidency("doctor", *options.split())
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
