-- Captures of others come in after those of later: what is stored follows from when they were made.

ALTER TABLE captures ADD COLUMN source TEXT;

CREATE TABLE leads (             -- the lead that was printed last of each article, stored or not
    article_id  TEXT PRIMARY KEY,
    lead        TEXT NOT NULL,   -- as printed
    captured_at TEXT NOT NULL,   -- when it was printed last
    capture_id  INTEGER NOT NULL REFERENCES captures(id)  -- the page that printed it then
) STRICT, WITHOUT ROWID;

CREATE TABLE stale (             -- articles whose history is to be told again, in order of time
    article_id TEXT PRIMARY KEY  -- stored or not
) STRICT, WITHOUT ROWID;

CREATE INDEX captures_of_others ON captures(article_id, captured_at) WHERE source IS NOT NULL;

INSERT INTO leads
WITH printed AS (
    SELECT article_id AS id, lead, capture_id FROM sightings WHERE lead IS NOT NULL
    UNION ALL
    SELECT t.target_id, t.lead, a.capture_id FROM teasers t JOIN articles a ON a.id = t.article_id
    WHERE t.lead IS NOT NULL
    UNION ALL
    SELECT id, lead, 0 FROM articles WHERE lead IS NOT NULL
), newest AS (
    SELECT p.id, p.lead, max(p.capture_id) AS capture_id
    FROM printed p LEFT JOIN articles a ON a.id = p.id
    WHERE a.lead IS NULL OR a.lead = p.lead GROUP BY p.id
)
SELECT n.id, n.lead, c.captured_at, c.id
FROM newest n LEFT JOIN articles a ON a.id = n.id
JOIN captures c ON c.id = iif(n.capture_id, n.capture_id, a.capture_id);
