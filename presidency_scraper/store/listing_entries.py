"""Keeps what the pages of listings say of articles: each wording once, and which page showed it."""

from presidency_scraper.items import Listing
from presidency_scraper.store.connection import Handle
from presidency_scraper.store.rows import entry_row, listing_row


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
