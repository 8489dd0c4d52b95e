"""Takes captures into the database: the one path that crawl, recovery and rebuild share.

An answer is read, the walk of its listing goes one step on, and all that comes of it is written
in one transaction. The same answers in the same order make the same rows.
"""

from dataclasses import replace

from presidency_scraper.extract.response import Answer, Reading, Source, origin_of, read_answer
from presidency_scraper.ingest.page_read import PageRead, Place, capture_of
from presidency_scraper.ingest.quarantine import Probation
from presidency_scraper.items import Article, Listing, ListingRef, Outcome, Shell
from presidency_scraper.rules.drift import usual_rates
from presidency_scraper.rules.walk import Walk
from presidency_scraper.sites import DEFAULT_SITE, SITES
from presidency_scraper.store.captures import Capture, WalkProgress
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.rows import listing_key
from presidency_scraper.store.writer import Store

#: What was written, and what it meant for an article.
Saved = tuple[PageRead, str | None]


class Intake:
    """Reads answers of one run and writes what they say.

    *reader* is what is known from before: the same database, or another one in a dry run.
    *by_number* tells that the run asks for numbers nobody announced: not to find one is no problem.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        source: Source,
        run_id: int | None,
        *,
        full: bool = False,
        accept_drift: bool = False,
        by_number: bool = False,
    ) -> None:
        self.store = store
        self.reader = reader
        self.source = source
        self.run_id = run_id
        self.full = full
        self.by_number = by_number
        self._walks: dict[str, Walk] = {}
        trial = reader.trials.trial(run_id)
        self.probation = Probation(
            () if accept_drift else SITES[DEFAULT_SITE].floors,
            reader.trials.tally(run_id),
            usual_rates(reader.trials.earlier_tally(run_id, source.edition)),
            is_over=accept_drift or trial is not None,
            has_failed=trial == "failed",
        )

    # -- reading --------------------------------------------------------------------------------

    def read(self, answer: Answer, place: Place, reading: Reading | None = None) -> PageRead:
        """Return what *answer* says and what its listing's walk does next.

        *reading* is what :func:`read_answer` made of it, where that was done before.
        """
        reading = reading or read_answer(answer, self.source)
        facts = self.source.facts(answer.url)
        capture = capture_of(answer, place, reading, self.source)
        read = PageRead(capture, reading.page, reading.outlinks, moved_to=reading.moved_to)
        read.url = facts.canonical
        if isinstance(reading.page, Article) and facts.slug is None:
            read.url = _likely_url(reading.page)
        if reading.problem:
            read.problem = (reading.problem.kind, str(reading.problem))
            read.counted_as = reading.problem.counted_as
        if reading.outcome is Outcome.ROBOTS:
            read.robots = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        elif facts.listing is not None:
            self._walk(read, reading, facts.listing)
        elif self.by_number and facts.slug is None and reading.outcome is Outcome.MISSING:
            read.problem = read.counted_as = None  # nobody said that it is there
        elif reading.outcome is Outcome.MISSING and facts.article and not reading.problem:
            read.problem = (reading.outcome.value, f"{facts.article.id}: status {answer.status}")
            read.counted_as = reading.outcome.value
        return read

    # -- walking --------------------------------------------------------------------------------

    def _walk_of(self, ref: ListingRef) -> Walk:
        """The walk of a listing; a filtered one repeats the general one and needs no proof."""
        key = listing_key(ref)
        if key not in self._walks:
            self._walks[key] = Walk(
                self.reader.past_walks(key, self.run_id),
                self.reader.sighted_ids(key, self.run_id),
                full=self.full,
                size=self.reader.page_size(key, self.run_id),
                proved=ref.label is None,
            )
        return self._walks[key]

    def pass_over(self, ref: ListingRef) -> int | None:
        """Return the page to go on with where a listing page cannot be had, None for none."""
        return self._walk_of(ref).pass_over(ref.page)

    def _walk(self, read: PageRead, reading: Reading, ref: ListingRef) -> None:
        """Take the walk of a listing one step on."""
        walk, key, page = self._walk_of(ref), listing_key(ref), ref.page
        before = walk.segment
        listing = reading.page if isinstance(reading.page, Listing) else None
        ids = [entry.target.id for entry in listing.entries] if listing else []
        if listing:
            read.step = walk.read(page, ids, listing.last_page)
        elif reading.outcome is Outcome.MISSING:
            read.step = walk.missing(page)
        elif reading.outcome is Outcome.UNREADABLE:
            read.step = walk.trouble(page, str(reading.problem))
        else:
            return
        read.repeats = bool(ids) and walk.repeats
        if walk.segment and walk.segment != before:
            read.walk = WalkProgress(key, walk.segment)
        self._judge_listing(read, listing, key)

    @staticmethod
    def _judge_listing(read: PageRead, listing: Listing | None, key: str) -> None:
        """A page to be asked for again is no problem yet, nor is the one past the end.

        Only the first section's own listing is certain to be there: the URLs of the others are
        inferred and a filter may have nothing to show, so one that never showed anything is noted
        and is no failure.
        """
        step = read.step
        if step and step.trouble:
            certain = key.endswith(f"/{SITES[DEFAULT_SITE].sections[0].name}")
            if step.unheard_of and not certain and not read.problem:
                read.note = f"{key}: {step.trouble}; none was ever seen"
                return
            read.problem = (read.problem or ("listing", ""))[0], f"{key}: {step.trouble}"
            read.counted_as = read.counted_as or ("unreadable" if listing else "failed")
        elif listing and listing.refused:
            read.problem, read.counted_as = ("date", "; ".join(listing.refused)), "unreadable"
        else:
            read.problem = read.counted_as = None

    # -- writing --------------------------------------------------------------------------------

    def save(self, read: PageRead) -> None:
        """Write what may be written now that *read* is here."""
        for ready in self.take(read):
            self.write(ready)

    def take(self, read: PageRead) -> list[PageRead]:
        """Return what may be written now that *read* is here, in the order of its coming.

        The run's first pages must be seen together before any of them is written.
        """
        article_id = read.capture.article_id
        read.was_unreadable = bool(article_id) and self.reader.trials.was_unreadable(
            str(article_id), self.run_id
        )
        meaning = self._meaning(read)
        if isinstance(read.page, Article) and meaning != "unchanged":
            self._hear_witnesses(read, read.page, is_new=meaning == "new")
            meaning = meaning if read.page else None  # denied: it means nothing for the article
        return self.probation.take(read, meaning)

    def settle(self) -> list[Saved]:
        """Write what is still held at the end of the run, or refuse it."""
        return [self.write(ready) for ready in self.probation.decide()]

    def _hear_witnesses(self, read: PageRead, article: Article, *, is_new: bool) -> None:
        """Take *article* out of *read* where other pages deny it; note where its date is doubted.

        Only a new article is held against its listing: of an edited one it may be the old date.
        """
        witnesses = self.reader.trials.witnesses(article, read.capture.id)
        if denied := witnesses.deny(article, is_new=is_new):
            read.capture = replace(read.capture, outcome=Outcome.UNREADABLE)
            read.page, read.problem, read.counted_as = None, ("article", denied), "unreadable"
        elif is_new:
            read.date_agrees = witnesses.date_agrees(article)
            if doubt := witnesses.doubt(article):
                read.problem, read.counted_as = ("date", doubt), "unreadable"

    def _meaning(self, read: PageRead) -> str | None:
        """What *read* would mean for an article that is stored."""
        history, capture = self.store.history, read.capture
        if isinstance(read.page, Article):
            return history.next_revision(read.page)[0]
        if not capture.article_id or not history.is_stored(capture.article_id):
            return None
        return _MEANINGS.get(capture.outcome)

    def write(self, read: PageRead) -> Saved:
        """Write all that *read* says, in one transaction; return what it meant for an article.

        That is ``new``, ``changed``, ``unchanged``, ``reverted``, ``missed`` or ``gone``; None
        for anything else.
        """
        capture = read.capture
        with self.store.transaction():
            self.store.add_capture(self.run_id, capture)
            if read.problem:
                self.store.add_problem(
                    self.run_id, capture.url, *read.problem, capture.captured_at, capture.id
                )
            if read.page:
                self.store.save_outlinks(read.outlinks, capture.id)
            if read.robots is not None:
                self.store.keep_robots(origin_of(capture.url), read.robots, capture.captured_at)
            if self.run_id is not None:
                self.store.add_counts(self.run_id, self.source.edition, read.counts)
                if read.walk:
                    self.store.save_walk(self.run_id, read.walk, capture.captured_at)
            return read, self._save_page(read, capture)

    def _save_page(self, read: PageRead, capture: Capture) -> str | None:
        if isinstance(read.page, Article):
            url = read.url or capture.url
            return self.store.save_article(read.page, url, self.source.edition, capture)
        if isinstance(read.page, Listing):
            if not read.repeats:
                self.store.save_sightings(read.page, capture.id)
        elif capture.article_id and capture.outcome is Outcome.UNCHANGED:
            self.store.history.check_unchanged(capture.article_id, capture)
            return "unchanged"
        elif capture.article_id and (
            capture.outcome is Outcome.MISSING or isinstance(read.page, Shell)
        ):
            return self.store.history.miss(capture.article_id, capture, self.run_id)
        elif capture.article_id:
            # A page that fails or cannot be read must not be the first to be asked for ever after.
            self.store.history.note_check(capture.article_id, capture)
        return None


_MEANINGS = {
    Outcome.UNCHANGED: "unchanged",
    Outcome.MISSING: "missed",
    Outcome.SHELL: "missed",
}


def _likely_url(article: Article) -> str:
    """The canonical URL of an article that was asked for by number, by the slug it should have."""
    site = SITES[DEFAULT_SITE]
    return site.article_url(article.ref, site.make_slug(article.headline))
