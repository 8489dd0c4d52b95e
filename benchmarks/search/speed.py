"""Measures how fast searches answer, with snippets, in a database of many articles.

    python -m benchmarks.search.speed [ARTICLES]

The articles are the replica's headlines and paragraphs mixed anew, so every word is in far more
of them than in the real record: a hard case. The queries are what people ask: a word, a name, two
or three words out of one headline, phrases, words left out.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.search.corpus import fill, mixed_articles
from presidency_scraper.replica import demo_site
from presidency_scraper.search import fts_expression
from presidency_scraper.search.words import find_words
from presidency_scraper.store import Reader, search_articles

_QUERIES = 200
_TERSE = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"


def make_queries(seed: int = 11) -> list[str]:
    """200 queries of words that headlines have; words of four letters and more."""
    dice = random.Random(seed)
    headlines = [
        [match[0] for match in find_words(item.headline) if len(match[0]) > 3]
        for language in ("bg", "bg", "bg", "en")
        for item in demo_site().items(language)
    ]
    shapes: tuple[Callable[[list[str]], str], ...] = (
        lambda words: words[0],
        lambda words: " ".join(words[:2]),
        lambda words: " ".join(words[:2]),
        lambda words: " ".join(words[:3]),
        lambda words: f"{words[0]} -{words[1]}",
        lambda words: f"{words[0]} OR {words[1]}",
        lambda words: f"{words[0][:4]}* {words[1]}",
        lambda words: f"„{words[0]} {words[1]}“",
    )
    wordy = [words for words in headlines if len(words) >= 3]
    return [
        dice.choice(shapes)(dice.sample(dice.choice(wordy), k=3)) for _ in range(_QUERIES - 4)
    ] + ["президент", "вето", "radev", "Йотова"]


def main() -> None:
    """Print the measurements."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "speed.db"
        begun = time.perf_counter()
        store = fill(path, mixed_articles(count))
        took = time.perf_counter() - begun
        print(f"{count} articles, {path.stat().st_size / 1e6:.0f} MB, written in {took:.0f} s")
        _print_sizes(store.database)
        _measure(Reader(store.database))
        store.close()


def _print_sizes(database: sqlite3.Connection) -> None:
    sizes: Counter[str] = Counter()
    try:
        for name, size in database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
            part = (
                "search"
                if name.startswith(("articles_fts", "search_", "sqlite_autoindex_search"))
                else "rest"
            )
            sizes[part] += size
    except sqlite3.OperationalError:
        print("this SQLite cannot tell the size of tables")
    print({name: f"{size / 1e6:.0f} MB" for name, size in sizes.items()})


def _measure(reader: Reader) -> None:
    queries = make_queries()
    for query in queries:  # words are looked up once in a process
        search_articles(reader, query)
    asked = {
        "presidency, with snippets": lambda query: search_articles(reader, query),
        "presidency, Bulgarian only": lambda query: search_articles(
            reader, query, languages=["bg"]
        ),
        "FTS5 MATCH alone": lambda query: reader.database.execute(
            _TERSE, [fts_expression(query)]
        ).fetchall(),
    }
    for title, ask in asked.items():
        times = sorted(_time(ask, query) for query in queries)
        print(
            f"{title:28} median {statistics.median(times):6.1f} ms   "
            f"p95 {times[int(len(times) * 0.95)]:6.1f} ms   most {times[-1]:6.1f} ms"
        )


def _time(ask: Callable[[str], object], query: str) -> float:
    """The best of three, in milliseconds."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


if __name__ == "__main__":
    main()
