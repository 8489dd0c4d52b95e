"""Forty nights of a site that lives, by lot: what the database says follows from what was served.

Nothing is said here of how the program comes to it, and nothing is looked up in its code.
"""

import random
import signal
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import serve_replica
from tests.conftest import BOTH, SLOW, Ran, query, run
from tests.nights.model import BREAKS, Site, state_of
from tests.nights.small_site import ARTICLE_PATH, LISTING_PATH, ids

#: What happens, the usual more often; editors, and nights on which the site is broken.
KINDS = (
    *["publish"] * 6, "publish_many", *["publish_english"] * 2, *["edit"] * 4, *["edit_looks"] * 2,
    "move", "publish_old", "renumber_old", "translate_late", "pin", "pin", "delete_many",
    "clock_ahead", *["delete"] * 3, *["restore"] * 2, "renumber",
    "no article is found", "articles fail", "articles are empty", "listings are empty",
    "no listing is found", "listings fail", "nothing is found", "all fails",
    "every ETag is the same",
)  # fmt: skip
#: What every crawl is asked for: what comes late has to be found by the sweep, in a round of it.
OPTIONS = (
    *BOTH, "--section", "news", "--section", "speeches-and-statements", "--sweep", "1",
)  # fmt: skip
#: What forty nights have brought at least: else there was nothing to look at.
LIVELY = {
    "revisions WHERE revision > 1": 6,
    "revisions WHERE cosmetic": 1,
    "absences WHERE gone_at IS NOT NULL": 4,
    "absences WHERE back_capture_id IS NOT NULL": 3,
}
#: Requests of a quiet night for each section and language, articles that are due aside.
QUIET = 5
#: And those of a sweep: a page of each of the listings that a section of news may have.
SWEPT = 4
#: Every how many nights the crawl is killed, and how many of these are tried again at once.
KILLED, AGAIN = 0.15, 0.5
TABLES = (
    "articles", "paragraphs", "teasers", "images", "revisions", "flips", "absences",
    "sightings",
    "captures", "walks", "robots", "outlinks", "run_fields",
)  # fmt: skip


class Nights:
    """A site, its crawls, and the database that comes of them."""

    def __init__(self, site: Site, origin: str, db: Path, seed: int) -> None:
        self.site, self.origin, self.db = site, origin, db
        self.killed, self.was_killed = 0, False
        self.lot = random.Random(f"kills {seed}")
        self.was_well = True

    def command(self, name: str, *options: str | Path, **more: Any) -> Ran:
        """Run a command as of tonight."""
        wishes = [f"pid={more['pid']}"] if "pid" in more else []
        words = ["tests.nights.awkward", *wishes, "--", name, *map(str, options)]
        moment = self.site.moment
        if self.site.is_ahead and name == "crawl":
            moment = moment.replace(year=moment.year + 20)
        ahead = (moment - datetime.now(UTC)).total_seconds()
        return run(
            "-m", *words, "--db", str(self.db), cwd=self.db.parent, TEST_CLOCK_SHIFT=str(ahead)
        )

    def crawl(self, *options: str, kill_at: int | None = None) -> Ran:
        """Crawl, and be killed in the place of an answer if so wished."""
        pid = self.db.with_name("pid")
        where = ("--origin", self.origin, "--delay", "0", "--json")
        with self.site.a_run(kill_at=kill_at, pid=pid):
            return self.command("crawl", *where, *OPTIONS, *options, pid=pid)

    def live(self, nights: int) -> None:
        """Let so many nights pass, each with its crawl, and look at each."""
        for _ in range(nights):
            self.site.turn_night()
            if self.lot.random() < KILLED:
                ran = self.crawl(kill_at=self.lot.randrange(1, 14))
                self.killed += ran.code == -signal.SIGKILL
                self.was_well, self.was_killed = False, True
                if self.lot.random() >= AGAIN:
                    continue
            self.look(self.crawl())
        if not self.was_killed:  # else the archive is ahead until the next crawl
            said = self.command("verify", "--jobs", "1")
            assert said.code == 0, said.out

    def look(self, ran: Ran) -> None:
        """After a crawl that was not killed."""
        self.was_killed = False
        broken, said = self.site.break_, (self.site.night, self.site.events, ran.err)
        deserved = BREAKS[broken][1] if broken and self.site.struck else (0,)
        if self.site.is_purged:  # which is for a person to look at
            deserved += (5,)
        assert ran.code in deserved, said
        if ran.code == 5:
            self.site.doubt()
        if not broken:
            lacking = ids(self.site.site) - stored(self.db) - self.still_late()
            assert not lacking, (lacking, self.site.late, said)
        if not self.site.events and self.was_well:
            self.is_quiet()
        self.was_well = not broken and ran.code == 0
        self.is_true()

    def still_late(self) -> set[str]:
        """What came late and need not be found yet: new pages come while a sweep goes round."""
        pages = len(self.site.site.items("bg")) // 5
        since = self.site.night - 2 * pages - 5
        return {key for key, night in self.site.late.items() if night > since}

    def is_quiet(self) -> None:
        """A night on which nothing happened costs little, and asks for nothing that is new."""
        for place, count in Counter(map(place_of, self.site.paths)).items():
            assert count <= QUIET + SWEPT, (self.site.night, place, self.site.paths)
        asked = {
            "/".join(match.groups()) for match in map(ARTICLE_PATH.match, self.site.paths) if match
        }
        assert asked <= stored(self.db)

    def is_true(self) -> None:
        """Every state that was served is a revision, in order; the last one is the present one."""
        revisions: dict[str, list[tuple[Any, ...]]] = {}
        sql = (
            "SELECT article_id, headline, published_at, body, cosmetic FROM revisions"
            " ORDER BY article_id, revision"
        )
        for article_id, *rest in query(self.db, sql):
            revisions.setdefault(article_id, []).append(tuple(rest))
        told = {key: told for key, told in self.site.told.items() if told.states}
        expected = {
            key: [(*state, int(cosmetic)) for state, cosmetic in one.revisions]
            for key, one in told.items()
        }
        assert revisions == expected, self.site.night
        present = query(
            self.db,
            "SELECT id, headline, published_at, body, revision, gone_at IS NOT NULL FROM articles",
        )
        for article_id, headline, published_at, body, revision, is_gone in present:
            state, one = (headline, published_at, body), told[article_id]
            assert state == one.states[-1], (self.site.night, article_id)
            assert expected[article_id][revision - 1][:3] == state
            assert not is_gone or len(one.missed) >= 3, (self.site.night, article_id)
            assert is_gone or len(one.missed - one.doubtful) < 3, (self.site.night, article_id)

    def settle(self) -> None:
        """Half a year later all is due; some nights after that, all that is true is stored."""
        self.site.night += 200
        for _ in range(5):
            self.site.turn_night(quiet=True)
            ran = self.crawl("--recheck", "1000", "--sweep", "100")
            assert ran.code == 0, ran.err
            self.is_true()
        there = ids(self.site.site)
        gone = {row[0] for row in query(self.db, "SELECT id FROM articles WHERE gone_at NOT NULL")}
        assert (there - stored(self.db), stored(self.db) - there) == (set(), gone)
        for item in self.site.site.items():
            assert self.site.told[item.id].states[-1] == state_of(item)
        for article_id, gone_at in query(
            self.db, "SELECT id, gone_at FROM articles WHERE gone_at IS NOT NULL"
        ):
            assert gone_at == first_miss(self.db, article_id)

    def is_well(self) -> None:
        """Archive and database are of one mind, and the one makes the other again."""
        said = self.command("verify", "--jobs", "1")
        assert said.code == 0, said.out
        before = tables(self.db)
        self.db.unlink()
        assert self.command("rebuild", "--jobs", "1").code == 0
        assert tables(self.db) == before
        self.is_true()


def place_of(path: str) -> str:
    """The section and language that a request is for; robots.txt is one of its own."""
    match = LISTING_PATH.match(path)
    article = ARTICLE_PATH.match(path)
    return f"{match[1]}/{match[2]}" if match else f"article {path}" if article else path


def stored(db: Path) -> set[str]:
    return {row[0] for row in query(db, "SELECT id FROM articles")}


def tables(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(query(db, f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def first_miss(db: Path, article_id: str) -> str:
    """When the absence began that lasts: the first miss since the article was there.

    One that was withheld on a night of too many is none.
    """
    ((at,),) = query(
        db,
        "SELECT captured_at FROM captures WHERE article_id = :1 AND outcome IN ('missing', 'shell')"
        " AND NOT EXISTS (SELECT 1 FROM problems WHERE capture_id = captures.id AND kind = 'drift')"
        " AND id > (SELECT max(id) FROM captures WHERE article_id = :1"
        " AND outcome IN ('article', 'unchanged')) ORDER BY id LIMIT 1",
        article_id,
    )
    return str(at)


def live(folder: Path, seed: int, nights: int) -> Nights:
    """A site of that seed: its first crawl, so many nights, and the half year after."""
    site = Site(seed, KINDS)
    with serve_replica(site.site) as server:
        life = Nights(site, server.origin, folder / "p.db", seed)
        assert life.crawl().code == 0
        life.is_true()
        for left in range(nights, 0, -30):
            life.live(min(left, 30))
        life.settle()
        life.is_well()
    assert set(KINDS) <= set(site.happened)
    return life


def test_after_forty_nights_what_was_served_is_what_is_stored(tmp_path: Path) -> None:
    life = live(tmp_path, 1, 40)
    assert life.killed >= 3
    for table, least in LIVELY.items():
        assert query(life.db, f"SELECT count(*) >= {least} FROM {table}") == [(1,)], table


@SLOW
@pytest.mark.parametrize("seed", range(1, 6))
def test_after_three_hundred_nights_as_well(tmp_path: Path, seed: int) -> None:
    live(tmp_path, seed, 300)
