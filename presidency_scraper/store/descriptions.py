"""What each table and column means: the schema's own comments, and what they have no room for.

The one source for the page on tables, data packages and Datasette. A comment of the schema is
never repeated: a line in ``descriptions.toml`` says ``{}`` for it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from presidency_scraper.store.connection import Handle

_ABOUT = "about"  # the key under which a table's own text stands


@dataclass(frozen=True, slots=True)
class Column:
    """A column; texts are Markdown. ``type`` is lower case: text, integer, real."""

    name: str
    type: str
    nullable: bool
    key: bool
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view (*kind*) with its columns in order."""

    name: str
    kind: str
    text: str
    columns: tuple[Column, ...]


def describe(database: Handle) -> dict[str, Table]:
    """All tables and views of *database* in reading order; what has no text has an empty one."""
    rows = database.execute(
        "SELECT name, type FROM pragma_table_list"
        " WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')"
    )
    kinds = {name: kind for name, kind in rows if not name.startswith("sqlite_")}
    order = list(_lines())
    names = sorted(kinds, key=lambda name: order.index(name) if name in order else len(order))
    return {name: _table(database, name, kinds[name]) for name in names}


def undescribed(database: Handle) -> list[str]:
    """What is wrong between *database* and the lines, each with what to do; empty: nothing."""
    tables = describe(database)
    return [
        *(fault for table in tables.values() for fault in _faults(database, table)),
        *(f"[{name}] is no table" for name in _lines().keys() - tables.keys()),
    ]


def plain(text: str) -> str:
    """Return *text* without marks, links and sentences that only point elsewhere.

    >>> plain("`null`, or [gone](history.md#deletions). [History](history.md) has the rule.")
    'null, or gone.'
    """
    text = re.sub(r"(?<=\.) \[[^\]]+\]\([^)]*\)[^.]*\.", "", text)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("`", "")


def zone_of(column: str) -> str | None:
    """The time zone of a column's times by its name; None where it holds none.

    >>> zone_of("published_at"), zone_of("gone_at"), zone_of("published_raw")
    ('Europe/Sofia', 'UTC', None)
    """
    if not column.endswith("_at") and column not in ("at", "published_before", "published_after"):
        return None
    return "Europe/Sofia" if "published" in column else "UTC"


@cache
def _lines() -> dict[str, dict[str, Any]]:
    source = files("presidency_scraper.store") / "descriptions.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _table(database: Handle, name: str, kind: str) -> Table:
    comments = _comments(database, name)
    lines = _lines().get(name, {})
    about = lines.get(_ABOUT, "{}").replace("{}", comments.get("", ""))
    return Table(
        name,
        kind,
        about[:1].upper() + about[1:],
        tuple(
            _column(row, lines.get(row[1], ["{}", ""]), comments.get(row[1], ""))
            for row in database.execute("SELECT * FROM pragma_table_info(?)", [name])
        ),
    )


def _column(row: tuple[Any, ...], line: list[str], comment: str) -> Column:
    """Make a column of a row of ``table_info``, its line and the schema's comment."""
    _, name, declared, not_null, _, key = row
    text, example, *stated = line
    kind = stated[0] if stated else declared.lower()
    nullable = kind.endswith("?") if stated else not (not_null or key)
    return Column(name, kind.rstrip("?"), nullable, bool(key), text.replace("{}", comment), example)


def _comments(database: Handle, table: str) -> dict[str, str]:
    """The comments in the statement that made *table*, by column; its own under ``""``.

    A column of a table begins a line; one of a view ends it. SQLite keeps no comment of a column
    that was added later.
    """
    sql = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    head, *lines = (sql or "").split("\n")
    is_view = head.startswith("CREATE VIEW")
    pattern = re.compile(r"(\w+),?\s*-- (.+)$" if is_view else r"^\s+(\w+)\s.*?-- (.+)$")
    found = {match[1]: match[2] for line in lines if (match := pattern.search(line))}
    comment = head.partition("-- ")[2]
    return found | ({"": comment} if comment else {})


def _faults(database: Handle, table: Table) -> list[str]:
    lines, comments = _lines().get(table.name, {}), _comments(database, table.name)
    known = {_ABOUT, *(column.name for column in table.columns)}
    faults = []
    for name in [_ABOUT, *(column.name for column in table.columns)]:
        line = lines.get(name)
        text = line if isinstance(line, str) else (line or [""])[0]
        comment = comments.get("" if name == _ABOUT else name)
        if not line:
            faults.append(f"{table.name}.{name} has no line: add it under [{table.name}]")
        elif "{}" in text and not comment:
            faults.append(f"{table.name}.{name}: the schema has no comment for {{}}")
        elif comment and "{}" not in text:
            faults.append(f"{table.name}.{name}: say {{}} for the schema's comment: {comment}")
        elif name != _ABOUT and table.kind == "view" and len(line) != 3:
            faults.append(f"{table.name}.{name}: a column of a view has its type as well")
    return faults + [f"{table.name}.{name} is no column" for name in lines.keys() - known]
