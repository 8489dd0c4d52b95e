"""Which links of a page lead to what is no article of its site: seen, named, and left alone. Pure.

The calendar alone would never end. What a link is, its URL says; the words round it do not matter,
so the links are found without reading the page.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from urllib.parse import urldefrag

from presidency_scraper.items import Outlink
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.joined_urls import base_url, join_url, root_of

_ParseUrl = Callable[[str, str | None], UrlFacts]

#: What is on the site, and neither read nor followed.
LEFT_ALONE = (Kind.CALENDAR, Kind.STANDING, Kind.STANDING_ITEM, Kind.IMAGE, Kind.OTHER)

_HREF = r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)"""
#: An opened tag that is never closed ends where the next one opens: else thousands of them would
#: each be searched to the end of the page.
_LINK = re.compile(rf"<a\b(?:[^<>]|<(?!a\b))*?{_HREF}".encode(), re.IGNORECASE)
_BASE = re.compile(rf"<base\b(?:[^<>]|<(?!base\b))*?{_HREF}".encode(), re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def find_outlinks(
    body: bytes, url: str, parse_url: _ParseUrl, origin: str | None = None
) -> tuple[Outlink, ...]:
    """Return what the HTML page at *url* links to on its site and is left alone, each once.

    *parse_url* knows the site, *origin* is the mirror the page came from, if one.

    >>> from presidency_scraper.sites.president_bg.urls import parse_url
    >>> page = b'<a href="/bg/calendar/12#day">12</a> <a href="/bg/news1937/veto.html">Veto</a>'
    >>> find_outlinks(page, "https://text.president.bg/bg/news/page/1", parse_url)
    (Outlink(url='https://text.president.bg/bg/calendar/12', kind=<Kind.CALENDAR: 'calendar'>),)
    """
    bases = filter(lambda href: href is not None, map(_written, _BASE.findall(body)))
    base = base_url(url, next(bases, None))
    root = root_of(base)
    links: dict[str, Outlink] = {}
    for value in dict.fromkeys(_LINK.findall(body)):
        link = _rooted(root, value, parse_url, origin)
        if isinstance(link, str):
            link = _classify(base, link, parse_url, origin)
        if link is not None:
            links[link.url] = link
    return tuple(links[address] for address in sorted(links))


def _written(value: bytes) -> str | None:
    """Return the address in *value*, quoted or not; None where it is no UTF-8: no known page."""
    quoted = len(value) > 1 and value[:1] in (b'"', b"'") and value[:1] == value[-1:]
    try:
        return unescape((value[1:-1] if quoted else value).decode()).strip()
    except UnicodeDecodeError:
        return None


@lru_cache(maxsize=2**11)  # menus are the same on every page
def _rooted(
    root: str, value: bytes, parse_url: _ParseUrl, origin: str | None
) -> Outlink | str | None:
    """Return what an address leads to; the address itself where its page has a say in that."""
    href = _written(value)
    if href is None:
        return None
    rooted = href.startswith("/") or _ABSOLUTE.match(href)
    return _classify(root, href, parse_url, origin) if rooted else href


def _classify(base: str, href: str, parse_url: _ParseUrl, origin: str | None) -> Outlink | None:
    url = urldefrag(join_url(base, href)).url
    kind = parse_url(url, origin).kind
    return Outlink(url, kind) if kind in LEFT_ALONE else None
