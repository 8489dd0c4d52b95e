"""The hooks of Datasette: where the search, the facets and our pages come in."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from pluggy import HookimplMarker

from presidency_scraper.store.browse import FOUND, SHOWN_FOR
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.web import event_page, evidence, feeds, pages
from presidency_scraper.web.facets import LabelFacet, YearFacet

hookimpl = HookimplMarker("datasette")
_ID = re.compile(r"(?:bg|en)/[a-z-]+/[0-9]+")


@hookimpl
def register_routes() -> Sequence[tuple[str, Callable[..., Any]]]:
    """Our pages stand beside Datasette's."""
    return [
        (r"^/$", pages.front),
        (r"^/search$", pages.search),
        (r"^/articles/(?P<id>[a-z]+/[a-z-]+/[0-9]+)$", pages.article),
        (r"^/dashboard$", pages.dashboard),
        (r"^/edits$", event_page.edits),
        (r"^/captures/(?P<id>[0-9]{1,15})$", evidence.capture),
        (r"^/captures/(?P<id>[0-9]{1,15})/page$", evidence.archived_page),
        (r"^/changes\.atom$", feeds.changes),
        (r"^/articles\.atom$", feeds.articles),
    ]


@hookimpl
def register_facet_classes() -> list[type[object]]:
    """Facets that are no column."""
    return [YearFacet, LabelFacet]


@hookimpl(trylast=True)  # the one of Datasette says that articles cannot be searched
def filters_from_request(request: Any, table: str) -> Any:
    """The search box of ``articles`` knows forms of words; ``_who`` is the label of listings."""
    from datasette.filters import FilterArguments

    if table != "articles":
        return None
    conditions, values, said = [], {}, []
    typed, label = request.args.get("_search") or "", request.args.get("_who") or ""
    if typed.strip():
        conditions.append(FOUND)
        values["found_by"] = fts_expression(typed)
        said.append(f"words match “{typed}”")
    if label:
        conditions.append(SHOWN_FOR)
        values["shown_for"] = label
        said.append(f"the listing of the {label} shows it")
    context = {"supports_search": True, "search": typed}
    return FilterArguments(conditions, values, said, context)


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None) -> Markup | None:
    """An article's headline, or its id elsewhere, leads to the page made for reading."""
    if table == "articles" and column in ("id", "headline"):  # Datasette links this id itself
        return _link(row["id"], value) if column == "headline" else None
    if isinstance(value, dict):  # Datasette has looked up what it points to
        value = value["value"]
    return _link(value, value) if isinstance(value, str) and _ID.fullmatch(value) else None


def _link(article: str, text: object) -> Markup:
    return Markup('<a href="/articles/{}">{}</a>').format(article, text)
