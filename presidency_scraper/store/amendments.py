"""What changed in the tables since the first release, one migration each; the last is the newest.

A migration never changes once released; a new one is added below the last. The newest name is
what tells a database of older or newer code.
"""

from typing import TYPE_CHECKING

from presidency_scraper.store.schema import APPLICATION_ID, MIGRATIONS, execute_all, migration
from presidency_scraper.store.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["APPLICATION_ID", "MIGRATIONS"]

_SEGMENTS = (
    "ALTER TABLE walks RENAME TO walks_before",
    """
CREATE TABLE walks (             -- how far each listing was walked, newest page first
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER REFERENCES runs(id),
    listing    TEXT NOT NULL,    -- language/section or language/section/label
    segment    INTEGER NOT NULL, -- from 0; behind a page that could not be read begins another
    started_at TEXT NOT NULL,
    head       TEXT NOT NULL,    -- JSON: article ids on the first page of it
    tail       TEXT NOT NULL,    -- JSON: article ids on the last page of it
    next_page  INTEGER NOT NULL, -- where it would go on
    ended      TEXT              -- null: interrupted, limited, bounded, or a hole lies behind it
        CHECK (ended IN ('end', 'joined')),
    UNIQUE (run_id, listing, segment)
) STRICT""",
    """
INSERT INTO walks (id, run_id, listing, segment, started_at, head, tail, next_page, ended)
SELECT id, run_id, listing, 0, started_at, head, tail, next_page, ended FROM walks_before
""",
    "DROP TABLE walks_before",
    "CREATE INDEX walks_by_listing ON walks(listing, id)",
)


@migration
def m002_walk_segments(db: "Database") -> None:
    """A walk may have holes: it is a chain of segments."""
    execute_all(db, _SEGMENTS)


_SEARCH = (
    """
CREATE TABLE search_rows (       -- which row of articles_fts stands for which article
    id           INTEGER PRIMARY KEY,  -- articles_fts.rowid: the higher the number, the lower
    article_id   TEXT NOT NULL UNIQUE REFERENCES articles(id),
    published_on TEXT NOT NULL,  -- the day, in Europe/Sofia
    digest       TEXT NOT NULL   -- of all that is indexed of it
) STRICT""",
    """
CREATE TABLE search_rules (      -- one row: by what rules forms of words were brought together
    rules TEXT NOT NULL
) STRICT""",
    """
CREATE VIEW search_text AS       -- what articles_fts shows of the words it found
SELECT r.id, r.article_id, a.headline, a.lead, a.body,
       NULL AS headline_forms, NULL AS forms
FROM search_rows r LEFT JOIN articles a ON a.id = r.article_id""",
    """
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    article_id UNINDEXED,
    headline, lead, body,        -- the words as printed
    headline_forms, forms,       -- the lemmas of those that are no lemmas; not kept as text
    content = 'search_text', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
)""",
    "INSERT INTO articles_fts (articles_fts, rank)"
    " VALUES ('rank', 'bm25(0.0, 10.0, 4.0, 1.0, 10.0, 1.0)')",
    "INSERT INTO search_rules VALUES ('none')",
)


_FIELDS = """
CREATE TABLE run_fields (        -- per run and layout: how often pages had what pages have
    run_id  INTEGER NOT NULL REFERENCES runs(id),
    edition TEXT NOT NULL,       -- which face of the site the run read
    layout  TEXT NOT NULL,       -- what read the page; empty where nothing could
    field   TEXT NOT NULL,       -- what was looked for
    pages   INTEGER NOT NULL,    -- how often it was looked for
    found   INTEGER NOT NULL,    -- how often it was there, or how many of it in all
    PRIMARY KEY (run_id, layout, field)
) STRICT"""


@migration
def m003_run_fields(db: "Database") -> None:
    """What drift is seen by."""
    execute_all(db, (_FIELDS,))


_SPEAKERS = (
    "ALTER TABLE paragraphs ADD COLUMN speaker TEXT",
    """
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
ORDER BY bg.number""",
)


_OUTLINKS = """
CREATE TABLE outlinks (          -- what pages link to on the site that is no article: left alone
    url        TEXT PRIMARY KEY, -- as linked, absolute, without a fragment
    kind       TEXT NOT NULL CHECK (kind IN
        ('calendar', 'standing', 'standing_item', 'image', 'other')),
    capture_id INTEGER NOT NULL REFERENCES captures(id) -- the first page that linked there
) STRICT, WITHOUT ROWID"""


@migration
def m004_speakers_and_translations(db: "Database") -> None:
    """Who speaks in an interview, and which articles were translated."""
    execute_all(db, _SPEAKERS)


@migration
def m010_search(db: "Database") -> None:
    """The full-text index; filled when the database is opened for writing."""
    execute_all(db, _SEARCH)


@migration
def m020_views(db: "Database") -> None:
    """Views for the usual questions, so that they need no join."""
    execute_all(db, VIEWS)


@migration
def m021_outlinks(db: "Database") -> None:
    """What is no article is named, and not followed."""
    execute_all(db, (_OUTLINKS,))


_LEMMAS = """
CREATE TABLE lemmas (         -- the words of all articles, and what each of them is a form of
    word     TEXT NOT NULL,   -- as the index has it: in small letters, without accents
    language TEXT             -- whose dictionary knows it; null: its ending was cut by rules
        CHECK (language IN ('bg', 'en')),
    lemma    TEXT NOT NULL,   -- what stands for all its forms in the index
    PRIMARY KEY (word, lemma)
) STRICT, WITHOUT ROWID"""


@migration
def m030_lemmas(db: "Database") -> None:
    """The words of the corpus, so that a search need not load the dictionaries."""
    execute_all(db, (_LEMMAS,))
