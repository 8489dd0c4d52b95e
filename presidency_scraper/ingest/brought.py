"""What an import brought. Pure data."""

from collections import Counter
from dataclasses import dataclass

from presidency_scraper.ingest.run import Run


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought: the run, by kinds the faults of files, the rows that were added.

    ``unreadable`` counts the pages of the site that no layout reads.
    """

    run: Run
    faults: Counter[str]
    rows: dict[str, int]
    unreadable: int
