"""Makes blocks of a page's HTML in one walk over its tree."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector

from presidency_scraper.blocks.lines import Run
from presidency_scraper.blocks.making import Line, make_blocks
from presidency_scraper.blocks.markup import (
    BOLD,
    HEADING,
    base_of,
    breaks,
    is_chrome,
    is_cut,
    is_unseen,
    title_of,
)
from presidency_scraper.blocks.page import BareLink, Block, Blocks, Node, Picture, Selected
from presidency_scraper.text import clean_text

#: A ``</p>`` that closes nothing makes a paragraph in a browser; libxml2 drops it.
_PARAGRAPH_END = re.compile(r"</p\s*>", re.I)


def parse_blocks(html: str, selectors: Mapping[str, str] | None = None) -> Blocks:
    """Return the blocks of *html*, a decoded page. Never raises for bad markup.

    *selectors* are CSS, by the name under which what they select is found in ``selected``; what
    readers do not see is never selected.
    """
    whole = _PARAGRAPH_END.sub("</p><br>", html) or "<html></html>"
    selector = Selector(text=whole, type="html")
    wanted: defaultdict[HtmlElement, list[str]] = defaultdict(list)
    for name, query in (selectors or {}).items():
        for found in selector.css(query):
            wanted[found.root].append(name)
    walk = _Walk(selector.root, wanted)
    walk.page.selected = {name: [] for name in selectors or {}}
    return walk.run()


@dataclass(slots=True)
class _OpenLink:
    number: int
    node: Node
    href: str
    letters: int  # written before it was opened


@dataclass(slots=True)
class _Context:
    """What is open around the next letter."""

    nodes: list[Node | None] = field(default_factory=list)  # None for one that is not seen
    links: list[_OpenLink] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    chrome: list[Node] = field(default_factory=list)
    bold: int = 0
    caption: int = 0
    pre: int = 0


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, root: HtmlElement, wanted: Mapping[HtmlElement, list[str]]) -> None:
        self.root = root
        self.wanted = wanted
        self.page = Blocks(title=title_of(root), base=base_of(root), is_cut=is_cut(root))
        self.context = _Context()
        self.every_node: list[Node] = []
        self.runs: list[Run[Node]] = []
        self.around: Node | None = None  # the innermost element around the open line
        self.line = 0
        self.letters = 0  # how many runs have been written so far
        self.bare: list[tuple[Node, int, str]] = []

    def run(self) -> Blocks:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if is_unseen(element, in_heading=bool(self.context.headings)):
                    self.context.nodes.append(None)
                    walker.skip_subtree()
                else:
                    self._open(element)
                continue
            if event == "end":
                self._close()
            if element.tail and element is not self.root:
                self._text(element.tail)
        self._flush()
        _measure(self.every_node, self.page.blocks)
        self.page.bare_links = list(self._bare_links())
        return self.page

    def _bare_links(self) -> Iterator[BareLink]:
        around = _with_text(self.every_node) if self.bare else {}
        for node, before, href in self.bare:
            yield BareLink(before if around[node].holds(before) else before - 1, href)

    def _open(self, element: HtmlElement) -> None:
        context, tag = self.context, element.tag
        ends_line = breaks(element)
        if tag == "br" and context.headings:
            ends_line = False
            self._text(" ")  # a heading on two lines is one heading
        if ends_line:
            self._flush()
        parent = context.nodes[-1] if context.nodes else None
        node = Node(tag, parent, len(context.nodes), ends_line)
        self.every_node.append(node)
        self._enter(node)
        for name in self.wanted.get(element, ()):
            self.page.selected[name].append(Selected(node, element.get("href")))
        if tag == "a" and (href := element.get("href")) is not None:
            context.links.append(_OpenLink(len(self.page.hrefs), node, href, self.letters))
            self.page.hrefs.append(href)
        elif tag == "img":
            self._picture(element, node)
        if element.text:
            self._text(element.text)

    def _close(self) -> None:
        node = self.context.nodes[-1]
        if node is None:
            self.context.nodes.pop()
            return
        if node.breaks:
            self._flush()
        self._leave(node)

    def _enter(self, node: Node) -> None:
        context, tag = self.context, node.tag
        context.nodes.append(node)
        context.bold += tag in BOLD
        context.caption += tag == "figcaption"
        context.pre += tag == "pre"
        if tag in HEADING:
            context.headings.append(HEADING[tag])
        elif is_chrome(node):
            context.chrome.append(node)

    def _leave(self, node: Node) -> None:
        context, tag = self.context, node.tag
        context.nodes.pop()
        context.bold -= tag in BOLD
        context.caption -= tag == "figcaption"
        context.pre -= tag == "pre"
        if tag in HEADING:
            context.headings.pop()
        elif is_chrome(node):
            context.chrome.pop()
        elif context.links and context.links[-1].node is node:
            link = context.links.pop()
            if link.letters == self.letters:
                self.bare.append((node, self._next_index(), link.href))

    def _next_index(self) -> int:
        return len(self.page.blocks) + (self.around is not None)

    def _picture(self, element: HtmlElement, node: Node) -> None:
        node.pictures = 1
        words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
        self.page.pictures.append(
            Picture(
                before=self._next_index(),
                line=self.line + 1,
                node=node,
                source=element.get("src", ""),
                words=tuple(word for word in words if word),
                chrome=self._chrome(),
            )
        )

    def _chrome(self) -> Node | None:
        return self.context.chrome[-1] if self.context.chrome else None

    def _text(self, text: str) -> None:
        if self.context.pre and "\n" in text:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self._flush()
                self._add(piece)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        context = self.context
        node = context.nodes[-1]
        if node is None:
            return
        if not text.isspace():
            self.letters += 1
            self._stretch_line(node)
        link = context.links[-1] if context.links else None
        number, href = (link.number, link.href) if link else (None, None)
        heading = context.headings[-1] if context.headings else None
        self.runs.append(Run(text, node, number, href, heading, context.bold > 0))

    def _stretch_line(self, node: Node) -> None:
        """Widen the element around the open line, as far as has been closed since it began."""
        around = self.around or node
        open_nodes = self.context.nodes
        while around.depth >= len(open_nodes) or open_nodes[around.depth] is not around:
            if around.parent is None:
                break
            around = around.parent
        self.around = around

    def _flush(self) -> None:
        self.line += 1
        runs, around = self.runs, self.around
        self.runs, self.around = [], None
        if around is not None:
            line = Line(self.line, around, self._chrome(), caption=self.context.caption > 0)
            self.page.blocks.extend(make_blocks(runs, line, len(self.page.blocks)))


def _measure(nodes: list[Node], blocks: list[Block]) -> None:
    """Note in every element what stands in it; a parent is made before its children."""
    for block in blocks:
        _widen(block.node, block.index, block.index + 1)
    for node in reversed(nodes):
        if node.parent is not None:
            node.parent.pictures += node.pictures
            if node.first >= 0:
                _widen(node.parent, node.first, node.end)


def _widen(node: Node, first: int, end: int) -> None:
    node.first = first if node.first < 0 else min(node.first, first)
    node.end = max(node.end, end)


def _with_text(nodes: list[Node]) -> dict[Node, Node]:
    """Return for every element the innermost one around it, or itself, that holds a block."""
    found: dict[Node, Node] = {}
    for node in nodes:
        inner = node.first >= 0 or node.parent is None
        found[node] = node if inner or node.parent is None else found[node.parent]
    return found
