"""What the commands share: options that also come from the environment, and how they speak."""

import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from presidency_scraper.cli.streams import writing_output
from presidency_scraper.errors import ExitCode, StorageError
from presidency_scraper.ingest.places import real_place
from presidency_scraper.rules.terminal import escape_controls, escape_json

if TYPE_CHECKING:
    from presidency_scraper.rules.outcome import RunOutcome
    from presidency_scraper.sites.base import Site

_F = TypeVar("_F", bound=Callable[..., Any])


def option(*names: str, **arguments: Any) -> Callable[[_F], _F]:
    """A click option that can also come from the environment as ``PRESIDENCY_<OPTION>``."""
    longest = max((name for name in names if name.startswith("--")), key=len)
    envvar = "PRESIDENCY_" + longest.split("/")[0].lstrip("-").replace("-", "_").upper()
    return click.option(*names, envvar=envvar, show_envvar=False, **arguments)


class _SiteOption(click.Option):
    """An option whose help names what the site has, which is loaded for that alone."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return what help says of it, with the values that it takes."""
        record, site = super().get_help_record(ctx), the_site()
        if record is None:
            return None
        known = {
            "edition": list(site.editions),
            "section": [section.name for section in site.sections],
        }
        return record[0], f"{record[1]}  [{', '.join(known[str(self.name)])}]"


def site_option(name: str, **arguments: Any) -> Callable[[_F], _F]:
    """An option whose help names the values that the site has."""
    return option(name, cls=_SiteOption, metavar="NAME", **arguments)


class PlaceType(click.Path):
    """A path by its one name, whichever links lead there."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the place. Fails as a path does."""
        return real_place(Path(os.fsdecode(super().convert(value, param, ctx))))


db_option = option(
    "--db",
    type=PlaceType(path_type=Path, dir_okay=False),
    default=Path("data/presidency.db"),
    show_default=True,
    help="The database.",
)
archive_option = option(
    "--archive",
    type=PlaceType(path_type=Path, file_okay=False),
    help="The folder of WARC files.  [default: data/archive; NAME-archive beside --db NAME.db]",
)
json_option = option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)
since_option = option(
    "--since", metavar="DATE", help="Published on this day or later (2025-09-24)."
)
until_option = option("--until", metavar="DATE", help="Published on this day or earlier.")


def _trust(_: click.Context, __: click.Parameter, path: Path | None) -> None:
    """Let TLS trust the authorities in the file at *path*, by the variable that OpenSSL reads."""
    if path is None:
        return
    import ssl

    from presidency_scraper.errors import UsageError

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(f"--ca-file {path} names no authority: {error}") from error
    os.environ["SSL_CERT_FILE"] = str(path)


ca_option = option(
    "--ca-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_trust,
    help="Trust the certificates in this file (PEM), in place of the system's.",
)


#: A mail address, or a URL in which nobody signs in.
_CONTACT = r"(https?://(?![^/?#]*@)|(mailto:)?[^\s()@:/]+@)[!-'*-~]{3,200}"


def parse_contact(value: str | None) -> str | None:
    """Return the address, fit for a header. Raises UsageError."""
    from presidency_scraper.errors import UsageError

    if value and not re.fullmatch(_CONTACT, value, re.ASCII):
        shown = "one with a user or password" if "://" in value and "@" in value else repr(value)
        raise UsageError(f"--contact takes a mail address or a URL, not {shown}")
    return value or None


contact_option = option(
    "--contact",
    metavar="ADDRESS",
    callback=lambda _, __, value: parse_contact(value),
    help="Mail address or URL of whoever runs this, for the user agent.",
)


def together(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Several options as one, in this order."""

    def decorate(command: _F) -> _F:
        for one in reversed(options):
            command = one(command)
        return command

    return decorate


#: Which articles are meant.
selection_options = together(
    site_option("--section", multiple=True, help="Only this section; repeatable."),
    option("--language", multiple=True, metavar="bg|en", help="Repeatable.  [default: both]"),
    since_option,
    until_option,
)
#: How long, how fast and where to ask.
visit_options = together(
    option("--max-time", metavar="DURATION", help="Stop after this time: 90s, 30m, 2h, 1h30m."),
    option("--max-requests", metavar="N", help="Ask the site for at most N pages, all counted."),
    option("--delay", default="1", metavar="SECONDS", show_default=True, help="Between requests."),
    option("--origin", metavar="URL", help="A mirror or test site that answers like this edition."),
    contact_option,
    ca_option,
)
#: Database, archive and the form of what is said.
place_options = together(db_option, archive_option, json_option)


def the_site() -> "Site":
    """The site that the commands are about; whatever they call is handed it."""
    from presidency_scraper.sites.president_bg import SITE

    return SITE


def say(text: str) -> None:
    """Write *text* and the end of the line to standard output, for whoever still reads it.

    Raises StorageError where there is no room for it.
    """
    with writing_output():
        click.echo(escape_controls(text))


def refuse(line: str, code: ExitCode) -> ExitCode:
    """Say on standard error what happened and what to do; return *code*."""
    with suppress(OSError):  # there is nobody left to tell
        click.echo(f"presidency: {escape_controls(line)}", err=True)
    return code


def dump(document: Any) -> str:
    """Return *document* as JSON for ``--json``, in ASCII where the output is not UTF-8."""
    is_utf = sys.stdout.encoding.lower().startswith("utf")
    return escape_json(json.dumps(document, ensure_ascii=not is_utf, indent=2))


def end_with(said: str, outcome: "RunOutcome | None" = None) -> None:
    """Say what was done and end with the exit code of the run, and a line where it is not 0.

    That it cannot be said changes nothing of what was done.
    """
    try:
        say(said)
    except StorageError as error:
        refuse(str(error), error.exit_code)
    if outcome and outcome.code:
        raise click.exceptions.Exit(refuse(outcome.line, outcome.code))
