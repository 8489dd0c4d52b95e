"""The words of the corpus in ``lemmas``: what a search asks instead of the dictionaries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.lemma_table import CorpusWords
from presidency_scraper.store.search.index_text import words_in
from presidency_scraper.store.search.lemmas import is_known, keys_of
from presidency_scraper.store.search.tokens import is_cyrillic, is_latin
from presidency_scraper.store.writer import Store
from tests.conftest import Crawled, query
from tests.store.test_search import TEXTS, article, ids, is_in_step, save

#: Letters, digits, accents, marks and other alphabets in one text.
ODD = "Ѝ ѝ Й и́ Plenković 3-ти С-400 NATO's ﬁ ß İ 中文 covid19 АBв Ёлка ŐŰ въ\u0301лна № ² ʼа"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "words.db")
    for article_id, (headline, body) in TEXTS.items():
        save(store, article(article_id, headline, body))
    yield store
    store.close()


def stored(store: Store) -> set[str]:
    return {word for (word,) in store.database.execute("SELECT word FROM lemmas")}


def test_every_word_of_the_corpus_is_what_the_dictionary_says(crawled: Crawled) -> None:
    texts = query(crawled.db, "SELECT headline, coalesce(lead, ''), body FROM articles")
    printed = words_in(text.lower() for row in texts for text in row)
    words = {word for word in printed if is_latin(word) or is_cyrillic(word)}
    reader = open_reader(crawled.db)
    known = CorpusWords(reader.database)
    assert known.in_corpus(sorted(words)) == sorted(words)
    for word in words:
        language = "en" if is_latin(word) else "bg"
        assert set(known.keys_of(word)) == set(keys_of(word)), word
        assert known.is_known(word, language) == is_known(word, language), word
    reader.close()


def test_a_form_of_two_words_has_a_row_for_each_and_a_guessed_one_has_no_language(
    store: Store,
) -> None:
    save(store, article("bg/news/9", "Указа", "Самитът"))
    rows = store.database.execute("SELECT * FROM lemmas WHERE word IN ('указа', 'самитът')")
    assert set(rows) == {
        ("указа", "bg", "указ"), ("указа", "bg", "укажа"), ("самитът", None, "самит"),
    }  # fmt: skip


def test_a_form_that_no_article_has_finds_the_others(store: Store) -> None:
    assert "президентите" not in stored(store)
    assert ids(store, "президентите", languages=["bg"]) == ids(store, "президент", languages=["bg"])


def test_words_go_when_no_article_has_them_any_more(store: Store, tmp_path: Path) -> None:
    save(store, article("bg/news/1", "Президентът подписа", "Румен Радев."), 2)
    assert not {"енергетиката", "закона"} & stored(store)  # it alone had them
    assert {"румен", "радев"} <= stored(store)  # others have them too
    assert is_in_step(store, tmp_path)


def test_words_are_the_same_in_whatever_order_articles_came(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate((1, -1)):
        store = open_store(tmp_path / f"{number}.db")
        for article_id, (headline, body) in list(TEXTS.items())[::order]:
            save(store, article(article_id, "Преди това", "Съвсем друго."))
            save(store, article(article_id, headline, body), 2)
        found.append(store.database.execute("SELECT * FROM lemmas").fetchall())
        store.close()
    assert found[0] == found[1]


def test_words_are_cut_as_the_index_cuts_them(store: Store) -> None:
    """Else a word would be dropped that another article still has."""
    save(store, article("bg/news/9", ODD, ODD))
    store.database.execute(
        "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, articles_fts, col)"
    )
    terms = store.database.execute("SELECT term FROM temp.terms WHERE col IN ('headline', 'body')")
    texts = [text for pair in TEXTS.values() for text in pair] + [ODD]
    words = words_in(piece for text in texts for piece in text.lower().split())
    assert {w for w in words if w.isalpha()} == {t for (t,) in terms if t.isalpha()}
