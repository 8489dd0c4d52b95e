"""Tables and views as DataFrames of pandas, which is loaded here alone."""

from typing import TYPE_CHECKING, Any

from presidency_scraper.errors import NotFoundError, UsageError
from presidency_scraper.store.connection import Handle
from presidency_scraper.store.descriptions import Column, describe, zone_of

if TYPE_CHECKING:
    from pandas import DataFrame


def read_frame(database: Handle, table: str) -> "DataFrame":
    """Return *table* with the types of its columns, times aware. Raises as ``Database.frame``."""
    pandas = _pandas()
    tables = describe(database)
    if table not in tables:
        raise NotFoundError(f"no table {table!r}: there are {', '.join(tables)}")
    columns = tables[table].columns
    types = {column.name: kind for column in columns if (kind := _type(column))}
    query = f'SELECT * FROM "{table}"'  # noqa: S608  a name of the schema
    frame = pandas.read_sql_query(query, database, dtype=types)
    for column in columns:
        if zone := zone_of(column.name):
            times = pandas.to_datetime(frame[column.name], format="ISO8601", utc=True)
            frame[column.name] = times.dt.tz_convert(zone).dt.as_unit("us")
    return frame


def _type(column: Column) -> str | None:
    """The type of a column in pandas; None where only the values tell."""
    if column.type == "integer":
        return "Int64" if column.nullable else "int64"
    return {"text": "str", "real": "float64"}.get(column.type)


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            "frame() needs pandas, which is not installed: python -m pip install 'pandas>=3'"
        ) from error
    return pandas
