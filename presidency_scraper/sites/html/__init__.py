"""A page as a reader sees it: blocks of text in reading order. Knows HTML, and no site.

``page`` says what a page is made of, ``nodes`` what its elements are, ``words`` what is said of the
letters in a block, ``markup`` what HTML itself says of an element. ``walk`` takes a tree apart into
lines, ``making`` makes blocks of them, ``lines`` knows how a line is cut at the dates in it.
"""

from presidency_scraper.sites.html.blocks import (
    BareLink,
    Block,
    Blocks,
    Picture,
    Selected,
    rejoin_lines,
)
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.html.traverse import parse_blocks
from presidency_scraper.sites.html.visible import Link

__all__ = [
    "BareLink",
    "Block",
    "Blocks",
    "Link",
    "Node",
    "Picture",
    "Selected",
    "parse_blocks",
    "rejoin_lines",
]
