"""Tells people how a run ended, by mail, Slack or Telegram, where the environment asks for it.

Spidermon runs the monitors and what follows from them. It is imported only where a notification
is configured; what it judges is our own verdict, counts and findings.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presidency_scraper.errors import PresidencyError, UsageError
from presidency_scraper.report.notify.configuration import Configuration, parse_configuration
from presidency_scraper.report.notify.message import Ending, Problem

__all__ = ["Ending", "Problem", "is_configured", "notify", "refusals_told"]

_LOG = logging.getLogger(__name__)


def is_configured() -> bool:
    """Tell whether anybody is to be told. Raises UsageError: half configured, or no Spidermon."""
    if parse_configuration(os.environ) is None:
        return False
    try:
        import spidermon  # noqa: F401 - asked for before the crawl, not after hours of it
    except ImportError as error:
        raise UsageError(
            "PRESIDENCY_NOTIFY_… needs Spidermon, which is not installed: "
            "python -m pip install 'presidency-scraper[notify]'"
        ) from error
    return True


@contextmanager
def refusals_told(database: Path, *, dry_run: bool) -> Iterator[None]:
    """Tell of a run that could not begin, as on a locked database; of a *dry_run* nobody.

    Raises UsageError before the block: half configured, or no Spidermon.
    """
    told = is_configured() and not dry_run
    try:
        yield
    except PresidencyError as error:
        if told:
            notify(Ending(str(database.resolve()), error.exit_code, str(error)))
        raise


def notify(ending: Ending) -> None:
    """Tell whoever wants to know of *ending*. What cannot be sent is a warning in the log."""
    configuration = parse_configuration(os.environ)
    if configuration is None or not configuration.wants(ending.code):
        return
    for failure in _failures(configuration, ending):
        said = configuration.without_secrets(" ".join(failure.split()))
        _LOG.warning("the notification was not sent: %s", said)


def _failures(configuration: Configuration, ending: Ending) -> list[str]:
    """Send; a run that is over must not fail by its messenger, whatever befalls that."""
    try:
        from presidency_scraper.report.notify.monitors import run_monitors

        return run_monitors(configuration, ending)
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
