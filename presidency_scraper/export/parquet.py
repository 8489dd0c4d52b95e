"""Parquet by pyarrow: real times with their zone, lists of paragraphs, records for the rest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from presidency_scraper.errors import UsageError
from presidency_scraper.export.destination import Sink
from presidency_scraper.store.descriptions import Column, plain
from presidency_scraper.store.exporting import PARAGRAPH_LISTS, Source

#: Articles of a row group, a few megabytes: the most that is held in memory.
_GROUP = 500
_ZONE = "Europe/Sofia"


def write_parquet(source: Source, sink: Sink) -> int:
    """Write all articles of *source*; return their number. Raises UsageError: no pyarrow."""
    arrow, parquet = _pyarrow()
    schema = _schema(arrow, source)
    count = 0
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for group in _groups(source.nested()):
            rows = [_timed(article) for article in group]
            writer.write_batch(arrow.RecordBatch.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "--format parquet needs pyarrow, which is not installed: "
            "python -m pip install 'presidency-scraper[parquet]'"
        ) from error
    return pyarrow, parquet


def _schema(arrow: Any, source: Source) -> Any:
    lists = [
        _field(arrow, name, arrow.list_(arrow.string()), source.tables["paragraphs"].text)
        for name in PARAGRAPH_LISTS
    ]
    records = []
    for name, table in source.record_tables().items():
        inner = [_column(arrow, c) for c in table.columns if c.name != "article_id"]
        records.append(_field(arrow, name, arrow.list_(arrow.struct(inner)), table.text))
    columns = [_column(arrow, column) for column in source.tables["articles"].columns]
    return arrow.schema([*columns, *lists, *records])


def _column(arrow: Any, column: Column) -> Any:
    types = {"text": arrow.string(), "integer": arrow.int64(), "real": arrow.float64()}
    kind = types[column.type]
    if zone := _zone(column.name):
        kind = arrow.timestamp("us", tz=zone)
    return _field(arrow, column.name, kind, column.text, nullable=column.nullable)


def _field(arrow: Any, name: str, kind: Any, text: str, *, nullable: bool = False) -> Any:
    return arrow.field(name, kind, nullable=nullable, metadata={"description": plain(text)})


def _zone(name: str) -> str | None:
    """The time zone of a column; None where it holds no times."""
    if not name.endswith("_at"):
        return None
    return _ZONE if name == "published_at" else "UTC"


def _timed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return *record* with its times as times, those of the records in it as well."""
    return {name: _value(name, value) for name, value in record.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_timed(item) if isinstance(item, dict) else item for item in value]
    return datetime.fromisoformat(value) if value and _zone(name) else value


def _groups(articles: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rest = iter(articles)
    while group := list(islice(rest, _GROUP)):
        yield group
