"""Measures the CPU seconds of a crawl with everything on, beside a spider that does nothing.

    python -m benchmarks.crawl [--articles N] [--few N] [--rounds N] [--json FILE]

Both ask for the same pages of a site in another process, whose CPU is not counted. Ours keeps
them in WARC, reads them, writes SQLite with the index of the search, and its ledger. What a crawl
of a few pages takes is start-up; a page costs what one of many takes beyond that.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import PRESIDENCY, arguments, finish, in_turn, print_times, ratio, run
from benchmarks.pages import asked_of, serve

QUESTION = "crawl on loopback, everything on, beside a bare spider: CPU seconds"
_BARE = Path(__file__).with_name("bare_spider.py")

Crawl = Callable[[str], float]


def crawl_bare(origin: str) -> float:
    """The CPU seconds of the bare spider."""
    command = (sys.executable, "-m", "scrapy", "runspider", _BARE, "-a", f"origin={origin}")
    with TemporaryDirectory() as folder:  # away from our scrapy.cfg
        return run(*command, cwd=Path(folder)).cpu


def crawl_ours(origin: str) -> float:
    """The CPU seconds of ours, into a new database."""
    with TemporaryDirectory() as folder:
        at = ("--origin", origin, "--delay", "0", "--section", "news", "--language", "bg")
        return run(*PRESIDENCY, "crawl", *at, "--db", Path(folder) / "p.db").cpu


def checked(crawl: Crawl, origin: str, articles: int) -> float:
    """The CPU seconds of *crawl*, which is to ask for every article of the site once."""
    asked_of(origin)
    seconds = crawl(origin)
    asked = [path for path in asked_of(origin) if path.removeprefix("/bg/news")[:1].isdigit()]
    if len(asked) != articles or len(set(asked)) != articles:
        sys.exit(f"{crawl.__name__}: {len(asked)} articles were asked for, not {articles}")
    return seconds


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=910, few=10, rounds=3)
    many, few = options.articles, options.few
    with serve(many) as whole, serve(few) as start:
        crawls: dict[str, Crawl] = {"bare spider": crawl_bare, "crawl": crawl_ours}
        contenders = {}
        for name, crawl in crawls.items():
            contenders[name] = partial(checked, crawl, whole, many)
            contenders[f"{name}, start-up"] = partial(checked, crawl, start, few)
        times = in_turn(contenders, options.rounds)
    print_times(times, "CPU s")
    for name in crawls:
        both = zip(times[name], times.pop(f"{name}, start-up"), strict=True)
        times[f"{name}, per article"] = [(one - other) / (many - few) for one, other in both]
        print_times({name: times[f"{name}, per article"]}, "CPU ms an article", 1000)
    ratios = {
        "crawl: CPU per page": ratio(times, "crawl, per article", "bare spider, per article"),
        "crawl: CPU with start-up": ratio(times, "crawl", "bare spider"),
    }
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
