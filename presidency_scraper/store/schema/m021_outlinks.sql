-- What is no article is named, and not followed.

CREATE TABLE outlinks (          -- what pages link to on the site that is no article: left alone
    url        TEXT PRIMARY KEY, -- as linked, absolute, without a fragment
    kind       TEXT NOT NULL CHECK (kind IN
        ('calendar', 'standing', 'standing_item', 'image', 'other')),
    capture_id INTEGER NOT NULL REFERENCES captures(id) -- the first page that linked there
) STRICT, WITHOUT ROWID;
