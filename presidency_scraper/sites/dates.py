"""Dates as the site prints them: their few forms, their months, their clocks, and what is refused.

All functions are pure and expect clean text (see :mod:`presidency_scraper.sites.clean_text`).
Nothing depends on today, on the machine's time zone or on its locale. Times are local in
Europe/Sofia, and a local time is resolved by three rules:

* a time that exists twice (the night the clocks go back) is the first of the two, summer time;
* a time that does not exist (the night they go forward) is refused;
* a day without a clock begins at its first moment: 00:00, and 01:00 on the six days of 1991 to
  1996 whose midnight was skipped. From 1997 to 2040 every midnight exists.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from presidency_scraper.errors import DateError
from presidency_scraper.items import Moment, Precision

_SOFIA = ZoneInfo("Europe/Sofia")
#: No site could have printed an earlier date: the Web is from 1990.
_FIRST_YEAR = 1990
#: How far a page may run ahead of the clock that saw it.
_TOLERANCE = timedelta(days=1)

#: What dateparser does not know, as it knows it.
_UNKNOWN = {"януар": "януари", "февр": "февруари", "мар": "март", "ноем": "ноември"}
#: Latin letters and the Cyrillic ones they are mistaken for: „Aпpил“.
_LATIN, _CYRILLIC = "abcehijkmopstxy", "авсенијкморѕтху"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)

_YEAR = r"(?P<year>[0-9]{4})(?:\s*+г\.?)?"
_BAR = r"\s*+[|¦│｜]\s*+"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
_TIMESTAMP = re.compile(
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})\s++{_CLOCK}:(?P<second>[0-9]{{2}})"
)
_PRINTED = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\s(?P<name>[^\W\d_]+)\.?\s|\.(?P<month>[0-9]{1,2})\.)"
    rf"{_YEAR}(?:{_BAR}{_CLOCK})?",
    re.IGNORECASE,
)
#: Possessive blanks (``++``) are never given back, so that both searches take linear time.
_FIND_TIMESTAMP = re.compile(rf"(?<!\d){_TIMESTAMP.pattern}")
_FIND_PRINTED = re.compile(
    rf"(?<!\d)[0-9]{{1,2}}\s++(?P<name>[^\W\d_]++)\.?\s++{_YEAR}{_BAR}{_CLOCK}(?!:\d)",
    re.IGNORECASE,
)

#: Without the first five dateparser makes a date of „утре“, „май“, "10 2023", „5 маи 2019“ or
#: "04.13.2018", and it differs every day. Without a time zone it asks the machine for one, which
#: fails where ``TZ`` is quoted; a day needs none, so any will do.
_HELD: dict[str, Any] = {
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "RELATIVE_BASE": datetime(2000, 1, 1),
    "NORMALIZE": False,
    "STRICT_DATE_ORDER": "all",
    "TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": False,
}


class Clock(StrEnum):
    """What an edition means by ``HH:xx`` behind a day.

    ``TRUE_MINUTES``: www, where xx are minutes. ``HOUR_TWICE``: listings and teasers of the text
    and mobile editions, which print the hour on the 24-hour and then on the 12-hour clock
    (``19:07``, ``11:11``, midnight ``00:12``). All 157 such dates seen fit; the same item is
    ``2013-05-11 19:02:00`` on its page and ``11 май 2013 | 19:07`` in the listing.
    """

    TRUE_MINUTES = "true_minutes"
    HOUR_TWICE = "hour_twice"


def parse_timestamp(raw: str, *, seen_at: datetime | None = None) -> Moment:
    """Read the date of an article page of the text and mobile editions, true to the minute.

    Blanks around and in between do not matter. The site prints seconds that are always 00.
    :class:`DateError` is raised for any other form, a time that is impossible or does not exist
    in Europe/Sofia, a year before 1990, and a date over one day after *seen_at*, when the page was
    captured (None: not checked; :class:`ValueError` if it has no time zone).

    >>> moment = parse_timestamp(" 2020-08-06  13:26:00 ")
    >>> moment.iso, moment.precision.value, moment.raw
    ('2020-08-06T13:26:00+03:00', 'minute', '2020-08-06 13:26:00')
    >>> parse_timestamp("2020-10-25 03:30:00").iso  # twice that night: the first, summer time
    '2020-10-25T03:30:00+03:00'
    >>> parse_timestamp("2020-03-29 03:30:00")
    Traceback (most recent call last):
    presidency_scraper.errors.DateError: '2020-03-29 03:30:00': the clocks skipped this time
    """
    raw = _fold(raw)
    found = _TIMESTAMP.fullmatch(raw)
    if not found:
        raise _refusal(raw, "not of the form YYYY-MM-DD HH:MM:SS")
    _refuse_early(found)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise _refusal(raw, "there is no such day") from None
    at = _read_time(day, found, int(found["second"]))
    return _checked(Moment(at, Precision.MINUTE, raw), seen_at)


def parse_printed(raw: str, *, clock: Clock, seen_at: datetime | None = None) -> Moment:
    """Read a date of any listing or teaser, or of a www article: ``d месец yyyy | HH:xx``.

    The month is Bulgarian or English in any case, whatever the page's language (English listings
    have been seen with Bulgarian months), in full or abbreviated, look-alike letters and all; or
    a number, behind the day. *clock* says whether ``HH:xx`` is known to the minute or to the hour,
    which leaves minutes at 00. Without ``| HH:xx`` the date is known to the day.
    :class:`DateError` is raised for relative and incomplete dates, years that are not of four
    digits, unknown months, and all that :func:`parse_timestamp` refuses; *seen_at* is the same.

    >>> www = parse_printed("20 Септември 2022 | 15:04", clock=Clock.TRUE_MINUTES)
    >>> www.iso, www.precision.value
    ('2022-09-20T15:04:00+03:00', 'minute')
    >>> text = parse_printed("11 май 2013 | 19:07", clock=Clock.HOUR_TWICE)
    >>> text.iso, text.precision.value, text.raw
    ('2013-05-11T19:00:00+03:00', 'hour', '11 май 2013 | 19:07')
    >>> day = parse_printed("5 февр. 2019 г.", clock=Clock.HOUR_TWICE)
    >>> day.iso, day.precision.value
    ('2019-02-05T00:00:00+02:00', 'day')
    >>> parse_printed("03.04.2018 | 18:00", clock=Clock.TRUE_MINUTES).iso
    '2018-04-03T18:00:00+03:00'
    >>> parse_printed("утре", clock=Clock.TRUE_MINUTES)
    Traceback (most recent call last):
    presidency_scraper.errors.DateError: 'утре': not a whole date, like '16 октомври 2025 | 11:11'
    """
    return _checked(_read_printed(_fold(raw), clock), seen_at)


@lru_cache(maxsize=2**10)  # one page after the other announces the same articles
def _read_printed(raw: str, clock: Clock) -> Moment:
    found = _PRINTED.fullmatch(raw)
    if not found:
        raise _refusal(raw, "not a whole date, like '16 октомври 2025 | 11:11'")
    day = _read_day(found)
    if found["hour"] is None:
        midnight = datetime(day.year, day.month, day.day)
        return Moment(_settle(midnight), Precision.DAY, raw)
    at = _read_time(day, found)
    if clock == Clock.HOUR_TWICE:
        return Moment(at.replace(minute=0), Precision.HOUR, raw)
    return Moment(at, Precision.MINUTE, raw)


def find_timestamp(text: str) -> re.Match[str] | None:
    """Find the first date of the form :func:`parse_timestamp` reads; what follows may be glued on.

    >>> find_timestamp("2020-08-06 13:26:00The Strategic Council")[0]
    '2020-08-06 13:26:00'
    >>> find_timestamp("12025-09-24 10:00:00")
    """
    return _FIND_TIMESTAMP.search(text)


def is_timestamp(text: str) -> bool:
    """Tell whether *text* is a date of the form :func:`parse_timestamp` reads, and nothing else.

    >>> is_timestamp("2020-08-06 13:26:00"), is_timestamp("on 2020-08-06 13:26:00")
    (True, False)
    """
    return _TIMESTAMP.fullmatch(text) is not None


def find_printed(text: str) -> re.Match[str] | None:
    """Find the first ``d месец yyyy | HH:xx``, which :func:`parse_printed` reads.

    >>> find_printed("Публикувано: 16 октомври 2025 | 11:11Президентът")[0]
    '16 октомври 2025 | 11:11'
    >>> find_printed("5 хиляди 2019 | 10:10")
    """
    found = _FIND_PRINTED.search(text)
    while found and _spell_month(found["name"]) is None:
        found = _FIND_PRINTED.search(text, found.start() + 1)
    return found


def _fold(raw: str) -> str:
    return " ".join(raw.split())


def _refusal(raw: str, why: str) -> DateError:
    shown = raw if len(raw) <= 80 else raw[:79] + "…"
    return DateError(f"{shown!r}: {why}")


def _read_day(found: re.Match[str]) -> date:
    """Read the day that was printed, by dateparser. Raises DateError."""
    month = found["month"] or _spell_month(found["name"])
    if month is None:
        raise _refusal(found.string, "no month has such a name")
    _refuse_early(found)
    blank = "." if found["month"] else " "
    day = _ask_dateparser(blank.join((found["day"], month, found["year"])))
    if day is None or (day.day, day.year) != (int(found["day"]), int(found["year"])):
        raise _refusal(found.string, "there is no such day")
    return day


@lru_cache(maxsize=2**10)
def _spell_month(name: str) -> str | None:
    """Return the month *name* as dateparser spells it; None if it is no month.

    dateparser also takes a number in words for a month („5 три 2019“). That depends on the order
    of the parts, which no month in words does; and there is no 13th month.
    """
    folded = name.casefold()
    for letters in (folded.translate(_TO_CYRILLIC), folded.translate(_TO_LATIN)):
        month = _UNKNOWN.get(letters, letters)
        if _ask_dateparser(f"13 {month} 2000", order="MDY"):
            return month
    return None


@lru_cache(maxsize=2**13)  # it takes 0.4 ms a call
def _ask_dateparser(day: str, order: str = "DMY") -> date | None:
    import dateparser  # takes 0.1 s, which a command that reads no date need not wait for

    languages = ["en" if day.isascii() else "bg"]
    read = dateparser.parse(day, languages=languages, settings=_HELD | {"DATE_ORDER": order})
    return read.date() if read else None


def _refuse_early(found: re.Match[str]) -> None:
    if int(found["year"]) < _FIRST_YEAR:
        raise _refusal(found.string, f"the site could not exist before {_FIRST_YEAR}")


def _read_time(day: date, found: re.Match[str], second: int = 0) -> datetime:
    try:
        wall = datetime.combine(day, time(int(found["hour"]), int(found["minute"]), second))
    except ValueError:
        raise _refusal(found.string, "there is no such time of day") from None
    at = _settle(wall)
    if at.replace(tzinfo=None) != wall:
        raise _refusal(found.string, "the clocks skipped this time")
    return at


def _settle(wall: datetime) -> datetime:
    """Give *wall* its offset; one that the clocks skipped moves on by as much as they did."""
    return wall.replace(tzinfo=_SOFIA).astimezone(UTC).astimezone(_SOFIA)


def is_ahead(moment: Moment, seen_at: datetime) -> bool:
    """Tell whether a date is refused that stands on a page seen at *seen_at* (aware)."""
    return moment.at.astimezone(UTC) - seen_at > _TOLERANCE


def _checked(moment: Moment, seen_at: datetime | None) -> Moment:
    if seen_at is None:
        return moment
    if seen_at.utcoffset() is None:
        raise ValueError(f"seen_at has no time zone: {seen_at}")
    if is_ahead(moment, seen_at):
        raise _refusal(moment.raw, f"over a day after the page was seen ({seen_at.isoformat()})")
    return moment
