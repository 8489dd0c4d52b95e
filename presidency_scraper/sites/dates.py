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

#: What a month may be called; the first name is the one that dateparser is asked about.
_MONTHS = {
    1: "януари януар яну ян january jan",
    2: "февруари февр фев february feb",
    3: "март мар march mar",
    4: "април апр april apr",
    5: "май may",
    6: "юни юн june jun",
    7: "юли юл july jul",
    8: "август авг august aug",
    9: "септември септ сеп september sept sep",
    10: "октомври окт october oct",
    11: "ноември ноем ное november nov",
    12: "декември дек december dec",
}
#: Latin letters and the Cyrillic ones they are mistaken for, in either case: „Aпpил“.
_TWINS = dict(zip("abcehijkmopstxy", "авсенијкморѕтху", strict=True))
_TWINS_OF = _TWINS | {cyrillic: latin for latin, cyrillic in _TWINS.items()}
_TO_CYRILLIC = str.maketrans(_TWINS)
_NAMES = [(name, month) for month, names in _MONTHS.items() for name in names.split()]
_MONTH_OF = {name.translate(_TO_CYRILLIC): month for name, month in _NAMES}

_ANY_MONTH = "|".join(
    "".join(f"[{letter}{_TWINS_OF.get(letter, '')}]" for letter in name) for name, _ in _NAMES
)
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
    rf"(?<!\d)[0-9]{{1,2}}\s++(?:{_ANY_MONTH})\.?\s++{_YEAR}{_BAR}{_CLOCK}(?!:\d)", re.IGNORECASE
)

#: Without these dateparser makes a date of „утре“, „май“ or "10 2023", and it differs every day.
_HELD: dict[str, Any] = {
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "DATE_ORDER": "DMY",
    "RELATIVE_BASE": datetime(2000, 1, 1),
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
    at = _read_time(_read_day(found, int(found["month"])), found, int(found["second"]))
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
    return _checked(_read_printed(raw, clock), seen_at)


@lru_cache(maxsize=2**10)  # one page after the other announces the same articles
def _read_printed(raw: str, clock: Clock) -> Moment:
    raw = _fold(raw)
    found = _PRINTED.fullmatch(raw)
    if not found:
        raise _refusal(raw, "not a whole date, like '16 октомври 2025 | 11:11'")
    day = _read_day(found, _read_month(found))
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
    return _FIND_PRINTED.search(text)


def _fold(raw: str) -> str:
    return " ".join(raw.split())


def _refusal(raw: str, why: str) -> DateError:
    shown = raw if len(raw) <= 80 else raw[:79] + "…"
    return DateError(f"{shown!r}: {why}")


def _read_month(found: re.Match[str]) -> int:
    name = found["name"]
    if name is None:
        return int(found["month"])
    month = _MONTH_OF.get(name.casefold().translate(_TO_CYRILLIC))
    if month is None:
        raise _refusal(found.string, "no month has such a name")
    return month


def _read_day(found: re.Match[str], month: int) -> date:
    day, year = int(found["day"]), int(found["year"])
    if year < _FIRST_YEAR:
        raise _refusal(found.string, f"the site could not exist before {_FIRST_YEAR}")
    parsed = _parse_day(day, month, year) if month in _MONTHS else None
    if parsed is None:
        raise _refusal(found.string, "there is no such day")
    return parsed


def _parse_day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day) if _is_month(month) else None
    except ValueError:
        return None


@lru_cache  # dateparser takes 0.8 ms a call: it says what a month is called, the calendar the rest
def _is_month(month: int) -> bool:
    """Tell whether dateparser, too, reads the name of *month* as that month."""
    import dateparser  # takes 0.1 s, which a command that reads no date need not wait for

    name = _MONTHS[month].split()[0]
    parsed = dateparser.parse(f"1 {name} 2000", languages=["bg"], settings=_HELD)
    return parsed == datetime(2000, month, 1)  # another day would be invented


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


def _checked(moment: Moment, seen_at: datetime | None) -> Moment:
    if seen_at is None:
        return moment
    if seen_at.utcoffset() is None:
        raise ValueError(f"seen_at has no time zone: {seen_at}")
    if moment.at.astimezone(UTC) - seen_at > _TOLERANCE:
        raise _refusal(moment.raw, f"over a day after the page was seen ({seen_at.isoformat()})")
    return moment
