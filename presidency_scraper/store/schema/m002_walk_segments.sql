-- A walk may have holes: it is a chain of segments.

ALTER TABLE walks RENAME TO walks_before;

CREATE TABLE walks (             -- how far each listing was walked, newest page first
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER REFERENCES runs(id),
    listing    TEXT NOT NULL,    -- language/section or language/section/label
    segment    INTEGER NOT NULL, -- from 0; behind a page that could not be read begins another
    started_at TEXT NOT NULL,
    head       TEXT NOT NULL,    -- JSON: article ids on the first page of it
    tail       TEXT NOT NULL,    -- JSON: article ids on the last page of it
    next_page  INTEGER NOT NULL, -- where it would go on
    ended      TEXT              -- null: interrupted, limited, bounded, or a hole lies behind it
        CHECK (ended IN ('end', 'joined')),
    UNIQUE (run_id, listing, segment)
) STRICT;

INSERT INTO walks (id, run_id, listing, segment, started_at, head, tail, next_page, ended)
SELECT id, run_id, listing, 0, started_at, head, tail, next_page, ended FROM walks_before;

DROP TABLE walks_before;

CREATE INDEX walks_by_listing ON walks(listing, id);
