-- A teaser may print a date that cannot be: it has none then, and the rest of it stays.

CREATE TEMP TABLE kept AS SELECT * FROM teasers;

DROP TABLE teasers;

CREATE TABLE teasers (           -- the newest articles, as announced under this one when last seen
    article_id          TEXT NOT NULL REFERENCES articles(id),
    position            INTEGER NOT NULL,  -- from 1
    headline            TEXT,              -- null where the edition shows none
    lead                TEXT,
    published_at        TEXT,              -- null where it is printed as it cannot be
    published_precision TEXT CHECK (published_precision IN ('minute', 'hour', 'day')),
    published_raw       TEXT NOT NULL,
    url                 TEXT NOT NULL,
    target_id           TEXT NOT NULL,     -- id of the article announced, stored or not
    PRIMARY KEY (article_id, position)
) STRICT;

INSERT INTO teasers SELECT * FROM kept;

DROP TABLE kept;

CREATE INDEX teasers_by_target ON teasers(target_id);
