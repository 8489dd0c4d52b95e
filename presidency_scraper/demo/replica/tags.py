"""What the faces of the replica have in common: the text that editors typed, and its junk.

The markup is made up (no page of the live site was at hand), so nothing can be learnt from it but
what a person would read; how a page is put together is each face's own. The text of an article is
the same in all editions, as they show the same articles.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from presidency_scraper.demo.replica import vocabulary as words
from presidency_scraper.demo.replica.content import Item
from presidency_scraper.demo.replica.paths import listing_path
from presidency_scraper.demo.replica.vocabulary import Edition

_ENTITIES = str.maketrans({"„": "&bdquo;", "“": "&ldquo;", "”": "&rdquo;", '"': "&quot;"})
_SPAN = Markup('<span lang="BG" style="font-size:12.0pt;mso-ansi-language:BG">{}</span>')


@dataclass(frozen=True, slots=True)
class ListingView:
    """What a page of a listing shows; ``label`` is whose news it is narrowed to, if it is."""

    language: str
    section: str
    label: str | None
    page: int
    last: int
    items: Sequence[Item]

    def turns(self, edition: Edition) -> list[tuple[str, str]]:
        """Return the links to other pages: addresses and words."""
        turn = words.TURN[self.language]
        near = range(max(1, self.page - 2), min(self.last, self.page + 2) + 1)
        links = [(page, str(page)) for page in near]
        if self.page > 1:
            links[:0] = [(1, turn["first"]), (self.page - 1, turn["previous"])]
        if self.page < self.last:
            links += [(self.page + 1, turn["next"]), (self.last, turn["last"])]
        where = (edition, self.language, self.section, self.label)
        return [(listing_path(*where, page), word) for page, word in links]

    def filters(self, edition: Edition) -> list[tuple[str, str]]:
        """Return the links to whose news can be chosen: addresses and words."""
        return [
            (listing_path(edition, self.language, "news", name), word)
            for name, word in words.FILTERS[self.language].items()
        ]


def picture_path(item: Item, position: int) -> str:
    """Where a picture stands: named by its upload, three minutes after the printed time."""
    moment = datetime.fromisoformat(item.published).replace(tzinfo=UTC)
    return f"/images/{item.section}/mm_{int(moment.timestamp()) + 180 + position}.jpg"


def write_paragraphs(texts: Sequence[str], quirks: frozenset[str], stamp: str = "") -> Markup:
    """Write texts one below the other, the first of them behind *stamp*, which is HTML already."""
    blocks = [write_inline(text, quirks) for text in texts]
    blocks[:1] = [stamp + block for block in blocks[:1]]
    if "br" in quirks:
        return Markup("<p>{}</p>\n").format(Markup("<br>\n").join(blocks)) if blocks else Markup()
    gap = Markup("<p>&nbsp;</p>\n") if "nbsp" in quirks else ""
    return Markup().join(Markup("<p>{}</p>\n{}").format(block, gap) for block in blocks)


def write_headline(item: Item) -> Markup:
    """Write a headline, junk included."""
    end = "rnrn" if "rnrn" in item.quirks else ""
    return write_inline(item.headline, item.quirks - {"word_spans"}) + end


def write_alternative(item: Item) -> str:
    """Return a headline as the alternative text of a picture: not escaped yet."""
    end = "rnrn" if "rnrn" in item.quirks else ""
    return _type(item.headline, item.quirks) + end


def write_inline(text: str, quirks: frozenset[str]) -> Markup:
    """Write a piece of text, junk included."""
    text = _type(text, quirks)
    if "word_spans" not in quirks:
        return _escape(text, quirks)
    half = len(text) // 2
    halves = (_escape(text[:half], quirks), _escape(text[half:], quirks))
    return Markup().join(_SPAN.format(part) for part in halves) + Markup("<o:p></o:p>")


def month_language(item: Item) -> str:
    """Return the language in which listings print the item's month."""
    return "bg" if "bulgarian_month" in item.quirks else item.language


def timestamp_gap(item: Item) -> str | None:
    """Return what stands between the date and what it is glued to; ``None`` where it is not."""
    if "glued_blank" in item.quirks:
        return " "
    return "" if "glued" in item.quirks else None


def _type(text: str, quirks: frozenset[str]) -> str:
    if "soft_hyphens" in quirks:
        text = " ".join(w[:4] + "\u00ad" + w[4:] if len(w) > 9 else w for w in text.split(" "))
    if "blanks" in quirks:
        text = text.replace(": ", ":  ").replace(". ", ".   ").replace(", ", ", \u00a0")
    return text


def _escape(text: str, quirks: frozenset[str]) -> Markup:
    plain = html.escape(text, quote=False)
    return Markup(plain.translate(_ENTITIES) if "quotes" in quirks else plain)  # noqa: S704  escaped
