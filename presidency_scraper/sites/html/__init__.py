"""A page as a reader sees it: blocks of text in reading order. Knows HTML, and no site.

``traverse`` takes the tree of a page apart into lines and ``assembly`` makes blocks of them;
``lines`` knows how a line is cut at the dates in it. ``blocks`` says what a page is made of,
``nodes`` what its elements are, ``visible`` what is said of the letters in a block, ``elements``
what HTML itself says of an element, ``regions`` which menus are one line.
"""
