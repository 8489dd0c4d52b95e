"""Which articles are asked for, checked: for searches, exports, feeds and crawls alike."""

import re
from collections.abc import Iterable
from datetime import date

from presidency_scraper.errors import UsageError
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site


def parse_selection(
    site: Site,
    *,
    section: Iterable[str] = (),
    language: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Selection:
    """Return a checked selection. Raises UsageError that names the option and what it takes."""
    selection = Selection(
        sections=_choices("section", section, names_of_sections(site)),
        languages=_choices("language", language, site.languages),
        since=_day("since", since),
        until=_day("until", until),
    )
    if selection.since and selection.until and selection.since > selection.until:
        raise UsageError(f"--since {since} is after --until {until}")
    return selection


def check_choice(name: str, value: str, known: Iterable[str]) -> str:
    """Return *value* of the option *name* if it is *known*. Raises UsageError that names them."""
    if value not in known:
        raise UsageError(f"--{name} takes one of {', '.join(known)}, not {value!r}")
    return value


def names_of_sections(site: Site) -> tuple[str, ...]:
    """Return what the sections of *site* are called."""
    return tuple(section.name for section in site.sections)


def parse_count(name: str, value: str | int, *, least: int) -> int:
    """Return the whole number that the option *name* was given. Raises UsageError below *least*."""
    text = str(value)
    digits = text.lstrip("0") or "0"
    number = int(digits) if re.fullmatch("[0-9]{1,9}", digits) else None
    if number is None or number < least or not text:
        said = f"takes a whole number from {least} to 999999999"
        raise UsageError(f"--{name} {said}, not {value!r}")
    return number


def count_or_none(name: str, value: str | int | None) -> int | None:
    """Return the same, from 1 on; None where it was not given."""
    return None if value is None else parse_count(name, value, least=1)


def _choices(name: str, values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_choice(name, value, known) for value in values))


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"--{name} takes a day like 2025-09-24, not {value!r}") from error
