"""What is news of the record: new articles, edits, deletions and returns, newest first."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from presidency_scraper.rules.revisions import changed_paragraphs, diff_words, near_changes
from presidency_scraper.store.browse import FOUND
from presidency_scraper.store.connection import rows_as_dicts
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.query import fts_expression


@dataclass(frozen=True, slots=True)
class Texts:
    """An article's state: its headline, when it was published, its body."""

    headline: str
    published_at: str
    body: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the view ``changes``: what happened to an article, and when it was seen.

    ``before`` is what stood there and ``after`` what stands there since, None for nothing.
    ``changed`` names the fields that an edit changed; it is ``cosmetic`` where only looks differ.
    ``gone_at`` is since when a deleted article was missed.
    """

    id: str
    kind: str
    at: str
    article_id: str
    language: str
    section: str
    url: str
    headline: str
    revision: int
    changed: tuple[str, ...]
    cosmetic: bool
    before: Texts | None
    after: Texts | None
    gone_at: str | None
    capture_id: int

    @property
    def state(self) -> Texts:
        """What stands there since, or stood there last."""
        return self.after or self.before or Texts(self.headline, "", "")

    def differences(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield what an edit changed: a field, and its words around each change."""
        if self.before and self.after:
            yield from differences(self.changed, self.before, self.after)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events are asked for; an empty tuple or None: all.

    ``since`` and ``until`` are days of UTC on which they were seen, inclusive. ``words`` is a query
    that the article has to meet. ``after`` and ``upto`` bound the captures that show them.
    """

    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""
    cosmetic: bool = True
    after: int | None = None
    upto: int | None = None
    limit: int | None = None
    offset: int = 0


def differences(
    changed: Iterable[str], before: object, after: object
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each of the *changed* fields of two states, and its words around each change."""
    for name in changed:
        for old, new in changed_paragraphs(str(getattr(before, name)), str(getattr(after, name))):
            pieces = diff_words(old, new)
            yield name, list(near_changes(pieces) if name == "body" else pieces)


def read_events(reader: Reader, query: EventQuery) -> Iterator[Event]:
    """Yield the events that *query* asks for, newest first."""
    conditions, values = _conditions(query)
    chosen = f"SELECT * FROM changes WHERE {' AND '.join(conditions)} LIMIT :limit OFFSET :offset"  # noqa: S608
    return map(_event, rows_as_dicts(reader.database, chosen, values))


def count_events(reader: Reader, query: EventQuery) -> dict[str, int]:
    """How many events of each kind *query* asks for; its limit does not count."""
    conditions, values = _conditions(query)
    chosen = f"SELECT kind, count(*) FROM changes WHERE {' AND '.join(conditions)} GROUP BY kind"  # noqa: S608
    return dict(reader.database.execute(chosen, values).fetchall())


def _conditions(query: EventQuery) -> tuple[list[str], dict[str, Any]]:
    conditions = ["1"]
    values: dict[str, Any] = {"limit": -1 if query.limit is None else query.limit}
    values["offset"] = query.offset
    for column in ("kind", "section", "language"):
        if chosen := getattr(query, f"{column}s"):
            named = {f"{column}_{n}": value for n, value in enumerate(chosen)}
            values |= named
            conditions.append(f"{column} IN ({', '.join(f':{name}' for name in named)})")
    end = query.until + timedelta(days=1) if query.until else None
    bounds = {
        "since": ("at >= :since", query.since and query.since.isoformat()),
        "until": ("at < :until", end and end.isoformat()),
        "after": ("capture_id > :after", query.after),
        "upto": ("capture_id <= :upto", query.upto),
        "found_by": (f"article_{FOUND}", fts_expression(query.words) if query.words else None),
    }
    for name, (condition, value) in bounds.items():
        if value is not None:
            conditions.append(condition)
            values[name] = value
    if not query.cosmetic:
        conditions.append("NOT cosmetic")
    return conditions, values


def _event(row: dict[str, Any]) -> Event:
    same = ("id", "kind", "at", "article_id", "language", "section", "url", "headline")
    return Event(
        **{name: row[name] for name in (*same, "revision", "gone_at", "capture_id")},
        changed=tuple(json.loads(row["changed"])),
        cosmetic=bool(row["cosmetic"]),
        before=_texts(row, "before"),
        after=_texts(row, "after"),
    )


def _texts(row: dict[str, Any], when: str) -> Texts | None:
    found = [row[f"{name}_{when}"] for name in ("headline", "published", "body")]
    return None if found[0] is None else Texts(*found)


def edits_of(reader: Reader, article_id: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What stood there and what stands there since, of each edit of an article, oldest first.

    Both are rows of ``revisions``; ``again`` is true of a state that came back, and its time and
    capture are then those of that.
    """
    revisions = {row["revision"]: row | {"again": False} for row in reader.revisions(article_id)}
    edits = [row for row in revisions.values() if row["previous"] is not None]
    chosen = "SELECT * FROM flips WHERE article_id = ?"
    for row in rows_as_dicts(reader.database, chosen, [article_id]):
        known = {"again": True, "changed": json.loads(row["changed"])}
        edits.append(revisions[row["revision"]] | row | known)
    edits.sort(key=lambda row: (row["captured_at"], row["capture_id"]))
    return [(revisions[row["previous"]], row) for row in edits]
