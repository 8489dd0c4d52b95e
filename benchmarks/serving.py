"""Measures what readers of ``presidency serve`` wait for: eight at once, 50,000 articles, warm.

    python -m benchmarks.serving [--articles N] [--readers N] [--rounds N] [--json FILE]

Each reader asks for each page in each round, in an order of its own; the times of the first round,
in which the server has everything yet to learn, are left out. A page is a person's: start, search,
an article, edits, dashboard, a table, a feed.
"""

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from subprocess import PIPE, Popen
from time import perf_counter
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.data import articles_database
from benchmarks.measuring import PRESIDENCY, arguments, data_folder, finish
from benchmarks.search.queries import make_queries

QUESTION = "pages of serve, eight readers at once: milliseconds"
_PAGES = {
    "start": "/",
    "search": "/search?q={query}",
    "article": "/articles/{article}",
    "edits": "/edits",
    "dashboard": "/dashboard",
    "table": "/presidency/articles?section=news",
    "feed": "/changes.atom",
}


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Run ``presidency serve`` on *database*; yield its address."""
    command = [*PRESIDENCY, "serve", "--db", str(database), "--port", "0"]
    process = Popen(command, stdout=PIPE, stderr=PIPE, text=True)
    try:
        said = next(line for line in process.stdout or () if "http://" in line)
        found = re.search(r"http://[^/\s]+", said)
        yield found[0] if found else sys.exit(f"serve said: {said}")
    finally:
        process.terminate()
        process.wait()


def ask(address: str, pages: Sequence[tuple[str, str]]) -> list[tuple[str, float]]:
    """The seconds that each of *pages*, by its kind, takes to come. Raises HTTPError."""
    times = []
    for kind, path in pages:
        begun = perf_counter()
        with urlopen(address + path, timeout=60) as answer:  # noqa: S310 - our own server
            answer.read()
        times.append((kind, perf_counter() - begun))
    return times


def make_visits(
    articles: int, queries: Sequence[str], dice: random.Random
) -> list[tuple[str, str]]:
    """What one reader asks for: each kind of page once for each of *queries*."""
    visits = []
    for query in queries:
        article = f"bg/news/{4 * dice.randrange(articles // 4) + 1}"  # every fourth is in English
        known = {"query": quote(query), "article": article}
        pages = [(kind, page.format(**known)) for kind, page in _PAGES.items()]
        visits += dice.sample(pages, len(pages))
    return visits


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=50_000, readers=8, rounds=10)
    times: defaultdict[str, list[float]] = defaultdict(list)
    count, first = options.readers, len(_PAGES)
    queries = make_queries(count * (options.rounds + 1))
    with data_folder(options) as folder:
        path = articles_database(folder, options.articles)
        visits = [
            make_visits(options.articles, queries[at::count], random.Random(at))
            for at in range(count)
        ]
        with served(path) as address, ThreadPoolExecutor(count) as readers:
            list(readers.map(lambda one: ask(address, one[:first]), visits))
            for told in readers.map(lambda one: ask(address, one[first:]), visits):
                for kind, seconds in told:
                    times[kind].append(1000 * seconds)
    for kind, some in times.items():
        print(
            f"{kind:12} median {median(some):7.1f} ms, 95 % within {quantiles(some, n=20)[-1]:.1f}"
        )
    whole = [one for some in times.values() for one in some]
    finish(QUESTION, {"serve: 95th percentile ms": quantiles(whole, n=20)[-1]}, options)


if __name__ == "__main__":
    main()
