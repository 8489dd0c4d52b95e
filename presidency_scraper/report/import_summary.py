"""What an import has brought, as data for ``--json`` and as text for people."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from presidency_scraper.rules.outcome import count

if TYPE_CHECKING:
    from presidency_scraper.ingest.brought import Brought


def import_summary(brought: "Brought") -> dict[str, Any]:
    """The summary of an import, or of what it would bring."""
    run = brought.run
    outcome, counts = run.outcome, run.counts
    return {
        "run_id": None if run.options.dry_run else run.id,
        "dry_run": run.options.dry_run,
        "exit_code": int(outcome.code) if outcome else None,
        "outcome": outcome.line if outcome else None,
        "captures": counts["taken"],
        "known": counts["known"],
        "elsewhere": counts["elsewhere"],
        "left": counts["no_get"] + counts["notes"],
        **brought.rows,
        "unreadable": brought.unreadable,
        "faults": dict(sorted(brought.faults.items())),
        "database": str(run.files.database),
    }


def render_import(summary: Mapping[str, Any]) -> str:
    """A summary for people."""
    return "\n".join(_lines(summary))


def _lines(summary: Mapping[str, Any]) -> Iterator[str]:
    would = "would take" if summary["dry_run"] else "took"
    yield f"{would} {count(summary['captures'], 'capture')}, {summary['known']} known before"
    if summary["new_articles"] is not None:
        yield (
            f"{count(summary['new_articles'], 'new article')},"
            f" {count(summary['edits'], 'edit')},"
            f" {count(summary['misses'], 'time')} that one was not there"
        )
    if summary["unreadable"]:
        yield f"{count(summary['unreadable'], 'page')} of the site that no layout reads"
    left = {"of other sites": summary["elsewhere"], "that are no pages": summary["left"]}
    yield from (f"left {count(some, 'record')} {what}" for what, some in left.items() if some)
    yield from (f"{kind}: {count(some, 'fault')}" for kind, some in summary["faults"].items())
    yield f"database: {summary['database']}"
