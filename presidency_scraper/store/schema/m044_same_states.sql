-- A page that others captured may be that of another article: it is looked for by what it says.

CREATE INDEX revisions_by_fingerprint ON revisions(fingerprint);
