"""What a run has done, as data for ``--json`` and as text for people."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from presidency_scraper.rules.outcome import count

if TYPE_CHECKING:
    from presidency_scraper.ingest.run import Run


def run_summary(run: "Run") -> dict[str, Any]:
    """The summary of a run, with the problems it met."""
    outcome, counts = run.outcome, run.counts
    return {
        "run_id": run.id,
        "exit_code": int(outcome.code) if outcome else None,
        "outcome": outcome.line if outcome else None,
        "requests": counts["requests"],
        "listing_pages": counts["listing_pages"],
        "new_articles": counts["new"],
        "changed": counts["changed"] + counts["reverted"],
        "rechecked": counts["changed"] + counts["reverted"] + counts["unchanged"],
        "gone": counts["gone"],
        "shells": counts["shells"],
        "unreadable": counts["unreadable"],
        "missing": counts["missing"],
        "failed": counts["failed"],
        "notes": run.intake.notes,
        "database": str(run.files.database),
    }


def forecast(counts: Mapping[str, int], delay: float) -> dict[str, Any]:
    """What a run would ask for, at the most."""
    pages = counts.get("listing_pages", 0) + counts.get("pages_left", 0)
    articles = counts.get("scheduled", 0) + counts.get("articles_left", 0) + counts.get("due", 0)
    # Those made by the dry run itself were for the first pages and, if not kept, robots.txt.
    requests = counts.get("requests", 0) + counts.get("pages_left", 0) + articles
    return {
        "dry_run": True,
        "listing_pages": pages,
        "articles": articles,
        "requests": requests,
        "seconds": round(requests * delay),
    }


def render_summary(summary: Mapping[str, Any]) -> str:
    """A summary for people."""
    if summary.get("dry_run"):
        return (
            f"would fetch at most {count(summary['listing_pages'], 'listing page')} and "
            f"{count(summary['articles'], 'article')}: {count(summary['requests'], 'request')}, "
            f"about {_duration(summary['seconds'])}"
        )
    lines = [
        f"{summary['outcome']}",
        render_counts(summary),
        *(f"note: {note}" for note in summary["notes"]),
        f"database: {summary['database']}",
    ]
    return "\n".join(lines)


def render_counts(summary: Mapping[str, Any]) -> str:
    """What a run counted, in a line."""
    return ", ".join(_said(summary))


def _said(summary: Mapping[str, Any]) -> Iterator[str]:
    yield count(summary["requests"], "request")
    yield count(summary["listing_pages"], "listing page")
    yield count(summary["new_articles"], "new article")
    yield f"{summary['rechecked']} checked again ({summary['changed']} changed)"
    if summary["missing"]:
        yield f"{summary['missing']} missing ({summary['gone']} gone since)"
    yield f"{summary['unreadable']} unreadable"
    yield f"{summary['failed']} failed"


def _duration(seconds: int) -> str:
    """Return *seconds* for people.

    >>> _duration(1), _duration(62), _duration(200), _duration(10800)
    ('1 second', '1 minute', '3 minutes', '3.0 hours')
    """
    if seconds < 60:
        return count(seconds, "second")
    if seconds < 3600:
        return count(round(seconds / 60), "minute")
    return f"{seconds / 3600:.1f} hours"
