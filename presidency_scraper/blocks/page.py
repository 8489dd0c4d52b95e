"""What a page is made of, to a reader: blocks of text in reading order, pictures, links.

A block is what stands between two line breaks: a paragraph, a table cell, a run between two
``<br>``. Where a date is printed amid other text the block is cut there, so that every date is a
block of its own. Made by :mod:`presidency_scraper.blocks.walk`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from presidency_scraper.text import clean_text


@dataclass(slots=True, eq=False)
class Style:
    """What the elements around some letters say of them; elements that say nothing share it."""

    heading: int | None = None
    bold: bool = False
    caption: bool = False
    pre: bool = False
    chrome: "Node | None" = None  # the innermost region that HTML calls something else than text


@dataclass(slots=True, eq=False)
class Node:
    """An element; the blocks from ``first`` up to, not including, ``end`` stand in it.

    ``pictures`` counts those in it.
    """

    tag: str
    parent: "Node | None"
    depth: int
    breaks: bool
    style: Style
    link: "Node | None"  # the innermost link around it, or itself
    href: str | None = None  # where it leads itself
    first: int = -1
    end: int = -1
    pictures: int = 0

    @property
    def is_paragraph(self) -> bool:
        """Whether HTML itself calls it one."""
        return self.tag == "p"

    def chain(self) -> Iterator["Node"]:
        """Yield this element and those around it, from the inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def line_box(self) -> "Node":
        """The innermost element that is no part of a line."""
        return next((node for node in self.chain() if node.breaks), self)

    def holds(self, index: int) -> bool:
        """Tell whether the block at *index* stands in it."""
        return self.first <= index < self.end

    def count(self, indices: Sequence[int]) -> int:
        """Count those of *indices*, which are sorted, that stand in it."""
        return bisect_left(indices, self.end) - bisect_left(indices, self.first)


@dataclass(slots=True)
class Link:
    """The letters of one link within a block."""

    text: str
    href: str


@dataclass(slots=True)
class Block:
    """Text between two line breaks; ``date`` says which date the text is, if it is one."""

    index: int
    text: str
    raw: str  # the same before cleaning, with the marks that part it from a date
    date: str | None  # "timestamp", "printed" or None
    node: Node  # the innermost element around all of its line
    links: tuple[Link, ...]
    plain: str  # the text that is no link
    linked: bool  # every letter stands in a link
    head: str  # the first words where an element holds them alone; else empty
    heading: int | None
    bold: bool
    chrome: Node | None  # the innermost region that HTML calls something else than text
    caption: bool  # HTML itself calls it one
    line: int  # blocks cut from one line share its number

    @property
    def hrefs(self) -> tuple[str, ...]:
        """Where its links lead, each once."""
        if len(self.links) < 2:
            return (self.links[0].href,) if self.links else ()
        return tuple(dict.fromkeys(link.href for link in self.links))

    @property
    def tail(self) -> str:
        """The last words where they alone are a link ("More"); else empty."""
        last = self.links[-1].text if self.links else ""
        return last if last != self.text and self.text.endswith(last) else ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An ``<img>``: the index of the block that follows it, and the line it stands in."""

    before: int
    line: int
    node: Node
    source: str
    words: tuple[str, ...]  # its alternative text and its title
    chrome: Node | None


@dataclass(frozen=True, slots=True)
class BareLink:
    """A link without a letter, around a picture or nothing; ``at`` is the block next to it."""

    at: int
    href: str


@dataclass(frozen=True, slots=True)
class Selected:
    """An element that a selector names; ``href`` is where it leads, if it is a link."""

    node: Node
    href: str | None


@dataclass(slots=True)
class Blocks:
    """A whole page: its blocks, its pictures, every link on it, its title and its base URL.

    ``selected`` are the elements that were asked for by name, in the order of the page;
    ``is_cut`` says that tags are nested so deep that what comes after them is not here.
    """

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bare_links: list[BareLink] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    title: str = ""
    base: str | None = None
    is_cut: bool = False
    selected: dict[str, list[Selected]] = field(default_factory=dict)


def rejoin_lines(blocks: Iterable[Block], cut: frozenset[int]) -> list[Block]:
    """Undo the cuts at the dates of the lines in *cut*: those dates stand in a text."""
    joined: list[Block] = []
    for line, group in groupby(blocks, key=lambda block: block.line):
        pieces = list(group)
        joined += [_rejoined(pieces)] if line in cut else pieces
    return joined


def _rejoined(pieces: list[Block]) -> Block:
    raw = "".join(piece.raw for piece in pieces)
    return replace(
        pieces[0],
        raw=raw,
        text=clean_text(raw),
        date=None,
        links=tuple(link for piece in pieces for link in piece.links),
        plain=" ".join(piece.plain for piece in pieces),
        linked=all(piece.linked for piece in pieces),
    )
