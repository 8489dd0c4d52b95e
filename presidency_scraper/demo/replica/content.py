"""The texts of the replica; knows how the files in ``content/`` are written and what they mean.

Pure once read: an :class:`Item` is what the site's editors typed, clean; the junk that the live
site prints around it is named in ``quirks`` and added by
:mod:`presidency_scraper.demo.replica.tags`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

#: What can be printed wrong about an item; ``tags`` and the faces say how each one looks.
QUIRKS: Final = frozenset(
    {
        "bare",  # a listing shows date and lead, no headline
        "blanks",  # runs of blanks, some of them no-break
        "br",  # paragraphs parted by a single line break
        "bulgarian_month",  # an English listing prints a Bulgarian month
        "duplicate",  # stands twice in listings
        "glued",  # the timestamp runs into the first paragraph
        "glued_blank",  # the same with a blank between them
        "nbsp",  # paragraphs of one no-break space
        "quotes",  # quotation marks as entities
        "rnrn",  # a line end printed as letters after the headline
        "soft_hyphens",  # soft hyphens inside long words
        "word_spans",  # spans pasted from Word, one of them ending inside a word
    }
)

#: What an item may say was filled in (``content/README.md`` says with what).
INVENTABLE: Final = frozenset(
    {
        "captions",
        "headline",
        "lead",
        "minutes",
        "number",
        "paragraphs",
        "published",
        "slug",
        "time",
    }
)

_CONTENT: Final = files(__package__).joinpath("content")
#: What every picture is: the smallest JPEG there is, one grey pixel.
GREY_DOT: Final = _CONTENT.joinpath("grey-dot.jpg").read_bytes()


@dataclass(frozen=True, slots=True)
class Item:
    """An article in one language. ``published`` is local: ``YYYY-MM-DD HH:MM:SS``.

    There is one caption for each picture; ``None`` is a picture without one.
    """

    section: str
    number: int
    language: str
    slug: str
    headline: str
    published: str
    lead: str
    paragraphs: tuple[str, ...]
    captions: tuple[str | None, ...] = ()
    quirks: frozenset[str] = frozenset()
    label: str = "president"
    invented: frozenset[str] = frozenset()
    cut: bool = False
    source: str = ""

    @property
    def id(self) -> str:
        """The article's name in the database and in the site's methods: ``bg/news/1937``."""
        return f"{self.language}/{self.section}/{self.number}"

    @property
    def path(self) -> str:
        """Where the text edition links to it."""
        return f"/{self.language}/{self.section}{self.number}/{self.slug}.html"

    @property
    def standfirst(self) -> str | None:
        """The lead, where the article's own page shows it above the text."""
        return None if self.lead in self.paragraphs[:1] else self.lead


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page under ``/catN/``; ``path`` has no language and no ``.html``."""

    language: str
    path: str
    headline: str
    published: str
    paragraphs: tuple[str, ...]
    invented: frozenset[str] = frozenset()
    cut: bool = False
    source: str = ""


def read_items() -> tuple[Item, ...]:
    """Read the bundled articles of both languages."""
    names = ("articles-bg.json", "articles-en.json")
    return tuple(parse_item(raw) for name in names for raw in _read_json(name))


def read_standing_pages() -> tuple[StandingPage, ...]:
    """Read the bundled pages under ``/catN/``."""
    return tuple(
        StandingPage(
            **raw | {"paragraphs": tuple(raw["paragraphs"]), "invented": frozenset(raw["invented"])}
        )
        for raw in _read_json("standing-pages.json")
    )


def parse_item(raw: Mapping[str, Any]) -> Item:
    """Make an item of its JSON object; unknown or missing keys are a ``TypeError``."""
    sets = {name: frozenset(raw[name]) for name in ("quirks", "invented")}
    tuples = {name: tuple(raw[name]) for name in ("paragraphs", "captions")}
    return Item(**{**raw, **sets, **tuples})


def _read_json(name: str) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = json.loads(_CONTENT.joinpath(name).read_bytes())
    return objects
