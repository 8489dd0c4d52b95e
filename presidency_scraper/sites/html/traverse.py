"""Takes the tree of a page apart into lines, in one walk, and makes blocks of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from lxml.etree import _Element, iterwalk
from parsel import Selector

from presidency_scraper.sites.clean_text import clean_lines, clean_text
from presidency_scraper.sites.html.blocks import BareLink, Block, Blocks, Picture
from presidency_scraper.sites.html.elements import (
    BREAKING,
    NOTED,
    PLAIN,
    breaks_by_style,
    is_cut,
    is_hidden,
    is_unseen,
    style_by_role,
    style_in,
)
from presidency_scraper.sites.html.lines import cut_line
from presidency_scraper.sites.html.menus import menus_on
from presidency_scraper.sites.html.nodes import Anchor, Node, Style, node_around
from presidency_scraper.sites.html.tree import ends_paragraph
from presidency_scraper.sites.html.visible import Run

_AROUND_ALL = Style()
#: The page's names for itself: its title and what it tells social networks.
_TITLES = "/html/head/title/text() | //meta[@property = 'og:title']/@content"
#: Elements with an attribute that may say whether they are seen, break the line, are no text.
_TELLING = "//@style/.. | //@hidden/.. | //@aria-hidden/.. | //@role/.."


def read_blocks(
    page: Selector, named: Mapping[str, Iterable[Selector]] | None = None, *, folded: bool = False
) -> Blocks:
    """Return the blocks of *page*. Never raises for bad markup.

    *named* are elements of it by the name under which those that readers see are found in
    ``selected``. *folded* says that menus are one block each, and that their links are left out.
    """
    wanted = {name: [one.root for one in found] for name, found in (named or {}).items()}
    walk = _Walk(page, set(chain(*wanted.values())), folded=folded)
    walk.go()
    blocks = walk.page
    _measure(blocks.blocks)
    blocks.bare_links = [_bare_link(node, before) for node, before in walk.bare]
    blocks.title = clean_text(" | ".join(page.xpath(_TITLES).getall()))
    blocks.is_cut = is_cut(page.root)
    for name, found in wanted.items():
        blocks.selected[name] = [walk.seen[one] for one in found if one in walk.seen]
    return blocks


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, tree: Selector, wanted: set[_Element], *, folded: bool) -> None:
        self.page = Blocks(tree)
        self.wanted = wanted
        self.seen: dict[_Element, Node] = {}  # of what is wanted
        self.telling: set[_Element] = set(tree.root.xpath(_TELLING))
        self.menus = menus_on(tree, wanted | self.telling) if folded else {}
        self.line: list[Run] = []  # the open one; it begins with a letter
        self.number = 0  # of lines so far
        self.letters = 0  # runs with letters so far
        self.links: list[tuple[Node, int]] = []  # open ones, and how many of these came before
        self.bare: list[tuple[Node, int]] = []  # those without a letter, and the block behind them

    def go(self) -> None:
        """Go through the elements as they begin and end; what is not seen is not gone into.

        All that most elements need is done in the loop: a call takes a fifth of the time of one.
        """
        node: Node | None = None
        walk = iterwalk(self.page.tree.root, events=("start", "end", "comment", "pi"))
        is_left_out = False
        for event, element in walk:
            if event == "start":
                tag, text = element.tag, element.text
                breaks = PLAIN.get(tag)
                if node is None or breaks is None or element in self.telling:
                    begun = self._begin(element, node)
                    if begun is None:
                        is_left_out = True
                        walk.skip_subtree()
                        continue
                    node = begun
                else:
                    if breaks:
                        self._end_line(node.style)
                    node = Node(tag, node, breaks, node.style, node.link, node.depth + 1)
                    if tag == "a":
                        self._lead(node, element)
                if self.wanted and element in self.wanted:
                    self.seen[element] = node
            else:
                text = element.tail
                if event != "end":
                    self._begin(element, node)
                elif is_left_out:
                    is_left_out = False
                elif node is not None:
                    node = self._end(node)
            if text and node is not None and (self.line or not text.isspace()):
                self._write(text, node)

    def _end(self, node: Node) -> Node | None:
        """End *node*; return what it stands in."""
        if node.breaks:
            self._end_line(node.style)
        if self.links and node is self.links[-1][0]:
            self._end_link()
        return node.parent

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
        link, depth = (parent.link, parent.depth + 1) if parent else (None, 0)
        node = Node(tag, parent, ends_line, style, link, depth)
        if tag in NOTED:
            self._note(node, element)
        if telling:
            node.style = style_by_role(node, element)
        if element in self.menus:
            node.link = Anchor("")
            self._write(self.menus[element], node)
            self._end_line(node.style)
            return None
        return node

    def _note(self, node: Node, element: _Element) -> None:
        if node.tag == "img":
            self._add_picture(node, element)
        elif node.tag == "a":
            self._lead(node, element)
        else:
            node.style = style_in(node)

    def _add_picture(self, node: Node, element: _Element) -> None:
        for around in node.chain():
            around.pictures += 1
        words = [clean_text(element.get(name, "")) for name in ("alt", "title")]
        said, source = tuple(filter(None, words)), element.get("src", "")
        chrome = node.style.chrome
        self.page.pictures.append(
            Picture(self._next_block(), self.number, node, source, said, chrome)
        )

    def _lead(self, node: Node, element: _Element) -> None:
        """Note where a link leads."""
        href = element.get("href")
        if href is not None:
            node.link = Anchor(href)
            self.page.hrefs.append(href)
            self.links.append((node, self.letters))

    def _end_link(self) -> None:
        node, letters = self.links.pop()
        if letters == self.letters:
            self.bare.append((node, self._next_block()))

    def _next_block(self) -> int:
        """The index of the block behind this place."""
        return len(self.page.blocks) + bool(self.line)

    def _write(self, text: str, node: Node) -> None:
        """Add the letters of *text*, which stand in *node*, to the open line."""
        parts = text.split("\n") if node.style.pre else [text]
        for number, part in enumerate(parts):
            if number:
                self._end_line(node.style)
            blank = not part or part.isspace()
            self.letters += not blank
            if self.line or not blank:
                self.line.append((part, node))

    def _break_line(self, node: Node | None) -> None:
        """End the open line in *node*; a heading on two lines is one heading."""
        if node is not None and node.style.heading:
            self._write(" ", node)
        else:
            self._end_line(node.style if node else _AROUND_ALL)

    def _end_line(self, style: Style) -> None:
        """End the open line, at a place of *style*, and make blocks of it."""
        if self.line:
            runs, self.line, blocks = self.line, [], self.page.blocks
            raw, node = runs[0]
            if len(runs) == 1 and _is_plain(raw):
                text = clean_text(raw)
                blocks.append(Block(len(blocks), text, None, node, style, self.number, runs, runs))
            else:
                blocks += _blocks_of(runs, style, self.number, len(blocks))
        self.number += 1


def _blocks_of(runs: list[Run], style: Style, line: int, index: int) -> Iterator[Block]:
    """Yield the blocks of a line, which begins with a letter; *index* is that of the first."""
    while runs[-1][0].isspace():
        runs.pop()
    node = node_around([node for raw, node in runs if not raw.isspace()])
    for piece in cut_line(runs):
        for text in clean_lines("".join([raw for raw, _ in piece.runs])):
            yield Block(index, text, piece.date, node, style, line, piece.runs, runs)
            index += 1


def _is_plain(raw: str) -> bool:
    """Tell whether *raw* surely is one block: a letter is seen, and nothing may part it."""
    if ":" in raw or "&" in raw or "rn" in raw:
        return False
    first = raw.lstrip()[:1]
    return first != "" and (first.isascii() or first.isalnum())


def _measure(blocks: Sequence[Block]) -> None:
    """Note in the elements around *blocks* where these stand."""
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


def _bare_link(node: Node, before: int) -> BareLink:
    """Return a link without a letter, where the blocks stand that it stands among."""
    around = next((one for one in node.chain() if one.first >= 0), None)
    inside = around is not None and around.holds(before)
    return BareLink(before if inside else before - 1, node.link.href if node.link else "")
