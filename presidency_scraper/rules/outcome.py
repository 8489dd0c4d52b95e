"""How a crawl ended, in an exit code and a line for a person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from presidency_scraper.errors import ExitCode

#: Said where a second signal ends a command and nothing more can be noted.
AT_ONCE = "stopped at once: run the same command to go on"
#: Reasons to end a run that only a bound of its own gave, and what is said of them.
_BOUNDS = {
    "max-time": "the time of --max-time is up: run the same command to go on",
    "max-requests": "the requests of --max-requests are used up: run the same command to go on",
}
_SIGNALS = {
    "SIGINT": (ExitCode.INTERRUPTED, "interrupted: run the same command to go on"),
    "shutdown": (ExitCode.INTERRUPTED, "interrupted: run the same command to go on"),
    "SIGTERM": (ExitCode.TERMINATED, "terminated: run the same command to go on"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The exit code of a run and why."""

    code: ExitCode
    line: str


def judge(counts: Mapping[str, int], reason: str) -> Verdict:
    """Return the verdict on a run: *counts* of what happened, *reason* the spider closed with.

    A reason may carry what belongs to it after a colon: what is wrong with the disk (``storage:``),
    the time the site named, at 429 (``refused:``) or 503 (``later:``), or which fields fell below
    their floors (``drift:``).

    >>> judge({"responses": 9, "new": 7}, "finished")
    Verdict(code=<ExitCode.OK: 0>, line='all well: 7 new articles')
    >>> judge({"responses": 9, "unreadable": 1}, "max-time").code
    <ExitCode.DRIFT: 5>
    """
    kind, _, said = reason.partition(":")
    said = said.strip()
    if kind == "storage":
        return Verdict(ExitCode.STORAGE, said)
    if kind in _SIGNALS:
        return Verdict(*_SIGNALS[kind])
    if kind == "refused" and said:
        line = f"the site refuses (429) until {said}: run the same command after that"
        return Verdict(ExitCode.REFUSED, line)
    if kind == "refused" or counts.get("refused"):
        line = "the site refuses (robots.txt, 403 or 429): see `problems`, try again tomorrow"
        return Verdict(ExitCode.REFUSED, line)
    if counts.get("crashed"):
        return Verdict(ExitCode.UNEXPECTED, "a defect of this program: see `problems`, report it")
    return _judge_reach(counts, kind) or _judge_pages(counts, kind, said)


def _judge_reach(counts: Mapping[str, int], kind: str) -> Verdict | None:
    """The verdict on a run that did not reach the site, or was stopped by a defect."""
    if kind == "robots":
        line = "robots.txt could not be fetched, so nothing else was asked for: run again later"
        return Verdict(ExitCode.UNREACHABLE, line)
    if kind == "unreachable" or (kind == "finished" and not counts.get("responses")):
        line = "the site does not answer: check the network and --origin, then run again"
        return Verdict(ExitCode.UNREACHABLE, line)
    if kind not in ("finished", "silent", "later", "drift", *_BOUNDS):
        return Verdict(ExitCode.UNEXPECTED, f"stopped unexpectedly: {kind}")
    return None


def _judge_pages(counts: Mapping[str, int], kind: str, said: str) -> Verdict:
    if kind == "drift":
        line = f"the site is not as it was: {said}; see `problems` and docs/drift.md"
        return Verdict(ExitCode.DRIFT, line)
    if unreadable := counts.get("unreadable", 0):
        line = f"{count(unreadable, 'page')} could not be read as expected: see `problems`"
        return Verdict(ExitCode.DRIFT, line)
    if kind == "later":
        line = f"the site asks to be left alone until {said}: run the same command after that"
        return Verdict(ExitCode.INCOMPLETE, line)
    if kind == "silent":
        line = "the site stopped answering: run the same command later to go on"
        return Verdict(ExitCode.INCOMPLETE, line)
    if kind in _BOUNDS:
        return Verdict(ExitCode.INCOMPLETE, _BOUNDS[kind])
    if failed := counts.get("failed", 0):
        line = f"{count(failed, 'page')} could not be fetched: the next run asks again"
        return Verdict(ExitCode.INCOMPLETE, line)
    return Verdict(ExitCode.OK, f"all well: {count(counts.get('new', 0), 'new article')}")


def count(number: int, noun: str) -> str:
    """Return *number* with its noun.

    >>> count(1, "page"), count(2, "page")
    ('1 page', '2 pages')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")
