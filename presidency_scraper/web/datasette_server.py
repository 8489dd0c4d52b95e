"""Starts Datasette over one database: on which socket, with which settings."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presidency_scraper.errors import UsageError
from presidency_scraper.store.connection import has_wal
from presidency_scraper.store.database import open_reader
from presidency_scraper.web.guard import guard

_SETTINGS = {
    "sql_time_limit_ms": 2_000,  # then a query ends with an error page
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # one query a column; the page of articles offers the useful ones
    "max_returned_rows": 1_000,
    "truncate_cells_html": 160,
    "allow_download": False,
    "default_cache_ttl": 0,  # a crawl may write meanwhile
    "max_csv_mb": 0,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are reached: address and port, further names, and below which path."""

    host: str = "127.0.0.1"
    port: int = 8001
    names: tuple[str, ...] = ()
    base_path: str = "/"


def parse_base_path(text: str) -> str:
    """Return the path below which pages are, with a slash at both ends. Raises UsageError.

    >>> parse_base_path("record"), parse_base_path("/a/b/"), parse_base_path("/")
    ('/record/', '/a/b/', '/')
    """
    if not re.fullmatch(r"/?(?:[\w.~-]+/)*[\w.~-]*", text, re.ASCII) or ".." in text:
        raise UsageError(f"--base-path takes a path like /record/, not {text!r}")
    return f"/{text.strip('/')}/" if text.strip("/") else "/"


def serve_database(
    path: Path,
    archive: Path | None,
    place: Place,
    announce: Callable[[str], None],
    *,
    fixed: bool = False,
) -> None:
    """Serve the database at *path* until a signal comes; *announce* gets the address.

    Its *archive* is the one beside it where none is named. A *fixed* file is written by nobody.

    Raises UsageError: Datasette is missing, the port is taken; and what ``open_reader`` raises.
    """
    uvicorn, datasette = _make(path, archive, place, fixed=fixed)
    listening = _listen(place)
    host = f"[{place.host}]" if ":" in place.host else place.host
    address = f"http://{host}:{listening.getsockname()[1]}{place.base_path}"

    class Server(uvicorn.Server):  # type: ignore[misc,name-defined]
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            announce(address)  # from now on a signal ends it in order

    with listening:
        app = guard(datasette.app(), {*place.names, place.host})
        config = uvicorn.Config(app, log_level="warning", lifespan="on", ws="none")
        Server(config).run(sockets=[listening])


def _make(path: Path, archive: Path | None, place: Place, *, fixed: bool) -> tuple[Any, Any]:
    open_reader(path).close()  # refuses what is no database of ours
    if fixed:
        _refuse_wal(path)
    try:
        import uvicorn
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError as error:
        raise UsageError(
            "serve needs Datasette, which is not installed: "
            "python -m pip install 'datasette>=0.65.5,<1'"
        ) from error
    from presidency_scraper.web import plugin

    # It would print a screen of variables for each mistyped query; defects are still logged.
    pm.get_plugin("datasette.handle_exception").rich = None
    if pm.get_plugin("presidency") is None:  # an installed package is one already
        pm.register(plugin, name="presidency")
    named = {"plugins": {"presidency": {"archive": str(archive)}}} if archive else {}
    datasette = Datasette(
        [] if fixed else [str(path)],
        immutables=[str(path)] if fixed else [],
        metadata=named,
        settings=_SETTINGS | {"base_url": place.base_path},
    )
    return uvicorn, datasette


def _refuse_wal(path: Path) -> None:
    if has_wal(path):
        raise UsageError(
            f"--immutable: {path.name}-wal holds a part of it, a crawl may be writing: "
            "serve a copy made by VACUUM INTO"
        )


def _listen(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family)
    except OSError as error:
        raise UsageError(
            f"port {place.port} of {place.host} cannot be used ({error.strerror}): "
            "choose another by --port"
        ) from error
