-- The words of the corpus, so that a search need not load the dictionaries.

CREATE TABLE lemmas (         -- the words of all articles, and what each of them is a form of
    word     TEXT NOT NULL,   -- as the index has it: in small letters, without accents
    language TEXT             -- whose dictionary knows it; null: its ending was cut by rules
        CHECK (language IN ('bg', 'en')),
    lemma    TEXT NOT NULL,   -- what stands for all its forms in the index
    PRIMARY KEY (word, lemma)
) STRICT, WITHOUT ROWID;
