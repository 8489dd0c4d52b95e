"""Measures how costs grow from 1,000 to 100,000 articles, and draws it.

    python -m benchmarks.growth [--most N]

Writes ``benchmarks/growth.json`` and ``docs/growth.svg``; needs matplotlib. A database for what
asks it is written by the store that a crawl uses; another one is rebuilt from an archive of all
their pages, up to 30,000 articles, and crawled on from there: nothing new is found.
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
from benchmarks.pages import serve, write_archive
from benchmarks.search.queries import make_queries
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.store.search_queries import search_articles

FIGURES = Path(__file__).with_name("growth.json")
PLOT = Path(__file__).parent.parent / "docs" / "growth.svg"
COUNTS = (1_000, 3_000, 10_000, 30_000, 100_000)
_ROUNDS = 3
_QUERIES = 60
#: A larger archive takes longer to make than all the rest.
_MOST_ARCHIVED = 30_000


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


def draw(figures: dict[str, dict[str, float]]) -> None:
    """Draw one small plot for each cost."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "presidency"
    from matplotlib import pyplot

    counts = [int(count) for count in figures]
    names = list(next(iter(figures.values())))
    figure, axes = pyplot.subplots(2, 5, figsize=(15, 6), sharex=True)
    for axis in axes.flat[len(names) :]:
        axis.set_axis_off()
    for axis, name in zip(axes.flat, names, strict=False):
        known = [costs[name] for costs in figures.values() if name in costs]
        axis.plot(counts[: len(known)], known, marker="o", color="#00579c")
        axis.set_xscale("log")
        axis.set_ylim(0, 1.1 * max(known))
        axis.set_title(name, fontsize=9)
        axis.grid(alpha=0.3)
    for axis in axes[-1]:
        axis.set_xlabel("articles")
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, write the figures, and draw."""
    parser = argparse.ArgumentParser(description="how costs grow with the number of articles")
    parser.add_argument("--most", type=int, default=COUNTS[-1], help="leave larger numbers out")
    options = parser.parse_args(argv)
    figures: dict[str, dict[str, float]] = {}
    with TemporaryDirectory(prefix="presidency-bench-") as folder:
        for count in (count for count in COUNTS if count <= options.most):
            figures[str(count)] = measure(Path(folder), count)
            print(count, figures[str(count)], flush=True)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    draw(figures)


if __name__ == "__main__":
    main(sys.argv[1:])
