"""The page of what changed: events with the text before and after side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from presidency_scraper.errors import UsageError
from presidency_scraper.store.events import Event, read_events
from presidency_scraper.web.answers import (
    FILTERS,
    MOST_PAGES,
    ask,
    ask_once,
    page_number,
    query_of,
    sections_in,
    show,
)
from presidency_scraper.web.diff_marks import side_by_side
from presidency_scraper.web.phrases import KINDS

_FIELDS = {"headline": "Headline", "published_at": "Date", "body": "Text"}
_PAGE = 30


async def edits(datasette: Any, request: Any) -> Any:
    """What changed, newest first; edits alone where nothing else is asked for."""
    typed = {key: (request.args.get(key) or "").strip() for key in (*FILTERS, "kind")}
    typed["kind"] = typed["kind"] or "edit"
    typed["cosmetic"] = typed["cosmetic"] or "0"
    context: dict[str, Any] = {"typed": typed, "kinds": KINDS, "events": []}
    context["sections"] = await ask_once(datasette, "sections", sections_in)
    context["feed"] = f"{datasette.urls.path('changes.atom')}?{_asked(typed)}"
    status, page = 200, page_number(request.args.get("page"))
    try:
        kinds = () if typed["kind"] == "all" else (typed["kind"],)
        query = replace(query_of(typed, kinds, _PAGE + 1), offset=(page - 1) * _PAGE)
        events = await ask(datasette, lambda reader: _with_sides(read_events(reader, query)))
        context |= {"events": events[:_PAGE], "more": len(events) > _PAGE and page < MOST_PAGES}
    except UsageError as error:
        context["refusal"], status = str(error).replace("--", ""), 400
    here = datasette.urls.path("edits")
    context["ways"] = {n: f"{here}?{urlencode(typed | {'page': n})}" for n in (page - 1, page + 1)}
    context["page"] = page
    return await show(datasette, request, "events.html", context, status)


def _with_sides(events: Iterable[Event]) -> list[tuple[Event, list[dict[str, object]]]]:
    return [(event, list(sides(event))) for event in events]


def sides(event: Event) -> Iterator[dict[str, object]]:
    """Yield what an edit changed: the field, what stood there and what stands there since."""
    for name, pieces in event.differences():
        before, after = side_by_side(pieces)
        yield {"field": _FIELDS[name], "before": before, "after": after}


def _asked(typed: dict[str, str]) -> str:
    """The filters of the page as those of the feed."""
    return urlencode({key: value for key, value in typed.items() if value and value != "all"})
