"""Reads a listing: which of the dated blocks on its page are its entries, and what they say."""

from collections.abc import Iterable, Mapping, Sequence

from parsel import Selector

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Listing
from presidency_scraper.sites.base import Kind, PageRequest
from presidency_scraper.sites.html.blocks import Block, Blocks, rejoin_lines
from presidency_scraper.sites.html.traverse import read_blocks
from presidency_scraper.sites.president_bg.entries import EntryDates, read_entries
from presidency_scraper.sites.president_bg.languages import check_language
from presidency_scraper.sites.president_bg.links import LABELS, Links, without_chrome
from presidency_scraper.sites.president_bg.lists import (
    EntryList,
    Region,
    check_whole,
    find_lists,
    largest_list,
)
from presidency_scraper.sites.president_bg.spans import entry_spans
from presidency_scraper.sites.president_bg.undated import naming_unlinked, with_undated

#: A label of a section stands so many blocks above its entries at the most: filters in between.
_UNDER_LABEL = 3
#: Fewer entries than these, where others are more, may be some set off from the rest.
_FEW = 3


def blocks_on(
    page: Selector, named: Mapping[str, Iterable[Selector]] | None = None, *, folded: bool = False
) -> Blocks:
    """Return the blocks of *page*, as :func:`read_blocks` does; dates amid a sentence stay in it.

    Raises LayoutError where the page was not parsed to its end.
    """
    found = read_blocks(page, named, folded=folded)
    if found.is_cut:
        raise LayoutError("tags are nested so deep that the rest of the page is lost")
    if lines := _dates_in_text(found.blocks):
        found.blocks = rejoin_lines(found.blocks, lines)
    return found


def _dates_in_text(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the lines that are a sentence with a printed date in the middle."""
    lines: set[int] = set()
    dated = [at for at, block in enumerate(blocks) if block.date == "printed"]
    for at in dated:
        if not 0 < at < len(blocks) - 1:
            continue
        before, block, after = blocks[at - 1 : at + 2]
        if before.line == block.line == after.line:
            goes_on = after.text[:1].islower() and after.text.endswith((".", "!", "?", "…"))
            if goes_on and before.date is None and not before.linked:
                lines.add(block.line)
    return frozenset(lines)


def listing_on(page: Blocks, request: PageRequest, layout: str) -> Listing:
    """Return the listing on a page; *layout* is what reads it. Raises LayoutError."""
    ref = request.facts.listing
    if ref is None:
        raise LayoutError("the URL of the page does not say which listing it is")
    links = Links(page, request)
    dated = [block for block in page.blocks if block.date == "printed"]
    marks = _marks(page.blocks, dated, links)
    region = Region(without_chrome(page.blocks, dated), links, marks)
    refused: list[str] = []
    homes, spans = _listed(region)
    dates = EntryDates(request, refused)
    entries = with_undated(region, homes, spans, read_entries(region, spans, dates))
    entries = naming_unlinked(region, homes, spans, entries)
    last, filters = links.last_page(ref), links.filters(ref)
    listing = Listing(ref, entries, last, tuple(refused), layout, filters)
    check_language(listing, request)
    return listing


def _marks(blocks: Sequence[Block], dated: Sequence[Block], links: Links) -> list[int]:
    """What no two entries share: their dates; round a single one also labels, filters, pagers."""
    marks = [block.index for block in dated]
    if len(dated) == 1:
        marks += [block.index for block in blocks if _is_around_entries(block, links)]
    return marks


def _is_around_entries(block: Block, links: Links) -> bool:
    kinds = {links.resolve(href).kind for href in block.hrefs}
    return Kind.LISTING in kinds or block.text.casefold() in LABELS


def _listed(region: Region) -> tuple[EntryList, list[tuple[int, int]]]:
    """Return the entries of a listing, apart from other dated blocks, and where they stand."""
    lists = find_lists(region)
    if not lists:
        if any(block.date for block in region.blocks):
            raise LayoutError("no date on the page stands with a link to an article")
        return [], []
    under_label = [one for one in lists if _stands_under_label(region.blocks, one)]
    chosen = largest_list(region, under_label or lists)
    if len(chosen) < min(_FEW, max(map(len, lists))):
        raise LayoutError("under the label of the section stand fewer entries than elsewhere")
    check_whole(region, chosen, lists)
    return chosen, entry_spans(region, chosen, labelled=False)


def _stands_under_label(blocks: Sequence[Block], entries: EntryList) -> bool:
    above = blocks[max(entries[0].start - _UNDER_LABEL, 0) : entries[0].start]
    return any(not block.links and block.text.casefold() in LABELS for block in above)
