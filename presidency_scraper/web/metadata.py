"""What Datasette says of the database: the descriptions of the store, canned queries."""

from collections.abc import Mapping
from typing import Any

from presidency_scraper.store.browse import canned_queries
from presidency_scraper.store.descriptions import Table, describe, plain
from presidency_scraper.store.reader import Reader

TITLE = "What the Bulgarian presidency publishes"
_DESCRIPTION = (
    "News, speeches, interviews and photo galleries of the presidency's site, as printed, with "
    "every edit and deletion that was seen."
)
#: Tables that are the business of the search and of migrations.
_HIDDEN = ("articles_fts", "search_", "_sqlite_migrations")

#: Of a page of a table: a hundred were 117,000 pixels on a phone.
_ROWS = 20
#: The column that stands for a row where another table points to it.
_LABELS = {"captures": "captured_at", "runs": "started_at"}


def make_metadata(name: str, reader: Reader) -> dict[str, Any]:
    """Metadata for a database that is called *name* in addresses."""
    tables = describe(reader.database)
    known = {table.name: _table(table) for table in tables.values()}
    known["articles"]["sort_desc"] = "published_at"
    for table, column in _LABELS.items():
        known[table]["label_column"] = column
    database = {
        "title": "Tables and questions",
        "description": _DESCRIPTION,
        "tables": known,
        "queries": {key: _question(query) for key, query in canned_queries().items()},
    }
    return {"title": TITLE, "description": _DESCRIPTION, "databases": {name: database}}


def _table(table: Table) -> dict[str, Any]:
    described = {
        "size": _ROWS,
        "title": table.name.replace("_", " ").capitalize(),
        "description": plain(table.text),
        "columns": {column.name: plain(column.text) for column in table.columns},
    }
    return described | ({"hidden": True} if table.name.startswith(_HIDDEN) else {})


def _question(query: Mapping[str, Any]) -> dict[str, Any]:
    return dict(query) | {"description": plain(query["description"]), "hide_sql": True}
