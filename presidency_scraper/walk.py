"""Decides how far a listing must be walked, so that its end is proved and not guessed.

Pure. A listing is walked from its first page, the newest, towards its last. A walk is over when
the data shows that nothing below is unknown:

* **joined**: it met the head (the first page) of an earlier walk and then a page of which every
  entry was known. Below that lies what the earlier walk covered. If that one was cut short, this
  one goes on where it stopped, on a page that overlaps with the last one it read.
* **end**: the page links named no further page, and asking for one more brought nothing new.

Pages drift towards the end as articles are published, so page numbers are only hints; what
counts is which entries a page shows. A page that is empty, repeated or unreadable where it should
not be is asked for once more and then reported; it is never taken for the end.

One thing a walk cannot see: an article that is deleted while it is under way pulls the next ones
up, and one of them may slip to a page already read. A full walk later finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ended(StrEnum):
    """How a walk was completed; the values of ``walks.ended``."""

    END = "end"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class PastWalk:
    """An earlier walk of the same listing, cut short unless ``ended``.

    ``head`` and ``tail`` are the ids on the first and on the last page it read.
    """

    head: frozenset[str]
    tail: frozenset[str]
    next_page: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What to do after a page: go on with ``page``, or stop.

    ``trouble`` says what is wrong; ``unheard_of`` that the listing never showed anything at all.
    """

    page: int | None
    ended: Ended | None = None
    trouble: str | None = None
    unheard_of: bool = False


class Walk:
    """The walk of one listing in one run.

    ``past`` are the earlier walks, newest first, down to the newest one that ended; ``known``
    are the ids seen in this listing before. ``full`` walks to the end whatever is known.
    """

    def __init__(
        self, past: Sequence[PastWalk] = (), known: frozenset[str] = frozenset(), *, full: bool
    ) -> None:
        self._past = [] if full else list(past)
        self._known = known
        self._met_head = False
        self._seeking: frozenset[str] | None = None  # ids that the page after a jump must show
        self._floor = 1  # no page up to this one needs to be read again
        self._last_page = 0
        self._before: tuple[str, ...] = ()
        self._asked_again: set[int] = set()

    def read(self, page: int, ids: Sequence[str], last_page: int | None) -> Step:
        """Return the next step after *page* showed the articles *ids*.

        *last_page* is the highest page its links name.
        """
        if not ids:
            return self.missing(page)
        if self._seeking is not None:
            return self._after_jump(page, ids, last_page)
        if tuple(ids) == self._before:
            return self._repeated(page)
        self._before = tuple(ids)
        self._floor = page
        self._last_page = max(self._last_page, last_page or 0, page)
        if self._joins(ids):
            return self._join(page)
        return Step(page + 1)

    def missing(self, page: int) -> Step:
        """Return the next step after *page* showed no entry or was not found.

        Past the last page that links named it is the end; before it, trouble.
        """
        if self._seeking is not None and page - 1 > self._floor:
            return Step(page - 1)
        if page > 1 and page > self._last_page:
            return Step(None, Ended.END)
        return self.trouble(page, f"page {page} of the listing shows no entry")

    def trouble(self, page: int, what: str) -> Step:
        """Return the next step after *page* could not be read: the same page, but only once."""
        unheard_of = not self._known and not self._before
        if page in self._asked_again or unheard_of:
            return Step(None, trouble=what, unheard_of=unheard_of)
        self._asked_again.add(page)
        return Step(page)

    def _repeated(self, page: int) -> Step:
        if page > self._last_page:
            return Step(None, Ended.END)
        return self.trouble(page, f"page {page} of the listing repeats the page before it")

    def _joins(self, ids: Sequence[str]) -> bool:
        if not self._past:
            return False
        self._met_head = self._met_head or not self._past[0].head.isdisjoint(ids)
        return self._met_head and self._known.issuperset(ids)

    def _join(self, page: int) -> Step:
        met = self._past.pop(0)
        self._met_head = False
        if met.ended:
            return Step(None, Ended.JOINED)
        jump = max(met.next_page - 1 + page - 1, page + 1)
        if jump > page + 1:
            self._seeking = met.tail
        return Step(jump)

    def _after_jump(self, page: int, ids: Sequence[str], last_page: int | None) -> Step:
        """The page must overlap with the last one of the walk cut short; else step back."""
        if self._seeking is not None and self._seeking.isdisjoint(ids) and page - 1 > self._floor:
            return Step(page - 1)
        self._seeking = None
        return self.read(page, ids, last_page)
