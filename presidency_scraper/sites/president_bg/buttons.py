"""The words of what stands amid a text or under it and is none: buttons, and heads of other things.

None was seen on a stored page; these are what they are called on the web at large.
"""

import re

from presidency_scraper.sites.president_bg.words import bare, is_beside, is_control

#: Buttons that may stand amid the text: the words are none of a text, short as it may be.
_BUTTONS = re.compile(
    r"(?:прочети|прочетете|виж|вижте|покажи) (?:още|повече|цялата новина|целия текст)|"
    r"(?:read|see|show|view|load) more|continue reading|"
    r"(?:сподели|споделете)(?: (?:тази новина|новината|статията|в facebook|във facebook))?|"
    r"share(?: this(?: article| news)?)?"
)
#: What stands over pictures, films or files, and nothing else.
_OVER_FILES = re.compile(
    r"(?:снимки|снимка|видео|фотогалерия|фото галерия|галерия|photos|photo gallery|gallery|video)"
    r"(?: (?:от|с|from|of)\b.*)?|(?:(?:прикачени|приложени|свързани) )?(?:файлове|документи)"
    r"(?: за (?:изтегляне|сваляне))?|(?:attached )?(?:files|documents)|attachments?|downloads?"
)
#: A button has no more letters than this.
_LONGEST = 40


def is_button(text: str) -> bool:
    """Tell whether *text* is a button that unfolds or shares, as no paragraph is.

    >>> is_button("Прочети още »"), is_button("Още"), is_button("Прочетете още веднъж закона.")
    (True, False, False)
    """
    said = len(text) > _LONGEST or text.endswith((".", "!", "?"))
    return not said and _BUTTONS.fullmatch(bare(text)) is not None


def says_over_links(text: str) -> bool:
    """Tell whether *text* by its words heads links, pictures or files below it.

    >>> says_over_links("Свързани новини"), says_over_links("Прикачени файлове:")
    (True, True)
    >>> says_over_links("Снимки от събитието"), says_over_links("Румен Радев")
    (True, False)
    """
    over_files = _OVER_FILES.fullmatch(bare(text)) is not None
    return over_files or is_beside(text) or is_control(text)
