"""Records as rows: which column of which table each thing a page says goes to. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Article, Capture, Entry, ListingRef
from presidency_scraper.rules.revisions import state_of
from presidency_scraper.store.search.tokens import count_words


def listing_key(ref: ListingRef) -> str:
    """Name a listing as ``sightings.listing`` does.

    >>> listing_key(ListingRef("bg", "news", "president", 7))
    'bg/news/president'
    """
    return "/".join(filter(None, (ref.language, ref.section, ref.label)))


_CAPTURE = tuple(field.name for field in fields(Capture))


def capture_row(capture: Capture, run_id: int | None) -> dict[str, Any]:
    """The row of ``captures``."""
    row = {name: getattr(capture, name) for name in _CAPTURE}
    row |= {"captured_at": utc_iso(capture.captured_at), "outcome": capture.outcome.value}
    return row | {"run_id": run_id}


def article_row(article: Article, url: str, edition: str, capture: Capture) -> dict[str, Any]:
    """The row of ``articles``, but for what other pages say of it."""
    state = state_of(article)
    return {
        "id": article.ref.id,
        "language": article.ref.language,
        "section": article.ref.section,
        "number": article.ref.number,
        "url": url,
        "headline": state.headline,
        "published_at": state.published_at,
        "published_precision": article.published.precision.value,
        "published_raw": article.published.raw,
        "body": state.body,
        "word_count": len(state.body.split()),
        "last_checked_at": utc_iso(capture.captured_at),
        "gone_at": None,
        "edition": edition,
        "layout": article.layout,
        "slug_agrees": None if article.slug_agrees is None else int(article.slug_agrees),
        "capture_id": capture.id,
    }


def paragraph_rows(article: Article) -> Iterator[dict[str, Any]]:
    """The rows of ``paragraphs``; words are numbered through the body, as the index does."""
    own, words = article.ref.id, 0
    for position, (text, speaker) in enumerate(_spoken(article), 1):
        row = {"article_id": own, "position": position, "text": text, "speaker": speaker}
        yield row | {"first_word": words}
        words += count_words(text)


def _spoken(article: Article) -> Iterator[tuple[str, str | None]]:
    return zip(article.paragraphs, article.speakers, strict=True)


def image_rows(article: Article) -> Iterator[dict[str, Any]]:
    """The rows of ``images``."""
    for position, image in enumerate(article.images, 1):
        yield {"article_id": article.ref.id, "position": position} | asdict(image)


def teaser_rows(article: Article) -> Iterator[dict[str, Any]]:
    """The rows of ``teasers``."""
    own = article.ref.id
    for entry in article.teasers:
        precision = entry.published.precision.value if entry.published else None
        yield {
            "article_id": own,
            "position": entry.position,
            "headline": entry.headline,
            "lead": entry.lead,
            "published_at": entry.published.iso if entry.published else None,
            "published_precision": precision,
            "published_raw": entry.published_raw,
            "url": entry.url,
            "target_id": entry.target.id,
        }


#: What an article has many of, by the tables it goes to.
PARTS: Mapping[str, Callable[[Article], Iterator[dict[str, Any]]]] = {
    "paragraphs": paragraph_rows,
    "images": image_rows,
    "teasers": teaser_rows,
}


def entry_row(entry: Entry) -> dict[str, Any]:
    """The row of ``entries``."""
    return {
        "article_id": entry.target.id,
        "headline": entry.headline,
        "lead": entry.lead,
        "published_at": entry.published.iso if entry.published else None,
        "published_raw": entry.published_raw,
        "url": entry.url,
    }


def listing_row(ref: ListingRef, capture_id: int) -> dict[str, Any]:
    """The row of ``listing_pages``."""
    return {
        "capture_id": capture_id,
        "listing": listing_key(ref),
        "label": ref.label,
        "page": ref.page,
    }


def sighting_row(entry: Entry, ref: ListingRef, capture_id: int) -> dict[str, Any]:
    """The row of ``sightings``."""
    row = listing_row(ref, capture_id) | {"position": entry.position}
    return row | entry_row(entry)
