"""What the runs of a block say beside its text: where they link, what stands out in them.

Most blocks are never asked: those of the menus are left out by the place they stand in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from presidency_scraper.sites.clean_text import clean_text, is_blank
from presidency_scraper.sites.html.nodes import Node

#: Letters with nothing in between, and the element they stand in.
Run = tuple[str, Node]


@dataclass(slots=True)
class Link:
    """The letters of one link within a block."""

    text: str
    href: str


class Words(NamedTuple):
    """What is said of a block's letters; :class:`Block` says what each means."""

    links: tuple[Link, ...]
    plain: str  # the text that is no link
    linked: bool
    head: str  # the first words where an element holds them alone; else empty
    heading: int | None
    bold: bool


def words_of(runs: Sequence[Run], around: Node, text: str) -> Words:
    """Return what *runs* say; *around* is the element around their line, *text* their clean text.

    A line printed with junk for blank lines has a text for each of its paragraphs, and its words
    once for all of them.
    """
    if len(runs) == 1:
        raw, node = runs[0]
        link, style = node.link, node.style
        if link is None:
            return Words((), text, False, "", style.heading, style.bold)
        return Words((Link(clean_text(raw), link.href),), "", True, "", style.heading, style.bold)
    seen = [run for run in runs if not is_blank(run[0])]
    links = tuple(_links(seen))
    plain = "".join([raw for raw, node in runs if node.link is None])
    own_head = len(seen) > 1 and seen[0][1] not in (around, seen[1][1])
    return Words(
        links=links,
        plain=clean_text(plain) if links else text,
        linked=bool(links) and not any(map(str.isalnum, plain)),
        head=clean_text(seen[0][0]) if own_head else "",
        heading=seen[0][1].style.heading,
        bold=all(node.style.bold for _, node in seen),
    )


def _links(runs: Sequence[Run]) -> Iterator[Link]:
    if all(node.link is None for _, node in runs):
        return
    for link, linked in groupby(runs, key=lambda run: run[1].link):
        if link is not None:
            yield Link(clean_text("".join([raw for raw, _ in linked])), link.href)
