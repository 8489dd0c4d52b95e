"""The commands that fetch: ``crawl`` and ``demo``."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from presidency_scraper.cli.contact import contact_of
from presidency_scraper.cli.options import (
    dump,
    end_with,
    option,
    place_options,
    say,
    since_option,
    site_option,
    the_site,
    until_option,
    visit_options,
)
from presidency_scraper.ingest.places import archive_beside


@click.command()
@site_option("--edition", default="text", show_default=True, help="Which face of the site to read.")
@site_option("--section", multiple=True, help="Only this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: both]")
@since_option
@until_option
@option("--limit", metavar="N", help="Fetch at most N articles.")
@option("--full", is_flag=True, help="Walk every listing page, even where all is known.")
@option("--accept-drift", is_flag=True, help="Store pages though they differ from earlier runs'.")
@option(
    "--recheck",
    metavar="N",
    help="Check up to N stored articles again that are due.  [default: 150]",
)
@option(
    "--sweep",
    metavar="N",
    help="Look at N further pages of each listing, round and round; 0 for none."
    "  [default: all of them in a quarter of daily runs]",
)
@option(
    "--article",
    multiple=True,
    metavar="ID",
    help="Fetch or check just this one (bg/news/1937), due or not; repeatable.",
)
@visit_options
@option("--dry-run", is_flag=True, help="Say what would be fetched; one request a listing.")
@place_options
def crawl(
    db: Path,
    archive: Path | None,
    delay: str,
    contact: str | None,
    as_json: bool,
    **arguments: Any,
) -> None:
    """Bring the database up to date with the site.

    On an empty database that is the whole back catalogue, afterwards what is new and what an
    earlier run left undone. Exit code 0 says that all went well; `presidency --help` has
    the rest.

    \b
    Example: the Bulgarian news of one week
      presidency crawl --section news --since 2025-09-22 --until 2025-09-28
    """
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.rules.durations import parse_delay

    options = parse_options(the_site(), **arguments)
    seconds = parse_delay(delay)
    contact = contact_of(options, db, contact)
    from presidency_scraper.crawl import run_crawl
    from presidency_scraper.report import run_summary as report

    run = run_crawl(
        options,
        database=db,
        archive=archive,
        delay=seconds,
        contact=contact,
        command=sys.argv[1:],
        progress=not as_json,
    )
    reached = run.outcome is not None and run.outcome.code == 0
    if options.dry_run and reached:
        summary = report.forecast(run.counts, max(seconds, run.pause))
    else:
        summary = report.run_summary(run)
    end_with(dump(summary) if as_json else report.render_summary(summary), run.outcome)


@click.command()
@option("--delay", default="0", metavar="SECONDS", show_default=True, help="Between requests.")
@option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("data/demo.db"),
    show_default=True,
    help="The database; made anew.",
)
@option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of WARC files; made anew.  [default: data/demo-archive]",
)
def demo(db: Path, archive: Path | None, delay: str) -> None:
    """Crawl the bundled replica of the site and show what came out. Needs no network.

    The replica is served on 127.0.0.1. Its texts are real, its markup is not.

    \b
    Example:
      presidency demo
      presidency status --db data/demo.db
    """
    from presidency_scraper.clock import now
    from presidency_scraper.crawl import run_crawl
    from presidency_scraper.demo.clear_demo import clear_demo
    from presidency_scraper.demo.replica import demo_site, serve_replica
    from presidency_scraper.report import run_summary as report
    from presidency_scraper.report import status as overview
    from presidency_scraper.rules.crawl_options import parse_options
    from presidency_scraper.rules.durations import parse_delay
    from presidency_scraper.store.database import open_reader

    site, seconds = the_site(), parse_delay(delay)
    archive = archive or archive_beside(db)
    clear_demo(db, archive)
    with serve_replica(demo_site()) as server:
        options = parse_options(site, language=["bg", "en"], origin=server.origin)
        run = run_crawl(
            options,
            database=db,
            archive=archive,
            delay=seconds,
            command=sys.argv[1:],
            log_level="WARNING",
        )
    say(report.render_summary(report.run_summary(run)))
    with closing(open_reader(db)) as reader:
        say(overview.render_status(overview.status(reader, db, site, now())))
    ways = ("presidency serve", "presidency show bg/news/8601")
    lines = [*(f"{way} --db {db}" for way in ways), f"sqlite3 {db} .schema"]
    end_with("\n  ".join(["\nLook around:", *lines]), run.outcome)
