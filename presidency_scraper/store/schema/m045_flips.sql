-- An article that goes back to a state seen before is edited as well: news for who reads it.

CREATE TABLE flips (             -- edits that brought back a state seen before
    article_id  TEXT NOT NULL REFERENCES articles(id),
    flip        INTEGER NOT NULL,    -- from 1
    captured_at TEXT NOT NULL,
    capture_id  INTEGER NOT NULL REFERENCES captures(id),
    revision    INTEGER NOT NULL,    -- the state that stands there again
    previous    INTEGER NOT NULL,    -- the state whose place it took
    changed     TEXT NOT NULL,       -- a JSON list of the fields that differ
    cosmetic    INTEGER NOT NULL,    -- 1: only spacing, quotes or dashes
    PRIMARY KEY (article_id, flip)
) STRICT;

INSERT OR IGNORE INTO stale      -- the next run tells their history again, flips included
SELECT r.article_id
FROM revisions r
JOIN captures l ON l.id = r.last_capture_id
JOIN revisions n ON n.article_id = r.article_id AND n.revision > r.revision
WHERE (l.captured_at, l.id) > (n.captured_at, n.capture_id);

DROP VIEW changes;

CREATE VIEW changes AS           -- new articles, edits, deletions and returns, newest first
WITH states AS NOT MATERIALIZED (  -- each time that an article stood in another one than before
    SELECT article_id, revision, captured_at, capture_id FROM revisions
    UNION ALL
    SELECT article_id, revision, captured_at, capture_id FROM flips
),
missed AS (                 -- of each absence that made an article gone: its misses, in order
    SELECT b.article_id, b.first_capture_id, c.id, c.captured_at,
           iif(c.source IS NULL, c.run_id, substr(c.captured_at, 1, 10)) AS occasion
    FROM absences b
    JOIN captures f ON f.id = b.first_capture_id
    JOIN captures c ON c.article_id = b.article_id
        AND (c.captured_at, c.id) >= (f.captured_at, f.id)
    LEFT JOIN captures t ON t.id = b.back_capture_id
    WHERE b.gone_at IS NOT NULL AND c.outcome IN ('missing', 'shell')
      AND (t.id IS NULL OR (c.captured_at, c.id) < (t.captured_at, t.id))
      AND NOT EXISTS (SELECT 1 FROM problems p WHERE p.capture_id = c.id AND p.kind = 'drift')
),
turns AS (                       -- a run counts once, and of others' captures a day
    SELECT *, occasion IS NOT lag(occasion) OVER (
        PARTITION BY article_id, first_capture_id ORDER BY captured_at, id) AS is_another
    FROM missed
),
counted AS (
    SELECT *, sum(is_another) OVER (
        PARTITION BY article_id, first_capture_id ORDER BY captured_at, id) AS nth
    FROM turns
),
settled AS (                     -- the third settles that it is gone
    SELECT article_id, first_capture_id, id AS capture_id
    FROM counted WHERE nth = 3 AND is_another
),
gone AS (
    SELECT b.article_id, b.gone_at, b.back_capture_id,
           coalesce(s.capture_id, b.last_capture_id) AS capture_id,
           row_number() OVER (PARTITION BY b.article_id ORDER BY f.captured_at, f.id) AS nth,
           (SELECT s.revision FROM states s
            WHERE s.article_id = b.article_id
              AND (s.captured_at, s.capture_id) < (f.captured_at, f.id)
            ORDER BY s.captured_at DESC, s.capture_id DESC LIMIT 1) AS revision
    FROM absences b
    JOIN captures f ON f.id = b.first_capture_id
    LEFT JOIN settled s
        ON s.article_id = b.article_id AND s.first_capture_id = b.first_capture_id
    WHERE b.gone_at IS NOT NULL
),
events AS (                      -- narrow: texts are read only of the rows that are shown
    SELECT article_id || '/revision/' || revision AS id, iif(revision = 1, 'new', 'edit') AS kind,
           captured_at AS at, capture_id, article_id, revision, previous, 0 AS flip, NULL AS gone_at
    FROM revisions
    UNION ALL
    SELECT article_id || '/flip/' || flip, 'edit',
           captured_at, capture_id, article_id, revision, previous, flip, NULL
    FROM flips
    UNION ALL
    SELECT g.article_id || '/deletion/' || g.nth, 'deletion',
           c.captured_at, c.id, g.article_id, g.revision, NULL, 0, g.gone_at
    FROM gone g JOIN captures c ON c.id = g.capture_id
    UNION ALL
    SELECT g.article_id || '/return/' || g.nth, 'return',
           c.captured_at, c.id, g.article_id,
           (SELECT s.revision FROM states s
            WHERE s.article_id = g.article_id
              AND (s.captured_at, s.capture_id) <= (c.captured_at, c.id)
            ORDER BY s.captured_at DESC, s.capture_id DESC LIMIT 1), NULL, 0, g.gone_at
    FROM gone g JOIN captures c ON c.id = g.back_capture_id
    ORDER BY 3 DESC, 4 DESC, 1 LIMIT -1  -- with a limit SQLite keeps the order
)
SELECT e.id AS id,                   -- for ever, and the same in a rebuild
       e.kind AS kind,               -- new, edit, deletion or return
       e.at AS at,                   -- when the capture that shows it came; UTC
       e.article_id AS article_id,
       a.language AS language,
       a.section AS section,
       n.headline AS headline,       -- as it was read last before, or with it
       e.revision AS revision,       -- what stands there since, or stood there last
       e.previous AS previous,       -- the revision that an edit took the place of; else null
       iif(e.kind = 'edit', coalesce(f.changed, n.changed), '[]') AS changed,
       iif(e.kind = 'edit', coalesce(f.cosmetic, n.cosmetic), 0) AS cosmetic,
       iif(e.kind = 'deletion', n.headline, p.headline) AS headline_before,
       iif(e.kind = 'deletion', NULL, n.headline) AS headline_after,
       iif(e.kind = 'deletion', n.published_at, p.published_at) AS published_before,
       iif(e.kind = 'deletion', NULL, n.published_at) AS published_after,
       iif(e.kind = 'deletion', n.body, p.body) AS body_before,
       iif(e.kind = 'deletion', NULL, n.body) AS body_after,
       length(n.body) - length(p.body) AS characters_added,
       e.gone_at AS gone_at,         -- since when a deleted article was missed; else null
       e.capture_id AS capture_id,
       e.at AS captured_at,          -- as at, which took its place
       a.url AS url
FROM events e
CROSS JOIN articles a ON a.id = e.article_id
LEFT JOIN revisions n ON n.article_id = e.article_id AND n.revision = e.revision
LEFT JOIN flips f ON f.article_id = e.article_id AND f.flip = e.flip
LEFT JOIN revisions p ON p.article_id = e.article_id AND p.revision = e.previous;
