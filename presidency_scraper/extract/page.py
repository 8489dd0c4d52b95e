"""Bytes and their URL to a record: decoded once, here, for crawl and rebuild alike. Pure."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import chain

from parsel import Selector
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from presidency_scraper.errors import (
    AbsentPageError,
    EncodingError,
    LayoutError,
    PageError,
    UrlError,
)
from presidency_scraper.extract.outlinks import find_outlinks
from presidency_scraper.items import Article, Damage, Entry, Listing, Moment, Outlink, Page
from presidency_scraper.sites.base import Kind, Layout, PageRequest, Source
from presidency_scraper.sites.dates import is_ahead
from presidency_scraper.sites.html.traverse import read_blocks
from presidency_scraper.sites.html.tree import parse_html

#: What the site was written in before UTF-8: letters outside of it came out as "?".
_FALLBACK = "windows-1251"
#: Letters of other languages, which are what other encodings have in the place of capitals.
_NOT_BULGARIAN = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџ]")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_WORD, _CYRILLIC, _LATIN = re.compile(r"\w+"), re.compile("[Ѐ-ӿ]"), re.compile("[A-Za-z0-9]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def extract_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    seen_at: datetime | None,
    source: Source,
) -> Page:
    """Return what the page at *url* says.

    *body* is without content encoding, *content_type* the header as sent, *seen_at* the moment
    of capture (aware; None: no date is held against it). Raises PageError and its kin: UrlError,
    EncodingError, LayoutError, AbsentPageError, DateError.
    """
    page = parse_page(body, content_type)
    return _read_request(page, page_request(url, seen_at=seen_at, source=source), source)


def _read_request(page: Selector, request: PageRequest, source: Source) -> Page:
    """Return what *page* says that *request* brought; the dates on it are in *request* then."""
    try:
        return _checked(_read(page, request))
    except LayoutError as error:
        is_article = request.facts.kind is Kind.ARTICLE
        if is_article and any(map(source.site.says_absent, _lines_of(page))):
            raise AbsentPageError(f"the page says that it is not there ({error})") from error
        raise


_Read = tuple[Page, tuple[Outlink, ...]]


def read_with_links(
    url: str, content_type: str | None, body: bytes, seen_at: datetime, source: Source
) -> _Read:
    """Return what a page says and links to. Raises PageError and its kin.

    What the same bytes said before is remembered, unless they print a date that lies ahead.
    """
    with suppress(PageError):
        said, dates = _read_at_any_time(url, content_type, body, source)
        if not any(is_ahead(moment, seen_at) for moment in dates):
            return said
    return _read_tree(parse_page(body, content_type), url, seen_at, source)[0]


@lru_cache(maxsize=2**8)  # the pages of a night, which most often are those of the night before
def _read_at_any_time(
    url: str, content_type: str | None, body: bytes, source: Source
) -> tuple[_Read, Sequence[Moment]]:
    return _read_tree(parse_page(body, content_type), url, None, source)


def _read_tree(
    tree: Selector, url: str, seen_at: datetime | None, source: Source
) -> tuple[_Read, Sequence[Moment]]:
    request = page_request(url, seen_at=seen_at, source=source)
    page = _read_request(tree, request, source)
    outlinks = find_outlinks(tree, url, source.site.parse_url, source.origin)
    return (page, outlinks), request.dates


def page_request(url: str, *, seen_at: datetime | None, source: Source) -> PageRequest:
    """Return what is known of the page at *url* before it is read. Raises UrlError."""
    facts = source.facts(url)
    if facts.kind not in (Kind.ARTICLE, Kind.LISTING):
        raise UrlError(f"{url} is no article and no listing but {facts.kind}")
    edition = source.site.editions[source.edition]
    return PageRequest(url, facts, source.origin, edition, seen_at)


def _read(page: Selector, request: PageRequest) -> Page:
    """Ask one layout after the other; what the last one says of a page is the answer."""
    *strict, last = request.edition.layouts
    for layout in strict:
        with suppress(LayoutError):
            return read_by(layout, page, request)
    return read_by(last, page, request)


def read_by(layout: Layout, page: Selector, request: PageRequest) -> Page:
    """Return what *layout* reads on *page*. Raises PageError and its kin."""
    listed = request.facts.kind is Kind.LISTING
    return (layout.read_listing if listed else layout.read_article)(page, request)


def _lines_of(page: Selector) -> Iterator[str]:
    """Yield the title of *page*, and each line that a reader sees on it."""
    read = read_blocks(page)
    yield read.title
    yield from (block.text for block in read.blocks)


def parse_page(body: bytes, content_type: str | None = None) -> Selector:
    """Return the tree of an HTML page, the only one that is made of it. Raises EncodingError."""
    return parse_html(decode_page(body, content_type))


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """Return the text of an HTML page.

    UTF-8 wherever the bytes are UTF-8, whatever is declared (Cyrillic in windows-1251 never is
    by chance); else as the BOM, the header or the page declares; else windows-1251, which is
    often declared to be windows-1252. A page that is UTF-8 but for a few cut letters keeps a
    replacement character where they stood.

    >>> decode_page("Вето".encode("windows-1251"))
    'Вето'
    >>> decode_page("Вето".encode(), "text/html; charset=windows-1251")
    'Вето'
    """
    bom, mark = read_bom(body)
    rest = body[len(mark) :] if mark else body
    for name in chain([bom or "utf-8", "utf-8"], _declared(rest, content_type)):
        if (text := _try_decode(rest, name)) is not None:
            return text
    if _is_mostly_utf8(rest) or _means_utf8(rest, content_type):
        return rest.decode("utf-8", errors="replace")
    text = _try_decode(rest, _FALLBACK)
    if text is None or _NOT_BULGARIAN.search(text):
        raise EncodingError("the page is neither UTF-8, nor what it declares, nor windows-1251")
    return text


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """What the header and the page declare, but for what cannot write what stands there."""
    if _is_mostly_utf8(body):
        return
    names = [
        http_content_type_encoding(content_type) if content_type else None,
        html_body_declared_encoding(body),
    ]
    for name in names:
        if name and (_writes_bulgarian(name) or _is_western(body)):
            yield name


def _is_western(body: bytes) -> bool:
    """Tell whether most words that were Cyrillic in windows-1251 would be so in part only.

    >>> _is_western("José Barroso, £5".encode("cp1252")), _is_western("Жозе".encode("cp1251"))
    (True, False)
    """
    words = _WORD.findall(body.decode(_FALLBACK, errors="replace"))
    words = [word for word in words if _CYRILLIC.search(word)]
    mixed = sum(bool(_LATIN.search(word)) for word in words)
    return mixed > len(words) - mixed


def _writes_bulgarian(encoding: str) -> bool:
    try:
        return bool("Щастие".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def _try_decode(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_mostly_utf8(body: bytes, least: int = 20) -> bool:
    good = len(_MULTIBYTE.findall(body))
    bad = body.decode("utf-8", errors="replace").count(_REPLACEMENT)
    return good > least * bad


def _means_utf8(body: bytes, content_type: str | None) -> bool:
    """Tell whether it is UTF-8 with a cut letter, by what it declares: English has few others."""
    declared = http_content_type_encoding(content_type) if content_type else None
    declared = declared or html_body_declared_encoding(body)
    return declared == "utf-8" and _is_mostly_utf8(body, least=1)


def _checked(page: Page) -> Page:
    """Refuse what is damaged of the page's own; of what it says of others, the field is lost."""
    if isinstance(page, Listing):
        page = replace(page, entries=tuple(map(_without_damage, page.entries)))
    else:
        page = replace(page, teasers=tuple(map(_without_damage, page.teasers)))
    if any(text and _REPLACEMENT in text for text in _texts(page)):
        raise EncodingError("letters of the text are cut or damaged: they cannot be decoded")
    return page


def _without_damage(entry: Entry) -> Entry:
    texts = {"headline": entry.headline, "lead": entry.lead}
    lost = [name for name, text in texts.items() if text and _REPLACEMENT in text]
    if not lost:
        return entry
    said = (Damage(EncodingError.kind, f"letters of its {name} are damaged") for name in lost)
    return replace(
        entry,
        headline=None if "headline" in lost else entry.headline,
        lead=None if "lead" in lost else entry.lead,
        damage=(*entry.damage, *said),
    )


def _texts(page: Page) -> Iterator[str | None]:
    """Yield all that *page* says of itself, dates and addresses aside: they are ASCII."""
    if isinstance(page, Article):
        yield page.headline
        yield from page.paragraphs
        yield from (image.caption for image in page.images)
