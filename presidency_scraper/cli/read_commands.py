"""The commands that look: ``status`` and ``show``."""

import sys
from contextlib import closing
from pathlib import Path

import click

from presidency_scraper.cli.options import (
    db_option,
    dump,
    json_option,
    option,
    place_options,
    say,
    the_site,
)
from presidency_scraper.cli.streams import writing_output
from presidency_scraper.errors import UsageError
from presidency_scraper.ingest.places import archive_beside


@click.command()
@db_option
@json_option
def status(db: Path, as_json: bool) -> None:
    """Say what the database holds and how the last runs ended.

    \b
    Example:
      presidency status --json | jq .articles
    """
    from presidency_scraper.clock import now
    from presidency_scraper.report import status as overview
    from presidency_scraper.store.database import open_reader

    with closing(open_reader(db)) as reader:
        facts = overview.status(reader, db, the_site(), now())
    say(dump(facts) if as_json else overview.render_status(facts))


@click.command()
@click.argument("article_id", metavar="ID")
@option("--revision", type=click.IntRange(min=1), metavar="N", help="As it was in revision N.")
@option("--diff", is_flag=True, help="What changed from revision to revision, words marked.")
@option("--html", is_flag=True, help="The page as it was captured, from the archive.")
@place_options
def show(
    article_id: str,
    revision: int | None,
    diff: bool,
    html: bool,
    db: Path,
    archive: Path | None,
    as_json: bool,
) -> None:
    """Print one article as text. ID is its id (bg/news/1937) or its number.

    \b
    Example: what was edited, and the page as first captured
      presidency show bg/news/1937 --diff
      presidency show bg/news/1937 --revision 1 --html > page.html
    """
    from presidency_scraper.report import show as showing
    from presidency_scraper.store.database import open_reader

    if html and (diff or as_json):
        raise UsageError("--html goes with neither --diff nor --json")
    if diff and revision:
        raise UsageError("--diff shows all revisions: leave --revision out")
    with closing(open_reader(db)) as reader:
        view = showing.View(reader, showing.resolve_id(reader, article_id), revision)
        if html:
            page = view.page(archive or archive_beside(db))
            with writing_output():
                sys.stdout.buffer.write(page)
        elif diff:
            say(dump(view.changes()) if as_json else showing.render_changes(view))
        else:
            say(dump(view.article()) if as_json else showing.render_article(view.article()))
