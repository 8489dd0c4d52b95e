"""A replica of the site on the loopback address, for ``presidency demo`` and for the tests.

What it serves is real text in made-up markup (``content/README.md`` says where from), so nothing
may be learnt from it about the live site's HTML.
"""

from presidency_scraper.replica.content import Item, StandingPage, read_items
from presidency_scraper.replica.exchange import (
    Fault,
    LogEntry,
    Request,
    Response,
    close_after,
    delay,
    status,
)
from presidency_scraper.replica.server import ReplicaServer, serve_replica
from presidency_scraper.replica.site import ReplicaSite, demo_site

__all__ = [
    "Fault",
    "Item",
    "LogEntry",
    "ReplicaServer",
    "ReplicaSite",
    "Request",
    "Response",
    "StandingPage",
    "close_after",
    "delay",
    "demo_site",
    "read_items",
    "serve_replica",
    "status",
]
