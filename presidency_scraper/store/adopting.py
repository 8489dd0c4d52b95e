"""Takes over from an older database what no archive can know of the runs."""

from pathlib import Path

from presidency_scraper.store.writes import Store


def adopt_ledger(store: Store, other: Path) -> None:
    """Take over how runs ended, runs that fetched nothing, and problems without a capture.

    *other* is the database that *store* takes the place of. Raises ``sqlite3.Error``.
    """
    store.database.execute("ATTACH ? AS other", [str(other)])
    with store.transaction():
        for statement in _ADOPT:
            store.database.execute(statement)
    store.database.execute("DETACH other")


_ADOPT = (
    """
    INSERT INTO runs SELECT * FROM other.runs WHERE true
    ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at,
        outcome = excluded.outcome, exit_code = excluded.exit_code, stats = excluded.stats
    """,
    """
    INSERT INTO problems (run_id, url, kind, message, capture_id, created_at)
    SELECT run_id, url, kind, message, NULL, created_at FROM other.problems
    WHERE capture_id IS NULL ORDER BY id
    """,
)
