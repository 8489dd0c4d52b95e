"""The database as a program sees it: read only, in records and frames, safe in threads.

Each question borrows a connection of its own for as long as it is asked. So threads never share
one, there are as many as questions were ever asked at once, and between the pages of a loop none
is held: a loop left half way keeps no crawl from tidying up.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from presidency_scraper.errors import NotFoundError, StorageError, UsageError
from presidency_scraper.items import EVENT_KINDS, Selection
from presidency_scraper.rules.selection import parse_selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import explain_sqlite, open_reader
from presidency_scraper.store.events import EventQuery, read_events
from presidency_scraper.store.export_rows import Source
from presidency_scraper.store.frames import read_frame
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search_queries import search_articles
from presidency_scraper.store.stored_records import (
    Change,
    Found,
    StoredArticle,
    change_from,
    found_from,
    read_articles,
)

if TYPE_CHECKING:
    from pandas import DataFrame

#: One name, or several; none at all: every one there is.
Names = str | Iterable[str]
#: A day, or as text: 2025-09-24.
Day = date | str
#: Articles that a loop reads at once: a megabyte or two.
_TOGETHER = 100


class Database:
    """The database at a path, open to be read; made by ``open_database``.

    ``db["bg/news/1937"]`` is that article, ``in`` tells whether it is stored, ``len`` how many
    there are; iterating yields their ids. Sections, languages and days that mean nothing raise
    UsageError, a damaged file StorageError.
    """

    def __init__(self, path: Path, site: Site) -> None:
        self._path, self._site, self._is_closed = path, site, False
        self._idle = deque([open_reader(path)])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Records stay; whatever is asked from now on raises UsageError."""
        self._is_closed = True
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    @contextmanager
    def _lent(self) -> Iterator[Reader]:
        if self._is_closed:
            raise UsageError(f"{self._path} was closed: open it again by open_database")
        try:
            reader = self._idle.pop()
        except IndexError:
            reader = open_reader(self._path)
        try:
            yield reader
        except sqlite3.DatabaseError as error:
            raise StorageError(explain_sqlite(error, self._path)) from error
        finally:
            self._idle.append(reader)
            if self._is_closed:
                self.close()

    def __len__(self) -> int:
        with self._lent() as reader:
            return reader.count("articles")

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids(Selection()))

    def __contains__(self, article_id: object) -> bool:
        with self._lent() as reader:
            return isinstance(article_id, str) and article_id in reader.urls_of([article_id])

    def __getitem__(self, article_id: str) -> StoredArticle:
        with self._lent() as reader:
            for article in read_articles(reader.database, [article_id]):
                return article
        raise NotFoundError(f"no article {article_id!r}: ids look like bg/news/1937")

    def articles(
        self,
        *,
        section: Names = (),
        language: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        newest_first: bool = False,
    ) -> Iterator[StoredArticle]:
        """Yield articles in order of publication, then of ids; flat in memory.

        *since* and *until* are days of publication in Europe/Sofia, inclusive. Which articles
        come is settled by the call; each is as it stands when the loop comes near it.
        """
        ids = self._ids(self._selection(section, language, since, until))
        return self._read(ids[::-1] if newest_first else ids)

    def search(
        self,
        query: str,
        *,
        section: Names = (),
        language: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = 20,
        newest_first: bool = False,
    ) -> list[Found]:
        """Return the articles that *query* finds, as ``presidency search`` does: the best first.

        Where more than 5,000 are found, the newest of these.
        """
        chosen = self._selection(section, language, since, until)
        most = -1 if limit is None else limit
        with self._lent() as reader:
            hits = search_articles(reader, query, chosen, limit=most, newest_first=newest_first)
        return [found_from(hit) for hit in hits]

    def changes(
        self,
        *,
        kind: Names = (),
        section: Names = (),
        language: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        words: str = "",
        cosmetic: bool = True,
        limit: int | None = None,
    ) -> Iterator[Change]:
        """Yield what happened to articles, newest first: new, edit, deletion, return.

        *since* and *until* are days of UTC on which it was seen, inclusive; *words* is a query
        that the article has to meet. The loop sees one state of the database, and holds it.
        """
        chosen, kinds = self._selection(section, language, since, until), _names(kind)
        if unknown := set(kinds) - set(EVENT_KINDS):
            raise UsageError(f"kind takes one of {', '.join(EVENT_KINDS)}, not {unknown.pop()!r}")
        return self._changes(
            EventQuery(
                kinds=kinds,
                sections=chosen.sections,
                languages=chosen.languages,
                since=chosen.since,
                until=chosen.until,
                words=words,
                cosmetic=cosmetic,
                limit=limit,
            )
        )

    def frame(self, table: str) -> "DataFrame":
        """Return a whole table or view as a DataFrame; pandas has to be installed.

        Times are aware: those of publication in Europe/Sofia, all others in UTC. Raises
        NotFoundError for a table that there is not, UsageError without pandas.
        """
        with self._lent() as reader:
            return read_frame(reader.database, table)

    def _selection(
        self, section: Names, language: Names, since: Day | None, until: Day | None
    ) -> Selection:
        return parse_selection(
            self._site,
            section=_names(section),
            language=_names(language),
            since=None if since is None else str(since),
            until=None if until is None else str(until),
        )

    def _ids(self, chosen: Selection) -> Sequence[str]:
        with self._lent() as reader:
            return list(Source(reader, chosen).ids())

    def _read(self, ids: Sequence[str]) -> Iterator[StoredArticle]:
        for start in range(0, len(ids), _TOGETHER):
            with self._lent() as reader:
                articles = read_articles(reader.database, ids[start : start + _TOGETHER])
            yield from articles

    def _changes(self, query: EventQuery) -> Iterator[Change]:
        with self._lent() as reader:
            yield from map(change_from, read_events(reader, query))


def _names(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
