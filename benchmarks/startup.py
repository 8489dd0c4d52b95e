"""Measures how long commands take to start, beside what any program that uses click takes.

    python -m benchmarks.startup [--rounds N] [--json FILE]

A person waits for the clock on the wall, so that is held against the goal: the median of what a
command takes more than the contender in the same round. CPU time stands beside it.
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
#: What the command is asked: words that articles have, which need no dictionary. One in all its
#: forms, a phrase, a form of a Bulgarian word, one of an English word, a name that may be either.
_QUERIES = ("вето", "„Румен Радев“", "президентът", "presidents", "radev")


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, rounds=15)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.db"
        make_database(path, _ARTICLES)
        db = ("--db", path)
        commands = {
            "import click": (sys.executable, "-c", "import click"),
            "--help": (*PRESIDENCY, "--help"),
            "status": (*PRESIDENCY, "status", *db),
            **{f"search {query}": (*PRESIDENCY, "search", query, *db) for query in _QUERIES},
        }
        cpu: dict[str, list[float]] = {name: [] for name in commands}

        def spend(name: str) -> float:
            spent = run(*commands[name])
            cpu[name].append(spent.cpu)
            return spent.wall

        times = in_turn({name: partial(spend, name) for name in commands}, options.rounds)
    print_times(times, "ms", 1000)
    print_times(cpu, "CPU ms", 1000)
    least = times.pop("import click")
    more = {
        f"start: {name}, ms more": 1000
        * median(one - other for one, other in zip(taken, least, strict=True))
        for name, taken in times.items()
    }
    finish(QUESTION, more, options)


if __name__ == "__main__":
    main()
