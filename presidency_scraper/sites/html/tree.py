"""Makes the tree of a page: one ``parsel.Selector``, which all that read it are handed."""

import re

from lxml.etree import _Element
from parsel import Selector

_PARAGRAPH_END = re.compile(r"</[pP]\s*>")
_BREAK_END = re.compile(r"</[bB][rR]\s*>")
#: What stands behind each ``</p>`` in the tree: an instruction, which no selector names.
_MARK = "p"


def parse_html(html: str) -> Selector:
    """Return the tree of *html*, a decoded page. Never raises for bad markup.

    A ``</p>`` that closes nothing makes a paragraph in a browser, and libxml2 drops it: so where
    one stood is marked. A ``</br>`` breaks the line there, and is dropped as well.

    >>> page = parse_html("<p>a</p><p>b</p>c</p>d")
    >>> page.css("p + p::text").getall(), sum(map(ends_paragraph, page.root.iter()))
    (['b'], 3)
    """
    html = _PARAGRAPH_END.sub(f"</p><?{_MARK}>", html)
    return Selector(_BREAK_END.sub("<br>", html), type="html")


def ends_paragraph(element: _Element) -> bool:
    """Tell whether *element* marks the end of a paragraph: newer libxml2 makes a comment of it."""
    if isinstance(element.tag, str):
        return False
    return getattr(element, "target", None) == _MARK or element.text == f"?{_MARK}"
