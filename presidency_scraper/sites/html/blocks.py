"""What a page is made of, to a reader: blocks of text in reading order, pictures, links.

A block is what stands between two line breaks: a paragraph, a table cell, a run between two
``<br>``. Where a date is printed amid other text the block is cut there, so that every date is a
block of its own. Made by :mod:`presidency_scraper.sites.html.traverse`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.nodes import Node, Style
from presidency_scraper.sites.html.visible import Link, Run, Words, words_of

_SAID = Words._fields


@dataclass(slots=True)
class Block:
    """Text between two line breaks; ``date`` says which date the text is, if it is one.

    What follows after ``runs`` is told when the first of it is asked for: most blocks of a page
    are left out by the place they stand in, and nobody asks what they say.
    """

    index: int
    raw: str  # the text before cleaning, with the marks that part it from a date
    date: str | None  # "timestamp", "printed" or None
    node: Node  # the innermost element around all of its line
    style: Style  # of the place where its line ended
    line: int  # blocks cut from one line share its number
    runs: list[Run] = field(compare=False, repr=False)
    text: str = field(init=False)
    links: tuple[Link, ...] = field(init=False)
    plain: str = field(init=False)  # the text that is no link
    linked: bool = field(init=False)  # every letter stands in a link
    head: str = field(init=False)  # the first words where an element holds them alone; else empty
    heading: int | None = field(init=False)
    bold: bool = field(init=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Tell *name*, which was not told yet."""
            if name == "text":
                self.text = clean_text(self.raw)
            elif name in _SAID:
                self._say(words_of(self.runs, self.node, self.text))
            return object.__getattribute__(self, name)

    def _say(self, words: Words) -> None:
        self.links, self.plain, self.linked = words.links, words.plain, words.linked
        self.head, self.heading, self.bold = words.head, words.heading, words.bold

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
        if len(self.links) < 2:
            return (self.links[0].href,) if self.links else ()
        return tuple(dict.fromkeys(link.href for link in self.links))

    @property
    def tail(self) -> str:
        """The last words where they alone are a link ("More"); else empty."""
        last = self.links[-1].text if self.links else ""
        return last if last != self.text and self.text.endswith(last) else ""

    def with_text(self, text: str, words: Words | None = None, **changes: Any) -> "Block":
        """Return the same block saying *text*, and else what it says now, or *words*."""
        other = replace(self, **changes)
        other.text = text
        other._say(words or Words(*(getattr(self, name) for name in _SAID)))
        return other


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
    raw, first = "".join(piece.raw for piece in pieces), pieces[0]
    words = Words(
        links=tuple(link for piece in pieces for link in piece.links),
        plain=" ".join(piece.plain for piece in pieces),
        linked=all(piece.linked for piece in pieces),
        head=first.head,
        heading=first.heading,
        bold=first.bold,
    )
    return first.with_text(clean_text(raw), words, raw=raw, date=None)
