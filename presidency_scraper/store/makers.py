"""Which code made the rows of a database: the version, and what it could read."""

from contextlib import closing
from pathlib import Path

from presidency_scraper.settings import VERSION
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.writer import Store


def note_maker(store: Store, site: Site) -> None:
    """Note that rows of *store* are made by this code from now on."""
    query = "INSERT OR IGNORE INTO makers (version, layouts) VALUES (?, ?)"
    with store.transaction():
        store.database.execute(query, maker_of(site))


def makers_of(path: Path) -> set[tuple[str, str]]:
    """Version and layouts of all code that made rows of the database at *path*."""
    with closing(open_reader(path)) as reader:
        return {(row[0], row[1]) for row in reader.database.execute("SELECT * FROM makers")}


def maker_of(site: Site) -> tuple[str, str]:
    """The version of this code, and by which layouts it reads *site*."""
    layouts = "; ".join(
        f"{name}: {', '.join(layout.name for layout in edition.layouts)}"
        for name, edition in site.editions.items()
    )
    return VERSION, layouts
