"""Which pages of a back catalogue are looked at again, a few each run, round and round. Pure.

What comes late stands under an old date deep in a listing, where no walk of the newest pages
looks: a translation added months later, an article restored or moved.
"""

from collections.abc import Collection, Mapping
from math import ceil

#: In so many daily runs all of a back catalogue is seen, unless told otherwise: a quarter.
RUNS = 90


def pages_to_sweep(
    asked: Mapping[int, int], most: int | None, holes: Collection[int] = ()
) -> list[int]:
    """Return the pages that were asked for the longest ago, at the *most* so many.

    One of the *holes* comes before them: a page on which nothing could be seen may come back.

    *asked* tells of each page by which capture it was asked for last, 0 for never. So a page that
    cannot be had holds up no other, and a round that was cut short goes on. A page that is new
    shows what stood on the one above: its turn comes with that, and before it, or it would have
    none as long as one page is looked at a night.

    >>> pages_to_sweep({2: 31, 3: 7, 4: 9, 5: 0}, 3), pages_to_sweep({2: 31, 3: 7}, None, {2})
    ([3, 5, 4], [2, 3])
    """
    since: dict[int, int] = {}
    for page in sorted(asked):
        since[page] = asked[page] or since.get(page - 1, 0)
    most = ceil(len(asked) / RUNS) if most is None else most
    hole = sorted(holes, key=lambda page: since[page])[: min(most, 1)]
    others = sorted(asked.keys() - holes, key=lambda page: (since[page], -page))
    return hole + others[:most]
