"""Which pages of a back catalogue a run looks at, below what the walk of its listing met."""

from dataclasses import replace

from presidency_scraper.ingest.ingests import Ingest
from presidency_scraper.ingest.walks import reported_pages
from presidency_scraper.items import Listing, ListingRef
from presidency_scraper.rules.crawl_options import CrawlOptions
from presidency_scraper.rules.segments import Ended
from presidency_scraper.rules.sweep import pages_to_sweep
from presidency_scraper.rules.walk import MOST_PASSED_OVER
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.rows import listing_key


def swept_refs(
    reader: Reader, options: CrawlOptions, ingest: Ingest, ref: ListingRef
) -> list[ListingRef]:
    """Return the pages to look at after *ingest* ended the walk of a listing.

    A filtered listing only repeats the general one, and a walk to the end sees all.
    """
    page, step = ingest.page, ingest.step
    is_joined = step is not None and step.ended is Ended.JOINED
    is_part = options.limit or options.since or options.until or options.dry_run
    if not is_joined or is_part or ref.label or not isinstance(page, Listing):
        return []
    key = listing_key(ref)
    holes = reported_pages(reader, options.source, key, None)
    last = min(page.last_page or 1, _most_pages(reader, key, len(page.entries)))
    refs = {number: replace(ref, page=number) for number in sorted({*range(2, last + 1), *holes})}
    urls = [options.edition.listing_url(one, options.base) for one in refs.values()]
    asked = dict(zip(refs, reader.listing_pages.last_captures(urls), strict=True))
    return [refs[number] for number in pages_to_sweep(asked, options.sweep, holes)]


def _most_pages(reader: Reader, listing: str, size: int) -> int:
    """The last page that what is known can fill, and some: a pager may name any number."""
    deepest = max(reader.listing_pages.sizes(listing, None), default=1)
    known = len(reader.listing_pages.sighted_ids(listing))
    return max(deepest, known // max(size, 1)) + MOST_PASSED_OVER
