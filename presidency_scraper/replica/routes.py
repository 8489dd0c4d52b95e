"""Which page an address of the text edition stands for; knows every spelling of it."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from presidency_scraper.replica.words import SECTIONS

Kind = Literal["article", "listing", "calendar", "standing", "image", "robots", "missing"]

_SECTION = "|".join(SECTIONS)
_GLUED = re.compile(r"&lang=(bg|en)$")
_PREFIX = re.compile(r"/(bg|en)(?=/|$)")
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


def parse_path(target: str) -> Route:
    """Say which page *target* (a path with its query) stands for; the slug is not looked at.

    >>> parse_path("/news1937/any-slug.html&lang=en")
    Route(kind='article', language='en', section='news', number=1937, label=None, key='')
    >>> parse_path("/en/news/vicepresident/page/3.html").label
    'vicepresident'
    >>> parse_path("/bg/news1937").kind
    'missing'
    """
    path = unquote(urlsplit(target).path)
    if path == "/robots.txt":
        return Route("robots")
    if _IMAGE.fullmatch(path):
        return Route("image")
    glued = _GLUED.search(path)
    path = _GLUED.sub("", path).removesuffix(".html")
    prefix = _PREFIX.match(path)
    language = prefix[1] if prefix else glued[1] if glued else "bg"
    return _parse_page(path[prefix.end() :] if prefix else path, language)


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
