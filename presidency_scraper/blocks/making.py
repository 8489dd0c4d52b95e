"""Makes the blocks of one line: each date in it is one, and so is what stands between two."""

from presidency_scraper.blocks.lines import cut_line, find_dates
from presidency_scraper.blocks.nodes import Style, node_around
from presidency_scraper.blocks.page import Block
from presidency_scraper.blocks.words import Run
from presidency_scraper.text import clean_lines


def make_blocks(runs: list[Run], style: Style, line: int, index: int) -> list[Block]:
    """Return the blocks of a line, which begins with a letter; *index* is that of the first.

    *style* is that of the place where the line ended.
    """
    while len(runs) > 1 and runs[-1][0].isspace():
        runs.pop()
    if len(runs) == 1:
        raw, node = runs[0]
        if not find_dates(raw):
            texts = clean_lines(raw)
            if len(texts) == 1:
                return [Block(index, texts[0], raw, None, node, style, line, runs)]
    around = node_around([node for raw, node in runs if not raw.isspace()])
    blocks: list[Block] = []
    for piece in cut_line(runs):
        for text in clean_lines("".join([raw for raw, _ in piece.runs])):
            at = index + len(blocks)
            blocks.append(Block(at, text, piece.raw, piece.date, around, style, line, piece.runs))
            piece.raw = ""  # the first of its paragraphs has it all
    return blocks
