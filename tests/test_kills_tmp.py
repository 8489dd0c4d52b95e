"""``kill -9`` at random moments, twice in a row: the next plain crawl ends as if nothing had been.

A moment is a number of answers of the site and a short time after it, so that it falls between
any two steps of the program, on a machine of any speed.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from presidency_scraper.replica import ReplicaSite, demo_site, serve_replica
from tests.conftest import BOTH, Served, clean_environment, crawl, presidency, query

TABLES = {
    "articles": "SELECT id, url, headline, lead, published_at, published_raw, body, word_count,"
    " revision, gone_at, edition, layout FROM articles ORDER BY id",
    "paragraphs": "SELECT * FROM paragraphs ORDER BY 1, 2",
    "teasers": "SELECT * FROM teasers ORDER BY 1, 2",
    "images": "SELECT * FROM images ORDER BY 1, 2",
    "revisions": "SELECT article_id, revision, headline, published_at, body, fingerprint, changed,"
    " cosmetic FROM revisions ORDER BY 1, 2",
}
#: What two kills may cost: the page in hand, one looked at again, and robots.txt, each time.
MORE = 15
#: Seeds of the normal suite, and of the long one.
FEW, MANY = range(2), range(2, 20)


@dataclass(frozen=True)
class Unhurt:
    """A crawl that was not killed: what it stored and how many requests it took."""

    tables: dict[str, list[tuple[object, ...]]]
    requests: int


def hundred() -> ReplicaSite:
    """The replica with one article more: a hundred in both languages."""
    site = demo_site()
    site.publish(site.draft("Стотният материал"))
    assert len(site.items()) == 103
    return site


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: query(db, sql) for table, sql in TABLES.items()}


@pytest.fixture
def served() -> Iterator[Served]:
    """A hundred articles."""
    with serve_replica(hundred()) as server:
        yield Served(server.site, server)


@pytest.fixture(scope="module")
def unhurt(tmp_path_factory: pytest.TempPathFactory) -> Unhurt:
    """The crawl to compare with."""
    db = tmp_path_factory.mktemp("unhurt") / "p.db"
    with serve_replica(hundred()) as server:
        ran = crawl(server.origin, db, *BOTH)
        assert ran.code == 0, ran.err
        requests = len(server.site.log)
    assert query(db, "SELECT count(*) FROM articles") == [(103,)]
    return Unhurt(tables(db), requests)


def kill_after(served: Served, db: Path, answers: int, seconds: float) -> None:
    """Crawl, and kill the crawl *seconds* after the site gave so many *answers*."""
    command = "-m presidency_scraper crawl --delay 0 --json --origin".split()
    process = subprocess.Popen(
        [sys.executable, *command, served.origin, "--db", db, *BOTH],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        cwd=db.parent,
    )
    while len(served.site.log) < answers and process.poll() is None:
        time.sleep(0.001)
    time.sleep(seconds)
    process.kill()
    process.wait()


def is_as_if_nothing_had_been(served: Served, db: Path, unhurt: Unhurt, seed: int) -> None:
    chance = random.Random(seed)
    moments = sorted(chance.randrange(unhurt.requests) for _ in range(2))
    for answers in moments:
        kill_after(served, db, answers, chance.uniform(0, 0.05))
    ran = crawl(served.origin, db, *BOTH)
    assert ran.code == 0, ran.err
    assert tables(db) == unhurt.tables
    said = presidency("verify", "--db", db)
    assert said.code == 0, said.out
    assert len(served.site.log) <= unhurt.requests + MORE, moments


@pytest.mark.parametrize("seed", FEW)
def test_a_crawl_killed_twice_ends_as_one_that_was_not(
    served: Served, tmp_path: Path, unhurt: Unhurt, seed: int
) -> None:
    is_as_if_nothing_had_been(served, tmp_path / "p.db", unhurt, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_crawls_killed_at_many_more_moments_end_as_one_that_was_not(
    served: Served, tmp_path: Path, unhurt: Unhurt, seed: int
) -> None:
    is_as_if_nothing_had_been(served, tmp_path / "p.db", unhurt, seed)
