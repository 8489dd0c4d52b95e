"""Which date of a page may be the article's own.

On text and mobile it is the only one in the form of a timestamp. On www it has the form of all the
others: it is the printed date above the teasers that stands next to no link to another article.
Marked as the page's timestamp, it is read as one from there on.
"""

from collections.abc import Iterator
from dataclasses import replace

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Moment
from presidency_scraper.sites.base import OwnDate, PageRequest, UrlFacts
from presidency_scraper.sites.dates import parse_printed, parse_timestamp
from presidency_scraper.sites.html.blocks import Block, Blocks
from presidency_scraper.sites.president_bg.links import Links, is_label, without_chrome
from presidency_scraper.sites.president_bg.lists import Region
from presidency_scraper.sites.president_bg.words import is_updated

#: A page with more of them is a log or an attack, and no article.
_MOST = 20
#: How far from its date an entry may link to its article, inside of its element.
_NEAR = 4


#: A page, and which of its blocks is marked as the date of its article.
Dated = tuple[Blocks, Block]


def find_own_dates(page: Blocks, request: PageRequest) -> list[Dated]:
    """Return what may be the article's own date, each value once. Raises LayoutError."""
    if request.edition.own_date is OwnDate.TIMESTAMP:
        stamps = [block for block in page.blocks if block.date == "timestamp"]
        missing = "no timestamp like 2025-09-24 17:17:00 stands on the page"
        found = [(page, stamp) for stamp in stamps]
    else:
        missing = "no date like 20 Септември 2022 | 15:04 stands above the teasers by itself"
        found = [mark_own_date(page, block) for block in _unlinked_dates(page, request)]
    first = list({stamp.text: (whole, stamp) for whole, stamp in reversed(found)}.values())[::-1]
    if not first:
        raise LayoutError(missing)
    if len(first) > _MOST:
        raise LayoutError(f"{len(first)} dates stand on the page that may be the article's")
    return first


def parse_own_date(raw: str, request: PageRequest) -> Moment:
    """Read the date of an article's own page as its edition prints it. Raises DateError."""
    if request.edition.own_date is OwnDate.TIMESTAMP:
        moment = parse_timestamp(raw, seen_at=request.seen_at)
    else:
        clock = request.edition.teaser_clock
        moment = parse_printed(raw, clock=clock, seen_at=request.seen_at)
    request.dates.append(moment)
    return moment


def mark_own_date(page: Blocks, block: Block) -> Dated:
    """Mark *block*, a printed date, as the article's own."""
    stamp = replace(block, date="timestamp")
    blocks = [stamp if other is block else other for other in page.blocks]
    return replace(page, blocks=blocks), stamp


def _unlinked_dates(page: Blocks, request: PageRequest) -> Iterator[Block]:
    """Yield the printed dates above the label of the teasers that are no other article's."""
    links = Links(page, request)
    dated = [block for block in page.blocks if block.date]
    marks = [block.index for block in dated]
    region = Region(page.blocks, links, marks)
    labels = [block.index for block in without_chrome(page.blocks, dated) if is_label(block)]
    end = next((index for index in labels if marks and index < marks[-1]), None)
    for at, block in enumerate(page.blocks):
        if block.index == end:
            return
        before = page.blocks[max(at - 1, 0)]
        if before.line == block.line and is_updated(before.text):
            continue  # the date of a change
        if block.date == "printed" and not _is_of_other(region, at, request.facts):
            yield block


def _is_of_other(region: Region, at: int, own: UrlFacts) -> bool:
    """Tell whether a link to another article stands with the date, in its element or next to it."""
    home = region.home_of(at)
    low, high = at - 1, at + 2
    if home.tag:
        low, high = max(home.start, at - _NEAR), min(home.end, at + 1 + _NEAR)
    return any(
        (found.article.section, found.article.number) != (own.article.section, own.article.number)
        for found in region.entry_targets(max(low, 0), high)
        if found.article and own.article
    )
