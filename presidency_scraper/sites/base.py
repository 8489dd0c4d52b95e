"""What any site is made of: sections, editions, functions for its URLs and for its pages.

Knows the words in which a site describes itself, and no site. A site is a folder beside this
file whose ``__init__`` fills in one :class:`Site`; everything above ``sites`` sees only that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from presidency_scraper.items import (
    Article,
    ArticleRef,
    Listing,
    ListingRef,
    Moment,
    Shell,
    Term,
)
from presidency_scraper.sites.dates import Clock

if TYPE_CHECKING:
    from parsel import Selector  # slow to load: not for who reads no page


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of article with listings of its own.

    ``name`` is the word in URLs and ids. ``labels`` maps a language to the word printed on pages
    (``{"bg": "НОВИНИ", "en": "NEWS"}``); a language whose word was never seen is left out.
    ``listing_labels`` are the filters of its listing (``("president", "vicepresident")``), and
    ``linked_labels`` those that are walked where a page of it links to them, as not all do.
    """

    name: str
    labels: Mapping[str, str]
    listing_labels: tuple[str, ...] = ()
    linked_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """What a healthy site never falls below: of each page, at ``least`` so much of ``field``.

    It is judged from so many ``pages`` on. ``of_usual`` is the part of what earlier runs found
    that must be found again, where that is more; 0 says that earlier runs tell nothing.
    """

    field: str
    least: float
    pages: int
    of_usual: float = 0.0


class Kind(StrEnum):
    """What a URL promises to be, judged by its shape alone."""

    ARTICLE = "article"
    LISTING = "listing"
    CALENDAR = "calendar"
    STANDING = "standing"  # a page that is edited, not published: the administration, a council
    STANDING_ITEM = "standing_item"  # a page below a standing page
    IMAGE = "image"
    FRONT = "front"
    OTHER = "other"  # on the site, and none of the known shapes
    FOREIGN = "foreign"  # another host, no http(s), or no absolute URL at all


@dataclass(frozen=True, slots=True)
class UrlFacts:
    """All that a URL says by itself.

    ``article`` and ``slug`` belong to :attr:`Kind.ARTICLE`, ``listing`` to :attr:`Kind.LISTING`,
    ``canonical`` to articles and images; elsewhere they are None. ``slug`` is percent-encoded
    ASCII without extension or parameters, in the case it was written in; a URL may have none.
    ``canonical`` is the database's URL of the article: it keeps the slug, so two slugs of one
    article make two canonical URLs; compare ``article`` to tell articles apart. ``edition`` is
    known by the host: None on a foreign host and on a mirror, whose caller knows it.
    """

    kind: Kind
    article: ArticleRef | None = None
    listing: ListingRef | None = None
    slug: str | None = None
    canonical: str | None = None
    edition: str | None = None


# D102 below: the docstring of a protocol with one method is that of its call.


class ParseUrl(Protocol):
    """Tell what a URL is; *origin* is one more origin that answers like an edition. Total."""

    def __call__(self, url: str, origin: str | None = None) -> UrlFacts: ...  # noqa: D102


class ArticleUrl(Protocol):
    """The canonical URL of an article, as the database keeps it."""

    def __call__(self, ref: ArticleRef, slug: str | None = None) -> str: ...  # noqa: D102


class FetchUrl(Protocol):
    """The address of an article on the edition at *origin*, which may be a mirror of it."""

    def __call__(self, ref: ArticleRef, slug: str | None, origin: str) -> str: ...  # noqa: D102


class ListingUrl(Protocol):
    """The address of a listing page on the edition at *origin*, which may be a mirror of it."""

    def __call__(self, ref: ListingRef, origin: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is known of a page before it is read.

    ``origin`` is the mirror it came from, if one; ``seen_at`` is the moment of its capture (aware),
    None where its dates are not to be held against one.
    """

    url: str
    facts: UrlFacts
    origin: str | None
    edition: "Edition"
    seen_at: datetime | None
    #: All dates that were read on it: where none lies ahead, it is no matter when it was seen.
    dates: list[Moment] = field(default_factory=list)

    @property
    def language(self) -> str | None:
        """The language asked for, where the URL is that of an article or a listing."""
        ref = self.facts.article or self.facts.listing
        return ref.language if ref else None


class ReadArticle(Protocol):
    """Read an article page; raises PageError and its kin."""

    def __call__(self, page: "Selector", request: PageRequest) -> Article | Shell: ...  # noqa: D102


class ReadListing(Protocol):
    """Read a listing page; raises PageError and its kin."""

    def __call__(self, page: "Selector", request: PageRequest) -> Listing: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to read the pages of an edition. What it reads carries its ``name``.

    A layout that a page does not fit raises LayoutError, and the next one of the edition is asked.
    """

    name: str
    read_article: ReadArticle
    read_listing: ReadListing


@dataclass(frozen=True, slots=True)
class LayoutsOf(Iterable[Layout]):
    """The ``LAYOUTS`` of a module, which is loaded when they are asked for.

    They read HTML, and what it takes to do that is slow to load: not for who reads no page.
    """

    module: str

    def __iter__(self) -> Iterator[Layout]:
        return iter(import_module(self.module).LAYOUTS)


class OwnDate(StrEnum):
    """The form of the date that an article's own page prints."""

    TIMESTAMP = "timestamp"  # 2025-09-24 17:17:00
    PRINTED = "printed"  # 20 Септември 2022 | 15:04, as in teasers and listings


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the faces a site shows the same articles with.

    ``origin`` is scheme and host, without a path; ``layouts`` are asked in order, the strictest
    first. ``own_date`` is the form of the date on an article's page; ``teaser_clock`` says what
    the digits after the colon mean in any date of the other form. ``teasers_show`` is what an
    entry is that shows one text, where nothing on the page tells. ``keeps_language``: a URL
    without a language shows the one asked for before, and so do the links on a page.
    """

    name: str
    host: str
    origin: str
    layouts: Iterable[Layout]
    fetch_url: FetchUrl
    listing_url: ListingUrl
    own_date: OwnDate
    teaser_clock: Clock
    teasers_show: Literal["headline", "lead"] = "lead"
    keeps_language: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A site as the rest of the program sees it. ``editions`` is keyed by edition name.

    The first language is the one that a URL without a language means. ``make_slug`` writes the
    slug that the site makes of a headline; ``floors`` say what its pages always have. All
    functions are pure and stand in a module, so that other processes find them by name;
    ``parse_url`` never raises, whatever text it is given.
    """

    name: str
    sections: tuple[Section, ...]
    editions: Mapping[str, Edition]
    languages: tuple[str, ...]
    parse_url: ParseUrl
    article_url: ArticleUrl
    make_slug: Callable[[str], str]
    #: A function of a module, as all of these: a rebuild sends the site to other processes.
    says_absent: Callable[[str], bool]
    floors: tuple[Floor, ...] = ()
    #: Who held which office when; and labels of speakers with their role and when its term began.
    terms: tuple[Term, ...] = ()
    speaker_labels: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Which face of a site a run reads, by its name: what a rebuild must know of the run too.

    ``origin`` is the mirror that was asked in its place, if one.
    """

    site: Site
    edition: str
    origin: str | None = None

    def facts(self, url: str) -> UrlFacts:
        """What *url* is."""
        return self.site.parse_url(url, self.origin)
