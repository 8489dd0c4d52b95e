"""Compares two databases row by row: what a rebuild would change, and what was tampered with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from presidency_scraper.store.database import open_reader
from presidency_scraper.store.search_index import read_index, rules_of

_ALL = "true"
#: Tables that the archive alone makes: their keys, the columns and the rows it cannot know. How a
#: run ended and problems without a capture are of the ledger; the schema is the code's.
DERIVED: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "sqlite_master": (("type", "name"), ("rootpage",), _ALL),
    "runs": (
        ("id",),
        ("finished_at", "outcome", "exit_code", "stats"),
        "id IN (SELECT run_id FROM captures)",
    ),
    "captures": (("id",), (), _ALL),
    "articles": (("id",), (), _ALL),
    "paragraphs": (("article_id", "position"), (), _ALL),
    "teasers": (("article_id", "position"), (), _ALL),
    "images": (("article_id", "position"), (), _ALL),
    "revisions": (("article_id", "revision"), (), _ALL),
    "flips": (("article_id", "flip"), (), _ALL),
    "absences": (("article_id", "first_capture_id"), (), _ALL),
    "sightings": (("capture_id", "position"), (), _ALL),
    "entries": (
        (
            *("article_id", "url", "published_raw", "ifnull(headline, '')"),
            *("ifnull(lead, '')", "ifnull(published_at, '')"),
        ),
        ("id",),
        _ALL,
    ),
    "listing_pages": (("capture_id",), (), _ALL),
    "outlinks": (("url",), (), _ALL),
    # Of a database from before there were leads, those of pages that were replaced are not known.
    "leads": (
        ("article_id",),
        ("captured_at", "capture_id"),
        "article_id IN (SELECT id FROM articles)",
    ),
    "stale": (("article_id",), (), _ALL),
    "walks": (("run_id", "listing", "segment"), ("id",), _ALL),
    "robots": (("origin",), (), _ALL),
    "run_fields": (("run_id", "layout", "field"), (), _ALL),
    "search_rows": (("article_id",), ("id",), _ALL),
    "lemmas": (("word", "lemma"), (), _ALL),
    "mentions": (("article_id", "country"), (), _ALL),
    "terms": (("office", "since"), (), _ALL),
    "speaker_labels": (("label", "role", "since"), (), _ALL),
    "problems": (("capture_id", "kind", "message"), ("id",), "capture_id IS NOT NULL"),
}

#: What depends on the rules by which forms of words are brought together.
_BY_RULES = ("search_rows", "lemmas", "mentions")


@dataclass(slots=True)
class TableDiff:
    """How a table differs: keys of rows, and for changed ones which fields."""

    table: str
    added: list[tuple[Any, ...]] = field(default_factory=list)
    removed: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[tuple[Any, ...], tuple[str, ...]]] = field(default_factory=list)

    def fields(self) -> dict[str, int]:
        """How many rows differ in each field."""
        counts: dict[str, int] = {}
        for _, names in self.changed:
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        return counts

    def __bool__(self) -> bool:
        """True where there is any difference."""
        return bool(self.added or self.removed or self.changed)


def compare_databases(before: Path, after: Path) -> Iterator[TableDiff]:
    """Yield per table how *after* differs from *before*, both of this version.

    Raises StorageError.
    """
    old, new = open_reader(before), open_reader(after)
    try:
        same_rules = rules_of(old.database) == rules_of(new.database)
        for table, (keys, unknown, where) in DERIVED.items():
            if table in _BY_RULES and not same_rules:
                continue  # the next command that writes makes the index again
            names = new.database.execute("SELECT name FROM pragma_table_info(?)", [table])
            columns = [name for (name,) in names if name not in unknown]
            before_rows = _rows(old.database, table, keys, columns, where)
            after_rows = _rows(new.database, table, keys, columns, where)
            yield _compare(table, columns, len(keys), before_rows, after_rows)
        if same_rules:
            yield _compare_indexes(read_index(old.database), read_index(new.database))
    finally:
        old.close()
        new.close()


def _compare_indexes(old: dict[str, int], new: dict[str, int]) -> TableDiff:
    rows = [((article, total) for article, total in sorted(side.items())) for side in (old, new)]
    return _compare("articles_fts", ["words"], 1, *rows)


def _rows(
    database: Any, table: str, keys: tuple[str, ...], columns: list[str], where: str
) -> Iterator[tuple[Any, ...]]:
    names, order = ", ".join([*keys, *columns]), ", ".join(keys)
    query = f"SELECT {names} FROM {table} WHERE {where} ORDER BY {order}"  # noqa: S608
    return iter(database.execute(query))


def _compare(
    table: str,
    columns: list[str],
    width: int,
    old: Iterator[tuple[Any, ...]],
    new: Iterator[tuple[Any, ...]],
) -> TableDiff:
    """Merge two streams of rows sorted by their key, the first *width* values."""
    diff = TableDiff(table)
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[:width] < right[:width]):
            diff.removed.append(left[:width] if left else ())
            left = next(old, None)
        elif left is None or right[:width] < left[:width]:
            diff.added.append(right[:width])
            right = next(new, None)
        else:
            if left != right:
                pairs = zip(columns, left[width:], right[width:], strict=True)
                fields = tuple(name for name, one, other in pairs if one != other)
                diff.changed.append((left[:width], fields))
            left, right = next(old, None), next(new, None)
    return diff
