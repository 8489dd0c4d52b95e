"""Writes the tables of docs/tables.md: ``python docs/write_tables.py``.

Of a fresh database and ``store/descriptions.toml``; the rest of the page is written by hand.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from presidency_scraper.store.connection import connect_to_write
from presidency_scraper.store.descriptions import Column, Table, describe, undescribed
from presidency_scraper.store.migrations import migrate

PAGE = Path(__file__).with_name("tables.md")
_MARKS = re.compile(r"(<!-- tables: .*? -->\n\n).*?(<!-- end of tables -->)", re.DOTALL)


def rendered(page: str) -> str:
    """Return *page* with its tables as they are now. Raises ValueError: a column has no line."""
    with closing(connect_to_write(":memory:")) as database:
        migrate(database)
        if faults := undescribed(database):
            raise ValueError("presidency_scraper/store/descriptions.toml:\n" + "\n".join(faults))
        tables = "".join(map(_section, describe(database).values()))
    return _MARKS.sub(lambda marks: marks[1] + tables + marks[2], page)


def _section(table: Table) -> str:
    return "\n".join(_lines(table)) + "\n\n"


def _lines(table: Table) -> Iterator[str]:
    yield f"## `{table.name}`\n"
    yield ("A view. " if table.kind == "view" else "") + table.text + "\n"
    yield "| column | type | meaning | example |"
    yield "|---|---|---|---|"
    yield from map(_row, table.columns)


def _row(column: Column) -> str:
    kind = column.type + ("?" if column.nullable else "")
    cells = (f"`{column.name}`", kind, column.text, f"`{column.example}`")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    try:
        PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    except ValueError as error:
        sys.exit(str(error))
