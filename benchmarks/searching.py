"""Measures 200 searches, 20 results with snippets, beside FTS5 ``MATCH`` alone.

    python -m benchmarks.searching [--articles N] [--rounds N] [--json FILE]

Each query is asked in several rounds; its time is the median of them, on the wall, as a person
waits. Words are looked up in the database: those of the query, and those of the texts that are
shown. "New words" are searches by a process that remembers nothing of the searches before. What a
command takes beside ``benchmarks.startup`` says.

It fails where more than a few queries find nothing. ``benchmarks.search.recall_precision`` says
what is found.
"""

import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

from benchmarks.data import articles_database
from benchmarks.measuring import arguments, data_folder, finish, forget, print_times
from benchmarks.search.queries import make_queries
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.store.search_queries import search_articles

QUESTION = "200 searches over 100,000 articles, 20 results with snippets: milliseconds"
_MATCH = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
_RESULTS = 20
#: The part of all queries that may find nothing.
_EMPTY = 0.05
#: Where words are remembered that were looked up.
_KNOWS_WORDS = r"presidency_scraper\.store\.search\."

Ask = Callable[[str], object]


def ask_all(ask: Ask, queries: Sequence[str], prepare: Ask = lambda query: None) -> list[float]:
    """The seconds that each of *queries* takes, once what *prepare* does is done."""
    times = []
    for query in queries:
        prepare(query)
        begun = perf_counter()
        ask(query)
        times.append(perf_counter() - begun)
    return times


def measure(reader: Reader, queries: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """The seconds of each query by each contender: the median of the rounds."""
    expressions = {query: fts_expression(query) for query in queries}

    def match(query: str) -> object:
        return reader.database.execute(_MATCH, [expressions[query]]).fetchall()

    def search(query: str) -> object:
        return search_articles(reader, query, limit=_RESULTS)

    times: dict[str, list[list[float]]] = {"FTS5 MATCH alone": [], "search": [], "new words": []}
    for _ in range(rounds):
        times["FTS5 MATCH alone"].append(ask_all(match, queries))
        times["search"].append(ask_all(search, queries, fts_expression))
        times["new words"].append(ask_all(search, queries, _forget_words))
    return {name: [median(t) for t in zip(*some, strict=True)] for name, some in times.items()}


def _forget_words(query: str) -> None:
    """Let nothing be remembered of any word."""
    del query
    forget(_KNOWS_WORDS)


def print_queries(reader: Reader, queries: Sequence[str]) -> None:
    """Print how many there are, and how many articles they match; refuse too many empty ones."""
    found = [
        len(reader.database.execute(_MATCH, [fts_expression(query)]).fetchall())
        for query in queries
    ]
    empty = [query for query, number in zip(queries, found, strict=True) if not number]
    print(f"{len(queries)} queries match {median(found):.0f} articles each, {len(empty)} none")
    if len(empty) > _EMPTY * len(queries):
        sys.exit(f"too many queries find nothing: {', '.join(empty)}")


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=100_000, rounds=3)
    with data_folder(options) as folder:
        reader = open_reader(articles_database(folder, options.articles))
        queries = make_queries()
        print_queries(reader, queries)
        times = measure(reader, queries, options.rounds)
        reader.close()
    print_times(times, "ms", 1000)
    ratios = {"search: beside MATCH": sum(times["search"]) / sum(times["FTS5 MATCH alone"])}
    for name, title in (("search", "search:"), ("new words", "search: new words,")):
        ordered = sorted(times[name])
        ratios[f"{title} median ms"] = 1000 * median(ordered)
        ratios[f"{title} 95th percentile ms"] = 1000 * ordered[int(len(ordered) * 0.95)]
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
