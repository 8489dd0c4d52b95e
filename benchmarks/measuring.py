"""How things are measured here: contenders in turn, in one process tree, medians and ratios."""

import argparse
import gc
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from presidency_scraper.cli import RARELY

#: Functions that remember what pages said.
_KNOWS_PAGES = r"\.sites\.|\.extract\."
PRESIDENCY = (sys.executable, "-m", "presidency_scraper")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds of wall and CPU, and the most memory it had, in bytes."""

    wall: float
    cpu: float
    peak: int


#: Runs a command and prints what it took. In a small process of its own: where a process becomes
#: another program, Linux goes on counting the memory of the one that started it for its peak.
_ASIDE = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
quiet = subprocess.DEVNULL
process = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - begun
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""


def run(*command: str | Path, cwd: Path | None = None) -> Spent:
    """Run *command* with no output and return what it took. Raises CalledProcessError."""
    words = list(map(str, command))
    aside = [sys.executable, "-S", "-c", _ASIDE, *words]
    variables = os.environ | {"PYTHONPATH": _absent_libraries().name}
    said = subprocess.run(aside, stdout=subprocess.PIPE, cwd=cwd, env=variables, check=True).stdout
    code, wall, cpu, peak = json.loads(said)
    if code:
        raise subprocess.CalledProcessError(code, words)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    return Spent(wall, cpu, peak * unit)


@cache
def _absent_libraries() -> TemporaryDirectory[str]:
    """A folder that hides what peers bring along and users have not: sqlite_utils would load it."""
    folder = TemporaryDirectory(prefix="presidency-bench-")
    for name in ("numpy", "pandas"):
        (Path(folder.name) / f"{name}.py").write_text("raise ImportError\n")
    return folder


def cpu_seconds(work: Callable[[], object]) -> float:
    """Do *work* and return the CPU seconds of this process that it took."""
    begun = process_time()
    work()
    return process_time() - begun


def collect_garbage_rarely() -> None:
    """As the commands do that read or write many pages."""
    gc.set_threshold(*RARELY)
    gc.freeze()


def forget(names: str) -> None:
    """Empty the caches of functions whose full names the pattern *names* finds."""
    wanted = re.compile(names)
    for module, parts in list(sys.modules.items()):
        for name, part in vars(parts).items():
            if isinstance(part, _lru_cache_wrapper) and wanted.search(f"{module}.{name}"):
                part.cache_clear()


def forget_pages() -> None:
    """Empty the caches of what pages say: what a crawl reads was not read a moment ago."""
    forget(_KNOWS_PAGES)


def in_turn(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Let all *contenders* measure themselves once in each round, another one first each time."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            times[name].append(contenders[name]())
    return times


def ratio(times: Mapping[str, Sequence[float]], ours: str, theirs: str) -> float:
    """The median over the rounds of how many times *theirs* is what *ours* took."""
    return median(one / other for one, other in zip(times[ours], times[theirs], strict=True))


def print_times(times: Mapping[str, Sequence[float]], unit: str = "s", scale: float = 1.0) -> None:
    """Print the median of each contender, and its least and most."""
    for name, measured in times.items():
        low, mid, high = (scale * pick(measured) for pick in (min, median, max))
        print(f"{name:44} {mid:9.3f} {unit}   ({low:.3f} to {high:.3f})", flush=True)


def arguments(question: str, argv: Sequence[str] | None, **numbers: int) -> argparse.Namespace:
    """Return the arguments of a benchmark: --json, --data, and an option for each number."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--json", type=Path, help="write the ratios there")
    parser.add_argument("--data", type=Path, help="keep large data sets there for other benchmarks")
    for name, number in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    return parser.parse_args(argv)


@contextmanager
def data_folder(options: argparse.Namespace) -> Iterator[Path]:
    """Yield the folder of --data, or one for this time only."""
    if options.data:
        options.data.mkdir(parents=True, exist_ok=True)
        yield options.data
        return
    with TemporaryDirectory(prefix="presidency-bench-") as name:
        yield Path(name)


def finish(question: str, ratios: Mapping[str, float], options: argparse.Namespace) -> None:
    """Print the ratios, and write them where --json says."""
    rounded = {name: round(value, 3) for name, value in ratios.items()}
    for name, value in rounded.items():
        print(f"{name:44} {value:9.3f}")
    if options.json:
        said = {"question": question, "ratios": rounded}
        options.json.write_text(json.dumps(said, indent=1), encoding="utf-8")
