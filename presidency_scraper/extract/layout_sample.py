"""A page that landmarks read, to measure a layout by: whether it fits, what it would be. Pure.

No strict layout has a part in it: what the landmarks say of a page is what a draft must say too.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector

from presidency_scraper.errors import PageError
from presidency_scraper.extract.page import page_request, parse_page, read_by
from presidency_scraper.items import Article, Listing
from presidency_scraper.sites.base import Layout, PageRequest, Source


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of an edition and what the landmarks read on it."""

    page: Selector
    source: Source
    request: PageRequest
    record: Article | Listing


def read_sample(
    body: bytes, *, url: str, content_type: str | None, seen_at: datetime, source: Source
) -> Sample | None:
    """Return an article, or a listing with entries; None where the page is no such or refused."""
    with suppress(PageError):
        page = parse_page(body, content_type)
        request = page_request(url, seen_at=seen_at, source=source)
        *_, landmarks = request.edition.layouts
        record = read_by(landmarks, page, request)
        if isinstance(record, Article) or (isinstance(record, Listing) and record.entries):
            return Sample(page, source, request, record)
    return None


def fits(layout: Layout, sample: Sample) -> bool:
    """Tell whether *layout* reads the page."""
    with suppress(PageError):
        read_by(layout, sample.page, sample.request)
        return True
    return False
