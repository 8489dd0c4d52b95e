"""Writes what pages said: all or nothing of a page, the capture and all that it holds."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from sqlite3 import DatabaseError
from typing import Any

from sqlite_utils import Database

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Article, Capture, Entry, Listing, Outlink
from presidency_scraper.rules.fields import Count
from presidency_scraper.rules.segments import WalkProgress
from presidency_scraper.store import rows, statements
from presidency_scraper.store.connection import rows_as_dicts
from presidency_scraper.store.editions import Known, disagreements, keep_address, keep_known
from presidency_scraper.store.history import History
from presidency_scraper.store.leads import Leads
from presidency_scraper.store.listing_entries import write_listing
from presidency_scraper.store.row_batch import RowBatch
from presidency_scraper.store.search_index import SearchIndex
from presidency_scraper.store.stale import StaleArticles


class Store:
    """The database, open for writing. Methods raise ``sqlite3.Error`` as it comes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._batch = RowBatch(database)
        self._leads = Leads(database)
        self.history = History(database, self._batch)
        self.search_index = SearchIndex(database)
        self.stale = StaleArticles(database, self._batch)
        self._table = cache(database.table)  # sqlite-utils looks at the schema at every call
        #: What is stored for certain of what pages link to: most of it is the same on all.
        self._linked: set[str] = set()

    def close(self) -> None:
        """Close the file. All is in it then, unless somebody is in the midst of reading."""
        with suppress(DatabaseError):
            self.checkpoint()
        self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; the index of the search follows at its end. One inside joins it.

        There is no savepoint for one inside: at each of them FTS5 writes its index to the file.
        """
        if self.database.conn.in_transaction:
            yield
            return
        try:
            with self.database.atomic(), self.search_index.following():
                yield
                self._batch.write()
                self._leads.write()
        except BaseException:
            self._batch.drop()
            self._leads.drop()
            self._linked.clear()
            raise

    def checkpoint(self) -> None:
        """Bring everything into the one file, so that it can be moved or copied."""
        self.database.execute("PRAGMA busy_timeout = 1000")  # ms; that is how long it may wait
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- runs -----------------------------------------------------------------------------------

    def begin_run(self, command: str, at: datetime) -> int:
        """Note that *command* began; return the run's id."""
        run = {"command": command, "started_at": utc_iso(at)}
        return int(self._table("runs").insert(run).last_rowid or 0)

    def note_run(self, run_id: int, command: str, at: datetime) -> None:
        """Note a run that the archive tells of, if it is not known."""
        self._batch.write()  # what is known of the runs before is asked for now
        run = {"id": run_id, "command": command, "started_at": utc_iso(at)}
        self._table("runs").insert(run, ignore=True)

    def end_run(
        self, run_id: int, at: datetime, outcome: str, exit_code: int, stats: dict[str, Any]
    ) -> None:
        """Note how a run ended."""
        changes = {
            "finished_at": utc_iso(at),
            "outcome": outcome,
            "exit_code": exit_code,
            "stats": json.dumps(stats, ensure_ascii=False, sort_keys=True),
        }
        self._table("runs").update(run_id, changes)

    # -- pages ----------------------------------------------------------------------------------

    def add_capture(self, run_id: int | None, capture: Capture) -> None:
        """Note one response and what it was read as."""
        self._table("captures").insert(rows.capture_row(capture, run_id))

    def add_problem(
        self, run_id: int | None, url: str | None, kind: str, message: str, at: datetime,
        capture_id: int | None = None,
    ) -> None:  # fmt: skip
        """Note what went wrong with a page."""
        row = {
            "run_id": run_id,
            "url": url,
            "kind": kind,
            "message": message,
            "capture_id": capture_id,
            "created_at": utc_iso(at),
        }
        self._table("problems").insert(row)

    def has_problem(self, kind: str, message: str) -> bool:
        """Tell whether this was noted before, of whatever page."""
        return self.database.execute(statements.NOTED, [kind, message]).fetchone() is not None

    def save_article(self, article: Article, url: str, edition: str, capture: Capture) -> str:
        """Make *article* the present state of its row, but for what is known better.

        Return what that meant: ``new``, ``unchanged``, ``changed``, or ``reverted`` to a state
        seen before. Where another edition read before said otherwise, that is a problem.
        """
        meaning = self.save_state(article, url, edition, capture)
        self.spread_leads(article.teasers, capture)
        return meaning

    def save_state(self, article: Article, url: str, edition: str, capture: Capture) -> str:
        """Do as :meth:`save_article`, but for what the page prints of others."""
        self._batch.write_what_names(article.ref.id)
        known = self._known_before(article.ref.id)
        if known:
            article = keep_known(article, known)
            self._note_disagreements(disagreements(article, edition, known), capture)
        row = rows.article_row(article, url, edition, capture)
        if known:
            row |= keep_address(row, known.article)
        first = known.article["first_seen_at"] if known else utc_iso(capture.captured_at)
        row |= {"lead": self._leads.of(article.ref.id), "first_seen_at": first}
        meaning, revision, before = (
            self.history.next_revision(article) if known else ("new", 1, None)
        )
        row["revision"] = revision
        self.search_index.note(article.ref.id, is_new=known is None)
        if known:
            self._table("articles").upsert(row, pk="id")
        else:  # an upsert of a new row takes twice as long
            self._table("articles").insert(row)
        self.history.keep(article, capture, meaning, revision, before)
        self._replace_parts(article, is_new=known is None)
        return meaning

    def forget(self, article_id: str) -> None:
        """Take away all that is stored of an article, which is told again in this transaction."""
        self._batch.write()
        self.search_index.note(article_id)
        self.stale.forget(article_id)

    def save_sightings(self, listing: Listing, capture: Capture) -> None:
        """Keep what a listing page said, and give leads to the articles it announces."""
        write_listing(self.database, listing, capture.id)
        self.spread_leads(listing.entries, capture)

    def spread_leads(self, entries: Iterable[Entry], capture: Capture) -> None:
        """Give each lead that *capture* prints to its article, unless a later one is known."""
        printed = {entry.target.id: entry.lead for entry in entries if entry.lead}
        for article_id, lead in self._leads.note(printed, capture).items():
            self.search_index.note(article_id)
            self.database.execute(statements.GIVE_LEAD, [lead, article_id])

    def save_outlinks(self, outlinks: Iterable[Outlink], capture_id: int) -> None:
        """Note which of *outlinks* were not seen before."""
        if len(self._linked) > _REMEMBERED:
            self._linked.clear()
        for one in outlinks:
            if one.url not in self._linked:
                self._linked.add(one.url)
                if self.database.execute(statements.LINKED, [one.url]).fetchone() is None:
                    row = {"url": one.url, "kind": one.kind, "capture_id": capture_id}
                    self._batch.add("outlinks", [row])

    def save_earlier_outlinks(self, outlinks: Iterable[Outlink], capture_id: int) -> None:
        """Note *outlinks* of a page that others captured; the earliest page has them."""
        rows = [(one.url, one.kind, capture_id) for one in outlinks]
        self.database.conn.executemany(statements.LINKED_EARLIER, rows)

    def save_walk(self, run_id: int, progress: WalkProgress, at: datetime) -> None:
        """Note how far the walk of a listing has come."""
        segment = progress.segment
        row = {
            "run_id": run_id,
            "listing": progress.listing,
            "segment": segment.number,
            "started_at": utc_iso(at),
            "head": json.dumps(segment.head),
            "tail": json.dumps(segment.tail),
            "next_page": segment.next_page,
            "ended": segment.ended,
        }
        if not self.database.execute(statements.GO_ON, row).rowcount:
            self._table("walks").insert(row)

    def add_counts(self, run_id: int, edition: str, counts: Iterable[Count]) -> None:
        """Add what a page of *edition* has to what the run has counted."""
        self._batch.count(run_id, edition, counts)

    def keep_robots(self, origin: str, body: str, at: datetime) -> None:
        """Keep the robots.txt of *origin*."""
        row = {"origin": origin, "fetched_at": utc_iso(at), "body": body}
        self._table("robots").upsert(row, pk="origin")

    # -- inside ---------------------------------------------------------------------------------

    def _replace_parts(self, article: Article, *, is_new: bool) -> None:
        """Let what an article has many of take the place of what was stored of it."""
        for table, parts in rows.PARTS.items():
            if not is_new:
                self._table(table).delete_where("article_id = ?", [article.ref.id])
            self._batch.add(table, parts(article))
        self._batch.names |= {article.ref.id, *(one.target.id for one in article.teasers)}

    def _known_before(self, article_id: str) -> Known | None:
        """Return the rows of an article as they stand, None where it is not stored."""
        own, *others = statements.KNOWN
        for row in rows_as_dicts(self.database, own, [article_id]):
            parts = (list(rows_as_dicts(self.database, q, [article_id])) for q in others)
            return Known(row, *parts)
        return None

    def _note_disagreements(self, messages: Iterable[str], capture: Capture) -> None:
        """Make a problem of each, in the run of *capture*."""
        for message in messages:
            query = "SELECT run_id FROM captures WHERE id = ?"
            run_id = self.database.execute(query, [capture.id]).fetchone()[0]
            at = capture.captured_at
            self.add_problem(run_id, capture.url, "edition", message, at, capture.id)


#: How many links are remembered at most.
_REMEMBERED = 20_000
