"""What a run counts of the pages that it stored."""

from collections import Counter
from collections.abc import Iterable

from presidency_scraper.ingest.intake import Saved
from presidency_scraper.items import Shell


def count_pages(saved: Iterable[Saved], counts: Counter[str], notes: list[str]) -> None:
    """Add to *counts* and *notes* what the pages *saved* were and meant."""
    for read, meaning in saved:
        if read.counted_as:
            counts[read.counted_as] += 1
        if read.note:
            notes.append(read.note)
        if isinstance(read.page, Shell):
            counts["shells"] += 1
        if meaning:
            counts[meaning] += 1
