"""Measures how long it takes to write articles, beside the same rows by plain ``executemany``.

    python -m benchmarks.writing [--articles N] [--rounds N] [--json FILE]

Ours looks each article up, makes its revision, paragraphs, teasers and captures, and the words of
the search. The contender has all rows of all tables ready, the index's words too, and writes them
into a database with the same schema in one transaction.
"""

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import make_articles, save_articles
from benchmarks.measuring import arguments, cpu_seconds, finish, print_times, ratio
from presidency_scraper.items import Article
from presidency_scraper.search import index_text
from presidency_scraper.store import open_store

QUESTION = "writing articles, beside executemany of the same rows in one transaction"
_TABLES = ("runs", "captures", "articles", "paragraphs", "teasers", "revisions", "search_rows")
_WORDS = """
INSERT INTO articles_fts (rowid, headline, lead, body, headline_forms, forms)
VALUES (?, ?, ?, ?, ?, ?)
"""


def write_ours(path: Path, articles: list[Article]) -> float:
    """The CPU seconds of our own writing, to a file that is complete."""
    store = open_store(path)

    def work() -> None:
        save_articles(store, iter(articles))
        store.checkpoint()

    seconds = cpu_seconds(work)
    store.close()
    return seconds


def write_rows(source: Path, path: Path) -> float:
    """The CPU seconds of writing all rows of *source* to a new database at *path*."""
    rows = list(_rows(source))
    store = open_store(path)
    database = store.database
    gc.collect()

    def work() -> None:
        database.execute("BEGIN")
        for statement, values in rows:
            database.executemany(statement, values)
        database.execute("COMMIT")
        store.checkpoint()

    seconds = cpu_seconds(work)
    store.close()
    return seconds


def _rows(source: Path) -> Iterator[tuple[str, list[Any]]]:
    database = sqlite3.connect(source)
    for table in _TABLES:
        values = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        marks = ", ".join("?" * len(values[0]))
        yield f"INSERT INTO {table} VALUES ({marks})", values  # noqa: S608
    found = database.execute(
        "SELECT r.id, a.headline, a.lead, a.body FROM search_rows r"
        " JOIN articles a ON a.id = r.article_id ORDER BY r.id DESC"
    )
    yield _WORDS, [(rowid, *index_text(*texts).columns()) for rowid, *texts in found]
    database.close()


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=100_000, rounds=1)
    articles = list(make_articles(options.articles))
    index_text(articles[0].headline, None, "")  # the dictionary is loaded once
    times: dict[str, list[float]] = {"ours": [], "executemany": []}
    for _ in range(options.rounds):
        with TemporaryDirectory() as folder:
            one, other = Path(folder) / "ours.db", Path(folder) / "rows.db"
            times["ours"].append(write_ours(one, articles))
            times["executemany"].append(write_rows(one, other))
    print_times(times, "CPU s")
    finish(QUESTION, {"writing": ratio(times, "ours", "executemany")}, options)


if __name__ == "__main__":
    main()
