"""What is published at a moment; knows the order of articles and who is whose neighbour.

The faces of a site share one shelf: it knows no edition.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from presidency_scraper.demo.replica.content import Item, StandingPage
from presidency_scraper.demo.replica.routes import parse_path

#: The general news listing, and so the teasers, show speeches too.
_NEWS = frozenset({"news", "speeches-and-statements"})
TEASERS = 4


class Shelf:
    """The texts of the replica; every :class:`ReplicaSite` on it answers under ``lock``, too."""

    def __init__(self, items: Iterable[Item], pages: Iterable[StandingPage] = ()) -> None:
        self.lock = RLock()
        self._pages = {(page.language, _key(page)): page for page in pages}
        self._items: dict[str, Item] = {}
        self._gone: set[str] = set()
        self._ordered: list[Item] | None = None
        for item in items:
            self.publish(item)

    def publish(self, item: Item) -> Item:
        """Publish an article; it stands in listings and teasers by its date at once.

        An id that is taken is a ``ValueError``.
        """
        with self.lock:
            if item.id in self._items:
                raise ValueError(f"{item.id} is published already; edit it, or restore it")
            self._items[item.id] = item
            self._ordered = None
        return item

    def edit(self, item_id: str, **changes: Any) -> Item:
        """Change fields of an article; its id stays, a deleted one stays deleted."""
        with self.lock:
            item = replace(self._items[item_id], **changes)
            if item.id != item_id:
                raise ValueError(
                    f"{item_id} cannot become {item.id}; delete it and publish the other"
                )
            self._items[item_id] = item
            self._ordered = None
        return item

    def delete(self, item_id: str) -> None:
        """Take an article off the site: 404 from now on, and gone from listings and teasers."""
        with self.lock:
            self._gone.add(self._items[item_id].id)
            self._ordered = None

    def restore(self, item_id: str) -> None:
        """Bring a deleted article back."""
        with self.lock:
            self._gone.remove(item_id)
            self._ordered = None

    def find(self, language: str, section: str, number: int) -> Item | None:
        """Return the article that is there, if it is."""
        item_id = f"{language}/{section}/{number}"
        return None if item_id in self._gone else self._items.get(item_id)

    def find_page(self, language: str, key: str) -> StandingPage | None:
        """Return a standing page by what its address says: ``cat8``, ``cat49/810``."""
        return self._pages.get((language, key))

    def items(self, language: str | None = None) -> list[Item]:
        """Return what is on the site, newest first."""
        with self.lock:
            if self._ordered is None:
                there = (item for item in self._items.values() if item.id not in self._gone)
                self._ordered = sorted(there, key=lambda i: (i.published, i.number), reverse=True)
            return [item for item in self._ordered if language in (None, item.language)]

    def listed(self, language: str, section: str, label: str | None = None) -> list[Item]:
        """Return a whole listing, newest first; an item with the quirk ``duplicate`` twice."""
        sections = _NEWS if section == "news" else {section}
        return [
            item
            for item in self.items(language)
            if item.section in sections and label in (None, item.label)
            for _ in range(1 + ("duplicate" in item.quirks))
        ]

    def teasers(self, language: str, beside: Item | None = None) -> list[Item]:
        """Return the newest of the news in a language, the article itself left out."""
        newest = (item for item in self.items(language) if item.section in _NEWS)
        return [item for item in newest if beside is None or item.id != beside.id][:TEASERS]

    def draft(self, headline: str, **changes: Any) -> Item:
        """Return an article ready for :meth:`publish`: next number, an hour after the newest."""
        with self.lock:
            items = list(self._items.values())
        newest = max((item.published for item in items), default="2026-01-01")
        hour_later = datetime.fromisoformat(newest) + timedelta(hours=1)
        fields: dict[str, Any] = {
            "section": "news",
            "number": max((item.number for item in items), default=0) + 1,
            "language": "bg",
            "slug": "nov-material",
            "headline": headline,
            "published": hour_later.isoformat(sep=" "),
            "lead": headline,
            "paragraphs": (headline,),
        }
        return Item(**{**fields, **changes})


def _key(page: StandingPage) -> str:
    return parse_path(f"/{page.language}/{page.path}").key
