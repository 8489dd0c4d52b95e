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

#: What buttons and links around an article are called on the web at large (none was seen on the
#: stored pages, which are text only). A block that is one of these and nothing else is no text at
#: either end of it; amid it these words may be text.
_CONTROLS = frozenset(
    "назад|обратно|напред|нагоре|към началото|начало|коментари|comments|предишна|следваща|"
    "предишна новина|следваща новина|виж още|виж повече|вижте още|вижте повече|прочети|"
    "прочети повече|прочетете повече|още|повече|цялата новина|подробности|галерия|снимки|"
    "всички новини|дата|заглавие|раздел|date|title|section|gallery|photos|videos|all news|back|"
    "next|previous|top|back to top|to top|home|more|read more|see more|view more|details|like|"
    "x|save|запази|a a a|ааа|aaa|a+ a-|a- a+|a+ a a-|pdf|rss|ч|часа|г".split("|")
)
_NETWORKS = (
    "facebook|twitter|linkedin|viber|telegram|whatsapp|instagram|youtube|pinterest|messenger|tiktok|"
    r"tumblr|google(?: plus|\+)|фейсбук|туитър|вайбър|инстаграм|пинтерест"
)
#: The same, of words that are no text wherever they stand alone.
_BUTTON = re.compile(
    r"(?:сподел(?:и|ете|яне)|изпрат(?:и|ете)|последвай(?:те)? ни|share|send|follow us)"
    r"(?: (?:тази|новината|новина|статията|страницата|this|article|news|page))*"
    r"(?: (?:в|във|на|с|по|чрез|on|in|via|by|to))?"
    rf"(?: (?:приятел|имейл|e-?mail|a friend|{_NETWORKS}))?|tweet|e-?mail|{_NETWORKS}|"
    r"печат|(?:от|раз)печатай|принтирай|(?:версия )?за печат|print(?: this page| version)?|"
    r"копирай(?: връзката| линка)?|copy link|харесай|харесва ми|коментирай|затвори|close|"
    r"абонирай(?:те)? се(?: за .+)?|бюлетин|subscribe|newsletter|реклам[аи]|advertisements?|"
    r"спонсорирано(?: съдържание)?|sponsored(?: content)?|размер на (?:шрифта|текста)|"
    r"(?:font|text) size|(?:чуй|слушай)(?:те)? (?:статията|новината)|listen to th(?:is|e) article|"
    r"(?:прочети|прочетете|виж|вижте|покажи) (?:още|повече|цялата новина|целия текст)|"
    r"(?:read|see|show|view|load) more|continue reading"
)
_COUNTED = (
    r"(?:прегледи|прегледана|видяна|видяно|прочетена|прочетено|посещения|посетена|снимки|видео|"
    r"коментари|гласове|views|viewed|reads?|hits|visits|photos|videos|comments)"
)
_COUNTS = (
    r"(?:прегледа|прегледи|пъти|снимки|снимка|видео|коментара|коментар|мин\.? четене|views|reads|"
    r"times|photos?|videos?|comments?|min read|minutes? read)"
)
_SURE_COUNTER = re.compile(rf"{_COUNTED}\W*\d[\d\s.,]*{_COUNTS}?")
_COUNTER = re.compile(rf"{_SURE_COUNTER.pattern}|\d[\d\s.,]*{_COUNTS}|\d{{1,3}}")
_TWO_COUNTERS = re.compile(r"\s[0-9]{1,2}\s[0-9]{1,3}\Z")
_EDGES = " \t:.,;|»«›‹→←↑↓…•·*-–—/\\<>+()[]#¶§_=~"
_SYMBOLS = re.compile(r"^\W+|\W+$")
#: A button has no more letters than this.
_LONGEST_BUTTON = 60
_PARTS = re.compile(r"\s*[|·•/]\s*")

#: Data about the article: such a word, and what it says: "Категория: Новини", "Обновена на ...".
_SAID_OF_IT = (
    r"(?:етикети?|тагове|ключови думи|категори[яи]|рубрика|автори?|снимк[аи]|фото|последна промяна|"
    r"последна актуализация|последно обновяване|сподели|споделете|сподели в|споделете в|"
    r"последвайте ни|tags?|keywords|category|categories|author|photos?|photo credit|last updated?|"
    r"last modified|share|share on|follow us|(?:обновен|актуализиран|променен|публикуван|написан|"
    r"генериран|прочетен)[ао]?|updated|modified|published|posted|generated|written|submitted)\s*:.*"
)
_SURE_META = re.compile(_SAID_OF_IT, re.I)
_META = re.compile(
    rf"{_SAID_OF_IT}|(?:раздел|оценка|рейтинг|дата|section|rating|date)\s*:.*|"
    r"(?:обновен|актуализиран|променен|публикуван|написан|генериран|прочетен)[ао]?"
    r"(?:\s+(?:на|от|в)\s.*|\Z)|"
    r"(?:updated|modified|published|posted|generated|written|submitted)"
    r"(?:\s+(?:on|by|at|in)\s.*|\Z)",
    re.I,
)
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


@lru_cache(maxsize=2**11)
def is_control(text: str) -> bool:
    """Tell whether *text* is all of a button, a share link, a counter or an ornament, or of many.

    A line of three asterisks or more parts the text and belongs to it.

    >>> is_control("Печат | Изпрати на приятел »"), is_control("3 снимки"), is_control("Водещ:")
    (True, True, False)
    """
    if text.count("*") > 2:
        return False
    return all(map(_is_one_control, _PARTS.split(text))) or all(map(_is_one_control, text.split()))


def _is_one_control(text: str) -> bool:
    word = bare(text)
    return (
        not word
        or word in _CONTROLS
        or _BUTTON.fullmatch(word) is not None
        or _COUNTER.fullmatch(word) is not None
    )


@lru_cache(maxsize=2**11)
def is_button(text: str) -> bool:
    """Tell whether *text* is no text wherever it stands: it unfolds, shares, counts or signs.

    >>> is_button("Прочети още »"), is_button("Още"), is_button("Прочетете още веднъж закона.")
    (True, False, False)
    >>> is_button("Коментари (3) / Автор:"), is_button("Facebook Twitter"), is_button("Водещ:")
    (True, True, False)
    """
    said = len(text) > _LONGEST_BUTTON or text.endswith((".", "!", "?")) or not bare(text)
    return not said and (
        all(map(_is_one_button, _PARTS.split(text))) or all(map(_is_one_button, text.split()))
    )


def _is_one_button(text: str) -> bool:
    word = bare(text)
    return (
        not word
        or _BUTTON.fullmatch(word) is not None
        or _SURE_COUNTER.fullmatch(word) is not None
        or _SURE_META.fullmatch(text.lstrip(_EDGES)) is not None
    )


@lru_cache(maxsize=2**11)
def is_meta(text: str) -> bool:
    """Tell whether *text* is data about the article and nothing of it: "Автор: Пресцентър"."""
    found = _META.fullmatch(text.lstrip(_EDGES))
    return found is not None and len(text) <= 100 and not text.endswith(("!", "?", "."))


def is_updated(text: str) -> bool:
    """Tell whether *text* ends by announcing the date of a change or a print."""
    return _UPDATED.search(text) is not None


def is_beside(text: str) -> bool:
    """Tell whether *text* leads to another article by word or arrow: "Предишна", "« ..."."""
    return _BESIDE.match(text.lstrip(_EDGES)) is not None or (
        text != "" and (text[0] in _ARROWS or text[-1] in _ARROWS)
    )


def is_month(text: str) -> bool:
    """Tell whether *text* is a month and a year, as a heading over a group of entries."""
    return _MONTH.fullmatch(text) is not None


def is_open(text: str) -> bool:
    """Tell whether *text* has no end as a sentence, a salutation or an announcement has one."""
    return not is_sentence(text) and not text.endswith((",", ";", ":"))


def is_sentence(text: str) -> bool:
    """Tell whether *text* ends as a sentence does, quoted or not."""
    return text.rstrip('”“"»)’').endswith((".", "!", "?", "…"))


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
    return text.strip(_EDGES).casefold()
