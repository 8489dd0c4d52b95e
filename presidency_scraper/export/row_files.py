"""Rows of captures as Parquet: one file, or a folder of files by section and year.

Row groups are written as the rows come, so that memory does not grow with their number.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from glob import escape
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import quote

from presidency_scraper.export.captured_rows import FAULT, CapturedRow, arrow_schema
from presidency_scraper.export.destination import Sink, whole_file, whole_folder
from presidency_scraper.export.parquet import load_pyarrow

#: Rows of one row group: some megabytes.
_GROUP = 500
#: What ends the name of what is not complete.
_PART = ".part"
#: What folders are named by, and what Hive calls the folder of a null.
_FOLDERS = ("section", "year")
_NULL = "__HIVE_DEFAULT_PARTITION__"

_Key = tuple[Any, ...]


def place_of(name: str, out: Path, *, in_folders: bool) -> Path:
    """Return where in *out* the rows of the input *name* stand."""
    return out / (f"input={quote(name)}" if in_folders else f"{name}.parquet")


def write_rows(rows: Iterable[CapturedRow], place: Path, *, in_folders: bool) -> tuple[int, int]:
    """Write *rows* to *place*, which is there only once all are in it.

    Return how many rows there are, and how many of them are faults. Raises StorageError; UsageError
    without pyarrow.
    """
    counts: Counter[bool] = Counter()
    counted = _counted(rows, counts)
    _clear(place)
    if in_folders:
        with whole_folder(place) as folder:
            _write(counted, _FOLDERS, lambda key: _file_in(folder, key))
            for part in folder.rglob(f"*{_PART}"):  # DuckDB finds Parquet in hidden folders, too
                part.rename(part.with_suffix(".parquet"))
    else:
        with whole_file(place) as sink:
            _write(counted, (), lambda _: sink)
    return counts.total(), counts[True]


def _clear(place: Path) -> None:
    """Take away what a killed run left beside *place*."""
    for left in place.parent.glob(f".{escape(place.name)}.*{_PART}"):
        if left.is_dir():
            rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _counted(rows: Iterable[CapturedRow], counts: Counter[bool]) -> Iterator[CapturedRow]:
    for row in rows:
        counts[row["outcome"] == FAULT] += 1
        yield row


def _file_in(folder: Path, key: _Key) -> Path:
    named = zip(_FOLDERS, key, strict=True)
    below = folder.joinpath(*(f"{n}={_NULL if v is None else v}" for n, v in named))
    below.mkdir(parents=True)
    return below / f"rows{_PART}"


def _write(
    rows: Iterable[CapturedRow], keys: tuple[str, ...], where: Callable[[_Key], Sink | Path]
) -> None:
    """Write *rows* into a file for each value of the columns *keys*; without, into one."""
    arrow, parquet = load_pyarrow("a Parquet file")
    whole = arrow_schema()
    schema = arrow.schema([field for field in whole if field.name not in keys])
    writers: dict[_Key, Any] = {}
    with ExitStack() as files:

        def writer_of(key: _Key) -> Any:
            if key not in writers:
                made = parquet.ParquetWriter(where(key), schema, compression="zstd")
                writers[key] = files.enter_context(made)
            return writers[key]

        if not keys:
            writer_of(())  # a file without rows says that its input has none
        for key, group in _groups(rows, keys):
            writer_of(key).write_batch(arrow.RecordBatch.from_pylist(group, schema=schema))


def _groups(
    rows: Iterable[CapturedRow], keys: tuple[str, ...]
) -> Iterator[tuple[_Key, list[dict[str, Any]]]]:
    waiting: defaultdict[_Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        values: dict[str, Any] = {**row}
        key = tuple(values[name] for name in keys)
        waiting[key].append(values)
        if len(waiting[key]) == _GROUP:
            yield key, waiting.pop(key)
    yield from waiting.items()
