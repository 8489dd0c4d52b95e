"""What the commands share: options that also come from the environment, and how they speak."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from presidency_scraper.errors import ExitCode

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
archive_option = option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of WARC files.  [default: data/archive; NAME-archive beside --db NAME.db]",
)
json_option = option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Let the reader of our output leave (``head``): what is left to write then goes nowhere."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(text: str) -> None:
    """Write *text* and the end of the line to standard output, for whoever still reads it."""
    with reader_may_leave():
        click.echo(text)


def refuse(line: str, code: ExitCode) -> ExitCode:
    """Say on standard error what happened and what to do; return *code*."""
    click.echo(f"presidency: {line}", err=True)
    return code


def dump(document: Any) -> str:
    """Return *document* as JSON for ``--json``."""
    return json.dumps(document, ensure_ascii=False, indent=2)
