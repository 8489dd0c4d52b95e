"""The elements of a page, as far as blocks stand in them, and what they say of their letters."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Style:
    """What the elements around some letters say of them; elements that say nothing share it."""

    heading: int | None = None
    bold: bool = False
    caption: bool = False  # HTML itself calls it one
    pre: bool = False
    chrome: "Node | None" = None  # the innermost region that HTML calls something else than text


@dataclass(slots=True, eq=False)
class Anchor:
    """A link that leads somewhere."""

    href: str


@dataclass(slots=True, eq=False)
class Node:
    """An element; the blocks from ``first`` up to, not including, ``end`` stand in it.

    ``pictures`` counts those in it.
    """

    tag: str
    parent: "Node | None"
    breaks: bool
    style: Style
    link: Anchor | None  # the innermost link around it, or itself
    depth: int  # how many elements stand around it
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


def node_around(nodes: Sequence[Node]) -> Node:
    """Return the innermost element that all of *nodes* stand in, or are.

    Each element is looked at once, so that deep nesting costs no more than its depth.
    """
    around, inside = nodes[0], set[Node]()
    for node in nodes:
        while node is not around and node not in inside:
            if node.depth > around.depth:
                inside.add(node)
                node = node.parent or node
            else:
                inside.add(around)
                around = around.parent or around
    return around
