"""Makes blocks of a page's HTML in one walk over its tree."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from presidency_scraper.blocks.lines import Run
from presidency_scraper.blocks.making import make_blocks
from presidency_scraper.blocks.markup import (
    BREAKING,
    NOTED,
    TELLING,
    UNSEEN,
    base_of,
    breaks_by_style,
    is_cut,
    is_hidden,
    style_in,
    title_of,
)
from presidency_scraper.blocks.page import BareLink, Blocks, Node, Picture, Selected, Style
from presidency_scraper.blocks.selectors import parse_selector
from presidency_scraper.text import clean_text

#: A ``</p>`` that closes nothing makes a paragraph in a browser; libxml2 drops it.
_PARAGRAPH_END = re.compile(r"</p\s*>", re.I)
#: Parses as parsel does, without its classes of elements: Python is asked for each one's.
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
_PLAIN = Style()


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
        self.tags = {selector.tag for _, selector in self.selectors}
        self.page = Blocks(title=title_of(root), base=base_of(root), is_cut=is_cut(root))
        self.page.selected = {name: [] for name in selectors}
        self.nodes: list[Node | None] = []  # open ones; None for one that is not seen
        self.runs: list[Run] = []  # of the open line, which begins with a letter
        self.around: Node | None = None  # the innermost element around the open line
        self.line = 0
        self.letters = 0  # how many runs have been written so far
        self.links: dict[Node, int] = {}  # how many runs stand before the open ones
        self.bare: list[tuple[Node, int]] = []

    def run(self) -> Blocks:
        root, nodes = self.root, self.nodes
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                node = self._open(element, nodes[-1] if nodes else None)
                nodes.append(node)
                if node is None:
                    walker.skip_subtree()
                elif text := element.text:
                    self._text(text, node)
                continue
            if event == "end" and (node := nodes.pop()) is not None:
                self._close(node)
            if nodes and (around := nodes[-1]) and (tail := element.tail):
                self._text(tail, around)
        self._end_line(_PLAIN)
        self.page.bare_links = list(self._bare_links())
        return self.page

    def _bare_links(self) -> Iterator[BareLink]:
        for node, before in self.bare:
            around = next((one for one in node.chain() if one.first >= 0), None)
            inside = around is not None and around.holds(before)
            yield BareLink(before if inside else before - 1, node.href or "")

    def _open(self, element: etree._Element, parent: Node | None) -> Node | None:
        """Return what *element* is within *parent*; None where readers do not see it."""
        tag, style = element.tag, parent.style if parent else _PLAIN
        keys = element.keys()
        telling = bool(keys) and not TELLING.isdisjoint(keys)
        unseen = tag in UNSEEN and not (tag == "button" and style.heading)  # it unfolds a text
        if unseen or (telling and is_hidden(element)):
            return None
        ends_line = tag in BREAKING or "-" in tag
        if telling and (told := breaks_by_style(element)) is not None:
            ends_line = told
        if tag == "br" and style.heading and parent:
            ends_line = False
            self._text(" ", parent)  # a heading on two lines is one heading
        if ends_line:
            self._end_line(style)
        link = parent.link if parent else None
        node = Node(tag, parent, len(self.nodes), ends_line, style, link)
        if tag in NOTED:
            self._note(node, element)
        if self.selectors and ("class" in keys or tag in self.tags):
            self._select(node, element)
        return node

    def _select(self, node: Node, element: etree._Element) -> None:
        for name, selector in self.selectors:
            if selector.matches(element):
                self.page.selected[name].append(Selected(node, element.get("href")))

    def _close(self, node: Node) -> None:
        if node.breaks:
            self._end_line(node.style)
        if node.href is not None and self.links.pop(node) == self.letters:
            self.bare.append((node, self._next_index()))
        if node.first >= 0:
            node.end = len(self.page.blocks)

    def _note(self, node: Node, element: etree._Element) -> None:
        if node.tag == "img":
            self._picture(element, node)
        elif node.tag != "a":
            node.style = style_in(node)
        elif (href := element.get("href")) is not None:
            node.link, node.href = node, href
            self.page.hrefs.append(href)
            self.links[node] = self.letters

    def _next_index(self) -> int:
        return len(self.page.blocks) + (self.around is not None)

    def _picture(self, element: etree._Element, node: Node) -> None:
        for around in node.chain():
            around.pictures += 1
        words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
        self.page.pictures.append(
            Picture(
                before=self._next_index(),
                line=self.line + 1,
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
            return
        if not text.isspace():
            self.letters += 1
            if self.around is None:
                self.around = node
            elif self.around is not node:
                self.around = self._stretched(self.around)
        elif not self.runs:
            return
        self.runs.append(Run(text, node))

    def _lines(self, lines: Sequence[str], node: Node) -> None:
        for number, line in enumerate(lines):
            if number:
                self._end_line(node.style)
            self._text(line, node)

    def _stretched(self, around: Node) -> Node:
        """Widen the element around the open line, as far as has been closed since it began."""
        while around.parent is not None and not self._is_open(around):
            around = around.parent
        return around

    def _is_open(self, node: Node) -> bool:
        return node.depth < len(self.nodes) and self.nodes[node.depth] is node

    def _end_line(self, style: Style) -> None:
        """Make blocks of the open line, at the end of which *style* holds."""
        self.line += 1
        if self.around is None:
            return
        blocks, first = self.page.blocks, len(self.page.blocks)
        blocks += make_blocks(self.runs, self.around, style, self.line, first)
        if len(blocks) > first:
            self._measure(self.around, first)
        self.runs, self.around = [], None

    def _measure(self, node: Node | None, first: int) -> None:
        """Note in the elements around a line where it stands; open ones end when they close."""
        while node is not None and (node.first < 0 or not self._is_open(node)):
            if node.first < 0:
                node.first = first
            node.end = len(self.page.blocks)
            node = node.parent
