-- Which code made the rows, so that what newer code would make otherwise is told from damage.

CREATE TABLE makers (            -- versions that wrote rows; a rebuild leaves its own alone
    version TEXT NOT NULL,       -- of the program; empty for those before this was noted
    layouts TEXT NOT NULL,       -- what could read a page of each edition
    PRIMARY KEY (version, layouts)
) STRICT;

INSERT INTO makers SELECT '', '' WHERE EXISTS (SELECT 1 FROM captures);
