"""The command that takes in what others captured: ``import``."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from presidency_scraper.cli.options import dump, end_with, option, place_options, say, the_site
from presidency_scraper.ingest.places import archive_beside


@click.command("import")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True),
)
@option("--origin", metavar="URL", help="A mirror or test site that was captured in its place.")
@option("--edition", default="text", show_default=True, help="Which face of the site --origin is.")
@option("--dry-run", is_flag=True, help="Say what they would bring; nothing is written.")
@place_options
def import_captures(
    paths: tuple[Path, ...],
    origin: str | None,
    edition: str,
    dry_run: bool,
    db: Path,
    archive: Path | None,
    as_json: bool,
) -> None:
    """Take in what others captured: files or folders of WARC, ARC or WACZ.

    Pages of the site are copied into the archive and read as those of a crawl are; history follows
    from when they were captured. What is known already is not taken again. Exit code 4 says that
    something could not be taken; docs/import.md has the rest.

    \b
    Example: what a colleague's wget brought, without taking it first
      presidency import crawl.warc.gz --dry-run
      presidency import crawl.warc.gz
    """
    from presidency_scraper.ingest.foreign_import import import_files
    from presidency_scraper.ingest.signals import finish_on_signals
    from presidency_scraper.report import import_summary as report
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.rules.outcome import reason_of_signal

    options = parse_options(the_site(), edition=edition, origin=origin, dry_run=dry_run)
    with _progress(as_json) as tell:
        brought = import_files(
            paths,
            replace(options, imported=True),
            database=db,
            archive=archive or archive_beside(db),
            command=shlex.join(["presidency", *sys.argv[1:]]),
            tell=tell,
            begun=lambda run: finish_on_signals(lambda sent: run.stop(reason_of_signal(sent))),
        )
    summary = report.import_summary(brought)
    say(dump(summary) if as_json else report.render_import(summary))
    end_with(brought.run.outcome)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int], None]]:
    """A count on a terminal, of records: how many there are, nobody knows before; else nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    said = TextColumn("{task.completed} records read")
    columns = (SpinnerColumn(), said, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)
