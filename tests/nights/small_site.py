"""Sites of any size for the nights: short articles whose slugs are made of their headlines."""

import gzip
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from presidency_scraper.demo.replica import (
    Fault,
    Item,
    ReplicaSite,
    Request,
    Response,
    dress_listing,
)
from tests.conftest import HTML

#: Words of headlines, and how the slugs of both languages write them.
_WORDS = {
    "bg": ("Указ номер", "ukaz-nomer", "накратко", "Първо", "Второ"),
    "en": ("Decree number", "decree-number", "in short", "First", "Second"),
}
_BEGAN = datetime(2024, 3, 1, 9, 0)
LISTING_PATH = re.compile(
    r"^/(bg|en)/([a-z-]+)(?:/(president|vicepresident))?/page/(\d+)(?:\.html)?$"
)
ARTICLE_PATH = re.compile(r"^/(bg|en)/([a-z-]+)(\d+)/")
_NEWS = ("news", "speeches-and-statements")

#: What a page of a listing shows of all its entries, and the last page it links to. None: 404.
Cut = Callable[[Sequence[Item], int], tuple[Sequence[Item], int] | None]


def article(
    number: int, *, language: str = "bg", day: int | None = None, **changes: object
) -> Item:
    """An article; the higher its number, or its *day*, the newer."""
    words, slug, short, first, second = _WORDS[language]
    at = _BEGAN + timedelta(hours=7 * number) if day is None else _BEGAN + timedelta(days=day)
    fields: dict[str, object] = {
        "section": "news",
        "number": number,
        "language": language,
        "slug": f"{slug}-{number}",
        "headline": f"{words} {number}",
        "published": at.isoformat(sep=" "),
        "lead": f"{words} {number} {short}.",
        "paragraphs": (f"{first} {number}.", f"{second} {number}."),
    }
    return Item(**{**fields, **changes})  # type: ignore[arg-type]  # as ReplicaSite.edit takes them


def articles(numbers: Iterable[int], **changes: object) -> list[Item]:
    """Several of them."""
    return [article(number, **changes) for number in numbers]  # type: ignore[arg-type]  # as above


def plain(response: Response) -> bytes:
    """The body of a true answer, without content encoding."""
    is_packed = "Content-Encoding" in response.headers
    return gzip.decompress(response.body) if is_packed else response.body


def ids(site: ReplicaSite, language: str | None = None) -> set[str]:
    """The ids of what is on the site."""
    return {item.id for item in site.items(language)}


# -- listings that are cut into pages in another way than the replica's ---------------------------


def cut_listings(site: ReplicaSite, cut: Cut, paths: str = "/page/") -> Fault:
    """Let the listings whose addresses have *paths* in them show what *cut* says."""

    def respond(request: Request, real: Response) -> Response:
        match = LISTING_PATH.match(request.path)
        if match is None:
            return real
        language, section, label, page = match[1], match[2], match[3], int(match[4])
        shown = cut(listed(site, language, section, label), page)
        if shown is None:
            return Response(404, HTML, "<p>Страницата не е намерена</p>".encode())
        items, last = shown
        html = dress_listing(list(items), "text", language, section, label, page, last)
        return Response(200, HTML, html.encode())

    return site.fail(paths, respond)


def listed(site: ReplicaSite, language: str, section: str, label: str | None) -> list[Item]:
    """All entries of a listing, newest first."""
    sections = _NEWS if section == "news" else (section,)
    return [
        item
        for item in site.items(language)
        if item.section in sections and label in (None, item.label)
    ]


def last_of(items: Sequence[Item], size: int) -> int:
    """The last page of *items* at so many a page."""
    return max(1, -(-len(items) // size))


def by(size: int) -> Cut:
    """So many entries a page."""

    def cut(items: Sequence[Item], page: int) -> tuple[Sequence[Item], int] | None:
        last = last_of(items, size)
        return (items[(page - 1) * size : page * size], last) if page <= last else None

    return cut
