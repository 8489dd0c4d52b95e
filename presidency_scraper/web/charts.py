"""Charts as SVG, drawn here and not in the browser: they need no script. Pure.

Colours are classes that the style sheet knows, in light and dark. The template puts the frame
around a chart, with its title for who does not see it, and its figures in a table as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _HEIGHT = 720, 220
VIEW_BOX = f"0 0 {_WIDTH} {_HEIGHT}"
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 8, 14, 30
_WIDEST = 72  # of a bar, so that few bars are no walls
_LABELS = 9  # the most below a chart


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of stacked parts: (class, value), bottom first. ``label`` stands below it."""

    label: str
    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """The height of the whole bar."""
        return sum(value for _, value in self.parts)


def draw_bars(bars: Sequence[Bar], labels: Mapping[str, str] | None = None) -> Markup:
    """Return bars of counts; *labels* are what is shown below which, all that fit where None.

    >>> "<rect" in draw_bars([Bar("2024", (("a", 3),))]), draw_bars([])
    (True, Markup(''))
    """
    if not bars:
        return Markup()
    top = _nice(max(bar.total for bar in bars))
    wide = (_WIDTH - _LEFT - _RIGHT) / len(bars)
    thick = min(max(wide * 0.86, 0.6), _WIDEST)
    high = _HEIGHT - _TOP - _BOTTOM
    pieces = list(_grid(top, high))
    shown = labels or {bar.label: bar.label for bar in _thin(bars)}
    for place, bar in enumerate(bars):
        x, y = _LEFT + place * wide, float(_TOP + high)
        for name, value in bar.parts:
            tall = high * value / top
            y -= tall
            if value:
                said = f"{bar.label}: {bar.total:g}"
                pieces.append(_rect(x + (wide - thick) / 2, y, thick, tall, name, said))
        if bar.label in shown:
            pieces.append(_text(x + wide / 2, _HEIGHT - 8, shown[bar.label]))
    return Markup().join(pieces)


def draw_grid(rows: Sequence[str], counts: Mapping[tuple[int, int], int]) -> Markup:
    """Return a table of 24 hours by *rows*; the more, the stronger the colour."""
    if not counts:
        return Markup()
    most = max(counts.values())
    wide, tall = (_WIDTH - _LEFT - _RIGHT) / 24, 26
    pieces = []
    for row, name in enumerate(rows):
        y = _TOP + row * tall
        pieces.append(_text(_LEFT - 6, y + 17, name, "end"))
        for hour in range(24):
            count = counts.get((row, hour), 0)
            said = f"{name} {hour}:00–{hour + 1}:00: {count}"
            box = (_LEFT + hour * wide, y, wide - 2, tall - 2)
            pieces.append(_rect(*box, "cell", said, _strength(count, most)))
    bottom = _TOP + len(rows) * tall
    pieces += [
        _text(_LEFT + hour * wide + wide / 2, bottom + 16, str(hour)) for hour in range(0, 24, 3)
    ]
    return Markup().join(pieces)


def _strength(count: int, most: int) -> float:
    return 0.15 + 0.85 * count / most if count else 0.04


def _grid(top: float, high: float) -> Iterator[Markup]:
    line = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>')
    for share in (0, 0.5, 1):
        y, value = _TOP + high * (1 - share), top * share
        yield line.format(_LEFT, _WIDTH - _RIGHT, y, y)
        if value == int(value):
            yield _text(_LEFT - 6, y + 4, f"{int(value):,}", "end")


def _rect(
    x: float, y: float, width: float, height: float, name: str, said: str, strength: float = 1
) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"'
        ' fill-opacity="{:.2f}"><title>{}</title></rect>'
    ).format(name, x, y, width, height, strength, said)


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
