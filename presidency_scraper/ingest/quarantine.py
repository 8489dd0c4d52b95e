"""Keeps what a run reads out of the database until its first pages have proved to be sound.

A site that changed may be read without an error and wrongly all the same. So the first articles
of a run are held, and judged together when there are enough of them or the run ends. If they fall
below a floor, nothing of theirs is stored: they are problems, and so is every article after them.
The pages stay in the archive, and a rebuild by a better layout stores them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from presidency_scraper.ingest.page_read import PageRead
from presidency_scraper.items import Article, Outcome
from presidency_scraper.rules.drift import Finding, find_drift
from presidency_scraper.rules.fields import Count, Tally, count_page
from presidency_scraper.sites.base import Floor

#: How many articles are judged together.
HELD = 10
#: So many article pages in a row that cannot be read are no chance: at first, and later.
_STREAK_AT_FIRST, _STREAK = 5, 20
_ABSENT = (Outcome.MISSING, Outcome.SHELL)


class Probation:
    """The trial of one run. ``tally`` is what the run counted so far, ``usual`` what others did.

    ``findings`` is what it failed by; ``is_over`` that it is decided. Without floors nothing is
    held against it.
    """

    def __init__(
        self,
        floors: Iterable[Floor],
        tally: Tally,
        usual: Mapping[str, float],
        *,
        is_over: bool = False,
        has_failed: bool = False,
    ) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.has_failed = has_failed
        self.is_over = is_over or has_failed
        self.tally = tally
        self._floors = tuple(floors)
        self._usual = usual
        self._held: list[PageRead] = []
        self._streak = 0

    def take(self, read: PageRead, meaning: str | None) -> list[PageRead]:
        """Return what may be written now that *read* is here.

        *meaning* is what it would mean for a stored article, None if there is none. What could
        not be read before tells nothing of the site today.
        """
        if not read.was_unreadable:
            self._count(read, meaning)
        longest = _STREAK if self.is_over else _STREAK_AT_FIRST
        if self._floors and self._streak >= longest and not self.has_failed:
            unreadable = Finding("article", self._streak, 0, 1)
            return [*self._fail((unreadable,)), read]
        if self.has_failed:
            return [self._withheld(read)]
        if self.is_over or not _says_much(read, meaning):
            return [read]
        self._held.append(read)
        return self.decide() if len(self._held) >= HELD else []

    def decide(self) -> list[PageRead]:
        """End the trial; return what was held, or refusals in its place."""
        if self.is_over:
            return []
        self.is_over = True
        if failing := self._failing():
            return self._fail(failing)
        held, self._held = self._held, []
        return held

    def _failing(self) -> tuple[Finding, ...]:
        return find_drift(self.tally, self._floors, self._usual)

    def judge(self) -> tuple[Finding, ...]:
        """What the run as a whole falls below."""
        return self.findings or self._failing()

    def _fail(self, findings: tuple[Finding, ...]) -> list[PageRead]:
        self.findings, self.has_failed, self.is_over = findings, True, True
        held, self._held = self._held, []
        return [self._withheld(read) for read in held]

    def _withheld(self, read: PageRead) -> PageRead:
        """*read* as a problem, if it would change what analysts see."""
        if not isinstance(read.page, Article) and read.capture.outcome not in _ABSENT:
            return read
        capture = replace(read.capture, outcome=Outcome.UNREADABLE)
        said = "; ".join(map(str, self.findings)) or "the run before had fallen below a floor"
        return replace(
            read, capture=capture, page=None, counted_as="unreadable",
            problem=("drift", f"withheld, since too little was as it should be: {said}"),
        )  # fmt: skip

    def _count(self, read: PageRead, meaning: str | None) -> None:
        read.counts = list(_counts(read, meaning))
        self.tally.add(read.counts)
        if isinstance(read.page, Article):
            self._streak = 0
        elif read.capture.article_id and read.capture.outcome is Outcome.UNREADABLE:
            self._streak += 1


def _says_much(read: PageRead, meaning: str | None) -> bool:
    return isinstance(read.page, Article) or (
        meaning is not None and read.capture.outcome in _ABSENT
    )


def _counts(read: PageRead, meaning: str | None) -> Iterator[Count]:
    capture = read.capture
    if read.page:
        yield from count_page(read.page)
    elif capture.outcome is Outcome.UNREADABLE:
        yield Count("", "article" if capture.article_id else "listing", 1, 0)
    if read.date_agrees is not None:
        yield Count("", "date", 1, read.date_agrees)
    if meaning in ("unchanged", "changed", "reverted"):
        yield Count("", "present", 1, 1)
        yield Count("", "same", 1, meaning == "unchanged")
    elif meaning == "missed":
        yield Count("", "present", 1, 0)
