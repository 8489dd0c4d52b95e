"""The command that tries the site: ``doctor``."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presidency_scraper.cli.options import (
    ca_option,
    contact_option,
    dump,
    json_option,
    option,
    refuse,
    say,
    site_option,
    the_site,
)
from presidency_scraper.errors import UsageError

if TYPE_CHECKING:
    from presidency_scraper.extract.layout_draft import Draft  # slow to load


@click.command()
@site_option("--edition", multiple=True, help="Only this edition; repeatable.")
@site_option("--section", multiple=True, help="Only this section; repeatable.")
@option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: bg]")
@option(
    "--origin",
    multiple=True,
    metavar="URL",
    help="A mirror or test site that answers like the edition; one for each --edition named.",
)
@option("--delay", default="1", metavar="SECONDS", show_default=True, help="Between requests.")
@contact_option
@ca_option
@option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the pages and what was read in this new or empty folder.",
)
@option("--draft-layout", is_flag=True, help="Draft a strict layout from the pages.")
@option(
    "--saved",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Draft it from the pages in this folder, kept by --save, and ask for none.",
)
@json_option
def doctor(
    delay: str,
    contact: str | None,
    save: Path | None,
    draft_layout: bool,
    saved: Path | None,
    as_json: bool,
    **arguments: Any,
) -> None:
    """Try robots.txt, listings and articles of each edition.

    Says field by field what was read and by which layout, and what to do where something is
    missing. At most 40 requests; needs no database. Exit code 0 says that all that must be there
    is there; `presidency --help` has the rest.

    \b
    Example: the text edition's news, with the pages kept for an issue
      presidency doctor --edition text --section news --save report
    """
    if saved:
        _draft_from_saved(saved, draft_layout=draft_layout, as_json=as_json)
        return
    from presidency_scraper.doctor.visit_plan import parse_plan
    from presidency_scraper.rules.durations import parse_delay

    plan = parse_plan(the_site(), **arguments)
    seconds = parse_delay(delay)
    from presidency_scraper.doctor import findings_text, judgement, saved_pages, visit
    from presidency_scraper.doctor.layout_samples import samples_of
    from presidency_scraper.extract.layout_draft import draft_layouts

    if save:
        saved_pages.check_folder(save)
    report = judgement.judge(*visit.ask(plan, delay=seconds, contact=contact))
    if save:
        saved_pages.save_report(report, save)
    drafts = draft_layouts(samples_of(report.editions)) if draft_layout else []
    if as_json:
        told = findings_text.told_report(report)
        say(dump(told | {"layout_drafts": list(map(asdict, drafts))} if draft_layout else told))
    else:
        say(findings_text.render_report(report))
        _say_drafts(drafts)
    if save and not as_json:
        say(f"kept in {save}; its README.txt says how to report it or make a test of it")
    if report.code:
        refuse(report.line, report.code)
        raise click.exceptions.Exit(int(report.code))


def _draft_from_saved(folder: Path, *, draft_layout: bool, as_json: bool) -> None:
    from presidency_scraper.doctor.layout_samples import read_samples
    from presidency_scraper.extract.layout_draft import draft_layouts

    if not draft_layout:
        raise UsageError("--saved goes with --draft-layout")
    drafts = draft_layouts(read_samples(folder, the_site()))
    if as_json:
        say(dump({"layout_drafts": list(map(asdict, drafts))}))
    elif drafts:
        _say_drafts(drafts)
    else:
        raise UsageError(f"no page in {folder} can be read by landmarks: there is nothing to draft")


def _say_drafts(drafts: "Sequence[Draft]") -> None:
    from presidency_scraper.doctor.draft_text import render_draft

    for draft in drafts:
        say(f"\n{render_draft(draft)}")
