"""What the store asks while it writes, and what it writes otherwise than row by row."""

#: An article as it stands, its pictures and its teasers.
KNOWN = (
    "SELECT * FROM articles WHERE id = ?",
    "SELECT * FROM images WHERE article_id = ? ORDER BY position",
    "SELECT * FROM teasers WHERE article_id = ? ORDER BY position",
)

NOTED = "SELECT 1 FROM problems WHERE kind = ? AND message = ? LIMIT 1"
LINKED = "SELECT 1 FROM outlinks WHERE url = ?"
LINKED_EARLIER = """
INSERT INTO outlinks (url, kind, capture_id) VALUES (?, ?, ?)
ON CONFLICT (url) DO UPDATE SET capture_id = excluded.capture_id
WHERE (SELECT captured_at, url, digest FROM captures WHERE id = excluded.capture_id)
    < (SELECT captured_at, url, digest FROM captures WHERE id = outlinks.capture_id)
"""
GIVE_LEAD = "UPDATE articles SET lead = ? WHERE id = ?"

#: When a walk began, and on which articles, stays as it was noted first.
GO_ON = """
UPDATE walks SET tail = :tail, next_page = :next_page, ended = :ended
WHERE run_id = :run_id AND listing = :listing AND segment = :segment
"""
