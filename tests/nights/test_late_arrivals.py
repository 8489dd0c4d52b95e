"""What comes late: under an old date, deep in a listing, where no walk of the newest page looks.

A small piece of each back catalogue is walked every night, round and round; `--sweep N` says how
many pages of each listing. What was in a catalogue all the time is found within one round.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import (
    Item,
    ReplicaServer,
    ReplicaSite,
    serve_replica,
    status,
)
from tests.conftest import SLOW, Ran, Served, ahead, crawl, others_slow, presidency, query
from tests.nights.small_site import article, articles, ids

#: Pages of the listing that is swept.
PAGES = 8
QUIET = 5
NEWS = ("--section", "news", "--recheck", "0")
#: The listings that a section of news has: the general one and its filtered ones.
LISTINGS = 4
#: What a night of two swept pages may cost, also the one that finds something.
MOST = QUIET + 2 * LISTINGS + 6
TABLES = ("articles", "paragraphs", "teasers", "revisions", "captures", "sightings", "walks")


def make_site(language: str = "bg") -> ReplicaSite:
    """Eight pages of news, with one article that is away."""
    site = ReplicaSite(articles(range(1, 5 * PAGES + 1), language=language))
    site.delete(f"{language}/news/7")
    return site


def night(served: Served, db: Path, *options: str) -> tuple[Ran, list[str]]:
    """A crawl, and what it asked for."""
    served.asked()
    ran = crawl(served.origin, db, *NEWS, *options)
    return ran, served.asked()


@contextmanager
def after_a_night(site: ReplicaSite, db: Path, *options: str) -> Iterator[Served]:
    """*site*, served, of which a first crawl was all well."""
    with serve_replica(site) as server:
        served = Served(site, server)
        assert night(served, db, *options)[0].code == 0
        yield served


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplicaServer, Path]]:
    """A server of eight pages of news, and the folder of a first crawl; that is only copied."""
    folder = tmp_path_factory.mktemp("walked")
    with serve_replica(make_site()) as server:
        assert night(Served(server.site, server), folder / "p.db")[0].code == 0
        yield server, folder


@pytest.fixture
def known(walked: tuple[ReplicaServer, Path], tmp_path: Path) -> tuple[Served, Path]:
    """The same, to go on with: the site as it was then, and a copy of its database."""
    server, folder = walked
    server.site = make_site()
    shutil.copytree(folder, tmp_path / "known")
    return Served(server.site, server), tmp_path / "known" / "p.db"


def stored(db: Path) -> set[str]:
    return {row[0] for row in query(db, "SELECT id FROM articles")}


def tables(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(query(db, f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def old_date(site: ReplicaSite, language: str) -> Item:
    """An article that is published today under an old date."""
    return site.publish(article(90, language=language, published="2024-03-02 10:00:00"))


def restored(site: ReplicaSite, language: str) -> Item:
    """One that was away when its page was read, and stands where it always stood."""
    site.restore(f"{language}/news/7")
    return next(item for item in site.items() if item.id == f"{language}/news/7")


def oldest(site: ReplicaSite, language: str) -> Item:
    """One that stands below all others."""
    return site.publish(article(92, language=language, published="2023-01-02 10:00:00"))


LATE: dict[str, Callable[[ReplicaSite, str], Item]] = {
    "under an old date": old_date,
    "restored": restored,
    "the oldest of all": oldest,
}


@others_slow()
@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", LATE)
def test_what_comes_late_is_stored_within_one_round(
    tmp_path: Path, name: str, language: str
) -> None:
    db, site = tmp_path / "p.db", make_site(language)
    with after_a_night(site, db, "--language", language) as served:
        late = LATE[name](site, language)
        for _ in range(PAGES // 2 + 1):
            ran, asked = night(served, db, "--language", language, "--sweep", "2")
            assert ran.code == 0, ran.err
            assert len([path for path in asked if "/page/" in path]) <= MOST
        assert stored(db) == ids(site)
        assert late.id in stored(db)
        headline = query(db, "SELECT headline FROM articles WHERE id = ?", late.id)
        assert headline == [(late.headline,)]
    assert presidency("verify", "--db", db).code == 0
    before = tables(db)
    db.unlink()
    assert presidency("rebuild", "--db", db).code == 0
    assert tables(db) == before


def test_a_translation_of_an_article_long_stored_is_found(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    site = ReplicaSite([*articles(range(1, 31)), *articles(range(1, 31, 2), language="en")])
    both = ("--language", "bg", "--language", "en")
    with after_a_night(site, db, *both) as served:
        for number in (2, 12, 20):
            site.publish(article(number, language="en"))
        for _ in range(6):
            assert night(served, db, *both, "--sweep", "1")[0].code == 0
    assert stored(db) == ids(site)


@SLOW
def test_a_sweep_goes_on_where_it_was_though_the_pages_drift(known: tuple[Served, Path]) -> None:
    """Every two nights all moves down by a page; the sweep goes down by two a night."""
    served, db = known
    served.site.restore("bg/news/7")
    for first in range(110, 110 + 3 * 8, 3):
        for number in range(first, first + 3):
            served.site.publish(article(number))
        assert night(served, db, "--sweep", "2")[0].code == 0
    assert stored(db) == ids(served.site)


def test_each_page_of_the_back_catalogue_is_seen_in_a_round_and_the_next_round_begins_anew(
    known: tuple[Served, Path],
) -> None:
    served, db = known
    for _ in range(2):
        seen: set[str] = set()
        for _ in range(PAGES // 2 + 1):
            seen.update(night(served, db, "--sweep", "2")[1])
        assert {f"/bg/news/page/{page}" for page in range(1, PAGES + 1)} <= seen


def test_pages_that_a_listing_grew_by_are_swept_as_the_others(tmp_path: Path) -> None:
    """The first crawl asked for four pages, and no walk since for those that came below."""
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 21)))
    site.delete("bg/news/2")
    with after_a_night(site, db) as served:
        for first in (21, 26, 31):
            for number in range(first, first + 5):
                site.publish(article(number))
            assert night(served, db, "--sweep", "0")[0].code == 0
        site.restore("bg/news/2")
        seen: set[str] = set()
        for _ in range(8):
            seen.update(night(served, db, "--sweep", "1")[1])
    assert {f"/bg/news/page/{page}" for page in range(1, 8)} <= seen
    assert stored(db) == ids(site)


@SLOW
def test_each_listing_is_swept(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    speeches = articles(range(111, 131), section="speeches-and-statements")
    site = ReplicaSite([*articles(range(1, 21)), *speeches])
    site.delete("bg/speeches-and-statements/114")
    quick = ("--recheck", "0", "--section", "news", "--section", "speeches-and-statements")
    with serve_replica(site) as server:
        served = Served(site, server)
        assert crawl(server.origin, db, *quick).code == 0
        site.restore("bg/speeches-and-statements/114")
        served.asked()
        for _ in range(5):
            assert crawl(server.origin, db, *quick, "--sweep", "1").code == 0
        asked = set(served.asked())
    assert stored(db) == ids(site)
    assert {f"/bg/speeches-and-statements/page/{page}" for page in (2, 3, 4)} <= asked


def test_a_sweep_of_nothing_is_none(known: tuple[Served, Path]) -> None:
    served, db = known
    for _ in range(3):
        ran, asked = night(served, db, "--sweep", "0")
        assert (ran.code, len(asked) <= QUIET) == (0, True)
        assert not [path for path in asked if re.search(r"/page/[3-9]", path)]


@pytest.mark.parametrize("value", ["-1", "x", "1.5", ""])
def test_a_sweep_that_is_no_number_is_a_usage_error(tmp_path: Path, value: str) -> None:
    ran = presidency("crawl", "--sweep", value, "--db", tmp_path / "p.db")
    assert (ran.code, "--sweep" in ran.err, "No such option" in ran.err) == (2, True, False)
    assert list(tmp_path.iterdir()) == []


@SLOW
def test_a_sweep_that_is_cut_short_goes_on_the_next_night(known: tuple[Served, Path]) -> None:
    served, db = known
    served.site.restore("bg/news/7")
    for _ in range(2 * PAGES):
        ran, _ = night(served, db, "--sweep", "4", "--max-requests", "4")
        assert ran.code in (0, 4), ran.err
    assert "bg/news/7" in stored(db)


def test_a_page_that_fails_in_a_sweep_is_asked_again_and_hides_nothing(
    known: tuple[Served, Path],
) -> None:
    served, db = known
    served.site.restore("bg/news/7")
    served.site.fail("^/bg/news/page/[5-8]$", status(500))
    codes = {night(served, db, "--sweep", "4")[0].code for _ in range(3)}
    assert codes <= {0, 4}
    served.site.heal()
    for _ in range(3):
        ran, _ = night(served, db, "--sweep", "4")
    assert ran.code == 0, ran.err
    assert stored(db) == ids(served.site)


def test_status_says_how_far_the_sweep_has_come(known: tuple[Served, Path]) -> None:
    served, db = known
    assert night(served, db, "--sweep", "2")[0].code == 0
    assert re.search("swe(ep|pt)", presidency("status", "--db", db).out, re.IGNORECASE)
    assert re.search("swe(ep|pt)", presidency("status", "--db", db, "--json").out)


@pytest.mark.parametrize("pages", [8, pytest.param(20, marks=SLOW)])
def test_by_default_a_quarter_of_daily_runs_sees_all_of_it(tmp_path: Path, pages: int) -> None:
    """And no night asks for more than a page or two of a listing of this size."""
    assert "--sweep" in presidency("crawl", "--help").out
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 5 * pages + 1)))
    site.delete("bg/news/3")
    with after_a_night(site, db) as served:
        site.restore("bg/news/3")
        served.asked()
        for day in range(1, 93):
            assert crawl(served.origin, db, *NEWS, **ahead(day)).code == 0
            assert len(served.asked()) <= MOST
            if "bg/news/3" in stored(db):
                break
    assert "bg/news/3" in stored(db)


def test_full_finds_it_at_once(known: tuple[Served, Path]) -> None:
    served, db = known
    served.site.restore("bg/news/7")
    assert night(served, db, "--full")[0].code == 0
    assert stored(db) == ids(served.site)


# -- gaps by language ------------------------------------------------------------------------------


@pytest.fixture
def half(tmp_path: Path) -> tuple[Path, ReplicaSite]:
    """Ten articles in Bulgarian, of which every other one is in English too; 6 is in neither."""
    site = ReplicaSite(
        [*articles(n for n in range(1, 11) if n != 6), *articles((1, 3, 5, 9), language="en")]
    )
    db = tmp_path / "p.db"
    with serve_replica(site) as server:
        ran = crawl(server.origin, db, "--language", "bg", "--language", "en", *NEWS)
        assert ran.code == 0, ran.err
    return db, site


def test_gaps_are_counted_in_each_language(half: tuple[Path, ReplicaSite]) -> None:
    db, _ = half
    document = json.loads(presidency("gaps", "--db", db, "--json").out)
    counted = document["languages"]
    assert {name: (one["stored"], one["missing"]) for name, one in counted.items()} == {
        "bg": (9, 1),
        "en": (4, 6),
    }
    assert [gap["number"] for gap in document["gaps"]] == [6]


def test_people_see_how_many_numbers_each_language_lacks(half: tuple[Path, ReplicaSite]) -> None:
    said = presidency("gaps", "--db", half[0]).out
    assert re.search(r"\bbg\b.*\b1\b", said)
    assert re.search(r"\ben\b.*\b6\b", said)


@pytest.mark.parametrize("number", [2, 8])
def test_a_translation_that_no_listing_shows_is_found_by_its_number(
    half: tuple[Path, ReplicaSite], number: int
) -> None:
    db, site = half
    site.publish(article(number, language="en"))
    with serve_replica(site) as server:
        where = ("--origin", server.origin, "--delay", "0", "--db", db, "--json")
        ran = presidency("gaps", "--fetch", "10", "--language", "en", *where, cwd=db.parent)
    assert ran.code == 0, ran.err
    found = [one["id"] for one in json.loads(ran.out)["found"]]
    assert found == [f"en/news/{number}"]
    assert f"en/news/{number}" in stored(db)
