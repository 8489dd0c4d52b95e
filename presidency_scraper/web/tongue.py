"""In which language the pages speak, Bulgarian or English, and their words in both. Pure.

What stands in the templates is English; ``words.toml`` has the Bulgarian for it.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

#: The cookie by which a reader has chosen.
COOKIE = "presidency_language"
LANGUAGES = ("bg", "en")
_ONE = re.compile(r"\s*([A-Za-z]+)[-\w]*\s*(?:;\s*q=([0-9.]+))?\s*")


def language_of(chosen: str | None, accepted: str) -> str:
    """Return the language *chosen*, else what the browser has *accepted* before others, or ``en``.

    >>> language_of(None, "bg-BG,bg;q=0.9,en;q=0.8"), language_of(None, "de, bg;q=0.3, en;q=0.7")
    ('bg', 'en')
    >>> language_of("bg", "en"), language_of("x", "")
    ('bg', 'en')
    """
    if chosen in LANGUAGES:
        return chosen
    found = [match.groups() for part in accepted.split(",") if (match := _ONE.fullmatch(part))]
    known = [(_weight(q), name.lower()) for name, q in found if name.lower() in LANGUAGES]
    return max(known, key=lambda one: one[0], default=(0.0, "en"))[1]


def language_of_request(request: Any | None) -> str:
    """Return the language of the page that answers a request of Datasette."""
    accepted = request.headers.get("accept-language", "") if request else ""
    return language_of(request.cookies.get(COOKIE) if request else None, accepted)


def translate(text: str, language: str) -> str:
    """Return *text* in *language*; what has no translation stays English.

    >>> translate("Search", "bg"), translate("Search", "en"), translate("no such words", "bg")
    ('Търсене', 'Search', 'no such words')
    """
    return _bulgarian().get(text, text) if language == "bg" else text


def _weight(q: str | None) -> float:
    try:
        return float(q) if q else 1.0
    except ValueError:
        return 0.0


@cache
def _bulgarian() -> dict[str, str]:
    source = files("presidency_scraper.web") / "templates" / "words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
