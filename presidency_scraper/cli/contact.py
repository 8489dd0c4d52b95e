"""Whom the site may write to about a crawl: asked for once, and kept beside the database."""

import sys
from pathlib import Path

import click

from presidency_scraper.cli.options import parse_contact
from presidency_scraper.errors import UsageError
from presidency_scraper.rules.crawl_options import CrawlOptions

_ASKED = "Your mail address or URL, for the site to see who is asking (Enter: none)"
_REMINDER = (
    "presidency: the site cannot see whom to write to: give --contact ADDRESS or PRESIDENCY_CONTACT"
)


def contact_of(options: CrawlOptions, database: Path, contact: str | None) -> str | None:
    """Return *contact*, or what was answered once; a crawl of the live site without one is told.

    Only a person at a terminal is asked, and only once for each database.
    """
    if contact or options.origin:
        return contact
    kept = database.with_suffix(".contact")
    if not kept.exists() and sys.stdin.isatty() and sys.stderr.isatty() and not options.dry_run:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(_ask() + "\n", encoding="utf-8")
    known = kept.read_text(encoding="utf-8").strip() if kept.exists() else ""
    if not known:
        click.echo(_REMINDER, err=True)
    return known or None


def _ask() -> str:
    """Return the answer, once it is an address or nothing."""
    while True:
        answer: str = click.prompt(_ASKED, default="", show_default=False, err=True).strip()
        try:
            parse_contact(answer)
        except UsageError as error:
            click.echo(str(error).removeprefix("--contact "), err=True)
        else:
            return answer
