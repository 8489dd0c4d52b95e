"""The words printed on president.bg's pages that are not text of an article.

From the stored public copies of its pages (2018 to 2026) where a comment does not say otherwise.
"""

import re
from functools import lru_cache

#: Stands above the teasers of every article: "ОЩЕ ОТ НОВИНИ", "MORE FROM NEWS".
_MORE_FROM = re.compile(r"(?:още от|more from)\s+(?P<section>\S.{0,40})", re.I)
_MORE = re.compile(r"\W*(?:(?:още|more)\b|\Z)", re.I)

#: First words of the footer, in the order they are printed.
_FOOTER = frozenset(
    [
        "открито управление",
        "e-документи",  # with a Latin e, as printed
        "е-документи",
        "послание за нова българия",
        "българската коледа",
        "подкрепи една мечта",
        "награда джон атанасов",
        "спортувай с президента",
        "консултативен съвет за национална сигурност",
        "полезни връзки",
        "useful links",
    ]
)

_TWO_COUNTERS = re.compile(r"\s[0-9]{1,2}\s[0-9]{1,3}\Z")
#: Minutes, seconds, hours and years, cut short.
_CUT = re.compile(r"(?<=\d\s(?:мин|сек|min|sec))\.\Z|(?<=\d\s[гч])\.\Z")
#: Ornaments and marks at the edges of a label.
EDGES = " \t:.,;|»«›‹→←↑↓⬆⬇▲▼★☆⭐👁…•·*-–—/\\<>+()[]#¶§_=~"
_SYMBOLS = re.compile(r"^\W+|\W+$")
#: Words before a date that is not that of the publication.
_UPDATED = re.compile(
    r"\b(?:обновен|актуализ|промяна|променен|генерир|updated?|modified|generated)\w*\W*"
    r"(?:(?:на|on|at)\W*)?\Z",
    re.I,
)
#: What stands before or over a link to an article beside this one.
_BESIDE = re.compile(
    r"(?:предишн[аио]|следващ[аио]|свързан[аио]|подобн[аио]|previous|prev|next|related|similar|"
    r"older|newer|по-стар[аио]|по-нов[аио]|последни новини|още новини|други новини|най-четен[аио]|"
    r"latest news|more news|other news|most read|вижте също|виж също|прочетете също|прочети също|"
    r"още по темата|по темата|see also|read also)\b",
    re.I,
)
_ARROWS = "»«›‹→←⇒⇐>"
_MONTHS = (
    "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември|january|"
    "february|march|april|may|june|july|august|september|october|november|december"
)
#: When something was said: "3 март 2015 г.", "24.05.2017", "May 24, 2018".
_WHEN = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?|"
    rf"(?:{_MONTHS})(?: \d{{1,2}},)? \d{{4}})(?!\w)(?: ?(?:г\.?|година)(?!\w))?",
    re.I,
)
#: Where something was said has no more words: "Гербова зала на „Дондуков“ 2".
_LONGEST_PLACE = 5
_MONTH = re.compile(r"[^\W\d_]{3,10}\.?\s+(?:19|20)\d\d(?:\s*г\.?)?")

#: What the institution calls itself, in a banner or a title; never the headline of an article.
_INSTITUTION = frozenset(
    "президент на република българия|президентство на република българия|"
    "президент на републиката|president of the republic of bulgaria|"
    "presidency of the republic of bulgaria".split("|")
)

#: Links to these share the page; none reads on.
_SHARING = re.compile(
    r"^(?:viber|whatsapp|tg|fb-messenger|sms):|"
    r"^(?:https?:)?//(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin|pinterest|instagram|youtube|"
    r"whatsapp|telegram|addthis|addtoany|tumblr|reddit|plus\.google)\.(?:com|me|org)(?:[/?:]|$)|"
    r"^(?:https?:)?//t\.me(?:[/?]|$)",
    re.I,
)


@lru_cache(maxsize=2**11)
def more_from(text: str) -> str | None:
    """Return the section that a label of teasers names, in lower case; None for any other text.

    >>> more_from("» ОЩЕ ОТ НОВИНИ:"), more_from("Президентът замина за Токио")
    ('новини', None)
    """
    found = _MORE_FROM.fullmatch(_SYMBOLS.sub("", text).casefold()) if len(text) < 80 else None
    return found["section"] if found else None


def opens_more(text: str) -> bool:
    """Tell whether *text* may be the first line of such a label: "ОЩЕ ОТ", or an ornament."""
    return _MORE.match(text) is not None


def is_sharing(href: str) -> bool:
    """Tell whether *href* mails, calls, scripts, jumps within the page or shares it."""
    bare = href.strip().lower()
    return stays(href) or bare.startswith(("mailto:", "tel:")) or _SHARING.match(bare) is not None


def stays(href: str) -> bool:
    """Tell whether *href* leads nowhere but to this very page: empty, an anchor, a script."""
    bare = href.strip().lower()
    return not bare or bare.startswith(("#", "javascript:"))


def is_institution(text: str) -> bool:
    """Tell whether *text* is the name of the institution and nothing else."""
    return bare(text) in _INSTITUTION


def is_footer(text: str) -> bool:
    """Tell whether *text* opens or continues the footer."""
    return bare(text) in _FOOTER


def is_updated(text: str) -> bool:
    """Tell whether *text* ends by announcing the date of a change or a print."""
    return _UPDATED.search(text) is not None


def is_beside(text: str) -> bool:
    """Tell whether *text* leads to another article by word or arrow: "Предишна", "« ..."."""
    return _BESIDE.match(text.lstrip(EDGES)) is not None or (
        text != "" and (text[0] in _ARROWS or text[-1] in _ARROWS)
    )


def is_month(text: str) -> bool:
    """Tell whether *text* is a month and a year, as a heading over a group of entries."""
    return _MONTH.fullmatch(text) is not None


def is_place_and_date(text: str) -> bool:
    """Tell whether *text* is a day, with a place before it or behind it or not.

    >>> is_place_and_date("София, 3 март 2015 г."), is_place_and_date("24.05.2017, Ню Йорк")
    (True, True)
    >>> is_place_and_date("Среща с ученици на 3 март 2015"), is_place_and_date("Март")
    (False, False)
    """
    found = _WHEN.search(text)
    if found is None:
        return False
    before, after = text[: found.start()].strip(" ,("), text[found.end() :].strip(" ,).")
    apart = len(before.split()) < 2 or text[: found.start()].rstrip(" (").endswith(",")
    return apart and not (before and after) and len((before or after).split()) <= _LONGEST_PLACE


def is_open(text: str) -> bool:
    """Tell whether *text* has no end as a sentence, a salutation or an announcement has one."""
    return not is_sentence(text) and not text.endswith((",", ";", ":"))


def is_sentence(text: str) -> bool:
    """Tell whether *text* ends as a sentence does, quoted or not."""
    return text.rstrip('”“"»)’').endswith((".", "!", "?", "…"))


def without_cut(text: str) -> str:
    """Leave out the dot that cuts the last word of *text* short, and ends nothing.

    >>> without_cut("Време за четене: 2 мин."), without_cut("Чака десет минути.")
    ('Време за четене: 2 мин', 'Чака десет минути.')
    """
    return text[:-1] if _CUT.match(text, len(text) - 1) else text


def strip_bullet(text: str) -> str:
    """Leave out the ornaments around *text*.

    >>> strip_bullet("• Среща"), strip_bullet("» Среща »")
    ('Среща', 'Среща')
    """
    return text.strip(" •·»›→▪►■★*|")


def without_counters(text: str) -> str:
    """Leave out two small numbers that end *text*, where letters stand before them.

    >>> without_counters("Среща на „Дондуков“ 2 0 13"), without_counters("0 3")
    ('Среща на „Дондуков“ 2', '0 3')
    """
    found = _TWO_COUNTERS.search(text)
    rest = text[: found.start()] if found else ""
    return rest if any(map(str.isalpha, rest)) else text


def bare(text: str) -> str:
    """Return *text* in lower case, without ornaments and marks at its edges."""
    return text.strip(EDGES).casefold()
