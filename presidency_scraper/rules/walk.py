"""Decides how far a listing must be walked, so that its end is proved and not guessed.

Pure. A listing is walked from its first page, the newest, towards its last. A walk is over when
the data shows that nothing below is unknown:

* **joined**: it met the head (the first page) of an earlier walk and then a page of which every
  entry was known. Below that lies what the earlier walk covered. If that one was cut short, this
  one goes on where it stopped, on a page that overlaps with the last one it read.
* **end**: the page links named no further page, and asking for one more brought nothing new. Where
  every page names further ones, two in a row without anything unseen are the end: the pager wraps
  round.

Pages drift as articles are published, so page numbers are only hints; what counts is which
entries a page shows. An article deleted while the walk is under way pulls the next ones up, and
one of them may slip to a page already read: so, unless the next page overlaps with it, a page is
looked at again after the next one was read. Whatever slipped stands there.

A page that is empty, short, repeated or unreadable where it should not be is asked for once more
and then reported; it is never taken for the end. The walk goes on behind it in a new **segment**,
and the next run looks into the hole between the two. Where that finds it as it was reported, the
site is like that: it is noted and covered. Where three in a row are as they were reported, or
show nothing unseen, the pager may name pages that are not there: so the walk leaps on in strides
that double, down to the last page named. Where none of these shows anything unseen, it is the end.

How many entries a page should have is told by most pages: those of earlier walks raise the doubt,
the next page of this one settles it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from presidency_scraper.rules.segments import Ended, KnownIds, Leaps, Segment, Step

#: Pages in a row that are passed over before the walk is left to the next run.
MOST_PASSED_OVER = 3


@dataclass(frozen=True, slots=True)
class _Next:
    """What comes after a page, what is covered then, and what a page after a jump must show."""

    step: Step
    covered: Segment
    seeking: frozenset[str] | None = None


class Walk:
    """The walk of one listing in one run.

    ``past`` are the segments of earlier walks, newest run first, down to the newest one that
    ended; ``known`` are the ids seen in this listing before; ``sizes`` how many entries each of its
    pages showed last; ``reported`` are the pages that showed none of theirs when they were asked
    for last. ``full`` walks to the end whatever is known. ``proved`` tells whether pages are
    looked at again, which a listing that only repeats another one does not need.
    :attr:`segment` is what is covered so far; :attr:`repeats` tells whether the page read last
    showed nothing but what this walk had seen; :attr:`is_over` that it asks for no further page.
    """

    def __init__(
        self,
        past: Sequence[Segment] = (),
        known: KnownIds | frozenset[str] = frozenset(),
        *,
        full: bool,
        sizes: Mapping[int, int] | None = None,
        reported: frozenset[int] = frozenset(),
        proved: bool = True,
    ) -> None:
        self.segment: Segment | None = None
        self.repeats = False
        self.is_over = False
        self._past = [] if full else list(past)
        self._met: list[Segment] = []
        self._known = known
        self._seen: set[str] = set()
        self._sizes_before = dict(sizes or {})
        self._size = _most_frequent(self._sizes_before.values())
        self.reported = reported
        self._sizes: dict[int, int] = {}
        self._proved = proved
        self._number = 0
        self._seeking: frozenset[str] | None = None
        self._settled: frozenset[str] = frozenset()  # what stood on a page that was found short
        self._floor = 1  # no page up to this one needs to be read again
        self._last_page = 0
        self._named: int | None = None  # the highest page that the page read now links to
        self._named_first = 0  # and that the first page linked to
        self._unneeded = 0  # the page past that which showed nothing unseen
        self._is_last = False  # the deepest page read linked to no further one
        self._page = 0  # the deepest page read
        self._before: tuple[str, ...] = ()  # and what it showed
        self._shown: frozenset[str] = frozenset()  # the same, with the page before
        self._above: frozenset[str] = frozenset()  # what stood on the two pages before it
        self._asked = 1
        self._asked_again: set[int] = set()
        self._doubtful: set[int] = set()  # shorter than pages were; the next one tells
        self._passed_over = 0
        self._noted = 0  # pages in a row that are as they were reported
        self._stale: set[int] = set()  # and those that show nothing unseen
        self._leaps: Leaps | None = None
        self._is_behind_hole = False
        self._looking_at: int | None = None  # the page that is looked at again
        self._then: _Next | None = None  # and what comes after that

    # -- what a page showed ---------------------------------------------------------------------

    def read(self, page: int, ids: Sequence[str], last_page: int | None) -> Step:
        """Return the next step after *page* showed the articles *ids*.

        *last_page* is the highest page its links name.
        """
        self._note_passed_over(page)
        known = last_page if last_page and ids else self._last_page  # an empty page proves no end
        self._last_page = max(known, last_page or 0)
        self._named = last_page
        self._named_first = self._named_first or last_page or 0
        self.repeats = self._seen.issuperset(ids)
        return self._asking(self._read(page, tuple(ids)))

    def missing(self, page: int) -> Step:
        """Return the next step after *page* was not found.

        Past the last page that links named it is the end; before it, trouble.
        """
        self._note_passed_over(page)
        return self._asking(self._missing(page))

    def trouble(self, page: int, what: str) -> Step:
        """Return the next step after *page* could not be read: the same page, but only once."""
        self._note_passed_over(page)
        return self._asking(self._lacking(page, what))

    def pass_over(self, page: int) -> int | None:
        """Return what to go on with where *page* cannot be had; None where the walk stops there.

        Nothing changes by it: the page that comes next tells that this one was passed over.
        """
        if not self._page or self._seeking is not None:
            return None
        if self._then and page == self._looking_at:
            return self._then.step.page
        too_many = page - self._asked >= MOST_PASSED_OVER - 1
        return page + 1 if page < self._last_page and not too_many else None

    def _asking(self, step: Step) -> Step:
        self._asked = step.page or self._asked
        self.is_over = step.page is None
        return step

    def _note_passed_over(self, page: int) -> None:
        """A page that could not be had or read lies before this one: begin a new segment."""
        if page != self._asked or self._is_behind_hole:
            self._is_behind_hole = False
            self._break()

    def _break(self) -> None:
        """Leave a hole: what comes now is a segment of its own."""
        self._looking_at = self._then = None
        self._before = ()
        if self.segment:
            self._number = self.segment.number + 1
            self.segment = None

    # -- reading --------------------------------------------------------------------------------

    def _read(self, page: int, ids: tuple[str, ...]) -> Step:
        if not ids:
            return self._missing(page)
        if self._looking_at == page:
            return self._look_again(page, ids)
        leaps = self._leaps
        if leaps and self.repeats:
            return self._leap(page, leaps)
        self._leaps = None
        if leaps and page > leaps.first:
            return Step(leaps.first)  # something stands further down: walk there page by page
        if self._is_astray(page, ids):
            return Step(page - 1)
        if self.repeats and page > min(self._last_page, self._named_first):
            return self._pass_unneeded(page)
        if self._unneeded == page - 1 > 0:
            self._break()
            said = f"page {page - 1} of the listing shows only what stood above it"
            return replace(self._take(page, ids), trouble=said)
        self._stale = {*self._stale, page} if self.repeats else set()
        if len(self._stale) >= MOST_PASSED_OVER and page < self._last_page:
            return self._begin_to_leap(page)
        if ids == self._before:
            return self._lacking(page, f"page {page} of the listing repeats the page before it")
        size = self._usual_size(page) or self._size
        if self._is_short(page, len(ids), size) and self._settled != set(ids):
            self._doubtful.add(page)
        return self._take(page, ids)

    def _is_astray(self, page: int, ids: tuple[str, ...]) -> bool:
        """After a jump the page must overlap with the last one of the walk cut short."""
        if self._seeking is None:
            return False
        overlaps = not self._seeking.isdisjoint(ids)
        if not overlaps and page - 1 > self._floor:
            return True
        self._settled, self._seeking = self._seeking, None
        if overlaps:
            self._before = ()
        return False

    def _take(self, page: int, ids: tuple[str, ...]) -> Step:
        """Read a page that is as it should be, and look at the one before again if need be."""
        before, self._before, self._page = self._before, ids, page
        self._above, self._shown = self._shown, frozenset([*before, *ids])
        self._passed_over = self._noted = 0
        self._sizes[page] = len(ids)
        self._is_last = self._named == page
        self._last_page = max(self._last_page, page)
        self._seen.update(ids)
        coming = self._decide(page, ids)
        overlaps = before[-1:] and before[-1] in ids
        if not before or not self._proved or overlaps:
            return self._go(coming)
        self._looking_at, self._then = page - 1, coming
        return Step(page - 1, again=True)

    def _go(self, coming: _Next) -> Step:
        self._looking_at = self._then = None
        self.segment, self._seeking = coming.covered, coming.seeking
        return coming.step

    def _decide(self, page: int, ids: tuple[str, ...]) -> _Next:
        """What comes after *page* once it is sure that nothing slipped past it."""
        head = self.segment.head if self.segment else ids
        covered = Segment(self._number, head, ids, page + 1)
        self._met += [past for past in self._past if not set(past.head).isdisjoint(ids)]
        self._past = [past for past in self._past if past not in self._met]
        if not self._met or not self._known.issuperset(ids) or page in self._doubtful:
            return _Next(Step(page + 1), covered)
        met = max(self._met, key=lambda past: (past.ended is not None, past.next_page))
        self._met, self._floor = [], page
        if met.ended:
            return _Next(Step(None, Ended.JOINED), replace(covered, ended=Ended.JOINED))
        jump = met.next_page - 1 + page - 1
        if jump <= page:
            return _Next(Step(page + 1), covered)
        covered = Segment(self._number, head, met.tail, jump + 1)
        return _Next(Step(jump), covered, frozenset(met.tail))

    def _look_again(self, page: int, ids: tuple[str, ...]) -> Step:
        """Look for what slipped up: all that stands below an entry of the pages before."""
        is_further_up = self._above.isdisjoint(ids)
        self._seen.update(ids)
        count = self._sizes[page] = max(self._sizes.get(page, 0), len(ids))
        if self._is_short(page, count, self._usual_size(page)) and self._settled != set(ids):
            return self._leave_hole(_said_short(page, count))
        if is_further_up and page > 1:
            self._looking_at = page - 1
            return Step(page - 1, again=True)
        return self._go(self._then) if self._then else Step(page + 1)

    def _leave_hole(self, what: str) -> Step:
        """Go on behind the page that was looked at again, in a segment of its own."""
        then, before = self._then, self._before
        self._break()
        if then is None:
            return Step(None, trouble=what)
        self._before = before
        covered = replace(then.covered, number=self._number, head=before)
        return replace(self._go(replace(then, covered=covered)), trouble=what or None)

    # -- what is wrong --------------------------------------------------------------------------

    def _missing(self, page: int) -> Step:
        if self._seeking is not None and page - 1 > self._floor:
            return Step(page - 1)
        is_last = page == self._last_page and not self._proved
        if (1 < page > self._last_page or is_last) and self._looking_at != page:
            return self._end()
        return self._lacking(page, f"page {page} of the listing shows no entry")

    def _end(self) -> Step:
        """Nothing stands here; but what did may have slipped to the last page, if that was full."""
        if self.segment is None:  # the last page could not be read
            return Step(None)
        end = _Next(Step(None, Ended.END), replace(self.segment, ended=Ended.END))
        if not self._proved or self._is_last or len(self._before) < self._usual_size(self._page):
            return self._go(end)
        self._looking_at, self._then, self._above = self._page, end, self._shown
        return Step(self._page, again=True)

    def _pass_unneeded(self, page: int) -> Step:
        """A page past the last shows nothing unseen; where it names a further one, look there."""
        if page > self._last_page or self._unneeded == page - 1 > 0:
            return self._end()
        self._unneeded = page
        return Step(page + 1)

    def _lacking(self, page: int, what: str) -> Step:
        """None of its entries stand on a page: trouble, unless an earlier run reported it.

        On the first page it is trouble every night: what is new stands there, and nobody sees it.
        """
        if self._leaps:
            return self._leap(page, self._leaps)
        if page == 1 or page not in self.reported or self._looking_at == page:
            return self._trouble(page, what)
        if self._seeking is not None and page - 1 > self._floor:
            return Step(page - 1)
        self._seeking = None
        if page >= self._last_page:
            return replace(self._end(), note=what)
        self._before = ()
        self._noted += 1
        begun = self._begin_to_leap(page) if self._noted == MOST_PASSED_OVER else Step(page + 1)
        return replace(begun, note=what)

    def _begin_to_leap(self, page: int) -> Step:
        self._leaps = Leaps(page + 1, self._last_page)
        return Step(page + 1)

    def _leap(self, page: int, leaps: Leaps) -> Step:
        """Nothing stands here either: leap on. Where that was the last, it was the end."""
        if page >= leaps.last:
            said = f"no page from {leaps.first} to {page} that was looked at shows anything unseen"
            return replace(self._end(), note=said)
        self._leaps = replace(leaps, stride=2 * leaps.stride)
        return Step(min(page + leaps.stride, leaps.last))

    def _usual_size(self, page: int) -> int:
        """How many entries most other pages of this walk show."""
        return _most_frequent(count for other, count in self._sizes.items() if other != page)

    def _is_short(self, page: int, count: int, size: int) -> bool:
        """Tell whether a page shows fewer than *size*, and fewer than it showed last."""
        expected = min(size, self._sizes_before.get(page, size))
        return count < expected and page < max(self._last_page, self._page)

    def _trouble(self, page: int, what: str) -> Step:
        unheard_of = not self._known and not self._seen
        if page not in self._asked_again and not unheard_of:
            self._asked_again.add(page)
            return Step(page, again=True)
        if self._looking_at == page:
            return self._leave_hole(what)
        self._passed_over += 1
        go_on = self._page and page < self._last_page and self._passed_over < MOST_PASSED_OVER
        if unheard_of or not go_on or self._seeking is not None:
            return Step(None, trouble=what, unheard_of=unheard_of)
        self._is_behind_hole = True
        return Step(page + 1, trouble=what)


def _most_frequent(counts: Iterable[int]) -> int:
    """The most frequent of *counts*, the lowest of those that are equally frequent."""
    often = Counter(counts)
    return min(often, key=lambda count: (-often[count], count), default=0)


def _said_short(page: int, count: int) -> str:
    return f"page {page} of the listing shows {count} of its entries only"
