"""What counts as a change, and what only looks different."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.rules.revisions import State, compare_states, diff_words, fold_looks

AT = "2025-09-24T17:17:00+03:00"


def change(before: str, after: str) -> bool | None:
    """Whether a change of the text is cosmetic; None where there is none."""
    found = compare_states(State("Вето", AT, before), State("Вето", AT, after))
    return found.cosmetic if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("„Указът“ е върнат", '"Указът" е върнат'),
        ("„Указът” е върнат", "«Указът» е върнат"),
        ("Бюджет 2025 – 2026", "Бюджет 2025 - 2026"),
        ("вице—президент", "вице-президент"),
        ("Радев:  Да", "Радев: Да"),
        ("Радев:Да", "Радев: Да"),
        ("Да , не", "Да, не"),
        ("прези\u00adдентът", "президентът"),
        ("R&amp;M", "R&M"),
        ("Първо.\n\nВторо.", "Първо. Второ."),
        ("д’Артанян", "д'Артанян"),
    ],
)
def test_spacing_quotes_dashes_hyphens_and_entities_are_looks(before: str, after: str) -> None:
    assert change(before, after) is True
    assert change(after, before) is True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1,5 млрд.", "15 млрд."),
        ("1,5 млрд.", "1, 5 млрд."),
        ("10 15", "1015"),
        ("-5 градуса", "5 градуса"),
        ("5 %", "5"),
        ("на род", "народ"),
        ("Да.", "Да!"),
        ("Да", "да"),
        ("ѝ каза", "и каза"),
        ("вето", "ветото"),
        ("„Вето“", "Вето"),
        ("А", "A"),  # a Cyrillic letter and a Latin one
        ("5-6", "56"),
    ],
)
def test_digits_signs_words_and_letters_are_never_folded(before: str, after: str) -> None:
    assert change(before, after) is False
    assert change(after, before) is False


def test_the_fields_that_changed_are_named_and_one_real_one_makes_it_real() -> None:
    before = State("„Вето“", AT, "Текст.")
    found = compare_states(before, State('"Вето"', "2025-09-24T17:18:00+03:00", "Текст."))
    assert found
    assert (found.fields, found.cosmetic) == (("headline", "published_at"), False)


def test_the_same_state_is_no_change() -> None:
    assert change("Текст", "Текст") is None


@given(st.text(), st.text(), st.text())
def test_equal_states_and_only_they_have_equal_fingerprints(one: str, two: str, sep: str) -> None:
    left, right = State(one, two, sep), State(sep, two, one)
    assert (left.fingerprint == right.fingerprint) == (left == right)
    assert State(one + sep, two, "").fingerprint != State(one, sep + two, "x").fingerprint


@given(st.text(), st.text())
def test_a_diff_gives_both_texts_back(before: str, after: str) -> None:
    marked = list(diff_words(before, after))
    assert "".join(text for kind, text in marked if kind != "+") == before
    assert "".join(text for kind, text in marked if kind != "-") == after


@given(st.text(alphabet="абв ,.1-–„“\"'"))
def test_folding_keeps_every_letter_and_digit_and_is_stable(text: str) -> None:
    folded = fold_looks(text)
    assert [c for c in folded if c.isalnum()] == [c for c in text if c.isalnum()]
    assert fold_looks(folded) == folded


@pytest.mark.parametrize("words", [4_000, 12_000])
def test_long_texts_that_have_little_in_common_are_compared_at_once(words: int) -> None:
    """Comparing each blank with each took a minute for 6,000 words."""
    texts = [" ".join(f"{name}{n % 999} и" for n in range(words // 2)) for name in ("а", "б")]
    began = process_time()
    pieces = list(diff_words(*texts))
    assert process_time() - began < 5
    assert "".join(text for kind, text in pieces if kind != "+") == texts[0]
    assert "".join(text for kind, text in pieces if kind != "-") == texts[1]
