"""Whose the texts are, and how an export is cited: said in the same words by every form."""

from typing import Any

from presidency_scraper.settings import VERSION
from presidency_scraper.sites.base import Site
from presidency_scraper.store.export_rows import Source

TITLE = "Publications of the President of the Republic of Bulgaria"
CREATOR = "Administration of the President of the Republic of Bulgaria"
PROGRAM = f"presidency-scraper {VERSION}"
RIGHTS = (
    "The texts are the presidency's. No licence for them is known here, so none is stated;"
    " the licence of presidency-scraper is that of the program alone."
)


def citation(source: Source, site: Site, count: int) -> str:
    """Return how to cite an export of *count* articles, without a full stop."""
    first, last = source.days()
    return (
        f"{CREATOR}, {', '.join(hosts(site))}. Collected by {PROGRAM}; {count} articles"
        f" published {first or 'never'} to {last or 'never'}; state of {source.as_of() or 'empty'}"
    )


def hosts(site: Site) -> list[str]:
    """The names of the machines that the texts are from."""
    return [edition.host for edition in site.editions.values()]


def datacite(source: Source, site: Site) -> dict[str, Any]:
    """Return what is known of an export by the names of DataCite 4.

    Nobody published it: who does puts an identifier beside it, and publisher and year in their
    places, which hold DataCite's word for "to be announced".
    """
    days = [day for day in source.days() if day]
    return {
        "creators": [{"name": CREATOR, "nameType": "Organizational"}],
        "titles": [{"title": TITLE}],
        "publisher": {"name": ":tba"},
        "publicationYear": ":tba",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Corpus of articles"},
        "version": VERSION,
        "dates": [{"date": "/".join(days), "dateType": "Coverage"}] if days else [],
        "rightsList": [{"rights": RIGHTS}],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": edition.origin,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
            for edition in site.editions.values()
        ],
    }
