"""The command that tries the site: ``doctor``."""

from pathlib import Path
from typing import Any

import click

from presidency_scraper.cli.options import (
    ca_option,
    dump,
    json_option,
    option,
    refuse,
    say,
    the_site,
)


@click.command()
@option("--edition", multiple=True, metavar="NAME", help="Only this edition; repeatable.")
@option("--section", multiple=True, metavar="NAME", help="Only this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: bg]")
@option(
    "--origin",
    multiple=True,
    metavar="URL",
    help="A mirror or test site that answers like the edition; one for each --edition named.",
)
@option("--delay", default="1", metavar="SECONDS", show_default=True, help="Between requests.")
@ca_option
@option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the pages and what was read in this new or empty folder.",
)
@json_option
def doctor(delay: str, save: Path | None, as_json: bool, **arguments: Any) -> None:
    """Try the site: robots.txt, and a listing and an article of each edition and section.

    Says field by field what was read and by which layout, and what to do where something is
    missing. At most 40 requests; needs no database. Exit code 0 says that all that must be there
    is there; docs/doctor.md has the rest.

    \b
    Example: the text edition's news, with the pages kept for an issue
      presidency doctor --edition text --section news --save report
    """
    from presidency_scraper.doctor.visit_plan import parse_plan
    from presidency_scraper.rules.crawl_options import parse_delay

    plan = parse_plan(the_site(), **arguments)
    seconds = parse_delay(delay)
    from presidency_scraper.doctor import findings_text, judgement, saved_pages, visit

    if save:
        saved_pages.check_folder(save)
    report = judgement.judge(*visit.ask(plan, delay=seconds))
    if save:
        saved_pages.save_report(report, save)
    say(dump(findings_text.told_report(report)) if as_json else findings_text.render_report(report))
    if save and not as_json:
        say(f"kept in {save}; its README.txt says how to report it or make a test of it")
    if report.code:
        refuse(report.line, report.code)
        raise click.exceptions.Exit(int(report.code))
