"""The command line: a skin over the package. Imports what a command needs when it needs it."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from presidency_scraper import __version__
from presidency_scraper.errors import ExitCode, PresidencyError

_F = TypeVar("_F", bound=Callable[..., Any])


def option(*names: str, **arguments: Any) -> Callable[[_F], _F]:
    """A click option that can also come from the environment as ``PRESIDENCY_<OPTION>``."""
    longest = max((name for name in names if name.startswith("--")), key=len)
    envvar = "PRESIDENCY_" + longest.split("/")[0].lstrip("-").replace("-", "_").upper()
    return click.option(*names, envvar=envvar, show_envvar=False, **arguments)


db_option = option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("data/presidency.db"),
    show_default=True,
    help="The database.",
)
json_option = option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="presidency")
def cli() -> None:
    """The record of what the Bulgarian presidency publishes on president.bg.

    Every option can also come from the environment: --delay as PRESIDENCY_DELAY.
    """


@cli.command()
@option("--edition", default="text", show_default=True, help="Which face of the site to read.")
@option("--section", multiple=True, metavar="NAME", help="Only this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: bg]")
@option("--since", metavar="DATE", help="Published on this day or later (2025-09-24).")
@option("--until", metavar="DATE", help="Published on this day or earlier.")
@option("--limit", metavar="N", help="Fetch at most N articles.")
@option("--full", is_flag=True, help="Walk every listing page, even where all is known.")
@option("--delay", default="1", metavar="SECONDS", show_default=True, help="Between requests.")
@option("--origin", metavar="URL", help="A mirror or test site that answers like this edition.")
@option("--dry-run", is_flag=True, help="Say what would be fetched; one request a listing.")
@db_option
@json_option
def crawl(db: Path, delay: str, as_json: bool, **arguments: Any) -> None:
    r"""Bring the database up to date with the site.

    On an empty database that is the whole back catalogue, afterwards what is new and what an
    earlier run left undone. Exit code 0 says that all went well; docs/exit-codes.md has the rest.

    \b
    Example: the Bulgarian news of one week
      presidency crawl --section news --since 2025-09-22 --until 2025-09-28
    """
    from presidency_scraper.options import parse_delay, parse_options

    options = parse_options(**arguments)
    seconds = parse_delay(delay)
    from presidency_scraper import report
    from presidency_scraper.crawling import run_crawl

    ledger = run_crawl(
        options, database=db, delay=seconds, command=sys.argv[1:], progress=not as_json
    )
    if options.dry_run:
        summary = report.forecast(ledger.counts, seconds)
    else:
        summary = report.run_summary(ledger)
    click.echo(_dump(summary) if as_json else report.render_summary(summary))
    _end(ledger)


@cli.command()
@option("--delay", default="0", metavar="SECONDS", show_default=True, help="Between requests.")
@option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("data/demo.db"),
    show_default=True,
    help="The database; made anew.",
)
def demo(db: Path, delay: str) -> None:
    r"""Crawl the bundled replica of the site and show what came out. Needs no network.

    The replica is served on 127.0.0.1. Its texts are real, its markup is not.

    \b
    Example:
      presidency demo
      presidency status --db data/demo.db
    """
    from presidency_scraper import report
    from presidency_scraper.crawling import run_crawl
    from presidency_scraper.options import parse_delay, parse_options
    from presidency_scraper.replica import demo_site, serve_replica
    from presidency_scraper.store import open_reader, remove_database

    seconds = parse_delay(delay)
    remove_database(db)
    with serve_replica(demo_site()) as server:
        options = parse_options(language=["bg", "en"], origin=server.origin)
        ledger = run_crawl(
            options, database=db, delay=seconds, command=sys.argv[1:], log_level="WARNING"
        )
    click.echo(report.render_summary(report.run_summary(ledger)))
    reader = open_reader(db)
    click.echo(report.render_status(report.status(reader, db)))
    reader.close()
    click.echo(f"\nLook around:\n  presidency show bg/news/8601 --db {db}\n  sqlite3 {db} .schema")
    _end(ledger)


@cli.command()
@db_option
@json_option
def status(db: Path, as_json: bool) -> None:
    r"""Say what the database holds, how the last runs ended and what is missing.

    \b
    Example:
      presidency status --json | jq .articles
    """
    from presidency_scraper import report
    from presidency_scraper.store import open_reader

    reader = open_reader(db)
    facts = report.status(reader, db)
    reader.close()
    click.echo(_dump(facts) if as_json else report.render_status(facts))


@cli.command()
@click.argument("article_id", metavar="ID")
@db_option
@json_option
def show(article_id: str, db: Path, as_json: bool) -> None:
    r"""Print one article as text. ID is its id (bg/news/1937) or its number.

    \b
    Example:
      presidency show bg/news/1937
    """
    from presidency_scraper import report
    from presidency_scraper.store import open_reader

    reader = open_reader(db)
    article = reader.article(report.resolve_id(reader, article_id))
    reader.close()
    click.echo(_dump(article) if as_json else report.render_article(article))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every refusal is one line on standard error and its exit code."""
    try:
        code = cli.main(arguments, prog_name="presidency", standalone_mode=False)
    except click.exceptions.Exit as end:
        code = end.exit_code
    except click.ClickException as error:
        error.show()
        code = ExitCode.USAGE
    except click.Abort:
        code = _refuse("interrupted: run the same command to go on", ExitCode.INTERRUPTED)
    except PresidencyError as error:
        code = _refuse(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left; there is nobody to tell
        code = ExitCode.OK
    except Exception as error:
        line = f"a defect of this program ({type(error).__name__}: {error}): please report it"
        code = _refuse(line, ExitCode.UNEXPECTED)
    sys.exit(int(code or 0))


def _end(ledger: Any) -> None:
    verdict = ledger.verdict
    if verdict.code:
        _refuse(verdict.line, verdict.code)
        raise click.exceptions.Exit(int(verdict.code))


def _refuse(line: str, code: ExitCode) -> ExitCode:
    click.echo(f"presidency: {line}", err=True)
    return code


def _dump(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
