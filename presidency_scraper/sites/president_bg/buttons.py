"""The words of what stands amid a text or under it and is none: buttons, and heads of other things.

None was seen on a stored page; these are what they are called on the web at large.
"""

import re

from presidency_scraper.sites.president_bg.words import bare, is_beside, is_control

#: What stands over pictures, films or files, and nothing else.
_OVER_FILES = re.compile(
    r"(?:снимки|снимка|видео|фотогалерия|фото галерия|галерия|photos|photo gallery|gallery|video)"
    r"(?: (?:от|с|from|of)\b.*)?|(?:(?:прикачени|приложени|свързани) )?(?:файлове|документи)"
    r"(?: за (?:изтегляне|сваляне))?|(?:attached )?(?:files|documents)|attachments?|downloads?"
)


def says_over_links(text: str) -> bool:
    """Tell whether *text* by its words heads links, pictures or files below it.

    >>> says_over_links("Свързани новини"), says_over_links("Прикачени файлове:")
    (True, True)
    >>> says_over_links("Снимки от събитието"), says_over_links("Румен Радев")
    (True, False)
    """
    over_files = _OVER_FILES.fullmatch(bare(text)) is not None
    return over_files or is_beside(text) or is_control(text)
