"""Takes the tree of a page apart into lines, in one walk; ``making`` makes blocks of them."""

import re
from collections.abc import Mapping
from itertools import chain

from lxml import etree

from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.assembly import Item, Line, make_page
from presidency_scraper.sites.html.blocks import Blocks, Selected
from presidency_scraper.sites.html.elements import (
    BREAKING,
    NOTED,
    PLAIN,
    TELLING,
    base_of,
    breaks_by_style,
    is_cut,
    is_hidden,
    is_unseen,
    may_be_telling,
    style_in,
    title_of,
)
from presidency_scraper.sites.html.fold import fold_regions
from presidency_scraper.sites.html.nodes import Anchor, Image, Node, Style
from presidency_scraper.sites.html.selectors import parse_selector

#: A ``</p>`` that closes nothing makes a paragraph in a browser; libxml2 drops it.
_PARAGRAPH_END = re.compile(r"</[pP]\s*>")
#: Parses as parsel does, without its classes of elements: Python is asked for each one's.
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
_AROUND_ALL = Style()
#: Stands behind every page: where it begins, all of the page has ended.
_OUTSIDE = etree.Element("outside")
_OUTSIDE.append(etree.Element("end"))


def parse_blocks(
    html: str, selectors: Mapping[str, str] | None = None, *, folded: bool = False
) -> Blocks:
    """Return the blocks of *html*, a decoded page. Never raises for bad markup.

    *folded* says that menus and the like are one block each, and that their links are left out.
    *selectors* are CSS as :func:`parse_selector` understands it, by the name under which what they
    select is found in ``selected``; what readers do not see is never selected.
    """
    source = _source_of(html)
    root = _parse_tree(source)
    title, base, cut = title_of(root), base_of(root), is_cut(root)
    asks_style = may_be_telling(source)
    walk = _Walk(selectors or {}, asks_style=asks_style)
    if folded:
        wanted = [selector.piece for _, selector in walk.selectors]
        fold_regions(root, wanted, asks_style=asks_style)
    page = make_page(walk.lines_in(root))
    page.title, page.base, page.is_cut = title, base, cut
    page.hrefs, page.selected = walk.hrefs, walk.selected
    return page


def _source_of(html: str) -> bytes:
    """Return *html* as it is parsed."""
    return _PARAGRAPH_END.sub("</p><br>", html).strip().encode().replace(b"\x00", b"")


def _parse_tree(source: bytes) -> etree._Element:
    root = etree.fromstring(source or b"<html/>", _PARSER)
    return etree.fromstring(b"<html/>", _PARSER) if root is None else root


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, selectors: Mapping[str, str], *, asks_style: bool) -> None:
        self.selectors = [(name, parse_selector(css)) for name, css in selectors.items()]
        self.tags = {selector.tag for _, selector in self.selectors if selector.own is None}
        classes = [re.escape(selector.own) for _, selector in self.selectors if selector.own]
        self.has_wanted = re.compile("|".join(classes)).search  # in the classes of an element
        self.asks_style = asks_style  # whether an attribute may tell how an element is shown
        self.selected: dict[str, list[Selected]] = {name: [] for name in selectors}
        self.hrefs: list[str] = []
        self.lines: list[Line] = []
        self.bare: list[Node] = []  # the open links without a letter of their own

    def lines_in(self, root: etree._Element) -> list[Line]:
        """Go through the elements as they begin; where one begins, those before it have ended.

        All that most elements need is done in the loop: a call takes a fifth of the time of one.
        """
        lines, bare, line = self.lines, self.bare, list[Item]()
        asks, select = self.asks_style, bool(self.selectors)
        tags, has_wanted = self.tags, self.has_wanted
        top, node = root, self._open(root, None, line)
        if node is not None:
            self._select(node, root)
            self._write(root.text or "\n", node, line)
        around: list[tuple[etree._Element, Node | None]] = [(_OUTSIDE, None)]
        for element in chain(root.iterdescendants(), _OUTSIDE):
            parent = element.getparent()
            while parent is not top:
                if node is not None:
                    if line and node.breaks:
                        lines.append((line, node.style))
                        line = []
                    if bare and node is bare[-1]:
                        line.append(bare.pop())
                text = top.tail
                top, node = around.pop()
                if text and node is not None:
                    if node.style.pre:
                        self._write(text, node, line)
                    elif line or not text.isspace():
                        line.append((text, node))
            around.append((top, node))
            top = element
            if node is None:
                continue
            tag, text = element.tag, element.text
            breaks = PLAIN.get(tag)
            if breaks is None or (asks and not TELLING.isdisjoint(element.keys())):
                node = self._open(element, node, line)
                if node is None:
                    continue
            else:
                if breaks and line:
                    lines.append((line, node.style))
                    line = []
                node = Node(tag, node, breaks, node.style, node.link)
                if tag == "a":
                    self._lead(node, element, line)
            if select and (tag in tags or has_wanted(element.get("class", ""))):
                self._select(node, element)
            if text:
                if node.style.pre:
                    self._write(text, node, line)
                elif line or not text.isspace():
                    line.append((text, node))
        return [*lines, (line, _AROUND_ALL)]

    def _open(self, element: etree._Element, parent: Node | None, line: list[Item]) -> Node | None:
        """Return what *element* is within *parent*; None where readers do not see it."""
        tag, style = element.tag, parent.style if parent else _AROUND_ALL
        telling = not TELLING.isdisjoint(element.keys())
        if is_unseen(tag, style) or (telling and is_hidden(element)):
            return None
        ends_line = tag in BREAKING or "-" in tag
        if telling and (told := breaks_by_style(element)) is not None:
            ends_line = told
        if tag == "br" and style.heading and parent:
            ends_line = False
            self._write(" ", parent, line)  # a heading on two lines is one heading
        if ends_line:
            self._end(line, style)
        node = Node(tag, parent, ends_line, style, parent.link if parent else None)
        if tag in NOTED:
            self._note(node, element, line)
        return node

    def _select(self, node: Node, element: etree._Element) -> None:
        """Note *node* under the names of the selectors that select it."""
        for name, selector in self.selectors:
            if selector.matches(element):
                self.selected[name].append(Selected(node, element.get("href")))

    def _note(self, node: Node, element: etree._Element, line: list[Item]) -> None:
        if node.tag == "img":
            words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
            line.append(Image(node, element.get("src", ""), tuple(filter(None, words))))
        elif node.tag == "a":
            self._lead(node, element, line)
        else:
            node.style = style_in(node)

    def _lead(self, node: Node, element: etree._Element, line: list[Item]) -> None:
        """Note where a link leads."""
        href = element.get("href")
        if href is None:
            return
        node.link = Anchor(href)
        self.hrefs.append(href)
        text = element.text
        if not text or text.isspace():  # it may be round a picture
            line.append(node)
            self.bare.append(node)

    def _end(self, line: list[Item], style: Style) -> None:
        """End the open line, at a place of *style*."""
        if line:
            self.lines.append((line.copy(), style))
            line.clear()

    def _write(self, text: str, node: Node, line: list[Item]) -> None:
        """Add the letters of *text*, which stand in *node*, to the open line."""
        parts = text.split("\n") if node.style.pre else [text]
        for number, part in enumerate(parts):
            if number:
                self._end(line, node.style)
            if line or not part.isspace():
                line.append((part, node))
