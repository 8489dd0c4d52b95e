"""Measures how long commands take to start, beside what any program that uses click takes.

python -m benchmarks.startup [--rounds N] [--json FILE]
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.data import make_database
from benchmarks.measuring import PRESIDENCY, arguments, finish, in_turn, print_times, run

QUESTION = "start of commands, beside `python -c 'import click'`: milliseconds more"
_ARTICLES = 200


def spend(*command: str | Path) -> float:
    """The CPU seconds of a command."""
    return run(*command).cpu


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements. ``search вето`` needs no dictionary of words, the other one does."""
    options = arguments(QUESTION, argv, rounds=15)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.db"
        make_database(path, _ARTICLES)
        db = ("--db", path)
        commands = {
            "import click": (sys.executable, "-c", "import click"),
            "--help": (*PRESIDENCY, "--help"),
            "status": (*PRESIDENCY, "status", *db),
            "search вето": (*PRESIDENCY, "search", "вето", *db),
            "search президентите": (*PRESIDENCY, "search", "президентите", *db),
        }
        contenders = {name: partial(spend, *command) for name, command in commands.items()}
        times = in_turn(contenders, options.rounds)
    print_times(times, "CPU ms", 1000)
    least = times.pop("import click")
    more = {
        f"start: {name}, ms more": 1000
        * median(one - other for one, other in zip(taken, least, strict=True))
        for name, taken in times.items()
    }
    finish(QUESTION, more, options)


if __name__ == "__main__":
    main()
