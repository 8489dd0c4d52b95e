"""Keeps what a run reads out of the database until its first pages have proved to be sound.

A site that changed may be read without an error and wrongly all the same. So the first articles
of a run are held, and judged together when there are enough of them or the run ends. If they fall
below a floor, nothing of theirs is stored: they are problems, and so is every article after them.
The pages stay in the archive, and a rebuild by a better layout stores them.

That too many stored articles are not there says nothing of the pages that are. So only these misses
are withheld then. What the next run misses again is believed: it counts for nothing here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from presidency_scraper.ingest.ingests import Ingest, Problem
from presidency_scraper.items import Article, Outcome
from presidency_scraper.rules.drift import Finding, find_drift
from presidency_scraper.rules.fields import Count, Tally, count_page
from presidency_scraper.sites.base import Floor

#: How many articles are judged together.
HELD = 10
#: So many article pages in a row that cannot be read are no chance: at first, and later.
_STREAK_AT_FIRST, _STREAK = 5, 20
_ABSENT = (Outcome.MISSING, Outcome.SHELL)
#: The field of which only misses tell.
_PRESENT = "present"


class Quarantine:
    """What one run holds back. ``tally`` is what it counted so far, ``usual`` what others did.

    ``findings`` is what it failed by; ``is_over`` that it is decided; ``misses_failed`` that too
    many stored articles were not there. Without floors nothing is held against it.
    """

    def __init__(
        self,
        floors: Iterable[Floor],
        tally: Tally,
        usual: Mapping[str, float],
        *,
        is_over: bool = False,
        has_failed: bool = False,
        misses_failed: bool = False,
    ) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.has_failed = has_failed
        self.misses_failed = misses_failed
        self.is_over = is_over or has_failed
        self.tally = tally
        self._floors = tuple(floors)
        self._usual = usual
        self._held: list[Ingest] = []
        self._misses: tuple[Finding, ...] = ()
        self._streak = 0

    def take(self, ingest: Ingest, meaning: str | None) -> list[Ingest]:
        """Return what may be written now that *ingest* is here.

        *meaning* is what it would mean for a stored article, None if there is none.
        """
        self._count(ingest)
        longest = _STREAK if self.is_over else _STREAK_AT_FIRST
        if self._floors and self._streak >= longest and not self.has_failed:
            unreadable = Finding("article", self._streak, 0, 1)
            return [*self._fail((unreadable,)), ingest]
        if self.has_failed:
            return [self._withheld(ingest)]
        if self.misses_failed and meaning == "missed":
            return [self._withheld_miss(ingest)]
        if self.is_over or not _says_much(ingest, meaning):
            return [ingest]
        self._held.append(ingest)
        return self.decide() if len(self._held) >= HELD else []

    def decide(self) -> list[Ingest]:
        """End the quarantine; return what was held, or refusals in its place."""
        if self.is_over:
            return []
        self.is_over = True
        failing = self._failing()
        if any(finding.field != _PRESENT for finding in failing):
            return self._fail(failing)
        held, self._held = self._held, []
        self._misses, self.misses_failed = failing, bool(failing)
        return [self._withheld_miss(one) for one in held] if failing else held

    def _failing(self) -> tuple[Finding, ...]:
        return find_drift(self.tally, self._floors, self._usual)

    def judge(self) -> tuple[Finding, ...]:
        """What the run as a whole falls below."""
        return self.findings or self._failing() or self._misses

    def _fail(self, findings: tuple[Finding, ...]) -> list[Ingest]:
        self.findings, self.has_failed, self.is_over = findings, True, True
        held, self._held = self._held, []
        return [self._withheld(ingest) for ingest in held]

    def _withheld(self, ingest: Ingest) -> Ingest:
        """*ingest* as a problem, if it would change what analysts see."""
        if not isinstance(ingest.page, Article) and ingest.capture.outcome not in _ABSENT:
            return ingest
        capture = replace(ingest.capture, outcome=Outcome.UNREADABLE)
        return replace(ingest, capture=capture, page=None, problem=_withheld_for(self.findings))

    def _withheld_miss(self, ingest: Ingest) -> Ingest:
        """*ingest* as a problem, if it is a miss; its capture tells the next run of it."""
        if ingest.capture.outcome not in _ABSENT:
            return ingest
        problem = _withheld_for(self._misses)
        return replace(ingest, page=None, problem=problem, withheld=True)

    def _count(self, ingest: Ingest) -> None:
        self.tally.add(ingest.counts)
        if not ingest.counts:
            return
        if isinstance(ingest.page, Article):
            self._streak = 0
        elif ingest.capture.article_id and ingest.capture.outcome is Outcome.UNREADABLE:
            self._streak += 1


def counts_of(ingest: Ingest, meaning: str | None, *, date_agrees: bool | None) -> Iterator[Count]:
    """Return what *ingest* has of all that it should have.

    *date_agrees* tells that a new article's date is the one its listing printed, None where none
    did.
    """
    capture = ingest.capture
    if ingest.page:
        yield from count_page(ingest.page)
    elif capture.outcome is Outcome.UNREADABLE:
        yield Count("", "article" if capture.article_id else "listing", 1, 0)
    if date_agrees is not None:
        yield Count("", "date", 1, date_agrees)
    if meaning in ("unchanged", "changed", "reverted"):
        yield Count("", "present", 1, 1)
        yield Count("", "same", 1, meaning == "unchanged")
    elif meaning == "missed":
        yield Count("", "present", 1, 0)


def _withheld_for(findings: tuple[Finding, ...]) -> Problem:
    said = "; ".join(map(str, findings)) or "the run before had fallen below a floor"
    return Problem("drift", f"withheld, since too little was as it should be: {said}", "unreadable")


def _says_much(ingest: Ingest, meaning: str | None) -> bool:
    return isinstance(ingest.page, Article) or meaning == "missed"
