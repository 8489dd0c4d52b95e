"""The command that takes articles away: ``export``."""

from pathlib import Path

import click

from presidency_scraper.cli.options import (
    archive_option,
    db_option,
    option,
    say,
    selection_options,
    the_site,
)
from presidency_scraper.cli.streams import writing_output


@click.command()
@option(
    "--format",
    "kind",
    type=click.Choice(["csv", "jsonl", "parquet", "datapackage", "wacz", "tei", "dataset"]),
    default="csv",
    show_default=True,
    help=(
        "datapackage, tei (a corpus) and dataset (for Hugging Face) are folders, or a zip file"
        " where --out ends in .zip; wacz is the archive."
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to.  [default: standard output, for csv and jsonl]",
)
@selection_options
@option("--excel", is_flag=True, help="CSV as Excel wants it: BOM, CRLF, nothing to compute.")
@option(
    "--separator",
    type=click.Choice([",", ";", "tab"]),
    help="What parts the cells of CSV; a Bulgarian Excel wants ;.  [default: ,]",
)
@db_option
@archive_option
def export(
    kind: str,
    out: Path | None,
    section: tuple[str, ...],
    language: tuple[str, ...],
    since: str | None,
    until: str | None,
    excel: bool,
    separator: str | None,
    db: Path,
    archive: Path | None,
) -> None:
    """Write articles as a table, data package, corpus or web archive.

    CSV, JSON Lines, Parquet, data packages, TEI and data sets for Hugging Face hold articles, a
    WACZ the archive behind them.

    \b
    Example: the Bulgarian news of a year as a table for pandas, R or DuckDB
      presidency export --format parquet --out news.parquet --section news --since 2025-01-01
    """
    from presidency_scraper import export as exporting
    from presidency_scraper.errors import UsageError
    from presidency_scraper.export.csv_table import EXCEL_CELL, Csv
    from presidency_scraper.ingest.places import archive_beside
    from presidency_scraper.rules.outcome import count
    from presidency_scraper.rules.selection import parse_selection

    site = the_site()
    selection = parse_selection(site, section=section, language=language, since=since, until=until)
    for name, value in (("--excel", excel), ("--separator", separator)):
        if value and kind != "csv":
            raise UsageError(f"{name} goes with --format csv only")
    csv = Csv(excel, "\t" if separator == "tab" else separator or ",")
    written = None
    with writing_output():
        place = archive or archive_beside(db)
        written = exporting.export(db, selection, site, kind, out, csv, archive=place)
    if out and written is not None:
        say(f"{out}: {count(written, 'page' if kind == 'wacz' else 'article')}")
    if csv.too_long:
        cells = count(csv.too_long, "text")
        line = f"note: {cells} longer than the {EXCEL_CELL} characters that a cell of Excel holds"
        click.echo(line, err=True)
