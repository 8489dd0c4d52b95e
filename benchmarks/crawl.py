"""Measures the CPU seconds of a crawl with everything on, beside a spider that does nothing.

    python -m benchmarks.crawl [--articles N] [--rounds N] [--json FILE]

Both ask for the same pages of a site in another process, whose CPU is not counted. Ours keeps
them in WARC, reads them, writes SQLite with the index of the search, and its ledger.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import PRESIDENCY, arguments, finish, in_turn, print_times, ratio, run
from benchmarks.pages import serve

QUESTION = "crawl on loopback, everything on, beside a bare spider: CPU seconds"
_BARE = Path(__file__).with_name("bare_spider.py")


def crawl_bare(origin: str) -> float:
    """The CPU seconds of the bare spider."""
    command = (sys.executable, "-m", "scrapy", "runspider", _BARE, "-a", f"origin={origin}")
    with TemporaryDirectory() as folder:  # away from our scrapy.cfg
        return run(*command, cwd=Path(folder)).cpu


def crawl(origin: str) -> float:
    """The CPU seconds of ours, into a new database."""
    with TemporaryDirectory() as folder:
        at = ("--origin", origin, "--delay", "0", "--section", "news")
        return run(*PRESIDENCY, "crawl", *at, "--db", Path(folder) / "p.db").cpu


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=910, rounds=3)
    with serve(options.articles) as origin:
        contenders = {"bare spider": lambda: crawl_bare(origin), "crawl": lambda: crawl(origin)}
        times = in_turn(contenders, options.rounds)
    print_times(times, "CPU s")
    finish(QUESTION, {"crawl: CPU per page": ratio(times, "crawl", "bare spider")}, options)


if __name__ == "__main__":
    main()
