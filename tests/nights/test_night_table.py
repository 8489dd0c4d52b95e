"""The second table of docs/faults.md is true: each of its faults is played for two nights.

The page is read, not repeated: a row without a player here, or a player without a row, fails, and
so does a file of this folder of which no row tells.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Response
from tests.conftest import ROOT, SLOW, Served, crawl, query
from tests.nights import (
    test_bulk_deletions,
    test_certificates,
    test_clocks,
    test_crawl_delays,
    test_hostile_text,
    test_late_arrivals,
    test_long_lives,
    test_neighbours,
    test_robots_redirects,
    test_stale_validators,
    test_unasked_answers,
    test_walks_of_nights,
)
from tests.nights.certificates import served_by_tls, sign
from tests.nights.plays import all_due, newest, served
from tests.nights.small_site import Cut, article, articles, by, cut_listings

COLUMNS = ["Fault", "What happens", "Problem", "Tonight", "The next night"]
#: Of the machine, of the server and of lots; none is a fault of the site.
APART = {"test_machine", "test_serve_bounds", "test_model", Path(__file__).stem}
ARTICLE = "^/bg/news7/"


@dataclass(frozen=True)
class Player:
    """A fault: where its tests go further, which site it strikes, after a first crawl or not."""

    further: ModuleType
    strike: Callable[[Served, Path], object]
    site: Callable[[], ReplicaSite] = lambda: ReplicaSite(articles(range(1, 26)))
    is_known: bool = True
    serve: Callable[[ReplicaSite, Path], AbstractContextManager[Served]] = lambda site, _: served(
        site
    )


def unasked(path: str) -> Callable[[Served, Path], object]:
    return lambda there, _: there.site.fail(path, test_unasked_answers.not_modified)


def listing(cut: Cut) -> Callable[[Served, Path], object]:
    return lambda there, _: cut_listings(there.site, cut, test_walks_of_nights.GENERAL)


def robots(answers: dict[str, Response]) -> Callable[[Served, Path], object]:
    return lambda there, _: test_robots_redirects.lay(there.site, answers)


def neighbour(there: Served, _: Path) -> None:
    new = [there.site.publish(item) for item in test_neighbours.site_with_news()[1]]
    batch = test_neighbours.BATCHES["dates"]
    test_neighbours.damage(there.site, list(zip(new, batch, strict=True)))


def undated(there: Served, _: Path) -> None:
    new = there.site.publish(test_neighbours.site_with_news()[1][0])
    wrong = test_neighbours.Damage("no date", "published_at", "утре".encode())
    test_neighbours.damage(there.site, [(new, wrong)])


def unlinked(there: Served, _: Path) -> None:
    test_neighbours.lead_elsewhere(there.site, "bg/news/5", "https://example.org/")


def frozen(there: Served, db: Path) -> None:
    test_stale_validators.freeze(there, ARTICLE)
    crawl(there.origin, db)
    there.site.edit("bg/news/7", headline="Съвсем друго заглавие")


def taken_down(there: Served, db: Path) -> None:
    for number in range(1, 7):
        there.site.delete(f"bg/news/{number}")
    all_due(db)


def not_found(there: Served, db: Path) -> None:
    there.site.fail(r"^/bg/news\d+", test_bulk_deletions.NOT_FOUND)
    all_due(db)


def marks_only(there: Served, db: Path) -> None:
    there.site.edit("bg/news/7", headline="Указ \u202aномер\u202c 7")
    all_due(db)


def hostile(there: Served, _: Path) -> None:
    there.site.publish(article(30, paragraphs=("Първо \x1b]0;x\x07\x9b31m слово.",)))


def ahead(there: Served, db: Path) -> None:
    assert test_clocks.crawl_at(test_clocks.IN_2046, there, db).code == 0


PLAYERS = {
    "neighbour damaged": Player(test_neighbours, neighbour, lambda: newest(6), is_known=False),
    "neighbour without a date": Player(test_neighbours, undated, lambda: newest(6), is_known=False),
    "neighbour that leads nowhere": Player(
        test_neighbours, unlinked, lambda: ReplicaSite(articles(range(1, 9))), is_known=False
    ),
    "304 unasked, article": Player(test_unasked_answers, unasked(ARTICLE), is_known=False),
    "304 unasked, listing": Player(
        test_unasked_answers, unasked("^/bg/news/page/2$"), is_known=False
    ),
    "304 unasked, robots.txt": Player(
        test_unasked_answers, unasked("^/robots.txt$"), is_known=False
    ),
    "robots.txt in part": Player(
        test_unasked_answers,
        robots({"/robots.txt": test_unasked_answers.PART_OF_ROBOTS}),
        is_known=False,
    ),
    "coding that is none": Player(
        test_unasked_answers,
        lambda there, _: there.site.fail("^/", test_unasked_answers.said_of("UTF-8")),
        is_known=False,
    ),
    "robots.txt off the site": Player(
        test_robots_redirects,
        robots({"/robots.txt": test_robots_redirects.sends("http://127.0.0.1:9/latest")}),
        is_known=False,
    ),
    "robots.txt elsewhere on the site": Player(
        test_robots_redirects,
        robots(
            {
                "/robots.txt": test_robots_redirects.sends("/rules.txt"),
                "/rules.txt": test_robots_redirects.FORBIDS_ALL,
            }
        ),
        is_known=False,
    ),
    "certificate of nobody": Player(
        test_certificates,
        lambda _, __: None,
        is_known=False,
        serve=lambda site, folder: served_by_tls(site, sign("www.example.org"), folder),
    ),
    "Crawl-delay": Player(
        test_crawl_delays,
        lambda there, _: test_crawl_delays.asks_for(there, "User-agent: *\nCrawl-delay: 0.1\n"),
        is_known=False,
    ),
    "validator for ever": Player(test_stale_validators, frozen),
    "taken down in bulk": Player(test_bulk_deletions, taken_down),
    "every article 404": Player(test_bulk_deletions, not_found),
    "clock ahead": Player(test_clocks, ahead),
    "first page empty": Player(
        test_walks_of_nights, listing(test_walks_of_nights.BLIND["the first page is empty"])
    ),
    "listing page short for good": Player(
        test_walks_of_nights,
        listing(test_walks_of_nights.ODD["an entry of the third page is left out"]),
        is_known=False,
    ),
    "other page size": Player(test_walks_of_nights, listing(by(3))),
    "entry pinned on top": Player(test_walks_of_nights, listing(test_walks_of_nights.pinned(1))),
    "pager without an end": Player(
        test_walks_of_nights, listing(test_walks_of_nights.wraps), is_known=False
    ),
    "absurd last page": Player(
        test_walks_of_nights,
        listing(test_walks_of_nights.ABSURD["nothing is found"]),
        is_known=False,
    ),
    "listing page away for good": Player(
        test_walks_of_nights,
        lambda there, _: test_walks_of_nights.elsewhere(there.site, "/page/4$"),
        is_known=False,
    ),
    "old article, late": Player(
        test_late_arrivals, lambda there, _: test_late_arrivals.oldest(there.site, "bg")
    ),
    "number far away": Player(
        test_long_lives, lambda there, _: there.site.publish(article(999_999_999, day=90))
    ),
    "control characters": Player(test_hostile_text, hostile),
    "edit of invisible marks": Player(test_hostile_text, marks_only),
}
#: One of each kind is played by `make test`.
QUICK = {"neighbour damaged", "304 unasked, listing", "taken down in bulk", "first page empty"}


def rows() -> dict[str, tuple[list[str], int, int]]:
    """The table of the page: kinds of problems, and the exit codes of two nights."""
    page = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    table = page[page.index("| " + " | ".join(COLUMNS)) :].partition("\n\n")[0]
    _, _, *body = ([cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines())
    return {
        name: (re.findall(r"`([\w-]+)`", problem), int(tonight), int(then))
        for name, _, problem, tonight, then in body
    }


def test_every_row_has_a_player_and_every_file_of_faults_a_row() -> None:
    assert list(rows()) == list(PLAYERS)
    files = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    played = {player.further.__name__.rpartition(".")[2] for player in PLAYERS.values()}
    assert files - APART == played


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [SLOW]) for name in PLAYERS]
)
def test_a_fault_ends_two_nights_as_the_table_says(tmp_path: Path, name: str) -> None:
    player, db = PLAYERS[name], tmp_path / "p.db"
    with player.serve(player.site(), tmp_path) as there:
        if player.is_known:
            assert crawl(there.origin, db, "--section", "news").code == 0
        player.strike(there, db)
        tonight = crawl(there.origin, db, "--section", "news")
        then = crawl(there.origin, db, "--section", "news")
    kinds = query(
        db,
        "SELECT DISTINCT kind FROM problems WHERE run_id = (SELECT max(id) - 1 FROM runs)"
        " AND kind <> 'no-listing' ORDER BY 1",
    )
    found = ([kind for (kind,) in kinds], tonight.code, then.code)
    assert found == rows()[name], (tonight.err, then.err)
