"""Takes captures into the database: the one path that crawl, recovery and rebuild share.

What an exchange says is taken up, the walk of its listing goes one step on, and all that comes of
it is written in one transaction. The same exchanges in the same order make the same rows.
"""

from collections import Counter
from dataclasses import replace

from presidency_scraper.extract.response import Extracted, origin_of
from presidency_scraper.ingest.ingests import Ingest, Problem, address_of, edition_of
from presidency_scraper.ingest.quarantine import Quarantine, counts_of
from presidency_scraper.ingest.walks import Walks
from presidency_scraper.items import Article, Capture, Entry, Listing, Outcome, Page, Shell
from presidency_scraper.rules.drift import usual_rates
from presidency_scraper.rules.run_settings import RunKind
from presidency_scraper.sites.base import Kind, Source, UrlFacts
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.writer import Store


class Intake:
    """Takes in the captures of one run; ``counts`` and ``notes`` say what was written.

    *reader* is what is known from before: the same database, or another one in a dry run. Of a
    run of the *kind* that asks for numbers nobody announced, not to find one is no problem.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        source: Source,
        run_id: int | None,
        kind: RunKind,
        counts: Counter[str] | None = None,
    ) -> None:
        self.store = store
        self.reader = reader
        self.source = source
        self.run_id = run_id
        self.kind = kind
        self.counts: Counter[str] = Counter() if counts is None else counts
        self.notes: list[str] = []
        self._robots_sent: dict[str, str] = {}
        self.walks = Walks(reader, source, run_id, full=kind.full)
        before = reader.tallies.quarantine(run_id)
        self.quarantine = Quarantine(
            () if kind.accept_drift else source.site.floors,
            reader.tallies.tally(run_id),
            usual_rates(reader.tallies.earlier_tally(run_id, source.edition)),
            is_over=kind.accept_drift or before is not None,
            has_failed=before == "failed",
            misses_failed=before == "misses failed",
        )

    # -- what is to be written ------------------------------------------------------------------

    def read(self, extracted: Extracted) -> Ingest:
        """Return what is to be written of *extracted*; the walk of its listing goes a step on."""
        facts = self.source.facts(extracted.capture.url)
        ingest = Ingest(
            extracted.capture,
            extracted.page,
            address_of(extracted.page, facts, self.source.site),
            extracted.outlinks,
            self._problem_of(extracted, facts),
            robots=None if self.kind.imported else extracted.robots,
            robots_of=self._robots_of(extracted) if facts.kind is Kind.OTHER else "",
            moved_to=extracted.moved_to,
        )
        if facts.listing and not self.kind.imported:
            return self.walks.go_on(ingest, facts.listing)
        return ingest

    def _robots_of(self, extracted: Extracted) -> str:
        """The origin that was asked for its rules, before the redirects that led here."""
        url = extracted.capture.url
        origin = self._robots_sent.pop(url, origin_of(url))
        if extracted.moved_to:
            self._robots_sent[extracted.moved_to] = origin
        return origin

    def _problem_of(self, extracted: Extracted, facts: UrlFacts) -> Problem | None:
        problem, outcome = extracted.problem, extracted.capture.outcome
        is_missing = outcome is Outcome.MISSING
        if is_missing and self.kind.by_number and facts.slug is None and facts.listing is None:
            return None  # nobody said that it is there
        if is_missing and self.kind.imported:
            return None  # that was once, and stands in its history
        if problem:
            return Problem(problem.kind, str(problem), problem.counted_as)
        if is_missing and facts.article:
            said = f"{facts.article.id}: status {extracted.capture.status}"
            return Problem(outcome.value, said, outcome.value)
        return None

    # -- writing --------------------------------------------------------------------------------

    def save(self, ingest: Ingest) -> None:
        """Write what may be written now that *ingest* is here, in the order of its coming.

        The run's first pages must be seen together before any of them is written. What others
        captured tells nothing of the site today, and what it is held against may come later.
        """
        if self.kind.imported:
            self._write(ingest)
            return
        meaning = self._meaning(ingest)
        date_agrees: bool | None = None
        if isinstance(ingest.page, Article) and meaning != "unchanged":
            ingest, date_agrees = self._cross_check(ingest, ingest.page, is_new=meaning == "new")
            meaning = meaning if ingest.page else None  # denied: it means nothing for the article
        if not self._was_unreadable(ingest.capture.article_id):
            counts = tuple(counts_of(ingest, meaning, date_agrees=date_agrees))
            ingest = replace(ingest, counts=counts)
        for ready in self.quarantine.take(ingest, meaning):
            self._write(ready)

    def settle(self) -> None:
        """Write what is still held at the end of the run, or refuse it."""
        for ready in self.quarantine.decide():
            self._write(ready)

    def _was_unreadable(self, article_id: str | None) -> bool:
        """What could not be read before tells nothing of the site today."""
        known = self.reader.tallies
        return article_id is not None and known.was_unreadable(article_id, self.run_id)

    def _cross_check(
        self, ingest: Ingest, article: Article, *, is_new: bool
    ) -> tuple[Ingest, bool | None]:
        """Take *article* out of *ingest* where other pages deny it; note where its date is doubted.

        Only a new article is held against its listing: of an edited one it may be the old date.
        Return also whether that date is the page's.
        """
        check = self.reader.tallies.cross_check(article, ingest.capture.id)
        if denied := check.deny(article, is_new=is_new):
            capture = replace(ingest.capture, outcome=Outcome.UNREADABLE)
            problem = Problem("article", denied, "unreadable")
            return replace(ingest, capture=capture, page=None, problem=problem), None
        if not is_new:
            return ingest, None
        if doubt := check.doubt(article):
            ingest = replace(ingest, problem=Problem("date", doubt, "unreadable"))
        return ingest, check.date_agrees(article)

    def _meaning(self, ingest: Ingest) -> str | None:
        """What *ingest* would mean for an article that is stored."""
        history, capture = self.store.history, ingest.capture
        if isinstance(ingest.page, Article):
            return history.next_revision(ingest.page)[0]
        if not capture.article_id or not history.is_stored(capture.article_id):
            return None
        meaning = _MEANINGS.get(capture.outcome)
        if meaning == "missed" and not history.is_news(capture.article_id, self.run_id):
            return "missed again"
        return meaning

    def _write(self, ingest: Ingest) -> None:
        """Write all that *ingest* says, in one transaction, and only then count it."""
        capture, problem = ingest.capture, ingest.problem
        with self.store.transaction():
            self.store.add_capture(self.run_id, capture)
            if problem:
                known = (problem.kind, problem.said, capture.captured_at, capture.id)
                self.store.add_problem(self.run_id, capture.url, *known)
            self._note_damage(ingest)
            if ingest.outlinks and capture.source:
                self.store.save_earlier_outlinks(ingest.outlinks, capture.id)
            elif ingest.page:
                self.store.save_outlinks(ingest.outlinks, capture.id)
            if ingest.robots is not None:
                self.store.keep_robots(ingest.robots_of, ingest.robots, capture.captured_at)
            if self.run_id is not None:
                self.store.add_counts(self.run_id, self.source.edition, ingest.counts)
                if ingest.walk:
                    self.store.save_walk(self.run_id, ingest.walk, capture.captured_at)
            meaning = self._write_page(ingest, capture)
        self._count(ingest, meaning)

    def _note_damage(self, ingest: Ingest) -> None:
        """Name what the page says wrongly of others, the first time that any page does."""
        page, capture = ingest.page, ingest.capture
        for entry in _entries(page):
            for kind, damaged in entry.damage:
                said = f"{entry.target.id}: {damaged}, as other pages print it"
                if self.store.has_problem(kind, said):
                    continue
                known = (kind, said, capture.captured_at, capture.id)
                self.store.add_problem(self.run_id, capture.url, *known)
                self.notes.append(said)

    def _write_page(self, ingest: Ingest, capture: Capture) -> str | None:
        """Write the page; return what it meant for an article, None for none.

        That is ``new``, ``changed``, ``unchanged``, ``reverted``, ``missed`` or ``gone``; ``late``
        where a later one is known, so that what it means is found when the run ends.
        """
        page, stale = ingest.page, self.store.stale
        if isinstance(page, Listing):
            if not ingest.repeats:
                self.store.save_sightings(page, capture)
        elif capture.article_id and stale.is_late(capture):
            stale.mark(capture.article_id)
            if isinstance(page, Article):
                self.store.spread_leads(page.teasers, capture)
            return "late"
        elif isinstance(page, Article):
            url = ingest.url or capture.url
            return self.store.save_article(page, url, edition_of(self.source, capture), capture)
        elif not ingest.withheld:  # else it stays due
            return self.store.history.take(capture, self.run_id)
        return None

    def _count(self, ingest: Ingest, meaning: str | None) -> None:
        """Count what was written."""
        counted = [
            ingest.problem.counted_as if ingest.problem else None,
            "shells" if isinstance(ingest.page, Shell) else None,
            meaning,
        ]
        self.counts.update(filter(None, counted))
        self.notes.extend(filter(None, [ingest.note]))


def _entries(page: Page | None) -> tuple[Entry, ...]:
    if page is None:
        return ()
    return page.entries if isinstance(page, Listing) else page.teasers


_MEANINGS = {
    Outcome.UNCHANGED: "unchanged",
    Outcome.MISSING: "missed",
    Outcome.SHELL: "missed",
}
