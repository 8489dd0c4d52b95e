"""What a chart consists of: its drawing, and its figures as a table with ways to what they count.

Pure.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from presidency_scraper.web.charts import Bar

Table = tuple[tuple[object, ...], ...]
Legend = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure and the way to what it counts."""

    value: int
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its heading, what it shows, its figures as a table, and its legend.

    ``svg`` is empty where there is nothing to draw. ``text`` has a ``{}`` for each of ``values``.
    """

    key: str
    title: str
    text: str
    svg: Markup
    names: tuple[str, ...]
    rows: Table
    legend: Legend = ()
    values: tuple[object, ...] = ()

    def draw_rows(self) -> Markup:
        """The rows of the table of figures as HTML."""
        return Markup().join(map(_row, self.rows))

    @property
    def sums(self) -> tuple[int | None, ...]:
        """The sum of each column of the figures but the first; None where they are no numbers."""
        columns = list(zip(*self.rows, strict=True))[1:]
        return tuple(map(_sum, columns))


def _row(row: Sequence[object]) -> Markup:
    cells = Markup().join(map(_cell, row[1:]))
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(row[0], cells)


def _cell(cell: object) -> Markup:
    """What stands in a cell; a count leads to what it counts, if that is anything.

    >>> [str(_cell(cell)) for cell in ("<Radev>", Linked(0, "/x"), Linked(1200, "/x?a&b"))]
    ['<td>&lt;Radev&gt;</td>', '<td>0</td>', '<td><a href="/x?a&amp;b">1,200</a></td>']
    """
    shown = cell
    if isinstance(cell, Linked):
        shown = Markup('<a href="{}">{:,}</a>').format(cell.href, cell.value) if cell.value else 0
    return Markup("<td>{}</td>").format(shown)


def _sum(column: Sequence[object]) -> int | None:
    numbers = [cell.value if isinstance(cell, Linked) else cell for cell in column]
    return sum(n for n in numbers if isinstance(n, int)) if isinstance(numbers[0], int) else None


def monthly(
    counts: Mapping[str, Counter[str]], kinds: Sequence[str], way: Callable[[str, str], str]
) -> tuple[list[Bar], Table]:
    """A bar for each month from the first to the last; a row for each that has something."""
    months = _months(min(counts), max(counts)) if counts else []
    found = {month: counts.get(month, Counter()) for month in months}
    ways = {month: [way(month, k) if count[k] else "" for k in kinds]
            for month, count in found.items()}  # fmt: skip
    bars = [
        Bar(month, tuple((k, count[k]) for k in kinds), tuple(ways[month]))
        for month, count in found.items()
    ]
    rows = [
        (month, *(Linked(count[k], href) for k, href in zip(kinds, ways[month], strict=True)))
        for month, count in found.items()
        if count
    ]
    return bars, tuple(rows)


def _months(first: str, last: str) -> list[str]:
    """All months from *first* to *last*.

    >>> _months("2024-11", "2025-02")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 1)]
