"""Runs all benchmarks in turn and holds them against the goals and the last accepted run.

    python -m benchmarks [NAME ...] [--accept] [--few]

``--few`` takes small data sets: to see that everything runs, not for figures. Ends with 1 where
something became more than 15 % worse than in ``accepted.json``, which ``--accept`` writes, and
where a benchmark failed.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, strftime

from benchmarks.targets import is_met, is_worse, target_of

ACCEPTED = Path(__file__).with_name("accepted.json")
#: Each benchmark, and its options for a small run. Those that share data stand together.
BENCHMARKS = {
    "startup": ["--rounds", "2"],
    "nightly": ["--rounds", "2"],
    "crawl": ["--articles", "50", "--rounds", "1"],
    "memory": ["--few", "50", "--many", "200"],
    "reading": ["--rounds", "1"],
    "peers": ["--every", "200"],
    "dates": ["--pages", "200"],
    "rebuilding": ["--captures", "200"],
    "writing": ["--articles", "1000"],
    "searching": ["--articles", "1000"],
    "exporting": ["--articles", "1000", "--rounds", "1"],
}
_LIBRARIES = ("scrapy", "parsel", "lxml", "sqlite-utils", "warcio", "simplemma", "pyarrow")
#: Those that keep a data set where others find it.
_SHARE = ("rebuilding", "searching", "exporting")


def machine() -> str:
    """What this was measured on, without the names of places."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {pages / 2**30:.0f} GB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {libraries}"
    )


def measure(name: str, options: list[str], data: Path) -> dict[str, float] | None:
    """Run one benchmark in a process of its own; return its ratios, None where it fails."""
    said = data / f"{name}.json"
    shared = ["--data", str(data)] if name in _SHARE else []
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json", str(said), *shared, *options]
    print(f"\n== {name}", flush=True)
    begun = monotonic()
    if subprocess.run(command, check=False).returncode:
        return None
    print(f"({monotonic() - begun:.0f} s)", flush=True)
    ratios: dict[str, float] = json.loads(said.read_text(encoding="utf-8"))["ratios"]
    return ratios


def table(ratios: dict[str, float], accepted: dict[str, float]) -> Iterator[str]:
    """The lines of the table: name, goal, value, whether it is met, and what was accepted."""
    yield f"{'':46} {'goal':>10} {'measured':>9} {'':7} {'accepted':>9}"
    for name, value in ratios.items():
        known, before = target_of(name), accepted.get(name)
        goal = f"{'>=' if known[1] else '<='} {known[0]:g}" if known else ""
        met = {True: "met", False: "MISSED", None: ""}[is_met(name, value)]
        past = f"{before:9.3f}" if before is not None else " " * 9
        worse = "  WORSE" if is_worse(name, value, before) else ""
        yield f"{name:46} {goal:>10} {value:9.3f} {met:7} {past}{worse}"


def main() -> int:
    """Run them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--accept", action="store_true", help="make this the accepted run")
    parser.add_argument("--few", action="store_true", help="small data sets")
    options = parser.parse_args()
    accepted = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.exists() else {}
    ratios: dict[str, float] = {}
    failed: list[str] = []
    with TemporaryDirectory(prefix="presidency-bench-") as folder:
        for name, few in BENCHMARKS.items():
            if Path(__file__).with_name(f"{name}.py").exists() and name in (
                options.names or BENCHMARKS
            ):
                measured = measure(name, few if options.few else [], Path(folder))
                ratios |= measured or {}
                failed += [name] if measured is None else []
    print(f"\n{strftime('%Y-%m-%d')}: {machine()}\n")
    print("\n".join(table(ratios, accepted.get("ratios", {}))))
    if failed:
        print(f"\nfailed, see above: {', '.join(failed)}")
        return 1
    if options.accept:
        kept = accepted.get("ratios", {}) | ratios
        said = {"date": strftime("%Y-%m-%d"), "machine": machine(), "ratios": kept}
        ACCEPTED.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        return 0
    return int(any(is_worse(n, v, accepted.get("ratios", {}).get(n)) for n, v in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
