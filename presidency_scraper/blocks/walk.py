"""Makes blocks of a page's HTML in one walk over its tree."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from lxml import etree

from presidency_scraper.blocks.making import make_blocks
from presidency_scraper.blocks.markup import (
    BREAKING,
    NOTED,
    PLAIN,
    TELLING,
    base_of,
    breaks_by_style,
    is_cut,
    is_hidden,
    is_unseen,
    style_in,
    title_of,
)
from presidency_scraper.blocks.nodes import Node, Style
from presidency_scraper.blocks.page import BareLink, Blocks, Picture, Selected
from presidency_scraper.blocks.selectors import parse_selector
from presidency_scraper.blocks.words import Run, count_letters
from presidency_scraper.text import clean_text

#: A ``</p>`` that closes nothing makes a paragraph in a browser; libxml2 drops it.
_PARAGRAPH_END = re.compile(r"</p\s*>", re.I)
#: Parses as parsel does, without its classes of elements: Python is asked for each one's.
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
_PLAIN = Style()
#: Stands behind each page: where it begins, all of the page has ended.
_OUTSIDE = etree.Element("outside")
_OUTSIDE.append(etree.Element("end"))


def parse_blocks(html: str, selectors: Mapping[str, str] | None = None) -> Blocks:
    """Return the blocks of *html*, a decoded page. Never raises for bad markup.

    *selectors* are CSS as :func:`parse_selector` understands it, by the name under which what they
    select is found in ``selected``; what readers do not see is never selected.
    """
    return _Walk(_parse_tree(html), selectors or {}).run()


def _parse_tree(html: str) -> etree._Element:
    whole = _PARAGRAPH_END.sub("</p><br>", html).strip().replace("\x00", "")
    root = etree.fromstring(whole.encode() or b"<html/>", _PARSER)
    return etree.fromstring(b"<html/>", _PARSER) if root is None else root


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, root: etree._Element, selectors: Mapping[str, str]) -> None:
        self.root = root
        self.selectors = [(name, parse_selector(css)) for name, css in selectors.items()]
        self.page = Blocks(title=title_of(root), base=base_of(root), is_cut=is_cut(root))
        self.page.selected = {name: [] for name in selectors}
        self.runs: list[Run] = []  # of the open line, which begins with a letter
        self.pictured = False  # whether a picture stands in it
        self.line = 0
        self.letters = 0  # how many runs with letters came before it
        self.links: dict[Node, int] = {}  # open ones, and how many runs came before them
        self.bare: list[tuple[Node, int]] = []

    def run(self) -> Blocks:
        """Go through the elements as they begin; where one begins, those before it have ended."""
        top, node = self.root, self._open(self.root, None)
        if node is not None:
            self._select(node, top)
            self._text(top.text or " ", node)
        around: list[tuple[etree._Element, Node | None]] = [(_OUTSIDE, None)]
        for element in chain(self.root.iterdescendants(), _OUTSIDE):
            parent = element.getparent()
            while parent is not top:
                if node is not None:
                    if node.breaks and (self.runs or self.pictured):
                        self._end_line(node.style)
                    if node.href is not None and self.links:
                        self._close_link(node)
                text = top.tail
                top, node = around.pop()
                if text and node and (self.runs or not text.isspace() or node.style.pre):
                    self._text(text, node)
            around.append((top, node))
            top = element
            if node is None:
                continue
            breaks = PLAIN.get(element.tag)
            if breaks is None or not TELLING.isdisjoint(element.keys()):
                node = self._open(element, node)
                if node is None:
                    continue
            else:
                if breaks and (self.runs or self.pictured):
                    self._end_line(node.style)
                node = Node(element.tag, node, breaks, node.style, node.link)
            if self.selectors:
                self._select(node, element)
            text = element.text
            if text and (self.runs or not text.isspace() or node.style.pre):
                self._text(text, node)
        self._end_line(_PLAIN)
        self._measure()
        self.page.bare_links = list(self._bare_links())
        return self.page

    def _open(self, element: etree._Element, parent: Node | None) -> Node | None:
        """Return what *element* is within *parent*; None where readers do not see it."""
        tag, style = element.tag, parent.style if parent else _PLAIN
        telling = not TELLING.isdisjoint(element.keys())
        if is_unseen(tag, style) or (telling and is_hidden(element)):
            return None
        ends_line = tag in BREAKING or "-" in tag
        if telling and (told := breaks_by_style(element)) is not None:
            ends_line = told
        if tag == "br" and style.heading and parent:
            ends_line = False
            self._text(" ", parent)  # a heading on two lines is one heading
        if ends_line:
            self._end_line(style)
        node = Node(tag, parent, ends_line, style, parent.link if parent else None)
        if tag in NOTED:
            self._note(node, element)
        return node

    def _select(self, node: Node, element: etree._Element) -> None:
        for name, selector in self.selectors:
            if selector.matches(element):
                self.page.selected[name].append(Selected(node, element.get("href")))

    def _close_link(self, node: Node) -> None:
        if self.links.pop(node, None) == self._count_letters():
            self.bare.append((node, self._next_index()))

    def _note(self, node: Node, element: etree._Element) -> None:
        if node.tag == "img":
            self._picture(element, node)
        elif node.tag != "a":
            node.style = style_in(node)
        elif (href := element.get("href")) is not None:
            node.link, node.href = node, href
            self.page.hrefs.append(href)
            if not (text := element.text) or text.isspace():  # it may be round a picture
                self.links[node] = self._count_letters()

    def _count_letters(self) -> int:
        return self.letters + count_letters(self.runs)

    def _next_index(self) -> int:
        return len(self.page.blocks) + bool(self.runs)

    def _picture(self, element: etree._Element, node: Node) -> None:
        for around in node.chain():
            around.pictures += 1
        words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
        self.pictured = True
        self.page.pictures.append(
            Picture(
                before=self._next_index(),
                line=self.line,
                node=node,
                source=element.get("src", ""),
                words=tuple(word for word in words if word),
                chrome=node.style.chrome,
            )
        )

    def _text(self, text: str, node: Node) -> None:
        """Add the letters of *text*, which stand in *node*, to the open line."""
        if node.style.pre and "\n" in text:
            self._lines(text.split("\n"), node)
        elif self.runs or not text.isspace():
            self.runs.append((text, node))

    def _lines(self, lines: Sequence[str], node: Node) -> None:
        for number, line in enumerate(lines):
            if number:
                self._end_line(node.style)
            self._text(line, node)

    def _end_line(self, style: Style) -> None:
        """Make blocks of the open line, at the end of which *style* holds."""
        if not self.runs and not self.pictured:
            return
        if self.runs:
            blocks = self.page.blocks
            blocks += make_blocks(self.runs, style, self.line, len(blocks))
            self.letters += count_letters(self.runs)
            self.runs = []
        self.line += 1
        self.pictured = False

    def _measure(self) -> None:
        """Note in the elements around the blocks where these stand."""
        blocks = self.page.blocks
        for block in blocks:
            node: Node | None = block.node
            while node is not None and node.first < 0:
                node.first = block.index
                node = node.parent
        for block in reversed(blocks):
            node = block.node
            while node is not None and node.end < 0:
                node.end = block.index + 1
                node = node.parent

    def _bare_links(self) -> Iterator[BareLink]:
        for node, before in self.bare:
            around = next((one for one in node.chain() if one.first >= 0), None)
            inside = around is not None and around.holds(before)
            yield BareLink(before if inside else before - 1, node.href or "")
