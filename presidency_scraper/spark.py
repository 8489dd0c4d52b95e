"""The rows of ``read_warc`` by Apache Spark, in the manner of cc-pyspark.

A list of paths is spread over the workers, each reads its files one after the other, and Spark
writes Parquet. ``python -m presidency_scraper.spark --help``; docs/spark.md says how to submit it.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from presidency_scraper.archive.foreign.captured import FaultKind, ForeignFault, Place
from presidency_scraper.errors import ExitCode, PresidencyError, StorageError, UsageError
from presidency_scraper.export.captured_rows import (
    FAULT,
    CapturedRow,
    arrow_schema,
    fault_row,
    read_rows,
)
from presidency_scraper.rules.crawl_options import parse_options
from presidency_scraper.rules.outcome import count
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.president_bg import SITE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job; return its exit code: 0, 2 usage, 4 with faults, 8 storage."""
    asked = _parser().parse_args(arguments)
    try:
        source = parse_options(SITE, edition=asked.edition, origin=asked.origin).source
        with _session(asked.master) as session:
            return _run(session, asked, source)
    except PresidencyError as error:
        return _refuse(str(error), error.exit_code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m presidency_scraper.spark",
        description="Read web archive files into a Parquet data set, by Apache Spark.",
        epilog="Example: --warcs warc.paths.gz --base s3://commoncrawl/ --out s3a://mine/rows",
    )
    add = parser.add_argument
    add("--warcs", required=True, metavar="LIST", help="a text file of paths, one a line; .gz, too")
    add("--out", required=True, metavar="URI", help="the data set, a folder that Spark can write")
    add("--base", default="", metavar="URI", help="what stands before each path of the list")
    add("--partitions", type=int, metavar="N", help="tasks (default: one for each file)")
    add("--hive", action="store_true", help="folders by section and year")
    add("--overwrite", action="store_true", help="replace what stands at --out")
    add("--master", metavar="URL", help="Spark's master, local[2] for one; spark-submit names it")
    add("--origin", metavar="URL", help="a mirror that was captured in the place of the site")
    add("--edition", metavar="NAME", help="which face of the site --origin is")
    return parser


@contextmanager
def _session(master: str | None) -> "Iterator[SparkSession]":
    """A session of Spark. Raises UsageError where it cannot be begun."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        said = "pyspark is not installed: python -m pip install 'presidency-scraper[spark]'"
        raise UsageError(said) from error
    if (master or "local").startswith("local"):  # else the workers have a Python of their own
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("presidency_scraper")
    try:
        session = (builder.master(master) if master else builder).getOrCreate()
    except PySparkException as error:
        said = f"Spark cannot be started ({error}): is a Java of version 17 or later installed?"
        raise UsageError(said) from error
    try:
        yield session
    finally:
        session.stop()


def _run(session: "SparkSession", asked: argparse.Namespace, source: Source) -> int:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import AnalysisException, PySparkException

    try:
        paths = [asked.base + path for path in _read_list(session, asked.warcs)]
        if not paths:
            raise UsageError(f"{asked.warcs} names no file")
        frame = _frame(session, paths, asked.partitions or len(paths), source)
        writer = frame.write.mode("overwrite" if asked.overwrite else "errorifexists")
        writer = writer.partitionBy("section", "year") if asked.hive else writer
        writer.parquet(asked.out, compression="zstd")
        found = dict(session.read.parquet(asked.out).groupBy("outcome").count().collect())
    except AnalysisException as error:
        if error.getCondition() == "PATH_ALREADY_EXISTS":
            said = f"{asked.out} is there already: name another --out, or say --overwrite"
            raise UsageError(said) from error
        raise StorageError(f"Spark could not finish: {error}") from error
    except (Py4JJavaError, PySparkException) as error:
        raise StorageError(f"Spark could not finish: {_first_line(error)}") from error
    print(f"{asked.out}: {count(sum(found.values()), 'row')} of {count(len(paths), 'file')}")  # noqa: T201  a command
    if faults := found.get(FAULT, 0):
        line = f"{count(faults, 'fault')} left something out: see rows with the outcome fault"
        return _refuse(line, ExitCode.INCOMPLETE)
    return ExitCode.OK


def _read_list(session: "SparkSession", place: str) -> list[str]:
    """Return the paths that the list at *place* has, wherever Spark can read it."""
    lines = session.sparkContext.textFile(place).collect()
    return [line.strip() for line in lines if line.strip()]


def _frame(session: "SparkSession", paths: list[str], tasks: int, source: Source) -> "DataFrame":
    """The rows of all *paths*, to be read in so many *tasks*."""
    session.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    files = session.sparkContext.parallelize(paths, tasks)
    rows = files.mapPartitions(lambda part: read_all(part, source))
    schema = ", ".join(f"{field.name} {spark_type(field.type)}" for field in arrow_schema())
    return session.createDataFrame(rows, schema, verifySchema=False)


def spark_type(kind: Any) -> str:
    """Return what Spark calls a type of Arrow.

    >>> import pyarrow
    >>> spark_type(pyarrow.list_(pyarrow.struct([("at", pyarrow.timestamp("us", "UTC"))])))
    'array<struct<at: timestamp>>'
    """
    name = str(kind)
    if name.startswith("struct"):
        return f"struct<{', '.join(f'{field.name}: {spark_type(field.type)}' for field in kind)}>"
    if name.startswith("list"):
        return f"array<{spark_type(kind.value_type)}>"
    return "timestamp" if name.startswith("timestamp") else {"int64": "bigint"}.get(name, name)


# -- what a worker does --------------------------------------------------------------------------


def read_all(paths: Iterable[str], source: Source) -> Iterator[CapturedRow]:
    """Yield the rows of one file after the other; a file that cannot be had is a row."""
    for path in paths:
        try:
            with _at_hand(path) as file:
                yield from read_rows(file, source, path)
        except (OSError, UsageError) as error:
            said = f"it cannot be fetched: {_first_line(error)}"
            fault = ForeignFault(FaultKind.UNREADABLE, Place(path, 0), said)
            yield fault_row(fault, source, path)


@contextmanager
def _at_hand(path: str) -> Iterator[Path]:
    """The file at *path*, on this machine: as it lies there, or copied for the while."""
    parts = urlsplit(path)
    if parts.scheme in ("", "file"):
        yield Path(unquote(parts.path) if parts.scheme else path)
        return
    with TemporaryDirectory(prefix="presidency-") as folder:
        copy = Path(folder) / (Path(parts.path).name or "file")
        with _opened(path) as theirs, copy.open("wb") as ours:
            shutil.copyfileobj(theirs, ours, 1 << 20)
        yield copy


def _opened(uri: str) -> Any:
    """The bytes at *uri*: by HTTP, or by whatever pyarrow knows (s3, gs, abfs, hdfs)."""
    if uri.startswith(("http:", "https:")):
        return urlopen(uri, timeout=600)  # noqa: S310  http and https alone
    from pyarrow.fs import FileSystem

    system, place = FileSystem.from_uri(uri)
    return system.open_input_stream(place, compression=None)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _refuse(line: str, code: ExitCode) -> int:
    print(f"presidency: {line}", file=sys.stderr)  # noqa: T201  a command
    return code


if __name__ == "__main__":
    sys.exit(main())
