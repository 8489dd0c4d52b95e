"""Takes articles out of the database in forms that other programs read."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from presidency_scraper.errors import StorageError, UsageError
from presidency_scraper.export.csv_table import Csv
from presidency_scraper.export.dataset import write_dataset
from presidency_scraper.export.destination import Sink, refuse_database, stdout, whole_file
from presidency_scraper.export.package import write_package
from presidency_scraper.export.parquet import write_parquet
from presidency_scraper.export.wacz import write_wacz
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import explain_sqlite, open_reader
from presidency_scraper.store.export_rows import Source

#: Formats that are one stream of bytes, and so may go to standard output.
_STREAMS = ("csv", "jsonl")


def _write_corpus(source: Source, selection: Selection, site: Site, out: Path) -> int:
    from presidency_scraper.export.corpus import write_corpus  # lxml, for this one format

    return write_corpus(source, selection, site, out)


#: Formats that are a folder, or a zip file of it.
_FOLDERS = {"datapackage": write_package, "tei": _write_corpus, "dataset": write_dataset}


def export(
    database: Path,
    selection: Selection,
    site: Site,
    kind: str,
    out: Path | None,
    csv: Csv,
    *,
    archive: Path,
) -> int:
    """Write the articles of *selection* of *site* as *kind* to *out* (None: standard output).

    ``wacz`` is the *archive*, and what is written is their pages. Return the number of what is
    written. Raises UsageError, StorageError; BrokenPipeError where the reader of standard output
    left.
    """
    if out is None and kind not in _STREAMS:
        raise UsageError(f"--format {kind} needs a place: name it by --out")
    if out is not None:
        refuse_database(out)
    reader = open_reader(database)
    try:
        source = Source(reader, selection)
        with source.held():
            if kind == "wacz" and out:
                return write_wacz(source, selection, archive, out)
            return _write(source, selection, site, kind, out, csv)
    except sqlite3.DatabaseError as error:
        raise StorageError(explain_sqlite(error, database)) from error
    finally:
        reader.close()


def _write(
    source: Source, selection: Selection, site: Site, kind: str, out: Path | None, csv: Csv
) -> int:
    if kind in _FOLDERS and out:
        return _FOLDERS[kind](source, selection, site, out)
    writers: dict[str, Callable[[Source, Sink], int]] = {
        "csv": lambda source, sink: csv.write(source, "articles", sink),
        "jsonl": _write_json_lines,
        "parquet": write_parquet,
    }
    with whole_file(out) if out else stdout() as sink:
        return writers[kind](source, sink)


def _write_json_lines(source: Source, sink: Sink) -> int:
    """An article is a line, with its paragraphs, teasers and images in it."""
    count = 0
    for article in source.json_objects():
        sink.write(article + b"\n")
        count += 1
    return count
