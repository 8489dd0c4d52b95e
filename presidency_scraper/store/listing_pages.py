"""What is known of the single pages of listings: what they said, and when they were asked."""

import json
from collections.abc import Iterable, Sequence

from presidency_scraper.store import queries
from presidency_scraper.store.connection import Handle


class SightedIds:
    """The ids of the articles that *listing* has shown a crawl, before a run if one is given.

    They are asked for where one is wanted: a night shows ten of a listing's thousands.
    """

    def __init__(self, database: Handle, listing: str, before_run: int | None) -> None:
        self._database = database
        self._known = {"listing": listing, "run": before_run}

    def issuperset(self, ids: Iterable[str]) -> bool:
        """Tell whether all of *ids* are among them."""
        known = self._known | {"ids": json.dumps([*ids])}
        return self._database.execute(queries.UNSIGHTED, known).fetchone() is None

    def __bool__(self) -> bool:
        return self._database.execute(queries.SIGHTED, self._known).fetchone() is not None

    def __len__(self) -> int:
        return int(self._database.execute(queries.SIGHTED_COUNT, self._known).fetchone()[0])


class ListingPages:
    """Reads the sightings, problems and captures of listing pages."""

    def __init__(self, database: Handle) -> None:
        self.database = database

    def sighted_ids(self, listing: str, before_run: int | None = None) -> SightedIds:
        """Ids of all articles that *listing* has ever shown, before a run if one is given."""
        return SightedIds(self.database, listing, before_run)

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
