"""What commands say, as data for ``--json`` and as text for people."""

import textwrap
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from presidency_scraper.errors import NotFoundError
from presidency_scraper.ledger import Ledger
from presidency_scraper.store import Reader

_WIDTH = 88


def run_summary(ledger: Ledger) -> dict[str, Any]:
    """The summary of a run, with the problems it met."""
    verdict, counts = ledger.verdict, ledger.counts
    return {
        "run_id": ledger.run_id,
        "exit_code": int(verdict.code) if verdict else None,
        "outcome": verdict.line if verdict else None,
        "requests": counts["requests"],
        "listing_pages": counts["listing_pages"],
        "new_articles": counts["new"],
        "shells": counts["shells"],
        "unreadable": counts["unreadable"],
        "failed": counts["failed"] + counts["missing"],
        "notes": ledger.notes,
        "database": str(ledger.path),
    }


def forecast(counts: Mapping[str, int], delay: float) -> dict[str, Any]:
    """What a run would ask for at the most: a listing page announces five articles."""
    pages = counts.get("listing_pages", 0) + counts.get("pages_left", 0)
    articles = counts.get("scheduled", 0) + 5 * counts.get("pages_left", 0)
    return {
        "dry_run": True,
        "listing_pages": pages,
        "articles": articles,
        "requests": pages + articles,
        "seconds": round((pages + articles) * delay),
    }


def render_summary(summary: Mapping[str, Any]) -> str:
    """A summary for people."""
    if summary.get("dry_run"):
        return (
            f"would fetch at most {summary['listing_pages']} listing pages and "
            f"{summary['articles']} articles: {summary['requests']} requests, "
            f"about {_duration(summary['seconds'])}"
        )
    lines = [
        f"{summary['outcome']}",
        f"{summary['requests']} requests, {summary['listing_pages']} listing pages, "
        f"{summary['new_articles']} new articles, {summary['unreadable']} unreadable, "
        f"{summary['failed']} failed",
        *(f"note: {note}" for note in summary["notes"]),
        f"database: {summary['database']}",
    ]
    return "\n".join(lines)


def status(reader: Reader, path: Path) -> dict[str, Any]:
    """What the database at *path* holds."""
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
        "listings": reader.walks(),
        "runs": reader.last_runs(),
    }


def render_status(facts: Mapping[str, Any]) -> str:
    """The state of the database for people."""
    parts = [
        f"{facts['database']}: {facts['articles']} articles, {facts['paragraphs']} paragraphs, "
        f"{facts['captures']} captures, {facts['bytes'] / 1e6:.1f} MB; "
        f"{facts['pending']} announced and not stored yet",
        _table("Sections", facts["sections"], ["language", "section", "articles", "first", "last"]),
        _years(facts["years"]),
        _missing(facts["missing"], facts["articles"]),
        _table("Listings", map(_listing_row, facts["listings"]), ["listing", "walked", "state"]),
        _table("Last runs", map(_run_row, facts["runs"]), ["run", "started", "code", "outcome"]),
    ]
    return "\n".join(part for part in parts if part)


def resolve_id(reader: Reader, text: str) -> str:
    """Return the id that *text* names: an id, or a number that only one article has.

    Raises NotFoundError.
    """
    if not (text.isascii() and text.isdigit()):
        return text
    ids = reader.find_ids(int(text))
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise NotFoundError(f"number {text} is in both languages: {' or '.join(ids)}")
    raise NotFoundError(f"no article has the number {text}")


def render_article(article: Mapping[str, Any]) -> str:
    """One article as text."""
    body = [textwrap.fill(text, _WIDTH) for text in article["paragraphs"]]
    head = [
        textwrap.fill(article["headline"], _WIDTH),
        f"{article['published_at']} ({article['published_precision']})  {article['id']}",
        article["url"],
    ]
    lead = article["lead"] if article["lead"] not in article["paragraphs"] else None
    parts = ["\n".join(head), *([textwrap.fill(lead, _WIDTH)] if lead else []), *body]
    if article["images"]:
        parts.append("\n".join(_image_line(image) for image in article["images"]))
    if article["teasers"]:
        parts.append("Teasers:\n" + "\n".join(_teaser_line(row) for row in article["teasers"]))
    return "\n\n".join(parts)


def _image_line(image: Mapping[str, Any]) -> str:
    return f"[{image['url']}] {image['caption'] or ''}".rstrip()


def _teaser_line(row: Mapping[str, Any]) -> str:
    text = row["headline"] or row["lead"] or row["url"]
    return f"  {row['published_raw']}  {row['target_id']}  {textwrap.shorten(text, 60)}"


def _table(title: str, rows: Iterable[Mapping[str, Any]], columns: list[str]) -> str:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    return _text(table) if table.row_count else ""


def _text(renderable: Any) -> str:
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
        f"{year} {count:5} {'█' * max(1, round(count / scale))}" for year, count in totals.items()
    ]
    return "\nArticles by year\n" + "\n".join(bars)


def _missing(missing: Mapping[str, int], articles: int) -> str:
    said = [f"{name.replace('_', ' ')} {count}" for name, count in missing.items() if count]
    return f"\nMissing in {articles} articles: {', '.join(said) or 'nothing'}" if articles else ""


def _listing_row(row: Mapping[str, Any]) -> dict[str, Any]:
    states = {"end": "complete, walked to its end", "joined": "complete, joined what was known"}
    state = states.get(row["ended"], f"goes on at page {row['next_page']}")
    return {"listing": row["listing"], "walked": row["started_at"], "state": state}


def _run_row(run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": run["id"],
        "started": run["started_at"],
        "code": "-" if run["exit_code"] is None else run["exit_code"],
        "outcome": run["outcome"] or "not finished: running, or killed",
    }


def _duration(seconds: int) -> str:
    """Return *seconds* for people.

    >>> _duration(59), _duration(200), _duration(10800)
    ('59 seconds', '3 minutes', '3.0 hours')
    """
    if seconds < 60:
        return f"{seconds} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 3600 else f"{seconds / 3600:.1f} hours"
