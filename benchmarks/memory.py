"""Measures how much memory a crawl of many pages takes, beside one of a few.

    python -m benchmarks.memory [--few N] [--many N] [--json FILE]

The numbers are articles; each ten have a page of the listing beside, which is looked at as well.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import PRESIDENCY, arguments, finish, print_times, run
from benchmarks.pages import serve

QUESTION = "memory of a crawl of 6,000 articles (6,600 pages), beside one of 900 (990)"
_MB = 1e6


def peak(articles: int) -> float:
    """The most memory that a crawl of so many articles had, in MB."""
    with serve(articles) as origin, TemporaryDirectory() as folder:
        at = ("--origin", origin, "--delay", "0", "--section", "news", "--language", "bg")
        return run(*PRESIDENCY, "crawl", *at, "--db", Path(folder) / "p.db").peak / _MB


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, few=900, many=6_000)
    peaks = {str(count): [peak(count)] for count in (options.few, options.many)}
    print_times(peaks, "MB")
    few, many = (measured[0] for measured in peaks.values())
    finish(QUESTION, {"memory: growth": many / few, "memory: MB": many}, options)


if __name__ == "__main__":
    main()
