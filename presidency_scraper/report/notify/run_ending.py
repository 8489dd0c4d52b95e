"""What is known of a run that has ended, from itself and its database, closed by then."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from presidency_scraper.errors import PresidencyError
from presidency_scraper.ingest.run import Run
from presidency_scraper.report import run_summary as report
from presidency_scraper.report.notify.digest import headlines_of
from presidency_scraper.report.notify.message import Ending, Problem
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.events import EventQuery, count_events, read_events
from presidency_scraper.store.reader import Reader

_LOG = logging.getLogger(__name__)
_NAMED = 8  # headlines of a message


def ending_of(run: Run) -> Ending | None:
    """Return how *run* ended; None while it goes on."""
    if run.outcome is None:
        return None
    ending = Ending(
        database=str(run.files.database.resolve()),
        code=run.outcome.code,
        line=run.outcome.line,
        run_id=run.id,
        counts=report.render_counts(report.run_summary(run)),
        unreadable=run.counts["unreadable"] + run.counts["crashed"],
        failed=run.counts["failed"] + run.counts["refused"],
        findings=tuple(map(str, run.findings)),
    )
    return _with_rows(ending, run.files.database)


def _with_rows(ending: Ending, database: Path) -> Ending:
    """*ending* with what stands in the database, if that can be read: the disk may be full."""
    try:
        with closing(open_reader(database)) as reader:
            problems = [Problem(**row) for row in reader.problems(ending.run_id)]
            left, gaps = len(reader.pending()), reader.count_gaps()
            news, number = _news(reader, ending.run_id)
    except (PresidencyError, sqlite3.Error, OSError) as error:
        _LOG.debug("nothing could be read for the notification: %s", error)
        return ending
    return replace(
        ending, problems=tuple(problems), left=left, gaps=gaps, news=news, news_count=number
    )


def _news(reader: Reader, run_id: int | None) -> tuple[tuple[str, ...], int]:
    """What the run brought, its first headlines and how many there are."""
    ids = reader.known_ids(run_id)
    query = EventQuery(after=min(ids, default=1) - 1, upto=max(ids, default=0), limit=_NAMED)
    return headlines_of(read_events(reader, query)), sum(count_events(reader, query).values())
