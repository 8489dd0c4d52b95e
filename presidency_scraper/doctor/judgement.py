"""What a visit found: each page judged by its kind, what did not come, robots.txt. Pure."""

from presidency_scraper.doctor.article_checks import judge_article
from presidency_scraper.doctor.comparison import compare_editions
from presidency_scraper.doctor.conclusion import judge_report
from presidency_scraper.doctor.findings import (
    EditionReport,
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
)
from presidency_scraper.doctor.listing_checks import judge_listing
from presidency_scraper.doctor.unread_pages import look_at
from presidency_scraper.errors import ExitCode, PageError
from presidency_scraper.extract.response import Source
from presidency_scraper.items import ListingRef, Outcome, Shell
from presidency_scraper.sites import DEFAULT_SITE, SITES

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
_INFERRED = "its address is inferred; nothing to do unless a browser finds this listing"
_MOVED = "open the site in a browser: where is this page now? Attach what --save keeps to an issue"
_LAYOUT = "the lines below say what stands on it; attach what --save keeps to an issue"


def judge(visits: list[EditionVisit], requests: int) -> Report:
    """Return what was found in *visits*, which took so many *requests*."""
    editions = tuple(EditionReport(visit, _judge_pages(visit)) for visit in visits)
    across = compare_editions(visits)
    code, line = judge_report(editions, across)
    return Report(editions, across, requests, code, line)


def _judge_pages(edition: EditionVisit) -> tuple[PageReport, ...]:
    source = Source(edition.edition, edition.origin if edition.is_mirror else None)
    pages = [
        PageReport(visit.name, visit.url, tuple(_judge_visit(visit, source)), visit)
        for visit in edition.visits
    ]
    robots = PageReport("robots.txt", f"{edition.origin}/robots.txt", (_judge_robots(edition),))
    return robots, *pages


def _judge_robots(edition: EditionVisit) -> Finding:
    trouble = next((v.trouble for v in edition.visits if v.trouble and v.trouble.by_robots), None)
    if trouble:
        return _said_trouble("robots.txt", trouble)
    if edition.robots is None:
        return note("robots.txt", "not asked for")
    status, length = edition.robots.status, edition.robots.length
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
    edition = SITES[DEFAULT_SITE].editions[source.edition]
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
        return [_judge_shell(visit, reading.page)]
    if problem is None or (reading and reading.outcome is Outcome.MISSING):
        findings = [missing("page", _why_not(visit), _MOVED)]
        problem = problem or PageError("it shows no entry")
    else:
        said = f"{problem.kind}: {problem}"
        findings = [Finding("page", State.REFUSED, said, _LAYOUT, problem.exit_code)]
    is_page = visit.answer is not None and visit.answer.status == 200
    return [*findings, *(look_at(visit, source, problem) if is_page else ())]


def _judge_shell(visit: Visit, shell: Shell) -> Finding:
    said = f"no headline and no text, published {shell.published.iso}"
    first = SITES[DEFAULT_SITE].languages[0]
    if shell.ref.language != first and visit.announced is None:
        return note("page", f"{said}: never translated")
    return missing("headline", said, "compare the page in a browser: does it show its text?")


def _why_not(visit: Visit) -> str:
    if visit.reading and visit.reading.problem:
        return str(visit.reading.problem)
    status = visit.answer.status if visit.answer else 0
    return "it shows no entry" if visit.listing else f"status {status}"
