"""Makes the blocks of one line: what each says, where it links, what stands out in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from presidency_scraper.blocks.lines import Piece, Run, cut_line
from presidency_scraper.blocks.page import Block, Link, Node
from presidency_scraper.text import clean_lines, clean_text, is_blank


@dataclass(frozen=True, slots=True)
class Line:
    """What all blocks of a line share; see :class:`~presidency_scraper.blocks.page.Block`."""

    number: int
    node: Node
    chrome: Node | None
    caption: bool


def make_blocks(runs: list[Run[Node]], line: Line, index: int) -> Iterator[Block]:
    """Yield the blocks of a line; *index* is that of the first."""
    for piece in cut_line(runs):
        written = [run for run in piece.runs if not is_blank(run.text)]
        for text in clean_lines("".join(run.text for run in piece.runs)):
            yield _block(text, piece, written, line, index)
            index += 1
            piece.raw = ""  # the first of its paragraphs has it all


def _block(text: str, piece: Piece[Node], runs: list[Run[Node]], line: Line, index: int) -> Block:
    links = tuple(_links(runs))
    plain = [run.text for run in piece.runs if run.link is None]
    own_head = len(runs) > 1 and runs[0].node not in (line.node, runs[1].node)
    return Block(
        index=index,
        text=text,
        raw=piece.raw,
        date=piece.date,
        node=line.node,
        links=links,
        plain=clean_text("".join(plain)) if links else text,
        linked=bool(links) and not any(map(str.isalnum, "".join(plain))),
        head=clean_text(runs[0].text) if own_head else "",
        heading=runs[0].heading,
        bold=all(run.bold for run in runs),
        chrome=line.chrome,
        caption=line.caption,
        line=line.number,
    )


def _links(runs: list[Run[Node]]) -> Iterator[Link]:
    for _, linked in groupby(runs, key=lambda run: run.link):
        group = list(linked)
        if group[0].href is not None:
            yield Link(clean_text("".join(run.text for run in group)), group[0].href)
