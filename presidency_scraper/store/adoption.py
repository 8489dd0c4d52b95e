"""Takes over from an older database what no archive can know of the runs."""

from pathlib import Path

from presidency_scraper.store.writer import Store

_RUNS = """
INSERT INTO runs SELECT * FROM other.runs WHERE true
ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at,
    outcome = excluded.outcome, exit_code = excluded.exit_code, stats = excluded.stats
"""
_PROBLEMS = """
INSERT INTO problems (run_id, url, kind, message, capture_id, created_at)
SELECT run_id, url, kind, message, NULL, created_at FROM other.problems
WHERE capture_id IS NULL ORDER BY id
"""


def adopt_ledger(store: Store, other: Path) -> None:
    """Take over how runs ended, runs that fetched nothing, and problems without a capture.

    *other* is the database that *store* takes the place of. Raises ``sqlite3.Error``.
    """
    store.database.execute("ATTACH ? AS other", [str(other)])
    with store.transaction():
        store.database.execute(_RUNS)
        store.database.execute(_PROBLEMS)
    store.database.execute("DETACH other")
