"""What a listing must show so that a crawl can work from it. Pure."""

from collections.abc import Sequence

from presidency_scraper.doctor.findings import Finding, fine, missing, note, wrong
from presidency_scraper.items import Entry, Listing
from presidency_scraper.sites.base import Edition
from presidency_scraper.sites.dates import Clock

_LAYOUT = "compare the page in a browser; if its form is new, a layout must follow it"
_CLOCK = "look at the article's own page: are the digits after the colon its minutes?"
#: So many dates in a row are no chance: each fits the other clock once in sixty.
_SURE = 3


def judge_listing(listing: Listing, edition: Edition) -> list[Finding]:
    """Return what is to be said of each field of *listing*, which shows at least one entry."""
    entries = listing.entries
    return [
        _judge_entries(listing),
        _judge_dates(listing),
        judge_clock(entries, edition.teaser_clock),
        _judge_texts("headline", [entry.headline for entry in entries]),
        _judge_texts("lead", [entry.lead for entry in entries]),
        _judge_order(entries),
        _judge_pager(listing),
        judge_layout(listing.layout, edition),
    ]


def _judge_entries(listing: Listing) -> Finding:
    ids = [entry.target.id for entry in listing.entries]
    if not ids:
        return missing("entries", "none", _LAYOUT)
    return fine("entries", f"{len(ids)}: {', '.join(ids)}")


def _judge_dates(listing: Listing) -> Finding:
    if listing.refused:
        return wrong("dates", f"refused: {'; '.join(listing.refused)}", _LAYOUT)
    newest = next((entry.published for entry in listing.entries if entry.published), None)
    if newest is None:
        return missing("dates", "none", _LAYOUT)
    said = f"{len(listing.entries)}, known to the {newest.precision}; the first: {newest.raw!r}"
    return fine("dates", said)


def judge_clock(entries: Sequence[Entry], clock: Clock) -> Finding:
    """Tell whether the digits after the colon are what the edition prints there."""
    printed = [e.published_raw for e in entries if e.published and ":" in e.published_raw]
    twice = [raw for raw in printed if _is_hour_twice(raw)]
    others = [raw for raw in printed if raw not in twice]
    if clock is Clock.HOUR_TWICE and others:
        said = f"{others[0]!r}: the hour twice was expected, and these digits are something else"
        return wrong("minutes", said, _CLOCK)
    if clock is Clock.TRUE_MINUTES and len(printed) >= _SURE and not others:
        said = f"{printed[0]!r}: minutes were expected, and all {len(printed)} print the hour twice"
        return wrong("minutes", said, _CLOCK)
    is_twice = clock is Clock.HOUR_TWICE
    return fine("minutes", "none; the hour stands twice, as expected" if is_twice else "true ones")


def _is_hour_twice(raw: str) -> bool:
    hour, minutes = int(raw[-5:-3]), int(raw[-2:])
    return minutes == (hour % 12 or 12)


def _judge_texts(name: str, texts: Sequence[str | None]) -> Finding:
    """Headlines and leads: some editions print one of the two."""
    read = [text for text in texts if text]
    if not read:
        return note(name, "none is printed")
    return fine(name, f"{len(read)} of {len(texts)}; the first: {read[0]}")


def _judge_order(entries: Sequence[Entry]) -> Finding:
    moments = [entry.published.at for entry in entries if entry.published]
    days = [moment.date() for moment in moments]
    if days != sorted(days, reverse=True):
        return note("order", "not newest first", "--since may then end a crawl too early")
    return fine("order", "newest first")


def _judge_pager(listing: Listing) -> Finding:
    if listing.last_page is None:
        return note("pager", "no links to further pages", "is this the whole listing?")
    return fine("pager", f"the last page it names is {listing.last_page}")


def judge_layout(name: str, edition: Edition) -> Finding:
    """Tell which layout read the page: the strictest, or one below it."""
    first, *others = [layout.name for layout in edition.layouts]
    if others and name != first:
        return note("layout", f"{name}: the page does not fit {first}", "the markup has changed")
    return fine("layout", name)


def same_moment(entry: Entry, iso: str) -> bool:
    """Tell whether an entry's date is the article's *iso*, as exactly as the entry knows it."""
    if entry.published is None:
        return False
    known = entry.published.precision.letters
    return entry.published.iso[:known] == iso[:known]
