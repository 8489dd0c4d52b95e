"""Charts as SVG, drawn here and not in the browser: they need no script. Pure.

Colours are classes that the style sheet knows, in light and dark. The template puts the frame
around a chart, and its figures with the same links in a table, for the keyboard and for those who
do not see it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _HEIGHT = 720, 280
VIEW_BOX = f"0 0 {_WIDTH} {_HEIGHT}"
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 8, 44, 56
_WIDEST = 72  # of a bar, so that few bars are no walls
_LABELS = 9  # the most below a chart
_HEATS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of stacked parts: (class, value), bottom first. ``label`` stands below it.

    ``links`` lead to what each part counts.
    """

    label: str
    parts: tuple[tuple[str, float], ...]
    links: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """The height of the whole bar."""
        return sum(value for _, value in self.parts)


def draw_bars(
    bars: Sequence[Bar],
    labels: Mapping[str, str] | None = None,
    axes: tuple[str, str] = ("", ""),
) -> Markup:
    """Return bars of counts; *labels* are what is shown below which, all that fit where None.

    *axes* name what stands below the bars, and what they count.

    >>> "<rect" in draw_bars([Bar("2024", (("a", 3),))]), draw_bars([])
    (True, Markup(''))
    """
    if not bars:
        return Markup()
    top = _nice(max(bar.total for bar in bars))
    wide = (_WIDTH - _LEFT - _RIGHT) / len(bars)
    thick = min(max(wide * 0.86, 0.6), _WIDEST)
    high = _HEIGHT - _TOP - _BOTTOM
    pieces = [*_names(*axes), *_grid(top, high)]
    shown = labels or {bar.label: bar.label for bar in _thin(bars)}
    for place, bar in enumerate(bars):
        x, y = _LEFT + place * wide, float(_TOP + high)
        links = bar.links or ("",) * len(bar.parts)
        for (name, value), link in zip(bar.parts, links, strict=True):
            tall = high * value / top
            y -= tall
            if value:
                said = f"{bar.label}: {value:g}"
                box = (x + (wide - thick) / 2, y, thick, tall)
                pieces.append(_rect(*box, name, said, link))
        if bar.label in shown:
            pieces.append(_text(x + wide / 2, _HEIGHT - 34, shown[bar.label]))
    return Markup().join(pieces)


def draw_grid(
    rows: Sequence[str],
    counts: Mapping[tuple[int, int], int],
    link: Callable[[int, int], str],
    axes: tuple[str, str] = ("", ""),
) -> Markup:
    """Return a table of 24 hours by *rows*; the more, the stronger the colour.

    *link* leads from a row and an hour to what is counted there.
    """
    if not counts:
        return Markup()
    most = max(counts.values())
    wide, tall = (_WIDTH - _LEFT - _RIGHT) / 24, 26
    pieces = list(_names(*axes))
    for row, name in enumerate(rows):
        y = _TOP + row * tall
        pieces.append(_text(_LEFT - 6, y + 17, name, "end"))
        for hour in range(24):
            count = counts.get((row, hour), 0)
            said = f"{name} {hour}:00–{hour + 1}:00: {count}"
            box = (_LEFT + hour * wide, y, wide - 2, tall - 2)
            strength = f"heat{heat(count, most)}"
            pieces.append(_rect(*box, strength, said, link(row, hour) if count else ""))
    pieces += [
        _text(_LEFT + hour * wide + wide / 2, _HEIGHT - 34, str(hour)) for hour in range(0, 24, 3)
    ]
    return Markup().join(pieces)


def heat(count: int, most: int) -> int:
    """How strong the colour of a count is, of four strengths; 0 for nothing.

    >>> [heat(count, 8) for count in (0, 1, 2, 3, 8)]
    [0, 1, 1, 2, 4]
    """
    return -(-_HEATS * count // most) if count else 0


def heat_key(most: int) -> tuple[tuple[str, str], ...]:
    """The key to the colours: their classes, and the counts that each stands for.

    >>> heat_key(10)
    (('heat0', '0'), ('heat1', '1–2'), ('heat2', '3–5'), ('heat3', '6–7'), ('heat4', '8–10'))
    >>> heat_key(1)
    (('heat0', '0'), ('heat4', '1'))
    """
    spans = [(most * (n - 1) // _HEATS + 1, most * n // _HEATS) for n in range(1, _HEATS + 1)]
    said = [(n, f"{low}–{high}" if low < high else f"{low}", high >= low)
            for n, (low, high) in enumerate(spans, 1)]  # fmt: skip
    return (("heat0", "0"), *((f"heat{n}", text) for n, text, is_any in said if is_any))


def _names(below: str, counted: str) -> Iterator[Markup]:
    """The names of the axes."""
    yield _text(_WIDTH - _RIGHT, _HEIGHT - 6, below, "end")
    yield _text(6, 20, counted, "start")


def _grid(top: float, high: float) -> Iterator[Markup]:
    line = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>')
    for share in (0, 0.5, 1):
        y, value = _TOP + high * (1 - share), top * share
        yield line.format(_LEFT, _WIDTH - _RIGHT, y, y)
        if value == int(value):
            yield _text(_LEFT - 6, y + 4, f"{int(value):,}", "end")


def _rect(
    x: float, y: float, width: float, height: float, name: str, said: str, link: str
) -> Markup:
    drawn = Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
        "<title>{}</title></rect>"
    ).format(name, x, y, width, height, said)
    # The keyboard finds the same links in the table of figures, without a stop at each bar.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(link, drawn) if link else drawn


def _text(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, text
    )


def _nice(value: float) -> float:
    """The next round number to end a scale with.

    >>> [_nice(value) for value in (0, 3, 17, 112, 250)]
    [2, 4, 20, 200, 300]
    """
    for power in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000):
        for step in (2, 3, 4, 6, 8, 10):
            if value <= step * power and step * power % 2 == 0:  # its half is a count as well
                return step * power
    return value


def _thin(bars: Sequence[Bar]) -> Sequence[Bar]:
    """As many of *bars* as have room for their labels."""
    return bars[:: -(-len(bars) // _LABELS) or 1]
