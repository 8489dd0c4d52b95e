"""The addresses of the library: ``/notice?no=7`` and ``/board?sheet=2``; there are no slugs."""

from urllib.parse import parse_qs, urlsplit

from presidency_scraper.items import ArticleRef, ListingRef
from presidency_scraper.sites.base import Kind, Section, UrlFacts

HOST = "library.example"
ORIGIN = f"https://{HOST}"
SECTION = Section("notices", {"en": "Notices"})


def parse_url(url: str, origin: str | None = None) -> UrlFacts:
    """Tell what *url* is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return UrlFacts(Kind.FOREIGN)
    ours = parts.hostname == HOST
    if not ours and f"{parts.scheme}://{parts.netloc}" != origin:
        return UrlFacts(Kind.FOREIGN)
    edition, asked = "plain" if ours else None, parse_qs(parts.query)
    if parts.path == "/notice" and (number := _number(asked, "no")):
        ref = ArticleRef("en", SECTION.name, number)
        return UrlFacts(Kind.ARTICLE, article=ref, canonical=article_url(ref), edition=edition)
    if parts.path == "/board":
        listing = ListingRef("en", SECTION.name, None, _number(asked, "sheet") or 1)
        return UrlFacts(Kind.LISTING, listing=listing, edition=edition)
    return UrlFacts(Kind.OTHER, edition=edition)


def _number(asked: dict[str, list[str]], name: str) -> int | None:
    value = asked.get(name, [""])[0]
    return int(value) if value.isascii() and value.isdigit() else None


def article_url(ref: ArticleRef, slug: str | None = None) -> str:
    """The address in the database."""
    return fetch_url(ref, slug, ORIGIN)


def fetch_url(ref: ArticleRef, slug: str | None, origin: str) -> str:
    """The address to ask at."""
    return f"{origin}/notice?no={ref.number}"


def listing_url(ref: ListingRef, origin: str) -> str:
    """The address of a sheet of the board."""
    return f"{origin}/board?sheet={ref.page}"


def make_slug(headline: str) -> str:
    """A headline as an address has it: here, not at all."""
    return ""


def says_absent(line: str) -> bool:
    """Whether a line of a page says that there is none."""
    return "no such notice" in line
