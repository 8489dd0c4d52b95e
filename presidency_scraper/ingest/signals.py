"""Signals: what SIGINT and SIGTERM do while a command starts, works and ends.

Three ways, each for its time. While nothing of Scrapy runs, a signal unwinds the stack, so that
scratch folders go. While a crawl starts it leaves at once: all that is on the disk is valid at
any moment. While pages are fetched it asks the run to finish the page in hand. In all of them a
second signal leaves at once.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from presidency_scraper.rules.outcome import AT_ONCE, judge, reason_of_signal

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_CURSOR_ON = "\x1b[?25h"  # a progress bar hides it


def unwind_on_signals() -> None:
    """At a signal say one line and raise SystemExit with the signal's exit code."""
    _install(_unwind)


def leave_on_signals() -> None:
    """At a signal say one line and end the process, with the signal's exit code."""
    _install(_leave)


def end_on_interrupt() -> None:
    """Let Ctrl-C be the way to end: with one line and code 0."""

    def end(_number: int, _frame: object) -> NoReturn:
        _say("ended")
        raise SystemExit(0)

    signal.signal(signal.SIGINT, end)


def finish_on_signals(finish: Callable[[signal.Signals], None]) -> None:
    """At the first signal call *finish* with it, in the signal's handler; at the second, leave."""

    def note(number: int) -> None:
        _install(_leave_unfinished)
        finish(signal.Signals(number))

    _install(note)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a signal wait until the block has ended: half of what it does would do harm."""
    came: list[int] = []
    before = [signal.getsignal(number) for number in _NUMBERS]
    _install(came.append)
    try:
        yield
    finally:
        for number, handler in zip(_NUMBERS, before, strict=True):
            _set(number, handler)
    if came:
        signal.raise_signal(came[0])


def follow_parent() -> None:
    """Make this worker process leave signals to its parent, and end when the parent is gone.

    One that lived on would hold the parent's locks.
    """
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="follow-parent", daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _install(act: Callable[[int], None]) -> None:
    owner = os.getpid()

    def handle(number: int, _: object) -> None:
        if os.getpid() != owner:  # a worker that was forked with our handlers
            os._exit(128 + number)
        act(number)

    for number in _NUMBERS:
        _set(number, handle)


def _set(number: signal.Signals, handler: object) -> None:
    if threading.current_thread() is threading.main_thread():
        signal.signal(number, handler)  # type: ignore[arg-type]  # what getsignal gave, or ours


def _unwind(number: int) -> None:
    _install(_leave_unfinished)
    _say(judge({}, reason_of_signal(signal.Signals(number))).line)
    raise SystemExit(128 + number)


def _leave(number: int) -> NoReturn:
    _say(judge({}, reason_of_signal(signal.Signals(number))).line)
    os._exit(128 + number)


def _leave_unfinished(number: int) -> NoReturn:
    _say(AT_ONCE)
    os._exit(128 + number)


def _say(line: str) -> None:
    """Write to standard error below Python's buffers, which the signal may have interrupted."""
    cursor = _CURSOR_ON if sys.stderr is not None and sys.stderr.isatty() else ""
    with suppress(OSError):  # there is nobody left to tell
        os.write(2, f"{cursor}presidency: {line}\n".encode())
