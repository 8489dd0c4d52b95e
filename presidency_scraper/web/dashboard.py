"""The dashboard: which figures become which chart, and what is said of each."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from presidency_scraper.web.charts import Bar, draw_bars, draw_grid

#: How many numbers of articles one bar of the coverage stands for.
STEP = 250
#: The country that nearly every article names, and how many others are drawn.
HOME = "BG"
_MOST_COUNTRIES = 15
#: So many of them side by side that hold nothing are not drawn one by one.
_HOLE = 4
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HUNDREDS = 20
_CHANGES = (("plain", "edits"), ("looks", "only in looks"), ("gone", "gone from the site"))

_Rows = Sequence[Mapping[str, Any]]
_Table = tuple[tuple[object, ...], ...]
_Legend = tuple[tuple[str, str], ...]


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
    rows: _Table
    legend: _Legend = ()
    values: tuple[object, ...] = ()


def draw(figures: Mapping[str, _Rows]) -> list[Chart]:
    """Return the charts of ``store.browse.dashboard``'s figures."""
    return [
        _published(figures["days"], figures["presidents"]),
        _countries(figures["countries"], figures["presidents"]),
        _hours(figures["hours"]),
        _lengths(figures["lengths"]),
        _edits(figures["edits"], figures["gone"]),
        _coverage(figures["coverage"], figures["numbers"]),
    ]


def _published(days: _Rows, presidents: _Rows) -> Chart:
    """A month in which the office passed on has bars of two colours."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in days:
        counts[row["day"][:7]][_term_of(row["day"], presidents)] += row["articles"]
    seen = _seen(counts, presidents)
    bars, rows = _monthly(counts, [key for key, _ in seen])
    januaries = [bar.label for bar in bars if bar.label.endswith("-01")]
    return Chart(
        "months",
        "Articles a month",
        "By day of publication. The colour is the president in office on that day.",
        draw_bars(bars, {month: month[:4] for month in januaries[:: len(januaries) // 9 + 1]}),
        ("month", *(name.split()[-1] for _, name in seen)),
        rows,
        seen,
    )


def _term_of(day: str, presidents: _Rows) -> str:
    """The class of the term that a day falls into; what is older counts for the first.

    >>> _term_of("2017-01-22", [{"since": "2012-01-22"}, {"since": "2017-01-22"}])
    'term1'
    """
    begun = [n for n, one in enumerate(presidents) if day >= one["since"]]
    return f"term{begun[-1] if begun else 0}"


def _seen(counts: Mapping[str, Counter[str]], presidents: _Rows) -> _Legend:
    """The terms that *counts* know, with who was president; of what is not known the articles."""
    names = [str(one["name"]) for one in presidents] or ["articles"]
    keys = {key for count in counts.values() for key in count}
    return tuple((f"term{n}", name) for n, name in enumerate(names) if f"term{n}" in keys)


def _countries(rows: _Rows, presidents: _Rows) -> Chart:
    """The figures say it by year as well, which would be too many bars."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    years: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        term, year = _term_of(row["day"], presidents), row["day"][:4]
        counts[row["country"]][term] += row["articles"]
        years[year, term][row["country"]] += row["articles"]
    seen = _seen(counts, presidents)
    most = sorted(counts, key=lambda name: (-counts[name].total(), name))[:_MOST_COUNTRIES]
    table = [
        (year, dict(seen)[term].split()[-1], *(count[name] for name in most))
        for (year, term), count in sorted(years.items())
    ]
    return Chart(
        "countries",
        "Countries named",
        "How many articles name a country, by its code of two letters; {} is left out. The colour"
        " is the president in office on the day.",
        draw_bars(
            [Bar(name, tuple((key, counts[name][key]) for key, _ in seen)) for name in most],
            {name: name for name in most},
        ),
        ("year", "president", *most),
        tuple(table),
        seen,
        (HOME,),
    )


def _hours(rows: _Rows) -> Chart:
    counts = {((row["weekday"] - 1) % 7, row["hour"]): row["articles"] for row in rows}
    table = [
        (name, *(counts.get((day, hour), 0) for hour in range(24)))
        for day, name in enumerate(_WEEKDAYS)
    ]
    return Chart(
        "hours",
        "Hour and weekday of publishing",
        "By the clock of Sofia, as printed on the articles. The stronger the colour, the more"
        " articles, up to {}.",
        draw_grid(_WEEKDAYS, counts),
        ("day", *map(str, range(24))),
        tuple(table),
        values=(max(counts.values(), default=0),),
    )


def _lengths(rows: _Rows) -> Chart:
    counts = Counter({row["hundreds"]: row["articles"] for row in rows})
    blocks = range(max(counts, default=0) + 1)
    table = tuple((_range_of(n), counts[n]) for n in blocks)
    return Chart(
        "lengths",
        "Lengths in words",
        "How many articles have so many words; below each bar stands the least.",
        draw_bars(
            [Bar(name, (("plain", count),)) for name, count in table if counts],
            {name: name.split()[0] for name, _ in table[::3]},
        ),
        ("words", "articles"),
        table,
    )


def _range_of(hundreds: int) -> str:
    """Name a block of lengths.

    >>> _range_of(0), _range_of(20)
    ('0 to 99', '2000 and more')
    """
    first = 100 * hundreds
    return f"{first} and more" if hundreds == _HUNDREDS else f"{first} to {first + 99}"


def _edits(edits: _Rows, gone: _Rows) -> Chart:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in edits:
        counts[row["month"]].update(plain=row["edits"], looks=row["looks"])
    for row in gone:
        counts[row["month"]].update(gone=row["articles"])
    bars, rows = _monthly(counts, [key for key, _ in _CHANGES])
    return Chart(
        "edits",
        "Edits and deletions a month",
        "By the month in which they were seen." if counts else "None was seen so far.",
        draw_bars(bars),
        ("month", *(name for _, name in _CHANGES)),
        rows,
        _CHANGES,
    )


def _coverage(blocks: _Rows, numbers: _Rows) -> Chart:
    counts = Counter({row["block"]: row["articles"] for row in blocks})
    bars: list[Bar] = []
    last = min(counts, default=0)
    for block in sorted(counts):
        if block - last > _HOLE:
            bars.append(Bar("…", (("missing", STEP),)))
        else:
            bars += [_block(missing, 0) for missing in range(last + 1, block)]
        bars.append(_block(block, counts[block]))
        last = block
    known = numbers[0]
    span = known["last"] - known["first"] + 1 if known["stored"] else 0
    return Chart(
        "coverage",
        "Coverage and gaps",
        "{} of {} numbers between the lowest and the highest are stored, in either language. A bar"
        " is {} numbers; one named … is any number of them that hold nothing. What is missing need"
        " not have been an article: the view of missing numbers has what is known of each.",
        draw_bars(bars),
        ("numbers from", "stored"),
        tuple((block * STEP, count) for block, count in sorted(counts.items())),
        (("plain", "stored"), ("missing", "not stored")),
        (f"{known['stored']:,}", f"{span:,}", STEP),
    )


def _block(block: int, stored: int) -> Bar:
    return Bar(str(block * STEP), (("plain", stored), ("missing", STEP - stored)))


def _monthly(counts: Mapping[str, Counter[str]], kinds: Sequence[str]) -> tuple[list[Bar], _Table]:
    """A bar for each month from the first to the last; a row for each that has something."""
    months = _months(min(counts), max(counts)) if counts else []
    found = {month: counts.get(month, Counter()) for month in months}
    bars = [Bar(month, tuple((k, count[k]) for k in kinds)) for month, count in found.items()]
    rows = [(month, *(count[k] for k in kinds)) for month, count in found.items() if count]
    return bars, tuple(rows)


def _months(first: str, last: str) -> list[str]:
    """All months from *first* to *last*.

    >>> _months("2024-11", "2025-02")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 1)]
