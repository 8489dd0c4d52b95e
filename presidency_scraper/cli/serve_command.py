"""The command that serves the database to a browser."""

from pathlib import Path

import click

from presidency_scraper.cli.options import archive_option, db_option, option, say


@click.command()
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="0 for any that is free.",
)
@option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="Answer to this name as well, which a web server in front passes on; repeatable.",
)
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Listen on this address; 0.0.0.0 for all, whose names --allow-host has to name.",
)
@option(
    "--base-path",
    default="/",
    metavar="PATH",
    help="Pages are below this path of the web server in front.",
)
@option("--immutable", is_flag=True, help="Nobody writes the file: needs no files beside it.")
@db_option
@archive_option
def serve(
    port: int,
    allow_host: tuple[str, ...],
    host: str,
    base_path: str,
    immutable: bool,
    db: Path,
    archive: Path | None,
) -> None:
    """Serve the database to a browser on this machine, read only.

    Datasette does it. It may run while a crawl writes. Ctrl-C stops it.

    \b
    Example: search, read and count the demo on http://127.0.0.1:8001/
      presidency serve --db data/demo.db
    """
    from presidency_scraper.ingest.signals import end_on_interrupt
    from presidency_scraper.web.datasette_server import Place, parse_base_path, serve_database

    place = Place(host, port, allow_host, parse_base_path(base_path))

    def announce(address: str) -> None:
        say(f"{db}: {address}  (Ctrl-C stops)")

    end_on_interrupt()
    serve_database(db, archive, place, announce, fixed=immutable)
