"""A line of text as it stands in the markup: runs of letters, cut where a date is printed in it.

A date amid other text is a piece of its own, and so is what stands around it: "НОВИНИ | date",
"[date] headline", "date – lead". The marks that only part the two belong to neither.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from presidency_scraper.sites.dates import find_printed, find_timestamp
from presidency_scraper.sites.html.visible import Run

_Find = Callable[[str], re.Match[str] | None]

#: Marks between a text and the date after or before it; brackets only where they open or close
#: around the date. Symbols are icons: a calendar, a clock.
_PARTING = r"\s\-–—|¦:,;/·•→»\u2190-\u2bff\U0001f300-\U0001faff\ufe0f"
_BEFORE_DATE = re.compile(rf"[{_PARTING}(\[]+\Z")
_CLOCK = re.compile("[0-9]:[0-9]")
_AFTER_DATE = re.compile(rf"\A[{_PARTING})\]]+")


@dataclass(slots=True)
class Piece:
    """What stands between two dates of a line, or one of them; ``raw`` is it with its marks."""

    runs: list[Run]
    raw: str
    date: str | None  # "timestamp", "printed" or None


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a piece begins and ends in its line, and where the marks at its edges leave it."""

    start: int
    low: int
    high: int
    end: int
    date: str | None


def cut_line(runs: list[Run]) -> list[Piece]:
    """Return the pieces of a line. What is nothing but marks is left to the piece beside it."""
    raw = "".join([text for text, _ in runs])
    dates = find_dates(raw)
    if not dates:
        return [Piece(runs, raw, None)]
    if len(runs) == 1 and dates[0][:2] == (0, len(raw)):
        return [Piece(runs, raw, dates[0][2])]
    spans = list(_joined_marks(list(_spans(raw, dates))))
    pieces: list[Piece] = []
    for span, inside in zip(spans, _split_runs(runs, spans), strict=True):
        parts = list(_cut_between_links(inside))
        at = span.start
        for part in parts:
            low = span.low if part is parts[0] else at
            end = span.end if part is parts[-1] else low + sum(len(text) for text, _ in part)
            pieces.append(Piece(part, raw[at:end], span.date))
            at = end
    return pieces


def find_dates(raw: str) -> list[tuple[int, int, str]]:
    """Return where the dates in *raw* start and end, and their kind."""
    if not may_have_date(raw):
        return []
    found = [*_find_all(raw, find_timestamp, "timestamp"), *_find_all(raw, find_printed, "printed")]
    return sorted(found)


def may_have_date(raw: str) -> bool:
    """Tell whether *raw* has what no date is without."""
    return ":" in raw and _CLOCK.search(raw) is not None


def _find_all(raw: str, find: _Find, kind: str) -> Iterator[tuple[int, int, str]]:
    if first := find(raw):
        yield *first.span(), kind
        for match in first.re.finditer(raw, first.end()):
            yield *match.span(), kind


def _spans(raw: str, dates: list[tuple[int, int, str]]) -> Iterator[_Span]:
    """Yield what stands before, between and after *dates*, and the dates."""
    done = 0
    for start, end, kind in dates:
        if start < done:
            continue  # two readings of one print: the first
        if start > done:
            yield _trimmed(raw, done, start)
        yield _Span(start, start, end, end, kind)
        done = end
    if done < len(raw):
        yield _trimmed(raw, done, len(raw))


def _trimmed(raw: str, start: int, end: int) -> _Span:
    low, high = start, end
    if start > 0 and (marks := _AFTER_DATE.match(raw[start:end])):
        low += marks.end()
    if end < len(raw) and (marks := _BEFORE_DATE.search(raw[low:end])):
        high = low + marks.start()
    return _Span(start, low, high, end, None)


def _joined_marks(spans: Sequence[_Span]) -> Iterator[_Span]:
    """Join a span of marks alone to the one before it, or to the first."""
    held: _Span | None = None
    marks_at: int | None = None
    for span in spans:
        if span.low >= span.high and held is None:
            marks_at = span.start
        elif span.low >= span.high and held is not None:
            held = replace(held, end=span.end)
        else:
            if held is not None:
                yield held
            held = span if marks_at is None else replace(span, start=marks_at)
            marks_at = None
    if held is not None:
        yield held


def _split_runs(runs: list[Run], spans: list[_Span]) -> Iterator[list[Run]]:
    """Yield the runs inside each of *spans*, in one pass over both."""
    at, offset = 0, 0
    for span in spans:
        inside = []
        while at < len(runs) and offset < span.high:
            text, node = runs[at]
            low, high = max(span.low - offset, 0), min(span.high - offset, len(text))
            if low < high:
                inside.append((text[low:high], node))
            if offset + len(text) > span.high:
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
