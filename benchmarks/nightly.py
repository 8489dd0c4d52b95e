"""Measures a run that finds nothing new, as each night brings, beside loading Scrapy.

    python -m benchmarks.nightly [--rounds N] [--json FILE]

The site is the replica on loopback, in another process; re-checks are left out, as in the promise.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import PRESIDENCY, arguments, finish, in_turn, print_times, ratio, run
from presidency_scraper.replica import demo_site, serve_replica

QUESTION = "a nightly run with nothing new, beside `python -c 'import scrapy'`"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, rounds=7)
    site = demo_site()
    asked = []
    with TemporaryDirectory() as folder, serve_replica(site) as server:
        at = ("--origin", server.origin, "--delay", "0", "--section", "news", "--recheck", "0")
        crawl = (*PRESIDENCY, "crawl", *at, "--db", Path(folder) / "p.db")
        run(*crawl)

        cpu: dict[str, list[float]] = {"import scrapy": [], "a run with nothing new": []}

        def measure(name: str, *command: str | Path) -> float:
            site.clear_log()
            spent = run(*command)
            asked.append(len(site.log))
            cpu[name].append(spent.cpu)
            return spent.wall

        load = (sys.executable, "-c", "import scrapy")
        contenders = {
            "import scrapy": lambda: measure("import scrapy", *load),
            "a run with nothing new": lambda: measure("a run with nothing new", *crawl),
        }
        times = in_turn(contenders, options.rounds)
    print_times(times)
    print_times(cpu, "CPU s")
    ratios = {
        "nightly: wall": ratio(times, "a run with nothing new", "import scrapy"),
        "nightly: CPU": ratio(cpu, "a run with nothing new", "import scrapy"),
        "nightly: requests": float(max(asked)),
    }
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
