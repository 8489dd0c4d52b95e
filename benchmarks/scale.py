"""The rows of many files, made in three ways: one process, two, and Apache Spark on two cores.

    python -m benchmarks.scale FOLDER [--files 2000] [--spark-python .venv-spark/bin/python]

Makes the files below FOLDER, lets each way read them, and compares the rows: sorted and hashed.
Says how long each took, and how much memory. What else docs/scale.md counts with is measured by
``--elsewhere``: a file of pages of other sites, such as Common Crawl is made of.
"""

import argparse
import gzip
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from time import process_time

import pyarrow.dataset

from benchmarks.measuring import PRESIDENCY, run
from presidency_scraper import read_warc
from presidency_scraper.export.captured_rows import arrow_schema
from tests.archive.theirs import http, record
from tests.export.many_files import make_files

_MEGABYTE = 1e6


def rows_of(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a data set in *folder*."""
    schema = arrow_schema()
    found = pyarrow.dataset.dataset(folder, schema=schema, format="parquet", partitioning="hive")
    for batch in found.to_batches():
        yield from batch.to_pylist()


def digest_of(rows: Iterable[dict[str, object]]) -> tuple[str, int]:
    """Return one digest of *rows*, whatever their order, and their number."""
    lines = sorted(json.dumps(row, sort_keys=True, default=_moment) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()[:16], len(lines)


def _moment(at: object) -> str:
    """A moment as its second since 1970: one that Spark wrote is in UTC."""
    return repr(at.timestamp())  # type: ignore[attr-defined]  # nothing else is in a row


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--spark-python", default=".venv-spark/bin/python")
    parser.add_argument("--elsewhere", action="store_true")
    asked = parser.parse_args()
    if asked.elsewhere:
        measure_elsewhere(asked.folder / "elsewhere.warc.gz")
        return
    files = make_files(asked.files, asked.folder / "warcs")
    size = sum(file.stat().st_size for file in files) / _MEGABYTE
    print(f"{len(files)} files of {size:.1f} MB")
    compare(asked.folder, sorted(files), asked.spark_python)


def compare(folder: Path, files: list[Path], spark_python: str) -> None:
    """Read *files* in each way, and say what came out."""
    begun = process_time()
    rows: list[dict[str, object]] = [{**row} for file in files for row in read_warc(file)]
    spent = process_time() - begun
    digest, total = digest_of(rows)
    print(f"one process: {digest}, {total} rows, {total / spent:.0f} rows a CPU second")
    paths = folder / "paths"
    paths.write_text("".join(f"{file}\n" for file in files))
    spark = [
        "env",
        "-u",
        "PYTHONPATH",
        spark_python,
        "-m",
        "presidency_scraper.spark",
        "--warcs",
        str(paths),
    ]
    ways: dict[str, Callable[[Path], list[str]]] = {
        "--jobs 2": lambda out: [*PRESIDENCY, "extract", str(folder / "warcs"), "--jobs", "2"],
        "--jobs 2 --hive": lambda out: [
            *PRESIDENCY, "extract", str(folder / "warcs"), "--jobs", "2", "--hive",
        ],
        "Spark local[2]": lambda out: [*spark, "--warcs", str(paths), "--master", "local[2]"],
    }  # fmt: skip
    for number, (name, command) in enumerate(ways.items()):
        out = folder / f"rows{number}"
        shutil.rmtree(out, ignore_errors=True)
        _say(name, out, [*command(out), "--out", str(out)])
        if not name.startswith("Spark"):
            _say(f"{name}, again", out, [*command(out), "--out", str(out)])


def _say(name: str, out: Path, command: list[str]) -> None:
    spent = run("sh", "-c", '"$@"; test $? -eq 4', "sh", *command)  # 4: some files are damaged
    digest, total = digest_of(rows_of(out))
    print(
        f"{name}: {digest}, {total} rows, {spent.wall:.0f} s, {spent.cpu:.0f} CPU s,"
        f" {spent.peak / _MEGABYTE:.0f} MB at most in one process"
    )


def measure_elsewhere(path: Path) -> None:
    """Say how fast a file is read that has no page of ours, such as most of Common Crawl's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = Random(1)
    words = [f"{draw.getrandbits(draw.randint(12, 60)):x}".encode() for _ in range(3_000)]
    weights = [1 / rank for rank in range(1, 3_001)]  # as in languages
    pages, raw = 0, 0
    with path.open("wb") as file:
        for _ in range(200):
            text = (b" ".join(draw.choices(words, weights, k=12)) for _ in range(1_000))
            block = http(
                b"".join(b'<p class="text"><a href="/">%s</a></p>\n' % one for one in text)
            )
            both = (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", block))
            records = [record(kind, "https://example.org/", held) for kind, held in both]
            file.write(b"".join(map(gzip.compress, records)) * 20)
            pages, raw = pages + 20, raw + 20 * sum(map(len, records))
    size = path.stat().st_size
    begun = process_time()
    rows = sum(1 for _ in read_warc(path))
    spent = process_time() - begun
    print(
        f"{pages} pages of others: {rows} rows; a CPU second reads {pages / spent:.0f} pages,"
        f" {size / spent / _MEGABYTE:.0f} MB as packed, {raw / spent / _MEGABYTE:.0f} MB unpacked"
    )


if __name__ == "__main__":
    main()
