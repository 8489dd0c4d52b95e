"""The command that tells what is new in the record: ``changes``."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presidency_scraper.cli.options import (
    db_option,
    dump,
    json_option,
    option,
    say,
    site_option,
    the_site,
)
from presidency_scraper.cli.streams import writing_output
from presidency_scraper.errors import UsageError
from presidency_scraper.items import EVENT_KINDS

if TYPE_CHECKING:
    from presidency_scraper.store.events import Event, EventQuery


@click.command()
@option("--since", metavar="DATE", help="Seen on this day or later, by UTC (2025-09-24).")
@option("--until", metavar="DATE", help="Seen on this day or earlier.")
@option("--kind", multiple=True, type=click.Choice(EVENT_KINDS), help="Repeatable.  [default: all]")
@site_option("--section", multiple=True, help="Only this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: both]")
@option("--words", default="", metavar="QUERY", help="Only of articles that `search` finds by it.")
@option("--no-cosmetic", is_flag=True, help="No edits of spacing, quotes and dashes only.")
@option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="At most N, the newest; 0 for all.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "atom"]),
    help="[default: text]",
)
@option("--out", type=click.Path(path_type=Path), metavar="PATH", help="[default: standard output]")
@option(
    "--url", metavar="URL", help="Where `serve` is reached: the feed links there.", default=None
)
@json_option
@db_option
def changes(form: str | None, out: Path | None, db: Path, **arguments: Any) -> None:
    """Tell what is new: articles, edits, deletions and returns.

    Newest first, edits with the words that went and came.

    \b
    Example: what was edited or deleted since a day, and a feed of it for cron
      presidency changes --since 2026-11-01 --kind edit --kind deletion
      presidency changes --format atom --out /srv/www/changes.atom
    """
    from presidency_scraper.store.database import open_reader
    from presidency_scraper.store.events import read_events

    as_json, url = arguments.pop("as_json"), arguments.pop("url")
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json goes with --format json only, not {form}")
    form = "json" if as_json else form or "text"
    if url and form != "atom":
        raise UsageError("--url goes with --format atom only")
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"--url takes an address like https://example.org/record/, not {url!r}")
    query = _query(**arguments)
    with closing(open_reader(db)) as reader:
        events = list(read_events(reader, query))
    _put(_written(form, events, url), out)


def _query(
    *, kind: tuple[str, ...], words: str, no_cosmetic: bool, limit: int, **selection: Any
) -> "EventQuery":
    from presidency_scraper.rules.selection import parse_selection
    from presidency_scraper.store.events import EventQuery

    chosen = parse_selection(the_site(), **selection)
    return EventQuery(
        kinds=kind,
        sections=chosen.sections,
        languages=chosen.languages,
        since=chosen.since,
        until=chosen.until,
        words=words,
        cosmetic=not no_cosmetic,
        limit=limit or None,
    )


def _written(form: str, events: list["Event"], url: str | None) -> str:
    if form == "atom":
        from presidency_scraper.web.atom import make_feed

        return make_feed(events, url)
    from presidency_scraper.report.changes import event_as_dict, render_events

    return (
        dump([event_as_dict(event) for event in events])
        if form == "json"
        else render_events(events)
    )


def _put(text: str, out: Path | None) -> None:
    """Write *text* to standard output, or to a file that stands there once it is complete."""
    if out is None:
        say(text)
        return
    from presidency_scraper.export.destination import refuse_database, whole_file

    refuse_database(out)
    with writing_output(), whole_file(out) as file:
        file.write(f"{text}\n".encode())
