"""What a strict layout asks of its selectors: exactly one element, one or none, or some.

Each raises LayoutError where the page does not fit; none returns a default.
"""

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.html import Block, Blocks, Selected


def one(page: Blocks, name: str) -> Selected:
    """Return the only element selected as *name*. Raises LayoutError for none or several."""
    found = page.selected[name]
    if len(found) != 1:
        raise LayoutError(f"{len(found)} elements are selected as {name}, not one")
    return found[0]


def maybe(page: Blocks, name: str) -> Selected | None:
    """Return the only element selected as *name*, or None. Raises LayoutError for several."""
    return one(page, name) if page.selected[name] else None


def some(page: Blocks, name: str) -> list[Selected]:
    """Return the elements selected as *name*. Raises LayoutError for none."""
    if not page.selected[name]:
        raise LayoutError(f"no element is selected as {name}")
    return page.selected[name]


def only_block(page: Blocks, name: str) -> Block:
    """Return the only block of the only element selected as *name*. Raises LayoutError."""
    node = one(page, name).node
    found = [block for block in page.blocks if node.holds(block.index)]
    if len(found) != 1:
        raise LayoutError(f"{len(found)} texts stand in the element selected as {name}, not one")
    return found[0]
