-- What drift is seen by.

CREATE TABLE run_fields (        -- per run and layout: how often pages had what pages have
    run_id  INTEGER NOT NULL REFERENCES runs(id),
    edition TEXT NOT NULL,       -- which face of the site the run read
    layout  TEXT NOT NULL,       -- what read the page; empty where nothing could
    field   TEXT NOT NULL,       -- what was looked for
    pages   INTEGER NOT NULL,    -- how often it was looked for
    found   INTEGER NOT NULL,    -- how often it was there, or how many of it in all
    PRIMARY KEY (run_id, layout, field)
) STRICT;
