"""Serve the replica for a look: ``python -m presidency_scraper.replica --port 8000``."""

from threading import Event

import click

from presidency_scraper.replica import demo_site, serve_replica


@click.command(help=__doc__)
@click.option("--port", default=8000, show_default=True, help="0 is any free one.")
def main(port: int) -> None:
    """Serve until interrupted."""
    with serve_replica(demo_site(), port) as server:
        click.echo(f"{server.origin}/bg/news/page/1 (Ctrl-C ends it)")
        try:
            Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
