"""Takes the tree of a page apart into lines, in one walk; ``assembly`` makes blocks of them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from lxml.etree import _Element
from parsel import Selector

from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.assembly import Item, Line, make_page
from presidency_scraper.sites.html.blocks import Blocks
from presidency_scraper.sites.html.elements import (
    BREAKING,
    NOTED,
    PLAIN,
    breaks_by_style,
    is_cut,
    is_hidden,
    is_unseen,
    style_in,
)
from presidency_scraper.sites.html.menus import menus_on
from presidency_scraper.sites.html.nodes import Anchor, Image, Node, Style
from presidency_scraper.sites.html.tree import ends_paragraph

_AROUND_ALL = Style()
#: The page's names for itself: its title and what it tells social networks.
_TITLES = "/html/head/title/text() | //meta[@property = 'og:title']/@content"
#: Elements with an attribute that may say whether they are seen and break the line.
_TELLING = "//@style/.. | //@hidden/.. | //@aria-hidden/.."


def read_blocks(
    page: Selector, named: Mapping[str, Iterable[Selector]] | None = None, *, folded: bool = False
) -> Blocks:
    """Return the blocks of *page*. Never raises for bad markup.

    *named* are elements of it by the name under which those that readers see are found in
    ``selected``. *folded* says that menus are one block each, and that their links are left out.
    """
    wanted = {name: [one.root for one in found] for name, found in (named or {}).items()}
    walk = _Walk(page, set(chain(*wanted.values())), folded=folded)
    blocks = make_page(page, walk.all_lines())
    blocks.title = clean_text(" | ".join(page.xpath(_TITLES).getall()))
    blocks.is_cut = is_cut(page.root)
    blocks.hrefs = walk.hrefs
    for name, found in wanted.items():
        blocks.selected[name] = [walk.seen[one] for one in found if one in walk.seen]
    return blocks


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, page: Selector, wanted: set[_Element], *, folded: bool) -> None:
        self.root, self.wanted = page.root, wanted
        self.telling: set[_Element] = set(page.root.xpath(_TELLING))
        self.menus = menus_on(page, wanted | self.telling) if folded else {}
        self.seen: dict[_Element, Node] = {}  # of what is wanted
        self.hrefs: list[str] = []
        self.lines: list[Line] = []
        self.line: list[Item] = []  # the open one
        self.bare: list[Node] = []  # the open links without a letter of their own

    def all_lines(self) -> list[Line]:
        """Go through the elements as they begin and end; what is not seen is not gone into.

        All that most elements need is done in the loop: a call takes a fifth of the time of one.
        """
        line, bare, telling, wanted = self.line, self.bare, self.telling, self.wanted
        children, top, node = iter([self.root]), self.root, None
        around: list[tuple[Iterator[_Element], _Element, Node | None]] = []
        while True:
            for element in children:
                tag, text = element.tag, element.text
                breaks = PLAIN.get(tag)
                if node is None or breaks is None or element in telling:
                    begun = self._begin(element, node)
                    if begun is None:
                        if node is not None and element.tail:
                            self._write(element.tail, node)
                        continue
                else:
                    if breaks and line:
                        self._end_line(node.style)
                    begun = Node(tag, node, breaks, node.style, node.link)
                    if tag == "a":
                        self._lead(begun, element)
                if wanted and element in wanted:
                    self.seen[element] = begun
                if text and (line or not text.isspace()):
                    self._write(text, begun)
                around.append((children, top, node))
                children, top, node = iter(element), element, begun
                break
            else:
                if node is None:
                    return [*self.lines, (line, _AROUND_ALL)]
                if line and node.breaks:
                    self._end_line(node.style)
                if bare and node is bare[-1]:
                    line.append(bare.pop())
                text = top.tail
                children, top, node = around.pop()
                if text and node is not None and (line or not text.isspace()):
                    self._write(text, node)

    def _begin(self, element: _Element, parent: Node | None) -> Node | None:
        """Return what *element* is within *parent*; None where nothing in it is looked at."""
        tag, style = element.tag, parent.style if parent else _AROUND_ALL
        telling = element in self.telling
        if ends_paragraph(element):
            self._break_line(parent)
        if is_unseen(tag, style) or (telling and is_hidden(element)):
            return None
        ends_line = tag in BREAKING or "-" in tag
        if telling and (told := breaks_by_style(element)) is not None:
            ends_line = told
        if tag == "br":
            if ends_line or style.heading:
                self._break_line(parent)
            return None
        if ends_line:
            self._end_line(style)
        node = Node(tag, parent, ends_line, style, parent.link if parent else None)
        if tag in NOTED:
            self._note(node, element)
        if element in self.menus:
            node.link = Anchor("")
            self._write(self.menus[element], node)
            self._end_line(node.style)
            return None
        return node

    def _break_line(self, node: Node | None) -> None:
        """End the open line in *node*; a heading on two lines is one heading."""
        if node is not None and node.style.heading:
            self._write(" ", node)
        else:
            self._end_line(node.style if node else _AROUND_ALL)

    def _note(self, node: Node, element: _Element) -> None:
        if node.tag == "img":
            words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
            self.line.append(Image(node, element.get("src", ""), tuple(filter(None, words))))
        elif node.tag == "a":
            self._lead(node, element)
        else:
            node.style = style_in(node)

    def _lead(self, node: Node, element: _Element) -> None:
        """Note where a link leads."""
        href = element.get("href")
        if href is None:
            return
        node.link = Anchor(href)
        self.hrefs.append(href)
        text = element.text
        if not text or text.isspace():  # it may be round a picture
            self.line.append(node)
            self.bare.append(node)

    def _end_line(self, style: Style) -> None:
        """End the open line, at a place of *style*."""
        if self.line:
            self.lines.append((self.line.copy(), style))
            self.line.clear()

    def _write(self, text: str, node: Node) -> None:
        """Add the letters of *text*, which stand in *node*, to the open line."""
        if not node.style.pre:
            if self.line or not text.isspace():
                self.line.append((text, node))
            return
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end_line(node.style)
            if self.line or not part.isspace():
                self.line.append((part, node))
