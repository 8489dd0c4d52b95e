"""``kill -9`` at random moments, twice in a row: the next plain crawl ends as if nothing had been.

A moment is a number of answers of the site and a short time after it, so that it falls between
any two steps of the program, on a machine of any speed.
"""

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from tests.conftest import BOTH, Served, clean_environment, crawl, presidency, query

TABLES = {
    "articles": "SELECT id, url, headline, lead, published_at, published_raw, body, word_count,"
    " revision, gone_at, edition, layout FROM articles ORDER BY id",
    "paragraphs": "SELECT * FROM paragraphs ORDER BY 1, 2",
    "teasers": "SELECT * FROM teasers ORDER BY 1, 2",
    "images": "SELECT * FROM images ORDER BY 1, 2",
    "revisions": "SELECT article_id, revision, headline, published_at, body, fingerprint, changed,"
    " cosmetic FROM revisions ORDER BY 1, 2",
    "sightings": "SELECT DISTINCT article_id, headline, lead, published_raw, label FROM sightings"
    " ORDER BY article_id, label",
}
#: What a kill may cost in requests: a look at the first page of each of twelve listings, at most
#: two pages more where one of the two long walks goes on, and the page in hand.
A_KILL = 12 + 2 * 2 + 1
TWICE = 2
#: Seeds of the normal suite, and of the long one.
FEW, MANY = range(1), range(20)


@dataclass(frozen=True)
class Unhurt:
    """A crawl that was not killed: what it stored and how many requests it took."""

    tables: dict[str, list[tuple[object, ...]]]
    requests: int


def newest(count: int) -> ReplicaSite:
    """The replica's newest articles, of both languages."""
    return ReplicaSite(demo_site().items()[:count])


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: query(db, sql) for table, sql in TABLES.items()}


def crawl_unhurt(count: int, folder: Path) -> Unhurt:
    with serve_replica(newest(count)) as server:
        ran = crawl(server.origin, folder / "p.db", *BOTH)
        assert ran.code == 0, ran.err
        requests = len(server.site.log)
    assert query(folder / "p.db", "SELECT count(*) FROM articles") == [(count,)]
    return Unhurt(tables(folder / "p.db"), requests)


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Unhurt:
    """The crawl of a hundred articles to compare with."""
    return crawl_unhurt(100, tmp_path_factory.mktemp("unhurt"))


def kill_after(served: Served, db: Path, answers: int, seconds: float) -> None:
    """Crawl, and kill the crawl *seconds* after the site gave it so many *answers*."""
    command = "-m presidency_scraper crawl --delay 0 --json --origin".split()
    before = len(served.site.log)
    process = subprocess.Popen(
        [sys.executable, *command, served.origin, "--db", db, *BOTH],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        cwd=db.parent,
    )
    while len(served.site.log) < before + answers and process.poll() is None:
        time.sleep(0.002)
    time.sleep(seconds)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def is_as_if_nothing_had_been(count: int, folder: Path, unhurt: Unhurt, seed: int) -> None:
    """Kill a crawl at a random moment, kill the next one at another, and let the third end."""
    chance, db = random.Random(seed), folder / "p.db"
    with serve_replica(newest(count)) as server:
        served = Served(server.site, server)
        for _ in range(TWICE):
            left = unhurt.requests - len(served.site.log)
            kill_after(served, db, chance.randrange(max(left, 2)), chance.uniform(0, 0.05))
        ran = crawl(server.origin, db, *BOTH)
        requests = len(served.site.log)
    assert ran.code == 0, ran.err
    assert tables(db) == unhurt.tables
    said = presidency("verify", "--db", db)
    assert said.code == 0, said.out
    assert requests <= unhurt.requests + TWICE * A_KILL


@pytest.mark.parametrize("seed", FEW)
def test_a_crawl_killed_twice_ends_as_one_that_was_not(tmp_path: Path, seed: int) -> None:
    unhurt = crawl_unhurt(20, tmp_path)
    (tmp_path / "killed").mkdir()
    is_as_if_nothing_had_been(20, tmp_path / "killed", unhurt, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_crawls_of_a_hundred_articles_killed_twice_end_as_one_that_was_not(
    tmp_path: Path, hundred: Unhurt, seed: int
) -> None:
    is_as_if_nothing_had_been(100, tmp_path, hundred, seed)
