"""Which code makes the rows of a database: the version, and what it can read."""

from presidency_scraper.settings import VERSION
from presidency_scraper.sites.base import Site
from presidency_scraper.store.writer import Store


def note_maker(store: Store, site: Site) -> None:
    """Note that rows of *store* are made by this code from now on."""
    store.note_maker(*maker_of(site))


def maker_of(site: Site) -> tuple[str, str]:
    """The version of this code, and by which layouts it reads *site*."""
    layouts = "; ".join(
        f"{name}: {', '.join(layout.name for layout in edition.layouts)}"
        for name, edition in site.editions.items()
    )
    return VERSION, layouts
