"""The command line: a skin over the package. Imports what a command needs when it needs it."""

import errno
import gc
import sqlite3
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from presidency_scraper import __version__
from presidency_scraper.cli.options import refuse, say
from presidency_scraper.cli.streams import close_streams, open_streams
from presidency_scraper.errors import ExitCode, PresidencyError
from presidency_scraper.ingest.signals import unwind_on_signals

#: The commands, and the modules beside this one that have them.
_COMMANDS = {
    "changes": "changes_command",
    "crawl": "crawl_commands",
    "demo": "crawl_commands",
    "doctor": "doctor_command",
    "export": "export_command",
    "extract": "extract_command",
    "gaps": "gaps_command",
    "import": "import_command",
    "rebuild": "archive_commands",
    "search": "search_command",
    "serve": "serve_command",
    "show": "read_commands",
    "status": "read_commands",
    "verify": "archive_commands",
}


class Commands(click.Group):
    """A group that loads the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, None where there is none."""
        return _load(cmd_name) if cmd_name in _COMMANDS else None

    def load_all(self) -> dict[str, click.Command]:
        """Return every command by its name."""
        return {name: _load(name) for name in _COMMANDS}


def _load(name: str) -> click.Command:
    module = import_module(f"{__name__}.{_COMMANDS[name]}")
    commands = (one for one in vars(module).values() if isinstance(one, click.Command))
    return next(command for command in commands if command.name == name)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, asked: _say_versions(context) if asked else None,
    help="Show the version, and those of the libraries, and exit.",
)
def cli() -> None:
    """The record of what the Bulgarian presidency publishes on president.bg.

    Every option can also come from the environment: --delay as PRESIDENCY_DELAY.

    \b
    Exit codes: 0 all well
      1 defect of this program       6 refused by the site
      2 wrong option or argument     7 the site does not answer
      3 another run is at work       8 database or archive cannot be used
      4 incomplete: run it again     130, 143 stopped: run it again
      5 pages not as expected
    """


def _say_versions(context: click.Context) -> None:
    """Say which program and which libraries are at work, for whoever reports a defect."""
    from importlib.metadata import version

    found = [f"{name} {version(name)}" for name in _LIBRARIES]
    python = ".".join(map(str, sys.version_info[:3]))
    versions = [f"Python {python}", f"SQLite {sqlite3.sqlite_version}", *found]
    say(f"presidency, version {__version__}\n{', '.join(versions)}")
    context.exit()


_LIBRARIES = ("scrapy", "parsel", "lxml", "dateparser", "sqlite-utils", "warcio", "simplemma")


#: When to look for garbage (Python's own is 700, 10, 10): a command loads much, lets go of little.
RARELY = (20_000, 20, 50)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every refusal is one line on standard error and its exit code."""
    open_streams()
    unwind_on_signals()
    gc.set_threshold(*RARELY)
    try:
        code = cli.main(arguments, prog_name="presidency", standalone_mode=False)
    except click.exceptions.Exit as end:
        code = end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = ExitCode.USAGE
    except click.ClickException as error:
        code = refuse(_in_one_line(error), ExitCode.USAGE)
    except click.Abort:
        code = refuse("interrupted: run the same command to go on", ExitCode.INTERRUPTED)
    except PresidencyError as error:
        code = refuse(str(error), error.exit_code)
    except sqlite3.DatabaseError as error:
        line = f"the database is damaged ({error}): restore a backup, or run `presidency rebuild`"
        code = refuse(line, ExitCode.STORAGE)
    except Exception as error:
        code = _refuse_unexpected(error)
    finally:
        close_streams()
    sys.exit(int(code or 0))


def _refuse_unexpected(error: Exception) -> ExitCode:
    """A full disk may show wherever something is written; all else is a defect."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refuse("no room to write: make room and run it again", ExitCode.STORAGE)
    line = f"a defect of this program ({type(error).__name__}: {error}): please report it"
    return refuse(line, ExitCode.UNEXPECTED)


def _in_one_line(error: click.ClickException) -> str:
    """What *error* says, without the usage that click prints above it."""
    said = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{said}: see `{context.command_path} --help`" if context else said
