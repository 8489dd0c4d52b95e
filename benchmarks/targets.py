"""What each measured figure is to be: the table of the goals, by the names that benchmarks give."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

#: What became worse by more than this part of the accepted figure is marked.
WORSE = 0.15


@dataclass(frozen=True, slots=True)
class Goal:
    """What figures of some *names* (a pattern) are to be: at most *value*, or at least.

    Without a value it is what was accepted. ``exact``: any step back is one too many.
    ``allowance``: by how much a figure in milliseconds or MB may differ from run to run.
    """

    names: str
    value: float | None
    is_least: bool = False
    exact: bool = False
    allowance: float = 0


#: The first whose pattern fits holds.
GOALS = (
    Goal("crawl: CPU per page", 2.2),
    Goal("memory: growth", 1.15),
    Goal("memory: MB", 180, allowance=10),
    Goal("*, 30 KB, plain menu", 5.5),
    Goal("*, 30 KB", 4.5),
    Goal("text", 12),
    Goal("www*", 12),
    Goal("mobile", 12),
    Goal("markups", 12),
    Goal("peers: time beside *", 1),
    Goal("peers: markups, * exact", None, is_least=True, exact=True),
    Goal("* exact", 1, is_least=True, exact=True),
    Goal("rebuild: CPU", 4.5),
    Goal("rebuild: gain of --jobs 2", 1.8, is_least=True),
    Goal("import: CPU beside rebuild", 1.3),
    Goal("writing*", 2),
    Goal("dates of a rebuild", 0.03),
    Goal("search: *median ms", 10, allowance=2),
    Goal("search: *95th percentile ms", 50, allowance=5),
    Goal("nightly: requests*", 4, exact=True),
    Goal("nightly: *", 2.2),
    Goal("start: *ms more", 150, allowance=10),
    Goal("years: a quiet night*", 2.2),
    Goal("years: *ms more", 250, allowance=10),
    Goal("years: KB of a quiet night", 2),
    Goal("years: KB of an article*", 6),
    Goal("years: verify --since-last, CPU s", 5, allowance=0.5),
    Goal("serve: 95th percentile ms", 150, allowance=20),
    Goal("export: parquet", 3),
    Goal("export: jsonl beside csv", 1.5),
    Goal("export: memory *", 1.15),
)
_NONE = Goal("*", None)


def goal_of(name: str) -> Goal:
    """Return the goal of the figure *name*.

    >>> goal_of("www strict, 30 KB").value, goal_of("www strict").value
    (4.5, 12)
    >>> goal_of("peers: www, body exact").is_least, goal_of("search: beside MATCH").value
    (True, None)
    """
    return next((goal for goal in GOALS if fnmatchcase(name, goal.names)), _NONE)


def describe(name: str) -> str:
    """Return the goal of the figure *name* in a few signs.

    >>> describe("writing"), describe("rebuild: gain of --jobs 2")
    ('<= 2', '>= 1.8')
    >>> describe("peers: markups, body exact"), describe("export: csv")
    ('>= before', '')
    """
    goal = goal_of(name)
    if goal.value is None:
        return ">= before" if goal.is_least else ""
    return f"{'>=' if goal.is_least else '<='} {goal.value:g}"


def is_met(name: str, value: float, accepted: float | None = None) -> bool | None:
    """Tell whether *value* meets the goal; None where there is none.

    >>> is_met("peers: text, body exact", 0.99), is_met("writing", 1.9), is_met("export: csv", 9)
    (False, True, None)
    >>> is_met("peers: markups, body exact", 0.98, 0.99), is_met("peers: markups, body exact", 1)
    (False, None)
    """
    goal = goal_of(name)
    wanted = accepted if goal.value is None and goal.is_least else goal.value
    if wanted is None:
        return None
    return value >= wanted if goal.is_least else value <= wanted


def is_worse(name: str, value: float, accepted: float | None) -> bool:
    """Tell whether *value* became too much worse than what was accepted.

    >>> is_worse("writing", 2.0, 1.5), is_worse("rebuild: gain of --jobs 2", 1.5, 1.9)
    (True, True)
    >>> is_worse("writing", 1.6, 1.5), is_worse("writing", 9.9, None)
    (False, False)
    >>> is_worse("peers: markups, body exact", 0.99, 0.993)
    True
    >>> is_worse("start: --help, ms more", 6, -1), is_worse("start: --help, ms more", 12, -1)
    (False, True)
    """
    if accepted is None:
        return False
    goal = goal_of(name)
    allowed = 0 if goal.exact else max(WORSE * abs(accepted), goal.allowance)
    return (accepted - value if goal.is_least else value - accepted) > allowed
