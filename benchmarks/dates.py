"""Measures what the dates of 10,000 pages cost of a rebuild of those pages.

    python -m benchmarks.dates [--json FILE] [--pages N]

Each page of the text edition prints five: its own and four of its teasers. The pages are the
replica's texts with numbers and dates of their own, three a day as over fourteen years. The dates
are read first, by a process that has read none; the rebuild, of fewer pages, is counted up.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from presidency_scraper.archive import ArchiveWriter, Exchange, RunInfo
from presidency_scraper.dates import Clock, parse_printed, parse_timestamp
from presidency_scraper.rebuild import rebuild_into
from presidency_scraper.replica import Item, dress_article, read_items

QUESTION = "dates of 10,000 pages, as part of the whole rebuild"
_SEEN_AT = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
_FIRST = datetime(2012, 1, 24, 8, 5)
_MONTHS = (
    "януари февруари март април май юни юли август септември октомври ноември декември"
).split()
_REBUILT = 1_000


def make_items(count: int) -> list[Item]:
    """Articles a good half day apart, from 2012 on."""
    bulgarian = cycle([item for item in read_items() if item.language == "bg"])
    return [
        replace(item, number=at + 1, published=str(_FIRST + timedelta(hours=13, minutes=7) * at))
        for at, item in enumerate(islice(bulgarian, count))
    ]


def printed_dates(count: int) -> Iterator[tuple[str, list[str]]]:
    """Of every page its own date and those of its teasers, as the text edition prints them."""
    moments = [_FIRST + timedelta(hours=12, minutes=7) * at for at in range(count + 4)]
    for at in range(count):
        teasers = [
            f"{one.day} {_MONTHS[one.month - 1]} {one.year} | {one:%H:%I}"
            for one in moments[at + 1 : at + 5]
        ]
        yield str(moments[at]), teasers


def read_dates(count: int) -> float:
    """Return the seconds that reading the dates of *count* pages takes."""
    pages = list(printed_dates(count))
    begun = time.process_time()
    for own, teasers in pages:
        parse_timestamp(own, seen_at=_SEEN_AT)
        for printed in teasers:
            parse_printed(printed, clock=Clock.HOUR_TWICE, seen_at=_SEEN_AT)
    return time.process_time() - begun


def write_archive(folder: Path, items: Sequence[Item]) -> None:
    """Write the pages of *items* as a crawl does, each with the four before it as teasers."""
    run = RunInfo(1, "crawl", _SEEN_AT, {"edition": "text"})
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    with ArchiveWriter(folder, run=run) as writer:
        for at, item in enumerate(items):
            page = dress_article(item, "text", items[max(at - 4, 0) : at] or items[1:5])
            url = f"https://text.president.bg{item.path}"
            writer.append(Exchange(url, _SEEN_AT, (), 200, headers, page.encode()))


def rebuild_seconds(count: int) -> float:
    """Return the seconds that the rebuild of *count* pages takes, on one core."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder / "archive", make_items(count))
        begun = time.process_time()
        rebuild_into(folder / "archive", folder / "rebuilt.db")
        return time.process_time() - begun


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=QUESTION)
    parser.add_argument("--json", type=Path, help="write the ratio there")
    parser.add_argument("--pages", type=int, default=10_000)
    options = parser.parse_args(argv)
    dates = read_dates(options.pages)
    rebuilt = min(_REBUILT, options.pages)
    whole = rebuild_seconds(rebuilt) * options.pages / rebuilt
    print(f"dates of {options.pages} pages   {dates:8.2f} s")
    print(f"their rebuild          {whole:8.2f} s, counted up from {rebuilt} pages")
    print(f"part                   {dates / whole:8.2%}")
    if options.json:
        ratios = {"dates of a rebuild": round(dates / whole, 4)}
        options.json.write_text(json.dumps({"question": QUESTION, "ratios": ratios}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
