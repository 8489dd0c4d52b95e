"""What is asked for, checked once: of a crawl, for the command line and ``scrapy crawl`` alike."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from inspect import signature
from typing import Any
from urllib.parse import urlsplit

from presidency_scraper.errors import UsageError, refuse_password
from presidency_scraper.items import ArticleRef
from presidency_scraper.rules.durations import parse_duration
from presidency_scraper.rules.run_settings import RunKind
from presidency_scraper.rules.selection import (
    check_choice,
    count_or_none,
    names_of_sections,
    parse_count,
    parse_selection,
)
from presidency_scraper.rules.wayback_index import WaybackOptions
from presidency_scraper.sites.base import Edition, Site, Source

#: Stored articles that one run checks again: in both languages some 130 fall due each day at the
#: site's size, and docs/history.md says what other numbers lead to.
RECHECKS = 150


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """The options of one crawl. ``since`` and ``until`` are days of publication, inclusive.

    ``limit`` is the number of articles to fetch at the most, None for all; ``origin`` a mirror or
    test site that answers like the edition. ``max_time`` (seconds) and ``max_requests`` bound the
    run, None for no bound. ``sweep`` is how many further pages of each back catalogue are walked,
    None for as many as see all of it in a quarter. ``articles`` are asked for in the place of all
    else. ``by_number`` asks for numbers that are not stored, not for listings; ``imported`` for
    nothing: others captured the pages, which ``wayback`` has, if it is given.
    """

    site: Site
    edition: Edition
    sections: tuple[str, ...]
    languages: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    full: bool = False
    accept_drift: bool = False
    origin: str | None = None
    dry_run: bool = False
    recheck: int = RECHECKS
    sweep: int | None = None
    max_time: int | None = None
    max_requests: int | None = None
    articles: tuple[ArticleRef, ...] = ()
    by_number: bool = False
    imported: bool = False
    wayback: WaybackOptions | None = None

    @property
    def source(self) -> Source:
        """What must be known to read a page of this crawl."""
        return Source(self.site, self.edition.name, self.origin)

    @property
    def kind(self) -> RunKind:
        """What its pages mean."""
        return RunKind(self.full, self.accept_drift, self.by_number, self.imported)

    def settings(self) -> dict[str, str]:
        """What the archive must know to read this crawl's pages again."""
        values = {"edition": self.edition.name}
        values |= {name: str(is_so).lower() for name, is_so in asdict(self.kind).items()}
        return values | ({"origin": self.origin} if self.origin else {})

    @property
    def base(self) -> str:
        """Scheme and host that are asked."""
        return self.origin or self.edition.origin

    def covers(self, language: str, section: str, day: date | None) -> bool:
        """Tell whether an article is asked for; one of an unknown day is."""
        known = language in self.languages and section in self.sections
        after = day is None or not self.since or day >= self.since
        return known and after and (day is None or not self.until or day <= self.until)


def parse_options(
    site: Site,
    *,
    edition: str | None = None,
    section: Iterable[str] = (),
    language: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: str | int | None = None,
    full: bool = False,
    accept_drift: bool = False,
    origin: str | None = None,
    dry_run: bool = False,
    recheck: str | int | None = None,
    sweep: str | int | None = None,
    max_time: str | None = None,
    max_requests: str | int | None = None,
    article: Iterable[str] = (),
    by_number: bool = False,
) -> CrawlOptions:
    """Return checked options of a crawl of *site*, of its first edition where none is named.

    Without a language it is of all; by number of the first, for few articles are translated.

    Raises UsageError that names the option and what it takes.
    """
    asked = parse_selection(site, section=section, language=language, since=since, until=until)
    edition = edition or next(iter(site.editions))
    return CrawlOptions(
        site=site,
        edition=site.editions[check_choice("edition", edition, site.editions)],
        sections=asked.sections or names_of_sections(site),
        languages=asked.languages or site.languages[: 1 if by_number else None],
        since=asked.since,
        until=asked.until,
        limit=count_or_none("limit", limit),
        recheck=RECHECKS if recheck is None else parse_count("recheck", recheck, least=0),
        sweep=None if sweep is None else parse_count("sweep", sweep, least=0),
        full=full,
        accept_drift=accept_drift,
        origin=_origin(origin),
        dry_run=dry_run,
        max_time=None if max_time is None else parse_duration(max_time),
        max_requests=count_or_none("max-requests", max_requests),
        articles=tuple(dict.fromkeys(_article(site, name) for name in article)),
        by_number=by_number,
    )


def parse_arguments(site: Site, arguments: dict[str, Any], *, by_number: bool) -> CrawlOptions:
    """Return checked options from the arguments of ``scrapy crawl -a``. Raises UsageError."""
    for name in ("section", "language", "article"):
        arguments[name] = tuple(filter(None, arguments.get(name, "").split(",")))
    for name in ("full", "accept_drift", "dry_run"):
        value = str(arguments.get(name, "false")).lower()
        if value not in ("true", "false"):
            raise UsageError(f"-a {name} takes true or false, not {value!r}")
        arguments[name] = value == "true"
    known = signature(parse_options).parameters.keys() - {"site", "by_number"}
    if unknown := arguments.keys() - known:
        raise UsageError(f"-a {sorted(unknown)[0]} is none of the crawl's options")
    return parse_options(site, **arguments, by_number=by_number)


def listing_labels(site: Site, section: str, linked: Iterable[str] = ()) -> tuple[str, ...]:
    """The filters of a section's listing to walk, where its pages link to those in *linked*."""
    known = next(known for known in site.sections if known.name == section)
    return (*known.listing_labels, *(label for label in known.linked_labels if label in linked))


def _article(site: Site, name: str) -> ArticleRef:
    match name.split("/"):
        case [language, section, number] if (
            language in site.languages
            and section in names_of_sections(site)
            and re.fullmatch("[1-9][0-9]{0,8}", number)
        ):
            return ArticleRef(language, section, int(number))
    raise UsageError(f"--article takes an id like bg/news/1937, not {name!r}")


def _origin(value: str | None) -> str | None:
    if value is None:
        return None
    refuse_password("--origin", value)
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(
            f"--origin takes scheme and host like http://127.0.0.1:8000, not {value!r}"
        )
    return f"{parts.scheme}://{parts.netloc}"
