"""Which page an address of an edition stands for; knows every spelling of it.

An address that no stored copy shows for an edition is missing there: articles of ``www`` have no
language before them, those of ``mobile`` always do, and only ``www`` has ``/news/all/``.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from presidency_scraper.demo.replica.vocabulary import LANGUAGES, SECTIONS, Edition

Kind = Literal["article", "listing", "calendar", "standing", "image", "robots", "missing"]

_SECTION = "|".join(SECTIONS)
_GLUED = re.compile(r"&lang=(bg|en)$")
_PREFIX = re.compile(r"/(bg|en)(?=/|$)")
_ALL = re.compile(r"^/news/all(?=/\d+/?$)")
_ARTICLE = re.compile(rf"/({_SECTION})(\d+)/[^/]+")
_LISTING = re.compile(rf"/({_SECTION})(?:/(president|vicepresident))?(?:/page/(\d+))?/?")
_CALENDAR = re.compile(r"/calendar/(-?\d+)")
_STANDING = re.compile(r"/(cat\d+)/(?:(\d+)/)?[^/]+")
_IMAGE = re.compile(r"/images/[^?]+\.jpg")


@dataclass(frozen=True, slots=True)
class Route:
    """A page that is asked for; ``number`` is an article's, a listing page's or a calendar's."""

    kind: Kind
    language: str = "bg"
    section: str = ""
    number: int = 1
    label: str | None = None
    key: str = ""


def parse_path(target: str, edition: Edition = "text", unnamed: str = "bg") -> Route:
    """Say which page *target* (a path with its query) stands for; the slug is not looked at.

    ``unnamed`` is the language of an address that names none.

    >>> parse_path("/news1937/any-slug.html&lang=en")
    Route(kind='article', language='en', section='news', number=1937, label=None, key='')
    >>> parse_path("/en/news/vicepresident/page/3.html").label
    'vicepresident'
    >>> parse_path("/bg/news1937").kind
    'missing'
    >>> parse_path("/news/all/7?lang=en", "www")
    Route(kind='listing', language='en', section='news', number=7, label=None, key='')
    >>> parse_path("/en/news1937/x.html", "www").kind, parse_path("/news1937/x", "mobile").kind
    ('missing', 'missing')
    """
    parts = urlsplit(target)
    path = unquote(parts.path)
    if path == "/robots.txt":
        return Route("robots")
    if _IMAGE.fullmatch(path):
        return Route("image")
    glued = _GLUED.search(path)
    path = _GLUED.sub("", path).removesuffix(".html")
    asked = _asked_language(parts.query) if edition == "www" else None
    prefix = _PREFIX.match(path)
    language = prefix[1] if prefix else glued[1] if glued else asked or unnamed
    if edition == "www" and not prefix:
        path = _ALL.sub("/news/page", path)
    route = _parse_page(path[prefix.end() :] if prefix else path, language)
    return route if _has(edition, route.kind, bool(prefix)) else Route("missing", language)


def _asked_language(query: str) -> str | None:
    named = parse_qs(query).get("lang", [""])[-1]
    return named if named in LANGUAGES else None


def _has(edition: Edition, kind: Kind, prefixed: bool) -> bool:
    """Say whether *edition* has pages of a kind with, or without, a language before them."""
    if edition == "www":
        return not prefixed or kind in ("calendar", "standing")
    return edition == "text" or prefixed or kind != "article"


def _parse_page(path: str, language: str) -> Route:
    if path in ("", "/"):
        return Route("listing", language, "news")
    if match := _ARTICLE.fullmatch(path):
        return Route("article", language, match[1], int(match[2]))
    match = _LISTING.fullmatch(path)
    if match and (match[1] == "news" or not match[2]):
        return Route("listing", language, match[1], int(match[3] or 1), match[2])
    if match := _CALENDAR.fullmatch(path):
        return Route("calendar", language, number=int(match[1]))
    if match := _STANDING.fullmatch(path):
        return Route("standing", language, key="/".join(part for part in match.groups() if part))
    return Route("missing", language)
