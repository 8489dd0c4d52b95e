"""The words of what stands amid a text or under it and is none: buttons, and heads of other things.

None was seen on a stored page; these are what they are called on the web at large.
"""

import re
from functools import lru_cache

from presidency_scraper.sites.president_bg.words import EDGES, bare, is_beside

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
_ONE_BUTTON = (
    r"(?:(?:сподел(?:и|ете|яне)|изпрат(?:и|ете)|share|send)"
    r"(?: (?:тази|новината|новина|статията|страницата|страница|this|article|news|page))*"
    r"(?: (?:в|във|на|с|по|чрез|on|in|via|by|to))?"
    rf"(?: (?:приятели?|имейл|e-?mail|a friend|социалните мрежи|{_NETWORKS}))?|"
    r"(?:последвай(?:те)?|следвай(?:те)?|следете) ни(?: (?:в|във|на) .+)?|follow us(?: on .+)?|"
    rf"tweet|e-?mail|{_NETWORKS}|печат|(?:от|раз)печатай|принтирай|(?:версия )?за печат|"
    r"print(?: this page| version)?|копирай(?: връзката| линка)?|copy link|харесай|харесва ми|"
    r"коментирай|вашият коментар|затвори|close|абонирай(?:те)? се(?: за .+)?|бюлетин|subscribe|"
    r"newsletter|реклам[аи]|advertisements?|спонсорирано(?: съдържание)?|sponsored(?: content)?|"
    r"размер на (?:шрифта|текста)|(?:font|text) size|"
    r"(?:чуй|слушай)(?:те)?(?: статията| новината)?|listen(?: to th(?:is|e) article)?|play|"
    r"(?:време за четене|time to read|reading time)\W+\d+ \w+\.?|"
    r"(?:прочети|прочетете|виж|вижте|покажи) "
    r"(?:още(?: по темата)?|повече|цялата новина|целия текст)|"
    r"(?:read|see|show|view|load) more|continue reading|вход|log ?in|sign in|регистрация|търсене|"
    r"search|меню|menu)"
)
_BUTTON = re.compile(rf"{_ONE_BUTTON}(?:\W+{_ONE_BUTTON})*|(?:шрифт\W+)?[aа][+-]?(?:\W?[aа][+-]?)+")
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
#: A button has no more letters than this.
_LONGEST_BUTTON = 60
_PARTS = re.compile(r"\s*[|·•/]\s*")

#: Data about the article: such a word, and what it says: "Категория: Новини", "Обновена на ...".
_DONE_TO_IT = r"(?:обновен|актуализиран|променен|публикуван|написан|генериран|прочетен)[ао]?"
_DONE_TO_IT_IN_ENGLISH = "updated|modified|published|posted|generated|written|submitted"
_CREDITED = (
    "автори?|снимк[аи]|фото|фотограф|източни(?:к|ци)|authors?|photos?|photo credits?|credits?|"
    "photographer|sources?"
)
_SAID_OF_IT = (
    rf"(?:{_CREDITED}|етикети?|тагове|ключови думи|категори[яи]|рубрика|последна промяна|"
    r"последна актуализация|последно обновяване|сподели|споделете|сподели в|споделете в|"
    r"последвайте ни|tags?|keywords|category|categories|last updated?|"
    rf"last modified|share|share on|follow us|{_DONE_TO_IT}|{_DONE_TO_IT_IN_ENGLISH})\s*:.*"
)
_SURE_META = re.compile(_SAID_OF_IT, re.I)
_META = re.compile(
    rf"{_SAID_OF_IT}|(?:раздел|оценка|рейтинг|дата|section|rating|date)\s*:.*|"
    rf"{_DONE_TO_IT}(?:\s+(?:на|от|в)\s.*|\Z)|"
    rf"(?:{_DONE_TO_IT_IN_ENGLISH})(?:\s+(?:on|by|at|in)\s.*|\Z)",
    re.I,
)
_CREDIT = re.compile(rf"(?:{_CREDITED})\s*:\s*(?P<who>.*)", re.I)
#: Who is named in a credit has no more words; with more it is a sentence that begins like one.
_LONGEST_NAME = 5
#: How the words begin that furniture is called by, wherever they stand in it.
_HALF_KNOWN = re.compile(
    r"\b(?:коментар|публикуван|споде[лн]|последвай|следвай|абон|бюлетин|реклам|спонсор|навигац|меню\b|"
    r"търсен|вход\b|изход\b|регистрац|връзк|таг(?:ове)?\b|етикет|ключови|категори|рубрик|страниц|архив|"
    r"галери|фотогалер|още\b|виж(?:те)?\b|проч[еи]т|прегле[дж]|свързан|подобн|предишн|следващ|начало|"
    r"нагоре|назад|обратн|(?:от|раз)?печат|принт|изтегл|сваля|прикачен|файл|шрифт|размер|достъпност|бисквит|"
    r"поверителн|контакт|карта(?: на|\Z)|полезн|последни|най-(?:чет|нов|глед)|календар|условия|"
    r"права|език|мобилн|версия|видео|аудио|снимк[аи]\Z|автор|източник|"
    r"comment|publish|post(?:s|ed)\b|sharing\b|share\b(?! of)|follow|subscri|newsletter|advert|"
    r"sponsor|navigat|menu\b|search|log(?:in| in|out)\b|sign (?:in|up)|regist|links?\b|tags?\b|"
    r"keyword|categor|archive|galler|more\b|see\b|view|read|relat|similar|previous|next\b|home\b|top\b|"
    r"back\b|print|download|attach|files?\b|font|text size|accessib|cookie|privacy|contact|"
    r"site ?map|useful|latest|recent|most\b|feedback|calendar|terms|rights|language|mobile|"
    r"version|video|audio|photos?\Z|author|source|popular|trending|recommend)",
    re.I,
)
#: An address, the clock of a player, an invitation to more: no line of a text.
_NO_LINE = re.compile(
    r"\b(?:бул|ул|blvd|str|street)\b|\d:\d\d\s*/\s*\d|"
    r"(?:виж(?:те)?|прочет\w+|see|view|read) (?:още|повече|all|more)\b",
    re.I,
)
#: A line of more words that has one of these may well be text: "Права на човека и сигурност".
_FEW_WORDS = 3
#: Sentences of these are the web site's, and no president's.
_OF_THE_SITE = re.compile(
    r"\b(?:бисквитк|cookies?\b|(?:за|към|нашия) бюлетин|newsletter|javascript|google (?:news|play)|"
    r"app store|последвайте ни|следете ни|follow us|абонирайте се|subscribe|(?:на|в) нашия сайт|"
    r"on our (?:web ?)?site|click here|(?:натиснете|кликнете) тук|all rights reserved|"
    r"всички права запазени|(?:няма|още няма|напишете|оставете) коментар|(?:no|a) comments?\b|"
    r"грешка в текста|вашият браузър|your browser)|©",
    re.I,
)
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
    return not said and all(map(_is_one_button, _PARTS.split(text)))


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
    found = _META.fullmatch(text.lstrip(EDGES))
    return found is not None and len(text) <= 100 and not text.endswith(("!", "?", "."))


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


@lru_cache(maxsize=2**11)
def is_half_known(text: str, *, heads: bool = False) -> bool:
    """Tell whether *text* is furniture by all that its words say, though not by every one.

    >>> is_half_known("Още снимки"), is_half_known("Образование")
    (True, False)
    >>> said = "Още снимки от срещата"
    >>> is_half_known(said), is_half_known(said, heads=True)
    (False, True)
    """
    if is_control(text) or is_meta(text) or _NO_LINE.search(text):
        return True
    few = heads or len(text.split()) <= _FEW_WORDS
    return few and _HALF_KNOWN.search(text) is not None


def is_of_site(text: str) -> bool:
    """Tell whether *text* speaks of the web site: "Този сайт използва бисквитки."."""
    return _OF_THE_SITE.search(text) is not None


def says_over_links(text: str) -> bool:
    """Tell whether *text* by its words heads links, pictures or files below it.

    >>> says_over_links("Свързани новини"), says_over_links("Прикачени файлове:")
    (True, True)
    >>> says_over_links("Снимки от събитието"), says_over_links("Румен Радев")
    (True, False)
    """
    over_files = _OVER_FILES.fullmatch(bare(text)) is not None
    return over_files or is_beside(text) or is_control(text)
