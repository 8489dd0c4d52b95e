"""Who speaks in an interview, and who is none in a sentence with a colon."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg.speakers import speaker_of, speakers_of
from tests.sites.dress import ITEMS, text_of
from tests.sites.test_editions import mobile_divs, read

SPOKEN = [
    *("Водещ: А някои от предложенията могат да бъдат променени.", "Водещ Цветанка Ризова: Да."),
    *("Водещ (Цветанка Ризова): Добър вечер.", "– Журналист: Кога?", "Въпрос: Кога?"),
    *("Румен Радев:", "Румен Радев: Нека да внеса малко яснота.", "Илияна Йотова: Скоро."),
    *("Президентът Румен Радев: Скоро.", "Президентът: Скоро.", "Host: When?"),
    *("Rumen Radev: Soon.", "President Rosen Plevneliev: Soon."),
]


@pytest.mark.parametrize("paragraph", SPOKEN)
def test_a_role_or_a_known_name_before_a_colon_is_a_speaker(paragraph: str) -> None:
    assert speaker_of(paragraph) == paragraph.split(":")[0].removeprefix("– ")


UNSPOKEN = [
    *("Ще кажа само едно: няма да отстъпим.", "Президентът Радев подчерта: няма да отстъпим."),
    "Държавният глава Румен Радев заяви пред журналисти: няма да отстъпим.",
    *("Ето какво каза Румен Радев: няма да отстъпим.", "Въпросът е прост: кой управлява?"),
    *("Въпрос на време е: ще видите.", "Господин Президент: благодаря.", "„Водещ: да“"),
    *("България: минало и бъдеще", "Това е така. Водещ: да", "В 10:30 часа започна срещата."),
    *("Румен Радев", "https://www.president.bg/news7/", "The question is simple: who governs?"),
    *("", ":"),
]


@pytest.mark.parametrize("paragraph", UNSPOKEN)
def test_a_sentence_with_a_colon_names_nobody(paragraph: str) -> None:
    assert speaker_of(paragraph) is None


def test_a_conversation_names_who_is_printed_and_nobody_else() -> None:
    said = [
        "Водещ: Ще го направите ли?",
        "Румен Радев:",
        "Нека да внеса малко яснота: това е злоупотреба.",
        "Второ, ще видите: съдът не задължава.",
        "Водещ: Това са вариантите.",
        "Румен Радев: Има и трети.",
    ]
    assert speakers_of(said) == (
        "Водещ", "Румен Радев", "Румен Радев", None, "Водещ", "Румен Радев",
    )  # fmt: skip


def test_an_unknown_name_speaks_where_it_answers_a_question_or_takes_turns() -> None:
    assert speakers_of(["Водещ: Кога?", "Ана Петкова: Скоро.", "Европейски Съюз: тема"]) == (
        "Водещ", "Ана Петкова", None,
    )  # fmt: skip
    turns = ["БНТ: Кога?", "Радев: Скоро.", "БНТ: А после?", "Радев: Пак."]
    assert speakers_of(turns) == ("БНТ", "Радев", "БНТ", "Радев")
    guests = ["Иво Колев: Кога?", "Ана Петкова: Скоро.", "Иво Колев: А?", "Ана Петкова: Да."]
    assert speakers_of(guests) == ("Иво Колев", "Ана Петкова") * 2


@pytest.mark.parametrize(
    "told",
    [
        ["Румен Радев: Няма да отстъпим.", "Президентът заяви пред БНТ: ще успеем."],
        ["България: тема.", "Европа: тема.", "България: тема.", "Край."],
        ["Темите са две.", "Първата: здраве.", "Втората: образование."],
        ["Водещ: Добър вечер.", "Президентът говори дълго."],
    ],
)
def test_a_text_that_is_no_conversation_names_nobody(told: list[str]) -> None:
    assert speakers_of(told) == (None,) * len(told)


def test_an_english_interview_names_its_speakers() -> None:
    said = ["Host: When?", "Rumen Radev: Soon: this is certain.", "Host: Thank you."]
    assert speakers_of(said) == ("Host", "Rumen Radev", "Host")


@given(st.lists(st.text() | st.sampled_from(["Водещ: а", "Румен Радев:", "Да.", "Иво: б", ": в"])))
def test_there_is_one_speaker_or_none_to_each_paragraph(paragraphs: list[str]) -> None:
    assert len(speakers_of(paragraphs)) == len(paragraphs)


def test_an_interview_carries_its_speakers() -> None:
    item = ITEMS["bg/interviews-president/3787"]
    page = read(mobile_divs(text_of(item, "mobile")), item, "mobile")
    assert isinstance(page, Article)
    assert page.speakers == ("Водещ", "Румен Радев", "Румен Радев")


def test_no_other_section_has_speakers() -> None:
    item = ITEMS["bg/news/8601"]
    said = ["Водещ: Кога?", "Румен Радев: Скоро.", "Водещ: Благодаря."]
    page = read(mobile_divs(replace(text_of(item, "mobile"), paragraphs=said)), item, "mobile")
    assert isinstance(page, Article)
    assert page.speakers == (None, None, None)
