"""Our own pages: what each asks of the database and which template shows it."""

import re
from pathlib import Path
from typing import Any

from presidency_scraper.errors import NotFoundError, PresidencyError
from presidency_scraper.store.browse import canned_queries, newest
from presidency_scraper.store.browse import dashboard as read_dashboard
from presidency_scraper.store.descriptions import plain
from presidency_scraper.store.events import EventQuery, read_events
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.highlights import Marks
from presidency_scraper.store.search_queries import Hit, count_found, search_articles
from presidency_scraper.web.answers import (
    MOST_PAGES,
    ask,
    ask_once,
    chosen_articles,
    page_number,
    sections_in,
    show,
)
from presidency_scraper.web.article_page import MOST_CAPTURES, read_article
from presidency_scraper.web.chart_links import Ways
from presidency_scraper.web.charts import VIEW_BOX
from presidency_scraper.web.dashboard import HOME, STEP, draw, totals
from presidency_scraper.web.diff_marks import MARKS
from presidency_scraper.web.phrases import KINDS, LANGUAGES
from presidency_scraper.web.tongue import COOKIE, language_of_request, translate

_STYLE = Path(__file__).parent / "static" / "presidency.css"
_PAGE = 20
_NEWEST = 6


async def front(datasette: Any, request: Any) -> Any:
    """The way in: a search box, the newest articles, the usual questions."""
    context = await ask_once(datasette, "front", _front)
    return await show(datasette, request, "front.html", context)


def _front(reader: Reader) -> dict[str, Any]:
    changed = EventQuery(kinds=("edit", "deletion", "return"), cosmetic=False, limit=_NEWEST)
    by_section, walks = reader.articles_by(), reader.walks()
    return {
        "newest": {language: newest(reader, language, _NEWEST) for language in LANGUAGES},
        "changed": list(read_events(reader, changed)),
        "kinds": KINDS,
        "questions": canned_queries(),
        "plain": plain,
        "articles": sum(row["articles"] for row in by_section),
        "first": min((row["first"] for row in by_section), default=None),
        "last": max((row["last"] for row in by_section), default=None),
        "pending": len(reader.pending()),
        "complete": min((walk["started_at"] for walk in walks if walk["ended"]), default=None)
        if all(walk["ended"] for walk in walks)
        else None,
        "run": next(iter(reader.last_runs(1)), None),
    }


async def search(datasette: Any, request: Any) -> Any:
    """What a query finds, with the words marked."""
    names = ("q", "section", "language", "since", "until", "order")
    typed = {name: (request.args.get(name) or "").strip() for name in names}
    page = page_number(request.args.get("page"))
    sections = await ask_once(datasette, "sections", sections_in)
    context: dict[str, Any] = {"typed": typed, "page": page, "sections": sections, "hits": []}
    status = 200
    if typed["q"]:
        try:
            hits, number = await ask(datasette, lambda reader: _find(reader, typed, page))
            context |= {"hits": hits[:_PAGE], "more": len(hits) > _PAGE and page < MOST_PAGES}
            context["number"] = number
        except PresidencyError as error:
            context["refusal"], status = str(error).replace("--", ""), 400
    return await show(datasette, request, "search.html", context, status)


def _find(reader: Reader, typed: dict[str, str], page: int) -> tuple[list[Hit], int]:
    """What a page of results shows, and one more; how many there are in all."""
    chosen = chosen_articles(typed)
    hits = search_articles(
        reader,
        typed["q"],
        chosen,
        limit=_PAGE + 1,
        offset=(page - 1) * _PAGE,
        marks=Marks(*MARKS),
        newest_first=typed["order"] == "date",
    )
    return hits, count_found(reader, typed["q"], chosen)


async def article(datasette: Any, request: Any) -> Any:
    """One article, made for reading, with its history."""
    try:
        found = await ask(datasette, lambda reader: read_article(reader, request.url_vars["id"]))
    except NotFoundError:
        context = {"id": request.url_vars["id"]}
        return await show(datasette, request, "no_article.html", context, 404)
    return await show(
        datasette, request, "article.html", {"article": found, "most_captures": MOST_CAPTURES}
    )


async def dashboard(datasette: Any, request: Any) -> Any:
    """Figures of one language as charts."""
    language = request.args.get("language") or "bg"
    language = language if language in LANGUAGES else "bg"
    ui = language_of_request(request)

    def drawn(reader: Reader) -> dict[str, Any]:
        figures = read_dashboard(reader, language, STEP, HOME)
        ways = Ways(datasette.urls.path, language)
        charts = draw(figures, ways, lambda text: translate(text, ui))
        rows = {chart.key: chart.draw_rows() for chart in charts}
        return {"charts": charts, "rows": rows, "totals": totals(figures)}

    context = await ask_once(datasette, f"dashboard in {language} for {ui}", drawn)
    known = {"view_box": VIEW_BOX, "language": language}
    return await show(datasette, request, "dashboard.html", context | known)


async def language(datasette: Any, request: Any) -> Any:
    """Keep the language that a reader chose, and go back to the page."""
    from datasette.utils.asgi import Response

    asked = request.args.get("next") or "/"
    path = asked if re.fullmatch(r"/(?![/\\])[!-~]*", asked) else "/"
    back = Response.redirect(datasette.urls.path(path))
    back.set_cookie(
        COOKIE, request.url_vars["language"], max_age=31_536_000, httponly=True, samesite="lax"
    )
    return back


async def style(datasette: Any, request: Any) -> Any:
    """The style sheet of all pages."""
    from datasette.utils.asgi import Response

    return Response(_STYLE.read_text(encoding="utf-8"), content_type="text/css; charset=utf-8")
