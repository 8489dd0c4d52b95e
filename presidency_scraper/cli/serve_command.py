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
@db_option
@archive_option
def serve(port: int, allow_host: tuple[str, ...], db: Path, archive: Path | None) -> None:
    """Serve the database to a browser on this machine, read only, by Datasette.

    It may run while a crawl writes. Ctrl-C stops it.

    \b
    Example: search, read and count the demo on http://127.0.0.1:8001/
      presidency serve --db data/demo.db
    """
    from presidency_scraper.web.datasette_server import serve_database

    serve_database(
        db, archive, port, allow_host, lambda address: say(f"{db}: {address}  (Ctrl-C stops)")
    )
