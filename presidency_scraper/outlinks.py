"""Which links of a page lead to what is no article of its site: seen, named, and left alone. Pure.

The calendar alone would never end. What a link is, its URL says; the words round it do not matter,
so the links are found without reading the page.
"""

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from presidency_scraper.items import Outlink
from presidency_scraper.sites import DEFAULT_SITE, SITES
from presidency_scraper.sites.base import Kind

#: What is on the site, and neither read nor followed.
LEFT_ALONE = (Kind.CALENDAR, Kind.STANDING, Kind.STANDING_ITEM, Kind.IMAGE, Kind.OTHER)

_HREF = r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"""
#: An opened tag that is never closed ends where the next one opens: else thousands of them would
#: each be searched to the end of the page.
_LINK = re.compile(rf"<a\b(?:[^<>]|<(?!a\b))*?{_HREF}".encode(), re.IGNORECASE)
_BASE = re.compile(rf"<base\b(?:[^<>]|<(?!base\b))*?{_HREF}".encode(), re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def find_outlinks(body: bytes, url: str, origin: str | None = None) -> tuple[Outlink, ...]:
    """Return what the HTML page at *url* links to on its site and is left alone, each once.

    *origin* is the mirror the page came from, if one.

    >>> page = b'<a href="/bg/calendar/12#day">12</a> <a href="/bg/news1937/veto.html">Veto</a>'
    >>> find_outlinks(page, "https://text.president.bg/bg/news/page/1")
    (Outlink(url='https://text.president.bg/bg/calendar/12', kind=<Kind.CALENDAR: 'calendar'>),)
    """
    bases = (written for groups in _BASE.findall(body) if (written := _written(groups)))
    base = _joined(url, next(bases, _NONE).href) or url
    root = _joined(base, "/")
    links: dict[str, Outlink] = {}
    for groups in set(_LINK.findall(body)):
        written = _written(groups)
        if written is not None:
            link = _classify(root if written.is_rooted else base, written.href, origin)
            if link is not None:
                links[link.url] = link
    return tuple(links[address] for address in sorted(links))


class _Written(NamedTuple):
    """An address as a page writes it; a rooted one leads to the same place from all its pages."""

    href: str
    is_rooted: bool


_NONE = _Written("", False)


@lru_cache(maxsize=20_000)  # menus are the same on every page
def _written(groups: tuple[bytes, ...]) -> _Written | None:
    """Return the address that was found in one of *groups*; what is no UTF-8 is no known page."""
    try:
        href = unescape(next(filter(None, groups), b"").decode()).strip()
    except UnicodeDecodeError:
        return None
    return _Written(href, href.startswith("/") or _ABSOLUTE.match(href) is not None)


@lru_cache(maxsize=20_000)
def _classify(base: str, href: str, origin: str | None) -> Outlink | None:
    url = urldefrag(_joined(base, href)).url
    kind = SITES[DEFAULT_SITE].parse_url(url, origin).kind
    return Outlink(url, kind) if kind in LEFT_ALONE else None


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # unbalanced brackets of an IPv6 address
        return ""
