"""Tells a site that changed from one that did not. Pure.

Pages may be read without an error and wrongly all the same. What they have, counted, is held
against floors, which stand beside the site's table, and against what earlier good runs counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from presidency_scraper.rules.fields import FIELDS, Tally
from presidency_scraper.rules.outcome import Stop, StopReason
from presidency_scraper.sites.base import Floor

#: What earlier runs counted is believed from so many pages on.
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """A field that falls below ``least``: ``found`` of ``pages``."""

    field: str
    pages: int
    found: int
    least: float

    def __str__(self) -> str:
        said = FIELDS[self.field]
        return f"{said}: {self.found} of {self.pages}, at least {self.least:.2g} of each expected"


def find_drift(
    tally: Tally, floors: Iterable[Floor], usual: Mapping[str, float]
) -> tuple[Finding, ...]:
    """Return the fields of *tally* that fall below their floor, or far below what is *usual*."""
    findings = []
    for floor in floors:
        pages, found = tally.of(floor.field)
        least = floor.least
        if floor.of_usual and pages >= _ENOUGH:
            least = max(least, floor.of_usual * usual.get(floor.field, 0.0))
        if pages >= floor.pages and found < least * pages:
            findings.append(Finding(floor.field, pages, found, least))
    return tuple(findings)


def usual_rates(tally: Tally) -> dict[str, float]:
    """What earlier runs found of each field a page, where they looked often enough."""
    known = {name: tally.of(name) for name in FIELDS}
    return {name: found / pages for name, (pages, found) in known.items() if pages >= _ENOUGH}


def reason_of(findings: Iterable[Finding]) -> StopReason:
    """Return the reason that *findings* end a run with."""
    return StopReason(Stop.DRIFT, "; ".join(map(str, findings)))
