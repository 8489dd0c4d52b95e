"""The database: the only place with SQL. Knows tables, and neither pages nor the network.

A name is loaded when it is asked for: who only reads need not wait for what writes and indexes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "adopting": ("adopt_ledger",),
    "captures": ("Capture", "WalkProgress"),
    "gaps": ("Announced", "Asked", "Gap", "Numbers"),
    "opening": (
        "explain_sqlite",
        "open_reader",
        "open_store",
        "refuse_to_replace",
        "remove_database",
    ),
    "queries": ("GONE_HOURS", "SCHEDULE"),
    "reads": ("Due", "Reader"),
    "rows": ("listing_key",),
    "searching": ("Hit", "search_articles"),
    "writes": ("Store",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
