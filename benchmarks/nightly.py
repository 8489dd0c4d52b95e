"""Measures a run that finds nothing new, as each night brings, beside loading Scrapy.

    python -m benchmarks.nightly [--rounds N] [--json FILE]

It is the crawl as it is by default, of all sections in Bulgarian, but for the re-checks, which the
promise of four requests leaves out. The site is the replica on loopback. Before each run
robots.txt is forgotten, as it is from one night to the next, and so it is asked for and counted.
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import (
    PRESIDENCY,
    Spent,
    arguments,
    finish,
    in_turn,
    print_times,
    ratio,
    run,
)
from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from presidency_scraper.sites.president_bg import SITE

QUESTION = "a nightly run with nothing new, beside `python -c 'import scrapy'`"
_LISTINGS = len(SITE.sections)  # in one language
_LOAD = (sys.executable, "-c", "import scrapy")
_OURS, _THEIRS = "a run with nothing new", "import scrapy"


def measure(site: ReplicaSite, origin: str, db: Path, rounds: int) -> tuple[list[Spent], ...]:
    """What runs with nothing new take, and what loading Scrapy takes."""
    options = ("--language", "bg", "--delay", "0", "--recheck", "0", "--db", db)
    crawl = (*PRESIDENCY, "crawl", "--origin", origin, *options)
    run(*crawl)
    ours: list[Spent] = []
    theirs: list[Spent] = []

    def one_night() -> float:
        with closing(sqlite3.connect(db)) as database, database:
            database.execute("DELETE FROM robots")
        site.clear_log()
        ours.append(run(*crawl))
        return ours[-1].wall

    def load() -> float:
        theirs.append(run(*_LOAD))
        return theirs[-1].wall

    in_turn({_THEIRS: load, _OURS: one_night}, rounds)
    return ours, theirs


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, rounds=7)
    site = demo_site()
    with TemporaryDirectory() as folder, serve_replica(site) as server:
        ours, theirs = measure(site, server.origin, Path(folder) / "p.db", options.rounds)
    walls = {_OURS: [one.wall for one in ours], _THEIRS: [one.wall for one in theirs]}
    cpu = {_OURS: [one.cpu for one in ours], _THEIRS: [one.cpu for one in theirs]}
    print_times(walls)
    print_times(cpu, "CPU s")
    asked = [entry.path for entry in site.log]
    print(f"{len(asked)} requests for {_LISTINGS} sections: {' '.join(asked)}")
    ratios = {
        "nightly: wall": ratio(walls, _OURS, _THEIRS),
        "nightly: CPU": ratio(cpu, _OURS, _THEIRS),
        "nightly: requests for each section": len(asked) / _LISTINGS,
    }
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
