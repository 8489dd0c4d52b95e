"""Which links of a page lead to what is no article of its site: seen, named, and left alone. Pure.

The calendar alone would never end. What a link is, its URL says; the words round it do not matter.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urldefrag

from parsel import Selector

from presidency_scraper.items import Outlink
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.addresses import base_on, join_url

_ParseUrl = Callable[[str, str | None], UrlFacts]

#: What is on the site, and neither read nor followed.
LEFT_ALONE = (Kind.CALENDAR, Kind.STANDING, Kind.STANDING_ITEM, Kind.IMAGE, Kind.OTHER)


def find_outlinks(
    page: Selector, url: str, parse_url: _ParseUrl, origin: str | None = None
) -> tuple[Outlink, ...]:
    """Return what the page at *url* links to on its site and is left alone, each once.

    *parse_url* knows the site, *origin* is the mirror the page came from, if one.

    >>> from presidency_scraper.sites.president_bg.urls import parse_url
    >>> page = Selector('<a href="/bg/calendar/12#day">12</a> <a href="/bg/news1937/veto.html">')
    >>> find_outlinks(page, "https://text.president.bg/bg/news/page/1", parse_url)
    (Outlink(url='https://text.president.bg/bg/calendar/12', kind=<Kind.CALENDAR: 'calendar'>),)
    """
    base = base_on(page, url)
    hrefs: list[str] = page.root.xpath("//a/@href", smart_strings=False)
    found = [_classify(base.start_of(href), href, parse_url, origin) for href in set(hrefs)]
    links = {link.url: link for link in found if link}
    return tuple(links[address] for address in sorted(links))


@lru_cache(maxsize=2**11)  # menus are the same on every page
def _classify(start: str, href: str, parse_url: _ParseUrl, origin: str | None) -> Outlink | None:
    url = urldefrag(join_url(start, href)).url
    kind = parse_url(url, origin).kind
    return Outlink(url, kind) if kind in LEFT_ALONE else None
