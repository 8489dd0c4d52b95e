"""Facets of articles, two of them no column: year of publication, and whose listing shows them.

Each is counted where it is asked for: of many articles counting takes longer than all else.
"""

from typing import Any

from presidency_scraper.store.browse import LABELS, YEARS
from presidency_scraper.web import NAME

#: Columns by which a page offers to count.
_COLUMNS = ("section", "language", "edition")


class _Facet:
    """Answers what Datasette asks of a facet; its base class would read columns only.

    It is asked for by ``_facet_`` and its type.
    """

    type = ""
    query = ""
    argument = ""

    def __init__(self, ds: Any, request: Any, database: str, **known: Any) -> None:
        self._datasette = ds
        self._request = request
        self._database = database
        self._table = known.get("table")
        self._query = known.get("sql")
        self._parameters = known.get("params")

    async def suggest(self) -> list[dict[str, Any]]:
        """Nothing: the page of articles offers it by itself."""
        return []

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """The values with their counts and addresses; and what took too long."""
        from datasette.database import QueryInterrupted

        is_asked = f"_facet_{self.type}" in self._request.args
        if not is_asked or (self._database, self._table) != (NAME, "articles"):
            return [], []
        limit = self._datasette.setting("facet_time_limit_ms")
        query = self.query.format(query=self._query)
        try:
            rows = await self._datasette.execute(
                self._database, query, self._parameters, truncate=False, custom_time_limit=limit
            )
        except QueryInterrupted:
            return [], [self.type]
        return [self._facet([(row["value"], row["count"]) for row in rows])], []

    def _facet(self, counts: list[tuple[str, int]]) -> dict[str, Any]:
        from datasette.utils import path_with_removed_args

        without = path_with_removed_args(self._request, {f"_facet_{self.type}"})
        return {
            "name": self.type,
            "type": "column",  # as one of a column is shown
            "hideable": True,
            "toggle_url": self._datasette.urls.path(without),
            "truncated": False,
            "results": [self._value(value, count) for value, count in counts],
        }

    def _value(self, value: str, count: int) -> dict[str, Any]:
        from datasette.utils import path_with_added_args, path_with_removed_args

        selected = self._request.args.get(self.argument) == value
        change = path_with_removed_args if selected else path_with_added_args
        without = {"_next": None} if not selected else {}
        path = change(self._request, {self.argument: value} | without)
        address = self._datasette.absolute_url(self._request, self._datasette.urls.path(path))
        shown = {"value": value, "label": value, "count": count, "selected": selected}
        return shown | {"toggle_url": address}


class YearFacet(_Facet):
    """The year of publication, in Europe/Sofia."""

    type = "year"
    query = YEARS
    argument = "published_at__startswith"


class LabelFacet(_Facet):
    """Whose listing showed an article: the president's, the vice-president's."""

    type = "who"
    query = LABELS
    argument = "_who"


def ways_to_count(datasette: Any, request: Any) -> list[tuple[str, str]]:
    """By what else a reader may count the articles of a page, and the address that does it."""
    from datasette.utils import path_with_added_args

    asked = request.args.getlist("_facet")
    more = [(name, "_facet", name) for name in _COLUMNS if name not in asked]
    own = ((facet.type, f"_facet_{facet.type}") for facet in (YearFacet, LabelFacet))
    more += [(name, argument, "1") for name, argument in own if argument not in request.args]
    return [
        (name, datasette.urls.path(path_with_added_args(request, {argument: value, "_next": None})))
        for name, argument, value in more
    ]
