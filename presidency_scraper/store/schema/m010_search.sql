-- The full-text index; filled when the database is opened for writing.

CREATE TABLE search_rows (       -- which row of articles_fts stands for which article
    id           INTEGER PRIMARY KEY,  -- articles_fts.rowid: the higher the number, the lower
    article_id   TEXT NOT NULL UNIQUE REFERENCES articles(id),
    published_on TEXT NOT NULL,  -- the day, in Europe/Sofia
    digest       TEXT NOT NULL   -- of all that is indexed of it
) STRICT;

CREATE TABLE search_rules (      -- one row: by what rules forms of words were brought together
    rules TEXT NOT NULL
) STRICT;

CREATE VIEW search_text AS       -- what articles_fts shows of the words it found
SELECT r.id, r.article_id, a.headline, a.lead, a.body,
       NULL AS headline_forms, NULL AS forms
FROM search_rows r LEFT JOIN articles a ON a.id = r.article_id;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    article_id UNINDEXED,
    headline, lead, body,        -- the words as printed
    headline_forms, forms,       -- the lemmas of those that are no lemmas; not kept as text
    content = 'search_text', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(0.0, 10.0, 4.0, 1.0, 10.0, 1.0)');

INSERT INTO search_rules VALUES ('none');
