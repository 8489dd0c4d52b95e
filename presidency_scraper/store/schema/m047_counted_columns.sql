-- What pages of `serve` ask of all articles: their number, their order by date in a section or a
-- language, their lengths, and which are gone. A row of an article is as long as its text, so no
-- question reads them all.
CREATE INDEX articles_by_number ON articles(number);
CREATE INDEX articles_in_order ON articles(section, published_at, edition);
CREATE INDEX articles_by_language
    ON articles(language, published_at, number, published_precision);
CREATE INDEX articles_by_length ON articles(language, word_count);
CREATE INDEX articles_gone ON articles(language, gone_at) WHERE gone_at IS NOT NULL;
