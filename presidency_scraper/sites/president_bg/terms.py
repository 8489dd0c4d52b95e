"""Who held which office when, and how pages print who speaks.

Of the vice-president after Iliana Iotova nothing was known when this was written.
"""

from collections.abc import Iterator

from presidency_scraper.items import Term

_OATH_2017 = (
    "https://www.president.bg/en/news3551/: “Rumen Radev Stepped into Office”, with both offices"
)
_OATH_2012 = (
    "A term is of five years (Constitution, article 93), and the next began on 22 January 2017;"
    " https://www.president.bg/news70/ of February 2012 has them in office"
)
_SUCCESSION_2026 = (
    "https://www.president.bg/en/news/ of January 2026: “President Iliana Iotova told Rumen Radev"
    " after taking office as head of state”"
)
_RADEV = ("Румен Радев", "Rumen Radev", "Roumen Radev")
_IOTOVA = ("Илияна Йотова", "Iliana Iotova", "Iliana Yotova", "Iliyana Yotova")
_PLEVNELIEV = ("Росен Плевнелиев", "Rosen Plevneliev", "Rosen Plevenliev")
_POPOVA = ("Маргарита Попова", "Margarita Popova")

#: Oldest first; a term ends on the day on which the next begins.
TERMS = (
    Term("president", "2012-01-22", "2017-01-22", _PLEVNELIEV, _OATH_2012),
    Term("vice-president", "2012-01-22", "2017-01-22", _POPOVA, _OATH_2012),
    Term("president", "2017-01-22", "2026-01-23", _RADEV, _OATH_2017),
    Term("vice-president", "2017-01-22", "2026-01-23", _IOTOVA, _OATH_2017),
    Term("president", "2026-01-23", None, _IOTOVA, _SUCCESSION_2026),
)

#: What may stand before a name, or in its place, by office.
_TITLES = {
    "president": ("Президент", "Президентът", "президентът", "President"),
    "vice-president": (
        *("Вицепрезидент", "Вицепрезидентът", "вицепрезидентът"),
        *("Vice President", "Vice-President", "Vice-president"),
    ),
}
#: Words for those who ask. Of them only "Водещ" was seen on a stored page
#: (interviews-president3787, 2017); the others are what interviews print elsewhere.
ASKING = (
    "водещ водеща водещата водещият водещи журналист журналистка журналистът журналисти репортер "
    "репортерка репортерът кореспондент интервюиращ модератор въпрос "
    "host anchor presenter journalist reporter correspondent interviewer moderator question q"
).split()
HOST = "host"


def speaker_labels() -> Iterator[tuple[str, str, str]]:
    """What pages print before a colon, with the role it stands for and the day a term began.

    Of who asks it is the first word, and belongs to no term.
    """
    for word in ASKING:
        yield from ((one, HOST, "") for one in {word, word.capitalize(), word.upper()})
    for term in TERMS:
        yield from ((one, term.office, term.since) for one in _labels_of(term))


def _labels_of(term: Term) -> set[str]:
    """How a holder is printed: „Румен Радев“, „Радев“, „Президентът Радев“, „Президентът“."""
    names = {name for full in term.names for name in (full, full.split()[-1])}
    titles = _TITLES[term.office]
    titled = {
        f"{title} {name}" for title in titles for name in names if title.isascii() == name.isascii()
    }
    labels = names | titled | set(titles)
    return labels | {label.upper() for label in labels}
