"""The figures of the last accepted run of each benchmark: ``accepted.json``.

Each has its date and machine: a benchmark may be accepted by itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("accepted.json")
#: Figures by their names.
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """What one benchmark measured, when, and on what."""

    date: str
    machine: str
    ratios: Figures


def read_accepted() -> dict[str, Run]:
    """The accepted run of each benchmark."""
    if not _FILE.exists():
        return {}
    runs = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: Run(**run) for name, run in runs.items()}


def accept(measured: Mapping[str, Figures], date: str, machine: str) -> None:
    """Make what was *measured* the accepted runs of those benchmarks."""
    runs = read_accepted() | {name: Run(date, machine, found) for name, found in measured.items()}
    said = {name: asdict(run) for name, run in runs.items()}
    _FILE.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def no_longer_measured(
    measured: Mapping[str, Figures], accepted: Mapping[str, Run]
) -> Iterator[str]:
    """Figures that were accepted, and that the same benchmark does not give any more.

    >>> [*no_longer_measured({"a": {"x": 1}}, {"a": Run("", "", {"x": 1, "y": 2})})]
    ['y']
    >>> [*no_longer_measured({}, {"a": Run("", "", {"x": 1})})]
    []
    """
    for name, found in measured.items():
        if name in accepted:
            yield from sorted(accepted[name].ratios.keys() - found.keys())
