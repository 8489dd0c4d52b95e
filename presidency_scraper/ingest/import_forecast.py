"""What captures of others would bring, said without writing anything."""

from collections import Counter, defaultdict

from presidency_scraper.extract.response import extract
from presidency_scraper.items import Article, Exchange, Outcome
from presidency_scraper.rules.revisions import state_of
from presidency_scraper.sites.base import Source
from presidency_scraper.store.reader import Reader


class Forecast:
    """Counts in ``counts`` what pages would be to the database that *reader* reads.

    A state of an article that no stored revision has is a revision, or a new article; that one is
    not there tells of an article that is stored or comes as well. What one page adds to another is
    not weighed, so that the import itself may find less.
    """

    def __init__(self, reader: Reader, source: Source) -> None:
        self.counts: Counter[str] = Counter()
        self._reader = reader
        self._source = source
        self._states: defaultdict[str, set[str]] = defaultdict(set)
        self._missed: set[str] = set()

    @property
    def rows(self) -> dict[str, int]:
        """How many rows the pages would add."""
        misses = sum(bool(self._known(one)) for one in self._missed)
        new, edits = self.counts["new"], self.counts["revisions"]
        return {"new_articles": new, "edits": edits, "misses": misses}

    def note(self, exchange: Exchange) -> None:
        """Count what *exchange* would be."""
        extracted = extract(exchange, self._source)
        capture = extracted.capture
        self.counts[capture.outcome] += 1
        if capture.article_id and capture.outcome in (Outcome.MISSING, Outcome.SHELL):
            self._missed.add(capture.article_id)
        if isinstance(extracted.page, Article):
            self._note_article(extracted.page)

    def _note_article(self, article: Article) -> None:
        known = self._known(article.ref.id)
        fingerprint = state_of(article).fingerprint
        if not known:
            self.counts["new"] += 1
        elif fingerprint not in known:
            self.counts["revisions"] += 1
        known.add(fingerprint)

    def _known(self, article_id: str) -> set[str]:
        """The states of an article that are stored or came by now."""
        known = self._states[article_id]
        if not known:
            known |= self._reader.captures.fingerprints(article_id)
        return known
