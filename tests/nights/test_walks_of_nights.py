"""Listings as real sites cut them, night after night: no false alarm, no long walk, nothing lost.

What is right is said by counts: a quiet night costs a page a listing, whatever its pages show.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Item, ReplicaSite, Response, serve_replica
from tests.conftest import HTML, Served, crawl, others_slow, presidency, query
from tests.nights.small_site import Cut, article, articles, by, cut_listings, ids, last_of

#: What a quiet night may cost where one section is walked in one language, robots.txt counted.
QUIET = 5
#: A sweep aside, which costs as many pages as it is told to.
NEWS = ("--section", "news", "--recheck", "0", "--sweep", "0")
GENERAL = r"^/bg/news/page/"


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """Sixty articles on twelve pages of five, crawled once; the database is only copied."""
    folder = tmp_path_factory.mktemp("sixty")
    site = ReplicaSite(articles(range(1, 61)))
    with serve_replica(site) as server:
        assert crawl(server.origin, folder / "p.db", *NEWS).code == 0
        yield Served(site, server), folder


@pytest.fixture
def known(sixty: tuple[Served, Path], tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """The same, to go on with; the articles stay as they are."""
    served, folder = sixty
    shutil.copytree(folder, tmp_path / "known")
    served.asked()
    yield served, tmp_path / "known" / "p.db"
    served.site.heal()


def is_quiet(served: Served, db: Path) -> None:
    """A night with nothing new: it ends well, for few requests, and names no problem."""
    before = query(db, "SELECT count(*) FROM problems")
    served.asked()
    ran = crawl(served.origin, db, *NEWS, "--max-requests", "30")
    paths = served.asked()
    assert (ran.code, len(paths) <= QUIET) == (0, True), (ran.err, len(paths))
    assert query(db, "SELECT count(*) FROM problems") == before


def stored(db: Path) -> set[str]:
    return {row[0] for row in query(db, "SELECT id FROM articles")}


def is_well(db: Path) -> None:
    said = presidency("verify", "--db", db)
    assert said.code == 0, said.out


# -- how many entries a page has -----------------------------------------------------------------


def pinned(count: int, pages: int = 1) -> Cut:
    """So many old articles stand on top of the first *pages* pages, beside their five entries."""

    def cut(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int] | None:
        shown = by(5)(items, page)
        if shown is None or page > pages:
            return shown
        return [*items[-count:], *shown[0]], shown[1]

    return cut


PLAIN = by(5)
CAMPAIGNS: dict[str, list[Cut]] = {
    "one entry": [pinned(1), PLAIN],
    "one entry for two nights": [pinned(1), pinned(1), PLAIN, PLAIN],
    "two entries": [pinned(2), PLAIN],
    "as many as a page has": [pinned(5), PLAIN],
    "first two, then one": [pinned(2), pinned(1), PLAIN],
    "one entry on every page": [pinned(1, 99), PLAIN],
    "again and again": [pinned(1), PLAIN, pinned(1), PLAIN],
}


@others_slow()
@pytest.mark.parametrize("name", CAMPAIGNS)
def test_entries_pinned_on_top_that_go_away_again_make_no_long_walk(
    known: tuple[Served, Path], name: str
) -> None:
    served, db = known
    for cut in CAMPAIGNS[name]:
        served.site.heal()
        cut_listings(served.site, cut, GENERAL)
        is_quiet(served, db)
    is_well(db)


@others_slow()
@pytest.mark.parametrize(
    ("first", "then"),
    [(10, 5), (6, 5), (20, 3), (5, 10)],
)
def test_a_site_that_shows_another_number_of_entries_a_page_is_walked_no_further(
    tmp_path: Path, first: int, then: int
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 41)))
    with serve_replica(site) as server:
        served = Served(site, server)
        cut_listings(site, by(first))
        assert crawl(server.origin, db, *NEWS).code == 0
        site.heal()
        cut_listings(site, by(then))
        is_quiet(served, db)
        for item in articles(range(41, 41 + then + 2)):
            site.publish(item)
        ran = crawl(server.origin, db, *NEWS)
        assert ran.code == 0, ran.err
        assert stored(db) == ids(site)
        is_quiet(served, db)


@others_slow()
@pytest.mark.parametrize("new", [1, 7])
def test_what_is_new_behind_pinned_entries_is_stored(tmp_path: Path, new: int) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 31)))
    with serve_replica(site) as server:
        assert crawl(server.origin, db, *NEWS).code == 0
        cut_listings(site, pinned(1), GENERAL)
        for _ in range(2):
            for item in articles(range(31 + len(stored(db)), 31 + len(stored(db)) + new)):
                site.publish(item)
            assert crawl(server.origin, db, *NEWS).code == 0
            assert stored(db) == ids(site)


# -- what is so for good ---------------------------------------------------------------------------


def sized(*sizes: int) -> Cut:
    """The first pages show so many entries each, all others five; nothing is left out."""

    def cut(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int] | None:
        ends = [0]
        while ends[-1] < len(items):
            ends.append(ends[-1] + (sizes[len(ends) - 1] if len(ends) <= len(sizes) else 5))
        last = len(ends) - 1
        return (items[ends[page - 1] : ends[page]], last) if page <= last else None

    return cut


def instead(page: int, make: Callable[[Sequence[Item]], Sequence[Item]]) -> Cut:
    """One page shows something else than its five entries, which so cannot be seen."""

    def cut(items: Sequence[Item], asked: int) -> tuple[Sequence[Item], int] | None:
        shown = PLAIN(items, asked)
        return (make(items), shown[1]) if shown and asked == page else shown

    return cut


ODD: dict[str, Cut] = {
    "four on the first page": sized(4),
    "four on the third page": sized(5, 5, 4),
    "three on the first page": sized(3),
    "one on the first page": sized(1),
    "four on the first two pages": sized(4, 4),
    "the third page is empty": instead(3, lambda items: ()),
    "the third page repeats the second": instead(3, lambda items: items[5:10]),
    "an entry of the third page is left out": instead(3, lambda items: items[11:15]),
}


@others_slow()
@pytest.mark.parametrize("name", ODD)
def test_a_page_that_is_odd_for_good_is_reported_once_and_no_alarm_every_night(
    tmp_path: Path, name: str
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 26)))
    cut_listings(site, ODD[name], GENERAL)
    with serve_replica(site) as server:
        served = Served(site, server)
        ran = crawl(server.origin, db, *NEWS)
        assert ran.code in (0, 5), ran.err
        for _ in range(3):
            is_quiet(served, db)
        site.publish(article(26))
        ran = crawl(server.origin, db, *NEWS)
        assert ran.code == 0, ran.err
        assert "bg/news/26" in stored(db)
        is_quiet(served, db)
    is_well(db)


def test_a_page_that_is_short_for_one_night_hides_nothing_for_good(
    known: tuple[Served, Path],
) -> None:
    served, db = known
    cut_listings(served.site, instead(1, lambda items: items[2:4]), GENERAL)
    assert crawl(served.origin, db, *NEWS).code in (0, 5)
    served.site.heal()
    is_quiet(served, db)


def test_what_a_short_page_hid_when_it_was_new_comes_in_when_it_shows(tmp_path: Path) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 21)))
    with serve_replica(site) as server:
        assert crawl(server.origin, db, *NEWS).code == 0
        for item in articles(range(21, 27)):
            site.publish(item)
        fault = cut_listings(site, instead(1, lambda items: items[3:5]), GENERAL)
        crawl(server.origin, db, *NEWS)
        fault.times = 0
        assert crawl(server.origin, db, *NEWS).code == 0
        assert stored(db) == ids(site)


# -- where it ends ---------------------------------------------------------------------------------


def wraps(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int]:
    """Behind the last page the first one comes again, and every page names two more."""
    last = last_of(items, 5)
    shown = PLAIN(items, (page - 1) % last + 1)
    return (shown[0] if shown else (), page + 2)


def wraps_under_its_number(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int]:
    """The same, but the pages behind the last name the last."""
    last = last_of(items, 5)
    return wraps(items, page)[0], last


def starts_anew(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int]:
    """Behind the last page stands the first one, whatever number is asked for."""
    shown = PLAIN(items, page) or PLAIN(items, 1)
    return (shown[0] if shown else (), page + 1)


def stays(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int]:
    """Behind the last page the last one is shown again, and always one more is named."""
    shown = PLAIN(items, min(page, last_of(items, 5)))
    return (shown[0] if shown else (), page + 1)


def shuffles(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int]:
    """Behind the last page stand five known entries of different pages."""
    shown = PLAIN(items, page)
    if shown:
        return shown[0], page + 2
    return [items[(page * 7 + at * 5) % len(items)] for at in range(5)], page + 2


ENDLESS: dict[str, Cut] = {
    "wraps": wraps,
    "wraps and names the last page": wraps_under_its_number,
    "starts anew": starts_anew,
    "stays on the last page": stays,
    "shows old ones in any order": shuffles,
}


@others_slow(2)
@pytest.mark.parametrize("count", [23, 25], ids=["a last page with room", "a full last page"])
@pytest.mark.parametrize("name", ENDLESS)
def test_a_pager_without_an_end_is_walked_once_through(
    tmp_path: Path, name: str, count: int
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, count + 1)))
    cut_listings(site, ENDLESS[name])
    with serve_replica(site) as server:
        served = Served(site, server)
        ran = crawl(server.origin, db, *NEWS, "--max-requests", "150")
        pages = [path for path in served.asked() if path.startswith("/bg/news/page/")]
        assert ran.code == 0, ran.err
        assert len(pages) <= 2 * 5 + 4
        assert stored(db) == ids(site)
        assert query(db, "SELECT count(*) FROM problems WHERE kind = 'listing'") == [(0,)]
        is_quiet(served, db)
        site.publish(article(count + 1))
        assert crawl(server.origin, db, *NEWS).code == 0
        assert stored(db) == ids(site)
        is_quiet(served, db)


@others_slow()
@pytest.mark.parametrize(
    ("more", "past", "codes"), [(1, "missing", [4]), (3, "empty", [5, 0]), (4, "empty", [5, 0])]
)
def test_pages_that_are_named_and_not_there_are_no_alarm_every_night(
    tmp_path: Path, more: int, past: str, codes: list[int]
) -> None:
    """A walk passes over three pages a night at the most, and leaps past what is as it was."""

    def cut(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int] | None:
        shown = PLAIN(items, page)
        last = last_of(items, 5) + more
        if shown:
            return shown[0], last
        return ((), last) if past == "empty" and page <= last else None

    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 21)))
    cut_listings(site, cut)
    with serve_replica(site) as server:
        served = Served(site, server)
        assert [crawl(server.origin, db, *NEWS).code for _ in codes] == codes
        assert stored(db) == ids(site)
        for _ in range(2):
            is_quiet(served, db)


def past_the_end(shown: Callable[[Sequence[Item], int], Sequence[Item] | None]) -> Cut:
    """Every page names page 100000000, and behind the last stands what *shown* says; None: 404."""

    def cut(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int] | None:
        real = PLAIN(items, page)
        other = real[0] if real else shown(items, page)
        return None if other is None else (other, 100_000_000)

    return cut


ABSURD: dict[str, Cut] = {
    "nothing is found": past_the_end(lambda items, page: None),
    "the last one stands": past_the_end(lambda items, page: items[-5:]),
    "the first one stands": past_the_end(lambda items, page: items[:5]),
    "all come round": past_the_end(lambda items, page: wraps(items, page)[0]),
    "no entry stands": past_the_end(lambda items, page: ()),
}


@others_slow()
@pytest.mark.parametrize("name", ABSURD)
def test_a_pager_that_names_an_absurd_page_is_told_of_once(tmp_path: Path, name: str) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 26)))
    cut_listings(site, ABSURD[name], GENERAL)
    with serve_replica(site) as server:
        served = Served(site, server)
        told = crawl(server.origin, db, *NEWS, "--max-requests", "150")
        assert told.code in (0, 4, 5)
        then = crawl(server.origin, db, *NEWS, "--max-requests", "60")
        assert then.code == 0, then.err
        assert stored(db) == ids(site)
        is_quiet(served, db)
        site.publish(article(26))
        assert crawl(server.origin, db, *NEWS).code == 0
        assert stored(db) == ids(site)
        is_quiet(served, db)
    is_well(db)


def test_the_sweep_looks_at_no_page_that_is_named_and_cannot_be(known: tuple[Served, Path]) -> None:
    served, db = known
    cut_listings(served.site, ABSURD["nothing is found"], GENERAL)
    ran = crawl(served.origin, db, "--section", "news", "--sweep", "100", "--recheck", "0")
    assert ran.code == 0, ran.err
    assert len(served.asked()) <= 2 * 12


def elsewhere(site: ReplicaSite, path: str) -> None:
    site.fail(path, lambda _, __: Response(302, {"Location": "/"}, b""))


def not_found(site: ReplicaSite, path: str) -> None:
    site.fail(path, lambda _, __: Response(404, HTML, b""))


@others_slow()
@pytest.mark.parametrize("away", [elsewhere, not_found])
def test_a_page_in_the_middle_that_is_away_for_good_is_told_of_once_and_looked_for_each_night(
    tmp_path: Path, away: Callable[[ReplicaSite, str], None]
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 46)))
    away(site, r"/page/4$")
    with serve_replica(site) as server:
        served = Served(site, server)
        assert crawl(server.origin, db, "--section", "news").code in (4, 5)
        for night in range(46, 49):
            ran = crawl(server.origin, db, "--section", "news")
            assert ran.code == 0, ran.err
            site.publish(article(night))
        missed = len(ids(site) - stored(db))
        assert missed >= 5
        assert "but for 1 page that showed no entry" in " ".join(
            presidency("status", "--db", db).out.split()
        )
        assert presidency("gaps", "--db", db).out.count("never asked") >= 1
        site.heal()
        served.asked()
        assert crawl(server.origin, db, "--section", "news").code == 0
        assert stored(db) == ids(site)
        assert len(served.asked()) <= QUIET + 6 + missed


# -- what never becomes a state --------------------------------------------------------------------

#: Where what is new would stand.
BLIND: dict[str, Cut] = {
    "the first page is empty": instead(1, lambda items: ()),
    "all pages are empty": lambda items, page: ((), last_of(items, 5)),
}


@others_slow()
@pytest.mark.parametrize("name", BLIND)
def test_a_listing_on_which_nothing_new_can_be_seen_is_an_alarm_every_night(
    known: tuple[Served, Path], name: str
) -> None:
    served, db = known
    cut_listings(served.site, BLIND[name], GENERAL)
    for _ in range(3):
        ran = crawl(served.origin, db, *NEWS)
        assert ran.code == 5, ran.out
    served.site.heal()
    is_quiet(served, db)
