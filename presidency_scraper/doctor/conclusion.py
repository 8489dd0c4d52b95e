"""Sums a visit up in an exit code and a line for a person. Pure."""

from collections.abc import Sequence

from presidency_scraper.doctor.findings import EditionReport, Finding, PageReport, State
from presidency_scraper.errors import ExitCode
from presidency_scraper.rules.outcome import count

#: Of several, the first: the order of docs/exit-codes.md.
_ORDER = (
    ExitCode.REFUSED,
    ExitCode.UNREACHABLE,
    ExitCode.UNEXPECTED,
    ExitCode.DRIFT,
    ExitCode.INCOMPLETE,
)
_TODO = {
    ExitCode.REFUSED: "wait a day, then try again",
    ExitCode.UNREACHABLE: "check the network and --origin, then try again",
    ExitCode.UNEXPECTED: "a defect of this program: run again with --save and report it",
    ExitCode.DRIFT: "run again with --save and look at the pages",
    ExitCode.INCOMPLETE: "try again later",
}


def judge_report(
    editions: Sequence[EditionReport], across: Sequence[PageReport]
) -> tuple[ExitCode, str]:
    """Return the exit code of a visit and the line that says why."""
    placed = [
        (f"{edition.visit.edition}, {page.name}", finding)
        for edition in editions
        for page in edition.pages
        for finding in page.findings
    ]
    placed += [(page.name, finding) for page in across for finding in page.findings]
    for code in _ORDER:
        if bad := [(place, finding) for place, finding in placed if finding.code == code]:
            return code, _line(code, bad)
    if idle := [e.visit.edition for e in editions if not any(v.article for v in e.visit.visits)]:
        line = f"no article of {', '.join(idle)} was read, so nothing is proved: try more sections"
        return ExitCode.DRIFT, line
    pages = sum(len(edition.visit.visits) for edition in editions)
    notes = sum(finding.state is State.NOTE for _, finding in placed)
    read = f"{count(pages, 'page')} of {count(len(editions), 'edition')}"
    visits = [visit for edition in editions for visit in edition.visit.visits]
    left = [v for v in visits if v.trouble and v.trouble.code == ExitCode.OK]
    rest = f"; {len(left)} not tried: {left[0].trouble.said}" if left and left[0].trouble else ""
    return ExitCode.OK, f"all well: {read}, {count(notes, 'note')}{rest}"


def _line(code: ExitCode, bad: Sequence[tuple[str, Finding]]) -> str:
    place, finding = bad[0]
    more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
    return f"{place}: {finding.field} {finding.state}: {finding.said}{more}; {_TODO[code]}"
