"""Recognises the page that says, with status 200, that what was asked for is not there.

No such page of the site was ever seen; these are the words the web at large uses for it. Asked
only of pages on which no article was found.
"""

import re

from parsel import Selector

from presidency_scraper.sites.html.traverse import read_blocks

_ABSENT = re.compile(
    r"не е намерен[ао]?|не беше намерен[ао]?|не съществува|няма такава (?:страница|новина|статия)|"
    r"премахната страница|page (?:was )?not found|not found|does not exist|no longer available|"
    r"^(?:error|грешка)?\s*404\b",
    re.IGNORECASE,
)
_LONGEST = 160


def says_absent(page: Selector) -> bool:
    """Tell whether the page says that it is not there, in its title or in a line of its own.

    >>> says_absent(Selector("<title>Президент</title><h1>Грешка 404</h1><p>Няма я.</p>"))
    True
    >>> says_absent(Selector("<p>Добре дошли</p>"))
    False
    """
    blocks = read_blocks(page)
    lines = [blocks.title, *(block.text for block in blocks.blocks)]
    return any(len(line) <= _LONGEST and _ABSENT.search(line) for line in lines)
