"""How our pages ask the database, within bounds, and what every answer of ours is made with."""

import sqlite3
from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Any, TypeVar

from presidency_scraper.errors import UsageError
from presidency_scraper.items import EVENT_KINDS, Selection
from presidency_scraper.rules.selection import parse_selection
from presidency_scraper.settings import PRESIDENCY_SITE
from presidency_scraper.sites.base import Site
from presidency_scraper.store.bounds import BoundedConnection
from presidency_scraper.store.browse import read_over
from presidency_scraper.store.events import EventQuery
from presidency_scraper.store.reader import Reader
from presidency_scraper.web import NAME
from presidency_scraper.web.diff_marks import marked
from presidency_scraper.web.guard import STRICT_POLICY
from presidency_scraper.web.phrases import LANGUAGES, date_in_words, moment_in_words

#: By what events are chosen, besides their kind.
FILTERS = ("section", "language", "since", "until", "q", "cosmetic")
#: A reader who has turned over so many pages looks for something else.
MOST_PAGES = 50
_T = TypeVar("_T")
_TIME_LIMIT = 5_000  # ms, for all questions of one page
#: How every template says what the database has.
_WORDS = {
    "in_words": date_in_words,
    "moment": moment_in_words,
    "marked": marked,
    "language_names": LANGUAGES,
}


def chosen_articles(typed: Mapping[str, str]) -> Selection:
    """Which articles a reader means by section, language and days. Raises UsageError."""
    site: Site = resolve_name(PRESIDENCY_SITE)  # Datasette loads us: nobody hands it in
    return parse_selection(
        site,
        section=filter(None, [typed["section"]]),
        language=filter(None, [typed["language"]]),
        since=typed["since"] or None,
        until=typed["until"] or None,
    )


def query_of(typed: dict[str, str], kinds: tuple[str, ...], limit: int) -> EventQuery:
    """What a reader asked for by the filters of a page. Raises UsageError."""
    if unknown := [kind for kind in kinds if kind not in EVENT_KINDS]:
        raise UsageError(f"kind takes one of {', '.join(EVENT_KINDS)}, not {unknown[0]!r}")
    chosen = chosen_articles(typed)
    return EventQuery(
        kinds, chosen.sections, chosen.languages, chosen.since, chosen.until,
        words=typed["q"], cosmetic=typed["cosmetic"] != "0", limit=limit,
    )  # fmt: skip


async def ask(datasette: Any, question: Callable[[Reader], _T]) -> _T:
    """Put *question* to the database in one of Datasette's threads, within the time limit."""
    from datasette.utils import sqlite_timelimit
    from datasette.views.base import DatasetteError

    def asked(connection: sqlite3.Connection) -> _T:
        with sqlite_timelimit(connection, _TIME_LIMIT):
            return question(read_over(connection))

    try:
        answer: _T = await datasette.get_database(NAME).execute_fn(asked)
    except sqlite3.OperationalError as error:
        raise DatasetteError(f"The database did not answer: {error}.", status=503) from error
    return answer


async def ask_once(datasette: Any, name: str, question: Callable[[Reader], _T]) -> _T:
    """Ask as :func:`ask`, and no more until the database changes: *name* is the question's own."""

    def asked(reader: Reader) -> Any:
        database = reader.database
        if not isinstance(database, BoundedConnection):  # plain Datasette's
            return question(reader)
        return database.keep(name, lambda: question(reader))

    answer: _T = await ask(datasette, asked)
    return answer


def sections_in(reader: Reader) -> list[str]:
    """The sections that have articles, for a page to choose from."""
    return sorted({row["section"] for row in reader.articles_by()})


async def show(
    datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Any:
    """Return a page of ours, which may run no script."""
    from datasette.utils.asgi import Response

    page = await datasette.render_template(template, _WORDS | context, request=request)
    headers = {"content-security-policy": STRICT_POLICY, "vary": "accept-language, cookie"}
    return Response.html(page, status=status, headers=headers)


def page_number(text: str | None) -> int:
    """Return which page of many a reader asks for.

    >>> page_number(None), page_number("7"), page_number("x"), page_number("999")
    (1, 7, 1, 50)
    """
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 1
    return min(max(number, 1), MOST_PAGES)
