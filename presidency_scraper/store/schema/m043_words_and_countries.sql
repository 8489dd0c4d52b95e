-- Every word of every article where it stands, and the countries that articles name.

ALTER TABLE paragraphs ADD COLUMN first_word INTEGER;

CREATE TABLE mentions (          -- countries that an article names
    article_id TEXT NOT NULL REFERENCES articles(id),
    country    TEXT NOT NULL,    -- its code in ISO 3166-1; XK is Kosovo
    headline   INTEGER NOT NULL, -- how often the headline names it
    body       INTEGER NOT NULL, -- how often the text does
    PRIMARY KEY (article_id, country)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5vocab(articles_fts, instance);

CREATE VIEW occurrences AS       -- every word of headlines, leads and texts, where it stands
SELECT w.term AS word,           -- in small letters, without accents
       r.article_id AS article_id,
       w.col AS field,           -- headline, lead or body
       p.position AS paragraph,  -- of the body, else null
       coalesce(s.opens AND w.offset - p.first_word
           <= length(s.label) - length(replace(replace(s.label, ' ', ''), '-', '')), 0) AS in_label
FROM words w
JOIN search_rows r ON r.id = w.doc
LEFT JOIN paragraphs p ON w.col = 'body' AND p.article_id = r.article_id AND p.position = (
    SELECT max(position) FROM paragraphs
    WHERE article_id = r.article_id AND first_word <= w.offset)
LEFT JOIN spoken s ON s.article_id = p.article_id AND s.position = p.position
WHERE w.col IN ('headline', 'lead', 'body');
