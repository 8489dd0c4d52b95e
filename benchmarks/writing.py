"""Measures how long it takes to write articles, beside the same rows by plain ``executemany``.

    python -m benchmarks.writing [--articles N] [--again N] [--rounds N] [--json FILE]

Ours looks each article up, makes its revision, paragraphs, teasers and captures, and the words of
the search. The contender has all rows of all tables ready, the index's words too and in the order
of their rowids, which FTS5 likes best, and writes them into a database with the same schema in one
transaction. A hundred thousand articles take minutes, so they are written once by each. Rounds of
fewer, each contender first in every other one, are the stricter figure: one transaction that holds
a gigabyte spills over into the write-ahead log and costs the contender twice as much an article.
"""

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import make_articles, save_articles
from benchmarks.measuring import (
    arguments,
    collect_garbage_rarely,
    cpu_seconds,
    finish,
    in_turn,
    print_times,
    ratio,
)
from presidency_scraper.items import Article
from presidency_scraper.store.database import open_store
from presidency_scraper.store.search.index_text import index_text

QUESTION = "writing articles, beside executemany of the same rows in one transaction"
_TABLES = (
    *("runs", "captures", "articles", "paragraphs", "teasers", "revisions", "search_rows"),
    *("leads", "lemmas", "mentions"),
)
_INDEXED = """
SELECT r.id, a.headline, a.lead, a.body
FROM search_rows r JOIN articles a ON a.id = r.article_id ORDER BY r.id
"""
_WORDS = """
INSERT INTO articles_fts (rowid, headline, lead, body, headline_forms, forms)
VALUES (?, ?, ?, ?, ?, ?)
"""
#: A statement, and the values that it is executed with, time and again.
Rows = list[tuple[str, list[Any]]]


def write_ours(path: Path, articles: list[Article]) -> float:
    """The CPU seconds of our own writing to a new database at *path*, until that is complete."""
    path.unlink(missing_ok=True)
    store = open_store(path)
    gc.collect()

    def work() -> None:
        save_articles(store, iter(articles))
        store.checkpoint()

    seconds = cpu_seconds(work)
    store.close()
    return seconds


def write_rows(path: Path, rows: Rows) -> float:
    """The CPU seconds of writing *rows* to a new database at *path*, until that is complete."""
    path.unlink(missing_ok=True)
    store = open_store(path)
    gc.collect()

    def work() -> None:
        store.database.execute("BEGIN")
        for statement, values in rows:
            store.database.conn.executemany(statement, values)
        store.database.execute("COMMIT")
        store.checkpoint()

    seconds = cpu_seconds(work)
    store.close()
    return seconds


def read_rows(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """All that was written to the database at *path*, the words of the index too."""
    database = sqlite3.connect(path)
    for table in _TABLES:
        values = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        marks = ", ".join("?" * len(values[0]))
        yield f"INSERT INTO {table} VALUES ({marks})", values  # noqa: S608
    words = [(id_, *index_text(*row).columns()) for id_, *row in database.execute(_INDEXED)]
    yield _WORDS, words
    database.close()


def compare(count: int, rounds: int) -> dict[str, list[float]]:
    """The CPU seconds of each contender with *count* articles, *rounds* times."""
    articles = list(make_articles(count))
    with TemporaryDirectory(prefix="presidency-bench-") as folder:
        ours, theirs = Path(folder) / "ours.db", Path(folder) / "rows.db"
        first = write_ours(ours, articles)
        rows = list(read_rows(ours))
        if rounds == 1:
            return {"ours": [first], "executemany": [write_rows(theirs, rows)]}
        return in_turn(
            {
                "ours": lambda: write_ours(ours, articles),
                "executemany": lambda: write_rows(theirs, rows),
            },
            rounds,
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=100_000, again=10_000, rounds=3)
    for article in make_articles(1_000):  # the dictionary is loaded, and all its words looked up
        index_text(article.headline, None, "\n".join(article.paragraphs))
    collect_garbage_rarely()
    ratios = {}
    for name, count, rounds in (
        ("writing", options.articles, 1),
        ("writing: again", options.again, options.rounds),
    ):
        print(f"{count} articles, rounds: {rounds}")
        times = compare(count, rounds)
        print_times(times, "CPU s")
        ratios[name] = ratio(times, "ours", "executemany")
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
