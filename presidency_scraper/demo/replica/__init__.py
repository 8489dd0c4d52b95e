"""A replica of the site on the loopback address, for ``presidency demo`` and for the tests.

What it serves is real text in made-up markup (``content/README.md`` says where from), so nothing
may be learnt from it about the live site's HTML.

One site has three faces, the editions ``text``, ``www`` and ``mobile``. ``demo_site()`` is the
text edition; ``site.face("www")`` is the same site on the desktop, and an edit shows in both.
"""

from presidency_scraper.demo.replica.content import Item, StandingPage, read_items
from presidency_scraper.demo.replica.dress import dress_article, dress_listing, dress_shell
from presidency_scraper.demo.replica.http_messages import (
    Fault,
    LogEntry,
    Request,
    Response,
    close_after,
    delay,
    status,
)
from presidency_scraper.demo.replica.paths import article_path, listing_path
from presidency_scraper.demo.replica.server import ReplicaServer, serve_replica
from presidency_scraper.demo.replica.site import ReplicaSite, demo_site
from presidency_scraper.demo.replica.tags import picture_path
from presidency_scraper.demo.replica.vocabulary import EDITIONS, Edition

__all__ = [
    "EDITIONS",
    "Edition",
    "Fault",
    "Item",
    "LogEntry",
    "ReplicaServer",
    "ReplicaSite",
    "Request",
    "Response",
    "StandingPage",
    "article_path",
    "close_after",
    "delay",
    "demo_site",
    "dress_article",
    "dress_listing",
    "dress_shell",
    "listing_path",
    "picture_path",
    "read_items",
    "serve_replica",
    "status",
]
