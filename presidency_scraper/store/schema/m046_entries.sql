-- What listings say is kept once, however many nights they say it. The view sightings is as the
-- table was.

CREATE TABLE entries (           -- what listings said of articles, each wording once
    id            INTEGER PRIMARY KEY,
    article_id    TEXT NOT NULL, -- stored or not
    headline      TEXT,
    lead          TEXT,
    published_at  TEXT,          -- null where the printed date is refused
    published_raw TEXT NOT NULL,
    url           TEXT NOT NULL  -- canonical, with the slug the listing links to
) STRICT;

CREATE TABLE listing_pages (     -- pages of listings that showed entries
    capture_id INTEGER PRIMARY KEY REFERENCES captures(id),
    listing    TEXT NOT NULL,    -- language/section or language/section/label
    label      TEXT,             -- president, vicepresident, or null: the general listing
    page       INTEGER NOT NULL  -- 1 is the newest
) STRICT;

CREATE TABLE listing_entries (   -- which page showed which entry
    capture_id INTEGER NOT NULL REFERENCES listing_pages(capture_id),
    position   INTEGER NOT NULL, -- from 1
    entry_id   INTEGER NOT NULL REFERENCES entries(id),
    PRIMARY KEY (capture_id, position)
) STRICT, WITHOUT ROWID;

INSERT INTO entries (article_id, headline, lead, published_at, published_raw, url)
SELECT article_id, headline, lead, published_at, published_raw, url
FROM sightings
GROUP BY article_id, headline, lead, published_at, published_raw, url
ORDER BY min(capture_id), min(position);

INSERT INTO listing_pages (capture_id, listing, label, page)
SELECT DISTINCT capture_id, listing, label, page FROM sightings;

CREATE INDEX entries_by_article ON entries(article_id);

INSERT INTO listing_entries (capture_id, position, entry_id)
SELECT s.capture_id, s.position, e.id
FROM sightings s JOIN entries e ON e.article_id = s.article_id AND e.url = s.url
    AND e.published_raw = s.published_raw AND e.headline IS s.headline AND e.lead IS s.lead
    AND e.published_at IS s.published_at;

DROP TABLE sightings;

CREATE INDEX listing_entries_by_entry ON listing_entries(entry_id, capture_id);
CREATE INDEX listing_pages_by_listing ON listing_pages(listing, page);

CREATE VIEW sightings AS         -- what listings said, entry by entry
SELECT s.capture_id AS capture_id,
       s.position AS position,          -- from 1
       e.article_id AS article_id,      -- stored or not
       e.headline AS headline,
       e.lead AS lead,
       e.published_at AS published_at,  -- null where the printed date is refused
       e.published_raw AS published_raw,
       e.url AS url,                    -- canonical, with the slug the listing links to
       p.label AS label,                -- president, vicepresident, or null: the general listing
       p.listing AS listing,            -- language/section or language/section/label
       p.page AS page                   -- 1 is the newest
FROM listing_entries s
JOIN listing_pages p ON p.capture_id = s.capture_id
JOIN entries e ON e.id = s.entry_id;
