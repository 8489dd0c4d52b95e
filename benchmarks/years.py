"""Writes the archive of years of nights: a file a night, most of what it holds repeats.

    python -m benchmarks.years FOLDER [--nights N]

The first night takes in what there is, to the end of each listing; each one after it asks for
robots.txt, the first page of four listings and eight articles again. Every other night there is a
new article, so that pages change and the second page of its listing is looked at; on the nights
between nothing does, and they are kept as what repeats.
"""

import argparse
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.pages import HEADERS, HOST, ROBOTS, Site, pad
from presidency_scraper.archive import ArchiveWriter, Exchange, Location, RunInfo
from presidency_scraper.demo.replica import Item, demo_site, dress_article, dress_listing
from presidency_scraper.demo.replica.paths import listing_path
from presidency_scraper.sites.president_bg import SITE

_BEGUN = datetime(2019, 1, 1, 2, tzinfo=UTC)
_KNOWN, _ENTRIES, _TEASERS, _RECHECKS = 600, 10, 5, 8


class _Nights:
    """What the site shows, night by night."""

    def __init__(self, nights: int) -> None:
        items = Site(_KNOWN + nights // 2).items
        self._items = [replace(one, published=self._date(one)) for one in items]
        self._others = {
            section: [item for item in demo_site().items("bg") if item.section == section]
            for section in (one.name for one in SITE.sections)
            if section != "news"
        }

    @staticmethod
    def _date(item: Item) -> str:
        at = _BEGUN - timedelta(days=1) + timedelta(days=2 * (item.number - _KNOWN))
        return f"{at:%Y-%m-%d} 10:00:00"

    def pages(self, night: int) -> Iterator[tuple[str, bytes | None]]:
        """What is asked for and what comes; None where nothing is there."""
        shown = self._items[len(self._items) - _KNOWN - night // 2 :]
        yield "/robots.txt", ROBOTS
        last = -(-len(shown) // _ENTRIES) if night == 0 else 2 - night % 2
        for page in range(1, last + 1):
            yield _listing(shown, "news", page)
            if page > 1:
                yield _listing(shown, "news", page - 1)
        if night == 0:
            yield listing_path("text", "bg", "news", page=last + 1), None
        for section, items in self._others.items():
            yield _listing(items, section, 1)
            if night == 0:
                yield listing_path("text", "bg", section, page=2), None
        for item in shown if night == 0 else shown[:_RECHECKS]:
            yield item.path, pad(dress_article(item, "text", shown[:_TEASERS]).encode())


def _listing(items: Sequence[Item], section: str, page: int) -> tuple[str, bytes]:
    shown, last = items[(page - 1) * _ENTRIES : page * _ENTRIES], -(-len(items) // _ENTRIES)
    body = pad(dress_listing(shown, "text", section=section, page=page, last=last).encode())
    return listing_path("text", "bg", section, page=page), body


def write_years(folder: Path, nights: int) -> int:
    """Write so many nights to *folder*; return how many captures they made."""
    site, seen, captures = _Nights(nights), dict[str, Location](), 0
    for night in range(nights):
        begun = _BEGUN + timedelta(days=night)
        run = RunInfo(night + 1, "crawl", begun, {"edition": "text"})
        with ArchiveWriter(folder, run=run) as writer:
            for second, (path, body) in enumerate(site.pages(night)):
                at = begun + timedelta(seconds=second)
                packed = gzip.compress(body or b"", mtime=0)
                exchange = Exchange(HOST + path, at, (), 200 if body else 404, HEADERS, packed)
                seen[path] = writer.append(exchange, revisit_of=seen.get(path))
                captures += 1
    return captures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nights", type=int, default=2_600)
    options = parser.parse_args()
    print(write_years(options.folder, options.nights), "captures")
