"""Does what ``python -m`` does with a module of ours, as if it were earlier or later.

``python -m tests.nights.moved_clock SECONDS MODULE ARGUMENT...``: the one function that reads the
clock is replaced in all modules that know it by now, and for all that ask for it later. So the
same holds for a command that is forked with everything loaded and for one that starts from nothing.
"""

import runpy
import sys
from datetime import datetime, timedelta

from presidency_scraper import clock


def move(by: timedelta) -> None:
    """Let every moment that modules of ours are told be so much later."""
    true = clock.now  # which alone may know parts of a second

    def moved() -> datetime:
        return true() + by

    for name, module in list(sys.modules.items()):
        if name.startswith("presidency_scraper"):
            for known, value in list(vars(module).items()):
                if value is true:
                    setattr(module, known, moved)


if __name__ == "__main__":
    _, seconds, *sys.argv = sys.argv
    move(timedelta(seconds=int(seconds)))
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
