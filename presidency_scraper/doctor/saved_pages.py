"""Keeps what came as a folder: for an issue, and in it pages in the form of ``tests/pages``."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from presidency_scraper.clock import utc_iso
from presidency_scraper.doctor.findings import EditionVisit, Report, Visit
from presidency_scraper.doctor.findings_text import render_report, told_report
from presidency_scraper.errors import EncodingError, PageError, StorageError, UsageError
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Article, Entry, Exchange, Listing, Moment, Page, Shell
from presidency_scraper.sites.base import Source

_README = """\
What `presidency doctor --save` found and kept.

report.txt, report.json   what was read, field by field
answers/                  status, headers and body of each answer, as JSON and as received
pages/NAME/               a page in the form of the project's tests: page.html, page.json and
                          expected.json, which holds what was read, right or wrong

To report a change of the site: attach this folder to an issue.

To make a test of a page: copy pages/NAME into tests/pages of a checkout and correct expected.json
by hand, from the page in a browser. Then run: python -m pytest tests/extract/test_extract.py
"""


def check_folder(folder: Path) -> None:
    """Raise UsageError where *folder* holds something or cannot be one."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"--save {folder} is not an empty folder: name another")
    except OSError as error:
        raise UsageError(
            f"--save {folder} cannot be used ({error.strerror}): name another"
        ) from error


def save_report(report: Report, folder: Path) -> None:
    """Write all that came and *report* into *folder*. Raises StorageError."""
    try:
        (folder / "answers").mkdir(parents=True, exist_ok=True)
        (folder / "README.txt").write_text(_README, encoding="utf-8")
        (folder / "report.txt").write_text(render_report(report) + "\n", encoding="utf-8")
        _write_json(folder / "report.json", told_report(report))
        for edition in report.editions:
            if edition.robots:
                _save_answer(edition.robots, folder / "answers" / f"{edition.edition}-robots")
            for visit in edition.visits:
                if visit.answer:
                    _save_page(edition, visit, visit.answer, folder)
    except OSError as error:
        raise StorageError(
            f"cannot write {folder} ({error.strerror or error}): name another"
        ) from error


def _save_page(edition: EditionVisit, visit: Visit, answer: Exchange, folder: Path) -> None:
    name = f"{edition.edition}-{re.sub(r'[^a-z0-9]+', '-', visit.name.split(',')[0])}"
    _save_answer(answer, folder / "answers" / name)
    is_undecoded = visit.reading is not None and isinstance(visit.reading.problem, EncodingError)
    if answer.status == 200 and not (is_undecoded and answer.header("content-encoding")):
        _save_test(edition, answer, folder / "pages" / name)


def _save_answer(answer: Exchange, path: Path) -> None:
    path.with_name(f"{path.name}.body").write_bytes(answer.body)
    about = {
        "url": answer.url,
        "status": answer.status,
        "captured_at": utc_iso(answer.captured_at),
        "headers": {name.lower(): answer.header(name) for name, _ in answer.response_headers},
    }
    _write_json(path.with_name(f"{path.name}.json"), about)


def _save_test(edition: EditionVisit, answer: Exchange, folder: Path) -> None:
    """The host tells a test the edition, so a page of a mirror gets the edition's own."""
    own = replace(edition.source, origin=None)
    url = answer.url.replace(edition.origin, own.site.editions[own.edition].origin, 1)
    about = {
        "url": url,
        "content_type": answer.header("content-type"),
        "seen_at": answer.captured_at.isoformat(timespec="seconds"),
    }
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(answer.body)
    _write_json(folder / "page.json", about)
    _write_json(folder / "expected.json", _read_again(answer, url, own))


def _read_again(answer: Exchange, url: str, source: Source) -> dict[str, Any]:
    """What the page says at its own address, as a test reads it."""
    try:
        page = extract_page(
            answer.body,
            url=url,
            content_type=answer.header("content-type"),
            seen_at=answer.captured_at,
            source=source,
        )
    except PageError as error:
        return {"error": error.kind}
    return told_page(page)


def told_page(page: Page) -> dict[str, Any]:
    """Return what a record says, as ``expected.json`` of the tests writes it."""
    if isinstance(page, Listing):
        return {
            "kind": "listing",
            "last_page": page.last_page,
            "refused": list(page.refused),
            "entries": [_told_entry(entry) for entry in page.entries],
        }
    said: dict[str, Any] = {
        "kind": "shell" if isinstance(page, Shell) else "article",
        "id": page.ref.id,
        **_told_moment(page.published),
        "published_raw": page.published.raw,
        "teasers": [_told_entry(entry) for entry in page.teasers],
    }
    if isinstance(page, Article):
        said["headline"] = page.headline
        said["paragraphs"] = list(page.paragraphs)
        said["images"] = [{"url": image.url, "caption": image.caption} for image in page.images]
    return said


def _told_entry(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "headline": entry.headline,
        "lead": entry.lead,
        **_told_moment(entry.published),
        "published_raw": entry.published_raw,
        "url": entry.url,
        "target": entry.target.id,
    }


def _told_moment(moment: Moment | None) -> dict[str, Any]:
    return {"published_at": moment and moment.iso, "precision": moment and moment.precision.value}


def _write_json(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
