"""The command that takes in what others captured: ``import``."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from presidency_scraper.cli.options import (
    ca_option,
    contact_option,
    dump,
    end_with,
    option,
    place_options,
    site_option,
    the_site,
)
from presidency_scraper.ingest.places import archive_beside

if TYPE_CHECKING:
    from presidency_scraper.ingest.brought import Brought
    from presidency_scraper.rules.crawl_options import CrawlOptions

_YEAR = click.IntRange(1990, 9999)


@click.command("import")
@click.argument(
    "paths",
    metavar="[PATH]...",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True),
)
@option("--wayback", is_flag=True, help="Ask a Wayback Machine for all it has of the site.")
@option("--from", "first", type=_YEAR, metavar="YEAR", help="Captured in this year or later.")
@option("--to", "last", type=_YEAR, metavar="YEAR", help="Captured in this year or earlier.")
@option(
    "--wayback-url",
    default="https://web.archive.org",
    show_default=True,
    metavar="URL",
    help="Which Wayback Machine.",
)
@option("--delay", default="3", metavar="SECONDS", show_default=True, help="Between requests.")
@contact_option
@ca_option
@option("--origin", metavar="URL", help="A mirror or test site that was captured in its place.")
@site_option("--edition", default="text", show_default=True, help="Which face --origin is.")
@option("--dry-run", is_flag=True, help="Say what they would bring; nothing is written.")
@place_options
def import_captures(
    paths: tuple[Path, ...],
    wayback: bool,
    first: int | None,
    last: int | None,
    wayback_url: str,
    delay: str,
    contact: str | None,
    origin: str | None,
    edition: str,
    dry_run: bool,
    db: Path,
    archive: Path | None,
    as_json: bool,
) -> None:
    """Take in what others captured: WARC, ARC, WACZ, Wayback Machine.

    Pages of the site are copied into the archive and read as those of a crawl are; history follows
    from when they were captured. What is known already is not taken again. Exit code 4 says that
    something could not be taken; `presidency --help` has
    the rest.

    \b
    Example: what a colleague's wget brought, without taking it first
      presidency import crawl.warc.gz --dry-run
      presidency import crawl.warc.gz
    """
    from presidency_scraper.errors import UsageError
    from presidency_scraper.ingest.foreign_import import import_files
    from presidency_scraper.ingest.signals import finish_on_signals
    from presidency_scraper.report import import_summary as report
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.rules.outcome import reason_of_signal
    from presidency_scraper.rules.wayback_index import parse_wayback

    if bool(paths) == wayback:
        raise UsageError("import takes files and folders, or else --wayback")
    if (first or last) and not wayback:
        raise UsageError("--from and --to choose what --wayback asks for: a file is taken whole")
    options = parse_options(the_site(), edition=edition, origin=origin, dry_run=dry_run)
    options = replace(options, imported=True)
    archive = archive or archive_beside(db)
    if wayback:
        asked = parse_wayback(wayback_url, first, last)
        options = replace(options, wayback=asked)
        brought = _ask(options, db, archive, delay, contact, progress=not as_json)
    else:
        with _progress(as_json) as opened:
            brought = import_files(
                paths,
                options,
                database=db,
                archive=archive,
                command=shlex.join(["presidency", *sys.argv[1:]]),
                opened=opened,
                begun=lambda run: finish_on_signals(lambda sent: run.stop(reason_of_signal(sent))),
            )
    summary = report.import_summary(brought)
    end_with(dump(summary) if as_json else report.render_import(summary), brought.run.outcome)


def _ask(
    options: "CrawlOptions",
    db: Path,
    archive: Path,
    delay: str,
    contact: str | None,
    *,
    progress: bool,
) -> "Brought":
    """Take in what a Wayback Machine has."""
    from presidency_scraper.cli.contact import contact_of
    from presidency_scraper.crawl import run_crawl
    from presidency_scraper.ingest.brought import Brought
    from presidency_scraper.ingest.foreign_import import rows_in
    from presidency_scraper.rules.durations import parse_delay
    from presidency_scraper.store.database import open_reader

    seconds, before = parse_delay(delay), rows_in(db)
    run = run_crawl(
        options,
        database=db,
        archive=archive,
        delay=seconds,
        contact=contact_of(options, db, contact),
        command=sys.argv[1:],
        progress=progress,
    )
    if options.dry_run:
        run.counts["taken"] = run.counts["scheduled"]
        return Brought(run, dict.fromkeys(before), 0)
    rows = {name: number - before[name] for name, number in rows_in(db).items()}
    with closing(open_reader(db)) as reader:
        return Brought(run, rows, reader.captures.unreadable(run.id))


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Path], BinaryIO]]:
    """What opens files: on a terminal a bar says how much of the one at work was read."""
    from presidency_scraper.archive.foreign.containers import open_file

    if quiet or not sys.stderr.isatty():
        yield open_file
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), *Progress.get_default_columns()[1:])
    with Progress(*columns, DownloadColumn(), console=Console(stderr=True), transient=True) as bar:

        def opened(path: Path) -> BinaryIO:
            for before in bar.task_ids:
                bar.remove_task(before)
            return bar.open(path, "rb", description=path.name)

        yield opened
