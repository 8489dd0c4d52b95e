"""Makes the blocks of one line: what each says, where it links, what stands out in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from presidency_scraper.blocks.lines import Piece, Run, cut_line, find_dates
from presidency_scraper.blocks.page import Block, Link, Node, Style
from presidency_scraper.text import clean_lines, clean_text, is_blank


@dataclass(slots=True)
class Line:
    """What all blocks of a line share; ``around`` is what was open where it ended."""

    number: int
    node: Node
    around: Style


def make_blocks(runs: list[Run], line: Line, index: int) -> list[Block]:
    """Return the blocks of a line; *index* is that of the first."""
    while len(runs) > 1 and runs[-1].text.isspace():
        runs.pop()
    if len(runs) == 1 and not find_dates(runs[0].text):
        texts = clean_lines(runs[0].text)
        if len(texts) == 1:
            return [_block_of_one(texts[0], runs[0], line, index)]
    blocks: list[Block] = []
    for piece in cut_line(runs):
        written = [run for run in piece.runs if not is_blank(run.text)]
        for text in clean_lines("".join([run.text for run in piece.runs])):
            blocks.append(_block(text, piece, written, line, index + len(blocks)))
            piece.raw = ""  # the first of its paragraphs has it all
    return blocks


def _block_of_one(text: str, run: Run, line: Line, index: int) -> Block:
    """A block as most are: without a date, and all of it in one element."""
    style, href = run.node.style, run.node.style.href
    links, plain = ((Link(text, href),), "") if href is not None else ((), text)
    where = line.around.chrome, line.around.caption, line.number
    return Block(
        *(index, text, run.text, None, line.node, links, plain, href is not None),
        *("", style.heading, style.bold, *where),
    )


def _block(text: str, piece: Piece, runs: list[Run], line: Line, index: int) -> Block:
    links = tuple(_links(runs))
    plain = "".join([run.text for run in piece.runs if run.node.style.href is None])
    own_head = len(runs) > 1 and runs[0].node not in (line.node, runs[1].node)
    return Block(
        index=index,
        text=text,
        raw=piece.raw,
        date=piece.date,
        node=line.node,
        links=links,
        plain=clean_text(plain) if links else text,
        linked=bool(links) and not any(map(str.isalnum, plain)),
        head=clean_text(runs[0].text) if own_head else "",
        heading=runs[0].node.style.heading,
        bold=all(run.node.style.bold for run in runs),
        chrome=line.around.chrome,
        caption=line.around.caption,
        line=line.number,
    )


def _links(runs: list[Run]) -> Iterator[Link]:
    if all(run.node.style.href is None for run in runs):
        return
    for _, linked in groupby(runs, key=lambda run: run.node.style.link):
        group = list(linked)
        if (href := group[0].node.style.href) is not None:
            yield Link(clean_text("".join([run.text for run in group])), href)
