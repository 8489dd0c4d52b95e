"""What the store asks while it writes, and what it writes otherwise than row by row."""

from functools import cache

#: An article as it stands, its pictures and its teasers.
KNOWN = (
    "SELECT * FROM articles WHERE id = ?",
    "SELECT * FROM images WHERE article_id = ? ORDER BY position",
    "SELECT * FROM teasers WHERE article_id = ? ORDER BY position",
)

NOTED = "SELECT 1 FROM problems WHERE kind = ? AND message = ? LIMIT 1"
LINKED = "SELECT 1 FROM outlinks WHERE url = ?"
GIVE_LEAD = "UPDATE articles SET lead = ? WHERE id = ?"


@cache
def leads_of(number: int) -> str:
    """Ask for the leads of so many articles."""
    return f"SELECT id, lead FROM articles WHERE id IN ({', '.join('?' * number)})"  # noqa: S608


#: When a walk began, and on which articles, stays as it was noted first.
GO_ON = """
UPDATE walks SET tail = :tail, next_page = :next_page, ended = :ended
WHERE run_id = :run_id AND listing = :listing AND segment = :segment
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
