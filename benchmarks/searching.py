"""Measures 200 searches with snippets, beside FTS5 ``MATCH`` alone.

    python -m benchmarks.searching [--articles N] [--json FILE]

``benchmarks.search.speed`` says more of the queries, ``benchmarks.search.recall_precision`` what
is found.
"""

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from time import process_time

from benchmarks.data import articles_database
from benchmarks.measuring import arguments, data_folder, finish, print_times
from benchmarks.search.speed import make_queries
from presidency_scraper.search import fts_expression
from presidency_scraper.store import Reader, open_reader, search_articles

QUESTION = "200 searches over 100,000 articles, 20 results with snippets: CPU milliseconds"
_MATCH = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
_TRIES = 3


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=100_000)
    with data_folder(options) as folder:
        reader = open_reader(articles_database(folder, options.articles))
        queries = make_queries()
        expressions = {query: fts_expression(query) for query in queries}  # loads the dictionary
        match: list[float] = []
        search: list[float] = []
        for query in queries:
            match.append(_best(partial(_match, reader, [expressions[query]])))
            search.append(_best(partial(search_articles, reader, query)))
    times = {"FTS5 MATCH alone": match, "search": search}
    print_times(times, "CPU ms", 1000)
    ordered = sorted(search)
    ratios = {
        "search: median ms": 1000 * median(search),
        "search: 95th percentile ms": 1000 * ordered[int(len(ordered) * 0.95)],
        "search: beside MATCH": sum(search) / sum(match),
    }
    finish(QUESTION, ratios, options)


def _match(reader: Reader, words: list[str]) -> object:
    return reader.database.execute(_MATCH, words).fetchall()


def _best(ask: Callable[[], object]) -> float:
    """The least of a few tries: what else the machine does is not the question."""
    times = []
    for _ in range(_TRIES):
        begun = process_time()
        ask()
        times.append(process_time() - begun)
    return min(times)


if __name__ == "__main__":
    main()
