"""The database: the only place with SQL. Knows tables, and neither pages nor the network."""

from presidency_scraper.store.opening import (
    explain_sqlite,
    open_reader,
    open_store,
    remove_database,
)
from presidency_scraper.store.reads import Reader
from presidency_scraper.store.writes import Capture, Outcome, Store, WalkProgress, listing_key

__all__ = [
    "Capture",
    "Outcome",
    "Reader",
    "Store",
    "WalkProgress",
    "explain_sqlite",
    "listing_key",
    "open_reader",
    "open_store",
    "remove_database",
]
