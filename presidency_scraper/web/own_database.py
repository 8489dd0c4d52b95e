"""Which of Datasette's databases is ours, and how it is served: by one name, within bounds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from presidency_scraper.errors import PresidencyError
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.migrations import APPLICATION_ID
from presidency_scraper.web import NAME
from presidency_scraper.web.metadata import make_metadata

_ID_AT = 68  # of SQLite's header: four bytes of application_id


def find_own(datasette: Any) -> Any | None:
    """Return the first database that is a file of ours."""
    return next((one for one in datasette.databases.values() if _is_ours(one.path)), None)


def serve_own(datasette: Any) -> None:
    """Have the database of ours, if one is there, served by our name and within bounds."""
    from presidency_scraper.web.served_file import ServedFile

    own = find_own(datasette)
    if own is None or isinstance(own, ServedFile):
        return
    path = Path(own.path)
    datasette.remove_database(own.name)
    datasette.add_database(ServedFile(datasette, path, fixed=not own.is_mutable), name=NAME)


def describe_own(datasette: Any) -> Mapping[str, Any]:
    """Metadata of our database; none where there is no such database, or it cannot be read."""
    own = find_own(datasette)
    if own is None:
        return {}
    try:
        reader = open_reader(Path(own.path))
    except PresidencyError:
        return {}
    try:
        return make_metadata(NAME, reader)
    finally:
        reader.close()


def _is_ours(path: str | None) -> bool:
    if path is None:
        return False
    try:
        with Path(path).open("rb") as file:
            header = file.read(_ID_AT + 4)
    except OSError:
        return False
    return header[_ID_AT:] == APPLICATION_ID.to_bytes(4, "big")
