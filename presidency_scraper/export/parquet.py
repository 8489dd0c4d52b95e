"""Parquet by pyarrow: real times with their zone, lists of paragraphs, records for the rest."""

from collections.abc import Iterator, Sequence
from sqlite3 import DatabaseError
from typing import Any

from presidency_scraper.errors import UsageError
from presidency_scraper.export.destination import Sink
from presidency_scraper.store.descriptions import Column, plain, zone_of
from presidency_scraper.store.export_rows import PARAGRAPH_LISTS, Source


def write_parquet(source: Source, sink: Sink, kind: str = "parquet") -> int:
    """Write all articles of *source*, for the format *kind*; return their number.

    Raises UsageError: no pyarrow; DatabaseError.
    """
    arrow, parquet = load_pyarrow(f"--format {kind}")
    schema = _schema(arrow, source)
    count = 0
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for group in source.groups():
            writer.write_batch(_batch(arrow, schema, source, group))
            count += len(group)
    return count


def load_pyarrow(wanted_by: str) -> tuple[Any, Any]:
    """Return pyarrow and its Parquet. Raises UsageError where it is missing."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            f"{wanted_by} needs pyarrow, which is not installed: "
            "python -m pip install 'pyarrow>=19'"
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
    if zone := zone_of(column.name):
        kind = arrow.timestamp("us", tz=zone)
    return _field(arrow, column.name, kind, column.text, nullable=column.nullable)


def _field(arrow: Any, name: str, kind: Any, text: str, *, nullable: bool = False) -> Any:
    return arrow.field(name, kind, nullable=nullable, metadata={"description": plain(text)})


# -- what a group of articles holds, column by column: no object of Python for a record -----------


def _batch(arrow: Any, schema: Any, source: Source, group: Sequence[str]) -> Any:
    try:
        columns = list(_columns(arrow, schema, source, group))
    except arrow.ArrowInvalid as error:  # no text: sqlite3 would say so, had it decoded it
        raise DatabaseError(str(error)) from error
    return arrow.RecordBatch.from_arrays(columns, schema=schema)


def _columns(arrow: Any, schema: Any, source: Source, group: Sequence[str]) -> Iterator[Any]:
    """The columns of *schema* for a group of articles."""
    names = [column.name for column in source.tables["articles"].columns]
    for name, values in zip(names, _read(source, "articles", names[1:], group)[1], strict=True):
        yield _array(arrow, schema.field(name), values)
    starts, (_, *texts) = _read(source, "paragraphs", list(PARAGRAPH_LISTS.values()), group)
    for name, values in zip(PARAGRAPH_LISTS, texts, strict=True):
        kind = schema.field(name).type
        yield _lists(arrow, kind, starts, _array(arrow, kind.value_field, values))
    for name in source.record_tables():
        kind = schema.field(name).type
        fields = list(kind.value_type)
        starts, (_, *columns) = _read(source, name, [field.name for field in fields], group)
        arrays = [_array(arrow, f, values) for f, values in zip(fields, columns, strict=True)]
        yield _lists(arrow, kind, starts, arrow.StructArray.from_arrays(arrays, fields=fields))


def _read(
    source: Source, table: str, columns: Sequence[str], group: Sequence[str]
) -> tuple[list[int], list[Sequence[Any]]]:
    """Where the rows of each article begin, with the end of the last; their ids and *columns*.

    Texts are bytes: Arrow keeps them as the database does, and nothing needs to decode them.
    """
    rows: list[Sequence[Any]] = []
    starts = [0]
    for own in source.rows_of(table, columns, group, encoded=True).values():
        rows += own
        starts.append(len(rows))
    return starts, list(zip(*rows, strict=True)) or [()] * (1 + len(columns))


def _array(arrow: Any, field: Any, values: Sequence[Any]) -> Any:
    """The values of a column; Arrow reads the times in it, each with its offset."""
    if arrow.types.is_timestamp(field.type):
        return arrow.array(values, arrow.string()).cast(field.type)
    return arrow.array(values, field.type)


def _lists(arrow: Any, kind: Any, starts: Sequence[int], values: Any) -> Any:
    offsets = arrow.array(starts, arrow.int32())
    return arrow.ListArray.from_arrays(offsets, values, type=kind)
