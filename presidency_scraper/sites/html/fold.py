"""Folds what nobody asks into: a menu or a footer becomes one line before the page is walked.

That is a region HTML itself calls something else than text, with no date printed in it, and nothing
but letters that are seen. Most elements of a page stand in such regions, and each would become a
node or a block.
"""

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

from presidency_scraper.sites.html.elements import CHROME, UNSEEN, is_chrome, may_be_telling
from presidency_scraper.sites.html.lines import may_have_date

#: What else than letters may count in a region, or is not to be taken for its letters.
_MORE_THAN_LETTERS = (*UNSEEN, "img")
#: No more regions of a page are looked at: each takes as long as it holds elements.
_MOST = 64
#: What libxml2 reads and lxml does not let be written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fold_regions(root: etree._Element, wanted: Sequence[bytes], *, asks_style: bool) -> None:
    """Leave of each region below *root* that has no date its letters alone.

    Not of one whose source has one of *wanted*, which are pieces of markup; *asks_style* tells
    whether an attribute on the page may say how an element is shown.
    """
    regions = iter(list(islice(root.iter(*CHROME), _MOST)))
    for region in regions:
        text = etree.tostring(region, method="text", encoding="unicode", with_tail=False)
        if _is_plain(text) and _holds_letters_alone(region):
            if (asks_style or wanted) and _is_asked_for(region, wanted, asks_style=asks_style):
                continue
            inside = sum(1 for _ in region.iterdescendants(*CHROME))
            del region[:]
            region.text = text
            next(islice(regions, inside, inside), None)  # those went with it


def _is_plain(text: str) -> bool:
    """Tell whether *text* is seen, is no junk, and holds no date."""
    letters = any(map(str.isalnum, text.replace("rn", "")))
    return letters and not may_have_date(text) and _UNWRITABLE.search(text) is None


def _holds_letters_alone(region: etree._Element) -> bool:
    """Tell whether *region* is one by its place, on a line of its own, and of letters alone."""
    parent = region.getparent()
    return (
        is_chrome(region.tag, parent.tag if parent is not None else None)
        and region.get("style") is None
        and next(region.iterdescendants(*_MORE_THAN_LETTERS), None) is None
    )


def _is_asked_for(region: etree._Element, wanted: Sequence[bytes], *, asks_style: bool) -> bool:
    source = etree.tostring(region, encoding="utf-8", with_tail=False)
    return any(piece in source for piece in wanted) or (asks_style and may_be_telling(source))
