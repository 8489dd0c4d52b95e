"""Tells the history of an article again, in order of time: captures of it came in another one.

By the functions that told it at first, so that what is stored follows from the captures alone.
What the run that took them in did not believe is not believed here either.
"""

from datetime import datetime
from pathlib import Path

from presidency_scraper.archive.record_reader import read
from presidency_scraper.archive.records import Location
from presidency_scraper.extract.response import Extracted, extract
from presidency_scraper.ingest.ingests import address_of, edition_of
from presidency_scraper.items import Article, Capture, Outcome, Place
from presidency_scraper.rules.revisions import state_of
from presidency_scraper.rules.run_settings import parse_source
from presidency_scraper.rules.timeline import in_order
from presidency_scraper.sites.base import Site, Source
from presidency_scraper.store.captures import Captured, Captures
from presidency_scraper.store.writer import Store


def replay_stale(store: Store, archive: Path, site: Site) -> None:
    """Tell the history of all stale articles again. Raises DamageError.

    Then of those that are told as another article is: which page is whose shows when all are told.
    """
    _replay(store, archive, site)
    with store.transaction():
        store.stale.mark_twins()
    _replay(store, archive, site)


def _replay(store: Store, archive: Path, site: Site) -> None:
    captures = Captures(store.database)
    for article_id in store.stale.ids():
        with store.transaction():
            store.forget(article_id)
            for one in in_order(captures.of(article_id)):
                _take(store, archive, site, one)


def _take(store: Store, archive: Path, site: Site, one: Captured) -> None:
    if one.outcome == Outcome.ARTICLE:
        source, extracted = _extract(archive, site, one)
        page, capture = extracted.page, extracted.capture
        if isinstance(page, Article):
            if one.source and (twin := _twin(store, archive, site, page)):
                said = f"{one.article_id}: the page is that of {twin}"
                store.stale.deny(one.id)
                store.add_problem(one.run_id, one.url, "article", said, capture.captured_at, one.id)
                return
            url = address_of(page, source.facts(one.url), site) or one.url
            store.save_state(page, url, edition_of(source, capture), capture)
            return
    if not one.withheld:
        at, outcome = datetime.fromisoformat(one.captured_at), Outcome(one.outcome)
        article_id, came_from = one.article_id, one.source
        capture = Capture(one.id, one.url, at, outcome, article_id=article_id, source=came_from)
        store.history.take(capture, one.run_id)


def _twin(store: Store, archive: Path, site: Site, article: Article) -> str | None:
    """The article whose page this is: its address names the headline, and that of *article* not."""
    if article.slug_agrees is not False:
        return None
    known = Captures(store.database).twins(article.ref.id, state_of(article).fingerprint)
    pages = (_extract(archive, site, one)[1].page for one in known)
    names = (page.ref.id for page in pages if isinstance(page, Article) and page.slug_agrees)
    return next(names, None)


def _extract(archive: Path, site: Site, one: Captured) -> tuple[Source, Extracted]:
    """Read the page of a capture again."""
    place = Place(one.id, one.warc_file, one.warc_offset)
    record = read(archive, Location(one.warc_file or "", one.warc_offset or 0))
    source = parse_source(record.run.settings, site)
    return source, extract(record.exchange(), source, place)
