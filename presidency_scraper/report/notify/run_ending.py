"""What is known of a run that has ended, from its ledger and its database, closed by then."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from presidency_scraper.errors import PresidencyError
from presidency_scraper.ingest.run import Ledger
from presidency_scraper.report import run_summary as report
from presidency_scraper.report.notify.message import Ending, Problem
from presidency_scraper.store.database import open_reader

_LOG = logging.getLogger(__name__)


def ending_of(ledger: Ledger) -> Ending | None:
    """Return how the run of *ledger* ended; None while it has no verdict."""
    if ledger.verdict is None:
        return None
    ending = Ending(
        database=str(ledger.path.resolve()),
        code=ledger.verdict.code,
        line=ledger.verdict.line,
        run_id=ledger.run_id,
        counts=report.render_counts(report.run_summary(ledger)),
        unreadable=ledger.counts["unreadable"] + ledger.counts["crashed"],
        failed=ledger.counts["failed"] + ledger.counts["refused"],
        findings=tuple(map(str, ledger.intake.probation.judge())),
    )
    return _with_rows(ending, ledger.path)


def _with_rows(ending: Ending, database: Path) -> Ending:
    """*ending* with what stands in the database, if that can be read: the disk may be full."""
    try:
        with closing(open_reader(database)) as reader:
            problems = [Problem(**row) for row in reader.problems(ending.run_id)]
            left, gaps = len(reader.pending()), reader.count_gaps()
    except (PresidencyError, sqlite3.Error, OSError) as error:
        _LOG.debug("nothing could be read for the notification: %s", error)
        return ending
    return replace(ending, problems=tuple(problems), left=left, gaps=gaps)
