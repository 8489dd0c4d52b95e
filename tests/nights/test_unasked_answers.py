"""A status or header is believed only as the answer to what was asked."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Request, Response
from tests.conftest import HTML, Served, crawl, others_slow, presidency, query
from tests.nights.plays import (
    address,
    all_due,
    body_of,
    ids,
    is_exact,
    is_well,
    newest,
    plain,
    served,
    stored,
)

CONDITIONS = ("if-none-match", "if-modified-since")
NEWEST = "SELECT status, outcome FROM captures WHERE article_id = ? ORDER BY id DESC LIMIT 1"

PART_OF_ROBOTS = Response(206, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")


@pytest.fixture
def dozen() -> Iterator[Served]:
    """The replica's twelve newest Bulgarian articles."""
    with served(newest(12)) as there:
        yield there


def not_modified(_: Request, __: Response) -> Response:
    return Response(304, {"ETag": '"nobody asked"'})


@dataclass
class Ear:
    """Notes the requests that a fault strikes; those with conditions apart."""

    plain: int = 0
    conditional: int = 0

    def hear(self, request: Request) -> None:
        if any(name in request.headers for name in CONDITIONS):
            self.conditional += 1
        else:
            self.plain += 1


def says_not_modified(there: Served, path: str, times: int | None = None) -> Ear:
    """Answer 304 there, whatever was asked."""
    ear = Ear()

    def respond(request: Request, real: Response) -> Response:
        ear.hear(request)
        return not_modified(request, real)

    there.site.fail(path, respond, times=times)
    return ear


def problems(db: Path) -> list[tuple[str]]:
    return query(db, "SELECT kind FROM problems WHERE kind <> 'no-listing' ORDER BY id")


def heals(there: Served, db: Path) -> None:
    """The next night brings what is there, and the archive agrees."""
    there.site.heal()
    ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    assert stored(db) == ids(there.site)
    is_well(db)


def part_with(code: int) -> Callable[[Request, Response], Response]:
    headers = {**HTML, "Content-Range": "bytes 0-999/9999"}
    return lambda _, real: Response(code, headers, plain(real)[:1000])


# 304 that nobody asked for


def test_an_article_said_to_be_as_it_was_though_nobody_had_it_is_asked_for_again_and_left(
    dozen: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    lost = [item.id for item in dozen.site.items("bg")[::3]]
    ears = [says_not_modified(dozen, address(article)) for article in lost]
    ran = crawl(dozen.origin, db)
    assert ran.code == 4, ran.err
    assert stored(db) == ids(dozen.site) - set(lost)
    assert problems(db) == [("fetch",)] * 4
    for article, ear in zip(lost, ears, strict=True):
        assert query(db, NEWEST, article) == [(304, "failed")]
        assert (2 <= ear.plain <= 3, ear.conditional) == (True, 0)
    heals(dozen, db)


def test_one_that_is_said_so_once_is_had_at_the_second_try(dozen: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    item = dozen.site.items("bg")[2]
    says_not_modified(dozen, address(item.id), times=1)
    ran = crawl(dozen.origin, db)
    assert ran.code == 0, ran.err
    assert problems(db) == []
    is_exact(db, dozen.site)


@others_slow(2)
@pytest.mark.parametrize(
    ("path", "times"),
    [("/bg/news/page/1$", 1), ("/bg/news/page/2$", None), ("/bg/news/page/3$", None),
     ("/bg/photo-gallery/page/1$", None), ("/bg/news/president/page/1$", None)],
)  # fmt: skip
def test_a_listing_page_said_to_be_as_it_was_is_asked_for_again_and_leaves_a_hole(
    dozen: Served, tmp_path: Path, path: str, times: int | None
) -> None:
    db = tmp_path / "p.db"
    ear = says_not_modified(dozen, path, times)
    ran = crawl(dozen.origin, db)
    assert ran.code == (0 if times else 4), ran.err
    assert len(problems(db)) == (0 if times else 1)
    assert times or ear.plain >= 2
    if times:
        assert stored(db) == ids(dozen.site)
    heals(dozen, db)


def test_articles_behind_a_listing_page_said_to_be_as_it_was_come_all_the_same(
    dozen: Served, tmp_path: Path
) -> None:
    says_not_modified(dozen, "/bg/news/page/2$")
    crawl(dozen.origin, tmp_path / "p.db", "--section", "news")
    assert dozen.site.items("bg")[-1].id in stored(tmp_path / "p.db")


def test_a_robots_txt_said_to_be_as_it_was_is_one_that_cannot_be_had(
    dozen: Served, tmp_path: Path
) -> None:
    ear = says_not_modified(dozen, "^/robots.txt$")
    ran = crawl(dozen.origin, tmp_path / "p.db")
    assert ran.code == 7, ran.err
    assert ear.plain >= 2
    assert set(dozen.asked()) == {"/robots.txt"}
    dozen.site.heal()
    assert crawl(dozen.origin, tmp_path / "p.db").code == 0


@pytest.mark.parametrize(("status", "code"), [(206, 7), (226, 7), (203, 6), (204, 0)])
def test_a_part_of_robots_txt_is_none_and_all_of_it_is_heeded_whoever_sent_it(
    dozen: Served, tmp_path: Path, status: int, code: int
) -> None:
    """What is missing of a part may forbid all; what a proxy has handled are still the rules."""
    body = b"" if status == 204 else PART_OF_ROBOTS.body
    dozen.site.fail(
        "^/robots.txt$", lambda _, __: replace(PART_OF_ROBOTS, status=status, body=body)
    )
    ran = crawl(dozen.origin, tmp_path / "p.db", "--limit", "1", "--section", "news")
    assert ran.code == code, ran.err
    assert ({path.split("/")[1] for path in dozen.asked()} == {"robots.txt"}) == bool(code)


def test_a_stored_article_without_a_validator_is_not_checked_by_a_304(
    dozen: Served, tmp_path: Path
) -> None:
    """Nothing was given to ask by, so nothing was asked."""
    db = tmp_path / "p.db"
    item = dozen.site.items("bg")[3]
    dozen.site.fail(address(item.id), lambda _, real: replace(real, headers=HTML, body=plain(real)))
    assert crawl(dozen.origin, db).code == 0
    dozen.site.heal()
    all_due(db, item.id)
    ear = says_not_modified(dozen, address(item.id))
    ran = crawl(dozen.origin, db)
    assert (ran.code, ear.conditional) == (4, 0), ran.err
    assert query(db, NEWEST, item.id) == [(304, "failed")]
    assert problems(db) == [("fetch",)]


def test_an_article_that_was_missed_is_not_back_by_a_304(dozen: Served, tmp_path: Path) -> None:
    """It is asked for in full: what was missed is to be seen again."""
    db = tmp_path / "p.db"
    item = dozen.site.items("bg")[3]
    assert crawl(dozen.origin, db).code == 0
    dozen.site.delete(item.id)
    all_due(db, item.id)
    assert crawl(dozen.origin, db).code == 0
    says_not_modified(dozen, address(item.id), times=3)
    assert crawl(dozen.origin, db).code == 4
    assert query(db, "SELECT runs, back_capture_id FROM absences") == [(1, None)]
    dozen.site.heal()
    for _ in range(2):
        assert crawl(dozen.origin, db).code == 0
    assert query(db, "SELECT runs, gone_at IS NULL FROM absences") == [(3, 0)]


def test_a_gap_asked_for_is_not_settled_by_a_304(dozen: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    assert crawl(dozen.origin, db, "--section", "news").code == 0
    says_not_modified(dozen, r"^/bg/[a-z-]+\d+")
    quick = ("--origin", dozen.origin, "--delay", "0", "--db", db)
    ran = presidency("gaps", "--fetch", "1", *quick, cwd=tmp_path)
    assert ran.code == 4, ran.err
    assert query(db, "SELECT DISTINCT outcome FROM captures WHERE status = 304") == [("failed",)]


def test_a_304_that_was_asked_for_is_believed(dozen: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    assert crawl(dozen.origin, db).code == 0
    item = dozen.site.items("bg")[3]
    all_due(db, item.id)
    ear = says_not_modified(dozen, address(item.id))
    ran = crawl(dozen.origin, db)
    assert (ran.code, ear) == (0, Ear(plain=0, conditional=1)), ran.err
    assert query(db, NEWEST, item.id) == [(304, "unchanged")]


def test_other_answers_to_what_was_not_asked_are_failures_too(
    dozen: Served, tmp_path: Path
) -> None:
    """Part of a page where all of it was asked for, a condition that failed where none was set."""
    db, statuses = tmp_path / "p.db", (206, 204, 202, 226, 412, 416)
    struck = {
        item.id: code for item, code in zip(dozen.site.items("bg")[::2], statuses, strict=True)
    }
    for article, code in struck.items():
        dozen.site.fail(address(article), part_with(code))
    ran = crawl(dozen.origin, db)
    assert ran.code == 4, ran.err
    assert stored(db) == ids(dozen.site) - set(struck)
    for article, code in struck.items():
        assert query(db, NEWEST, article) == [(code, "failed")]


# Content-Encoding that names no coding


def said_of(coding: str) -> Callable[[Request, Response], Response]:
    """The true answer, not coded, with a header that says *coding*."""

    def respond(_: Request, real: Response) -> Response:
        headers = {name: value for name, value in real.headers.items() if name != "ETag"}
        return Response(real.status, {**headers, "Content-Encoding": coding}, plain(real))

    return respond


@others_slow()
@pytest.mark.parametrize("coding", ["none", "UTF-8", "8bit"])
def test_a_site_that_names_no_coding_is_read_as_it_is(tmp_path: Path, coding: str) -> None:
    """robots.txt, listings, articles and what is not found all come with it."""
    site, db = newest(7), tmp_path / "p.db"
    site.fail("^/", said_of(coding))
    with served(site) as there:
        ran = crawl(there.origin, db)
        assert ran.code == 0, ran.err
        is_exact(db, site)
        gone = site.items("bg")[6]
        site.delete(gone.id)
        all_due(db, gone.id)
        assert crawl(there.origin, db).code == 0
    assert query(db, "SELECT article_id FROM absences") == [(gone.id,)]
    is_well(db)


NAMES = (
    "NONE", "None", "utf8", "utf-8", "7bit", "8BIT", "binary", "windows-1251", "ISO-8859-1",
    "us-ascii", "identity, none",
)  # fmt: skip


def moved(request: Request, real: Response) -> Response:
    """The way from one spelling of an address to another, with a name that is no coding."""
    path = request.path.removesuffix(".html")
    headers = {**HTML, "Location": path, "Content-Encoding": "none"}
    return real if path == request.path else Response(301, headers, b"Moved")


def test_whatever_name_is_no_coding_changes_nothing(tmp_path: Path) -> None:
    site, db = newest(len(NAMES) + 1), tmp_path / "p.db"
    *others, last = site.items("bg")
    for item, name in zip(others, NAMES, strict=True):
        site.fail(address(item.id), said_of(name))
    site.fail(address(last.id), moved)
    with served(site) as there:
        ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    is_exact(db, site)
    is_well(db)


def test_a_name_that_is_no_coding_hides_no_real_one_beside_it(tmp_path: Path) -> None:
    site, db = newest(4), tmp_path / "p.db"
    for item, names in zip(
        site.items("bg"), ["UTF-8, gzip", "gzip, none", "gzip, 8bit", "none,gzip"], strict=True
    ):
        site.fail(address(item.id), coded(lambda page: gzip.compress(page, mtime=0), names))
    with served(site) as there:
        ran = crawl(there.origin, db)
    assert ran.code == 0, ran.err
    is_exact(db, site)


def coded(
    make: Callable[[bytes], bytes], coding: str | None
) -> Callable[[Request, Response], Response]:
    """The true page, coded by *make*, with a header that says *coding*."""
    headers = {**HTML, "Content-Encoding": coding} if coding is not None else HTML
    return lambda _, real: Response(200, headers, make(plain(real)))


def test_a_page_without_any_coding_by_an_empty_or_the_proper_name_is_read(tmp_path: Path) -> None:
    site, db = newest(4), tmp_path / "p.db"
    for item, name in zip(site.items("bg"), ["identity", "IDENTITY", "", " , "], strict=True):
        site.fail(address(item.id), said_of(name))
    with served(site) as there:
        assert crawl(there.origin, db).code == 0
    is_exact(db, site)


#: What a header says and what is sent: a lie may be seen through, but nothing wrong is stored.
LIES: dict[str, Callable[[Request, Response], Response]] = {
    "plain for gzip": coded(bytes, "gzip"),
    "plain for deflate": coded(bytes, "deflate"),
    "plain for brotli": coded(bytes, "br"),
    "gzip for nothing": coded(lambda page: gzip.compress(page, mtime=0), None),
    "gzip for no coding": coded(lambda page: gzip.compress(page, mtime=0), "none"),
    "gzip twice for once": coded(
        lambda page: gzip.compress(gzip.compress(page, mtime=0), mtime=0), "gzip"
    ),
    "gzip once for twice": coded(lambda page: gzip.compress(page, mtime=0), "gzip, gzip"),
    "zlib for gzip": coded(zlib.compress, "gzip"),
    "gzip for deflate": coded(lambda page: gzip.compress(page, mtime=0), "deflate"),
    "base64 by name": coded(bytes, "base64"),
}


def test_a_coding_that_is_a_lie_makes_a_page_exact_or_refused(tmp_path: Path) -> None:
    site, db = newest(2 * len(LIES)), tmp_path / "p.db"  # every other page is as it should be
    for item, lie in zip(site.items("bg")[::2], LIES.values(), strict=True):
        site.fail(address(item.id), lie)
    with served(site) as there:
        ran = crawl(there.origin, db)
    texts = dict(query(db, "SELECT id, body FROM articles"))
    refused = {article for (article,) in query(
        db, "SELECT c.article_id FROM problems p JOIN captures c ON c.id = p.capture_id"
    )}  # fmt: skip
    for item in site.items("bg"):
        assert (item.id in texts) != (item.id in refused)
        assert texts.get(item.id, body_of(item)) == body_of(item)
    assert ran.code == (5 if refused else 0), ran.err
    assert len(texts) >= len(LIES)
    is_well(db)
