"""In what order captures of one article follow each other in time, whenever they came. Pure.

Those of a crawl follow each other as they were made, also where its clock was set back. Those of
others stand between them by their time; of one second by what they are, so that the order of
their coming decides nothing.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Captured(Protocol):
    """What is asked of a capture; ``source`` is None for one of a crawl of ours."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def captured_at(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> int | None: ...  # noqa: D102
    @property
    def digest(self) -> str | None: ...  # noqa: D102
    @property
    def source(self) -> str | None: ...  # noqa: D102


_C = TypeVar("_C", bound=Captured)
_Key = tuple[str, bool, int, str, int, str]


def in_order(captures: Iterable[_C]) -> list[_C]:
    """Return *captures* in order of time."""
    keyed: list[tuple[_Key, _C]] = []
    latest = ""
    for one in sorted(captures, key=lambda capture: capture.id):
        latest = latest if one.source else max(latest, one.captured_at)
        keyed.append((_key(one, one.captured_at if one.source else latest), one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


def _key(capture: Captured, at: str) -> _Key:
    """Of one second, what others captured comes first."""
    if capture.source is None:
        return at, True, capture.id, "", 0, ""
    return at, False, 0, capture.url, capture.status or 0, capture.digest or ""


def occasion(run_id: int | None, captured_at: str, source: str | None) -> int | str | None:
    """Return what a miss counts for: the run of a crawl, or the day (UTC) others captured it.

    >>> occasion(7, "2026-11-23T15:07:38Z", None), occasion(7, "2014-05-16T07:08:09Z", "file:a")
    (7, '2014-05-16')
    """
    return captured_at[:10] if source else run_id
