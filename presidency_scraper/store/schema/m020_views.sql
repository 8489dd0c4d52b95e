-- Views for the usual questions, so that they need no join.

CREATE VIEW articles_by_month AS  -- how much was published, by month, language and section
SELECT substr(published_at, 1, 7) AS month,  -- by the clock of Europe/Sofia
       language,
       section,
       count(*) AS articles,            -- those stored
       sum(word_count) AS words,        -- in their bodies
       sum(gone_at IS NOT NULL) AS gone -- how many of them have left the site since
FROM articles
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;

CREATE VIEW missing_numbers AS   -- numbers below the highest stored one that no article has
WITH RECURSIVE numbers(number) AS (
    SELECT min(number) FROM articles
    UNION ALL
    SELECT number + 1 FROM numbers WHERE number < (SELECT max(number) FROM articles)
),
missing AS MATERIALIZED (
    SELECT number FROM numbers
    WHERE number IS NOT NULL AND number NOT IN (SELECT number FROM articles)
),
asked AS (
    SELECT CAST(substr(article_id, length(rtrim(article_id, '0123456789')) + 1) AS INTEGER)
               AS number,
           article_id, outcome, count(*) AS times, max(captured_at) AS last
    FROM captures WHERE article_id IS NOT NULL GROUP BY article_id, outcome
    ORDER BY article_id, outcome
),
answered AS (
    SELECT number, max(last) AS last,
           group_concat(article_id || ' ' || outcome || ' ' || times, ', ') AS outcomes
    FROM asked WHERE number IN missing GROUP BY number
),
named AS (
    SELECT article_id FROM sightings UNION SELECT target_id FROM teasers
),
announced AS (
    SELECT CAST(substr(article_id, length(rtrim(article_id, '0123456789')) + 1) AS INTEGER)
               AS number,
           group_concat(article_id, ', ') AS ids
    FROM named GROUP BY 1
)
SELECT missing.number AS number,       -- one counter for all sections and languages
       answered.outcomes AS outcomes,  -- what was asked for and read, how often; null: never asked
       answered.last AS last_asked_at, -- UTC; null: never asked
       announced.ids AS announced_as   -- ids in listings and teasers; null: none named it
FROM missing
LEFT JOIN answered ON answered.number = missing.number
LEFT JOIN announced ON announced.number = missing.number
ORDER BY missing.number;

CREATE VIEW teaser_links AS      -- which article announced which, with the headlines of both
SELECT t.article_id AS article_id,     -- the article whose page carried the teaser
       a.headline AS headline,         -- of that article
       a.published_at AS published_at, -- of that article
       t.position AS position,         -- of the teaser on the page, from 1
       t.target_id AS target_id,       -- the article announced, stored or not
       b.headline AS target_headline,  -- on its own page; null where it is not stored
       b.published_at AS target_published_at,    -- on its own page; null where it is not stored
       t.headline AS announced_headline          -- as the teaser printed it
FROM teasers t
JOIN articles a ON a.id = t.article_id
LEFT JOIN articles b ON b.id = t.target_id
ORDER BY t.article_id, t.position;

CREATE VIEW latest_runs AS       -- the twenty newest runs, newest first, with what each brought
SELECT r.id AS id,                   -- of the run
       r.started_at AS started_at,   -- UTC
       round((julianday(r.finished_at) - julianday(r.started_at)) * 1440, 1)
           AS minutes,               -- how long it took; null where it has not finished
       r.command AS command,
       r.outcome AS outcome,
       r.exit_code AS exit_code,
       (SELECT count(*) FROM captures c WHERE c.run_id = r.id)
           AS responses,             -- captures of the run, failed ones included
       (SELECT count(*) FROM captures c JOIN revisions v ON v.capture_id = c.id
        WHERE c.run_id = r.id AND v.revision = 1)
           AS new_articles,          -- stored for the first time
       (SELECT count(*) FROM captures c JOIN revisions v ON v.capture_id = c.id
        WHERE c.run_id = r.id AND v.revision > 1)
           AS edits,                 -- new revisions, those in looks only included
       (SELECT count(*) FROM problems p WHERE p.run_id = r.id)
           AS problems               -- rows in problems
FROM runs r
ORDER BY r.id DESC
LIMIT 20;
