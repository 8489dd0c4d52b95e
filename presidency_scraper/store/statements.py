"""The statements that write, where the names of a table and its columns do not say it."""

from functools import cache

#: An article as it stands, its pictures and its teasers.
KNOWN = (
    "SELECT * FROM articles WHERE id = ?",
    "SELECT * FROM images WHERE article_id = ? ORDER BY position",
    "SELECT * FROM teasers WHERE article_id = ? ORDER BY position",
)

#: What is written anew when an article is read again.
DROP_PARTS = (
    "DELETE FROM paragraphs WHERE article_id = ?",
    "DELETE FROM images WHERE article_id = ?",
    "DELETE FROM teasers WHERE article_id = ?",
)

GIVE_LEAD = "UPDATE articles SET lead = ? WHERE id = ?"


@cache
def leads_of(number: int) -> str:
    """Ask for the leads of so many articles."""
    return f"SELECT id, lead FROM articles WHERE id IN ({', '.join('?' * number)})"  # noqa: S608


END_RUN = """
UPDATE runs SET finished_at = :finished_at, outcome = :outcome, exit_code = :exit_code,
    stats = :stats
WHERE id = :id
"""

ADOPT = (
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

SAVE_WALK = """
INSERT INTO walks (run_id, listing, segment, started_at, head, tail, next_page, ended)
VALUES (:run_id, :listing, :segment, :started_at, :head, :tail, :next_page, :ended)
ON CONFLICT (run_id, listing, segment) DO UPDATE SET
    tail = excluded.tail,
    next_page = excluded.next_page,
    ended = excluded.ended
"""

ADD_OUTLINK = "INSERT OR IGNORE INTO outlinks (url, kind, capture_id) VALUES (?, ?, ?)"

ADD_COUNT = """
INSERT INTO run_fields (run_id, edition, layout, field, pages, found) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (run_id, layout, field) DO UPDATE SET
    pages = pages + excluded.pages, found = found + excluded.found
"""

KNOWN_BEFORE = """
SELECT coalesce(
    (SELECT lead FROM articles WHERE id = :id),
    (SELECT lead FROM (
        SELECT lead, capture_id FROM sightings WHERE article_id = :id AND lead IS NOT NULL
        UNION ALL
        SELECT t.lead, a.capture_id FROM teasers t JOIN articles a ON a.id = t.article_id
        WHERE t.target_id = :id AND t.lead IS NOT NULL
    ) ORDER BY capture_id DESC LIMIT 1)
), (SELECT first_seen_at FROM articles WHERE id = :id)
"""
