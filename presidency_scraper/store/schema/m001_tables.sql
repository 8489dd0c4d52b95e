-- The tables of the first release.

CREATE TABLE runs (              -- one row per command that wrote here
    id          INTEGER PRIMARY KEY,
    command     TEXT NOT NULL,   -- the command with its options
    started_at  TEXT NOT NULL,   -- UTC, like every time here but published_at
    finished_at TEXT,            -- null while it runs, or if it was killed
    outcome     TEXT,            -- one line for a person
    exit_code   INTEGER,
    stats       TEXT NOT NULL DEFAULT '{}'  -- JSON: counts of the run
) STRICT;

CREATE TABLE captures (          -- one row per response, kept or failed
    id            INTEGER PRIMARY KEY,  -- its place in the archive, from 1
    run_id        INTEGER REFERENCES runs(id),
    url           TEXT NOT NULL, -- as asked for
    captured_at   TEXT NOT NULL,
    status        INTEGER,       -- HTTP status; null where no response came
    content_type  TEXT,
    digest        TEXT,          -- sha256 of the body, without content encoding; null: not kept
    length        INTEGER,       -- of the same, in bytes
    warc_file     TEXT,          -- where the archive holds it
    warc_offset   INTEGER,
    error         TEXT,          -- why there is no content
    outcome       TEXT NOT NULL  -- what it was read as
        CHECK (outcome IN ('article', 'shell', 'listing', 'robots', 'redirect', 'missing',
                           'unchanged', 'unreadable', 'failed')),
    article_id    TEXT,          -- the article its URL names, stored or not
    etag          TEXT,          -- what the server gave to ask by next time
    last_modified TEXT
) STRICT;

CREATE TABLE articles (          -- one row per article and language: its present state
    id                  TEXT PRIMARY KEY,  -- language/section/number: bg/news/1937
    language            TEXT NOT NULL,
    section             TEXT NOT NULL,
    number              INTEGER NOT NULL,  -- one counter for all sections
    url                 TEXT NOT NULL,     -- canonical
    headline            TEXT NOT NULL,
    lead                TEXT,              -- as listings and teasers print it
    published_at        TEXT NOT NULL,     -- Europe/Sofia: 2014-05-16T10:07:00+03:00
    published_precision TEXT NOT NULL CHECK (published_precision IN ('minute', 'hour', 'day')),
    published_raw       TEXT NOT NULL,     -- as printed
    body                TEXT NOT NULL,     -- paragraphs joined by a blank line
    word_count          INTEGER NOT NULL,  -- of the body
    revision            INTEGER NOT NULL DEFAULT 1,  -- number of the present one
    first_seen_at       TEXT NOT NULL,
    last_checked_at     TEXT NOT NULL,
    gone_at             TEXT,              -- null while it is on the site
    edition             TEXT NOT NULL,     -- which face of the site it was read from
    layout              TEXT NOT NULL,     -- and by which layout
    slug_agrees         INTEGER CHECK (slug_agrees IN (0, 1)),  -- with the headline
    capture_id          INTEGER NOT NULL REFERENCES captures(id),
    UNIQUE (language, section, number)
) STRICT;

CREATE TABLE paragraphs (        -- the body of an article, cut as on the page
    article_id TEXT NOT NULL REFERENCES articles(id),
    position   INTEGER NOT NULL, -- from 1
    text       TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) STRICT;

CREATE TABLE teasers (           -- the newest articles, as announced under this one when last seen
    article_id          TEXT NOT NULL REFERENCES articles(id),
    position            INTEGER NOT NULL,  -- from 1
    headline            TEXT,              -- null where the edition shows none
    lead                TEXT,
    published_at        TEXT NOT NULL,
    published_precision TEXT NOT NULL CHECK (published_precision IN ('minute', 'hour', 'day')),
    published_raw       TEXT NOT NULL,
    url                 TEXT NOT NULL,
    target_id           TEXT NOT NULL,     -- id of the article announced, stored or not
    PRIMARY KEY (article_id, position)
) STRICT;

CREATE TABLE images (            -- pictures of an article
    article_id TEXT NOT NULL REFERENCES articles(id),
    position   INTEGER NOT NULL, -- from 1
    url        TEXT NOT NULL,
    caption    TEXT,
    PRIMARY KEY (article_id, position)
) STRICT;

CREATE TABLE revisions (         -- every state an article was seen in
    article_id      TEXT NOT NULL REFERENCES articles(id),
    revision        INTEGER NOT NULL,   -- from 1
    previous        INTEGER,            -- the revision it took the place of
    captured_at     TEXT NOT NULL,      -- when it was first seen
    capture_id      INTEGER NOT NULL REFERENCES captures(id),
    headline        TEXT NOT NULL,
    published_at    TEXT NOT NULL,
    body            TEXT NOT NULL,
    fingerprint     TEXT NOT NULL,      -- sha256 of the three: equal for equal states
    changed         TEXT NOT NULL,      -- JSON list of the fields that differ from the previous
    cosmetic        INTEGER NOT NULL CHECK (cosmetic IN (0, 1)),  -- 1: only spacing, quotes, dashes
    last_capture_id INTEGER NOT NULL REFERENCES captures(id),     -- when it was last seen
    times_seen      INTEGER NOT NULL,   -- a page that flips back counts here, not in a new row
    PRIMARY KEY (article_id, revision)
) STRICT;

CREATE TABLE absences (          -- times when an article was not where it had been
    article_id       TEXT NOT NULL REFERENCES articles(id),
    first_capture_id INTEGER NOT NULL REFERENCES captures(id),
    last_capture_id  INTEGER NOT NULL REFERENCES captures(id),
    runs             INTEGER NOT NULL,  -- in how many runs it was missed, one after the other
    gone_at          TEXT,              -- set once three runs missed it: when the first did
    back_capture_id  INTEGER REFERENCES captures(id),  -- null while it is missed
    PRIMARY KEY (article_id, first_capture_id)
) STRICT;

CREATE TABLE sightings (         -- what listings said, entry by entry
    capture_id    INTEGER NOT NULL REFERENCES captures(id),
    position      INTEGER NOT NULL,  -- from 1
    article_id    TEXT NOT NULL,     -- stored or not
    headline      TEXT,
    lead          TEXT,
    published_at  TEXT,              -- null where the printed date is refused
    published_raw TEXT NOT NULL,
    url           TEXT NOT NULL,     -- canonical, with the slug the listing links to
    label         TEXT,              -- president, vicepresident, or null: the general listing
    listing       TEXT NOT NULL,     -- language/section or language/section/label
    page          INTEGER NOT NULL,  -- 1 is the newest
    PRIMARY KEY (capture_id, position)
) STRICT;

CREATE TABLE problems (          -- what went wrong, page by page
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER REFERENCES runs(id),
    url        TEXT,
    kind       TEXT NOT NULL,
    message    TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE walks (             -- how far each listing was walked, newest page first
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER REFERENCES runs(id),
    listing    TEXT NOT NULL,    -- language/section or language/section/label
    started_at TEXT NOT NULL,
    head       TEXT NOT NULL,    -- JSON: article ids on the first page it read
    tail       TEXT NOT NULL,    -- JSON: article ids on the last page it read
    next_page  INTEGER NOT NULL, -- where it would go on
    ended      TEXT              -- null: interrupted, limited or bounded
        CHECK (ended IN ('end', 'joined')),
    UNIQUE (run_id, listing)
) STRICT;

CREATE TABLE robots (            -- robots.txt per origin, kept for a day as RFC 9309 allows
    origin     TEXT PRIMARY KEY,
    fetched_at TEXT NOT NULL,
    body       TEXT NOT NULL
) STRICT;

CREATE VIEW changes AS           -- edits, oldest first: what each revision changed
SELECT r.article_id, r.captured_at, r.revision, r.previous, r.changed, r.cosmetic,
       p.headline AS headline_before, r.headline AS headline_after,
       p.published_at AS published_before, r.published_at AS published_after,
       length(r.body) - length(p.body) AS characters_added, a.url
FROM revisions r
JOIN revisions p ON p.article_id = r.article_id AND p.revision = r.previous
JOIN articles a ON a.id = r.article_id
ORDER BY r.captured_at, r.article_id, r.revision;

CREATE INDEX articles_by_date ON articles(published_at);
CREATE INDEX articles_by_section ON articles(section, language, published_at);
CREATE INDEX articles_by_capture ON articles(capture_id);
CREATE INDEX teasers_by_target ON teasers(target_id);
CREATE INDEX sightings_by_article ON sightings(article_id, capture_id);
CREATE INDEX sightings_by_listing ON sightings(listing, page);
CREATE INDEX captures_by_article ON captures(article_id, id);
CREATE INDEX captures_by_url ON captures(url, id);
CREATE INDEX captures_by_place ON captures(warc_file, warc_offset);
CREATE INDEX captures_by_run ON captures(run_id);
CREATE INDEX revisions_by_capture ON revisions(capture_id);
CREATE INDEX revisions_by_date ON revisions(captured_at);
CREATE INDEX problems_by_run ON problems(run_id);
CREATE INDEX problems_by_capture ON problems(capture_id);
CREATE INDEX walks_by_listing ON walks(listing, id);
