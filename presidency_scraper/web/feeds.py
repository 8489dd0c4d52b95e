"""The feeds of ``serve``: which events are asked for, and whether the reader has them already."""

import hashlib
from typing import Any

from presidency_scraper.errors import UsageError
from presidency_scraper.store.events import read_events
from presidency_scraper.web.answers import FILTERS, ask, query_of
from presidency_scraper.web.atom import make_feed

#: How many entries a feed has at the most.
LENGTH = 50


async def changes(datasette: Any, request: Any) -> Any:
    """All events, or those of the kinds asked for."""
    return await _answer(datasette, request, "changes", tuple(request.args.getlist("kind")))


async def articles(datasette: Any, request: Any) -> Any:
    """New articles alone."""
    return await _answer(datasette, request, "articles", ("new",))


async def _answer(datasette: Any, request: Any, name: str, kinds: tuple[str, ...]) -> Any:
    from datasette.utils.asgi import Response

    typed = {key: (request.args.get(key) or "").strip() for key in FILTERS}
    try:
        query = query_of(typed, kinds, LENGTH)
    except UsageError as error:
        return Response.text(f"{str(error).replace('--', '')}\n", status=400)
    asked = [("kind", kind) for kind in kinds if name == "changes"]
    asked += [(key, value) for key, value in typed.items() if value]
    base = datasette.absolute_url(request, datasette.urls.path("/"))
    # In a thread: the differences of long texts take their time.
    body = await ask(
        datasette, lambda reader: make_feed(list(read_events(reader, query)), base, name, asked)
    )
    headers = {
        "etag": f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"',
        "cache-control": "no-cache",
    }
    if _has_already(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response("", status=304, headers=headers)
    return Response(body, headers=headers, content_type="application/atom+xml; charset=utf-8")


def _has_already(known: str, etag: str) -> bool:
    """Tell whether ``If-None-Match`` names what would be answered.

    >>> _has_already('W/"a", "b"', '"a"'), _has_already('"c"', '"a"')
    (True, False)
    """
    return etag in (one.strip().removeprefix("W/") for one in known.split(","))
