"""Measures how well a search for one form of a word finds its other forms, and nothing else.

    python -m benchmarks.search.recall_precision

Each form in ``words.txt`` stands in an article of its own, between words that are no form of any.
Each form is searched for. What should be found: the articles of all forms on its line (of all its
lines, where it stands on several). Of the Bulgarian list the odd lines were looked at while the
search was made, the even ones only measured. The English list chose the dictionary.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.search.corpus import fill, make_article
from presidency_scraper.items import Article
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search_queries import search_articles

_WORDS = Path(__file__).with_name("words.txt")
_ENGLISH = Path(__file__).with_name("words-en.txt")
#: Every article can be found, and no query asks for one of these.
_FILLER = "Съобщение № 7 от 2020 г.: «{}»."

Search = Callable[[str], set[str]]


def read_groups(text: str) -> list[list[str]]:
    """The forms of each line."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split(": ")[-1].split() for line in lines]


def measure(groups: list[list[str]], search: Search) -> tuple[float, float]:
    """Recall and precision over all forms of *groups*; articles are named by their form."""
    asked = sorted({form for group in groups for form in group})
    right = found = wanted = 0
    for form in asked:
        relevant = {one for group in groups if form in group for one in group}
        hits = search(form)
        right, found = right + len(hits & relevant), found + len(hits)
        wanted += len(relevant)
    return right / wanted, right / found


def main() -> None:
    """Print the measurements; ``--misses`` lists what went wrong on the odd lines."""
    groups = read_groups(_WORDS.read_text(encoding="utf-8"))
    english = read_groups(_ENGLISH.read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        for name, some in (("odd", groups[::2]), ("even", groups[1::2]), ("all", groups)):
            _measure(Path(folder) / f"{name}.db", name, some, "unicode61")
        _measure(Path(folder) / "english.db", "English", english, "porter")


def _measure(path: Path, name: str, groups: list[list[str]], tokenizer: str) -> None:
    forms = sorted({form for group in groups for form in group})
    store = fill(path, _articles(forms))
    reader = Reader(store.database)
    plain = _plain_index(forms, tokenizer)

    def ours(query: str) -> set[str]:
        hits = search_articles(reader, query, limit=1000)
        return {forms[int(hit.id.split("/")[-1]) - 1] for hit in hits}

    def theirs(query: str) -> set[str]:
        rows = plain.execute("SELECT form FROM plain WHERE plain MATCH ?", [f'text:"{query}"'])
        return {row[0] for row in rows}

    print(f"{name} lines: {len(groups)} groups, {len(forms)} forms")
    for title, search in (("presidency", ours), (f"FTS5 {tokenizer}", theirs)):
        recall, precision = measure(groups, search)
        print(f"  {title:15} recall {recall:.3f}  precision {precision:.3f}")
    if name == "odd" and "--misses" in sys.argv:
        _list_misses(groups, ours)
    store.close()


def _articles(forms: Iterable[str]) -> Iterator[Article]:
    for number, form in enumerate(forms, 1):
        yield make_article(number, "bg", f"№ {number}", [_FILLER.format(form)])


def _plain_index(forms: Iterable[str], tokenizer: str) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE plain USING fts5(form UNINDEXED, text, tokenize = '{tokenizer}')"
    )
    rows = [(form, _FILLER.format(form)) for form in forms]
    database.executemany("INSERT INTO plain VALUES (?, ?)", rows)
    return database


def _list_misses(groups: list[list[str]], search: Search) -> None:
    for form in sorted({form for group in groups for form in group}):
        relevant = {one for group in groups if form in group for one in group}
        hits = search(form)
        if hits != relevant:
            print(f"    {form}: without {relevant - hits or '-'}, beside {hits - relevant or '-'}")


if __name__ == "__main__":
    main()
