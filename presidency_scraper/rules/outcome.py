"""How a crawl ended, in an exit code and a line for a person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from signal import SIGINT, SIGTERM, Signals

from presidency_scraper.errors import ExitCode

#: Said where a second signal ends a command and nothing more can be noted.
AT_ONCE = "stopped at once: run the same command to go on"


class Stop(StrEnum):
    """What kind of thing ended a run."""

    FINISHED = "finished"
    MAX_TIME = "max-time"
    MAX_REQUESTS = "max-requests"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"
    STORAGE = "storage"
    REFUSED = "refused"
    LATER = "later"  # the site names a time, at 503
    ROBOTS = "robots"
    UNREACHABLE = "unreachable"
    DISTRUSTED = "distrusted"  # what is said of its certificate
    SILENT = "silent"
    DRIFT = "drift"
    DEFECT = "defect"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class StopReason:
    """What ended a run, and what belongs to it.

    That is what is wrong with the disk (storage) or the certificate (distrusted), the time the
    site named (later; refused, at 429), which fields fell below their floors (drift), Scrapy's own
    word (unexpected).
    """

    kind: Stop
    said: str = ""

    @property
    def overrides(self) -> bool:
        """Tell whether it counts though the run was already about to end by another."""
        return self.kind in (Stop.STORAGE, Stop.INTERRUPTED, Stop.TERMINATED)


def reason_of_signal(number: Signals) -> StopReason:
    """Return the reason to end that a signal is."""
    return StopReason(_SIGNALS[number])


def reason_of_scrapy(word: str) -> StopReason:
    """Return the reason that Scrapy closes a spider by *word*.

    >>> reason_of_scrapy("closespider_timeout")
    StopReason(kind=<Stop.UNEXPECTED: 'unexpected'>, said='closespider_timeout')
    """
    return StopReason(_OF_SCRAPY[word]) if word in _OF_SCRAPY else StopReason(Stop.UNEXPECTED, word)


_SIGNALS = {SIGINT: Stop.INTERRUPTED, SIGTERM: Stop.TERMINATED}
_OF_SCRAPY = {"finished": Stop.FINISHED, "shutdown": Stop.INTERRUPTED}


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The exit code of a run and why."""

    code: ExitCode
    line: str


def judge(counts: Mapping[str, int], reason: StopReason) -> RunOutcome:
    """Return how a run ended: *counts* of what happened, *reason* to end it.

    >>> judge({"responses": 9, "new": 7}, StopReason(Stop.FINISHED))
    RunOutcome(code=<ExitCode.OK: 0>, line='all well: 7 new articles')
    >>> judge({"responses": 9, "unreadable": 1}, StopReason(Stop.MAX_TIME)).code
    <ExitCode.DRIFT: 5>
    """
    kind, said = reason.kind, reason.said
    if kind is Stop.STORAGE:
        return RunOutcome(ExitCode.STORAGE, said)
    if kind is Stop.INTERRUPTED:
        return RunOutcome(ExitCode.INTERRUPTED, "interrupted: run the same command to go on")
    if kind is Stop.TERMINATED:
        return RunOutcome(ExitCode.TERMINATED, "terminated: run the same command to go on")
    if kind is Stop.REFUSED and said:
        line = f"the site refuses (429) until {said}: run the same command after that"
        return RunOutcome(ExitCode.REFUSED, line)
    if kind is Stop.REFUSED or counts.get("refused"):
        line = "the site refuses (robots.txt, 403 or 429): see `problems`, try again tomorrow"
        return RunOutcome(ExitCode.REFUSED, line)
    if kind is Stop.DEFECT or counts.get("crashed"):
        return RunOutcome(
            ExitCode.UNEXPECTED, "a defect of this program: see `problems`, report it"
        )
    return _judge_reach(counts, reason) or _judge_pages(counts, reason)


def judge_import(counts: Mapping[str, int], reason: StopReason) -> RunOutcome:
    """Return how a run ended that took in what others captured.

    >>> judge_import({"taken": 9}, StopReason(Stop.FINISHED)).line
    'all well: 9 captures taken in'
    """
    if reason.kind is not Stop.FINISHED or counts.get("crashed"):
        return judge(counts, reason)
    if faults := counts.get("faults", 0):
        line = f"{count(faults, 'fault')} left something out: see `problems`"
        return RunOutcome(ExitCode.INCOMPLETE, line)
    if failed := counts.get("failed", 0):
        line = f"{count(failed, 'page')} could not be fetched: the next run asks again"
        return RunOutcome(ExitCode.INCOMPLETE, line)
    taken = count(counts.get("taken", 0), "capture")
    return RunOutcome(ExitCode.OK, f"all well: {taken} taken in")


def _judge_reach(counts: Mapping[str, int], reason: StopReason) -> RunOutcome | None:
    """The outcome of a run that did not reach the site, or that Scrapy ended by itself."""
    kind = reason.kind
    if kind is Stop.ROBOTS:
        line = "robots.txt could not be fetched, so nothing else was asked for: run again later"
        return RunOutcome(ExitCode.UNREACHABLE, line)
    if kind is Stop.DISTRUSTED:
        return RunOutcome(ExitCode.UNREACHABLE, reason.said)
    if kind is Stop.UNREACHABLE or (kind is Stop.FINISHED and not counts.get("responses")):
        line = "the site does not answer: check the network and --origin, then run again"
        return RunOutcome(ExitCode.UNREACHABLE, line)
    if kind is Stop.UNEXPECTED:
        return RunOutcome(ExitCode.UNEXPECTED, f"stopped unexpectedly: {reason.said}")
    return None


def _judge_pages(counts: Mapping[str, int], reason: StopReason) -> RunOutcome:
    if reason.kind is Stop.DRIFT:
        line = f"the site is not as it was: {reason.said}; see `problems`, ask `presidency doctor`"
        return RunOutcome(ExitCode.DRIFT, line)
    if unreadable := counts.get("unreadable", 0):
        line = f"{count(unreadable, 'page')} could not be read as expected: see `problems`"
        return RunOutcome(ExitCode.DRIFT, line)
    if reason.kind in _UNFINISHED:
        line = _UNFINISHED[reason.kind].format(reason.said)
        return RunOutcome(ExitCode.INCOMPLETE, line)
    if failed := counts.get("failed", 0):
        line = f"{count(failed, 'page')} could not be fetched: the next run asks again"
        return RunOutcome(ExitCode.INCOMPLETE, line)
    return RunOutcome(ExitCode.OK, f"all well: {count(counts.get('new', 0), 'new article')}")


#: What is said of a run that something ended before its time.
_UNFINISHED = {
    Stop.LATER: "the site asks to be left alone until {}: run the same command after that",
    Stop.SILENT: "the site stopped answering: run the same command later to go on",
    Stop.MAX_TIME: "the time of --max-time is up: run the same command to go on",
    Stop.MAX_REQUESTS: "the requests of --max-requests are used up: run the same command to go on",
}


def count(number: int, noun: str) -> str:
    """Return *number* with its noun.

    >>> count(1, "page"), count(2, "page")
    ('1 page', '2 pages')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")
