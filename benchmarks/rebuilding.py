"""Measures a rebuild, beside reading the WARC and making trees of its pages, and on two cores.

    python -m benchmarks.rebuilding [--captures N] [--rounds N] [--json FILE]

Also an import of the same captures as another's, and how large the archive and the database are,
beside the archive alone.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from parsel import Selector

from benchmarks.measuring import (
    PRESIDENCY,
    arguments,
    finish,
    in_turn,
    print_times,
    ratio,
    run,
)
from benchmarks.pages import write_archive
from presidency_scraper.archive import iterate
from presidency_scraper.extract.content_encoding import decode_body

QUESTION = "a rebuild, beside reading the WARC and making Selectors"
#: Makes trees of all pages in the archive that is named after it.
TREES = (sys.executable, "-m", "benchmarks.rebuilding", "trees")


def make_selectors(archive: Path) -> None:
    """Read all records, and make a tree of each page."""
    for record in iterate(archive):
        if body := decode_body(record.exchange()):
            Selector(body=body, encoding="utf-8", type="html")


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, captures=3_000, rounds=3)
    with TemporaryDirectory(prefix="presidency-bench-") as name:
        archive, database = Path(name) / "archive", Path(name) / "rebuilt.db"
        write_archive(archive, options.captures, most=options.captures)
        walls: dict[str, list[float]] = {"jobs 1": [], "jobs 2": []}

        def rebuilt(jobs: str) -> float:
            database.unlink(missing_ok=True)  # else the command compares the two
            known = ("--archive", archive, "--db", database)
            spent = run(*PRESIDENCY, "rebuild", *known, "--jobs", jobs)
            walls[f"jobs {jobs}"].append(spent.wall)
            return spent.cpu

        def imported() -> float:
            with TemporaryDirectory(prefix="presidency-bench-") as new:
                return run(*PRESIDENCY, "import", archive, "--db", Path(new) / "p.db").cpu

        contenders = {
            "WARC and Selectors": lambda: run(*TREES, archive).cpu,
            "rebuild": lambda: rebuilt("1"),
            "rebuild --jobs 2": lambda: rebuilt("2"),
            "import": imported,
        }
        times = in_turn(contenders, options.rounds)
        print_times(times, "CPU s")
        print_times(walls, "s wall")
        kept, made = _size(archive), database.stat().st_size
    each = options.captures
    print(f"WARC {kept / each:.0f} bytes a capture, database {made / each:.0f} bytes a capture")
    ratios = {
        "rebuild: CPU": ratio(times, "rebuild", "WARC and Selectors"),
        "import: CPU beside rebuild": ratio(times, "import", "rebuild"),
        "rebuild: gain of --jobs 2": ratio(walls, "jobs 1", "jobs 2"),
        "disk: archive and database": (kept + made) / kept,
    }
    finish(QUESTION, ratios, options)


def _size(archive: Path) -> int:
    return sum(path.stat().st_size for path in archive.glob("*.warc.gz"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["trees"]:
        make_selectors(Path(sys.argv[2]))
    else:
        main()
