"""What HTML itself says of an element: whether it breaks the line, is hidden, heads, is no text.

Class names are never looked at, nor any other habit of a site.
"""

import re
from dataclasses import replace

from lxml.etree import _Element

from presidency_scraper.sites.html.nodes import Node, Style

BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html "
    "legend li main marquee menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul".split()
)
UNSEEN = frozenset(
    "script style noscript template head title svg math iframe object embed audio video "
    "canvas map select option optgroup textarea button input datalist meta link base".split()
)
#: Regions that HTML itself calls something other than the text of the page.
CHROME = frozenset(["nav", "footer", "form", "aside", "dialog", "menu"])
#: The same in the words of WAI-ARIA.
_CHROME_ROLES = frozenset(
    "alertdialog banner complementary contentinfo dialog menu menubar navigation search toolbar "
    "tooltip".split()
)
_HEADING = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(["b", "strong", "big"])
#: Elements that say something of the letters in them, or of a picture.
NOTED = _BOLD | frozenset(_HEADING) | CHROME | {"a", "figcaption", "img", "pre"}
#: Whether an element breaks the line, of those that do nothing else and that pages are full of.
PLAIN = dict.fromkeys(BREAKING - NOTED - {"br"}, True) | dict.fromkeys(
    "a span i em u s small sub sup font code cite abbr time label tt strike ins del q".split(),
    False,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ICON = re.compile("[a-z][a-z0-9_]*")
_DISPLAY = re.compile(r"display\s*:\s*(inline|block|flex|grid|table|list-item)\b(?!-)", re.I)
#: The level libxml2 stops at (2,048, counted from 1 at the document).
_DEEPEST = 2047


def is_unseen(tag: str, style: Style) -> bool:
    """Tell whether readers see nothing of *tag*; the button in a heading unfolds a text."""
    if tag in UNSEEN:
        return tag != "button" or not style.heading
    return not isinstance(tag, str)  # a comment


def is_hidden(element: _Element) -> bool:
    """Tell whether an attribute of *element* hides it."""
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and _is_icon(element))
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _is_icon(element: _Element) -> bool:
    """Tell whether *element* holds a sign and no text: "→", or the name of one that a font draws.

    All else that is hidden from screen readers is seen by everybody else.
    """
    text = "".join(map(str, element.itertext())).strip()
    return (element.tag == "i" and _ICON.fullmatch(text) is not None) or not any(
        map(str.isalnum, text)
    )


def breaks_by_style(element: _Element) -> bool | None:
    """Tell whether the style of *element* starts a new line, None where it says nothing of it."""
    display = _DISPLAY.search(element.get("style", ""))
    return display[1].lower() != "inline" if display else None


def style_in(node: Node) -> Style:
    """Return the style of the letters in *node*, whose own is still that around it."""
    tag, around = node.tag, node.style
    return Style(
        heading=_HEADING.get(tag, around.heading),
        bold=around.bold or tag in _BOLD,
        caption=around.caption or tag == "figcaption",
        pre=around.pre or tag == "pre",
        chrome=node if is_chrome(tag, node.parent.tag if node.parent else None) else around.chrome,
    )


def is_chrome(tag: str, around: str | None) -> bool:
    """Tell whether HTML calls *tag* something else than text; a quotation's footer is text.

    *around* is the tag of the element that it stands in, if in one.
    """
    return tag in CHROME and not (tag == "footer" and around == "blockquote")


def style_by_role(node: Node, element: _Element) -> Style:
    """Return the style in *node*, whose *element* may name a role that is no text."""
    apart = element.get("role", "").strip().lower() in _CHROME_ROLES
    return replace(node.style, chrome=node) if apart else node.style


def is_cut(root: _Element) -> bool:
    """Tell whether the parser dropped the rest of the page: libxml2 does, of tags nested too deep.

    It stops where it does, so that is the last element of all.
    """
    depth, element = 0, root
    while len(element):
        depth, element = depth + 1, element[-1]
    return depth >= _DEEPEST
