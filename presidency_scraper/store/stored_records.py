"""What the database holds as frozen records of Python: times are aware, lists are tuples.

They hold no connection: they outlive the database they came from, and any thread or process may
have them. What each column means stands in ``docs/tables.md``.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from presidency_scraper.items import Image, Precision
from presidency_scraper.store.connection import Handle
from presidency_scraper.store.descriptions import zone_of
from presidency_scraper.store.events import Event, Texts, differences
from presidency_scraper.store.export_rows import held, read_rows
from presidency_scraper.store.search_queries import Hit


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another article as it was announced below one; ``target_id`` may not be stored."""

    position: int
    headline: str | None
    lead: str | None
    published_at: datetime | None
    published_precision: Precision | None
    published_raw: str
    url: str
    target_id: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A state that an article was seen in; ``changed`` names what differs from the previous one."""

    revision: int
    previous: int | None
    captured_at: datetime
    capture_id: int
    headline: str
    published_at: datetime
    body: str
    fingerprint: str
    changed: tuple[str, ...]
    cosmetic: bool
    last_capture_id: int
    times_seen: int


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in its present state, with its parts; all columns of ``articles``.

    ``published_at`` is in Europe/Sofia, every other time in UTC. ``speakers`` says of each
    paragraph who is printed as its speaker. ``revisions`` are all states, oldest first.
    """

    id: str
    language: str
    section: str
    number: int
    url: str
    headline: str
    lead: str | None
    published_at: datetime
    published_precision: Precision
    published_raw: str
    body: str
    word_count: int
    revision: int
    first_seen_at: datetime
    last_checked_at: datetime
    gone_at: datetime | None
    edition: str
    layout: str
    slug_agrees: bool | None
    capture_id: int
    paragraphs: tuple[str, ...]
    speakers: tuple[str | None, ...]
    images: tuple[Image, ...]
    teasers: tuple[Teaser, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a search found.

    ``title`` is the headline and ``snippet`` a piece of the text, both with [the words] that were
    found marked. A higher ``score`` is better. ``published_at`` is in Europe/Sofia.
    """

    id: str
    language: str
    section: str
    headline: str
    title: str
    published_at: datetime
    url: str
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class State:
    """What stood on an article's page before or after a change."""

    headline: str
    published_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an article: it was new, edited, deleted or returned (``kind``).

    ``at`` is when that was seen, and ``gone_at`` since when a deleted article was missed, in UTC.
    ``before`` and ``after`` are None where nothing stood there. An edit is ``cosmetic`` where only
    spacing, quotes or the like differ.
    """

    id: str
    kind: str
    at: datetime
    article_id: str
    language: str
    section: str
    url: str
    headline: str
    revision: int
    changed: tuple[str, ...]
    cosmetic: bool
    before: State | None
    after: State | None
    gone_at: datetime | None
    capture_id: int

    def differences(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield what an edit changed: a field, and its words, kept (=), dropped (-), added (+)."""
        if self.before and self.after:
            yield from differences(self.changed, self.before, self.after)


#: What stands in a column otherwise than Python has it, but for times.
_PARSERS: Mapping[str, Callable[[Any], Any]] = {
    "published_precision": Precision,
    "slug_agrees": bool,
    "cosmetic": bool,
    "changed": lambda names: tuple(json.loads(names) if isinstance(names, str) else names),
    "before": lambda texts: State(**_parsed(texts)),
    "after": lambda texts: State(**_parsed(texts)),
}
#: The parts that are records, by the table that has them.
_RECORDS: Mapping[str, type[Any]] = {"images": Image, "teasers": Teaser, "revisions": Revision}
_SPOKEN = ("text", "speaker")
_COLUMNS = tuple(
    field.name
    for field in fields(StoredArticle)
    if field.name not in (*_RECORDS, "paragraphs", "speakers")
)


def read_articles(database: Handle, ids: Sequence[str]) -> list[StoredArticle]:
    """Return those of the articles *ids* that are stored, in this order, all of one moment."""
    with held(database):
        rows = read_rows(database, "articles", _COLUMNS[1:], ids)
        spoken = read_rows(database, "paragraphs", _SPOKEN, ids)
        parts = {name: _read_records(database, name, ids) for name in _RECORDS}
    return [
        StoredArticle(
            **_named(_COLUMNS, row),
            paragraphs=tuple(text for _, text, _ in spoken[article_id]),
            speakers=tuple(speaker for _, _, speaker in spoken[article_id]),
            **dict[str, Any]({name: found[article_id] for name, found in parts.items()}),
        )
        for article_id in ids
        for row in rows[article_id]
    ]


def _read_records(database: Handle, name: str, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    kind = _RECORDS[name]
    names = tuple(field.name for field in fields(kind))
    found = read_rows(database, name, names, ids).items()
    return {own: tuple(kind(**_named(names, row[1:])) for row in rows) for own, rows in found}


def found_from(hit: Hit) -> Found:
    """Return *hit* with an aware time."""
    return Found(**_parsed(hit))


def change_from(event: Event) -> Change:
    """Return *event* with aware times."""
    return Change(**_parsed(event))


def _parsed(record: Hit | Event | Texts) -> dict[str, Any]:
    names = [field.name for field in fields(record)]
    return _named(names, [getattr(record, name) for name in names])


def _named(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, map(_parse, names, values), strict=True))


def _parse(name: str, value: Any) -> Any:
    if value is None:
        return None
    if zone := zone_of(name):
        return datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
    return _PARSERS[name](value) if name in _PARSERS else value
