"""The nouns of walking a listing: what is covered, and what to do next. Pure data."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class KnownIds(Protocol):
    """Ids of articles; a set of them will do."""

    def issuperset(self, ids: Iterable[str], /) -> bool:
        """Tell whether all of *ids* are among them."""

    def __bool__(self) -> bool: ...


class Ended(StrEnum):
    """How a walk was completed; the values of ``walks.ended``."""

    END = "end"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a listing in which nothing is unknown, from ``head`` to ``tail``.

    They are the ids on the first and on the last page of it; ``next_page`` is where it would go
    on, unless it ``ended``. ``number`` counts the segments of one walk, from 0.
    """

    number: int
    head: tuple[str, ...]
    tail: tuple[str, ...]
    next_page: int
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do after a page: go on with ``page``, or stop.

    ``again`` tells that the page was asked for before. ``trouble`` says what is wrong;
    ``unheard_of`` that the listing never showed anything at all; ``note`` what is as wrong as an
    earlier run reported it.
    """

    page: int | None
    ended: Ended | None = None
    again: bool = False
    trouble: str | None = None
    unheard_of: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Leaps:
    """Pages that may not be there, from the ``first`` to the ``last`` that is named.

    ``stride`` is how far the walk leaps next.
    """

    first: int
    last: int
    stride: int = 1


@dataclass(frozen=True, slots=True)
class WalkProgress:
    """How far the walk of a listing has come."""

    listing: str
    segment: Segment
