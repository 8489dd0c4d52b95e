"""The digest at the end of a run: whether one is due, of what, and that it was sent."""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from presidency_scraper.clock import now
from presidency_scraper.errors import PresidencyError
from presidency_scraper.report.notify import deliver
from presidency_scraper.report.notify.configuration import parse_configuration
from presidency_scraper.report.notify.digest import counts_in_words, digest_of
from presidency_scraper.report.notify.digest_mark import DigestMark, read_mark, write_mark
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.events import Event, EventQuery, count_events, read_events
from presidency_scraper.store.reader import Reader

_LOG = logging.getLogger(__name__)
#: More of them are never told of one by one: a message has no room.
_MOST = 50


def send_digest(database: Path, run_id: int | None) -> None:
    """Tell what is new in *database* since the last digest, or in the run where none was sent.

    The database is closed by its run. What cannot be sent is a warning, and told next time.
    """
    configuration = parse_configuration(os.environ)
    if configuration is None or configuration.digest == "never":
        return
    mark, today = read_mark(database), now().date()
    if mark and not mark.is_over(configuration.digest, today):
        return
    try:
        with closing(open_reader(database)) as reader:
            last = reader.last_capture_id()
            told = _said(reader, _after(reader, mark, run_id, last), last)
        if told is None or deliver(configuration, f"presidency: {told[0]}", told[1]):
            write_mark(database, DigestMark(last, today.isoformat()))
    except (PresidencyError, sqlite3.Error, OSError) as error:
        _LOG.warning("there is no digest: %s", error)


def _after(reader: Reader, mark: DigestMark | None, run_id: int | None, last: int) -> int:
    """The last capture that was told of; a mark of another database says nothing."""
    if mark and mark.capture_id <= last:
        return mark.capture_id
    return min(reader.known_ids(run_id), default=last + 1) - 1


def _said(reader: Reader, after: int, upto: int) -> tuple[str, str] | None:
    counts = count_events(reader, EventQuery(after=after, upto=upto))
    if not counts:
        return None
    news: list[Event] = []
    for kind in counts:  # so that many of one leave room for the others
        query = EventQuery(kinds=(kind,), after=after, upto=upto, limit=_MOST)
        news += read_events(reader, query)
    return counts_in_words(counts), digest_of(news, counts)
