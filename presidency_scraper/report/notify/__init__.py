"""Tells people how a run ended, by mail, Slack or Telegram, where the environment asks for it.

What sends is imported only where a notification is configured.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception_only

from presidency_scraper.errors import PresidencyError
from presidency_scraper.report.notify.configuration import Configuration, parse_configuration
from presidency_scraper.report.notify.message import Ending, Problem, subject_of, text_of

__all__ = ["Ending", "Problem", "deliver", "is_configured", "notify", "refusals_told"]

_LOG = logging.getLogger(__name__)


def is_configured() -> bool:
    """Tell whether anybody is to be told. Raises UsageError: half configured."""
    return parse_configuration(os.environ) is not None


@contextmanager
def refusals_told(database: Path, *, dry_run: bool) -> Iterator[None]:
    """Tell of a run that could not begin, as on a locked database; of a *dry_run* nobody.

    Raises UsageError before the block: half configured.
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
    deliver(configuration, subject_of(ending), text_of(ending))


def deliver(configuration: Configuration, subject: str, text: str) -> bool:
    """Send a message by all channels; return whether one took it. The others are warned of."""
    from presidency_scraper.report.notify.senders import send

    sent = 0
    for channel in configuration.channels:
        try:
            send(channel, subject, text)
            sent += 1
        except Exception as error:  # a run that is over must not fail by its messenger
            why = format_exception_only(error)[-1].strip().splitlines()[-1]
            said = " ".join(f"{type(channel).__name__}: {why}".split())
            for secret in configuration.secrets:  # a server may have repeated what we sent
                said = said.replace(secret, "(secret)")
            _LOG.warning("the notification was not sent: %s", said)
    return bool(sent)
