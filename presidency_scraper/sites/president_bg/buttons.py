"""The words of what stands amid a text or under it and is none: buttons, and heads of other things.

None was seen on a stored page; these are what they are called on the web at large.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from presidency_scraper.sites.president_bg.words import EDGES, bare, is_beside, without_cut

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
#: Where a page is shared, in lower case.
NETWORKS = (
    "facebook|twitter|linkedin|viber|telegram|whatsapp|instagram|youtube|pinterest|messenger|tiktok|"
    r"tumblr|google(?: plus|\+)|фейсбук|туитър|вайбър|инстаграм|пинтерест"
)
_PAGE = r"(?:новина|стати[яи]|страница|публикация|материал|текст|article|news|page|post)(?:т?а)?"
#: The same, of words that are no text wherever they stand alone.
_ONE_BUTTON = (
    r"(?:(?:сподел(?:и|ете|яне)|изпрат(?:и|ете)|препоръчай(?:те)?|share|send)"
    rf"(?: (?:тази|този|това|this|линк|{_PAGE}))*"
    r"(?: (?:в|във|на|с|по|чрез|on|in|via|by|to))?"
    rf"(?: (?:приятели?|имейл|e-?mail|поща(?:та)?|a friend|социалните мрежи|x|{NETWORKS}))?|"
    r"(?:(?:по)?следвай(?:те)?|следете|намерете|харесай(?:те)?) (?:ни|страницата ни)"
    r"(?: (?:в|във|на) .+)?|(?:follow|like|find) us(?: on .+)?|"
    r"(?:(?:нашият )?канал(?:ът)?(?: ни)?|(?:по)?следвайте президента) "
    rf"(?:в|във|на) (?:{NETWORKS})|tweet|e-?mail|туитн(?:и|ете)|pin it|{NETWORKS}|"
    rf"(?:(?:от|раз)?печатай|принтирай)(?: {_PAGE})?|печат|(?:версия )?за печат|"
    r"print(?: this)?(?: page| version)?|"
    r"(?:копирай|copy)(?: (?:връзката|линка?|адреса|link|url))?|копиране на (?:линка|връзката)|"
    r"(?:свали|изтегли|запази)(?:те)? (?:като |в )?pdf|харесай|харесва ми|"
    r"(?:добави|напиши|остави) коментар|коментирай(?: пръв| първи)?|вашият коментар|затвори|close|"
    r"абонирай(?:те)? се(?: за .+)?|бюлетин|subscribe|newsletter|rss(?: емисия)?|"
    r"реклам[аи]|advertisements?|спонсорирано(?: съдържание)?|sponsored(?: content)?|"
    r"размер на (?:шрифта|текста)|(?:font|text) size|(?:увеличи|намали) (?:шрифта|текста)|"
    r"шрифт\W+малък среден голям|версия за слабовиждащи|контрастна версия|висок контраст|"
    rf"(?:тъмен|нощен) режим|(?:чуй|(?:про)?слушай)(?:те)?(?: {_PAGE})?|"
    r"listen(?: to th(?:is|e) article)?|play|"
    r"(?:време за (?:четене|прочит)|четене|time to read|reading time)\W+\d+ \w+|"
    r"(?:чете се|прочит) за \d+ \w+|гласувай|"
    r"оцен(?:и|ете)(?: тази)? (?:статия|новина|страница)(?:та)?|"
    r"(?:прочети|прочетете|виж|вижте|покажи) "
    r"(?:още(?: по темата)?|повече|нататък|(?:цялата|целия) (?:новина|статия|публикация|текст))|"
    r"(?:виж|вижте|отвори|към) (?:галерията|снимките|(?:всички|още) снимки)|"
    r"(?:read|see|show|view|load) (?:more|gallery)|continue reading|вход|log ?in|sign in|"
    r"(?:назад|обратно|върни се(?: назад)?|връщане) към (?:всички |списъка с )?"
    r"(?:новини(?:те)?|началото|началната страница|списъка)|(?:go )?back to (?:news|list)|"
    r"регистрация|търсене|search|меню|menu)"
)
_BUTTON = re.compile(rf"{_ONE_BUTTON}(?:\W+{_ONE_BUTTON})*|(?:шрифт\W+)?[aа][+-]?(?:\W*[aа][+-]?)+")
_COUNTED = (
    r"(?:(?:брой )?преглед(?:и|ана|ано)|преглеждания|видяна|видяно|прочет(?:ена|ено)|прочитания|"
    r"посещения|посетена|гледания|четения|харесвания|споделяния|споделена|снимки|видео|коментари|"
    r"гласове|views|viewed|reads?|hits|visits|likes|shares|photos|videos|comments)"
)
_COUNTS = (
    r"(?:прегледа|прегледи|пъти|снимки|снимка|видео|коментара?|харесвания|споделяния|гласа|"
    r"(?:мин(?:ути|\.)?) четене|views|reads|likes|shares|"
    r"times|photos?|videos?|comments?|min read|minutes? read)"
)
_AGO = r"преди \d+ (?:мин|минути|час|часа|ден|дни)"
_SURE_COUNTER = re.compile(
    rf"{_COUNTED}\W*\d[\d\s.,]*{_COUNTS}?|снимка \d+ от \d+|"
    r"(?:(?:средна )?оценка|рейтинг|rating)\W+\d[\d.,]*(?:\W+\d+)?(?: гласа)?"
)
_COUNTER = re.compile(
    rf"{_SURE_COUNTER.pattern}|\d[\d\s.,]*{_COUNTS}|\d{{1,3}}|\d[\d.,]*\s*/\s*\d+|"
    rf"{_AGO}|\d+ мин"
)
#: A button has no more letters than this.
_LONGEST_BUTTON = 60
_MARKS = "|·•/"
_PARTS = re.compile(rf"\s*[{_MARKS}]\s*")
_COLON = re.compile(r"\s*:(?!\d)\s*")
_PARTED = re.compile(f"[{_MARKS}:]")

#: Data about the article: such a word, and what it says: "Категория: Новини", "Обновена на ...".
_DONE_TO_IT = r"(?:обновен|актуализиран|променен|публикуван|написан|генериран|прочетен)[ао]?"
_PUT_THERE = r"(?:създаден|добавен|качен|редактиран)[ао]?"
_DONE_TO_IT_IN_ENGLISH = "updated|modified|published|posted|generated|written|submitted"
_CREDITED = (
    "автори?|снимк[аи]|фото|фотограф|източни(?:к|ци)|authors?|photos?|photo credits?|credits?|"
    "photographer|sources?"
)
_SAID_OF_IT = (
    rf"(?:{_CREDITED}|етикети?|тагове|ключови думи|категори[яи]|рубрика|последна промяна|"
    r"последна (?:актуализация|редакция)|последно обновяване|дата на публикуване|"
    r"сподели|споделете|сподели в|споделете в|"
    r"последвайте ни|tags?|keywords|category|categories|last updated?|"
    rf"last modified|share|share on|follow us|{_DONE_TO_IT}|{_DONE_TO_IT_IN_ENGLISH})\s*:.*"
)
_SURE_META = re.compile(
    rf"{_SAID_OF_IT}|(?:{_DONE_TO_IT}|{_PUT_THERE})"
    rf"(?::|\s+(?:на|в):?)?\s*(?:\d[\d.:,\s]*(?:[гч]\.?)?|{_AGO})",
    re.I,
)
_META = re.compile(
    rf"{_SAID_OF_IT}|(?:раздел|оценка|рейтинг|дата|section|rating|date(?: created)?)\s*:.*|"
    rf"по материали? на \w+|{_DONE_TO_IT}(?:\s+(?:на|от|в|преди):?\s.*|\Z)|"
    rf"(?:{_DONE_TO_IT_IN_ENGLISH})(?:\s+(?:on|by|at|in)\s.*|\Z)",
    re.I,
)
_CREDIT = re.compile(rf"(?:{_CREDITED})\s*:\s*(?P<who>.*)", re.I)
_LONGEST_META = 100
#: Who is named in a credit has no more words; with more it is a sentence that begins like one.
_LONGEST_NAME = 5
#: What stands over pictures, films or files, and nothing else.
_OVER_FILES = re.compile(
    r"(?:снимки|снимка|видео|фотогалерия|фото галерия|галерия|photos|photo gallery|gallery|video)"
    r"(?: (?:от|с|from|of)\b.*)?|(?:(?:прикачени|приложени|свързани) )?(?:файлове|документи)"
    r"(?: за (?:изтегляне|сваляне))?|(?:attached )?(?:files|documents)|attachments?|downloads?"
)


@lru_cache(maxsize=2**11)
def is_control(text: str) -> bool:
    """Tell whether *text* is all of a button, a share link, a counter or an ornament, or of many.

    A line of three asterisks or more parts the text and belongs to it.

    >>> is_control("Печат | Изпрати на приятел »"), is_control("3 снимки"), is_control("Водещ:")
    (True, True, False)
    """
    if text.count("*") > 2:
        return False
    return _is_all(_is_one_control, text) or all(map(_is_one_control, text.split()))


def _is_all(is_one: Callable[[str], bool], text: str) -> bool:
    """Tell whether *text* is one such thing, or several: "Размер на шрифта: А А А"."""
    if is_one(text):
        return True
    return _PARTED.search(text) is not None and all(
        is_one(part) or all(map(is_one, _COLON.split(part))) for part in _PARTS.split(text)
    )


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
    text = without_cut(text)
    said = len(text) > _LONGEST_BUTTON or text.endswith((".", "!", "?")) or not bare(text)
    return not said and _is_all(_is_one_button, text)


def _is_one_button(text: str) -> bool:
    word = bare(text)
    return (
        not word
        or _BUTTON.fullmatch(word) is not None
        or _SURE_COUNTER.fullmatch(word) is not None
        or _SURE_META.fullmatch(text.lstrip(EDGES)) is not None
    )


@lru_cache(maxsize=2**11)
def is_meta(text: str) -> bool:
    """Tell whether *text* is data about the article and nothing of it: "Автор: Пресцентър"."""
    text = without_cut(text)
    if len(text) > _LONGEST_META or text.endswith(("!", "?", ".")):
        return False
    return _META.fullmatch(text.lstrip(EDGES)) is not None


def credits_somebody(text: str) -> bool | None:
    """Tell whether *text* says no more than whose a picture is; None where it may be a sentence.

    >>> credits_somebody("Снимка: Иван Иванов."), credits_somebody("Румен Радев")
    (True, False)
    >>> credits_somebody("Автор: на идеята е кметът на града, който я представи пред гостите.")
    """
    found = _CREDIT.fullmatch(text)
    if found is None:
        return False
    who = found["who"]
    named = not who or not who[0].islower()
    return True if named and len(who.split()) <= _LONGEST_NAME else None


def says_over_links(text: str) -> bool:
    """Tell whether *text* by its words heads links, pictures or files below it.

    >>> says_over_links("Свързани новини"), says_over_links("Прикачени файлове:")
    (True, True)
    >>> says_over_links("Снимки от събитието"), says_over_links("Румен Радев")
    (True, False)
    """
    over_files = _OVER_FILES.fullmatch(bare(text)) is not None
    return over_files or is_beside(text) or is_control(text)
