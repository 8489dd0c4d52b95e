-- What is missing costs what is stored, however far its numbers lie from each other.

CREATE INDEX walks_by_run ON walks(listing, run_id, segment);

CREATE VIEW missing_ranges AS    -- runs of numbers below the highest stored one that no article has
SELECT before + 1 AS first,      -- of the run
       number - 1 AS last        -- of the run
FROM (SELECT number, lag(number) OVER (ORDER BY number) AS before
      FROM (SELECT DISTINCT number FROM articles))
WHERE number - before > 1
ORDER BY number;

DROP VIEW missing_numbers;

CREATE VIEW missing_numbers AS   -- numbers below the highest stored one that no article has
WITH RECURSIVE asked AS (
    SELECT CAST(substr(article_id, length(rtrim(article_id, '0123456789')) + 1) AS INTEGER)
               AS number,
           article_id, outcome, count(*) AS times, max(captured_at) AS last
    FROM captures WHERE article_id IS NOT NULL GROUP BY article_id, outcome
    ORDER BY article_id, outcome
),
answered AS (
    SELECT number, max(last) AS last,
           group_concat(article_id || ' ' || outcome || ' ' || times, ', ') AS outcomes
    FROM asked WHERE number NOT IN (SELECT number FROM articles) GROUP BY number
),
named AS (
    SELECT article_id FROM sightings UNION SELECT target_id FROM teasers
),
announced AS (
    SELECT CAST(substr(article_id, length(rtrim(article_id, '0123456789')) + 1) AS INTEGER)
               AS number,
           group_concat(article_id, ', ') AS ids
    FROM named GROUP BY 1
),
known AS (
    SELECT number, 1 AS stored FROM articles
    UNION SELECT number, 0 FROM answered
    UNION SELECT number, 0 FROM announced WHERE number NOT IN (SELECT number FROM articles)
),
bounded AS (
    SELECT number, stored, lag(number) OVER (ORDER BY number) AS before FROM known
    WHERE number BETWEEN (SELECT min(number) FROM articles) AND (SELECT max(number) FROM articles)
),
missing(number, last, until) AS (
    SELECT number, number, number FROM bounded WHERE NOT stored
    UNION ALL
    SELECT before + 1, iif(number - before > 10000, number - 1, before + 1),
           iif(number - before > 10000, before + 1, number - 1)
    FROM bounded WHERE number - before > 1
    UNION ALL
    SELECT number + 1, number + 1, until FROM missing WHERE number < until
)
SELECT missing.number AS number,       -- one counter for all sections and languages
       missing.last AS last,           -- the same, or the end of a run of 10,000 and more
       answered.outcomes AS outcomes,  -- what was asked for and read, how often; null: never asked
       answered.last AS last_asked_at, -- UTC; null: never asked
       announced.ids AS announced_as   -- ids in listings and teasers; null: none named it
FROM missing
LEFT JOIN answered ON answered.number = missing.number
LEFT JOIN announced ON announced.number = missing.number
ORDER BY missing.number;
