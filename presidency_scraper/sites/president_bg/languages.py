"""In which language a page of www came, whatever its address asks for.

There the language of an address without one follows a cookie or an earlier page, and a page of
news6311 (2021) is stored in English under a Bulgarian address. Signs are the label of the teasers,
the letters of what teasers or entries announce, and those of the text. A headline alone may be
English on a Bulgarian page, and months are mixed: both are no sign.
"""

import re
from collections.abc import Iterable, Iterator

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Entry, Listing, Page
from presidency_scraper.sites.base import PageRequest
from presidency_scraper.sites.html.blocks import Blocks
from presidency_scraper.sites.president_bg.links import is_label, without_chrome

_NAMES = {"bg": "Bulgarian", "en": "English"}
#: Fewer letters than these are no sign: an abbreviation, a name.
_FEWEST = 10
#: Runs of letters, with a fraction among them perhaps.
_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u04ff]+")


def check_label(page: Blocks, request: PageRequest) -> None:
    """Raise LayoutError where the label of the teasers is in another language than asked for."""
    if request.edition.keeps_language:
        dated = [block for block in page.blocks if block.date]
        labels = [block.text for block in without_chrome(page.blocks, dated) if is_label(block)]
        _check({found for label in labels if (found := written_in([label]))}, request)


def check_language(page: Page, request: PageRequest) -> None:
    """Raise LayoutError where what was read is in another language than asked for."""
    if request.edition.keeps_language:
        texts = page.paragraphs if isinstance(page, Article) else ()
        known = {sign for sign in (written_in(_announced(page)), written_in(texts)) if sign}
        if not known and isinstance(page, Article) and (sign := written_in([page.headline])):
            known = {sign}
        _check(known, request)


def written_in(texts: Iterable[str]) -> str | None:
    """Return the language that most letters of *texts* belong to, None where they are too few.

    >>> written_in(["Президентът Радев се срещна с Aleksandar Vučić", "ОЩЕ ОТ НОВИНИ"])
    'bg'
    >>> written_in(["MORE FROM NEWS"]), written_in(["2025", "НАТО"])
    ('en', None)
    """
    text = " ".join(texts)
    letters = sum(map(_count_letters, _LETTERS.findall(text)))
    if letters < _FEWEST:
        return None
    cyrillic = sum(map(len, _CYRILLIC.findall(text)))
    return "bg" if 2 * cyrillic > letters else "en"


def _count_letters(run: str) -> int:
    return len(run) if run.isalpha() else sum(map(str.isalpha, run))


def _announced(page: Page) -> Iterator[str]:
    entries: tuple[Entry, ...] = page.entries if isinstance(page, Listing) else page.teasers
    for entry in entries:
        yield from (text for text in (entry.headline, entry.lead) if text)


def _check(signs: set[str], request: PageRequest) -> None:
    if len(signs) > 1:
        raise LayoutError("the page is in Bulgarian and in English: which it is cannot be told")
    asked = request.language or ""
    for sign in signs - {asked}:
        raise LayoutError(f"the page came in {_NAMES[sign]}; {_NAMES[asked]} was asked for")
