"""Where a page stands in each edition: what the menus, listings and teasers link to.

The other way round, from an address to a page, is
:mod:`presidency_scraper.demo.replica.routes`, which takes more spellings than these.
"""

from typing import Final

from presidency_scraper.demo.replica.content import Item
from presidency_scraper.demo.replica.vocabulary import CALENDAR, LABELS, STANDING, TONGUES, Edition

#: What the desktop edition puts behind an article's or another page's address.
_GLUED: Final = {"bg": "", "en": "&lang=en"}
_ASKED: Final = {"bg": "", "en": "?lang=en"}


def article_path(item: Item, edition: Edition, language: str | None = None) -> str:
    """Return where *edition* links to an article, in another *language* if one is named.

    >>> from presidency_scraper.demo.replica import read_items
    >>> item = next(item for item in read_items() if item.id == "en/news/83")
    >>> article_path(item, "mobile")[:14], article_path(item, "www")[:9]
    ('/en/news83/Po-', '/news83/P')
    >>> article_path(item, "www")[-13:]
    '.html&lang=en'
    """
    tongue = language or item.language
    page = f"/{item.section}{item.number}/{item.slug}.html"
    return page + _GLUED[tongue] if edition == "www" else f"/{tongue}{page}"


def listing_path(
    edition: Edition, language: str, section: str, label: str | None = None, page: int = 1
) -> str:
    """Return where *edition* links to a page of a listing.

    >>> listing_path("text", "bg", "news", "vicepresident", 3)
    '/bg/news/vicepresident/page/3'
    >>> listing_path("www", "en", "news", page=2), listing_path("www", "bg", "photo-gallery")
    ('/news/all/2?lang=en', '/photo-gallery/page/1')
    """
    root = f"/{section}/{label}" if label else f"/{section}"
    if edition != "www":
        return f"/{language}{root}/page/{page}"
    turn = "all" if root == "/news" else "page"
    return f"{root}/{turn}/{page}{_ASKED[language]}"


def section_path(edition: Edition, language: str, section: str) -> str:
    """Return what the menu of *edition* links to for a section.

    >>> section_path("www", "en", "news"), section_path("text", "bg", "news")
    ('/news/?lang=en', '/bg/news/')
    """
    return f"/{section}/{_ASKED[language]}" if edition == "www" else f"/{language}/{section}/"


def calendar_path(language: str, number: int) -> str:
    """Return where a page of the calendar stands, in all editions."""
    return f"/{language}/calendar/{number}"


def menu_links(edition: Edition, language: str) -> list[tuple[str, str]]:
    """Return what the menu of *edition* leads to: addresses and words."""
    sections = LABELS[language].items()
    links = [(section_path(edition, language, section), word) for section, word in sections]
    return [*links, (calendar_path(language, 0), CALENDAR[language]), *STANDING[language]]


def tongue_links(edition: Edition, item: Item | None) -> list[tuple[str, str]]:
    """Return where *edition* shows an article, or else the news, in each language."""
    return [(_elsewhere(edition, item, language), word) for language, word in TONGUES.items()]


def _elsewhere(edition: Edition, item: Item | None, language: str) -> str:
    if edition != "www":
        news = section_path(edition, language, "news")
        return article_path(item, edition, language) if item else news
    glued = f"{article_path(item, 'www', 'bg')}&lang={language}" if item else ""
    return glued or f"/news/?lang={language}"
