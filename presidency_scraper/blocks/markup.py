"""What HTML itself says of an element: whether it breaks the line, is hidden, heads, is no text.

Class names are never looked at, nor any other habit of a site.
"""

import re

from lxml.html import HtmlElement

from presidency_scraper.blocks.page import Node
from presidency_scraper.text import clean_text

_BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html "
    "legend li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template head title svg math iframe object embed audio video "
    "canvas map select option optgroup textarea button input datalist meta link base".split()
)
#: Regions that HTML itself calls something other than the text of the page.
_CHROME = frozenset(["nav", "footer", "form", "aside", "dialog", "menu"])
HEADING = {f"h{level}": level for level in range(1, 7)}
BOLD = frozenset(["b", "strong", "big"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DISPLAY = re.compile(r"display\s*:\s*(inline|block|flex|grid|table|list-item)\b(?!-)", re.I)
#: The level libxml2 stops at (2,048, counted from 1 at the document).
_DEEPEST = 2047


def title_of(root: HtmlElement) -> str:
    """The page's names for itself: its title and what it tells social networks."""
    titles = [element.text or "" for element in root.iterfind("head/title")]
    names = [
        element.get("content", "")
        for element in root.iter("meta")
        if element.get("property") == "og:title"
    ]
    return clean_text(" | ".join([*titles, *names]))


def base_of(root: HtmlElement) -> str | None:
    """Where the page says that its links start."""
    return next((element.get("href") for element in root.iter("base") if element.get("href")), None)


def is_unseen(element: HtmlElement, *, in_heading: bool) -> bool:
    """Tell whether readers see nothing of *element*; a heading's button unfolds what is below."""
    if element.tag in _UNSEEN and not (in_heading and element.tag == "button"):
        return True
    attributes = element.attrib
    return len(attributes) > 0 and (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _HIDDEN.search(attributes.get("style", "")) is not None
    )


def is_chrome(node: Node) -> bool:
    """Tell whether HTML calls an element something else than text; a quotation's footer is text."""
    quoted = node.tag == "footer" and node.parent is not None and node.parent.tag == "blockquote"
    return node.tag in _CHROME and not quoted


def breaks(element: HtmlElement) -> bool:
    """Tell whether *element* starts a new line: by its tag, unless its own style says otherwise.

    Custom elements (a dash in the name) count as breaking; Word's ``o:p`` does not.
    """
    if (style := element.get("style")) and (display := _DISPLAY.search(style)):
        return display[1].lower() != "inline"
    return element.tag in _BREAKING or "-" in element.tag


def is_cut(root: HtmlElement) -> bool:
    """Tell whether the parser dropped the rest of the page: libxml2 does, of tags nested too deep.

    It stops where it does, so that is the last element of all.
    """
    depth, element = 0, root
    while len(element):
        depth, element = depth + 1, element[-1]
    return depth >= _DEEPEST
