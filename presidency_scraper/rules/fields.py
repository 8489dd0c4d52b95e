"""What pages have, counted: by these numbers a site that changed is told from one that did not.

Pure. Each count says how often something was looked for and how often it was there, or how many
of it there were in all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from presidency_scraper.items import Article, Listing, Page

#: What is counted, and how it is said: the values of ``run_fields.field``.
FIELDS = {
    "article": "article pages that could be read",
    "slug": "headlines that match their slugs",
    "date": "new articles with the date of their listing",
    "paragraphs": "paragraphs an article",
    "images": "articles with pictures",
    "teasers": "articles with teasers",
    "teaser_lead": "teasers with a lead",
    "listing": "listing pages that could be read",
    "entries": "entries a listing page",
    "entry_headline": "entries with a headline",
    "entry_lead": "entries with a lead",
    "entry_date": "entries with a date",
    "present": "stored articles that were still there",
    "same": "stored articles that were as before",
}


@dataclass(frozen=True, slots=True)
class Count:
    """``found`` of ``pages`` had a field, as ``layout`` reads them; empty where none could."""

    layout: str
    field: str
    pages: int
    found: int


@dataclass(slots=True)
class Tally:
    """Counts added up by layout and field."""

    pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, counts: Iterable[Count]) -> None:
        """Add *counts* to what was counted before."""
        for count in counts:
            key = count.layout, count.field
            self.pages[key] += count.pages
            self.found[key] += count.found

    def of(self, name: str) -> tuple[int, int]:
        """How often the field *name* was looked for and found, by all layouts together."""
        keys = [key for key in self.pages if key[1] == name]
        return sum(self.pages[key] for key in keys), sum(self.found[key] for key in keys)

    def copy(self) -> "Tally":
        """A tally of its own with the same counts."""
        return Tally(Counter(self.pages), Counter(self.found))

    def counts(self) -> Iterator[Count]:
        """What was counted."""
        return (Count(*key, pages, self.found[key]) for key, pages in self.pages.items())


def count_page(page: Page) -> Iterator[Count]:
    """What *page* has of all that its kind should have."""
    if isinstance(page, Article):
        yield from _count_article(page)
    elif isinstance(page, Listing):
        yield Count(page.layout, "listing", 1, 1)
        if page.entries:
            yield Count(page.layout, "entries", 1, len(page.entries))
        for name in ("headline", "lead"):
            had = sum(getattr(entry, name) is not None for entry in page.entries)
            yield Count(page.layout, f"entry_{name}", len(page.entries), had)
        dated = sum(entry.published is not None for entry in page.entries)
        yield Count(page.layout, "entry_date", len(page.entries), dated)


def _count_article(page: Article) -> Iterator[Count]:
    yield Count(page.layout, "article", 1, 1)
    if page.slug_agrees is not None:
        yield Count(page.layout, "slug", 1, page.slug_agrees)
    yield Count(page.layout, "paragraphs", 1, len(page.paragraphs))
    yield Count(page.layout, "images", 1, bool(page.images))
    yield Count(page.layout, "teasers", 1, bool(page.teasers))
    had = sum(teaser.lead is not None for teaser in page.teasers)
    yield Count(page.layout, "teaser_lead", len(page.teasers), had)
