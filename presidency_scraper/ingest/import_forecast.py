"""What captures of others would bring, said without writing anything."""

from collections import Counter, defaultdict

from presidency_scraper.extract.response import extract
from presidency_scraper.items import Article, Exchange, Outcome
from presidency_scraper.rules.revisions import state_of
from presidency_scraper.sites.base import Source
from presidency_scraper.store.reader import Reader


class Forecast:
    """Counts in ``counts`` what pages would be to the database that *reader* reads.

    A state of an article that no stored revision has is a revision, or a new article; what one
    page adds to another is not weighed, so that the import itself may find less.
    """

    def __init__(self, reader: Reader, source: Source) -> None:
        self.counts: Counter[str] = Counter()
        self._reader = reader
        self._source = source
        self._states: defaultdict[str, set[str]] = defaultdict(set)

    def note(self, exchange: Exchange) -> None:
        """Count what *exchange* would be."""
        extracted = extract(exchange, self._source)
        capture = extracted.capture
        if capture.article_id or capture.outcome is not Outcome.MISSING:
            self.counts[capture.outcome] += 1
        if isinstance(extracted.page, Article):
            self._note_article(extracted.page)

    def _note_article(self, article: Article) -> None:
        known = self._states[article.ref.id]
        if not known:
            known |= self._reader.captures.fingerprints(article.ref.id)
        fingerprint = state_of(article).fingerprint
        if not known:
            self.counts["new"] += 1
        elif fingerprint not in known:
            self.counts["revisions"] += 1
        known.add(fingerprint)
