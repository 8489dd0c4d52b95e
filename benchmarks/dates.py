"""Measures what the dates of 10,000 pages cost of a rebuild of those pages.

    python -m benchmarks.dates [--pages N] [--rebuilt N] [--rounds N] [--json FILE]

Each page of the text edition prints five: its own and four of its teasers. They are as over
fourteen years, two a day, and are read with nothing remembered of an earlier round. The rebuild,
of fewer pages, is counted up.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.markups import SEEN_AT
from benchmarks.measuring import (
    arguments,
    collect_garbage_rarely,
    cpu_seconds,
    finish,
    forget,
    forget_pages,
    in_turn,
    print_times,
    ratio,
)
from benchmarks.pages import write_archive
from presidency_scraper.ingest.rebuild import rebuild_into
from presidency_scraper.sites.dates import Clock, parse_printed, parse_timestamp
from presidency_scraper.sites.president_bg import SITE

QUESTION = "dates of 10,000 pages, as part of the whole rebuild"
_KNOWS_DATES = r"presidency_scraper\.sites\.dates\."
_FIRST = datetime(2012, 1, 24, 8, 5)
_MONTHS = (
    "януари февруари март април май юни юли август септември октомври ноември декември"
).split()


def printed_dates(count: int) -> Iterator[tuple[str, list[str]]]:
    """Of every page its own date and those of its teasers, as the text edition prints them."""
    moments = [_FIRST + timedelta(hours=12, minutes=7) * at for at in range(count + 4)]
    for at in range(count):
        teasers = [
            f"{one.day} {_MONTHS[one.month - 1]} {one.year} | {one:%H:%I}"
            for one in moments[at + 1 : at + 5]
        ]
        yield str(moments[at]), teasers


def read_dates(pages: Sequence[tuple[str, list[str]]]) -> None:
    """Read the dates of *pages*."""
    for own, teasers in pages:
        parse_timestamp(own, seen_at=SEEN_AT)
        for printed in teasers:
            parse_printed(printed, clock=Clock.HOUR_TWICE, seen_at=SEEN_AT)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = arguments(QUESTION, argv, pages=10_000, rebuilt=1_000, rounds=3)
    pages = list(printed_dates(options.pages))
    scale: float = options.pages / options.rebuilt
    read_dates(pages[:1])  # loads what it needs
    collect_garbage_rarely()
    with TemporaryDirectory(prefix="presidency-bench-") as name:
        archive, database = Path(name) / "archive", Path(name) / "rebuilt.db"
        write_archive(archive, options.rebuilt, most=options.rebuilt)

        def dates() -> float:
            forget(_KNOWS_DATES)
            return cpu_seconds(lambda: read_dates(pages))

        def rebuild() -> float:
            forget_pages()
            return scale * cpu_seconds(lambda: rebuild_into(archive, database, SITE))

        times = in_turn({"dates": dates, "their rebuild": rebuild}, options.rounds)
    print(f"{options.pages} pages; the rebuild is counted up from {options.rebuilt}")
    print_times(times, "CPU s")
    finish(QUESTION, {"dates of a rebuild": ratio(times, "dates", "their rebuild")}, options)


if __name__ == "__main__":
    main()
