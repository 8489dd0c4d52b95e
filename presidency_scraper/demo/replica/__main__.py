"""Serve the replica of the site on this machine, for a look, until Ctrl-C."""

from threading import Event

import click

from presidency_scraper.demo.replica import Edition, demo_site, listing_path, serve_replica
from presidency_scraper.demo.replica.vocabulary import EDITIONS


@click.command(help=__doc__)
@click.option("--edition", type=click.Choice(EDITIONS), default="text", show_default=True)
@click.option("--port", default=8000, show_default=True, help="0 is any free one.")
def main(edition: Edition, port: int) -> None:
    """Serve until interrupted."""
    with serve_replica(demo_site(edition), port) as server:
        click.echo(f"{server.origin}{listing_path(edition, 'bg', 'news')} (Ctrl-C ends it)")
        try:
            Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
