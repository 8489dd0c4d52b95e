"""Which menus of a page are taken for one line each.

A menu is a region that HTML itself calls something else than text, with nothing in it but links
and no date. Nobody asks what its links say, and most elements of a page stand in one.
"""

from collections.abc import Iterable

from lxml.etree import _Element
from parsel import Selector

from presidency_scraper.sites.html.elements import CHROME, UNSEEN

#: No more regions of a page are looked at, and none with more elements than a menu has: it takes
#: the longer, the more there are.
_MOST, _LARGEST = 64, 2_000
_MENUS = (
    f"({' | '.join(f'//{tag}' for tag in sorted(CHROME))})[position() <= {_MOST}]"
    "[not(self::footer[parent::blockquote])]"  # the footer of a quotation is text
    f"[count(.//*) <= {_LARGEST}]"
    "[not(.//text()[normalize-space()][not(ancestor::a[@href])])]"
    "[not(re:test(string(), '[0-9]:[0-9]'))]"
)
#: What readers do not see, or not as letters.
_MORE_THAN_LETTERS = (*UNSEEN, "img")


def menus_on(page: Selector, asked: Iterable[_Element] = ()) -> dict[_Element, str]:
    """Return the outermost menus of *page* with their letters, but for those round one of *asked*.

    >>> page = Selector("<nav><a href=/>Home</a></nav><nav>Dial <a href=tel:1>1</a></nav>")
    >>> list(menus_on(page).values())
    ['Home']
    """
    around = _around(asked)
    menus: dict[_Element, str] = {}
    for found in page.xpath(_MENUS):
        menu = found.root
        letters = next(menu.iterdescendants(*_MORE_THAN_LETTERS), None) is None
        if letters and menu not in around and menus.keys().isdisjoint(menu.iterancestors()):
            menus[menu] = found.xpath("string()").get("")
    return menus


def _around(elements: Iterable[_Element]) -> set[_Element]:
    """Return *elements* and all that stand around one of them, each looked at once."""
    around: set[_Element] = set()
    for element in elements:
        outer: _Element | None = element
        while outer is not None and outer not in around:
            around.add(outer)
            outer = outer.getparent()
    return around
