"""Every shape of a president.bg URL: which page it is, and how the address of one is written.

A number belongs to one article whatever the slug, so language, section and number say which
article it is; the slug is kept beside them because the canonical URL carries it. The language is
the ``/bg/`` or ``/en/`` prefix, else a ``lang`` glued to the path (``.html&lang=en``), else one
in the query, else Bulgarian. That last step is our choice on www: there the language of a bare
URL follows a cookie, and pages without a parameter have been stored in either language
(news6311, 2021: English). Where a slug is not known, ``news1937`` stands in its place: any
slug selects the number, and this one is read as none.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from presidency_scraper.items import ArticleRef, ListingRef
from presidency_scraper.sites.base import Kind, Section, UrlFacts

#: The sections with articles. English words are those seen printed on pages, hence only one.
SECTIONS = (
    # "other" was seen once, in English: its page 3, with five items of September 2012
    Section("news", {"bg": "НОВИНИ", "en": "NEWS"}, ("president", "vicepresident"), ("other",)),
    Section("speeches-and-statements", {"bg": "РЕЧИ И ИЗЯВЛЕНИЯ"}),
    Section("interviews-president", {"bg": "ИНТЕРВЮТА"}),
    Section("photo-gallery", {"bg": "ФОТО ГАЛЕРИЯ"}),
)
#: Galleries may be pictures and nothing else.
TEXTLESS_SECTIONS = frozenset(["photo-gallery"])
#: What was said, with the place and the date over it or under it.
SPEECHES = frozenset(["speeches-and-statements"])
#: Conversations, which print who speaks.
SPOKEN_SECTIONS = frozenset(["interviews-president"])
LANGUAGES = ("bg", "en")  # the first is what a URL without a language means

#: Host to edition name.
HOSTS = {
    "www.president.bg": "www",
    "president.bg": "www",
    "text.president.bg": "text",
    "m.president.bg": "mobile",
}
CANONICAL_ORIGIN = "https://www.president.bg"

_LABELS = {section.name: (*section.listing_labels, *section.linked_labels) for section in SECTIONS}
_ARTICLE = re.compile(rf"({'|'.join(map(re.escape, _LABELS))})([1-9][0-9]{{0,8}})")
_PAGE = re.compile(r"[1-9][0-9]{0,8}")
_DIGITS = re.compile(r"[0-9]+")
_STANDING = re.compile(r"cat[0-9]+")
_LANG = re.compile(r"(?:^|[&;])lang=(bg|en)(?=$|[&;])")
_EXTENSION = re.compile(r"\.html$", re.IGNORECASE)
#: A path with nothing to take off or to decode but its extension.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+(?:\.html)?")
_GLUE = re.compile(r"[&;?]")  # a question mark in a path was written %3F
#: Browsers drop control characters, read ``\\`` as ``/`` and replace half a character: what they
#: would open is not what is written, so such a URL is not trusted to be the site's.
_DECEPTIVE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=2**10)  # a page is asked several times what its own address is
def parse_url(url: str, origin: str | None = None, unspelled: str = LANGUAGES[0]) -> UrlFacts:
    """Tell what *url* is. Never raises: what is no absolute http(s) URL is foreign.

    *origin* is one more origin (scheme and host, no path) that answers like an edition.
    *unspelled* is the language of a URL that names none: for a link on www, that of its page.
    On the other editions it is always Bulgarian.

    >>> facts = parse_url("http://text.president.bg/en/news287/Pred-BBC.html?utm_source=x#top")
    >>> facts.article.id, facts.slug, facts.edition
    ('en/news/287', 'Pred-BBC', 'text')
    >>> facts.canonical
    'https://www.president.bg/en/news287/Pred-BBC.html'
    >>> parse_url("http://127.0.0.1:8731/news/president/page/7", "http://127.0.0.1:8731").listing
    ListingRef(language='bg', section='news', label='president', page=7)
    >>> parse_url("https://example.org/news287/x.html").kind, parse_url("mailto:a@b").kind
    (<Kind.FOREIGN: 'foreign'>, <Kind.FOREIGN: 'foreign'>)
    """
    parts = _split(url)
    authority = _authority(parts.scheme, parts.netloc) if parts else None
    if parts is None or authority is None:
        return UrlFacts(Kind.FOREIGN)
    edition = HOSTS.get(authority[0])
    if edition is None and authority != _origin_authority(origin):
        return UrlFacts(Kind.FOREIGN)
    names, glued = _segments(parts.path)
    prefix = names.pop(0) if names and names[0] in LANGUAGES else None
    bare = unspelled if edition in (None, "www") else LANGUAGES[0]
    language = prefix or _last_lang(glued) or _last_lang(parts.query) or bare
    return _page_facts(names, language, edition)


def article_url(ref: ArticleRef, slug: str | None = None) -> str:
    """Return the canonical URL of an article: www, https, no parameters, no prefix in Bulgarian.

    >>> article_url(ArticleRef("bg", "news", 1937), "slug")
    'https://www.president.bg/news1937/slug.html'
    >>> article_url(ArticleRef("en", "news", 1937))
    'https://www.president.bg/en/news1937'
    """
    prefix = "" if ref.language == LANGUAGES[0] else f"/{ref.language}"
    return f"{CANONICAL_ORIGIN}{prefix}{article_path(ref, slug)}"


def article_path(ref: ArticleRef, slug: str | None) -> str:
    """Return the path of an article without a language; a slug of None leaves out the last part.

    >>> article_path(ArticleRef("bg", "news", 1937), "slug")
    '/news1937/slug.html'
    """
    tail = f"/{quote(slug, safe='%')}.html" if slug else ""
    return f"/{neutral_slug(ref)}{tail}"


def neutral_slug(ref: ArticleRef) -> str:
    """Return what stands in an address in place of a slug that is not known.

    >>> neutral_slug(ArticleRef("bg", "news", 1937))
    'news1937'
    """
    return f"{ref.section}{ref.number}"


def _split(url: str) -> SplitResult | None:
    """Split an absolute http(s) URL; None for everything else, and for one with a user in it."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:  # unbalanced brackets, letters that normalise to a slash
        return None
    is_plain = parts.scheme in _DEFAULT_PORTS and "@" not in parts.netloc
    return parts if is_plain and not _DECEPTIVE.search(url) else None


@lru_cache(maxsize=2**8)
def _authority(scheme: str, netloc: str) -> tuple[str, int | None] | None:
    """Return host and port, None in place of the scheme's own port; None where it is no host."""
    parts = SplitResult(scheme, netloc, "", "", "")
    try:
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").removesuffix(".")
    return (host, None if port == _DEFAULT_PORTS[scheme] else port) if host else None


def _origin_authority(origin: str | None) -> tuple[str, int | None] | None:
    parts = _split(origin or "")
    return _authority(parts.scheme, parts.netloc) if parts else None


def _segments(path: str) -> tuple[list[str], str]:
    """Return the names in a path, and the parameters glued to them.

    >>> _segments("//en/news6103/./slug.html&lang=en")
    (['en', 'news6103', 'slug'], 'lang=en')
    """
    if _PLAIN_PATH.fullmatch(path):
        return path.removesuffix(".html")[1:].split("/"), ""
    names: list[str] = []
    glued: list[str] = []
    for piece in map(unquote, path.split("/")):
        if piece == "..":
            del names[-1:]
        name, *parameters = _GLUE.split(piece)
        glued += parameters
        if name and piece not in (".", ".."):
            names.append(name)
    if names:
        names[-1] = _EXTENSION.sub("", names[-1])
    return [name for name in names if name], "&".join(glued)


def _last_lang(parameters: str) -> str | None:
    found = _LANG.findall(parameters) if parameters else None
    return found[-1] if found else None


def _page_facts(names: list[str], language: str, edition: str | None) -> UrlFacts:
    """Tell the page by the names in its path, the language taken off."""
    head, rest = (names[0], names[1:]) if names else ("", [])
    if not head:
        return UrlFacts(Kind.FRONT, edition=edition)
    if (match := _ARTICLE.fullmatch(head)) and len(rest) <= 1:
        ref = ArticleRef(language, match[1], int(match[2]))
        slug = quote(rest[0], safe="") if rest and rest[0] != head else None
        url = article_url(ref, slug)
        return UrlFacts(Kind.ARTICLE, article=ref, slug=slug, canonical=url, edition=edition)
    if head in _LABELS and (listing := _listing(language, head, rest)):
        return UrlFacts(Kind.LISTING, listing=listing, edition=edition)
    kind = _other_kind(head, rest)
    image = f"{CANONICAL_ORIGIN}/{'/'.join(map(quote, names))}" if kind is Kind.IMAGE else None
    return UrlFacts(kind, canonical=image, edition=edition)


def _listing(language: str, section: str, rest: list[str]) -> ListingRef | None:
    """Read what follows the section: ``[label] [page|all N]``; without a number, page 1.

    >>> _listing("bg", "news", ["all", "3"])
    ListingRef(language='bg', section='news', label=None, page=3)
    """
    label = rest[0] if rest and rest[0] in _LABELS[section] else None
    match rest[1:] if label else rest:
        case []:
            return ListingRef(language, section, label, 1)
        case ["page" | "all", page] if _PAGE.fullmatch(page):
            return ListingRef(language, section, label, int(page))
        case ["all"]:
            return ListingRef(language, section, label, 1)
    return None


def _other_kind(head: str, rest: list[str]) -> Kind:
    if head == "images" and rest:
        return Kind.IMAGE
    if head == "calendar" and len(rest) <= 1 and all(map(_DIGITS.fullmatch, rest)):
        return Kind.CALENDAR
    if _STANDING.fullmatch(head) and len(rest) <= 2:
        if rest and _DIGITS.fullmatch(rest[0]):
            return Kind.STANDING_ITEM
        return Kind.STANDING if len(rest) <= 1 else Kind.OTHER
    return Kind.OTHER
