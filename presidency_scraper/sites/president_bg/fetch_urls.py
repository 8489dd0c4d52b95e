"""How each edition of president.bg writes the addresses that a crawl asks for.

Text and mobile spell the language out as a prefix, in every shape. On www no prefix was ever seen.
There a Bulgarian address names no language, which is what the site shows to whom it does not know
(the crawl keeps no cookies); an English one says ``&lang=en`` behind ``.html``, as news6103 (2021)
is stored. Listings have no ``.html`` to glue it to and say ``?lang=en``: a query, like the stored
``?lang=bg&skipMobile=1``, leaves the path as it is. The news of www are counted under
``/news/all/``; its other listings were never seen and are asked for in the shape of text.
What comes in another language than asked for is refused, see ``languages``.
"""

from presidency_scraper.items import ArticleRef, ListingRef
from presidency_scraper.sites.president_bg.urls import LANGUAGES, article_path, neutral_slug


def prefixed_article_url(ref: ArticleRef, slug: str | None, origin: str) -> str:
    """Return the address of an article on text or mobile.

    >>> prefixed_article_url(ArticleRef("bg", "news", 1937), "slug", "https://text.president.bg")
    'https://text.president.bg/bg/news1937/slug.html'
    >>> prefixed_article_url(ArticleRef("en", "news", 1937), None, "https://m.president.bg")
    'https://m.president.bg/en/news1937/news1937.html'
    """
    path = article_path(ref, slug or neutral_slug(ref))
    return f"{origin.rstrip('/')}/{ref.language}{path}"


def prefixed_listing_url(ref: ListingRef, origin: str) -> str:
    """Return the address of a listing page on text or mobile.

    >>> prefixed_listing_url(ListingRef("en", "news", "president", 7), "https://text.president.bg")
    'https://text.president.bg/en/news/president/page/7'
    """
    label = f"/{ref.label}" if ref.label else ""
    return f"{origin.rstrip('/')}/{ref.language}/{ref.section}{label}/page/{ref.page}"


def www_article_url(ref: ArticleRef, slug: str | None, origin: str) -> str:
    """Return the address of an article on www.

    >>> www_article_url(ArticleRef("bg", "news", 1937), "slug", "https://www.president.bg")
    'https://www.president.bg/news1937/slug.html'
    >>> www_article_url(ArticleRef("en", "news", 1937), None, "https://www.president.bg")
    'https://www.president.bg/news1937/news1937.html&lang=en'
    """
    path = article_path(ref, slug or neutral_slug(ref))
    language = "" if ref.language == LANGUAGES[0] else f"&lang={ref.language}"
    return f"{origin.rstrip('/')}{path}{language}"


def www_listing_url(ref: ListingRef, origin: str) -> str:
    """Return the address of a listing page on www.

    >>> www_listing_url(ListingRef("bg", "news", None, 1), "https://www.president.bg")
    'https://www.president.bg/news/'
    >>> www_listing_url(ListingRef("en", "news", None, 7), "https://www.president.bg")
    'https://www.president.bg/news/all/7?lang=en'
    >>> www_listing_url(ListingRef("bg", "news", "president", 7), "https://www.president.bg")
    'https://www.president.bg/news/president/page/7'
    >>> www_listing_url(ListingRef("bg", "photo-gallery", None, 7), "https://www.president.bg")
    'https://www.president.bg/photo-gallery/page/7'
    """
    label = f"{ref.label}/" if ref.label else ""
    turn = "all" if ref.section == "news" and not ref.label else "page"
    page = label if ref.page == 1 else f"{label}{turn}/{ref.page}"
    language = "" if ref.language == LANGUAGES[0] else f"?lang={ref.language}"
    return f"{origin.rstrip('/')}/{ref.section}/{page}{language}"
