"""Which code made the rows of a database: the version, what it could read, whose terms it knew."""

from contextlib import closing
from pathlib import Path

from presidency_scraper.settings import VERSION
from presidency_scraper.sites.base import Site
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.writer import Store


def note_maker(store: Store, site: Site) -> None:
    """Note that rows of *store* are made by this code from now on, and what it knows of terms."""
    terms = [(one.office, one.since, one.until, *one.names[:2], one.source) for one in site.terms]
    with store.transaction():
        store.database.execute("INSERT OR IGNORE INTO makers VALUES (?, ?)", maker_of(site))
        store.database.execute("DELETE FROM terms")
        store.database.conn.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?)", terms)
        store.database.execute("DELETE FROM speaker_labels")
        labels = "INSERT INTO speaker_labels VALUES (?, ?, ?)"
        store.database.conn.executemany(labels, site.speaker_labels)


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
