"""Folds what nobody asks into: a menu or a footer becomes one line before the page is walked.

That is a region HTML itself calls something else than text, with no date printed in it. A third of
the elements of a page stand in such regions, each of which would become a node or a block.
"""

from lxml import etree

from presidency_scraper.blocks.lines import may_have_date
from presidency_scraper.blocks.markup import CHROME, UNSEEN, is_chrome

#: What else than letters may count in a region, or is not to be taken for its letters.
_TELLING = (*UNSEEN, "img")


def fold_regions(root: etree._Element) -> None:
    """Leave of each region below *root* that has no date its letters alone."""
    for region in list(root.iter(*CHROME)):
        text = etree.tostring(region, method="text", encoding="unicode", with_tail=False)
        if not may_have_date(text) and _is_foldable(region, text):
            del region[:]
            region.text = text


def _is_foldable(region: etree._Element, text: str) -> bool:
    """Tell whether readers see *region* as a block by itself, and nothing but letters in it."""
    parent = region.getparent()
    return (
        text.strip() != ""
        and region.get("style") is None
        and is_chrome(region.tag, parent.tag if parent is not None else None)
        and next(region.iterdescendants(*_TELLING), None) is None
    )
