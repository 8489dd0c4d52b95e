"""Makes the blocks of one line: what each says, where it links, what stands out in it."""

from collections.abc import Iterator
from itertools import groupby

from presidency_scraper.blocks.lines import Piece, Run, cut_line, find_dates
from presidency_scraper.blocks.page import Block, Link, Node, Style
from presidency_scraper.text import clean_lines, clean_text, is_blank


def make_blocks(runs: list[Run], node: Node, style: Style, line: int, index: int) -> list[Block]:
    """Return the blocks of a line; *index* is that of the first.

    *node* is the innermost element around the line, *style* that of the place where it ended.
    """
    while len(runs) > 1 and runs[-1].text.isspace():
        runs.pop()
    if len(runs) == 1 and not find_dates(runs[0].text):
        texts = clean_lines(runs[0].text)
        if len(texts) == 1:
            return [_block_of_one(texts[0], runs[0], node, style, line, index)]
    blocks: list[Block] = []
    for piece in cut_line(runs):
        for text in clean_lines("".join([run.text for run in piece.runs])):
            blocks.append(_block(text, piece, node, style, line, index + len(blocks)))
            piece.raw = ""  # the first of its paragraphs has it all
    return blocks


def _block_of_one(text: str, run: Run, node: Node, style: Style, line: int, index: int) -> Block:
    """A block as most are: without a date, and all of it in one element."""
    inside, link = run.node.style, run.node.link
    links = () if link is None else (Link(text, link.href or ""),)
    return Block(
        index,
        text,
        run.text,
        None,
        node,
        links,
        "" if links else text,
        link is not None,
        "",
        inside.heading,
        inside.bold,
        style.chrome,
        style.caption,
        line,
    )


def _block(text: str, piece: Piece, node: Node, style: Style, line: int, index: int) -> Block:
    runs = [run for run in piece.runs if not is_blank(run.text)]
    links = tuple(_links(runs))
    plain = "".join([run.text for run in piece.runs if run.node.link is None])
    own_head = len(runs) > 1 and runs[0].node not in (node, runs[1].node)
    return Block(
        index=index,
        text=text,
        raw=piece.raw,
        date=piece.date,
        node=node,
        links=links,
        plain=clean_text(plain) if links else text,
        linked=bool(links) and not any(map(str.isalnum, plain)),
        head=clean_text(runs[0].text) if own_head else "",
        heading=runs[0].node.style.heading,
        bold=all(run.node.style.bold for run in runs),
        chrome=style.chrome,
        caption=style.caption,
        line=line,
    )


def _links(runs: list[Run]) -> Iterator[Link]:
    if all(run.node.link is None for run in runs):
        return
    for link, linked in groupby(runs, key=lambda run: run.node.link):
        if link is not None:
            yield Link(clean_text("".join([run.text for run in linked])), link.href or "")
