"""What the editions know of one article together: who may add, who may not take away. Pure.

A page that shows less than one read before leaves what is known: a finer date, a caption, the
pictures as a whole, the headline or the lead of a teaser, the slug of the address. What both show
is taken from the page read last; where that is of another edition, and more than looks differ,
the two disagree, and each such field is a problem that names both values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from textwrap import shorten
from typing import Any

from presidency_scraper.items import Article, Entry, Image, Moment, Precision
from presidency_scraper.rules.revisions import fold_looks, state_of

#: Letters of a value that a problem names, from shortly before the first difference.
_WIDTH = 160
_COARSE_FIRST = (Precision.DAY, Precision.HOUR, Precision.MINUTE)


@dataclass(frozen=True, slots=True)
class Known:
    """The stored rows of an article: its own, its pictures and its teasers."""

    article: Mapping[str, Any]
    images: Sequence[Mapping[str, Any]]
    teasers: Sequence[Mapping[str, Any]]


def keep_known(article: Article, known: Known) -> Article:
    """Return *article* with what its page does not show and an earlier one did."""
    return replace(
        article,
        published=_finer(article.published, _moment_of(known.article)),
        images=tuple(_keep_images(article.images, known.images)),
        teasers=tuple(_keep_teasers(article.teasers, known.teasers)),
    )


def keep_address(row: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the address for *row*, and whether its slug agrees: one with a slug is kept.

    >>> known = {"url": "https://site/news7/slug.html", "headline": "Slug", "slug_agrees": 1}
    >>> keep_address({"url": "https://site/news7", "headline": "Slug", "slug_agrees": None}, known)
    {'url': 'https://site/news7/slug.html', 'slug_agrees': 1}
    >>> keep_address({"url": "https://site/news7/b.html", "headline": "B", "slug_agrees": 1}, known)
    {'url': 'https://site/news7/b.html', 'slug_agrees': 1}
    """
    url = _whole(row["url"], known["url"])
    if url == row["url"]:
        return {"url": url, "slug_agrees": row["slug_agrees"]}
    agrees = known["slug_agrees"] if row["headline"] == known["headline"] else None
    return {"url": url, "slug_agrees": agrees}


def disagreements(article: Article, edition: str, known: Known) -> Iterator[str]:
    """Yield what *edition* says otherwise than the other edition that was read before it."""
    before = known.article
    if before["edition"] == edition:
        return
    state = state_of(article)
    pairs = {
        "headline": (before["headline"], state.headline),
        "published_at": (before["published_at"], state.published_at),
        "body": _first_difference(before["body"], state.body),
    }
    for field, (old, new) in pairs.items():
        if fold_looks(old) != fold_looks(new):
            one, other = _around_difference(old, new)
            names = f"{before['edition']} has {one!r}, {edition} has {other!r}"
            yield f"{article.ref.id}: {field}: {names}"


def _moment_of(row: Mapping[str, Any]) -> Moment:
    at, precision = datetime.fromisoformat(row["published_at"]), row["published_precision"]
    return Moment(at, Precision(precision), row["published_raw"])


def _finer(new: Moment, known: Moment) -> Moment:
    """Return *known* where it is the same time, known more exactly."""
    finer = _COARSE_FIRST.index(known.precision) > _COARSE_FIRST.index(new.precision)
    return known if finer and _is_same_time(new, known) else new


def _is_same_time(one: Moment, other: Moment) -> bool:
    """Tell whether two dates may be one, as far as the coarser of them goes."""
    known = min(one.precision.letters, other.precision.letters)
    return one.iso[:known] == other.iso[:known]


def _keep_images(new: Sequence[Image], known: Sequence[Mapping[str, Any]]) -> Iterator[Image]:
    """Yield the pictures of a page with the captions known; of a page without any, those known."""
    captions = {row["url"]: row["caption"] for row in known}
    for image in new or [Image(row["url"], row["caption"]) for row in known]:
        yield replace(image, caption=image.caption or captions.get(image.url))


def _keep_teasers(new: Sequence[Entry], known: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield the teasers of a page with what is known of the same ones."""
    by_target = {row["target_id"]: row for row in reversed(known)}
    for entry in new:
        row = by_target.get(entry.target.id)
        yield _keep_teaser(entry, row) if row else entry


def _keep_teaser(entry: Entry, known: Mapping[str, Any]) -> Entry:
    if entry.published is None or known["published_at"] is None:
        return entry
    before = _moment_of(known)
    if not _is_same_time(entry.published, before):
        return entry
    published = _finer(entry.published, before)
    return replace(
        entry,
        headline=entry.headline or known["headline"],
        lead=entry.lead or known["lead"],
        published=published,
        published_raw=published.raw,
        url=_whole(entry.url, known["url"]),
    )


def _whole(url: str, known: str) -> str:
    """Return *known* where it is *url* and a slug."""
    return known if known.startswith(f"{url}/") else url


def _first_difference(old: str, new: str) -> tuple[str, str]:
    """Return the first paragraphs that differ in more than looks; of equal texts, the texts."""
    for one, other in zip_longest(old.split("\n\n"), new.split("\n\n"), fillvalue=""):
        if fold_looks(one) != fold_looks(other):
            return one, other
    return old, old


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Return both from shortly before where they begin to differ."""
    pairs = enumerate(zip_longest(old, new))
    differ = next((at for at, (one, other) in pairs if one != other), 0)
    begin = old.rfind(" ", 0, max(0, differ - 20)) + 1
    one, other = (shorten(text[begin:], _WIDTH, placeholder=" ...") for text in (old, new))
    return one, other
