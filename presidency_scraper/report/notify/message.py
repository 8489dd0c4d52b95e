"""What a notification says: short, plain text, with the next step for each exit code. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from presidency_scraper.errors import ExitCode
from presidency_scraper.rules.outcome import count

#: How many problems are told one by one, and how much of each.
_FIRST, _WIDTH = 5, 200
#: Addresses are told whole up to this: they are there to be opened.
_LONGEST_URL = 300
#: Telegram takes 4096 characters, the others more.
LONGEST = 3900
_NEXT = {
    ExitCode.OK: "Nothing is to be done.",
    ExitCode.UNEXPECTED: "Please report it, with this message.",
    ExitCode.LOCKED: "If this comes every day, start the job less often.",
    ExitCode.INCOMPLETE: "The next run goes on. Look after it if this comes for days.",
    ExitCode.DRIFT: "Look at the pages below and run `presidency doctor`. Nothing is lost: they are"
    " archived, and `presidency rebuild` reads them again when a layout follows the site.",
    ExitCode.REFUSED: "Let the site alone for a day, then try with a longer --delay.",
    ExitCode.UNREACHABLE: "The next run tries again. Look after it if this comes for days.",
    ExitCode.STORAGE: "Make room or restore what is damaged, then run `presidency verify`.",
    ExitCode.INTERRUPTED: "The next run goes on.",
    ExitCode.TERMINATED: "The next run goes on.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with a page."""

    kind: str
    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: its code and line, and what it counted if it began.

    ``counts`` is a line for people; ``findings`` names the fields below their floors; ``left``
    are articles announced and not stored, ``gaps`` numbers that no article has. ``news`` names what
    happened to which article, the first of ``news_count``.
    """

    database: str
    code: ExitCode
    line: str
    run_id: int | None = None
    counts: str = ""
    unreadable: int = 0
    failed: int = 0
    findings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: int = 0
    gaps: int = 0
    news: tuple[str, ...] = ()
    news_count: int = 0


def subject_of(ending: Ending) -> str:
    """The subject line of a mail.

    >>> subject_of(Ending("/srv/p.db", ExitCode.DRIFT, "the site is not as it was"))
    'presidency: code 5 (drift), /srv/p.db'
    """
    name = ending.code.name.lower() if ending.code else "all well"
    return f"presidency: code {int(ending.code)} ({name}), {ending.database}"


def text_of(ending: Ending) -> str:
    """The message, the same in every way it is sent."""
    parts = [
        [ending.line],
        [f"- {said}" for said in _wrong(ending)],
        [f"What to do: {_NEXT.get(ending.code, 'See `presidency --help`.')}"],
        list(_facts(ending)),
        list(_news(ending)),
        list(_problems(ending.problems)),  # the longest comes last: what is cut off is of these
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _wrong(ending: Ending) -> Iterator[str]:
    if ending.code:
        yield f"exit code {int(ending.code)} ({ending.code.name.lower()})"
    if ending.findings:
        yield f"fields below what is usual: {'; '.join(ending.findings)}"
    if ending.failed:
        yield f"{count(ending.failed, 'page')} could not be fetched"
    if ending.unreadable:
        yield f"{count(ending.unreadable, 'page')} could not be read as expected"


def _facts(ending: Ending) -> Iterator[str]:
    yield f"Database: {ending.database}"
    if ending.run_id is None:
        return
    yield f"Run {ending.run_id}: {ending.counts}"
    yield (
        f"Left for later runs: {count(ending.left, 'article')} announced;"
        f" {count(ending.gaps, 'number')} not stored"
    )


def _news(ending: Ending) -> Iterator[str]:
    if ending.news:
        more = len(ending.news) < ending.news_count
        yield f"News (the first {len(ending.news)} of {ending.news_count}):" if more else "News:"
        yield from (f"- {line}" for line in ending.news)


def _problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    if not problems:
        return
    more = f"the first {_FIRST} of {len(problems)}" if len(problems) > _FIRST else len(problems)
    yield f"Problems ({more}):"
    for problem in problems[:_FIRST]:
        yield f"- {problem.kind}: {problem.url[:_LONGEST_URL]}"
        yield f"  {shorten(problem.message, _WIDTH, placeholder=' …')}"
