"""The hooks of Datasette: where the search, the facets and our pages come in."""

import re
from collections.abc import Callable, Generator, Sequence
from errno import ENAMETOOLONG
from http import HTTPStatus
from pathlib import Path
from sqlite3 import ProgrammingError
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup
from pluggy import HookimplMarker

from presidency_scraper.store.browse import FOUND, SHOWN_FOR
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.web import NAME, event_page, evidence, feeds, pages
from presidency_scraper.web.facets import LabelFacet, YearFacet, ways_to_count
from presidency_scraper.web.own_database import describe_own, find_own, serve_own
from presidency_scraper.web.tongue import language_of_request, translate

hookimpl = HookimplMarker("datasette")
_HERE = Path(__file__).parent
#: Metadata by the Datasette it is of: it is asked for many times a page.
_described: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
_ID = re.compile(r"(?:bg|en)/[a-z-]+/[0-9]+")


@hookimpl
async def startup(datasette: Any) -> None:
    """Our database has one name and bounds, whoever started Datasette."""
    serve_own(datasette)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Our templates come before Datasette's, where our database is served."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    if find_own(datasette):
        env.loader = ChoiceLoader([FileSystemLoader(_HERE / "templates"), env.loader])
        env.globals.update(_language_vars("en", "/"))  # pages of errors are given no others


@hookimpl
def extra_template_vars(
    datasette: Any, request: Any, database: str | None, table: str | None
) -> dict[str, Any]:
    """The language of the page, how the templates say words in it, and what may be counted."""
    here = request.full_path if request else "/"
    below = here.removeprefix(datasette.setting("base_url")).lstrip("/")
    is_of_articles = request and (database, table) == (NAME, "articles")
    countable = ways_to_count(datasette, request) if is_of_articles else []
    return _language_vars(language_of_request(request), f"/{below}") | {"countable": countable}


def _language_vars(ui: str, here: str) -> dict[str, Any]:
    return {
        "ui": ui,
        "other_ui": "en" if ui == "bg" else "bg",
        "t": lambda text: translate(text, ui),
        "here": here,
    }


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> Any:
    """What our tables and columns mean, and the usual questions."""
    if key == "tables":  # who may see each, and how many values a facet has: it copies all it gets
        return {}
    if datasette not in _described:
        _described[datasette] = describe_own(datasette)
    return _described[datasette]


@hookimpl
def register_routes(datasette: Any) -> Sequence[tuple[str, Callable[..., Any]]]:
    """Our pages stand beside Datasette's, where our database is served."""
    if find_own(datasette) is None:
        return []
    return [
        (r"^/assets/presidency\.css$", pages.style),
        (r"^/$", pages.front),
        (r"^/search$", pages.search),
        (r"^/articles/(?P<id>[a-z]+/[a-z-]+/[0-9]+)$", pages.article),
        (r"^/dashboard$", pages.dashboard),
        (r"^/language/(?P<language>bg|en)$", pages.language),
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


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Generator[None, Any, None]:
    """What Datasette fails at because of the address of a page of its own is no failure of ours."""
    from datasette.handle_exception import handle_exception as explain
    from datasette.views.base import DatasetteError

    found = yield
    if {"database", "path"} & (request.url_vars or {}).keys() and _is_usage(exception):
        said = f"What is asked for here cannot be: {exception or type(exception).__name__}"
        refusal = DatasetteError(said, title="Not understood", status=400)
        found.force_result([explain(datasette, request, refusal)])


def _is_usage(exception: Exception) -> bool:
    """Tell whether *exception* comes of what was asked; Datasette names no status for some."""
    from datasette.database import QueryInterrupted

    if isinstance(exception, OSError):  # a name longer than any file may have
        return exception.errno == ENAMETOOLONG
    kinds = (LookupError, TypeError, ValueError, ProgrammingError, QueryInterrupted)
    return (
        isinstance(exception, kinds)
        or getattr(exception, "status", None) == HTTPStatus.INTERNAL_SERVER_ERROR
    )


@hookimpl(trylast=True)  # the one of Datasette says that articles cannot be searched
def filters_from_request(request: Any, database: str, table: str) -> Any:
    """The search box of ``articles`` knows forms of words; ``_who`` is the label of listings."""
    from datasette.filters import FilterArguments

    if (database, table) != (NAME, "articles"):
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
def render_cell(
    row: Any, value: object, column: str, table: str | None, database: str, datasette: Any
) -> Markup | None:
    """An article's headline, or its id elsewhere, leads to the page made for reading."""
    if database != NAME:
        return None
    if table == "articles" and column in ("id", "headline"):  # Datasette links this id itself
        return _link(datasette, row["id"], value) if column == "headline" else None
    if isinstance(value, dict):  # Datasette has looked up what it points to
        value = value["value"]
    return (
        _link(datasette, value, value) if isinstance(value, str) and _ID.fullmatch(value) else None
    )


def _link(datasette: Any, article: str, text: object) -> Markup:
    path = datasette.urls.path(f"articles/{article}")
    return Markup('<a href="{}">{}</a>').format(path, text)
