"""The commands that keep the record sound: ``rebuild`` and ``verify``."""

from pathlib import Path

import click

from presidency_scraper.cli.options import (
    dump,
    end_with,
    option,
    place_options,
    refuse,
    say,
    the_site,
)
from presidency_scraper.errors import ExitCode, StorageError
from presidency_scraper.ingest.places import archive_beside


@click.command()
@option("--dry-run", is_flag=True, help="Say what would change, table by table and field by field.")
@option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: all cores]")
@place_options
def rebuild(dry_run: bool, jobs: int | None, db: Path, archive: Path | None, as_json: bool) -> None:
    """Make the database again from the archive alone.

    The new database takes the old one's place only when it is complete.

    \b
    Example: try a changed layout on every page ever captured
      presidency rebuild --dry-run
    """
    from presidency_scraper.ingest import restore as restoring

    places = (archive or archive_beside(db), db)
    summary = restoring.run(*places, the_site(), jobs=jobs, dry_run=dry_run, quiet=as_json)
    end_with(dump(summary) if as_json else restoring.render(summary))


@click.command()
@option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: all cores]")
@option(
    "--since-last",
    is_flag=True,
    help="What is new since all was well, and a share of the rest: all of it once in 90 runs.",
)
@place_options
def verify(
    jobs: int | None, since_last: bool, db: Path, archive: Path | None, as_json: bool
) -> None:
    """Check every byte of the archive and every row of the database.

    Exit code 0 only when all is well, 8 otherwise.

    \b
    Example: after each crawl, in seconds
      presidency verify --since-last
    """
    from presidency_scraper.ingest import restore as restoring
    from presidency_scraper.rules.outcome import count

    archive = archive or archive_beside(db)
    try:
        problems = restoring.verify_all(
            archive, db, the_site(), jobs=jobs, quiet=as_json, since_last=since_last
        )
    except StorageError as error:  # so damaged that it cannot even be compared
        problems = [str(error)]
    if as_json:
        say(dump({"ok": not problems, "problems": problems}))
    else:
        say("\n".join(problems) or f"{db} and {archive}: all well")
    if problems:
        found = count(len(problems), "problem")
        line = f"{found} found: `presidency rebuild` mends a database, a backup an archive"
        raise click.exceptions.Exit(refuse(line, ExitCode.STORAGE))
