"""Takes over from an older database what no archive can know of the runs."""

from pathlib import Path

from presidency_scraper.store import statements
from presidency_scraper.store.writer import Store


def adopt_ledger(store: Store, other: Path) -> None:
    """Take over how runs ended, runs that fetched nothing, and problems without a capture.

    *other* is the database that *store* takes the place of. Raises ``sqlite3.Error``.
    """
    store.database.execute("ATTACH ? AS other", [str(other)])
    with store.transaction():
        for statement in statements.ADOPT:
            store.database.execute(statement)
    store.database.execute("DETACH other")
