"""How a crawl ended, in an exit code and a line for a person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from presidency_scraper.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Verdict:
    """The exit code of a run and why."""

    code: ExitCode
    line: str


def judge(counts: Mapping[str, int], reason: str) -> Verdict:
    """Return the verdict on a run: *counts* of what happened, *reason* the spider closed with.

    >>> judge({"responses": 9, "new": 7}, "finished")
    Verdict(code=<ExitCode.OK: 0>, line='all well: 7 new articles')
    """
    if reason.startswith("storage:"):
        return Verdict(ExitCode.STORAGE, reason.removeprefix("storage:").strip())
    if reason in ("SIGINT", "shutdown"):
        return Verdict(ExitCode.INTERRUPTED, "interrupted: run the same command to go on")
    if reason == "SIGTERM":
        return Verdict(ExitCode.TERMINATED, "terminated: run the same command to go on")
    if reason == "refused" or counts.get("refused"):
        line = "the site refuses (robots.txt, 403 or 429): see `problems`, try again tomorrow"
        return Verdict(ExitCode.REFUSED, line)
    if reason == "robots":
        line = "robots.txt could not be fetched, so nothing else was asked for: run again later"
        return Verdict(ExitCode.UNREACHABLE, line)
    if reason == "silent":
        line = "the site stopped answering: run the same command later to go on"
        return Verdict(ExitCode.INCOMPLETE, line)
    if reason == "unreachable" or not counts.get("responses"):
        line = "the site does not answer: check the network and --origin, then run again"
        return Verdict(ExitCode.UNREACHABLE, line)
    if reason != "finished":
        return Verdict(ExitCode.UNEXPECTED, f"stopped unexpectedly: {reason}")
    return _judge_pages(counts)


def _judge_pages(counts: Mapping[str, int]) -> Verdict:
    if counts.get("crashed"):
        return Verdict(ExitCode.UNEXPECTED, "a defect of this program: see `problems`, report it")
    if unreadable := counts.get("unreadable", 0):
        line = f"{count(unreadable, 'page')} could not be read as expected: see `problems`"
        return Verdict(ExitCode.DRIFT, line)
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
