"""Numbers that are not stored: what is said of them, and asking the site for them by number."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import (
    ReplicaSite,
    Response,
    demo_site,
    serve_replica,
    status,
)
from presidency_scraper.items import Outcome
from presidency_scraper.report.gaps import plan
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.store.database import open_store
from presidency_scraper.store.numbers import Announced, Asked, Gap
from tests.conftest import HTML, Ran, Served, crawl, ended, presidency, query

#: The first four articles of the replica: between 8630 and 8635 nothing has 8631 and 8632.
NUMBERS = (8635, 8634, 8633, 8630)
HIDDEN = "bg/news/8633"
SECTIONS = ("news", "speeches-and-statements", "interviews-president", "photo-gallery")
TABLES = ("articles", "paragraphs", "teasers", "images", "revisions", "captures", "sightings",
          "problems", "walks", "absences")  # fmt: skip


@pytest.fixture
def four() -> Iterator[Served]:
    """Four articles of news, one of them hidden; some in English, which no test crawls."""
    bulgarian = [item for item in demo_site().items("bg") if item.number in NUMBERS]
    site = ReplicaSite([*bulgarian, *demo_site().items("en")[:5]])
    site.delete(HIDDEN)
    with serve_replica(site) as server:
        yield Served(site, server)


@pytest.fixture
def db(four: Served, tmp_path: Path) -> Path:
    """Those that show, crawled; 8633 is on the site again, and no crawl has been there since."""
    path = tmp_path / "p.db"
    ended(crawl(four.origin, path))
    four.site.restore(HIDDEN)
    four.asked()
    return path


def gaps(db: Path) -> dict[int, dict[str, Any]]:
    """What is known of each number that is not stored."""
    ran = presidency("gaps", "--db", db, "--json")
    assert (ran.code, ran.err) == (0, "")
    return {gap["number"]: gap for gap in json.loads(ran.out)["gaps"]}


def fetch(origin: str, db: Path, count: int, *options: str) -> tuple[Ran, dict[str, Any]]:
    quick = ("--origin", origin, "--delay", "0", "--db", db, "--json")
    ran = presidency("gaps", "--fetch", str(count), *quick, *options, cwd=db.parent)
    return ran, json.loads(ran.out)


def by_number(number: int, section: str = "news", language: str = "bg") -> str:
    return f"/{language}/{section}{number}/{section}{number}.html"


def everywhere(number: int) -> list[str]:
    return [by_number(number, section) for section in SECTIONS]


def tables(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(query(db, f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def item_8633() -> Any:
    return next(item for item in demo_site().items("bg") if item.id == HIDDEN)


def redirect_to(path: str) -> Any:
    return lambda _request, _real: Response(301, {"Location": path})


def publish_speech(site: ReplicaSite) -> str:
    """Publish a speech under the number of what is hidden; return what it is called."""
    site.delete(HIDDEN)
    return site.publish(site.draft("Реч пред студенти", section=SECTIONS[1], number=8633)).id


# -- what is said --------------------------------------------------------------------------------


def test_every_number_in_between_that_no_article_has_is_named(db: Path) -> None:
    document = json.loads(presidency("gaps", "--db", db, "--json").out)
    assert (document["lowest"], document["highest"], document["stored"]) == (8630, 8635, 3)
    never = {"state": "never_asked", "asked": [], "announced": []}
    assert document["gaps"] == [{"number": n} | never for n in (8631, 8632, 8633)]


def test_people_see_runs_of_numbers_in_one_line_a_total_and_what_to_do(db: Path) -> None:
    ran = presidency("gaps", "--db", db)
    assert ran.out.splitlines() == [
        "8631-8633    never asked",
        "",
        "3 of 6 numbers from 8630 to 8635 are not stored: 3 never asked",
        "ask the site for some of them: presidency gaps --fetch 10",
    ]


@pytest.mark.parametrize("options", [(), ("--fetch", "3")])
def test_an_empty_database_is_no_failure_and_nothing_is_asked_for(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    open_store(tmp_path / "p.db").close()
    ran = presidency("gaps", "--db", tmp_path / "p.db", *options)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no article is stored yet")
    ran = presidency("gaps", "--db", tmp_path / "p.db", "--json", *options)
    assert json.loads(ran.out) == {
        "lowest": None, "highest": None, "stored": 0, "languages": {}, "gaps": []
    }  # fmt: skip


def test_where_nothing_is_missing_nothing_is_asked_for(tmp_path: Path) -> None:
    site = ReplicaSite(item for item in demo_site().items("bg") if item.number in (8633, 8634))
    with serve_replica(site) as server:
        crawl(server.origin, tmp_path / "p.db")
        site.clear_log()
        where = ("--origin", server.origin, "--db", tmp_path / "p.db")
        ran = presidency("gaps", "--fetch", "5", *where)
    assert (ran.code, ran.out) == (0, "every number from 8633 to 8634 is stored\n")
    assert site.log == []


# -- what is found -------------------------------------------------------------------------------


def test_an_article_that_no_listing_showed_is_found_by_its_number(four: Served, db: Path) -> None:
    ran, document = fetch(four.origin, db, 1)
    assert (ran.code, four.asked()) == (0, [by_number(8633)])
    item = item_8633()
    assert document["found"] == [{"id": HIDDEN, "headline": item.headline}]
    assert [gap["number"] for gap in document["gaps"]] == [8631, 8632]
    assert document["run"]["new_articles"] == 1
    row = query(db, "SELECT headline, url, slug_agrees FROM articles WHERE id = ?", HIDDEN)
    address = f"https://www.president.bg/news8633/{item.slug}.html"
    assert row == [(item.headline, address, None)]


def test_people_are_told_what_was_found_and_how_much_is_left(four: Served, db: Path) -> None:
    options = ("--origin", four.origin, "--delay", "0", "--db", db)
    ran = presidency("gaps", "--fetch", "2", *options)
    said = ran.out.splitlines()
    assert said[0] == "all well: 1 new article"
    assert said[said.index("found 1") + 1] == f"  {HIDDEN}  {item_8633().headline}"
    assert said[-2] == (
        "2 of 6 numbers from 8630 to 8635 are not stored: 1 not found, 1 never asked"
    )


def test_sections_are_tried_in_the_order_of_the_site_until_one_answers(
    four: Served, db: Path
) -> None:
    speech = publish_speech(four.site)
    ran, document = fetch(four.origin, db, 1)
    assert four.asked() == [by_number(8633), by_number(8633, SECTIONS[1])]
    assert [article["id"] for article in document["found"]] == [speech]
    assert (ran.code, query(db, "SELECT * FROM problems")) == (0, [])


def test_a_number_found_nowhere_is_no_problem_and_is_remembered(four: Served, db: Path) -> None:
    ran, document = fetch(four.origin, db, 3)
    asked = four.asked()
    assert asked == [by_number(8633), *everywhere(8632), *everywhere(8631)]
    assert (ran.code, ran.err.count("presidency:")) == (0, 0)
    assert query(db, "SELECT * FROM problems") == []
    left = gaps(db)
    assert list(left) == [8631, 8632]
    for number, gap in left.items():
        assert (gap["state"], gap["announced"]) == ("missing", [])
        assert {one["id"] for one in gap["asked"]} == {f"bg/{s}/{number}" for s in SECTIONS}
        assert {one["outcome"] for one in gap["asked"]} == {"missing"}
    assert document["gaps"] == list(left.values())
    assert presidency("gaps", "--db", db).out.startswith(
        f"8631-8632    not found: bg/*; last asked {left[8631]['asked'][0]['at'][:10]}\n"
    )


def test_what_was_never_asked_for_comes_before_what_was_not_found(four: Served, db: Path) -> None:
    four.site.delete(HIDDEN)
    for number in (8633, 8632, 8631, 8633):  # the newest first, then the longest ago
        assert fetch(four.origin, db, 1)[0].code == 0
        assert four.asked() == everywhere(number)


def test_what_is_announced_comes_first_and_by_its_own_address(four: Served, tmp_path: Path) -> None:
    four.site.restore(HIDDEN)
    db = tmp_path / "p.db"
    crawl(four.origin, db, "--limit", "2")  # 8635 and 8630: the newest by date
    assert {n: gap["state"] for n, gap in gaps(db).items()} == {
        8631: "never_asked", 8632: "never_asked", 8633: "announced", 8634: "announced",
    }  # fmt: skip
    assert gaps(db)[8634]["announced"] == ["bg/news/8634"]
    four.asked()
    assert fetch(four.origin, db, 1)[0].code == 0
    item = next(item for item in four.site.items("bg") if item.number == 8634)
    assert four.asked() == [f"/bg/news8634/{item.slug}.html"]
    assert query(db, "SELECT slug_agrees FROM articles WHERE number = 8634") == [(1,)]


def test_an_announced_article_that_is_not_there_is_a_problem_and_the_others_are_tried(
    four: Served, tmp_path: Path
) -> None:
    four.site.restore(HIDDEN)
    db = tmp_path / "p.db"
    crawl(four.origin, db, "--limit", "2")
    four.site.delete("bg/news/8634")
    four.asked()
    assert fetch(four.origin, db, 1)[0].code == 0
    asked = four.asked()
    assert asked[1:] == everywhere(8634)[1:]
    said = query(db, "SELECT kind, message FROM problems")
    assert said == [("missing", "bg/news/8634: status 404")]
    assert gaps(db)[8634]["state"] == "missing"
    assert gaps(db)[8634]["announced"] == ["bg/news/8634"]


def test_a_redirect_says_the_real_slug(four: Served, db: Path) -> None:
    item = item_8633()
    moved = f"/bg/news8633/{item.slug}-s-drugi-dumi.html"
    four.site.fail(r"^/bg/news8633/news8633", redirect_to(moved))
    assert fetch(four.origin, db, 1)[0].code == 0
    assert four.asked() == [by_number(8633), moved]
    row = query(db, "SELECT url FROM articles WHERE id = ?", HIDDEN)
    assert row == [(f"https://www.president.bg/news8633/{item.slug}-s-drugi-dumi.html",)]


def test_a_redirect_to_another_section_is_not_found_here_and_found_there(
    four: Served, db: Path
) -> None:
    speech = publish_speech(four.site)
    four.site.fail(r"^/bg/news8633/", redirect_to(by_number(8633, SECTIONS[1])))
    ran, document = fetch(four.origin, db, 1)
    assert [article["id"] for article in document["found"]] == [speech]
    assert ran.code == 0


def test_a_shell_is_told_apart_and_its_other_sections_are_not_asked_for(
    four: Served, db: Path
) -> None:
    """In English all are missing, those that are stored in Bulgarian too."""
    ran, _ = fetch(four.origin, db, 3, "--language", "en")
    asked = [by_number(number, language="en") for number in (8635, 8634, 8633)]
    assert (ran.code, four.asked()) == (0, asked)
    assert gaps(db)[8633]["state"] == "shell"
    assert "8633         shell: en/news; last asked " in presidency("gaps", "--db", db).out
    ran, document = fetch(four.origin, db, 1)  # in Bulgarian it was never asked for
    assert [article["id"] for article in document["found"]] == [HIDDEN]


def test_the_edition_asked_says_its_own_addresses(four: Served, db: Path) -> None:
    with serve_replica(four.site.face("www")) as server:
        ran, document = fetch(server.origin, db, 1, "--edition", "www", "--language", "bg")
    assert [article["id"] for article in document["found"]] == [HIDDEN]
    assert query(db, "SELECT edition FROM articles WHERE id = ?", HIDDEN) == [("www",)]
    assert ran.code == 0


def test_only_the_section_asked_for_is_tried(four: Served, db: Path) -> None:
    assert fetch(four.origin, db, 1, "--section", SECTIONS[3])[0].code == 0
    assert four.asked() == [by_number(8633, SECTIONS[3])]
    assert gaps(db)[8633]["state"] == "missing"


# -- what goes wrong -----------------------------------------------------------------------------


def test_a_page_that_cannot_be_read_is_drift_and_the_number_keeps_the_reason(
    four: Served, db: Path
) -> None:
    four.site.fail(r"^/bg/news8633/", lambda request, real: Response(200, HTML, b"<p>no</p>"))
    ran, _ = fetch(four.origin, db, 1)
    assert ran.code == 5
    assert gaps(db)[8633]["state"] == "unreadable"
    assert "not readable: bg/news; not found: " in presidency("gaps", "--db", db).out


def test_a_page_that_fails_is_left_for_the_next_run(four: Served, db: Path) -> None:
    four.site.fail(r"^/bg/news8633/", lambda request, real: Response(500, HTML, b""))
    ran, _ = fetch(four.origin, db, 3)
    assert (ran.code, gaps(db)[8633]["state"]) == (4, "failed")
    four.site.heal()
    four.asked()
    assert fetch(four.origin, db, 1)[0].code == 0
    assert four.asked() == [by_number(8633)]  # before those that were not found


def test_a_site_that_refuses_is_left_alone(four: Served, db: Path) -> None:
    four.site.fail(r"^/bg/", status(403))
    ran, _ = fetch(four.origin, db, 3)
    assert (ran.code, len(four.asked())) == (6, 3)
    assert "presidency: the site refuses" in ran.err


def test_robots_txt_is_obeyed(four: Served, tmp_path: Path) -> None:
    rules = Response(200, {}, b"User-agent: *\nDisallow: /bg/news8633\n")
    four.site.fail(r"^/robots\.txt", lambda _request, _real: rules)
    db = tmp_path / "p.db"
    crawl(four.origin, db)
    four.site.restore(HIDDEN)
    four.asked()
    ran, document = fetch(four.origin, db, 1)
    assert (ran.code, document["found"]) == (6, [])
    assert by_number(8633) not in four.asked()


def test_another_run_at_work_is_not_disturbed(four: Served, db: Path) -> None:
    from presidency_scraper.ingest.lock import locked

    options = ("--origin", four.origin, "--delay", "0", "--db", db)
    with locked(db, db.parent / "p-archive"):
        assert presidency("gaps", "--fetch", "1", *options).code == 3
    assert four.asked() == []


def test_a_bound_cuts_a_number_short_and_the_next_run_finishes_it(four: Served, db: Path) -> None:
    four.site.delete(HIDDEN)
    ran, _ = fetch(four.origin, db, 3, "--max-requests", "10")
    assert ran.code == 4
    assert four.asked() == [*everywhere(8633), *everywhere(8632), *everywhere(8631)[:2]]
    assert fetch(four.origin, db, 1)[0].code == 0
    assert four.asked() == everywhere(8631)


# -- what else must hold -------------------------------------------------------------------------


def test_verify_and_rebuild_make_the_same_of_it(four: Served, db: Path) -> None:
    assert fetch(four.origin, db, 3)[0].code == 0
    before = tables(db)
    assert presidency("verify", "--db", db).code == 0
    db.unlink()
    assert presidency("rebuild", "--db", db).code == 0
    assert tables(db) == before
    assert list(gaps(db)) == [8631, 8632]


def test_the_next_plain_crawl_goes_on_as_if_nothing_had_been(
    four: Served, db: Path, tmp_path: Path
) -> None:
    four.site.delete(HIDDEN)  # if it stood in the listing, the crawl would have something to do
    other = tmp_path / "other"
    shutil.copytree(db.parent, other, ignore=shutil.ignore_patterns("other"))
    ended(crawl(four.origin, other / db.name, "--recheck", "0"))
    usual = four.asked()
    walks = query(db, "SELECT * FROM walks")
    assert fetch(four.origin, db, 3)[0].code == 0
    assert query(db, "SELECT * FROM walks") == walks
    four.asked()
    ended(crawl(four.origin, db, "--recheck", "0"))
    assert four.asked() == usual


def test_a_run_says_its_command_and_its_archive_that_it_asked_by_number(
    four: Served, db: Path
) -> None:
    fetch(four.origin, db, 1)
    command, code = query(db, "SELECT command, exit_code FROM runs ORDER BY id DESC LIMIT 1")[0]
    assert command.startswith("presidency gaps --fetch 1 ")
    assert code == 0


# -- the order, number by number -----------------------------------------------------------------


def asked(article_id: str, outcome: Outcome, day: int) -> Asked:
    return Asked(article_id, outcome, f"2026-01-{day:02}T00:00:00Z")


def test_the_best_hope_comes_first() -> None:
    news, both = ("news",), ("news", "interviews-president")
    known = [
        Gap(1, (asked("bg/news/1", Outcome.MISSING, 3),)),
        Gap(2, (asked("bg/news/2", Outcome.SHELL, 2),)),
        Gap(3, (asked("bg/news/3", Outcome.UNREADABLE, 9),)),
        Gap(4),
        Gap(5),
        Gap(6, (), (Announced("bg/news/6", "https://www.president.bg/news6/slug.html"),)),
        Gap(7, (asked("en/news/7", Outcome.MISSING, 1),)),  # another language says nothing
        Gap(8, (asked("bg/news/8", Outcome.FAILED, 8),)),
    ]
    order = [addresses[0].ref.number for addresses in plan(known, SITE, ("bg",), news)]
    assert order == [6, 7, 5, 4, 8, 3, 2, 1]
    half = Gap(9, (asked("bg/news/9", Outcome.MISSING, 4),))
    whole = Gap(1, (half.asked[0], asked("bg/interviews-president/1", Outcome.MISSING, 1)))
    whole = Gap(1, (asked("bg/news/1", Outcome.MISSING, 1), whole.asked[1]))
    assert [a[0].ref.number for a in plan([whole, half], SITE, ("bg",), both)] == [9, 1]


def test_a_run_of_numbers_is_asked_for_from_its_end_and_only_as_far_as_wished() -> None:
    known = [Gap(1, more=10**9), Gap(2 * 10**9, (asked("bg/news/2", Outcome.MISSING, 3),))]
    known += [Gap(3 * 10**9, more=1)]
    best = islice(plan(known, SITE, ("bg",), ("news",)), 5)
    numbers = [addresses[0].ref.number for addresses in best]
    assert numbers == [3 * 10**9 + 1, 3 * 10**9, 2 * 10**9, 10**9 + 1, 10**9]
