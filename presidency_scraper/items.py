"""The nouns: what came over the wire, and what a page says once it has been read. Pure data.

Text in these records is clean (see :mod:`presidency_scraper.sites.clean_text`): NFC, single
spaces, no empty strings; what a page does not print is ``None``, never ``""``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Precision(StrEnum):
    """How exactly a printed date is known; the values of ``published_precision``."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"

    @property
    def letters(self) -> int:
        """How many letters of an ISO 8601 time are known.

        >>> "2014-05-16T10:07:00+03:00"[:Precision.HOUR.letters]
        '2014-05-16T10'
        """
        return {Precision.MINUTE: 16, Precision.HOUR: 13, Precision.DAY: 10}[self]


#: What can happen to an article: the values of ``changes.kind``.
EVENT_KINDS = ("new", "edit", "deletion", "return")

#: Names and values as text in which each character is one byte of the wire (ISO-8859-1).
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came over the wire: one request and the response to it.

    *body* is as received: still content-encoded, but with the chunks of the transfer joined.
    *captured_at* is aware and kept to the second. *source* says where it was captured by others;
    None: by us.
    """

    url: str
    captured_at: datetime
    request_headers: Headers
    status: int
    response_headers: Headers
    body: bytes
    method: str = "GET"
    reason: str = ""
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None
    source: str | None = None

    def header(self, name: str) -> str | None:
        """Return the values of the response's *name*, joined as HTTP allows; None without any."""
        values = [v for n, v in self.response_headers if n.lower() == name.lower()]
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archive holds a record: its number in all, its file, its offset in bytes."""

    id: int
    file: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """An exchange that the archive holds, and where."""

    exchange: Exchange
    place: Place


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as understood and as printed: ``at`` is aware, in Europe/Sofia."""

    at: datetime
    precision: Precision
    raw: str

    @property
    def iso(self) -> str:
        """ISO 8601 with the offset and always with seconds, as ``published_at`` keeps it.

        >>> Moment(datetime.fromisoformat("2014-05-16T10:07+03:00"), Precision.MINUTE, "").iso
        '2014-05-16T10:07:00+03:00'
        """
        return self.at.isoformat(timespec="seconds")


class Outcome(StrEnum):
    """What a response was read as; the values of ``captures.outcome``."""

    ARTICLE = "article"
    SHELL = "shell"
    LISTING = "listing"
    ROBOTS = "robots"
    REDIRECT = "redirect"
    MISSING = "missing"  # 404, 410, sent elsewhere, or a page that says it is not there
    UNCHANGED = "unchanged"  # 304
    UNREADABLE = "unreadable"
    FAILED = "failed"  # no response, or one that is no content


@dataclass(frozen=True, slots=True, order=True)
class ArticleRef:
    """Which article: one per language, section and number.

    >>> ArticleRef("bg", "news", 1937).id
    'bg/news/1937'
    """

    language: str
    section: str
    number: int

    @property
    def id(self) -> str:
        """The primary key of ``articles``: ``{language}/{section}/{number}``."""
        return f"{self.language}/{self.section}/{self.number}"


class Damage(NamedTuple):
    """What is wrong with a field of an entry: the kind of problem, and in words."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as another page announces it: a teaser under an article, an item of a listing.

    ``published`` is None where a date is printed that cannot be, ``headline`` and ``lead`` where
    they cannot be read; ``damage`` names each such field, and how it is damaged.
    """

    position: int
    headline: str | None
    lead: str | None
    published: Moment | None
    published_raw: str
    url: str
    target: ArticleRef
    damage: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article; ``url`` is canonical."""

    url: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article page, read whole. ``slug_agrees`` is None where the slug cannot tell.

    ``speakers`` says for each paragraph who is printed as its speaker, None for nobody; left out,
    it is None for all.
    """

    ref: ArticleRef
    headline: str
    published: Moment
    paragraphs: tuple[str, ...]
    images: tuple[Image, ...]
    teasers: tuple[Entry, ...]
    layout: str
    slug_agrees: bool | None
    speakers: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        if not self.speakers:
            object.__setattr__(self, "speakers", (None,) * len(self.paragraphs))
        if len(self.speakers) != len(self.paragraphs):
            raise ValueError("there is not one speaker, or None, to each paragraph")


@dataclass(frozen=True, slots=True)
class Shell:
    """An untranslated article under ``/en/``: a timestamp, no headline, no text, the teasers."""

    ref: ArticleRef
    published: Moment
    teasers: tuple[Entry, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, or the lack of one: ``status`` is None and ``error`` says why.

    The row of ``captures``. ``id`` is its place in the archive, from 1; ``captured_at`` is aware;
    ``digest`` is the sha256 of the body without content encoding in hex, ``length`` its size in
    bytes; ``source`` says where others captured it.
    """

    id: int
    url: str
    captured_at: datetime
    outcome: Outcome
    status: int | None = None
    content_type: str | None = None
    digest: str | None = None
    length: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    error: str | None = None
    article_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ListingRef:
    """Which page of which listing; ``label`` is its filter, such as ``president``, or None."""

    language: str
    section: str
    label: str | None
    page: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a listing, which may be empty.

    ``last_page`` is the highest page that its page links name, None without any; ``refused`` says
    which printed dates were refused and why; ``filters`` are those of its section that it links to.
    """

    ref: ListingRef
    entries: tuple[Entry, ...]
    last_page: int | None
    refused: tuple[str, ...]
    layout: str
    filters: frozenset[str] = frozenset()


Page = Article | Shell | Listing


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stored articles are asked for; no sections or languages: all.

    ``since`` and ``until`` are days of publication, inclusive.
    """

    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        """Return it as options of the command line; all articles: an empty text."""
        days = [("since", self.since), ("until", self.until)]
        said = [
            *(("section", name) for name in self.sections),
            *(("language", name) for name in self.languages),
            *((name, day.isoformat()) for name, day in days if day),
        ]
        return " ".join(f"--{name} {value}" for name, value in said)


@dataclass(frozen=True, slots=True)
class Term:
    """Who held an *office* from a day (Europe/Sofia) until the next began; None: to this day.

    ``names`` are in Bulgarian, in English, then other spellings; ``source`` says how it is known.
    """

    office: str
    since: str
    until: str | None
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Outlink:
    """Where a link leads: an absolute URL without a fragment, and what kind of page that is."""

    url: str
    kind: str
