"""The pages to draft a layout from: those of a visit, or those in a folder kept by ``--save``."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from presidency_scraper.doctor.findings import EditionVisit
from presidency_scraper.errors import UsageError
from presidency_scraper.extract.layout_sample import Sample, read_sample
from presidency_scraper.sites.base import Site, Source


def samples_of(visits: Iterable[EditionVisit]) -> Iterator[Sample]:
    """Yield what was fetched and can be read by landmarks."""
    for edition in visits:
        for answer in (visit.answer for visit in edition.visits):
            if answer is None or answer.status != 200:
                continue
            sample = read_sample(
                answer.body,
                url=answer.url,
                content_type=answer.header("content-type"),
                seen_at=answer.captured_at,
                source=edition.source,
            )
            if sample:
                yield sample


def read_samples(folder: Path, site: Site) -> list[Sample]:
    """Read the pages in *folder*, which ``--save`` kept. Raises UsageError where there is none."""
    found = sorted(folder.rglob("page.json"))
    if not found:
        raise UsageError(f"--saved {folder} holds no page.json: name a folder kept by --save")
    samples = [_read_page(path, site) for path in found]
    return [sample for sample in samples if sample]


def _read_page(path: Path, site: Site) -> Sample | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        body = path.with_name("page.html").read_bytes()
        seen_at = datetime.fromisoformat(about["seen_at"])
        url, kind = str(about["url"]), about["content_type"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path.parent} holds no page as --save keeps it: {error}") from error
    edition = site.parse_url(url).edition
    if edition is None:
        return None
    source = Source(site, edition)
    return read_sample(body, url=url, content_type=kind, seen_at=seen_at, source=source)
