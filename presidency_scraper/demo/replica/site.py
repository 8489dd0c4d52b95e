"""The replica as a function from requests to answers, which tests can change while it runs."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from presidency_scraper.demo.replica.content import (
    GREY_DOT,
    Item,
    StandingPage,
    read_items,
    read_standing_pages,
)
from presidency_scraper.demo.replica.dress import (
    dress_article,
    dress_listing,
    dress_shell,
    write_page,
)
from presidency_scraper.demo.replica.http_messages import (
    Fault,
    LogEntry,
    Request,
    Responder,
    Response,
    negotiate,
)
from presidency_scraper.demo.replica.routes import Route, parse_path
from presidency_scraper.demo.replica.shelf import Shelf
from presidency_scraper.demo.replica.vocabulary import LANGUAGES, Edition

#: What a listing answers past its end. What the live site does is not known.
PastEnd = Literal["missing", "empty", "last"]
PAGE_SIZE = 5
_ROBOTS = b"User-agent: *\nDisallow:\n"
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def demo_site(edition: Edition = "text") -> "ReplicaSite":
    """Return the replica with the bundled texts, as ``presidency demo`` serves it."""
    return ReplicaSite(read_items(), read_standing_pages(), edition=edition)


class ReplicaSite:
    """A site that answers requests. Every method may be called from any thread, at any time.

    Articles are named by their id, ``bg/news/1937``. ``past_end`` is what a listing answers past
    its last page. A site is one face, an ``edition``, of the texts on a shelf; :meth:`face` makes
    another that shares them. What editors do (``publish``, ``edit``, ``delete``, ``restore``) is
    done to the shelf, which also says what is on the site (``items``, ``draft``).
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        pages: Iterable[StandingPage] = (),
        past_end: PastEnd = "missing",
        edition: Edition = "text",
        shelf: Shelf | None = None,
    ) -> None:
        self.past_end = past_end
        self.edition = edition
        self._shelf = shelf = shelf or Shelf(items, pages)
        self._lock = shelf.lock
        self.publish, self.edit, self.delete = shelf.publish, shelf.edit, shelf.delete
        self.restore, self.items, self.draft = shelf.restore, shelf.items, shelf.draft
        self._faults: list[Fault] = []
        self._log: list[LogEntry] = []

    def face(self, edition: Edition) -> "ReplicaSite":
        """Return the same texts as another edition; log, faults and ``past_end`` are its own.

        What is published, edited or deleted through one face shows in all.
        """
        return ReplicaSite(past_end=self.past_end, edition=edition, shelf=self._shelf)

    # What tests do

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
        route = parse_path(request.path, self.edition, self._unnamed_language(request))
        if route.kind == "robots":
            real = Response(200, {"Content-Type": "text/plain"}, _ROBOTS)
        elif route.kind == "image":
            real = Response(200, {"Content-Type": "image/jpeg"}, GREY_DOT)
        else:
            page = self._page(route)
            html = page or write_page(self.edition, "missing", route.language)
            real = Response(200 if page else 404, _HTML, html.encode())
        return negotiate(request, real)

    def _unnamed_language(self, request: Request) -> str:
        """Return the language of an address that names none: on ``www`` a cookie may say."""
        cookie = request.cookie("lang") if self.edition == "www" else None
        return cookie if cookie in LANGUAGES else "bg"

    def _page(self, route: Route) -> str | None:
        if route.kind == "article":
            return self._article(route)
        if route.kind == "listing":
            return self._listing(route)
        if route.kind == "calendar":
            return self._calendar(route)
        page = self._shelf.find_page(route.language, route.key)
        return write_page(self.edition, "standing", page) if page else None

    def _article(self, route: Route) -> str | None:
        item = self._shelf.find(route.language, route.section, route.number)
        teasers = self._shelf.teasers(route.language, item)
        if item:
            return dress_article(item, self.edition, teasers)
        original = self._shelf.find("bg", route.section, route.number)
        if original:
            return dress_shell(original, self.edition, route.language, teasers)
        return None

    def _listing(self, route: Route) -> str | None:
        items = self._shelf.listed(route.language, route.section, route.label)
        last = max(1, -(-len(items) // PAGE_SIZE))
        page = min(route.number, last) if self.past_end == "last" else route.number
        if page < 1 or (page > last and self.past_end == "missing"):
            return None
        shown = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        where = (route.language, route.section, route.label)
        return dress_listing(shown, self.edition, *where, page, last)

    def _calendar(self, route: Route) -> str:
        items = self._shelf.items(route.language)
        shown = items[route.number % len(items) :][:2] if items else []
        return write_page(self.edition, "calendar", route.language, route.number, shown)
