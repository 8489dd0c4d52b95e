-- Who speaks in an interview, and which articles were translated.

ALTER TABLE paragraphs ADD COLUMN speaker TEXT;

CREATE VIEW translations AS      -- articles that stand in both languages under one number
SELECT bg.number AS number,
       bg.section AS section,
       bg.id AS bg_id,           -- the article in Bulgarian
       en.id AS en_id,           -- and in English
       bg.headline AS bg_headline,
       en.headline AS en_headline,
       bg.published_at AS bg_published_at,
       en.published_at AS en_published_at
FROM articles bg JOIN articles en ON en.number = bg.number AND en.section = bg.section
WHERE bg.language = 'bg' AND en.language = 'en'
ORDER BY bg.number;
