"""Which countries are named, and what only looks like one."""

from collections import Counter

import pytest

from benchmarks.countries import measure
from presidency_scraper.store.mentions import country_names

NAMED = {
    "в Япония и на Германия, не германски": "JP DE",
    "Президентът на САЩ, на Съединените щати и на Съединените американски щати": "US US US",
    "Република Северна Македония и Македония": "MK MK",
    "Гвинея, Гвинея-Бисау, Екваториална Гвинея, Папуа Нова Гвинея": "GN GW GQ PG",
    "Република Корея, Южна Корея и КНДР": "KR KR KP",
    "Нигер и Нигерия, Чад, Мали и Того": "NE NG TD ML TG",
    "Великобритания, Обединеното кралство и Чешката република": "GB GB CZ",
    "Босна и Херцеговина и Черна гора": "BA ME",
    "Обединеното кралство Великобритания и Северна Ирландия; Northern Ireland": "GB GB",
    "Китайската народна република, Френската република, Ирландия": "CN FR IE",
    "Демократична република Конго": "CD",
    "Bulgaria’s and the UK's talks, U.S. and US-Bulgaria": "BG GB US US BG",
    "the President of Georgia Visits Jordan, Turkey and the Czech Republic": "GE JO TR CZ",
    "Перу, Оман, Иран и Гана": "PE OM IR GH",
    "ПРЕЗИДЕНТЪТ НА ГЕРМАНИЯ": "DE",
}
UNNAMED = [
    *("грузия и чад", "мали и куба, перу и того", "Чад се вдигна.", "Мали са хората.", "Того ден"),
    *("chad, turkey, guinea pigs, jersey", "Let us go. Us too", "германци, германският, българин"),
    *("Jordan Kamdzhalov, Georgia Ivanova", "Гана Петрова", "New Jersey, Ню Мексико"),
    *("Конго и Корея", "„Демократична България“, зала „България“", "Radio Bulgaria", "Рейна"),
    *("Косово поле", "Антарктика", "Европа и НАТО", "Germans, Bulgarian, Austrian", "Roumania", ""),
]


@pytest.mark.parametrize("text", NAMED)
def test_a_country_is_named_by_any_form_of_its_names(text: str) -> None:
    assert country_names().count(text) == Counter(NAMED[text].split())


@pytest.mark.parametrize("text", UNNAMED)
def test_what_only_looks_like_a_country_is_none(text: str) -> None:
    assert country_names().count(text) == Counter()


def test_of_the_marked_sentences_nearly_all_are_counted_as_marked() -> None:
    precision, recall, _ = measure()
    assert precision >= 0.98
    assert recall >= 0.95
