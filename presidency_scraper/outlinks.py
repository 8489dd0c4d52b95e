"""Which links of a page lead to what is no article of its site: seen, named, and left alone. Pure.

The calendar alone would never end. What a link is, its URL says; the words round it do not matter,
so the links are found without reading the page.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import urldefrag, urljoin

from presidency_scraper.items import Outlink
from presidency_scraper.sites import DEFAULT_SITE, SITES
from presidency_scraper.sites.base import Kind

#: What is on the site, and neither read nor followed.
LEFT_ALONE = (Kind.CALENDAR, Kind.STANDING, Kind.STANDING_ITEM, Kind.IMAGE, Kind.OTHER)

_HREF = r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"""
_LINK = re.compile(rf"<a\b[^>]*?{_HREF}".encode(), re.IGNORECASE)
_BASE = re.compile(rf"<base\b[^>]*?{_HREF}".encode(), re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def find_outlinks(body: bytes, url: str, origin: str | None = None) -> tuple[Outlink, ...]:
    """Return what the HTML page at *url* links to on its site and is left alone, each once.

    *origin* is the mirror the page came from, if one.

    >>> page = b'<a href="/bg/calendar/12#day">12</a> <a href="/bg/news1937/veto.html">Veto</a>'
    >>> find_outlinks(page, "https://text.president.bg/bg/news/page/1")
    (Outlink(url='https://text.president.bg/bg/calendar/12', kind=<Kind.CALENDAR: 'calendar'>),)
    """
    base = next(_written(_BASE, body), "")
    base = _joined(url, base) or url
    root = _joined(base, "/")
    links = {
        _classify(root if href.startswith("/") or _ABSOLUTE.match(href) else base, href, origin)
        for href in set(_written(_LINK, body))
    }
    return tuple(sorted((link for link in links if link), key=lambda link: link.url))


def _written(pattern: re.Pattern[bytes], body: bytes) -> Iterator[str]:
    """Yield the addresses as the page writes them; those that are no UTF-8 are no known page."""
    for groups in pattern.findall(body):
        raw = next(filter(None, groups), b"")
        try:
            yield unescape(raw.decode()).strip()
        except UnicodeDecodeError:
            continue


@lru_cache(maxsize=20_000)  # menus are the same on every page
def _classify(base: str, href: str, origin: str | None) -> Outlink | None:
    url = urldefrag(_joined(base, href)).url
    kind = SITES[DEFAULT_SITE].parse_url(url, origin).kind
    return Outlink(url, kind) if kind in LEFT_ALONE else None


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # unbalanced brackets of an IPv6 address
        return ""
