"""The dashboard: which figures become which chart, and what is said of each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from presidency_scraper.web.chart_links import Ways
from presidency_scraper.web.charts import Bar, draw_bars, draw_grid, heat_key
from presidency_scraper.web.figures import Chart, Legend, Linked, monthly

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

_Say = Callable[[str], str]
_Rows = Sequence[Mapping[str, Any]]


def draw(figures: Mapping[str, _Rows], ways: Ways, say: _Say) -> list[Chart]:
    """Return the charts of ``store.browse.dashboard``'s figures; *say* translates."""
    return [
        _published(figures["days"], figures["presidents"], ways, say),
        _countries(figures["countries"], figures["presidents"], ways, say),
        _hours(figures["hours"], ways, say),
        _lengths(figures["lengths"], ways, say),
        _edits(figures["edits"], figures["gone"], ways, say),
        _coverage(figures["coverage"], figures["numbers"], ways, say),
    ]


def totals(figures: Mapping[str, _Rows]) -> list[tuple[str, int]]:
    """How many there are in all of what the charts count."""
    counted = (("articles", "days", "articles"), ("edits", "edits", "edits"),
               ("only in looks", "edits", "looks"),
               ("gone from the site", "gone", "articles"))  # fmt: skip
    return [(name, sum(row[key] for row in figures[rows])) for name, rows, key in counted]


def _published(days: _Rows, presidents: _Rows, ways: Ways, say: _Say) -> Chart:
    """A month in which the office passed on has bars of two colours."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in days:
        month, key = row["day"][:7], _term_of(row["day"], presidents)
        counts[month][key] += row["articles"]
        known[month, key].append(row["day"])
    seen = _seen(counts, presidents)

    def way(month: str, key: str) -> str:
        if len(counts[month]) == 1:
            return ways.articles(published_at__startswith=month)
        return ways.articles(**_between(known[month, key]))

    bars, rows = monthly(counts, [key for key, _ in seen], way)
    januaries = [bar.label for bar in bars if bar.label.endswith("-01")]
    return Chart(
        "months",
        "Articles a month",
        "By day of publication. The colour is the president in office on that day.",
        draw_bars(
            bars,
            {month: month[:4] for month in januaries[:: len(januaries) // 9 + 1]} or None,
            (say("month"), say("articles")),
        ),
        ("month", *(name.split()[-1] for _, name in seen)),
        rows,
        seen,
    )


def _between(days: Sequence[str]) -> dict[str, str]:
    """The filters by which articles of the first to the last of *days* are had."""
    return {"published_at__gte": min(days), "published_at__lte": f"{max(days)}T24"}


def _term_of(day: str, presidents: _Rows) -> str:
    """The class of the term that a day falls into; what is older counts for the first.

    >>> _term_of("2017-01-22", [{"since": "2012-01-22"}, {"since": "2017-01-22"}])
    'term1'
    """
    begun = [n for n, one in enumerate(presidents) if day >= one["since"]]
    return f"term{begun[-1] if begun else 0}"


def _seen(counts: Mapping[str, Counter[str]], presidents: _Rows) -> Legend:
    """The terms that *counts* know, with who was president; of what is not known the articles."""
    names = [str(one["name"]) for one in presidents] or ["articles"]
    keys = {key for count in counts.values() for key in count}
    return tuple((f"term{n}", name) for n, name in enumerate(names) if f"term{n}" in keys)


def _countries(rows: _Rows, presidents: _Rows, ways: Ways, say: _Say) -> Chart:
    """The figures say it by year as well, which would be too many bars."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    years: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    known: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        term, year, country = _term_of(row["day"], presidents), row["day"][:4], row["country"]
        counts[country][term] += row["articles"]
        years[year, term][country] += row["articles"]
        known[country, term].append(row["day"])
        known[country, term, year].append(row["day"])
    seen = _seen(counts, presidents)
    most = sorted(counts, key=lambda name: (-counts[name].total(), name))[:_MOST_COUNTRIES]

    def way(country: str, *when: str) -> str:
        days = known[country, *when]
        return ways.country(country, **_between(days)) if days else ""

    table = [
        (year, dict(seen)[term].split()[-1],
         *(Linked(count[name], way(name, term, year)) for name in most))
        for (year, term), count in sorted(years.items())
    ]  # fmt: skip
    bars = [
        Bar(name, tuple((key, counts[name][key]) for key, _ in seen),
            tuple(way(name, key) for key, _ in seen))
        for name in most
    ]  # fmt: skip
    return Chart(
        "countries",
        "Countries named",
        "How many articles name a country, by its code of two letters; {} is left out. The colour"
        " is the president in office on the day.",
        draw_bars(bars, {name: name for name in most}, (say("country"), say("articles"))),
        ("year", "president", *most),
        tuple(table),
        seen,
        (HOME,),
    )


def _hours(rows: _Rows, ways: Ways, say: _Say) -> Chart:
    counts = {((row["weekday"] - 1) % 7, row["hour"]): row["articles"] for row in rows}
    days = [say(name) for name in _WEEKDAYS]
    table = [
        (name, *(Linked(counts.get((day, hour), 0), ways.hour(day, hour)) for hour in range(24)))
        for day, name in enumerate(days)
    ]
    return Chart(
        "hours",
        "Hour and weekday of publishing",
        "By the clock of Sofia, as printed on the articles. The stronger the colour, the more"
        " articles.",
        draw_grid(days, counts, ways.hour, (say("hour"), say("day"))),
        ("day", *map(str, range(24))),
        tuple(table),
        heat_key(max(counts.values(), default=1)),
    )


def _lengths(rows: _Rows, ways: Ways, say: _Say) -> Chart:
    counts = Counter({row["hundreds"]: row["articles"] for row in rows})
    bars = [_length(n, counts[n], ways) for n in range(max(counts, default=-1) + 1)]
    return Chart(
        "lengths",
        "Lengths in words",
        "How many articles have so many words.",
        draw_bars(
            bars,
            {bar.label: bar.label for bar in bars[:: len(bars) // 6 + 1]},
            (say("words"), say("articles")),
        ),
        ("words", "articles"),
        tuple((bar.label, Linked(int(bar.total), *bar.links)) for bar in bars),
    )


def _length(hundreds: int, count: int, ways: Ways) -> Bar:
    """The bar of so many hundreds of words.

    >>> _length(0, 1, Ways(str, "bg")).label, _length(20, 1, Ways(str, "bg")).label
    ('0–99', '2000+')
    """
    first, last = 100 * hundreds, 100 * hundreds + 99
    if hundreds == _HUNDREDS:
        return Bar(f"{first}+", (("plain", count),), (ways.articles(word_count__gte=first),))
    between = ways.articles(word_count__gte=first, word_count__lte=last)
    return Bar(f"{first}–{last}", (("plain", count),), (between,))


def _edits(edits: _Rows, gone: _Rows, ways: Ways, say: _Say) -> Chart:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in edits:
        counts[row["month"]].update(plain=row["edits"], looks=row["looks"])
    for row in gone:
        counts[row["month"]].update(gone=row["articles"])

    def way(month: str, key: str) -> str:
        if key == "gone":
            return ways.articles(gone_at__startswith=month)
        return ways.edits(month, cosmetic=key == "looks")

    bars, rows = monthly(counts, [key for key, _ in _CHANGES], way)
    return Chart(
        "edits",
        "Edits and deletions a month",
        "By the month in which they were seen." if counts else "None was seen so far.",
        draw_bars(bars, axes=(say("month"), say("events"))),
        ("month", *(name for _, name in _CHANGES)),
        rows,
        _CHANGES,
    )


def _coverage(blocks: _Rows, numbers: _Rows, ways: Ways, say: _Say) -> Chart:
    counts = Counter({row["block"]: row["articles"] for row in blocks})
    bars: list[Bar] = []
    last = min(counts, default=0)
    for block in sorted(counts):
        if block - last > _HOLE:
            bars.append(Bar("…", (("missing", STEP),)))
        else:
            bars += [_block(missing, 0, ways) for missing in range(last + 1, block)]
        bars.append(_block(block, counts[block], ways))
        last = block
    known = numbers[0]
    span = known["last"] - known["first"] + 1 if known["stored"] else 0
    return Chart(
        "coverage",
        "Coverage and gaps",
        "{} of {} numbers between the lowest and the highest are stored, in either language. A bar"
        " is {} numbers; one named … is any number of them that hold nothing. What is missing need"
        " not have been an article: the view of missing numbers has what is known of each.",
        draw_bars(bars, axes=(say("numbers from"), say("numbers"))),
        ("numbers from", "stored"),
        tuple(
            (_block(n, 0, ways).label, Linked(count, _block(n, 0, ways).links[0]))
            for n, count in sorted(counts.items())
        ),
        (("plain", "stored"), ("missing", "not stored")),
        (f"{known['stored']:,}", f"{span:,}", STEP),
    )


def _block(block: int, stored: int, ways: Ways) -> Bar:
    first, last = block * STEP, block * STEP + STEP - 1
    parts = (("plain", stored), ("missing", STEP - stored))
    return Bar(str(first), parts, ways.numbers(first, last))
