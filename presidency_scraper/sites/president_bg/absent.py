"""Recognises the page that says, with status 200, that what was asked for is not there.

No such page of the site was ever seen; these are the words the web at large uses for it. Asked
only of pages on which no article was found.
"""

import re

_ABSENT = re.compile(
    r"не е намерен[ао]?|не беше намерен[ао]?|не съществува|няма такава (?:страница|новина|статия)|"
    r"премахната страница|page (?:was )?not found|not found|does not exist|no longer available|"
    r"^(?:error|грешка)?\s*404\b",
    re.IGNORECASE,
)
_LONGEST = 160


def says_absent(line: str) -> bool:
    """Tell whether *line*, the title of a page or a line of it, says that the page is not there.

    >>> says_absent("Грешка 404"), says_absent("Страницата не е намерена."), says_absent("Новини")
    (True, True, False)
    """
    return len(line) <= _LONGEST and _ABSENT.search(line) is not None
