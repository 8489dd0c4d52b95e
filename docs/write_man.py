"""Writes the manual page presidency(1), all that ``--help`` says: ``python docs/write_man.py DIR``.

click-man makes a page for each command, cuts their summaries and fills the lines of examples.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from presidency_scraper import __version__
from presidency_scraper.cli import cli

_HEAD = rf"""
.TH PRESIDENCY 1 "" "presidency {__version__}"
.SH NAME
presidency \- the record of what the Bulgarian presidency publishes on president.bg
.SH DESCRIPTION
""".lstrip()


def manual() -> str:
    """Return the page, for ``man``."""
    with cli.make_context("presidency", [], resilient_parsing=True, terminal_width=76) as context:
        lines = [_HEAD, *_as_printed(context), ".SH COMMANDS\n"]
        for name, command in sorted(cli.load_all().items()):
            with command.make_context(name, [], context, resilient_parsing=True) as below:
                lines += [f".SS {below.command_path}\n", *_as_printed(below)]
    return "".join(lines)


def _as_printed(context: click.Context) -> Iterator[str]:
    """What ``--help`` says, line by line as it stands there."""
    yield ".nf\n"
    for line in context.get_help().splitlines():
        yield "\\&" + line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq") + "\n"
    yield ".fi\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "presidency.1").write_text(manual(), encoding="utf-8")
