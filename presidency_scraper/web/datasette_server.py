"""Starts Datasette over one database: on which socket, with which settings."""

import socket
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from presidency_scraper.errors import UsageError
from presidency_scraper.store.database import open_reader
from presidency_scraper.web.guard import guard

#: The name of the database in addresses, whatever its file is called.
NAME = "presidency"
HOST = "127.0.0.1"
_HERE = Path(__file__).parent
_SETTINGS = {
    "sql_time_limit_ms": 2_000,  # then a query ends with an error page
    "facet_time_limit_ms": 1_000,
    "suggest_facets": False,  # one query a column; the useful facets are always there
    "max_returned_rows": 1_000,
    "truncate_cells_html": 160,
    "allow_download": False,
    "default_cache_ttl": 0,  # a crawl may write meanwhile
    "max_csv_mb": 0,
}


def serve_database(
    path: Path,
    archive: Path | None,
    port: int,
    names: Collection[str],
    announce: Callable[[str], None],
) -> None:
    """Serve the database at *path* until a signal comes; *announce* gets the address.

    Its *archive* is the one beside it where none is named. Besides those of this machine, it is
    reached by *names*.

    Raises UsageError: Datasette is missing, the port is taken; and what ``open_reader`` raises.
    """
    uvicorn, datasette = _make(path, archive)
    listening = _listen(port)
    with listening:
        announce(f"http://{HOST}:{listening.getsockname()[1]}/")
        app = guard(datasette.app(), names)
        config = uvicorn.Config(app, log_level="warning", lifespan="on", ws="none")
        uvicorn.Server(config).run(sockets=[listening])


def _make(path: Path, archive: Path | None) -> tuple[Any, Any]:
    open_reader(path).close()  # refuses what is no database of ours
    try:
        import uvicorn
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError as error:
        raise UsageError(
            "serve needs Datasette, which is not installed: "
            "python -m pip install 'presidency-scraper[serve]'"
        ) from error
    from presidency_scraper.web import plugin
    from presidency_scraper.web.metadata import make_metadata
    from presidency_scraper.web.served_file import ServedFile

    # It would print a screen of variables for each mistyped query; defects are still logged.
    pm.get_plugin("datasette.handle_exception").rich = None
    pm.register(plugin, name="presidency")
    reader = open_reader(path)
    metadata = make_metadata(NAME, reader)
    reader.close()
    if archive:
        metadata["plugins"] = {"presidency": {"archive": str(archive)}}
    datasette = Datasette(
        [str(path)],
        metadata=metadata,
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("assets", str(_HERE / "static"))],
    )
    datasette.remove_database(path.stem)
    datasette.add_database(ServedFile(datasette, path), name=NAME)
    return uvicorn, datasette


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used ({error.strerror}): choose another by --port"
        ) from error
