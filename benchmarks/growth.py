"""Measures how costs grow to 100,000 articles and to 3,650 nights, and draws it.

    python -m benchmarks.growth [--most N] [--nights N]

Writes ``benchmarks/growth.json`` and ``docs/growth.svg``; needs matplotlib. A database for what
asks it is written by the store that a crawl uses; another one is rebuilt from an archive of all
their pages, up to 10,000 articles, and crawled on from there: nothing new is found. Nights are
those of a site of a thousand articles on which nothing is ever new.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.data import make_database
from benchmarks.measuring import PRESIDENCY, cpu_seconds, run
from benchmarks.nights import served
from benchmarks.pages import serve, write_archive
from benchmarks.search.queries import make_queries
from benchmarks.years import Nights, write_years
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.store.search_queries import search_articles

FIGURES = Path(__file__).with_name("growth.json")
PLOT = Path(__file__).parent.parent / "docs" / "growth.svg"
COUNTS = (1_000, 3_000, 10_000, 30_000, 100_000)
NIGHTS = (10, 100, 365, 1_000, 3_650)
#: How many articles the site of those nights has.
_KNOWN = 1_000
_ROUNDS = 3
_QUERIES = 60
_IN_A_ROW = 5
#: A larger archive takes longer to make than all the rest.
_MOST_ARCHIVED = 10_000


def measure(folder: Path, count: int) -> dict[str, float]:
    """The costs with *count* articles: CPU seconds, milliseconds, MB."""
    path = folder / f"{count}.db"
    written = cpu_seconds(lambda: make_database(path, count))
    db = ("--db", path)
    export = (*PRESIDENCY, "export", "--out", folder / "out.csv", *db)
    exported = run(*export)
    costs = {
        "writing, CPU ms an article": 1000 * written / count,
        "export as CSV, CPU ms an article": 1000 * exported.cpu / count,
        "export as CSV, MB of memory": exported.peak / 1e6,
        "search, median ms": _search(path),
        "status, CPU ms": _cpu_ms("status", *db),
        "show, CPU ms": _cpu_ms("show", "bg/news/7", *db),
        "database, KB an article": path.stat().st_size / 1e3 / count,
    }
    path.unlink()
    if count <= _MOST_ARCHIVED:
        costs |= _measure_archive(folder, count)
    return {name: round(value, 3) for name, value in costs.items()}


def _measure_archive(folder: Path, count: int) -> dict[str, float]:
    """The costs of a rebuild and of a run that finds nothing new."""
    at = ("--archive", folder / f"{count}", "--db", folder / "rebuilt.db")
    captures = write_archive(folder / f"{count}", count)
    rebuilt = run(*PRESIDENCY, "rebuild", *at)
    with serve(count) as origin:
        asks = ("--origin", origin, "--delay", "0", "--section", "news", "--recheck", "0")
        crawl = ("crawl", *asks, "--language", "bg", *at)
        run(*PRESIDENCY, *crawl)  # asks once more for what the archive does not have: robots.txt
        nothing_new = _cpu_ms(*crawl)
    shutil.rmtree(folder / f"{count}")
    return {
        "rebuild, CPU ms a capture": 1000 * rebuilt.cpu / captures,
        "rebuild, MB of memory": rebuilt.peak / 1e6,
        "a run with nothing new, CPU ms": nothing_new,
    }


def measure_nights(folder: Path, nights: int) -> dict[str, float]:
    """The costs after so many *nights* on which nothing was new, and of one more."""
    site, archive, path = Nights(nights, _KNOWN, quiet=True), folder / "nights", folder / "n.db"
    with served(site) as origin:
        write_years(archive, site, nights, origin)
        at = ("--archive", archive, "--db", path)
        rebuilt = run(*PRESIDENCY, "rebuild", *at)
        size = path.stat().st_size
        asks = ("--origin", origin, "--language", "bg", "--delay", "0", "--recheck", "0")
        night = ("crawl", *asks, "--sweep", "0", *at)
        run(*PRESIDENCY, *night)  # asks what no night before asked
        run(*PRESIDENCY, "verify", *at)
        costs = {
            "a quiet night, CPU ms": _cpu_ms(*night),
            "status, CPU ms": _cpu_ms("status", *at[2:]),
            "verify --since-last, CPU ms": _cpu_ms("verify", "--since-last", *at),
            "rebuild, CPU ms a night": 1000 * rebuilt.cpu / nights,
            "database, MB": size / 1e6,
        }
    shutil.rmtree(archive)
    path.unlink()
    return {name: round(value, 3) for name, value in costs.items()}


def _cpu_ms(*command: str | Path) -> float:
    return 1000 * median(run(*PRESIDENCY, *command).cpu for _ in range(_ROUNDS))


def _search(path: Path) -> float:
    """The median CPU milliseconds of searches that a process made before."""
    reader, queries = open_reader(path), make_queries(_QUERIES)
    for query in queries:
        fts_expression(query)
    times = []
    for query in queries:
        search_articles(reader, query)
        times.append(cpu_seconds(partial(search_articles, reader, query)))
    reader.close()
    return 1000 * median(times)


def draw(grown: dict[str, dict[str, dict[str, float]]]) -> None:
    """Draw one small plot for each cost: a row of five or two for each thing that grows."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "presidency"
    from matplotlib import pyplot

    plots = [(by, name) for by, figures in grown.items() for name in next(iter(figures.values()))]
    rows = -(-len(plots) // _IN_A_ROW)
    figure, axes = pyplot.subplots(rows, _IN_A_ROW, figsize=(15, 3 * rows))
    for axis, (by, name) in zip(axes.flat, plots, strict=True):
        known = {int(n): costs[name] for n, costs in grown[by].items() if name in costs}
        axis.plot(list(known), list(known.values()), marker="o", color="#00579c")
        axis.set_xscale("log")
        axis.set_ylim(0, 1.1 * max(known.values()))
        axis.set_title(name, fontsize=9)
        axis.set_xlabel(by)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, write the figures, and draw."""
    parser = argparse.ArgumentParser(description="how costs grow with articles and with nights")
    parser.add_argument("--most", type=int, default=COUNTS[-1], help="leave larger numbers out")
    parser.add_argument("--nights", type=int, default=NIGHTS[-1], help="leave more nights out")
    options = parser.parse_args(argv)
    grown: dict[str, dict[str, dict[str, float]]] = {"nights": {}, "articles": {}}
    with TemporaryDirectory(prefix="presidency-bench-") as folder:
        for nights in (nights for nights in NIGHTS if nights <= options.nights):
            grown["nights"][str(nights)] = measure_nights(Path(folder), nights)
            print(nights, "nights:", grown["nights"][str(nights)], flush=True)
        for count in (count for count in COUNTS if count <= options.most):
            grown["articles"][str(count)] = measure(Path(folder), count)
            print(count, "articles:", grown["articles"][str(count)], flush=True)
    FIGURES.write_text(json.dumps(grown, indent=1) + "\n", encoding="utf-8")
    draw(grown)


if __name__ == "__main__":
    main(sys.argv[1:])
