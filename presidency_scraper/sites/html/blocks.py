"""What a page is made of, to a reader: blocks of text in reading order, pictures, links.

A block is what stands between two line breaks: a paragraph, a table cell, a run between two
``<br>``. Where a date is printed amid other text the block is cut there, so that every date is a
block of its own. Made by :mod:`presidency_scraper.sites.html.traverse`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from parsel import Selector

from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.nodes import Node, Style
from presidency_scraper.sites.html.visible import Link, Run, Words, words_of


@dataclass(eq=False)  # no slots: they have no room for what is told once
class Block:
    """Text between two line breaks; ``date`` says which date the text is, if it is one."""

    index: int
    text: str
    date: str | None  # "timestamp", "printed" or None
    node: Node  # the innermost element around all of its line
    style: Style  # of the place where its line ended
    line: int  # blocks cut from one line share its number
    runs: list[Run]
    line_runs: list[Run]  # of all its line
    said: Words | None = None  # what is said of its letters, where that is not told by ``runs``

    @cached_property
    def words(self) -> Words:
        """What is said of its letters. Most blocks are left out by their place, and never asked."""
        return self.said or words_of(self.runs, self.node, self.text)

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links, in order."""
        return self.words.links

    @property
    def linked(self) -> bool:
        """Whether every letter stands in a link."""
        return self.words.linked

    @property
    def heading(self) -> int | None:
        """The level of the heading that it stands in."""
        return self.words.heading

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return self.words.bold

    @property
    def line_text(self) -> str:
        """The text of all its line."""
        return clean_text("".join([raw for raw, _ in self.line_runs]))

    @property
    def chrome(self) -> Node | None:
        """The innermost region around it that HTML calls something else than text."""
        return self.style.chrome

    @property
    def caption(self) -> bool:
        """Whether HTML itself calls it one."""
        return self.style.caption

    @property
    def hrefs(self) -> tuple[str, ...]:
        """Where its links lead, each once."""
        return tuple(dict.fromkeys(link.href for link in self.links))

    @property
    def tail(self) -> str:
        """The last words where they alone are a link ("More"); else empty."""
        last = self.links[-1].text if self.links else ""
        return last if last != self.text and self.text.endswith(last) else ""

    def with_text(self, text: str) -> "Block":
        """Return the same block saying *text*, and else what it says now."""
        return replace(self, text=text, said=self.words)


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


@dataclass(slots=True)
class Blocks:
    """A whole page: its tree, the blocks, pictures and links a reader sees on it, its title.

    ``selected`` are the elements that were asked for by name, in the order of the page;
    ``is_cut`` says that tags are nested so deep that what comes after them is not here.
    """

    tree: Selector
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bare_links: list[BareLink] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    selected: dict[str, list[Node]] = field(default_factory=dict)
    title: str = ""
    is_cut: bool = False


def rejoin_lines(blocks: Iterable[Block], cut: frozenset[int]) -> list[Block]:
    """Undo the cuts at the dates of the lines in *cut*: those dates stand in a text."""
    joined: list[Block] = []
    for line, group in groupby(blocks, key=lambda block: block.line):
        pieces = list(group)
        joined += [_rejoined(pieces)] if line in cut else pieces
    return joined


def _rejoined(pieces: list[Block]) -> Block:
    first = pieces[0]
    text, runs = first.line_text, first.line_runs
    said = words_of(runs, first.node, text)._replace(bold=first.bold)
    return replace(first, text=text, date=None, runs=runs, said=said)
