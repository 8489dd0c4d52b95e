"""Measures exports: time beside reading the same rows, and memory beside that of 1,000 articles.

    python -m benchmarks.exporting [--articles N] [--few N] [--rounds N] [--json FILE]

The contender is sqlite3 alone: it selects the columns of the articles, and of the paragraphs,
teasers and images that are nested in them, in the order in which they stand in the file. An export
has them in the order of publication, each article with its parts.
"""

import sqlite3
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.data import articles_database
from benchmarks.measuring import (
    PRESIDENCY,
    arguments,
    data_folder,
    finish,
    in_turn,
    print_times,
    ratio,
    run,
)

QUESTION = "export of 50,000 articles, beside reading the rows"
_THIS = (sys.executable, "-m", "benchmarks.exporting")
_TABLES = ("articles", "paragraphs", "teasers", "images")


def read_rows(path: Path) -> None:
    """Read the rows of the articles and of all that is nested in them, and nothing more."""
    database = sqlite3.connect(path)
    for table in _TABLES:
        for _ in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 - one of the above
            pass


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, articles=50_000, few=1_000, rounds=3)
    with data_folder(options) as folder:
        many = articles_database(folder, options.articles)
        few = articles_database(folder, options.few)

        def export(kind: str, path: Path = many) -> tuple[str | Path, ...]:
            out = folder / f"out.{kind}"
            return (*PRESIDENCY, "export", "--format", kind, "--out", out, "--db", path)

        def spend(kind: str) -> float:
            return run(*export(kind)).cpu

        kinds = ("csv", "jsonl", "parquet")
        contenders: dict[str, Callable[[], float]] = {
            "reading the rows": lambda: run(*_THIS, "rows", many).cpu
        }
        for kind in kinds:
            contenders[kind] = partial(spend, kind)
        times = in_turn(contenders, options.rounds)
        peaks = {
            kind: [run(*export(kind, path)).peak / 1e6 for path in (few, many)] for kind in kinds
        }
    print_times(times, "CPU s")
    print_times(peaks, "MB")
    ratios = {f"export: {kind}": ratio(times, kind, "reading the rows") for kind in kinds}
    ratios["export: jsonl beside csv"] = ratio(times, "jsonl", "csv")
    ratios |= {f"export: memory of {kind}": most / least for kind, (least, most) in peaks.items()}
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["rows"]:
        read_rows(Path(sys.argv[2]))
    else:
        main()
