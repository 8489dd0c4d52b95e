"""Dates as people write them, in the language of an article. Pure."""

from datetime import datetime

#: What happened, as a reader calls it; ``all`` stands for every kind.
KINDS = {"edit": "Edited", "deletion": "Deleted", "return": "Back", "new": "New"}
LANGUAGES = {"bg": "Bulgarian", "en": "English"}
_MONTHS = {
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "en": "January February March April May June July August September October November December",
}
_FORMS = {
    "bg": ("{day} {month} {year} г.", "{time:%H:%M} ч.", "между {start} и {end} ч."),
    "en": ("{day} {month} {year}", "{time:%H:%M}", "between {start}:00 and {end}:00"),
}


def date_in_words(iso: str, precision: str = "minute", language: str = "bg") -> str:
    """Return a time of publication as a person writes it, in the zone it was written with.

    >>> date_in_words("2025-09-24T17:17:00+03:00")
    '24 септември 2025 г., 17:17 ч.'
    >>> date_in_words("2025-09-24T17:00:00+03:00", "hour", "en")
    '24 September 2025, between 17:00 and 18:00'
    >>> date_in_words("2025-09-24T00:00:00+03:00", "day", "en")
    '24 September 2025'
    """
    time = datetime.fromisoformat(iso)
    day, minute, hour = _FORMS[language]
    said = day.format(day=time.day, month=_MONTHS[language].split()[time.month - 1], year=time.year)
    if precision == "day":
        return said
    form = minute if precision == "minute" else hour
    return f"{said}, {form.format(time=time, start=time.hour, end=time.hour + 1)}"


def moment_in_words(utc: str, language: str = "en") -> str:
    """Return a moment of ours for a person.

    >>> moment_in_words("2026-11-23T22:52:13Z")
    '23 November 2026, 22:52 UTC'
    """
    return date_in_words(utc.replace("Z", "+00:00"), "minute", language) + " UTC"
