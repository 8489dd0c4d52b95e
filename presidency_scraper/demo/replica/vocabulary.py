"""The words around the articles, in both languages, and how each edition prints its dates."""

from datetime import datetime
from typing import Final, Literal

#: The site's faces: desktop, text only, mobile.
Edition = Literal["text", "www", "mobile"]
EDITIONS: Final[tuple[Edition, ...]] = ("text", "www", "mobile")
SECTIONS: Final = ("news", "speeches-and-statements", "interviews-president", "photo-gallery")
LANGUAGES: Final = ("bg", "en")

LABELS: Final = {
    "bg": {
        "news": "Новини",
        "speeches-and-statements": "Речи и изявления",
        "interviews-president": "Интервюта",
        "photo-gallery": "Фото галерия",
    },
    "en": {
        "news": "News",
        "speeches-and-statements": "Speeches and statements",
        "interviews-president": "Interviews",
        "photo-gallery": "Photo gallery",
    },
}
MORE_FROM: Final = {"bg": "ОЩЕ ОТ", "en": "MORE FROM"}
FILTERS: Final = {
    "bg": {"president": "Президент", "vicepresident": "Вицепрезидент"},
    "en": {"president": "President", "vicepresident": "Vice President"},
}
SITE_NAME: Final = {
    "bg": "Президент на Република България",
    "en": "President of the Republic of Bulgaria",
}
CALENDAR: Final = {"bg": "Календар", "en": "Calendar"}
TONGUES: Final = {"bg": "Български", "en": "English"}
#: Menu entries that lead to standing pages.
STANDING: Final = {
    "bg": [("/bg/cat8/Administracia", "Администрация"), ("/bg/cat4/Komisii", "Комисии")],
    "en": [("/en/cat40/1000/john-atanasoff.html", "John Atanasoff Award")],
}
#: What stands on buttons.
TOOLS: Final = {
    "bg": {"menu": "Меню", "print": "Печат", "search": "Търсене", "top": "Нагоре"},
    "en": {"menu": "Menu", "print": "Print", "search": "Search", "top": "Back to top"},
}
MISSING: Final = {"bg": "Страницата не е намерена", "en": "Page not found"}
TURN: Final = {
    "bg": {"first": "първа", "previous": "предишна", "next": "следваща", "last": "последна"},
    "en": {"first": "first", "previous": "previous", "next": "next", "last": "last"},
}
FOOTER: Final = {
    "bg": (
        "ОТКРИТО УПРАВЛЕНИЕ",
        "e-ДОКУМЕНТИ",
        "ПОСЛАНИЕ ЗА НОВА БЪЛГАРИЯ",
        "БЪЛГАРСКАТА КОЛЕДА",
        "ПОДКРЕПИ ЕДНА МЕЧТА",
        "НАГРАДА ДЖОН АТАНАСОВ",
        "СПОРТУВАЙ С ПРЕЗИДЕНТА",
        "КОНСУЛТАТИВЕН СЪВЕТ ЗА НАЦИОНАЛНА СИГУРНОСТ",
        "Полезни връзки",
    ),
    "en": (
        "OPEN GOVERNMENT",
        "e-DOCUMENTS",
        "JOHN ATANASOFF AWARD",
        "CONSULTATIVE COUNCIL FOR NATIONAL SECURITY",
        "Useful links",
    ),
}
_MONTHS: Final = {
    "bg": (
        "януари февруари март април май юни юли август септември октомври ноември декември"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}


def print_listing_date(published: str, language: str) -> str:
    """Print a date as listings of text and mobile do: the hour on 24, then on 12 hours.

    >>> print_listing_date("2013-05-11 19:02:00", "bg")
    '11 май 2013 | 19:07'
    >>> print_listing_date("2012-05-22 00:30:00", "en")
    '22 May 2012 | 00:12'
    """
    moment = datetime.fromisoformat(published)
    month = _MONTHS[language][moment.month - 1]
    return f"{moment.day} {month} {moment.year} | {moment.hour:02}:{moment.hour % 12 or 12:02}"


def print_desktop_date(published: str, language: str) -> str:
    """Print a date as the desktop edition does everywhere: a capital month, true minutes.

    >>> print_desktop_date("2022-09-20 15:04:00", "bg")
    '20 Септември 2022 | 15:04'
    >>> print_desktop_date("2021-08-09 06:22:00", "en")
    '9 August 2021 | 06:22'
    """
    moment = datetime.fromisoformat(published)
    month = _MONTHS[language][moment.month - 1].capitalize()
    return f"{moment.day} {month} {moment.year} | {moment.hour:02}:{moment.minute:02}"


def print_section_label(section: str, language: str) -> str:
    """Print the label over a page.

    >>> print_section_label("photo-gallery", "bg")
    'ФОТО ГАЛЕРИЯ'
    """
    return LABELS[language][section].upper()


def print_more_from(section: str, language: str) -> str:
    """Print the label over the teasers.

    >>> print_more_from("news", "en")
    'MORE FROM NEWS'
    """
    return f"{MORE_FROM[language]} {print_section_label(section, language)}"
