"""``datapackage.json``: tables, columns, keys and checksums as Data Package 2.0 has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from presidency_scraper.export.citation import CREATOR, TITLE, citation, datacite
from presidency_scraper.items import Selection
from presidency_scraper.settings import VERSION
from presidency_scraper.sites.base import Site
from presidency_scraper.store.descriptions import Column, Table, plain
from presidency_scraper.store.export_rows import PARTS, Source

PACKAGE_NAME = "presidency-articles"
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_TYPES = {"text": "string", "integer": "integer", "real": "number"}


@dataclass(frozen=True, slots=True)
class Written:
    """A table as a file: rows without the head, bytes, SHA-256 in hexadecimal."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


def describe_package(
    source: Source, selection: Selection, site: Site, written: Sequence[Written]
) -> dict[str, Any]:
    """Return the descriptor of the tables *written*."""
    about = {
        "$schema": _PROFILE.format("datapackage"),
        "name": PACKAGE_NAME,
        "title": TITLE,
        "description": describe_choice(selection),
        "version": VERSION,
        "created": source.as_of(),  # the state of the database: the same rows, the same bytes
        "contributors": [{"title": CREATOR, "roles": ["author"]}],
        "citation": citation(source, site, written[0].rows),
        "datacite": datacite(source, site),
        "sources": [
            {"title": edition.host, "path": edition.origin} for edition in site.editions.values()
        ],
        "resources": [_resource(source.tables[file.table], file) for file in written],
    }
    return {name: value for name, value in about.items() if value is not None}


def describe_choice(selection: Selection) -> str:
    """Say which articles an export holds.

    >>> describe_choice(Selection(languages=("en",)))
    'Query: --language en. Made by presidency-scraper.'
    """
    return f"Query: {str(selection) or 'all articles'}. Made by presidency-scraper."


def _resource(table: Table, file: Written) -> dict[str, Any]:
    return {
        "$schema": _PROFILE.format("dataresource"),
        "name": table.name,
        "type": "table",
        "path": file.path,
        "description": plain(table.text),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"$schema": _PROFILE.format("tabledialect"), "lineTerminator": "\n"},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    key = [column.name for column in table.columns if column.key]
    key = key or ["article_id", PARTS[table.name]]  # a view has no key of its own
    own = {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["id"]}}
    schema = {
        "$schema": _PROFILE.format("tableschema"),
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": key,
    }
    return schema if table.name == "articles" else schema | {"foreignKeys": [own]}


def _field(column: Column) -> dict[str, Any]:
    field = {
        "name": column.name,
        "type": "datetime" if column.name.endswith("_at") else _TYPES[column.type],
        "description": plain(column.text),
    }
    if column.example not in ("", "null") and "[…]" not in column.example:
        field["example"] = column.example
    if column.nullable:
        return field
    if field["type"] == "string":  # an empty text is one, not a missing value
        return field | {"missingValues": [], "constraints": {"required": True}}
    return field | {"constraints": {"required": True}}
