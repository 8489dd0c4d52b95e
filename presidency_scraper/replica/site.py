"""The replica as a function from requests to answers, which tests can change while it runs."""

import re
from collections.abc import Iterable, Mapping
from threading import RLock
from typing import Any, Literal

from presidency_scraper.replica import markup
from presidency_scraper.replica.content import Item, StandingPage, read_items, read_standing_pages
from presidency_scraper.replica.exchange import (
    Fault,
    LogEntry,
    Request,
    Responder,
    Response,
    negotiate,
)
from presidency_scraper.replica.picture import GREY_DOT
from presidency_scraper.replica.routes import Route, parse_path
from presidency_scraper.replica.shelf import Shelf

#: What a listing answers past its end. What the live site does is not known.
PastEnd = Literal["missing", "empty", "last"]
PAGE_SIZE = 5
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def demo_site() -> "ReplicaSite":
    """Return the replica with the bundled texts, as ``presidency demo`` serves it."""
    return ReplicaSite(read_items(), read_standing_pages())


class ReplicaSite:
    """A site that answers requests. Every method may be called from any thread, at any time.

    Articles are named by their id, ``bg/news/1937``. ``past_end`` is what a listing answers past
    its last page.
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        pages: Iterable[StandingPage] = (),
        past_end: PastEnd = "missing",
    ) -> None:
        self.past_end = past_end
        self._lock = RLock()
        self._shelf = Shelf(items)
        self._pages = {(page.language, _standing_key(page)): page for page in pages}
        self._faults: list[Fault] = []
        self._log: list[LogEntry] = []

    # What editors do

    def publish(self, item: Item) -> Item:
        """Publish an article; it stands in listings and teasers by its date at once."""
        with self._lock:
            self._shelf.publish(item)
            return item

    def edit(self, item_id: str, **changes: Any) -> Item:
        """Change fields of an article and return what it is now."""
        with self._lock:
            return self._shelf.edit(item_id, **changes)

    def delete(self, item_id: str) -> None:
        """Take an article off the site: 404 from now on, and gone from listings and teasers."""
        with self._lock:
            self._shelf.delete(item_id)

    def restore(self, item_id: str) -> None:
        """Bring a deleted article back."""
        with self._lock:
            self._shelf.restore(item_id)

    def draft(self, headline: str, **changes: Any) -> Item:
        """Return an article newer than all others, ready for :meth:`publish`."""
        with self._lock:
            return self._shelf.draft(headline, **changes)

    # What tests do

    def items(self, language: str | None = None) -> list[Item]:
        """Return the articles that are on the site, newest first."""
        with self._lock:
            return self._shelf.items(language)

    def fail(self, path_regex: str, responder: Responder, times: int | None = None) -> Fault:
        """Answer paths in which *path_regex* is found through *responder*, *times* or for ever.

        The responder gets the request and the true answer; it may change the site, too.
        """
        fault = Fault(re.compile(path_regex), responder, times)
        with self._lock:
            self._faults.append(fault)
        return fault

    def heal(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._faults.clear()

    @property
    def log(self) -> list[LogEntry]:
        """All requests so far, in the order of their answers."""
        with self._lock:
            return list(self._log)

    def clear_log(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self._log.clear()

    # What clients do

    def answer(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> Response:
        """Answer a request; *path* may carry a query."""
        named = {name.lower(): value for name, value in (headers or {}).items()}
        request = Request(method, path, named)
        with self._lock:
            response = self._answer(request)
            fault = next((fault for fault in self._faults if fault.strikes(path)), None)
            if fault:
                fault.hits += 1
                response = fault.responder(request, response)
            self._log.append(LogEntry(method, path, response.status))
        return response

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(405, {"Content-Type": "text/plain", "Allow": "GET, HEAD"})
        route = parse_path(request.path)
        if route.kind == "robots":
            real = Response(200, {"Content-Type": "text/plain"}, markup.ROBOTS.encode())
        elif route.kind == "image":
            real = Response(200, {"Content-Type": "image/jpeg"}, GREY_DOT)
        else:
            page = self._page(route)
            missing = markup.missing_page(route.language) if page is None else page
            real = Response(404 if page is None else 200, _HTML, missing.encode())
        return negotiate(request, real)

    def _page(self, route: Route) -> str | None:
        if route.kind == "article":
            return self._article(route)
        if route.kind == "listing":
            return self._listing(route)
        if route.kind == "calendar":
            return self._calendar(route)
        page = self._pages.get((route.language, route.key))
        return markup.standing_page(page) if page else None

    def _article(self, route: Route) -> str | None:
        item = self._shelf.find(route.language, route.section, route.number)
        teasers = self._shelf.teasers(route.language, item)
        if item:
            return markup.article_page(item, teasers)
        original = self._shelf.find("bg", route.section, route.number)
        return markup.shell_page(original, route.language, teasers) if original else None

    def _listing(self, route: Route) -> str | None:
        items = self._shelf.listed(route.language, route.section, route.label)
        last = max(1, -(-len(items) // PAGE_SIZE))
        page = min(route.number, last) if self.past_end == "last" else route.number
        if page < 1 or (page > last and self.past_end == "missing"):
            return None
        shown = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        root = f"/{route.language}/{route.section}" + (f"/{route.label}" if route.label else "")
        view = markup.ListingView(route.language, route.section, root, page, last, shown)
        return markup.listing_page(view)

    def _calendar(self, route: Route) -> str:
        items = self._shelf.items(route.language)
        shown = items[route.number % len(items) :][:2] if items else []
        return markup.calendar_page(route.language, route.number, shown)


def _standing_key(page: StandingPage) -> str:
    return parse_path(f"/{page.language}/{page.path}").key
