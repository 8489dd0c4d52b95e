"""Our own pages: what each asks of the database and which template shows it."""

import sqlite3
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any, TypeVar

from presidency_scraper.errors import NotFoundError, PresidencyError
from presidency_scraper.rules.crawl_options import parse_selection
from presidency_scraper.settings import PRESIDENCY_SITE
from presidency_scraper.sites.base import Site
from presidency_scraper.store.browse import canned_queries, newest, read_over
from presidency_scraper.store.browse import dashboard as read_dashboard
from presidency_scraper.store.descriptions import plain
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.highlights import Marks
from presidency_scraper.store.search_queries import Hit, search_articles
from presidency_scraper.web.article_page import read_article
from presidency_scraper.web.charts import VIEW_BOX
from presidency_scraper.web.dashboard import STEP, draw
from presidency_scraper.web.diff_marks import MARKS, marked
from presidency_scraper.web.guard import STRICT_POLICY
from presidency_scraper.web.phrases import LANGUAGES, date_in_words, moment_in_words

_T = TypeVar("_T")
_PAGE = 20
_PAGES = 50
_NEWEST = 6
_TIME_LIMIT = 5_000  # ms, for all questions of one page
#: How every template says what the database has.
_WORDS = {
    "in_words": date_in_words,
    "moment": moment_in_words,
    "marked": marked,
    "language_names": LANGUAGES,
}


async def front(datasette: Any, request: Any) -> Any:
    """The way in: a search box, the newest articles, the usual questions."""
    news = await _ask(datasette, lambda reader: {x: newest(reader, x, _NEWEST) for x in LANGUAGES})
    context = {"newest": news, "questions": canned_queries(), "plain": plain}
    return await _show(datasette, request, "front.html", context)


async def search(datasette: Any, request: Any) -> Any:
    """What a query finds, with the words marked."""
    names = ("q", "section", "language", "since", "until")
    typed = {name: (request.args.get(name) or "").strip() for name in names}
    page = _page_number(request.args.get("page"))
    sections = await _ask(
        datasette, lambda reader: sorted({row["section"] for row in reader.articles_by()})
    )
    context: dict[str, Any] = {"typed": typed, "page": page, "sections": sections, "hits": []}
    status = 200
    if typed["q"]:
        try:
            hits = await _ask(datasette, lambda reader: _find(reader, typed, page))
            context |= {"hits": hits[:_PAGE], "more": len(hits) > _PAGE and page < _PAGES}
        except PresidencyError as error:
            context["refusal"], status = str(error).replace("--", ""), 400
    return await _show(datasette, request, "search.html", context, status)


def _find(reader: Reader, typed: dict[str, str], page: int) -> list[Hit]:
    site: Site = resolve_name(PRESIDENCY_SITE)  # Datasette loads us: nobody hands it in
    chosen = parse_selection(
        site,
        section=[typed["section"]] if typed["section"] else [],
        language=[typed["language"]] if typed["language"] else [],
        since=typed["since"] or None,
        until=typed["until"] or None,
    )
    return search_articles(
        reader,
        typed["q"],
        since=chosen.since,
        until=chosen.until,
        sections=chosen.sections,
        languages=chosen.languages,
        limit=_PAGE + 1,
        offset=(page - 1) * _PAGE,
        marks=Marks(*MARKS),
    )


async def article(datasette: Any, request: Any) -> Any:
    """One article, made for reading, with its history."""
    try:
        found = await _ask(datasette, lambda reader: read_article(reader, request.url_vars["id"]))
    except NotFoundError:
        context = {"id": request.url_vars["id"]}
        return await _show(datasette, request, "no_article.html", context, 404)
    return await _show(datasette, request, "article.html", {"article": found})


async def dashboard(datasette: Any, request: Any) -> Any:
    """Figures of one language as charts."""
    language = request.args.get("language") or "bg"
    language = language if language in LANGUAGES else "bg"
    figures = await _ask(datasette, lambda reader: read_dashboard(reader, language, STEP))
    context = {"charts": draw(figures), "view_box": VIEW_BOX, "language": language}
    return await _show(datasette, request, "dashboard.html", context)


def _page_number(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 1
    return min(max(number, 1), _PAGES)


async def _ask(datasette: Any, question: Callable[[Reader], _T]) -> _T:
    """Put *question* to the database in one of Datasette's threads, within the time limit."""
    from datasette.utils import sqlite_timelimit
    from datasette.views.base import DatasetteError

    def ask(connection: sqlite3.Connection) -> _T:
        with sqlite_timelimit(connection, _TIME_LIMIT):
            return question(read_over(connection))

    try:
        answer: _T = await datasette.get_database().execute_fn(ask)
    except sqlite3.OperationalError as error:
        raise DatasetteError(f"The database did not answer: {error}.", status=503) from error
    return answer


async def _show(
    datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Any:
    from datasette.utils.asgi import Response

    page = await datasette.render_template(template, _WORDS | context, request=request)
    headers = {"content-security-policy": STRICT_POLICY}
    return Response.html(page, status=status, headers=headers)
