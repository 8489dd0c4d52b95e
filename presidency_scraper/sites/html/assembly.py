"""Makes blocks of the lines of a page: each date in a line is one, and what stands around it."""

from collections.abc import Iterable, Iterator, Sequence

from parsel import Selector

from presidency_scraper.sites.clean_text import clean_lines, clean_text
from presidency_scraper.sites.html.blocks import BareLink, Block, Blocks, Picture
from presidency_scraper.sites.html.lines import cut_line
from presidency_scraper.sites.html.nodes import Image, Node, Style, node_around
from presidency_scraper.sites.html.visible import Run

#: What stands in a line: letters, a picture, or a link that may hold neither. Such a link stands
#: there twice, where it begins and where it ends.
Item = Run | Image | Node
#: A line, and the style of the place where it ends.
Line = tuple[list[Item], Style]


def make_page(tree: Selector, lines: Iterable[Line]) -> Blocks:
    """Return the page that consists of *lines*: its blocks, pictures and bare links."""
    maker = _Maker(Blocks(tree))
    blocks = maker.page.blocks
    for number, (items, style) in enumerate(lines):
        first = items[0] if len(items) == 1 else None
        if type(first) is tuple and _is_plain(first[0]):
            maker.letters += 1
            raw, node = first
            text = clean_text(raw)
            blocks.append(Block(len(blocks), text, raw, None, node, style, number, [first]))
        else:
            maker.add(items, style, number)
    _measure(blocks)
    maker.page.bare_links = list(maker.bare_links())
    return maker.page


class _Maker:
    """Adds one line after the other to a page."""

    def __init__(self, page: Blocks) -> None:
        self.page = page
        self.letters = 0  # how many runs with letters came so far
        self.open: dict[Node, int] = {}  # links, and how many of these came before them
        self.bare: list[tuple[Node, int]] = []

    def add(self, items: list[Item], style: Style, line: int) -> None:
        """Add a line, the *line*-th; *style* is that of the place where it ends."""
        blocks = self.page.blocks
        if runs := self._runs_in(items, line):
            blocks += _make_blocks(runs, style, line, len(blocks))

    def _runs_in(self, items: list[Item], line: int) -> list[Run]:
        """Return the letters among *items* and note what else there is; blanks begin no line."""
        runs: list[Run] = []
        for item in items:
            before = len(self.page.blocks) + bool(runs)
            if isinstance(item, tuple):
                blank = item[0].isspace()
                self.letters += not blank
                if runs or not blank:
                    runs.append(item)
            elif isinstance(item, Image):
                self._add_picture(item, before, line)
            elif item not in self.open:
                self.open[item] = self.letters
            elif self.open.pop(item) == self.letters:
                self.bare.append((item, before))
        return runs

    def _add_picture(self, image: Image, before: int, line: int) -> None:
        node = image.node
        for around in node.chain():
            around.pictures += 1
        picture = Picture(before, line, node, image.source, image.words, node.style.chrome)
        self.page.pictures.append(picture)

    def bare_links(self) -> Iterator[BareLink]:
        """Yield the links without a letter, where the blocks stand that they stand among."""
        for node, before in self.bare:
            around = next((one for one in node.chain() if one.first >= 0), None)
            inside = around is not None and around.holds(before)
            yield BareLink(before if inside else before - 1, node.link.href if node.link else "")


def _make_blocks(runs: list[Run], style: Style, line: int, index: int) -> list[Block]:
    """Return the blocks of a line, which begins with a letter; *index* is that of the first.

    *style* is that of the place where the line ended.
    """
    while len(runs) > 1 and runs[-1][0].isspace():
        runs.pop()
    around = node_around([node for raw, node in runs if not raw.isspace()])
    blocks: list[Block] = []
    for piece in cut_line(runs):
        for text in clean_lines("".join([raw for raw, _ in piece.runs])):
            at = index + len(blocks)
            blocks.append(Block(at, text, piece.raw, piece.date, around, style, line, piece.runs))
            piece.raw = ""  # the first of its paragraphs has it all
    return blocks


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
