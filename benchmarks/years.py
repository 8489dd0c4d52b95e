"""Writes the archive of years of nights: a file a night, most of what it holds repeats.

    python -m benchmarks.years FOLDER [--nights N] [--articles N] [--quiet]

The first night takes in what there is, to the end of each listing; each one after it asks for
robots.txt, the first page of four listings and eight articles again. Every other night there is a
new article, so that pages change and the second page of its listing is looked at; on the nights
between nothing does, and they are kept as what repeats. Where all nights are *quiet* nothing is
ever new, and no article is asked for again.
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

_BEGUN = datetime(2016, 1, 1, 2, tzinfo=UTC)
_ENTRIES, _TEASERS, _RECHECKS = 10, 5, 8


class Nights:
    """What a site of *known* news shows, night by night, with the replica's other sections."""

    def __init__(self, nights: int, known: int = 600, *, quiet: bool = False) -> None:
        self.quiet, self._known = quiet, known
        items = Site(known + (0 if quiet else nights // 2)).items
        self._items = [replace(one, published=self._date(one)) for one in items]
        self._others = {
            section: [
                replace(item, published="2015-06-01 10:00:00")
                for item in demo_site().items("bg")
                if item.section == section
            ]
            for section in (one.name for one in SITE.sections)
            if section != "news"
        }

    def _date(self, item: Item) -> str:
        at = _BEGUN + timedelta(days=2 * (item.number - self._known) - 1)
        if at < datetime(2012, 1, 23, tzinfo=UTC):
            at = _BEGUN - timedelta(days=1_400 - 1_400 * item.number // self._known)
        return f"{at:%Y-%m-%d} 10:00:00"

    def pages(self, night: int) -> Iterator[tuple[str, bytes | None]]:
        """What is asked for and what comes; None where nothing is there."""
        new = 0 if self.quiet else night // 2
        shown = self._items[len(self._items) - self._known - new :]
        yield "/robots.txt", ROBOTS
        yield from self._listings(
            shown, whole=night == 0, changed=not self.quiet and night % 2 == 0
        )
        due = 0 if self.quiet else _RECHECKS
        for item in shown if night == 0 else shown[:due]:
            yield item.path, pad(dress_article(item, "text", shown[:_TEASERS]).encode())

    def _listings(
        self, news: Sequence[Item], *, whole: bool, changed: bool
    ) -> Iterator[tuple[str, bytes | None]]:
        last = -(-len(news) // _ENTRIES) if whole else 1 + changed
        for page in range(1, last + 1):
            yield _listing(news, "news", page)
            if page > 1:
                yield _listing(news, "news", page - 1)
        if whole:
            yield listing_path("text", "bg", "news", page=last + 1), None
        for section, items in self._others.items():
            yield _listing(items, section, 1)
            if whole:
                yield listing_path("text", "bg", section, page=2), None


def _listing(items: Sequence[Item], section: str, page: int) -> tuple[str, bytes]:
    shown, last = items[(page - 1) * _ENTRIES : page * _ENTRIES], -(-len(items) // _ENTRIES)
    body = pad(dress_listing(shown, "text", section=section, page=page, last=last).encode())
    return listing_path("text", "bg", section, page=page), body


def write_years(folder: Path, site: Nights, nights: int, host: str = HOST) -> int:
    """Write so many nights of *site* to *folder*; return how many captures they made.

    A *host* that is not the site's own is noted as the origin that was crawled.
    """
    seen, captures = dict[str, Location](), 0
    settings = {"edition": "text"} | ({} if host == HOST else {"origin": host})
    same = list(site.pages(1)) if site.quiet else None
    for night in range(nights):
        begun = _BEGUN + timedelta(days=night)
        with ArchiveWriter(folder, run=RunInfo(night + 1, "crawl", begun, settings)) as writer:
            pages = same if same and night else site.pages(night)
            for second, (path, body) in enumerate(pages):
                at = begun + timedelta(seconds=second)
                packed = gzip.compress(body or b"", mtime=0)
                exchange = Exchange(host + path, at, (), 200 if body else 404, HEADERS, packed)
                seen[path] = writer.append(exchange, revisit_of=seen.get(path))
                captures += 1
    return captures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nights", type=int, default=2_600)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    site = Nights(options.nights, options.articles, quiet=options.quiet)
    print(write_years(options.folder, site, options.nights), "captures")
