-- Who held which office, whose an article is, and who says what in speeches and interviews.

CREATE TABLE terms (             -- who held which office from when to when
    office  TEXT NOT NULL CHECK (office IN ('president', 'vice-president')),
    since   TEXT NOT NULL,       -- the first day, in Europe/Sofia
    until   TEXT,                -- the day on which the next began; null: in office
    name_bg TEXT NOT NULL,       -- in Bulgarian
    name_en TEXT NOT NULL,       -- in English
    source  TEXT NOT NULL,       -- how that is known
    PRIMARY KEY (office, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker_labels (    -- what pages print before a colon, and who that is
    label TEXT NOT NULL,         -- as printed; of who asks the first word
    role  TEXT NOT NULL CHECK (role IN ('president', 'vice-president', 'host')),
    since TEXT NOT NULL,         -- when the term of who is meant began; empty for who asks
    PRIMARY KEY (label, role, since)
) STRICT, WITHOUT ROWID;

CREATE VIEW articles_who AS      -- whose an article is, by the filtered listings that showed it
SELECT DISTINCT article_id,
       label AS who              -- president, vicepresident or other
FROM sightings WHERE label IS NOT NULL;

CREATE VIEW spoken AS            -- paragraphs, without the names printed before a colon
SELECT article_id,
       position,
       speaker AS label,         -- as printed
       opens,                    -- 1: the name stands here, so that a turn begins
       iif(opens, ltrim(substr(bare, instr(bare, ':') + 1)), text) AS text
FROM (
    SELECT *, ltrim(text, '-–—•* ') AS bare,
           speaker IS NOT NULL AND rtrim(substr(ltrim(text, '-–—•* '), 1,
               instr(ltrim(text, '-–—•* '), ':') - 1)) = speaker AS opens
    FROM paragraphs
);

CREATE VIEW speeches AS          -- one row a turn of speech, in interviews and speeches
WITH numbered AS (               -- an address is one turn, and so is what stands before the first
    SELECT s.*, a.section, a.language, a.published_at, a.url, a.headline,
           substr(a.published_at, 1, 10) AS day,
           sum(s.opens) OVER (PARTITION BY s.article_id ORDER BY s.position) AS nth,
           max(s.opens) OVER (PARTITION BY s.article_id) AS is_labelled
    FROM spoken s JOIN articles a ON a.id = s.article_id
    WHERE a.section IN ('speeches-and-statements', 'interviews-president')
),
joined AS (
    SELECT *, max(label) OVER turn AS printed,
           group_concat(nullif(text, ''), char(10, 10)) OVER turn AS said,
           first_value(position) OVER turn AS first, last_value(position) OVER turn AS last
    FROM numbered
    WINDOW turn AS (PARTITION BY article_id, nth ORDER BY position
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
evidence AS (                    -- whose an address is: by its headline, by the listings
    SELECT j.*,
           iif(j.is_labelled, NULL, (
            SELECT iif(count(*) > 1, 'several', max(t.office)) FROM terms t
            WHERE j.day >= t.since AND (t.until IS NULL OR j.day < t.until)
              AND EXISTS (SELECT 1 FROM speaker_labels l
                          WHERE l.role = t.office AND l.since = t.since
                            AND l.label LIKE '% %' AND l.label NOT LIKE 'vice president'
                            AND instr(j.headline, l.label)))) AS named,
           (SELECT iif(count(DISTINCT label) > 1, 'several', max(replace(label, 'vicep', 'vice-p')))
            FROM sightings g WHERE g.article_id = j.article_id) AS listed
    FROM joined j WHERE position = first AND said IS NOT NULL
),
turns AS (
    SELECT *, CASE WHEN is_labelled OR section <> 'speeches-and-statements' THEN NULL
                   WHEN named IS NULL THEN listed
                   WHEN listed IS NULL OR listed = named THEN named END AS office
    FROM evidence
)
SELECT s.article_id AS article_id,
       row_number() OVER (PARTITION BY s.article_id ORDER BY s.position) AS turn,
       coalesce(iif(s.language = 'bg', t.name_bg, t.name_en), s.printed) AS speaker,
       CASE WHEN t.office IS NOT NULL THEN t.office
            WHEN s.printed IS NULL THEN NULL
            WHEN EXISTS (SELECT 1 FROM speaker_labels l WHERE l.role = 'host' AND l.label =
                rtrim(substr(s.printed, 1, instr(s.printed || ' ', ' ') - 1), ',')) THEN 'host'
            ELSE 'other' END AS role,
       s.said AS text,
       length(s.said) - length(replace(replace(s.said, ' ', ''), char(10, 10), char(10))) + 1
           AS words,
       s.section AS section,
       s.language AS language,
       s.published_at AS published_at,
       s.url AS url,
       s.printed AS label,
       s.first AS first_paragraph,
       s.last AS last_paragraph
FROM turns s
LEFT JOIN terms t ON s.day >= t.since AND (t.until IS NULL OR s.day < t.until)
    AND (t.office = s.office OR EXISTS (
        SELECT 1 FROM speaker_labels l
        WHERE l.label = s.printed AND l.role = t.office AND l.since = t.since));
