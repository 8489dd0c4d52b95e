-- Who asks `changes` for edits alone, for what is since a day or of one article has no longer to wait
-- until all events are read: SQLite takes such conditions into the parts that events consist of.

CREATE INDEX revisions_of_edits
    ON revisions(captured_at, capture_id, article_id, revision, previous, changed, cosmetic)
    WHERE revision > 1;

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
    SELECT b.article_id, b.gone_at, b.back_capture_id, t.captured_at AS back_at,
           coalesce(s.capture_id, b.last_capture_id) AS capture_id,
           row_number() OVER (PARTITION BY b.article_id ORDER BY f.captured_at, f.id) AS nth,
           (SELECT s.revision FROM states s
            WHERE s.article_id = b.article_id
              AND (s.captured_at, s.capture_id) < (f.captured_at, f.id)
            ORDER BY s.captured_at DESC, s.capture_id DESC LIMIT 1) AS revision,
           (SELECT s.revision FROM states s
            WHERE s.article_id = b.article_id
              AND (s.captured_at, s.capture_id) <= (t.captured_at, t.id)
            ORDER BY s.captured_at DESC, s.capture_id DESC LIMIT 1) AS back_revision
    FROM absences b
    JOIN captures f ON f.id = b.first_capture_id
    LEFT JOIN captures t ON t.id = b.back_capture_id
    LEFT JOIN settled s
        ON s.article_id = b.article_id AND s.first_capture_id = b.first_capture_id
    WHERE b.gone_at IS NOT NULL
),
events AS (                      -- narrow: texts are read only of the rows that are shown
    SELECT article_id || '/revision/' || revision AS id, 'new' AS kind, captured_at AS at,
           capture_id, article_id, revision, previous, '[]' AS changed, 0 AS cosmetic,
           previous AS before, revision AS after, NULL AS gone_at
    FROM revisions WHERE revision = 1
    UNION ALL
    SELECT article_id || '/revision/' || revision, 'edit', captured_at,
           capture_id, article_id, revision, previous, changed, cosmetic,
           previous, revision, NULL
    FROM revisions WHERE revision > 1
    UNION ALL
    SELECT article_id || '/flip/' || flip, 'edit', captured_at,
           capture_id, article_id, revision, previous, changed, cosmetic,
           previous, revision, NULL
    FROM flips
    UNION ALL
    SELECT g.article_id || '/deletion/' || g.nth, 'deletion', c.captured_at,
           c.id, g.article_id, g.revision, NULL, '[]', 0,
           g.revision, NULL, g.gone_at
    FROM gone g JOIN captures c ON c.id = g.capture_id
    UNION ALL
    SELECT g.article_id || '/return/' || g.nth, 'return', g.back_at,
           g.back_capture_id, g.article_id, g.back_revision, NULL, '[]', 0,
           NULL, g.back_revision, g.gone_at
    FROM gone g WHERE g.back_at IS NOT NULL
    ORDER BY 3 DESC, 4 DESC, 1   -- kept, as these rows are joined with nothing
)
SELECT e.id AS id,                   -- for ever, and the same in a rebuild
       e.kind AS kind,               -- new, edit, deletion or return
       e.at AS at,                   -- when the capture that shows it came; UTC
       e.article_id AS article_id,
       (SELECT a.language FROM articles a WHERE a.id = e.article_id) AS language,
       (SELECT a.section FROM articles a WHERE a.id = e.article_id) AS section,
       (SELECT r.headline FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.revision)
           AS headline,              -- as it was read last before, or with it
       e.revision AS revision,       -- what stands there since, or stood there last
       e.previous AS previous,       -- the revision that an edit took the place of; else null
       e.changed AS changed,
       e.cosmetic AS cosmetic,
       (SELECT r.headline FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.before) AS headline_before,
       (SELECT r.headline FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.after) AS headline_after,
       (SELECT r.published_at FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.before) AS published_before,
       (SELECT r.published_at FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.after) AS published_after,
       (SELECT r.body FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.before) AS body_before,
       (SELECT r.body FROM revisions r
        WHERE r.article_id = e.article_id AND r.revision = e.after) AS body_after,
       (SELECT length(n.body) - length(p.body) FROM revisions n, revisions p
        WHERE n.article_id = e.article_id AND n.revision = e.after
          AND p.article_id = e.article_id AND p.revision = e.before) AS characters_added,
       e.gone_at AS gone_at,         -- since when a deleted article was missed; else null
       e.capture_id AS capture_id,
       e.at AS captured_at,          -- as at, which took its place
       (SELECT a.url FROM articles a WHERE a.id = e.article_id) AS url
FROM events e;
