"""A line of text as it stands in the markup: runs of letters, cut where a date is printed in it.

A date amid other text is a piece of its own, and so is what stands around it: "НОВИНИ | date",
"[date] headline", "date – lead". The marks that only part the two belong to neither.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from presidency_scraper.sites.dates import find_printed, find_timestamp
from presidency_scraper.sites.html.visible import Run

_Find = Callable[[str], re.Match[str] | None]

#: Marks between a text and the date after or before it; brackets only where they open or close
#: around the date. Symbols are icons: a calendar, a clock.
_PARTING = r"\s\-–—|¦:,;/·•→»\u2190-\u2bff\U0001f300-\U0001faff\ufe0f"
_BEFORE_DATE = re.compile(rf"[{_PARTING}(\[]+\Z")
_AFTER_DATE = re.compile(rf"\A[{_PARTING})\]]+")
_CLOCK = re.compile("[0-9]:[0-9]")


class Piece(NamedTuple):
    """What stands between two dates of a line, or one of them: "timestamp", "printed" or None."""

    runs: list[Run]
    date: str | None


class _Span(NamedTuple):
    """Where a piece of a line begins and ends, without the marks at its edges."""

    start: int
    end: int
    date: str | None = None


def cut_line(runs: list[Run]) -> Iterator[Piece]:
    """Yield the pieces of a line. What is nothing but marks between them is none."""
    raw = "".join([text for text, _ in runs])
    dates = find_dates(raw)
    if not dates:
        yield Piece(runs, None)
        return
    spans = list(_spans(raw, dates))
    for span, inside in zip(spans, _split_runs(runs, spans), strict=True):
        for part in _cut_between_links(inside):
            yield Piece(part, span.date)


def find_dates(raw: str) -> list[_Span]:
    """Return where the dates in *raw* start and end, and their kind."""
    if not may_have_date(raw):
        return []
    found = [*_find_all(raw, find_timestamp, "timestamp"), *_find_all(raw, find_printed, "printed")]
    return sorted(found)


def may_have_date(raw: str) -> bool:
    """Tell whether *raw* has what no date is without."""
    return ":" in raw and _CLOCK.search(raw) is not None


def _find_all(raw: str, find: _Find, kind: str) -> Iterator[_Span]:
    if first := find(raw):
        yield _Span(*first.span(), kind)
        for match in first.re.finditer(raw, first.end()):
            yield _Span(*match.span(), kind)


def _spans(raw: str, dates: list[_Span]) -> Iterator[_Span]:
    """Yield *dates*, and what stands before, between and after them if that is more than marks."""
    done = 0
    for date in [*dates, _Span(len(raw), len(raw))]:
        if date.start < done:
            continue  # two readings of one print: the first
        start, end = done, date.start
        if start > 0 and (marks := _AFTER_DATE.match(raw[start:end])):
            start += marks.end()
        if end < len(raw) and (marks := _BEFORE_DATE.search(raw[start:end])):
            end = start + marks.start()
        if start < end:
            yield _Span(start, end)
        if date.date:
            yield date
        done = date.end


def _split_runs(runs: list[Run], spans: list[_Span]) -> Iterator[list[Run]]:
    """Yield the runs inside each of *spans*, in one pass over both."""
    at, offset = 0, 0
    for span in spans:
        inside = []
        while at < len(runs) and offset < span.end:
            text, node = runs[at]
            low, high = max(span.start - offset, 0), min(span.end - offset, len(text))
            if low < high:
                inside.append((text[low:high], node))
            if offset + len(text) > span.end:
                break
            offset += len(text)
            at += 1
        yield inside


def _cut_between_links(runs: list[Run]) -> Iterator[list[Run]]:
    """Cut where one link ends and the next begins with not even a blank in between."""
    start = 0
    for at in range(1, len(runs)):
        before, after = runs[at - 1][1].link, runs[at][1].link
        if before is not None and after is not None and before is not after:
            yield runs[start:at]
            start = at
    yield runs[start:]
