"""The command that reads web archives of anybody without a database: ``extract``."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from presidency_scraper.cli.options import (
    dump,
    end_with,
    json_option,
    option,
    site_option,
    the_site,
)

if TYPE_CHECKING:
    from presidency_scraper.export.data_set import Extraction
    from presidency_scraper.rules.outcome import RunOutcome


@click.command()
@click.argument("paths", metavar="[WARC]...", nargs=-1)
@option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="The data set."
)
@option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: all cores]")
@option("--hive", is_flag=True, help="Folders by input, section and year, not a file an input.")
@option(
    "--cdx",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Only records that this CDX or CDXJ names; WARC... are the folders of its files.",
)
@option("--origin", metavar="URL", help="A mirror or test site that was captured in its place.")
@site_option("--edition", default="text", show_default=True, help="Which face --origin is.")
@json_option
def extract(
    paths: tuple[str, ...],
    out: Path,
    jobs: int | None,
    hive: bool,
    cdx: tuple[Path, ...],
    origin: str | None,
    edition: str,
    as_json: bool,
) -> None:
    """Read web archive files into a Parquet data set, no database.

    WARC, ARC and WACZ; files, folders and patterns. A file of Parquet is made for each; a second
    run makes only what is missing. What is damaged is a row with the outcome `fault`, and the exit
    code is 4.

    \b
    Example: all that colleagues have sent, on all cores
      presidency extract theirs/ 'more/*.wacz' --out data/rows
    """
    from presidency_scraper.errors import UsageError
    from presidency_scraper.export.data_set import DataSet, Input, extract_all, find_inputs
    from presidency_scraper.rules.crawl_options import parse_options

    if not (paths or cdx):
        raise UsageError("extract takes files and folders, or --cdx")
    source = parse_options(the_site(), edition=edition, origin=origin).source
    folders = tuple(map(Path, paths))
    if cdx:
        inputs = [Input(index, folders or (index.parent,)) for index in cdx]
    else:
        inputs = [Input(path) for path in find_inputs(paths)]
    with _progress(as_json) as tell:
        done = extract_all(inputs, DataSet(out, source, hive), jobs or os.cpu_count() or 1, tell)
    outcome = _judge(done)
    end_with(dump(_summary(done, out, outcome)) if as_json else _said(done, out), outcome)


def _judge(done: "Extraction") -> "RunOutcome":
    from presidency_scraper.errors import ExitCode
    from presidency_scraper.rules.outcome import RunOutcome, count

    if done.left:
        line = "left, since their processes were killed: run it again with fewer --jobs"
        return RunOutcome(ExitCode.INCOMPLETE, f"{count(done.left, 'file')} {line}")
    if faults := sum(part.faults for part in done.there):
        line = f"{count(faults, 'fault')} left something out: see rows with the outcome fault"
        return RunOutcome(ExitCode.INCOMPLETE, line)
    return RunOutcome(ExitCode.OK, f"all well: {count(done.made, 'file')} made")


def _summary(done: "Extraction", out: Path, outcome: "RunOutcome") -> dict[str, object]:
    return {
        "out": str(out),
        "made": done.made,
        "there": len(done.there) - done.made,
        "left": done.left,
        "rows": sum(part.rows for part in done.there),
        "faults": sum(part.faults for part in done.there),
        "exit_code": int(outcome.code),
        "outcome": outcome.line,
    }


def _said(done: "Extraction", out: Path) -> str:
    from presidency_scraper.rules.outcome import count

    rows = count(sum(part.rows for part in done.there), "row")
    return f"{out}: {rows}; {count(done.made, 'file')} made, {len(done.there) - done.made} there"


@contextmanager
def _progress(quiet: bool) -> "Iterator[Callable[[Extraction], None]]":
    """A bar on a terminal, of files; else nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=None)
        yield lambda done: bar.update(task, completed=done.made, total=done.todo)
