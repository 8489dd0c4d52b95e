"""The command line with a hole in it."""

from pathlib import Path
from typing import NamedTuple

from tests.conftest import Ran, run

_SCRIPT = """
import sys
from itertools import count
from presidency_scraper.{hole.module} import {hole.owner}
whole, calls = {hole.owner}.{hole.method}, count(1)
def broken(*known, **named):
    if {at} in (None, next(calls)):
        raise TypeError("a hole")
    return whole(*known, **named)
{hole.owner}.{hole.method} = broken
from presidency_scraper.cli import main
main(sys.argv[1:])
"""


class Hole(NamedTuple):
    """The method that fails: its module below the package, its class, its name."""

    module: str
    owner: str
    method: str


def run_broken(hole: Hole, *command: str, cwd: Path, at: int | None = None) -> Ran:
    """Run *command* in *cwd* where *hole* fails: each time, or only when it is called so often."""
    (cwd / "broken.py").write_text(_SCRIPT.format(hole=hole, at=at))
    return run("-m", "broken", *command, cwd=cwd)
