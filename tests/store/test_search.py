"""The search, on real databases: what it finds, how it ranks and marks, and that it keeps step."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from presidency_scraper.items import Article, ArticleRef, Capture, Entry, Outcome, Selection
from presidency_scraper.sites.dates import Clock, parse_printed, parse_timestamp
from presidency_scraper.store.database import open_store
from presidency_scraper.store.differences import compare_databases
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.highlights import Marks
from presidency_scraper.store.search.query import fts_expression
from presidency_scraper.store.search_index import read_index
from presidency_scraper.store.search_queries import Hit, search_articles
from presidency_scraper.store.writer import Store
from tests.conftest import ROOT, Crawled, crawl, presidency, query
from tests.ingest.test_history import ID, make_due

SEEN = datetime(2025, 10, 1, 9, tzinfo=UTC)
TEXTS = {
    "bg/news/1": ("Президентът наложи вето", "Румен Радев върна Закона за енергетиката."),
    "bg/news/2": ("Среща в Пловдив", "Вицепрезидентът Йотова се срещна със студенти."),
    "bg/news/3": ("Мнения за ветото", "Президенти и министри говориха. Тя ѝ каза „да“ и й писа."),
    "bg/news/4": ("Съветът заседава", "Съветници обсъдиха бюджета на държавата."),
    "bg/news/5": ("Слово на президента", "Радев Румен не е Румен Радев; президент е той."),
    "en/news/2": ("Meeting in Plovdiv", "Vice President Iliana Iotova met their universities."),
    "en/speeches-and-statements/6": ("Radev's veto", "The presidents visited Plenković."),
}  # fmt: skip
CHOICES = ("sections", "languages", "since", "until")


def article(
    article_id: str, headline: str, *paragraphs: str, teasers: tuple[Entry, ...] = ()
) -> Article:
    language, section, number = article_id.split("/")
    ref = ArticleRef(language, section, int(number))
    moment = parse_timestamp(f"2020-01-{int(number):02} 10:00:00")
    return Article(ref, headline, moment, paragraphs, (), teasers, "test", None)


def save(store: Store, page: Article, number: int = 1) -> None:
    capture = Capture(number, f"http://test/{page.ref.id}", SEEN, Outcome.ARTICLE, 200)
    with store.transaction():
        if not store.database.execute("SELECT 1 FROM captures WHERE id = ?", [number]).fetchone():
            store.add_capture(None, capture)
        store.save_article(page, capture.url, "text", capture)


def make_store(folder: Path) -> Store:
    """A database of a few articles."""
    store = open_store(folder / "search.db")
    for article_id, (headline, body) in TEXTS.items():
        save(store, article(article_id, headline, body))
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Such a database, to do with as one likes."""
    store = make_store(tmp_path)
    yield store
    store.close()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One that is only asked."""
    store = make_store(tmp_path_factory.mktemp("asked"))
    yield store
    store.close()


def hits(store: Store, text: str, **arguments: Any) -> list[Hit]:
    """What is found; sections, languages and days choose among what."""
    chosen = {name: arguments.pop(name) for name in CHOICES if name in arguments}
    return search_articles(Reader(store.database), text, Selection(**chosen), **arguments)


def ids(store: Store, text: str, **arguments: Any) -> set[str]:
    return {hit.id for hit in hits(store, text, **arguments)}


def indexed(store: Store) -> tuple[dict[str, int], list[Any]]:
    lemmas = store.database.execute("SELECT * FROM lemmas ORDER BY word, lemma").fetchall()
    mentions = store.database.execute("SELECT * FROM mentions ORDER BY 1, 2").fetchall()
    return read_index(store.database), [lemmas, mentions]


def is_in_step(store: Store, tmp_path: Path) -> bool:
    """Whether the index is as one that is made anew of the articles as they are."""
    store.database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    before = indexed(store)
    with closing(sqlite3.connect(tmp_path / "anew.db")) as anew:
        store.database.conn.backup(anew)
        anew.execute("UPDATE search_rules SET rules = 'old'")
        anew.commit()
    again = open_store(tmp_path / "anew.db")
    after = indexed(again)
    again.close()
    return before == after


# -- what is kept beside the index ---------------------------------------------------------------


def test_countries_follow_what_articles_say(store: Store) -> None:
    every = "SELECT article_id, country, headline, body FROM mentions"
    save(store, article("bg/news/9", "Среща в Япония", "Япония и САЩ.", "На Япония."), 2)
    assert store.database.execute(every).fetchall() == [
        ("bg/news/9", "JP", 1, 2),
        ("bg/news/9", "US", 0, 1),
    ]
    save(store, article("bg/news/9", "Среща в Токио", "Това е в Япония."), 3)
    assert store.database.execute(every).fetchall() == [("bg/news/9", "JP", 0, 1)]


# -- what is found -------------------------------------------------------------------------------


#: What queries find: of Bulgarian articles alone, and of all.
IN_BULGARIAN = {
    "bg/news/1 bg/news/3 bg/news/5": ["президент", "ПРЕЗИДЕНТИТЕ"],
    "bg/news/1 bg/news/3": ["вето", "ветото"],
    "bg/news/1": ["закон"],
    "bg/news/4": ["съвет", "съветник"],
    "bg/news/1 bg/news/5": [
        *("headline: президент", "HEADLINE:президентите", "президент -headline:мнения"),
    ],
    "bg/news/2": ['headline:"среща в"', "headline: плов*"],
    "": ["съвест", "президентство", "президентката", "headline:закон", "headline:бюджет*"],
    # what is unwanted is left out in all its forms, and phrases are
    "bg/news/5": ["президент -вето", "президент NOT ветото", "-вето президент"],
    "bg/news/3 bg/news/5": ['президент -"наложи вето"'],
}
IN_ALL = {
    "en/news/2": ["university"],
    "en/speeches-and-statements/6": ["visit", "Plenkovic", "Plenković"],
    # a name in Latin letters finds the Bulgarian one, and spellings of it each other
    "bg/news/1 bg/news/5 en/speeches-and-statements/6": ["radev", "Radev", "RADEV"],
    "bg/news/2 en/news/2": [
        *("Йотова", "йотова", "Iotova", "Yotova", "yotova", "Jotova"),
        "plov*",  # a beginning
    ],
    # a phrase is found as printed, in its order; words are joined by and, those beside OR by it
    "bg/news/1 bg/news/5": [
        *('"Румен Радев"', "„Румен Радев“", "«румен радев»", "“Румен Радев”", '"Румен Радев'),
    ],
    "bg/news/5": ['"Радев Румен"', '"президент"'],
    "bg/news/1 bg/news/2": ["закон OR студент", "закон ИЛИ студент"],
    "bg/news/1": [
        *("президент закон", "закон OR студент енергетика", "закон ИЛИ студент енергетика"),
        *("енерг*", "енергетика-закон"),  # a hyphen inside a word leaves nothing out
    ],
    "": ['"Румен Радева"', "закон студент", "-вето", "енерг"],
}
FOUND = [
    *((text, ["bg"], found) for found, texts in IN_BULGARIAN.items() for text in texts),
    *((text, [], found) for found, texts in IN_ALL.items() for text in texts),
]


@pytest.mark.parametrize(("text", "languages", "found"), FOUND)
def test_a_query_finds_its_words_in_all_their_forms_and_no_other_word(
    asked: Store, text: str, languages: list[str], found: str
) -> None:
    assert ids(asked, text, languages=languages) == set(found.split())


def test_the_letters_with_and_without_a_sign_are_kept_apart(store: Store) -> None:
    save(store, article("bg/news/7", "Само ѝ", "Даде ѝ цвете."))
    save(store, article("bg/news/8", "Само й", "Даде й цвете."))
    assert ids(store, "ѝ") == {"bg/news/3", "bg/news/7"}
    assert ids(store, "й") == {"bg/news/3", "bg/news/8"}
    assert not {"bg/news/7", "bg/news/8"} & ids(store, "и")


def test_an_english_word_is_not_taken_for_a_bulgarian_one(store: Store) -> None:
    save(store, article("bg/news/9", "Но", "Но не тук."))
    assert "bg/news/9" not in ids(store, "no")
    assert "bg/news/1" in ids(store, "veto")


def test_filters_are_inclusive_days_sections_and_languages(store: Store) -> None:
    everything = "президент OR veto OR среща OR съвет OR meeting"
    assert ids(store, everything, since=date(2020, 1, 4), until=date(2020, 1, 5)) == {
        "bg/news/4", "bg/news/5",
    }  # fmt: skip
    assert ids(store, everything, languages=["en"]) == {"en/news/2", "en/speeches-and-statements/6"}
    assert ids(store, everything, sections=["speeches-and-statements"]) == {
        "en/speeches-and-statements/6"
    }
    assert ids(store, everything, sections=["news"], languages=["en"]) == {"en/news/2"}


def test_sql_finds_lemmas_too_and_shows_what_is_printed(store: Store) -> None:
    rows = store.database.execute(
        "SELECT article_id, headline FROM articles_fts WHERE articles_fts MATCH 'вето'"
        " ORDER BY rank"
    ).fetchall()
    assert dict(rows) == {i: TEXTS[i][0] for i in ("bg/news/1", "bg/news/3")}


# -- how it is shown -----------------------------------------------------------------------------


def test_a_headline_weighs_more_than_a_body(store: Store) -> None:
    save(store, article("bg/news/8", "Изложба", "Изложба за космоса."))
    save(store, article("bg/news/9", "Друго за космоса", "Една две три четири."))
    assert [hit.id for hit in hits(store, "космос")] == ["bg/news/9", "bg/news/8"]
    assert hits(store, "космос")[0].score > hits(store, "космос")[1].score


def test_pages_of_hits_follow_one_another(store: Store) -> None:
    whole = [hit.id for hit in hits(store, "президент OR president")]
    pages = [hits(store, "президент OR president", limit=2, offset=at) for at in range(0, 6, 2)]
    assert [hit.id for page in pages for hit in page] == whole


def test_marks_stand_around_whole_words_of_the_text_itself(store: Store) -> None:
    hit = next(hit for hit in hits(store, "вето закон") if hit.id == "bg/news/1")
    assert hit.headline == "Президентът наложи вето"
    assert hit.title == "Президентът наложи [вето]"
    assert hit.snippet == "Румен Радев върна [Закона] за енергетиката."


def test_marks_are_the_callers_choice(store: Store) -> None:
    marks = Marks("<mark>", "</mark>")
    hit = hits(store, '"Румен Радев"', marks=marks)[0]
    assert "<mark>Румен</mark> <mark>Радев</mark>" in hit.snippet
    hit = hits(store, "plenkovic", marks=marks)[0]
    assert "<mark>Plenković</mark>" in hit.snippet


def test_a_phrase_marks_no_single_word_of_it(store: Store) -> None:
    snippet = next(h.snippet for h in hits(store, '"Румен Радев"') if h.id == "bg/news/5")
    assert snippet.startswith("Радев Румен не е [Румен] [Радев]")


def test_a_snippet_is_a_short_piece_of_the_text_around_what_was_found(store: Store) -> None:
    filler = " ".join(f"дума{number}" for number in range(300))
    save(store, article("bg/news/9", "Дълго", f"{filler} сребърния паричник {filler}"))
    snippet = hits(store, "сребърен")[0].snippet
    assert "[сребърния] паричник" in snippet
    assert len(snippet) < 260
    inner = snippet.removeprefix("… ").removesuffix(" …").replace("[", "").replace("]", "")
    assert inner in f"{filler} сребърния паричник {filler}"
    assert set(inner.split()) <= {*filler.split(), "сребърния", "паричник"}


def test_a_word_of_the_lead_alone_is_shown_in_the_lead(store: Store) -> None:
    save(store, article("bg/news/9", "Нещо", "Текст.", teasers=(announce("bg/news/1", "Гълъби."),)))
    assert [hit.snippet for hit in hits(store, "гълъб")] == ["[Гълъби]."]


# -- any string ----------------------------------------------------------------------------------

HOSTILE = [
    "", " ", '"', "„", "“”", "()", "(((", ")", "*", "-", "--", "- -", "OR", "OR OR", "AND", "NOT",
    "NOT NOT вето", "вето OR", "OR вето", "-OR", "NEAR(вето закон, 2)", "headline:вето", "{a b}:c",
    "^вето", "вето + закон", "вето'; DROP TABLE articles;--", "\x00", "ве\x00то", "\ud800",
    "вето \udfff", "🙂", "🙂*", "👩‍👩‍👧", "%", "_", "[", "\\", "а" * 100_000, "а " * 50_000,
    '"' * 999, "(" * 5000, "-а " * 3000, "a OR " * 3000, '"а б" ' * 500, "\u0301", "а\u0301*", "ѝ*",
    "١٢٣", "中文", "ﬁ", "İ", "ß", "ǅ", "\u202e", "1e999", "вето" + "\u0301" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_string_is_a_query(asked: Store, text: str) -> None:
    assert isinstance(hits(asked, text), list)
    assert asked.database.execute(
        "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", [fts_expression(text)]
    ).fetchone()


def test_ten_thousand_strings_made_by_lot_raise_nothing(store: Store) -> None:
    dice = random.Random(20)
    pieces = [
        *HOSTILE[:40], *'"„“”«»()*-:^{}+.,', " ", " ", " ", "OR", "NOT", "AND", "NEAR", "вето",
        "президент", "radev", "Йотова", "students", "ѝ", "\n", "ʼ", "é", "x" * 50,
    ]  # fmt: skip
    pieces = [piece for piece in pieces if len(piece) < 100]
    for _ in range(10_000):
        text = "".join(dice.choices(pieces, k=dice.randrange(1, 9)))
        if dice.random() < 0.3:
            text += chr(dice.randrange(0x11_0000))
        assert isinstance(hits(store, text, limit=3), list)


# -- in step -------------------------------------------------------------------------------------


def announce(target: str, lead: str) -> Entry:
    language, section, number = target.split("/")
    moment = parse_printed("16 октомври 2025 | 11:11", clock=Clock.HOUR_TWICE)
    ref = ArticleRef(language, section, int(number))
    return Entry(1, None, lead, moment, moment.raw, "http://test/", ref)


def test_an_edit_is_found_and_what_was_edited_away_is_not(store: Store, tmp_path: Path) -> None:
    save(store, article("bg/news/1", "Президентът подписа", "Нищо за законите."), 2)
    assert "bg/news/1" not in ids(store, "вето")
    assert "bg/news/1" in ids(store, "подпис")
    assert is_in_step(store, tmp_path)


def test_a_lead_that_comes_later_is_found(store: Store, tmp_path: Path) -> None:
    save(store, article("bg/news/9", "Още", "Текст.", teasers=(announce("bg/news/1", "Гълъби."),)))
    assert ids(store, "гълъб") == {"bg/news/1"}
    save(store, article("bg/news/9", "Още", "Текст.", teasers=(announce("bg/news/1", "Орли."),)))
    assert (ids(store, "гълъб"), ids(store, "орел")) == (set(), {"bg/news/1"})
    assert is_in_step(store, tmp_path)


def test_an_article_read_again_unchanged_is_written_once(store: Store, tmp_path: Path) -> None:
    before = store.database.execute("SELECT total_changes()").fetchone()[0]
    with store.transaction():
        store.search_index.note("bg/news/1")
        store.database.execute("UPDATE articles SET word_count = 5 WHERE id = 'bg/news/1'")
    assert store.database.execute("SELECT total_changes()").fetchone()[0] == before + 1


def test_an_article_without_a_row_leaves_the_index(store: Store, tmp_path: Path) -> None:
    store.database.execute("PRAGMA foreign_keys = OFF")
    with store.transaction():
        store.search_index.note("bg/news/1")
        store.database.execute("DELETE FROM articles WHERE id = 'bg/news/1'")
    assert "bg/news/1" not in ids(store, "вето")
    assert is_in_step(store, tmp_path)


def test_rows_deleted_or_edited_by_other_hands_are_set_right(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "search.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DELETE FROM articles WHERE id = 'bg/news/1'")
        other.execute("UPDATE articles SET headline = 'Хвърчила' WHERE id = 'bg/news/2'")
    assert "bg/news/1" not in ids(store, "вето")
    open_store(path).close()
    assert is_in_step(store, tmp_path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE articles SET headline = 'Лодки' WHERE id = 'bg/news/4'")
    save(store, article("bg/news/4", "Кораби", "Текст."), 2)
    assert (ids(store, "лодка"), ids(store, "кораб")) == (set(), {"bg/news/4"})
    assert is_in_step(store, tmp_path)


def test_what_is_rolled_back_is_not_in_the_index(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        capture = Capture(1, "http://test/", SEEN, Outcome.ARTICLE, 200)
        page = article("bg/news/9", "Хвърчила", "Текст.")
        store.save_article(page, capture.url, "text", capture)
        raise RuntimeError
    assert ids(store, "хвърчило") == set()
    assert is_in_step(store, tmp_path)


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_search import article, save
from presidency_scraper.store.database import open_store
store = open_store(Path(sys.argv[1]))
for number in range(10, 20):
    save(store, article(f"bg/news/{number}", f"Новина {number}", "Хвърчило."), 2)
store.database.execute("BEGIN")
with store.search_index.following():
    store.search_index.note("bg/news/19")
    store.database.execute("UPDATE articles SET headline = 'Лодки' WHERE id = 'bg/news/19'")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_index_is_in_step_after_a_crash(store: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "search.db")]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert len(ids(store, "хвърчила")) == 10
    assert ids(store, "лодка") == set()
    assert is_in_step(store, tmp_path)


def test_a_vacuum_moves_nothing(store: Store, tmp_path: Path) -> None:
    store.database.execute("DELETE FROM paragraphs")
    store.database.execute("VACUUM")
    assert ids(store, "вето", languages=["bg"]) == {"bg/news/1", "bg/news/3"}
    assert is_in_step(store, tmp_path)


def test_a_database_without_an_index_is_indexed_when_it_is_opened_to_write(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "search.db"
    for statement in (
        "DROP TABLE articles_fts", "DROP VIEW search_text", "DROP TABLE search_rows",
        "DROP TABLE search_rules", "DELETE FROM _sqlite_migrations WHERE name = 'm010_search'",
    ):  # fmt: skip
        store.database.execute(statement)
    refused = presidency("search", "вето", "--db", path)
    assert (refused.code, "older version" in refused.err) == (8, True)
    migrated = open_store(path)
    assert ids(migrated, "вето", languages=["bg"]) == {"bg/news/1", "bg/news/3"}
    assert is_in_step(migrated, tmp_path)
    migrated.close()


def test_an_index_made_by_other_rules_is_made_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE search_rules SET rules = '0, simplemma 0.9'")
        other.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    open_store(path).close()
    assert ids(store, "вето", languages=["bg"]) == {"bg/news/1", "bg/news/3"}
    assert is_in_step(store, tmp_path)


def test_articles_of_one_number_have_rows_of_their_own_and_newer_ones_come_first(
    store: Store,
) -> None:
    rows = store.database.execute("SELECT article_id FROM search_rows ORDER BY id").fetchall()
    numbers = [int(row[0].split("/")[2]) for row in rows]
    assert len(rows) == len(TEXTS)
    assert numbers == sorted(numbers, reverse=True)


def test_of_very_many_matches_the_newest_are_ranked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presidency_scraper.store.search_queries.RANKED", 2)
    assert ids(store, "президент OR president") == {"bg/news/5", "en/speeches-and-statements/6"}
    assert ids(store, "президент OR president", until=date(2020, 1, 3)) == {
        "bg/news/3",
        "en/news/2",
    }


# -- rebuild and verify --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an edit; only copied."""
    db = tmp_path_factory.mktemp("past") / "presidency.db"
    site = ReplicaSite(demo_site().items("bg")[:8])
    with serve_replica(site) as server:
        crawl(server.origin, db)
        site.edit(ID, headline="Хвърчилата", lead="Гълъби.", paragraphs=("Зеленчуци.",))
        make_due(db)
        crawl(server.origin, db)
    return db


@pytest.fixture
def lived(past: Path, tmp_path: Path) -> Path:
    """A copy of it, with its archive."""
    shutil.copytree(past.parent, tmp_path / "copy")
    return tmp_path / "copy" / "presidency.db"


def test_a_rebuilt_database_has_the_same_index(lived: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    with closing(sqlite3.connect(lived)) as source, closing(sqlite3.connect(kept)) as copy:
        source.backup(copy)
    lived.unlink()
    assert presidency("rebuild", "--db", lived).code == 0
    assert presidency("verify", "--db", lived).code == 0
    differing = [diff for diff in compare_databases(kept, lived) if diff]
    assert [
        diff.table for diff in differing if diff.table.startswith(("articles_fts", "sea"))
    ] == []
    assert json.loads(presidency("search", "хвърчило", "--db", lived, "--json").out)[0]["id"] == ID


@pytest.mark.parametrize(
    ("sly", "named"),
    [
        (
            "INSERT INTO articles_fts (rowid, headline) SELECT id, 'измислица' FROM search_rows"
            f" WHERE article_id = '{ID}'",
            f"articles_fts {ID} differs from the archive in words",
        ),
        (f"UPDATE search_rows SET digest = '7' WHERE article_id = '{ID}'", f"search_rows {ID}"),
        (f"DELETE FROM search_rows WHERE article_id = '{ID}'", f"search_rows {ID} is missing"),
        ("DROP VIEW search_text", "search_text"),
    ],
)
def test_verify_names_an_index_that_is_not_of_its_articles(
    lived: Path, sly: str, named: str
) -> None:
    with closing(sqlite3.connect(lived)) as other, other:
        other.execute(sly)
    done = presidency("verify", "--db", lived)
    assert (done.code, named in done.out) == (8, True), done.out


# -- the command ---------------------------------------------------------------------------------


def test_the_command_prints_one_json_list(crawled: Crawled) -> None:
    done = presidency("search", "президент", "--db", crawled.db, "--json", "--limit", "3")
    found = json.loads(done.out)
    assert (done.code, len(found)) == (0, 3)
    assert {"id", "headline", "published_at", "url", "snippet"} <= set(found[0])
    rows = query(crawled.db, "SELECT headline, url FROM articles WHERE id = ?", found[0]["id"])
    assert rows == [(found[0]["headline"], found[0]["url"])]


def test_the_command_filters(crawled: Crawled) -> None:
    ask = ("search", "президент OR president", "--db", crawled.db, "--json", "--limit", "500")
    some = json.loads(presidency(*ask, "--language", "en", "--since", "2017-01-22").out)
    assert some
    assert {hit["id"][:3] for hit in some} == {"en/"}
    assert min(hit["published_at"] for hit in some) >= "2017-01-22"
    speeches = json.loads(presidency(*ask, "--section", "speeches-and-statements").out)
    assert {hit["id"].split("/")[1] for hit in speeches} == {"speeches-and-statements"}


def test_finding_nothing_is_no_failure(crawled: Crawled) -> None:
    done = presidency("search", "несъществуващо", "--db", crawled.db)
    assert (done.code, done.out) == (0, "nothing found\n")
    assert presidency("search", "🙂", "--db", crawled.db, "--json").out == "[]\n"


def test_words_need_no_quotes_and_a_leading_hyphen_is_no_option(crawled: Crawled) -> None:
    ask = ("search", "--db", crawled.db, "--json", "--limit", "500")
    both = json.loads(presidency(*ask, "президент", "-Радев").out)
    assert both == json.loads(presidency(*ask, "президент -Радев").out)
    assert both


@pytest.mark.parametrize(
    "wrong",
    [("--limit", "0"), ("--section", "nws"), ("--since", "вчера"), ("--sinse", "2020-01-01")],
)
def test_a_wrong_option_is_a_usage_error(crawled: Crawled, wrong: tuple[str, str]) -> None:
    assert presidency("search", "вето", "--db", crawled.db, *wrong).code == 2
