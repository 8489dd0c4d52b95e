"""What each measured ratio is to be: the table of the goals, by the names that benchmarks give."""

#: The name of a ratio, or how several begin; what it is to be, and whether it is a least.
AT_MOST = {
    "crawl: CPU per page": 1.5,
    "memory: growth": 1.15,
    "memory: MB": 180,
    "text": 3,
    "mobile": 3,
    "markups": 3,
    "www": 2,  # the strict layout
    "peers: time beside": 1,
    "rebuild: CPU": 2.5,
    "writing": 2,
    "dates of a rebuild": 0.03,
    "search: median ms": 10,
    "search: 95th percentile ms": 50,
    "nightly: requests": 4,
    "nightly: wall": 2.5,
    "nightly: CPU": 2.5,
    "start:": 150,
    "export: parquet": 3,
    "export: memory": 1.15,
    "disk:": 1.6,
}
AT_LEAST = {
    "rebuild: gain of --jobs 2": 1.8,
    "peers: text, date exact": 1,
    "peers: text, headline exact": 1,
    "peers: www, date exact": 1,
    "peers: www, headline exact": 1,
    "peers: mobile, date exact": 1,
    "peers: mobile, headline exact": 1,
}
#: What became more than this much worse since the accepted run is marked.
WORSE = 1.15


def target_of(name: str) -> tuple[float, bool] | None:
    """Return the goal of the ratio *name*, and whether it is a least; None where there is none."""
    for table, is_least in ((AT_LEAST, True), (AT_MOST, False)):
        for begin, goal in table.items():
            if name.startswith(begin):
                return goal, is_least
    return None


def is_met(name: str, value: float) -> bool | None:
    """Tell whether *value* meets the goal; None where there is none."""
    known = target_of(name)
    if known is None:
        return None
    goal, is_least = known
    return value >= goal if is_least else value <= goal


def is_worse(name: str, value: float, accepted: float | None) -> bool:
    """Tell whether *value* is more than 15 % worse than what was accepted.

    >>> is_worse("writing", 2.0, 1.5), is_worse("rebuild: gain of --jobs 2", 1.5, 1.9)
    (True, True)
    >>> is_worse("writing", 1.6, 1.5), is_worse("writing", 9.9, None)
    (False, False)
    """
    if accepted is None:
        return False
    known = target_of(name)
    if known and known[1]:
        return value * WORSE < accepted
    return value > accepted * WORSE
