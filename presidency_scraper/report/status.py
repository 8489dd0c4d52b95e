"""What the database holds and how it fares, as data for ``--json`` and as text for people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from presidency_scraper.rules.drift import find_drift, usual_rates
from presidency_scraper.rules.fields import FIELDS
from presidency_scraper.rules.outcome import count
from presidency_scraper.sites.base import Site
from presidency_scraper.store.queries import GONE_HOURS, SCHEDULE
from presidency_scraper.store.reader import Reader


def status(reader: Reader, path: Path, site: Site, at: datetime) -> dict[str, Any]:
    """What the database at *path* holds, and what is due to be checked again at *at*."""
    due = reader.due(at)
    return {
        "database": str(path),
        "bytes": path.stat().st_size,
        "articles": reader.count("articles"),
        "paragraphs": reader.count("paragraphs"),
        "captures": reader.count("captures"),
        "pending": len(reader.pending()),
        "sections": reader.articles_by(),
        "years": reader.articles_by_year(),
        "missing": reader.missing_fields(),
        "history": reader.history(),
        "due": len(due),
        "late": sum(article.late for article in due),
        "schedule": [{"younger_than_days": days, "hours": hours} for days, hours in SCHEDULE],
        "fields": _fields(reader, site),
        "gaps": reader.count_gaps(),
        "left_alone": reader.outlinks(),
        "listings": reader.walks(),
        "runs": reader.last_runs(),
    }


def render_status(facts: Mapping[str, Any]) -> str:
    """The state of the database for people."""
    parts = [
        f"{facts['database']}: {facts['articles']} articles, {facts['paragraphs']} paragraphs, "
        f"{facts['captures']} captures, {facts['bytes'] / 1e6:.1f} MB; "
        f"{_pending(facts['pending'])}, "
        f"{count(facts['gaps'], 'number')} without an article",
        _table("Sections", facts["sections"], ["language", "section", "articles", "first", "last"]),
        _years(facts["years"]),
        _missing(facts["missing"], facts["articles"]),
        _history(facts),
        _left_alone(facts["left_alone"]),
        _drift(facts["fields"]),
        _table("Listings", map(_listing_row, facts["listings"]), ["listing", "walked", "state"]),
        _sweep(facts["listings"]),
        _table("Last runs", map(_run_row, facts["runs"]), ["run", "started", "code", "outcome"]),
    ]
    return "\n".join(part for part in parts if part)


def _pending(number: int) -> str:
    """What listings announced and no run has stored, which a bound may have left out."""
    said = f"{number} announced and not stored yet"
    return f"{said} (a crawl without bounds fetches them)" if number else said


def _table(title: str, rows: Iterable[Mapping[str, Any]], columns: list[str]) -> str:
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    return _text(table) if table.row_count else ""


def _text(renderable: Any) -> str:
    from rich.console import Console

    console = Console(file=StringIO(), width=100, force_terminal=False, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return "\n" + "\n".join(line.rstrip() for line in capture.get().splitlines())


def _years(rows: Iterable[Mapping[str, Any]]) -> str:
    """Coverage by year as a bar chart."""
    totals: dict[int, int] = {}
    for row in rows:
        totals[row["year"]] = totals.get(row["year"], 0) + row["articles"]
    if not totals:
        return ""
    scale = max(totals.values()) / 40
    bars = [
        f"{year} {totals.get(year, 0):5} {_bar(totals.get(year, 0) / scale)}".rstrip()
        for year in range(min(totals), max(totals) + 1)
    ]
    return "\nArticles by year\n" + "\n".join(bars)


def _bar(length: float) -> str:
    """Return a bar; one that is not empty can be seen.

    >>> _bar(0), _bar(0.2), _bar(2.6)
    ('', '█', '███')
    """
    return "█" * max(round(length), length > 0)


def _missing(missing: Mapping[str, int], articles: int) -> str:
    said = [f"{name.replace('_', ' ')} {count}" for name, count in missing.items() if count]
    return f"\nMissing in {articles} articles: {', '.join(said) or 'nothing'}" if articles else ""


def _history(facts: Mapping[str, Any]) -> str:
    """Edits, absences, and when what is to be looked at again."""
    history, ages = facts["history"], []
    for step in facts["schedule"]:
        days, hours = step["younger_than_days"], step["hours"]
        every = f"every {hours} hours" if hours < 24 else f"every {count(hours // 24, 'day')}"
        ages.append(f"{every} until {days} days old" if days else f"then {every}")
    return (
        f"\nHistory: {count(history['edits'], 'edit')} ({history['cosmetic']} only in looks), "
        f"{history['gone']} gone, {history['missed']} missed\n"
        f"Checked again: {facts['due']} due now; {', '.join(ages)}; "
        f"every {GONE_HOURS // 24} days when gone" + _lateness(facts["late"])
    )


def _lateness(late: int) -> str:
    """Whether the checks keep up, and what to do where they do not."""
    if not late:
        return ""
    return (
        f"\nThe schedule is falling behind: {count(late, 'article')} should have been checked long "
        "ago; crawl more often, or give --recheck a larger number"
    )


def _fields(reader: Reader, site: Site) -> list[dict[str, Any]]:
    """What the newest run that read pages found of each field, beside the good runs before it."""
    run_id = reader.tallies.last_counted_run()
    if run_id is None:
        return []
    tally, usual = reader.tallies.tally(run_id), usual_rates(reader.tallies.earlier_tally(run_id))
    fallen = {finding.field for finding in find_drift(tally, site.floors, usual)}
    return [
        {
            "run": run_id,
            "field": name,
            "said": said,
            "pages": tally.of(name)[0],
            "found": tally.of(name)[1],
            "usual": round(usual[name], 3) if name in usual else None,
            "fallen": name in fallen,
        }
        for name, said in FIELDS.items()
        if tally.of(name)[0]
    ]


def _drift(fields: Iterable[Mapping[str, Any]]) -> str:
    """What the newest run fell below, or that all was as usual."""
    fields = list(fields)
    if not fields:
        return ""
    fallen = [f"{row['said']} {row['found']} of {row['pages']}" for row in fields if row["fallen"]]
    said = f"fell in {', '.join(fallen)}" if fallen else "none, all fields as they should be"
    return f"\nDrift: run {fields[0]['run']}: {said}"


#: One of a kind, and several.
_KINDS = {
    "calendar": ("calendar page", "calendar pages"),
    "standing": ("standing page", "standing pages"),
    "standing_item": ("page below one", "pages below one"),
    "image": ("picture", "pictures"),
    "other": ("other page or file", "other pages and files"),
}


def _left_alone(kinds: Mapping[str, int]) -> str:
    """What was seen on pages that is no article."""
    said = [
        f"{kinds[kind]} {words[kinds[kind] > 1]}"
        for kind, words in _KINDS.items()
        if kinds.get(kind)
    ]
    return f"\nSeen and left alone: {', '.join(said)}" if said else ""


def _listing_row(row: Mapping[str, Any]) -> dict[str, Any]:
    states = {"end": "complete, walked to its end", "joined": "complete, joined what was known"}
    state = states.get(row["ended"], f"goes on at page {row['next_page']}")
    if row["holes"]:
        state += f", but for {count(row['holes'], 'page')} that showed no entry"
    return {"listing": row["listing"], "walked": row["started_at"], "state": state}


def _sweep(listings: Iterable[Mapping[str, Any]]) -> str:
    """Since when every page was seen, of the listings that were not walked to their end."""
    since = [row["swept_since"] for row in listings if row["ended"] == "joined"]
    said = min(filter(None, since), default=None)
    return f"\nSwept: every page of these listings was seen since {said}" if said else ""


def _run_row(run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": run["id"],
        "started": run["started_at"],
        "code": "-" if run["exit_code"] is None else run["exit_code"],
        "outcome": run["outcome"] or "not known: it runs, was killed, or the ledger was lost",
    }
