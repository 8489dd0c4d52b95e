"""What is known of the single pages of listings: how long they were, and when they were asked."""

from collections.abc import Sequence

from presidency_scraper.store import queries
from presidency_scraper.store.connection import Handle


class ListingPages:
    """Reads the sightings, problems and captures of listing pages."""

    def __init__(self, database: Handle) -> None:
        self.database = database

    def sizes(self, listing: str, before_run: int | None) -> dict[int, int]:
        """How many entries each page of *listing* showed last, before a run if one is given."""
        known = {"listing": listing, "run": before_run}
        return dict(self.database.execute(queries.PAGE_SIZES, known))

    def reported_urls(self, listing: str, before_run: int | None) -> list[str]:
        """Addresses of pages of *listing* that showed none of their entries when last asked for."""
        known = {"listing": listing, "run": before_run}
        return [row[0] for row in self.database.execute(queries.REPORTED, known)]

    def last_captures(self, urls: Sequence[str]) -> list[int]:
        """The id of the newest capture by a crawl of each of *urls*, 0 where there is none."""
        query = "SELECT coalesce(max(id), 0) FROM captures WHERE url = ? AND source IS NULL"
        return [int(self.database.execute(query, [url]).fetchone()[0]) for url in urls]

    def is_behind(self, part: str, whole: str) -> bool:
        """Tell whether *whole* showed something new since its *part* was walked through.

        So it is too where no walk of the part came to an end, or its newest one did not.
        """
        known = {"part": part, "whole": whole}
        return bool(self.database.execute(queries.IS_BEHIND, known).fetchone()[0])
