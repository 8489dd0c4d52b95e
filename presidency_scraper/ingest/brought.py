"""What an import brought. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass

from presidency_scraper.ingest.run import Run


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought: the run, and the rows that were added.

    Of a list of captures alone nobody knows the rows, which are None. ``unreadable`` counts the
    pages of the site that no layout reads.
    """

    run: Run
    rows: Mapping[str, int | None]
    unreadable: int

    @property
    def faults(self) -> dict[str, int]:
        """How many faults there were, by their kinds."""
        named = ((name.partition(": "), count) for name, count in self.run.counts.items())
        return {kind: count for (word, found, kind), count in named if found and word == "faults"}
