"""Writes what pages said: one transaction a page, for the capture and all that it holds."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from presidency_scraper.clock import utc_iso
from presidency_scraper.items import Article, Entry, Listing, ListingRef


class Outcome(StrEnum):
    """What a response was read as; the values of ``captures.outcome``."""

    ARTICLE = "article"
    SHELL = "shell"
    LISTING = "listing"
    ROBOTS = "robots"
    REDIRECT = "redirect"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, or the lack of one: ``status`` is None and ``error`` says why.

    ``captured_at`` is aware; ``digest`` is the sha256 of the body without content encoding and
    ``length`` its size in bytes.
    """

    url: str
    captured_at: datetime
    status: int | None = None
    content_type: str | None = None
    digest: str | None = None
    length: int | None = None
    error: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class WalkProgress:
    """How far the walk of a listing has come: the ids on the page read last, what comes next."""

    listing: str
    ids: list[str]
    next_page: int
    ended: str | None


class Store:
    """The database, open for writing. Methods raise ``sqlite3.Error`` as it comes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        with self.database.atomic():
            yield

    # -- runs -----------------------------------------------------------------------------------

    def begin_run(self, command: str, at: datetime) -> int:
        """Note that *command* began; return the run's id."""
        return self._insert("runs", {"command": command, "started_at": utc_iso(at)})

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
        with self.transaction():
            self.database.table("runs").update(run_id, changes)

    # -- pages ----------------------------------------------------------------------------------

    def add_capture(self, run_id: int | None, capture: Capture, outcome: Outcome) -> int:
        """Note one response and what it was read as; return its id."""
        row = asdict(capture) | {
            "run_id": run_id,
            "captured_at": utc_iso(capture.captured_at),
            "outcome": outcome.value,
        }
        return self._insert("captures", row)

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
        self._insert("problems", row)

    def save_article(
        self, article: Article, url: str, edition: str, capture_id: int, at: datetime
    ) -> bool:
        """Make *article* the present state of its row; return whether it is new."""
        row = _article_row(article, url, edition, capture_id, at)
        known = self._lead_and_first_seen(article.ref.id)
        row["lead"] = known["lead"]
        row["first_seen_at"] = known["first_seen_at"] or utc_iso(at)
        self.database.table("articles").upsert(row, pk="id")
        self._replace("paragraphs", article.ref.id, _paragraph_rows(article))
        self._replace("images", article.ref.id, _image_rows(article))
        self._replace("teasers", article.ref.id, _teaser_rows(article))
        self._spread_leads(article.teasers)
        return known["first_seen_at"] is None

    def save_sightings(self, listing: Listing, capture_id: int) -> None:
        """Keep what a listing page said, and give leads to the articles it announces."""
        rows = [_sighting_row(entry, listing.ref, capture_id) for entry in listing.entries]
        if rows:
            self.database.table("sightings").insert_all(rows)
        self._spread_leads(listing.entries)

    # -- walks ----------------------------------------------------------------------------------

    def save_walk(self, run_id: int, progress: WalkProgress, at: datetime) -> None:
        """Note how far the walk of a listing has come; the first page of a run begins it."""
        row = {
            "run_id": run_id,
            "listing": progress.listing,
            "started_at": utc_iso(at),
            "head": json.dumps(progress.ids),
            "tail": json.dumps(progress.ids),
            "next_page": progress.next_page,
            "ended": progress.ended,
        }
        self.database.execute(_SAVE_WALK, row)

    def keep_robots(self, origin: str, body: str, at: datetime) -> None:
        """Keep the robots.txt of *origin*."""
        row = {"origin": origin, "fetched_at": utc_iso(at), "body": body}
        with self.transaction():
            self.database.table("robots").upsert(row, pk="origin")

    # -- inside ---------------------------------------------------------------------------------

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        return int(self.database.table(table).insert(row).last_rowid or 0)

    def _replace(self, table: str, article_id: str, rows: Iterable[dict[str, Any]]) -> None:
        self.database.table(table).delete_where("article_id = ?", [article_id])
        if rows := list(rows):
            self.database.table(table).insert_all(rows)

    def _lead_and_first_seen(self, article_id: str) -> dict[str, str | None]:
        """What is known of an article before its page is stored: the newest lead printed of it."""
        row = self.database.execute(_KNOWN_BEFORE, {"id": article_id}).fetchone()
        return {"lead": row[0], "first_seen_at": row[1]}

    def _spread_leads(self, entries: Iterable[Entry]) -> None:
        """Give each lead to the article it announces, if that is stored."""
        self.database.conn.executemany(
            "UPDATE articles SET lead = ? WHERE id = ? AND lead IS NOT ?",
            [(entry.lead, entry.target.id, entry.lead) for entry in entries if entry.lead],
        )


_SAVE_WALK = """
INSERT INTO walks (run_id, listing, started_at, head, tail, next_page, ended)
VALUES (:run_id, :listing, :started_at, :head, :tail, :next_page, :ended)
ON CONFLICT (run_id, listing) DO UPDATE SET
    tail = iif(excluded.tail = '[]', tail, excluded.tail),
    next_page = excluded.next_page,
    ended = excluded.ended
"""

_KNOWN_BEFORE = """
SELECT coalesce(
    (SELECT lead FROM articles WHERE id = :id),
    (SELECT lead FROM (
        SELECT lead, capture_id FROM sightings WHERE article_id = :id AND lead IS NOT NULL
        UNION ALL
        SELECT t.lead, a.capture_id FROM teasers t JOIN articles a ON a.id = t.article_id
        WHERE t.target_id = :id AND t.lead IS NOT NULL
    ) ORDER BY capture_id DESC LIMIT 1)
), (SELECT first_seen_at FROM articles WHERE id = :id)
"""


def listing_key(ref: ListingRef) -> str:
    """Name a listing as ``sightings.listing`` does.

    >>> listing_key(ListingRef("bg", "news", "president", 7))
    'bg/news/president'
    """
    return "/".join(filter(None, (ref.language, ref.section, ref.label)))


def _article_row(
    article: Article, url: str, edition: str, capture_id: int, at: datetime
) -> dict[str, Any]:
    body = "\n\n".join(article.paragraphs)
    return {
        "id": article.ref.id,
        "language": article.ref.language,
        "section": article.ref.section,
        "number": article.ref.number,
        "url": url,
        "headline": article.headline,
        "published_at": article.published.iso,
        "published_precision": article.published.precision.value,
        "published_raw": article.published.raw,
        "body": body,
        "word_count": len(body.split()),
        "last_checked_at": utc_iso(at),
        "gone_at": None,
        "edition": edition,
        "layout": article.layout,
        "slug_agrees": None if article.slug_agrees is None else int(article.slug_agrees),
        "capture_id": capture_id,
    }


def _paragraph_rows(article: Article) -> Iterator[dict[str, Any]]:
    for position, text in enumerate(article.paragraphs, 1):
        yield {"article_id": article.ref.id, "position": position, "text": text}


def _image_rows(article: Article) -> Iterator[dict[str, Any]]:
    for position, image in enumerate(article.images, 1):
        yield {"article_id": article.ref.id, "position": position} | asdict(image)


def _teaser_rows(article: Article) -> Iterator[dict[str, Any]]:
    for entry in article.teasers:
        yield {
            "article_id": article.ref.id,
            "position": entry.position,
            "headline": entry.headline,
            "lead": entry.lead,
            "published_at": entry.published.iso if entry.published else None,
            "published_precision": entry.published.precision.value if entry.published else None,
            "published_raw": entry.published_raw,
            "url": entry.url,
            "target_id": entry.target.id,
        }


def _sighting_row(entry: Entry, ref: ListingRef, capture_id: int) -> dict[str, Any]:
    return {
        "capture_id": capture_id,
        "position": entry.position,
        "article_id": entry.target.id,
        "headline": entry.headline,
        "lead": entry.lead,
        "published_at": entry.published.iso if entry.published else None,
        "published_raw": entry.published_raw,
        "url": entry.url,
        "label": ref.label,
        "listing": listing_key(ref),
        "page": ref.page,
    }
