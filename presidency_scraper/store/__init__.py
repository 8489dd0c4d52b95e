"""The database: the only place with SQL. Knows tables, and neither pages nor the network."""

from presidency_scraper.store.adopting import adopt_ledger
from presidency_scraper.store.captures import Capture, WalkProgress
from presidency_scraper.store.gaps import Announced, Asked, Gap, Numbers
from presidency_scraper.store.opening import (
    explain_sqlite,
    open_reader,
    open_store,
    refuse_to_replace,
    remove_database,
)
from presidency_scraper.store.queries import GONE_HOURS, SCHEDULE
from presidency_scraper.store.reads import Due, Reader
from presidency_scraper.store.rows import listing_key
from presidency_scraper.store.searching import Hit, search_articles
from presidency_scraper.store.writes import Store

__all__ = [
    "GONE_HOURS",
    "SCHEDULE",
    "Announced",
    "Asked",
    "Capture",
    "Due",
    "Gap",
    "Hit",
    "Numbers",
    "Reader",
    "Store",
    "WalkProgress",
    "adopt_ledger",
    "explain_sqlite",
    "listing_key",
    "open_reader",
    "open_store",
    "refuse_to_replace",
    "remove_database",
    "search_articles",
]
