"""What runs counted on their pages, and how their first pages were judged."""

from collections.abc import Iterable

from presidency_scraper.items import Article
from presidency_scraper.rules.cross_check import CrossCheck
from presidency_scraper.rules.fields import Count, Tally
from presidency_scraper.store import queries
from presidency_scraper.store.connection import Handle


def _tally(rows: Iterable[tuple[str, str, int, int]]) -> Tally:
    tally = Tally()
    tally.add(Count(*row) for row in rows)
    return tally


class Tallies:
    """Reads ``run_fields`` and the problems that came of it."""

    def __init__(self, database: Handle) -> None:
        self.database = database

    def quarantine(self, run_id: int | None) -> str | None:
        """How the first pages of a run were judged; None: not yet.

        That is ``passed``, ``failed``, or ``misses failed`` where too many articles were not there.
        """
        result = self.database.execute(queries.QUARANTINE, {"run": run_id}).fetchone()[0]
        return str(result) if result else None

    def tally(self, run_id: int | None) -> Tally:
        """What a run has counted so far."""
        return _tally(self.database.execute(queries.COUNTS, [run_id]))

    def earlier_tally(self, before_run: int | None, edition: str | None = None) -> Tally:
        """What the good runs before a run counted, or the newest of all, on an edition.

        Editions show other things of the same article. Without *edition*, that of the run.
        """
        known = {"run": before_run, "edition": edition}
        return _tally(self.database.execute(queries.EARLIER_COUNTS, known))

    def cross_check(self, article: Article, capture_id: int) -> CrossCheck:
        """What is known of *article* beside its page, which came as the capture of that id."""
        known = {"id": article.ref.id, "before": capture_id}
        announced = self.database.execute(queries.ANNOUNCED, known).fetchone()
        at, raw, headline = announced or (None, None, None)
        known |= {"published_at": article.published.iso, "headline": article.headline}
        known |= {"language": article.ref.language, "body": "\n\n".join(article.paragraphs)}
        twin = self.database.execute(queries.TWIN, known).fetchone()
        return CrossCheck(at, raw, headline, twin[0] if twin else None)

    def last_counted_run(self) -> int | None:
        """The newest run that read pages."""
        row = self.database.execute("SELECT max(run_id) FROM run_fields").fetchone()
        return int(row[0]) if row[0] is not None else None

    def was_unreadable(self, article_id: str, before_run: int | None) -> bool:
        """Tell whether an article's page could not be read when it came last.

        One that was withheld because of drift could be.
        """
        known = {"id": article_id, "run": before_run}
        row = self.database.execute(queries.WAS_UNREADABLE, known).fetchone()
        return bool(row and row[0])
