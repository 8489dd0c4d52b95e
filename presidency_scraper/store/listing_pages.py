"""What is known of the single pages of listings: what they said, and when they were asked."""

import json
from collections.abc import Iterable, Sequence

from presidency_scraper.items import Listing
from presidency_scraper.store import queries
from presidency_scraper.store.connection import Handle
from presidency_scraper.store.rows import entry_row, listing_row


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


def write_listing(database: Handle, listing: Listing, capture_id: int) -> None:
    """Keep what a page of a listing said: most of it was said before, and is named only."""
    if listing.entries:
        database.execute(_PAGE, listing_row(listing.ref, capture_id))
    for entry in listing.entries:
        row = entry_row(entry)
        known = database.execute(_ENTRY, row).fetchone()
        entry_id = known[0] if known else database.execute(_NEW_ENTRY, row).lastrowid
        database.execute(_SHOWN, [capture_id, entry.position, entry_id])


_PAGE = "INSERT INTO listing_pages VALUES (:capture_id, :listing, :label, :page)"
_ENTRY = """
SELECT id FROM entries
WHERE article_id = :article_id AND url = :url AND published_raw = :published_raw
  AND headline IS :headline AND lead IS :lead AND published_at IS :published_at
"""
_NEW_ENTRY = """
INSERT INTO entries (article_id, headline, lead, published_at, published_raw, url)
VALUES (:article_id, :headline, :lead, :published_at, :published_raw, :url)
"""
_SHOWN = "INSERT INTO listing_entries (capture_id, position, entry_id) VALUES (?, ?, ?)"
