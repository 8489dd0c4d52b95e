"""Words, their keys and their spellings: what is one word to the search, and what is not."""

import random

import pytest

from presidency_scraper.store.search.alphabet import to_cyrillic, to_latin
from presidency_scraper.store.search.index_text import index_text
from presidency_scraper.store.search.lemmas import keys_of
from presidency_scraper.store.search.tokens import find_words, fold, fold_words


def is_same(one: str, other: str) -> bool:
    return not set(keys_of(one)).isdisjoint(keys_of(other))


@pytest.mark.parametrize(
    "forms",
    [
        "президент президентът президента президенти президентите",
        "вето ветото вета ветата",
        "закон законът закона закони законите",
        "война войната войни войните",
        "посещение посещението посещения посещенията",
        "човек човекът човека хора хората",
        "съюзник съюзникът съюзника съюзници съюзниците",
        "подпиша подписа подписаха подписал",
        "голям големият големия голяма голямата голямо голямото големи големите",
        "тежък тежко тежкото тежката",
        "president presidents",
        "country countries",
        # the dictionary does not know these: they lose article and plural
        "самит самитът самита самити самитите",
        "Радев Радева",
        "брифинг брифингът брифинга брифинги брифингите",
        "дигитализация дигитализацията",
        "киберсигурност киберсигурността",
        "проевропейски проевропейският проевропейския проевропейска проевропейските",
    ],
)
def test_forms_of_one_word_share_a_key(forms: str) -> None:
    first, *others = forms.lower().split()
    assert [other for other in others if not is_same(first, other)] == []


ALIKE = [
    *("президент президентство", "съвет съветник", "мир миризма", "вода водя", "борба борец"),
    *("кол кола", "и й", "и ѝ", "й ѝ", "то му", "орбан орбита"),
    *("president presidency", "police policy"),
]


@pytest.mark.parametrize("words", ALIKE)
def test_words_that_look_alike_are_kept_apart(words: str) -> None:
    assert not is_same(*words.split())


def test_a_spelling_that_two_words_share_has_both_keys() -> None:
    assert is_same("указа", "указът")
    assert is_same("указа", "указаха")
    assert not is_same("указът", "указаха")


def test_words_without_end_and_mixed_ones_are_their_own_keys() -> None:
    for word in ("а" * 5000, "с400", "covid19", "№", "ab", ""):
        assert keys_of(word) == (word,)


def test_words_are_folded_as_the_index_folds_them() -> None:
    assert fold_words("Йотова ѝ рече: „Plenković“ и́ EU") == [
        "йотова", "ѝ", "рече", "plenkovic", "и", "eu",
    ]  # fmt: skip
    assert [fold(match[0]) for match in find_words("А-б")] == ["а", "б"]


def test_a_word_begins_with_a_letter_and_takes_along_letters_and_accents() -> None:
    dice = random.Random(5)
    for _ in range(5_000):
        text = "".join(dice.choices("абвxй1²_ .-„“ѝé\u0300\u0301\u036f\u0370\u0483", k=12))
        expected = [""]
        for letter in text:
            if letter.isalnum() or (expected[-1] and "\u0300" <= letter <= "\u036f"):
                expected[-1] += letter
            elif expected[-1]:
                expected.append("")
        assert [match[0] for match in find_words(text)] == list(filter(None, expected)), text


def test_no_accent_is_missed_among_plain_letters() -> None:
    for code in range(0x2500):
        letter = chr(code)
        assert fold_words(f"а{letter}") == [
            fold(word[0]) for word in find_words(f"а{letter}".lower())
        ]


SPELLINGS = [
    *("radev радев", "yotova йотова", "iotova йотова", "iliana илияна", "balgariya българия"),
    *("plovdiv пловдив", "satrudnichestvo сътрудничество", "shtastie щастие", "zhivkov живков"),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_latin_spellings_lead_to_the_cyrillic_word(spelling: str) -> None:
    latin, cyrillic = spelling.split()
    assert cyrillic in to_cyrillic(latin)


def test_names_have_the_latin_spellings_in_use() -> None:
    assert {"yotova", "iotova"} <= set(to_latin("йотова"))
    assert "ninova" in to_latin("нинова")
    assert "iliana" in to_latin("илияна")


def test_the_index_gets_keys_of_those_words_only_that_are_none_themselves() -> None:
    indexed = index_text("Президентът и вето", "Лидът", "Законите и закон")
    assert indexed.headline_forms == "президент"
    assert indexed.forms.split()[-1] == "закон"
    assert indexed.forms.split().count("закон") == 1


def test_the_digest_tells_one_text_from_another() -> None:
    texts = [("а", None, "б"), ("а", "б", ""), ("б", None, "а"), ("а", None, "б в")]
    assert len({index_text(*text).digest() for text in texts}) == 4
