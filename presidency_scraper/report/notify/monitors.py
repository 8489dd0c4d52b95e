"""Spidermon: what is looked at when a run has ended, and what is sent when it is not well.

Its runner and its suites serve as they are. Its extension and its own actions do not: they take
secrets from Scrapy's settings and log tracebacks (docs/notify.md).
"""

from spidermon import Action, Monitor, MonitorRunner, MonitorSuite

from presidency_scraper.report.notify.configuration import Channel, Configuration
from presidency_scraper.report.notify.message import Ending, subject_of, text_of
from presidency_scraper.report.notify.senders import send
from presidency_scraper.rules.outcome import count


class RunMonitor(Monitor):  # type: ignore[misc]  # Spidermon has no types
    """Looks at a run as the ledger judged it. What fails only at code 0 would be a lie."""

    def test_ended_well(self) -> None:
        """The exit code is 0."""
        ending: Ending = self.data.ending
        if ending.code:
            self.fail(f"exit code {int(ending.code)} ({ending.code.name.lower()})")

    def test_fields_are_as_they_should_be(self) -> None:
        """No field fell below its floor, nor far below what is usual."""
        if findings := self.data.ending.findings:
            self.fail(f"fields below what is usual: {'; '.join(findings)}")

    def test_pages_were_read(self) -> None:
        """Every page could be read as expected."""
        if unreadable := self.data.ending.unreadable:
            self.fail(f"{count(unreadable, 'page')} could not be read as expected")

    def test_pages_were_fetched(self) -> None:
        """Every page came."""
        if failed := self.data.ending.failed:
            self.fail(f"{count(failed, 'page')} could not be fetched")


class Send(Action):  # type: ignore[misc]  # Spidermon has no types
    """Sends what the monitors found by one channel."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self.channel = channel

    def run_action(self) -> None:
        """Send it."""
        ending: Ending = self.data.ending
        wrong = [str(item.reason) for item in self.result.monitors_failed_results]
        send(self.channel, subject_of(ending), text_of(ending, wrong))


def run_monitors(configuration: Configuration, ending: Ending) -> list[str]:
    """Look at *ending*, tell whom it concerns; return what could not be sent, and why."""
    actions = [Send(channel) for channel in configuration.channels]
    always = configuration.when == "always"
    suite = MonitorSuite(
        monitors=[RunMonitor],
        monitors_finished_actions=actions if always else [],
        monitors_failed_actions=[] if always else actions,
    )
    result = MonitorRunner().run(suite, ending=ending)
    results = [*result.monitors_finished_action_results, *result.monitors_failed_action_results]
    return [
        f"{type(item.item.channel).__name__}: {item.error.strip().splitlines()[-1]}"
        for item in results
        if item.error
    ]
