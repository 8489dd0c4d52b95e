"""What a spider remembers of a listing between its pages."""

from dataclasses import dataclass

from presidency_scraper.items import ListingRef


@dataclass(slots=True)
class ListingTask:
    """The walk of one listing: the page asked for and how many new articles it brought.

    ``is_over`` tells that a bound was met: it stops once nothing can have slipped past it;
    ``is_swept`` that its page is one of the sweep, which takes no walk on; ``linked`` are the
    filters that its pages linked to.
    """

    ref: ListingRef
    new: int = 0
    is_over: bool = False
    is_swept: bool = False
    linked: frozenset[str] = frozenset()
