"""Who was president when: the days on which an office passed to the next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A president in office from a day (Europe/Sofia) until the next one begins."""

    since: str
    name: str
    surname: str


#: Oldest first. The site's own articles begin in 2012; a new president is a line here.
TERMS = (
    Term("2002-01-22", "Georgi Parvanov", "Parvanov"),
    Term("2012-01-22", "Rosen Plevneliev", "Plevneliev"),
    Term("2017-01-22", "Rumen Radev", "Radev"),
    Term("2026-01-23", "Iliana Iotova", "Iotova"),
)


def term_of(day: str) -> Term:
    """Return the term that *day* (2025-09-24) falls into.

    >>> term_of("2017-01-21").name, term_of("2017-01-22").name
    ('Rosen Plevneliev', 'Rumen Radev')
    """
    return next((term for term in reversed(TERMS) if day >= term.since), TERMS[0])
