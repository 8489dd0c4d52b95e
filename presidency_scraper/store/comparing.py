"""Compares two databases row by row: what a rebuild would change, and what was tampered with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from presidency_scraper.store.opening import open_reader

#: Tables that the archive alone makes, with their keys and the columns it cannot know.
DERIVED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "captures": (("id",), ()),
    "articles": (("id",), ()),
    "paragraphs": (("article_id", "position"), ()),
    "teasers": (("article_id", "position"), ()),
    "images": (("article_id", "position"), ()),
    "revisions": (("article_id", "revision"), ()),
    "absences": (("article_id", "first_capture_id"), ()),
    "sightings": (("capture_id", "position"), ()),
    "walks": (("run_id", "listing"), ("id",)),
    "robots": (("origin",), ()),
    "problems": (("capture_id", "kind", "message"), ("id",)),
}


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
        for table, (keys, unknown) in DERIVED.items():
            columns = [c.name for c in old.database.table(table).columns if c.name not in unknown]
            yield _compare(
                table,
                columns,
                len(keys),
                _rows(old.database, table, keys, columns),
                _rows(new.database, table, keys, columns),
            )
    finally:
        old.close()
        new.close()


def _rows(
    database: Any, table: str, keys: tuple[str, ...], columns: list[str]
) -> Iterator[tuple[Any, ...]]:
    names, order = ", ".join([*keys, *columns]), ", ".join(keys)
    # Problems without a capture are not of the archive.
    query = f"SELECT {names} FROM {table} WHERE {keys[0]} IS NOT NULL ORDER BY {order}"  # noqa: S608
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
