"""The standard streams: that they are there, take every letter, and are lost without a defect."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from presidency_scraper.errors import StorageError


def open_streams() -> None:
    """Let the numbers 0, 1 and 2 be open, and both outputs write what their encoding lacks.

    Where one is closed (``>&-``), the next file to be opened, a database say, would get its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number is it
    sys.stdout = _able(sys.stdout or open(1, "w", closefd=False))  # noqa: SIM115  to the end
    sys.stderr = _able(sys.stderr or open(2, "w", closefd=False))  # noqa: SIM115  to the end


def _able(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def close_streams() -> None:
    """Write what is left, or let it go: Python would end with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _let_go(stream)


@contextmanager
def writing_output() -> Iterator[None]:
    """Let the reader of our output leave (``head``): what is left to write then goes nowhere.

    Raises StorageError where it cannot be written for another reason.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go(sys.stdout)
    except OSError as error:
        _let_go(sys.stdout)
        said = error.strerror or error
        raise StorageError(
            f"cannot write standard output ({said}): make room, or name a file"
        ) from error


def _let_go(stream: TextIO) -> None:
    """Let all that is still to be written to *stream* go nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
