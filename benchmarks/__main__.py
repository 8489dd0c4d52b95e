"""Runs all benchmarks in turn and holds them against the goals and the last accepted runs.

    python -m benchmarks [NAME ...] [--accept] [--few]

``--few`` takes small data sets: to see that everything runs, not for figures. Ends with 1 where
something became more than 15 % worse than in ``accepted.json``, which ``--accept`` writes, where
something that was accepted is no longer measured, and where a benchmark failed.
"""

import argparse
import json
import os
import platform
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, strftime

from benchmarks.accepted import Figures, accept, no_longer_measured, read_accepted
from benchmarks.targets import describe, is_met, is_worse

#: Each benchmark, and its options for a small run. Those that share data stand together.
BENCHMARKS = {
    "startup": ["--rounds", "2"],
    "nightly": ["--rounds", "2"],
    "nights": ["--articles", "30", "--nights", "10", "--busy", "3", "--rounds", "1"],
    "crawl": ["--articles", "50", "--few", "10", "--rounds", "1"],
    "memory": ["--few", "50", "--many", "200"],
    "reading": ["--rounds", "1"],
    "peers": ["--every", "200", "--rounds", "1"],
    "dates": ["--pages", "200", "--rebuilt", "100", "--rounds", "1"],
    "rebuilding": ["--captures", "200", "--rounds", "1"],
    "writing": ["--articles", "1000", "--again", "500"],
    "searching": ["--articles", "1000", "--rounds", "1"],
    "exporting": ["--articles", "1000", "--few", "200", "--rounds", "1"],
    "serving": ["--articles", "1000", "--readers", "2", "--rounds", "1"],
}
_LIBRARIES = ("scrapy", "parsel", "lxml", "sqlite-utils", "warcio", "simplemma", "pyarrow")
#: Those that keep a data set where others find it.
_SHARE = ("searching", "exporting", "serving")
#: Seconds after which a benchmark is held to hang.
_LONGEST = 900


def machine() -> str:
    """What this was measured on, without the names of places."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {pages / 2**30:.0f} GB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {libraries}"
    )


def measure(name: str, options: list[str], data: Path) -> Figures | None:
    """Run one benchmark in a process of its own; return its figures, None where it fails."""
    said = data / f"{name}.json"
    shared = ["--data", str(data)] if name in _SHARE else []
    print(f"\n== {name}", flush=True)
    begun = monotonic()
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json", str(said), *shared, *options]
    if not ends_well(command):
        return None
    print(f"({monotonic() - begun:.0f} s)", flush=True)
    try:
        ratios: Figures = json.loads(said.read_text(encoding="utf-8"))["ratios"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        print(f"it gave no figures: {error!r}")
        return None
    return ratios


def ends_well(command: Sequence[str]) -> bool:
    """Tell whether *command* ends in time and with 0; nothing that it started outlives it."""
    process = subprocess.Popen(command, start_new_session=True)
    try:
        return process.wait(_LONGEST) == 0
    except subprocess.TimeoutExpired:
        print(f"stopped after {_LONGEST} s", flush=True)
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def table(ratios: Figures, accepted: Figures) -> Iterator[str]:
    """The lines of the table: name, goal, value, whether it is met, and what was accepted."""
    yield f"{'':46} {'goal':>10} {'measured':>9} {'':7} {'accepted':>9}"
    for name, value in ratios.items():
        before = accepted.get(name)
        met = {True: "met", False: "MISSED", None: ""}[is_met(name, value, before)]
        past = f"{before:9.3f}" if before is not None else " " * 9
        worse = "  WORSE" if is_worse(name, value, before) else ""
        yield f"{name:46} {describe(name):>10} {value:9.3f} {met:7} {past}{worse}"


def run_all(names: Sequence[str], *, few: bool) -> dict[str, Figures | None]:
    """The figures of each benchmark, None where it failed."""
    with TemporaryDirectory(prefix="presidency-bench-") as folder:
        return {
            name: measure(name, small if few else [], Path(folder))
            for name, small in BENCHMARKS.items()
            if not names or name in names
        }


def judge(measured: Mapping[str, Figures], *, few: bool) -> bool:
    """Print the table; tell whether nothing became worse or is missing. Few are not compared."""
    runs = {} if few else read_accepted()
    ratios = {name: value for found in measured.values() for name, value in found.items()}
    before = {name: value for run in runs.values() for name, value in run.ratios.items()}
    print("\n".join(table(ratios, before)))
    missing = [*no_longer_measured(measured, runs)]
    if missing:
        print(f"\naccepted, but no longer measured: {'; '.join(missing)}")
    worse = any(is_worse(name, value, before.get(name)) for name, value in ratios.items())
    return not (missing or worse)


def known(name: str) -> str:
    """Return *name* if it is that of a benchmark; argparse refuses an empty list of choices."""
    if name not in BENCHMARKS:
        raise argparse.ArgumentTypeError(f"no benchmark {name}: take of {', '.join(BENCHMARKS)}")
    return name


def main() -> int:
    """Run them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    names = ", ".join(BENCHMARKS)
    parser.add_argument("names", nargs="*", metavar="NAME", type=known, help=f"{names}; or all")
    parser.add_argument("--accept", action="store_true", help="make these the accepted runs")
    parser.add_argument("--few", action="store_true", help="small data sets")
    options = parser.parse_args()
    if options.few and options.accept:
        parser.error("--few is not for figures: they cannot be accepted")
    found = run_all(options.names, few=options.few)
    measured = {name: figures for name, figures in found.items() if figures is not None}
    print(f"\n{strftime('%Y-%m-%d')}: {machine()}\n")
    is_well = judge(measured, few=options.few)
    if failed := [name for name in found if name not in measured]:
        print(f"\nfailed, see above: {', '.join(failed)}")
        return 1
    if options.accept:
        accept(measured, strftime("%Y-%m-%d"), machine())
        return 0
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
