"""Writes a report for people, in at most 100 columns, and as one JSON document."""

import textwrap
from collections.abc import Iterator
from typing import Any

from presidency_scraper.clock import utc_iso
from presidency_scraper.doctor.findings import Finding, PageReport, Report, State
from presidency_scraper.rules.outcome import count

_WIDTH = 100
_FIELD, _STATE = 14, 9
_INDENT = " " * (4 + _FIELD + _STATE)
#: The most that a field may say in the table: one line where all is well. JSON has it whole.
_ONE_LINE = _WIDTH - len(_INDENT)
_MOST_SAID = 280


def render_report(report: Report) -> str:
    """Return *report* as a table for people."""
    lines: list[str] = []
    for edition in report.editions:
        lines += [f"edition {edition.edition}, {edition.origin}"]
        for page in edition.pages:
            lines += _page_lines(page)
        if edition.stopped:
            lines += ["  nothing more was asked of this edition"]
        lines += [""]
    if report.across:
        lines += ["across editions", *(s for page in report.across for s in _page_lines(page)), ""]
    lines += textwrap.wrap(report.line, _WIDTH, break_on_hyphens=False)
    return "\n".join([*lines, f"{count(report.requests, 'request')}, exit code {int(report.code)}"])


def _page_lines(page: PageReport) -> Iterator[str]:
    yield f"  {page.name}"
    if page.url:
        yield f"    {page.url}" if len(page.url) < _WIDTH - 4 else f"    {page.url[:94]}…"
    for finding in page.findings:
        yield from _finding_lines(finding)


def _finding_lines(finding: Finding) -> Iterator[str]:
    head = f"    {finding.field:<{_FIELD}}{finding.state:<{_STATE}}"
    most = _ONE_LINE if finding.state is State.OK else _MOST_SAID
    said = finding.said
    yield from _wrapped(said if len(said) <= most else f"{said[: most - 1].rstrip()}…", head)
    if finding.todo:
        yield from _wrapped(f"-> {finding.todo}", _INDENT)


def _wrapped(text: str, head: str) -> list[str]:
    wrapped = textwrap.wrap(
        text, _WIDTH, initial_indent=head, subsequent_indent=_INDENT, break_on_hyphens=False
    )
    return wrapped or [head.rstrip()]


def told_report(report: Report) -> dict[str, Any]:
    """Return *report* as it stands in the JSON document."""
    return {
        "verdict": {"code": int(report.code), "line": report.line},
        "requests": report.requests,
        "editions": [
            {
                "edition": edition.edition,
                "origin": edition.origin,
                "stopped": edition.stopped or None,
                "pages": [_told_page(page) for page in edition.pages],
            }
            for edition in report.editions
        ],
        "across": [_told_page(page) for page in report.across],
    }


def _told_page(page: PageReport) -> dict[str, Any]:
    answer = page.visit.answer if page.visit else None
    return {
        "page": page.name,
        "url": page.url or None,
        "status": answer.status if answer else None,
        "captured_at": utc_iso(answer.captured_at) if answer else None,
        "findings": [
            {
                "field": finding.field,
                "state": finding.state.value,
                "said": finding.said,
                "todo": finding.todo or None,
            }
            for finding in page.findings
        ],
    }
