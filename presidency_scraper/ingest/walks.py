"""The walks of one run: each page of a listing takes the one of its listing a step on."""

from dataclasses import replace

from presidency_scraper.ingest.ingests import Ingest, Problem
from presidency_scraper.items import Listing, ListingRef, Outcome
from presidency_scraper.rules.segments import WalkProgress
from presidency_scraper.rules.walk import Walk
from presidency_scraper.sites.base import Source
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.rows import listing_key


def reported_pages(
    reader: Reader, source: Source, listing: str, before_run: int | None
) -> frozenset[int]:
    """Return the pages of *listing* that showed none of their entries when asked for last."""
    urls = reader.listing_pages.reported_urls(listing, before_run)
    refs = [source.facts(url).listing for url in urls]
    return frozenset(ref.page for ref in refs if ref)


class Walks:
    """The walks of a run on *source*; what earlier runs walked, *reader* knows."""

    def __init__(self, reader: Reader, source: Source, run_id: int | None, *, full: bool) -> None:
        self._reader = reader
        self._source = source
        self._run_id = run_id
        self._full = full
        self._walks: dict[str, Walk] = {}

    def _of(self, ref: ListingRef) -> Walk:
        """The walk of a listing; a filtered one repeats the general one and needs no proof."""
        key = listing_key(ref)
        if key not in self._walks:
            self._walks[key] = Walk(
                self._reader.past_walks(key, self._run_id),
                self._reader.listing_pages.sighted_ids(key, self._run_id),
                full=self._full,
                sizes=self._reader.listing_pages.sizes(key, self._run_id),
                reported=reported_pages(self._reader, self._source, key, self._run_id),
                proved=ref.label is None,
            )
        return self._walks[key]

    def pass_over(self, ref: ListingRef) -> int | None:
        """Return the page to go on with where a listing page cannot be had, None for none."""
        return self._of(ref).pass_over(ref.page)

    def go_on(self, ingest: Ingest, ref: ListingRef) -> Ingest:
        """Return *ingest* with what the walk of its listing does next: it goes one step on.

        A page that comes when it is over is one of the sweep, which proves nothing.
        """
        walk, page = self._of(ref), ref.page
        if walk.is_over:
            return self._swept(ingest, ref, is_known=page in walk.reported)
        before, outcome = walk.segment, ingest.capture.outcome
        listing = ingest.page if isinstance(ingest.page, Listing) else None
        ids = [entry.target.id for entry in listing.entries] if listing else []
        if listing:
            step = walk.read(page, ids, listing.last_page)
        elif outcome is Outcome.MISSING:
            step = walk.missing(page)
        elif outcome is Outcome.UNREADABLE:
            step = walk.trouble(page, ingest.problem.said if ingest.problem else "")
        else:
            return ingest
        moved = walk.segment if walk.segment != before else None
        progress = WalkProgress(listing_key(ref), moved) if moved else None
        repeats = bool(ids) and walk.repeats
        return self._judged(replace(ingest, step=step, walk=progress, repeats=repeats), ref)

    @staticmethod
    def _swept(ingest: Ingest, ref: ListingRef, *, is_known: bool) -> Ingest:
        """What is wrong with a page of the sweep is a problem, unless it is as it was reported."""
        if ingest.problem is None:
            return ingest
        said = f"{listing_key(ref)}: {ingest.problem.said}"
        if is_known:
            return replace(ingest, problem=None, note=f"{said}, as reported before")
        return replace(ingest, problem=ingest.problem._replace(said=said))

    def _judged(self, ingest: Ingest, ref: ListingRef) -> Ingest:
        """A page to be asked for again is no problem yet, nor is the one past the end.

        Only the first section's own listing is certain to be there: the URLs of the others are
        inferred and a filter may have nothing to show, so one that never showed anything is noted
        and is no failure.
        """
        step, problem, key = ingest.step, ingest.problem, listing_key(ref)
        if step and step.trouble:
            certain = ref.label is None and ref.section == self._source.site.sections[0].name
            if step.unheard_of and not certain and not problem:
                return replace(ingest, note=f"{key}: {step.trouble}; none was ever seen")
            kind, _, counted_as = problem or (
                "listing",
                "",
                "unreadable" if ingest.page else "failed",
            )
            return replace(ingest, problem=Problem(kind, f"{key}: {step.trouble}", counted_as))
        if step and step.note:
            return replace(ingest, problem=None, note=f"{key}: {step.note}, as reported before")
        return replace(ingest, problem=None)
