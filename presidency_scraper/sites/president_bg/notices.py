"""The words of what a web site says to its reader, where they only hint at what a line is.

None was seen on a stored page; these are what stands around articles on the web at large. A line
that has such words may be text or not, and is refused for a person to look at.
"""

import re
from functools import lru_cache

from presidency_scraper.sites.president_bg.buttons import NETWORKS, is_control, is_meta
from presidency_scraper.sites.president_bg.words import is_open, is_sentence

#: How the words begin that furniture is called by, wherever they stand in it.
_HALF_KNOWN = re.compile(
    r"\b(?:коментар|публикуван|споде[лн]|последвай|следвай|абон|бюлетин|реклам|спонсор|навигац|меню\b|"
    r"търсен|вход\b|изход\b|регистрац|връзк|таг(?:ове)?\b|етикет|ключови|категори|рубрик|страниц|архив|"
    r"галери|фотогалер|още\b|виж(?:те)?\b|проч[еи]т|прегле[дж]|свързан|подобн|предишн|следващ|начало|"
    r"нагоре|назад|обратн|(?:от|раз)?печат|принт|копира[йн]|препоръч(?:ай|ани)|изтегл|сваля|прикачен|"
    r"файл|шрифт|размер|достъпност|бисквит|"
    r"поверителн|контакт|карта(?: на|\Z)|полезн|последни|най-(?:чет|нов|глед)|календар|условия|"
    r"права|език|мобилн|версия|видео|аудио|снимк[аи]\Z|автор|източник|гласувай|харесва(?:й|ния)|туит|"
    r"(?:горещи|водещи|топ|всички) новини|разгъни|rss|url|pdf|qr|към (?:списъка|върха)\Z|"
    r"\A(?:документи|приложения|анкета|акценти|отвори|скрий)\Z|"
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
    r"\A#\w|\b(?:бул|ул|blvd|str|street)\b|\d:\d\d\s*/\s*\d|"
    r"(?:виж(?:те)?|прочет\w+|see|view|read) (?:още|повече|all|more)\b",
    re.I,
)
#: A line of more words that has one of these may well be text: "Права на човека и сигурност".
_FEW_WORDS = 3
#: Of these even a line of more words is hardly text, where it stands by itself.
_HINTS = re.compile(
    r"\b(?:коментар|споде[лн]|(?:по)?следвай|абон|бюлетин|реклам|етикет|таг(?:ове)?\b|"
    r"още (?:от|по|с)\b|виж(?:те)?\b|прочет(?:и|ете|ено)\b|авторът?\b|снимк[аи] \d|видеото\b|"
    r"изтегл|сваля|шрифт|бисквит|имейл|линк|(?:на|в) страницата\Z|четене\Z|галерията\b|"
    r"по информация на\b|последно обновен|comment|share\b(?! of)|subscri|newsletter|advert|"
    r"cookie|click|might also|more from\b|read more)",
    re.I,
)
#: A line of at most so many words speaks to the reader where it has one of the words below.
_LINE = 8
_TO_READER = re.compile(
    rf"\b(?:в|във|на|on|in|via) (?:{NETWORKS})\Z|\b(?:ваши|сво)ят? имейл\b|\bпо имейл\Z|"
    r"\bлинк\b|\A(?:вие сте тук|you are here|(?:you )?may also |може да (?:ви интерес|харесате)|"
    r"ключови думи|(?:още )?по темата|за хора с увреждания\Z|в сила от \d|линкът е )",
    re.I,
)
#: Said while something is done, or when it was; and what is asked of a reader.
_ASKED = re.compile(
    r"\A(?:зареждане|loading|моля, изчакайте|please wait|копиран[оа]?|copied)\W*\Z|"
    r"(?:полезн|харесва).* (?:информация|стати|страниц)|(?:информация|стати|страниц).* полезн|"
    r"(?:this|the) (?:page|article|information) (?:helpful|useful)|да получавате нашите новини",
    re.I,
)
#: What a reader is called upon to do: „Получавайте новините по имейл“.
_CALL = re.compile(r"[^\W\d_]{3,}[йе]те\b(?! ли\b)")
_LONGEST_CALL = 6
#: Who wrote or put it into another language, where that alone is said.
_WRITTEN_BY = re.compile(
    r"(?i:(?:текст|редактор|превод|репортер|кореспондент):|by|пост от|post by)"
    r"(?: [A-ZА-Я][\w.-]+){1,3}"
)
#: Sentences of these are the web site's, and no president's; in lower case, as every text is
#: asked, and the search is twice as fast so.
_OF_THE_SITE = re.compile(
    r"\b(?:бисквитк|cookies?\b|(?:за|към|нашия) бюлетин|newsletter|javascript|google (?:news|play)|"
    r"app store|последвайте ни|следете ни|follow us|абонирайте се|subscribe|(?:на|в) нашия сайт|"
    r"on our (?:web ?)?site|click here|(?:натиснете|кликнете) тук|all rights reserved|"
    r"всички права запазени|(?:няма|още няма|напишете|оставете) коментар|(?:no|a) comments?\b|"
    r"грешка в текста|вашият браузър|your browser)|©"
)


@lru_cache(maxsize=2**11)
def is_half_known(text: str, *, heads: bool = False) -> bool:
    """Tell whether *text* is furniture by all that its words say, though not by every one.

    >>> is_half_known("Още снимки"), is_half_known("Образование")
    (True, False)
    >>> said = "Още снимки от срещата"
    >>> is_half_known(said), is_half_known(said, heads=True)
    (False, True)
    """
    if is_control(text) or is_meta(text) or _NO_LINE.search(text) or speaks_to_reader(text):
        return True
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    few = heads or len(words) <= _FEW_WORDS
    return few and _HALF_KNOWN.search(text) is not None


def speaks_to_reader(text: str) -> bool:
    """Tell whether *text*, a line, says something to the reader of a web page.

    >>> speaks_to_reader("Нови снимки в Instagram"), speaks_to_reader("Превод: Ана Илиева")
    (True, True)
    >>> speaks_to_reader("Полезна ли беше тази страница?"), speaks_to_reader("Полезна ли беше?")
    (True, False)
    """
    if len(text.split()) > _LINE:
        return False
    said = None if is_sentence(text) else _TO_READER.search(text) or _WRITTEN_BY.fullmatch(text)
    return (said or _ASKED.search(text)) is not None


def is_hinted(text: str) -> bool:
    """Tell whether *text*, a line by itself, has words that texts hardly have, or such a label.

    >>> is_hinted("Текстът продължава след рекламата"), is_hinted("Видео: Иван Иванов и други")
    (True, True)
    >>> is_hinted("Вход за медии от 10 часа"), is_hinted("Права на човека и сигурност")
    (False, False)
    """
    label, colon, said = text.partition(":")
    labelled = bool(colon and said) and label.isalpha() and is_half_known(label)
    return labelled or _is_call(text) or _HINTS.search(text) is not None


def _is_call(text: str) -> bool:
    """Tell whether *text* calls upon somebody and has no end: a reader, more likely than not.

    >>> _is_call("Получавайте новините по пощата"), _is_call("Вижте резултатите:")
    (True, False)
    >>> _is_call("Пазете България!"), _is_call("Президентите на двете страни")
    (False, False)
    """
    few = is_open(text) and len(text.split()) <= _LONGEST_CALL
    return few and _CALL.match(text) is not None


def is_of_site(text: str) -> bool:
    """Tell whether *text* speaks of the web site: "Този сайт използва бисквитки."."""
    return _OF_THE_SITE.search(text.lower()) is not None
