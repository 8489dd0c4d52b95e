"""What listings and articles must show so that a crawl can work from them. Pure."""

from collections.abc import Sequence

from presidency_scraper.doctor.findings import Finding, fine, missing, note, wrong
from presidency_scraper.items import Article, Entry, Listing, Precision
from presidency_scraper.sites.base import Edition
from presidency_scraper.sites.dates import Clock

_LOOK = "compare the page in a browser"
_READ = f"{_LOOK}; if its form is new, a layout must follow it"
_DIGITS = "look at the article's own page: are the digits after the colon its minutes?"
_CLOCK = f"{_LOOK} with its listing: which of the two clocks is right?"
#: So many dates in a row are no chance: each fits the other clock once in sixty.
_SURE = 3


def judge_listing(listing: Listing, edition: Edition) -> list[Finding]:
    """Return what is to be said of each field of *listing*, which shows at least one entry."""
    entries = listing.entries
    return [
        _judge_entries("entries", entries),
        _judge_dates(listing),
        _judge_clock(entries, edition.teaser_clock),
        _judge_texts("headline", [entry.headline for entry in entries]),
        _judge_texts("lead", [entry.lead for entry in entries]),
        _judge_order(entries),
        _judge_pager(listing),
        _judge_layout(listing.layout, edition),
    ]


def judge_article(article: Article, announced: Entry | None, edition: Edition) -> list[Finding]:
    """Return what is to be said of each field of *article*, by itself and beside its listing."""
    clock = _judge_clock(article.teasers, edition.teaser_clock)
    return [
        _judge_own_headline(article),
        _judge_published(article),
        _judge_paragraphs(article),
        _judge_speakers(article),
        _judge_images(article),
        _judge_entries("teasers", article.teasers),
        *([clock] if clock.code else []),
        fine("language", article.ref.language),
        _judge_slug(article),
        *_judge_announced(article, announced),
        _judge_layout(article.layout, edition),
    ]


# -- both --------------------------------------------------------------------------------------


def _judge_entries(name: str, entries: Sequence[Entry]) -> Finding:
    if not entries:
        return missing(name, "none", _READ)
    return fine(name, f"{len(entries)}: {', '.join(entry.target.id for entry in entries)}")


def _judge_clock(entries: Sequence[Entry], clock: Clock) -> Finding:
    """Tell whether the digits after the colon are what the edition prints there."""
    printed = [e.published_raw for e in entries if e.published and ":" in e.published_raw]
    others = [raw for raw in printed if not _is_hour_twice(raw)]
    if clock is Clock.HOUR_TWICE:
        if not others:
            return fine("minutes", "none; the hour stands twice, as expected")
        said = f"{others[0]!r}: the hour twice was expected, and these digits are something else"
        return wrong("minutes", said, _DIGITS)
    if len(printed) < _SURE or others:
        return fine("minutes", "true ones")
    said = f"{printed[0]!r}: minutes were expected, and all {len(printed)} print the hour twice"
    return wrong("minutes", said, _DIGITS)


def _is_hour_twice(raw: str) -> bool:
    hour, minutes = int(raw[-5:-3]), int(raw[-2:])
    return minutes == (hour % 12 or 12)


def _judge_layout(name: str, edition: Edition) -> Finding:
    """Tell which layout read the page: the strictest, or one below it."""
    first, *others = [layout.name for layout in edition.layouts]
    if others and name != first:
        return note("layout", f"{name}: the page does not fit {first}", "the markup has changed")
    return fine("layout", name)


# -- listings ----------------------------------------------------------------------------------


def _judge_dates(listing: Listing) -> Finding:
    if listing.refused:
        return wrong("dates", f"refused: {'; '.join(listing.refused)}", _READ)
    newest = next((entry.published for entry in listing.entries if entry.published), None)
    if newest is None:
        return missing("dates", "none", _READ)
    said = f"{len(listing.entries)}, known to the {newest.precision}; the first: {newest.raw!r}"
    return fine("dates", said)


def _judge_texts(name: str, texts: Sequence[str | None]) -> Finding:
    """Headlines and leads: some editions print one of the two."""
    read = [text for text in texts if text]
    if not read:
        return note(name, "none is printed")
    return fine(name, f"{len(read)} of {len(texts)}; the first: {read[0]}")


def _judge_order(entries: Sequence[Entry]) -> Finding:
    days = [entry.published.at.date() for entry in entries if entry.published]
    if days != sorted(days, reverse=True):
        return note("order", "not newest first", "--since may then end a crawl too early")
    return fine("order", "newest first")


def _judge_pager(listing: Listing) -> Finding:
    if listing.last_page is None:
        return note("pager", "no links to further pages", "is this the whole listing?")
    return fine("pager", f"the last page it names is {listing.last_page}")


# -- articles ----------------------------------------------------------------------------------


def _judge_own_headline(article: Article) -> Finding:
    if not article.headline:
        return missing("headline", "empty", _READ)
    return fine("headline", article.headline)


def _judge_published(article: Article) -> Finding:
    moment = article.published
    said = f"{moment.iso} ({moment.precision}) from {moment.raw!r}"
    if moment.precision is not Precision.MINUTE:
        return wrong("published_at", f"{said}: minutes were expected", _READ)
    return fine("published_at", said)


def _judge_paragraphs(article: Article) -> Finding:
    if not article.paragraphs:
        return note("paragraphs", "none: pictures alone", _LOOK)
    first = article.paragraphs[0]
    begin = first if len(first) <= 90 else f"{first[:89]}…"
    return fine("paragraphs", f"{len(article.paragraphs)}; the first begins: {begin}")


def _judge_speakers(article: Article) -> Finding:
    names = list(dict.fromkeys(name for name in article.speakers if name))
    return fine("speakers", ", ".join(names) or "none is printed")


def _judge_images(article: Article) -> Finding:
    if not article.images:
        return note("images", "none")
    captions = sum(image.caption is not None for image in article.images)
    first = article.images[0].url
    return fine("images", f"{len(article.images)}, {captions} with a caption; the first: {first}")


def _judge_slug(article: Article) -> Finding:
    if article.slug_agrees is None:
        return note("slug", "the address cannot tell whether the headline belongs to it")
    if not article.slug_agrees:
        return note("slug", "the address is not made of this headline", f"{_LOOK}: was it edited?")
    return fine("slug", "the address is made of this headline")


def _judge_announced(article: Article, entry: Entry | None) -> list[Finding]:
    if entry is None:
        said = "no listing of this edition shows it: nothing to compare with"
        return [note("listing", said)]
    lead = fine("lead", entry.lead) if entry.lead else note("lead", "its listing prints none")
    return [_judge_times(article, entry), _judge_headlines(article, entry), lead]


def _judge_times(article: Article, entry: Entry) -> Finding:
    """The two clocks must agree as exactly as the listing's is known."""
    own, theirs = article.published, entry.published
    if theirs is None:
        return missing("clocks", f"its listing prints {entry.published_raw!r}", _CLOCK)
    for part in (Precision.DAY, Precision.HOUR, Precision.MINUTE):
        if own.iso[: part.letters] != theirs.iso[: part.letters]:
            said = f"the {part} differs: {own.raw}, in its listing {entry.published_raw}"
            return wrong("clocks", said, _CLOCK)
        if part is theirs.precision:
            break
    return fine("clocks", f"same {theirs.precision}: {own.raw} / {entry.published_raw}")


def _judge_headlines(article: Article, entry: Entry) -> Finding:
    name = "headlines"
    if entry.headline is None:
        return note(name, "its listing prints none")
    if entry.headline == article.headline:
        return fine(name, "its own is its listing's")
    cut = entry.headline.rstrip(".… ")
    if cut and article.headline.startswith(cut):
        return fine(name, f"its listing's is cut: {entry.headline}")
    return wrong(name, f"its listing's is another: {entry.headline}", _LOOK)
