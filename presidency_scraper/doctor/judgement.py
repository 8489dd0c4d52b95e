"""What a visit found: each page judged by its kind, the editions against each other. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os.path import commonprefix

from presidency_scraper.doctor.findings import (
    EditionVisit,
    Finding,
    PageReport,
    Report,
    State,
    Trouble,
    Visit,
    fine,
    missing,
    note,
    wrong,
)
from presidency_scraper.doctor.layout_samples import samples_of
from presidency_scraper.doctor.page_checks import judge_article, judge_listing
from presidency_scraper.doctor.unread_pages import look_at
from presidency_scraper.errors import ExitCode, PageError
from presidency_scraper.extract.layout_sample import fits
from presidency_scraper.items import Article, ListingRef, Outcome, Shell
from presidency_scraper.rules.outcome import count
from presidency_scraper.sites.base import Source

_TODO = {
    ExitCode.OK: "name fewer editions, sections or languages",
    ExitCode.INCOMPLETE: "try again later; if it stays so, the site has a fault",
    ExitCode.DRIFT: "open the address in a browser; the site has moved it",
    ExitCode.REFUSED: "wait a day; if it stays so, ask the site's owner. Do not work around it",
    ExitCode.UNREACHABLE: "check the network, and --origin if you gave one",
}
_STATES = {
    ExitCode.OK: State.NOTE,
    ExitCode.DRIFT: State.WRONG,
    ExitCode.REFUSED: State.REFUSED,
}
_DRAFT = "--draft-layout says what a layout would look like that they fit"
_INFERRED = "its address is inferred; nothing to do unless a browser finds this listing"
_MOVED = "open the site in a browser: where is this page now? Attach what --save keeps to an issue"
_LAYOUT = "the lines below say what stands on it; attach what --save keeps to an issue"
_DIFFERS = "try again, it may have been edited in between; then compare the pages in a browser"
#: What ends a visit, and what to do then. Of several, the first: the order of docs/exit-codes.md.
_ENDS = {
    ExitCode.REFUSED: "wait a day, then try again",
    ExitCode.UNREACHABLE: "check the network and --origin, then try again",
    ExitCode.UNEXPECTED: "a defect of this program: run again with --save and report it",
    ExitCode.DRIFT: "run again with --save and look at the pages",
    ExitCode.INCOMPLETE: "try again later",
}


def judge(visits: list[EditionVisit], requests: int) -> Report:
    """Return what was found in *visits*, which took so many *requests*."""
    editions = tuple(replace(visit, pages=_judge_pages(visit)) for visit in visits)
    across = _compare_editions(editions)
    code, line = _conclude(editions, across)
    return Report(editions, across, requests, code, line)


# -- one page ----------------------------------------------------------------------------------


def _judge_pages(edition: EditionVisit) -> tuple[PageReport, ...]:
    pages = [
        PageReport(visit.name, visit.url, tuple(_judge_visit(visit, edition.source)), visit)
        for visit in edition.visits
    ]
    robots = PageReport("robots.txt", f"{edition.origin}/robots.txt", (_judge_robots(edition),))
    fitting = tuple(_judge_strict(edition))
    strict = [PageReport("strict layouts", "", fitting)] if fitting else []
    return robots, *strict, *pages


def _judge_strict(edition: EditionVisit) -> Iterator[Finding]:
    """Say of each strict layout how many pages fit it, of those that landmarks read."""
    *strict, _ = edition.source.site.editions[edition.edition].layouts
    samples = list(samples_of([edition])) if strict else []
    for layout in strict if samples else ():
        fitting = sum(fits(layout, sample) for sample in samples)
        said = f"{fitting} of {count(len(samples), 'page')} fit"
        yield (
            fine(layout.name, said) if fitting == len(samples) else note(layout.name, said, _DRAFT)
        )


def _judge_robots(edition: EditionVisit) -> Finding:
    trouble = next((v.trouble for v in edition.visits if v.trouble and v.trouble.by_robots), None)
    if trouble:
        return _said_trouble("robots.txt", trouble)
    if edition.robots is None:
        return note("robots.txt", "not asked for")
    status, length = edition.robots.status, len(edition.robots.body)
    if status != 200:
        return fine("robots.txt", f"status {status}: there is none, which forbids nothing")
    return fine("robots.txt", f"found, {length} bytes; it allows what was asked for")


def _said_trouble(name: str, trouble: Trouble) -> Finding:
    state = _STATES.get(trouble.code, State.SILENT)
    return Finding(name, state, trouble.said, _TODO[trouble.code], trouble.code)


def _judge_visit(visit: Visit, source: Source) -> list[Finding]:
    """What a page said, or why it said nothing."""
    if visit.trouble:
        return [_said_trouble("page", visit.trouble)]
    if visit.reading is None or visit.answer is None:
        return []
    edition = source.site.editions[source.edition]
    if visit.listing and (visit.listing.entries or visit.listing.refused):
        return judge_listing(visit.listing, edition)
    if visit.article:
        return judge_article(visit.article, visit.announced, edition)
    return _judge_nothing(visit, source)


def _judge_nothing(visit: Visit, source: Source) -> list[Finding]:
    """A page that came and is not what was asked for."""
    reading = visit.reading
    problem = reading.problem if reading else None
    if isinstance(visit.asked, ListingRef) and not visit.known:
        return [note("page", f"no such listing was found ({_why_not(visit)})", _INFERRED)]
    if reading and isinstance(reading.page, Shell):
        return [_judge_shell(visit, reading.page, source.site.languages[0])]
    if problem is None or (reading and reading.capture.outcome is Outcome.MISSING):
        findings = [missing("page", _why_not(visit), _MOVED)]
        problem = problem or PageError("it shows no entry")
    else:
        said = f"{problem.kind}: {problem}"
        findings = [Finding("page", State.REFUSED, said, _LAYOUT, problem.exit_code)]
    is_page = visit.answer is not None and visit.answer.status == 200
    return [*findings, *(look_at(visit, source, problem) if is_page else ())]


def _judge_shell(visit: Visit, shell: Shell, first: str) -> Finding:
    said = f"no headline and no text, published {shell.published.iso}"
    if shell.ref.language != first and visit.announced is None:
        return note("page", f"{said}: never translated")
    return missing("headline", said, "compare the page in a browser: does it show its text?")


def _why_not(visit: Visit) -> str:
    if visit.reading and visit.reading.problem:
        return str(visit.reading.problem)
    status = visit.answer.status if visit.answer else 0
    return "it shows no entry" if visit.listing else f"status {status}"


# -- all editions ------------------------------------------------------------------------------


def _compare_editions(visits: Sequence[EditionVisit]) -> tuple[PageReport, ...]:
    """Say for each article that two editions or more showed whether they agree."""
    read: dict[str, dict[str, Article]] = defaultdict(dict)
    for edition in visits:
        for visit in edition.visits:
            if visit.article:
                read[visit.article.ref.id][edition.edition] = visit.article
    return tuple(
        PageReport(f"article {id_} in {', '.join(by_edition)}", "", _compare(by_edition))
        for id_, by_edition in read.items()
        if len(by_edition) > 1
    )


def _compare(by_edition: Mapping[str, Article]) -> tuple[Finding, ...]:
    read = by_edition.items()
    return (
        _judge_same("headline", [(name, article.headline) for name, article in read]),
        _judge_same("published_at", [(name, article.published.iso) for name, article in read]),
        _judge_same("paragraphs", [(name, "\n".join(a.paragraphs)) for name, a in read]),
    )


def _judge_same(field: str, texts: Sequence[tuple[str, str]]) -> Finding:
    """The texts must be the same; where they differ, the place is named."""
    (first, text), *others = texts
    for name, other in others:
        if other != text:
            start = max(len(commonprefix((text, other))) - 20, 0)  # noqa: RUF071  of texts
            around = slice(start, start + 40)
            return wrong(field, f"{first} has {text[around]!r}, {name} {other[around]!r}", _DIFFERS)
    return fine(field, "the same in all")


def _conclude(
    editions: Sequence[EditionVisit], across: Iterable[PageReport]
) -> tuple[ExitCode, str]:
    """Return the exit code of a visit and the line that says why."""
    placed = [
        (f"{edition.edition}, {page.name}", finding)
        for edition in editions
        for page in edition.pages
        for finding in page.findings
    ]
    placed += [(page.name, finding) for page in across for finding in page.findings]
    for code, todo in _ENDS.items():
        if bad := [f"{place}: {found}" for place, found in placed if found.code == code]:
            more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
            return code, f"{bad[0]}{more}; {todo}"
    if idle := [e.edition for e in editions if not any(visit.article for visit in e.visits)]:
        line = f"no article of {', '.join(idle)} was read, so nothing is proved: try more sections"
        return ExitCode.DRIFT, line
    visits = [visit for edition in editions for visit in edition.visits]
    notes = sum(finding.state is State.NOTE for _, finding in placed)
    read = f"{count(len(visits), 'page')} of {count(len(editions), 'edition')}"
    left = [v.trouble.said for v in visits if v.trouble and v.trouble.code == ExitCode.OK]
    rest = f"; {len(left)} not tried: {left[0]}" if left else ""
    return ExitCode.OK, f"all well: {read}, {count(notes, 'note')}{rest}"
