"""The dashboard: which figures become which chart, and what is said of each."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from presidency_scraper.web.charts import Bar, draw_bars, draw_grid
from presidency_scraper.web.presidents import TERMS, term_of

#: How many numbers of articles one bar of the coverage stands for.
STEP = 250
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HUNDREDS = 20

_Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its heading, what it shows, its legend and its figures as a table."""

    key: str
    title: str
    text: str
    svg: Markup | None
    legend: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def draw(figures: Mapping[str, _Rows]) -> list[Chart]:
    """Return the charts of ``store.browsing.dashboard``'s figures."""
    return [
        _published(figures["days"]),
        _hours(figures["hours"]),
        _lengths(figures["lengths"]),
        _edits(figures["edits"], figures["gone"]),
        _coverage(figures["coverage"], figures["numbers"]),
    ]


def _published(days: _Rows) -> Chart:
    """A month in which the office passed on has bars of two colours."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for row in days:
        counts[row["day"][:7]][TERMS.index(term_of(row["day"]))] += row["articles"]
    months = _months(min(counts), max(counts)) if counts else []
    seen = sorted({term for count in counts.values() for term in count})
    bars = [Bar(month, _parts(counts.get(month, {}), seen)) for month in months]
    januaries = [month for month in months if month.endswith("-01")]
    years = {month: month[:4] for month in januaries[:: len(januaries) // 9 + 1]}
    title = "Articles a month"
    return Chart(
        "months",
        title,
        "By day of publication. The colour is the president in office on that day.",
        draw_bars(title, bars, years) if bars else None,
        tuple((f"term{term}", TERMS[term].name) for term in seen),
        ("month", *(TERMS[term].surname for term in seen)),
        tuple(
            (month, *(counts[month][term] for term in seen)) for month in months if month in counts
        ),
    )


def _parts(count: Mapping[int, int], seen: Sequence[int]) -> tuple[tuple[str, float], ...]:
    return tuple((f"term{term}", count.get(term, 0)) for term in seen)


def _hours(rows: _Rows) -> Chart:
    counts = {((row["weekday"] - 1) % 7, row["hour"]): row["articles"] for row in rows}
    title = "Hour and weekday of publishing"
    table = [
        (name, *(counts.get((day, hour), 0) for hour in range(24)))
        for day, name in enumerate(_WEEKDAYS)
    ]
    return Chart(
        "hours",
        title,
        "By the clock of Sofia, as printed on the articles.",
        draw_grid(title, _WEEKDAYS, counts) if counts else None,
        (),
        ("day", *map(str, range(24))),
        tuple(table),
    )


def _lengths(rows: _Rows) -> Chart:
    counts = {row["hundreds"]: row["articles"] for row in rows}
    longest = max(counts, default=0)
    names = [
        f"{100 * block}+" if block == _HUNDREDS else f"{100 * block}"
        for block in range(longest + 1)
    ]
    bars = [Bar(name, (("plain", counts.get(i, 0)),)) for i, name in enumerate(names)]
    title = "Lengths in words"
    return Chart(
        "lengths",
        title,
        "How many articles have so many words or more, up to the next hundred.",
        draw_bars(title, bars) if counts else None,
        (),
        ("words from", "articles"),
        tuple((name, counts.get(i, 0)) for i, name in enumerate(names)),
    )


def _edits(edits: _Rows, gone: _Rows) -> Chart:
    counts = {row["month"]: (row["edits"], row["looks"], 0) for row in edits}
    for row in gone:
        counts[row["month"]] = (*counts.get(row["month"], (0, 0, 0))[:2], row["articles"])
    months = _months(min(counts), max(counts)) if counts else []
    kinds = (("plain", "edits"), ("looks", "only in looks"), ("gone", "gone from the site"))
    names = [name for name, _ in kinds]
    bars = [
        Bar(month, tuple(zip(names, counts.get(month, (0, 0, 0)), strict=True))) for month in months
    ]
    title = "Edits and deletions a month"
    return Chart(
        "edits",
        title,
        "By the month in which they were seen." if counts else "None was seen so far.",
        draw_bars(title, bars) if bars else None,
        kinds,
        ("month", *(name for _, name in kinds)),
        tuple((month, *counts[month]) for month in months if month in counts),
    )


def _coverage(blocks: _Rows, numbers: _Rows) -> Chart:
    counts = {row["block"]: row["articles"] for row in blocks}
    bars = [
        Bar(
            str(block * STEP),
            (("plain", counts.get(block, 0)), ("missing", STEP - counts.get(block, 0))),
        )
        for block in range(min(counts, default=0), max(counts, default=-1) + 1)
    ]
    known = numbers[0]
    span = known["last"] - known["first"] + 1 if known["stored"] else 0
    title = "Coverage and gaps"
    return Chart(
        "coverage",
        title,
        f"{known['stored']:,} of {span:,} numbers between the lowest and the highest are stored, "
        f"in either language. A bar is {STEP} numbers. A number that is missing need not have been "
        "an article: the view of missing numbers has what is known of each.",
        draw_bars(title, bars) if bars else None,
        (("plain", "stored"), ("missing", "not stored")),
        ("numbers from", "stored"),
        tuple((block * STEP, count) for block, count in sorted(counts.items())),
    )


def _months(first: str, last: str) -> list[str]:
    """All months from *first* to *last*.

    >>> _months("2024-11", "2025-02")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 1)]
