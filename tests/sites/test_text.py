"""Clean text: what is undone, what is never touched, and that once is enough."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.sites.clean_text import clean_lines, clean_text, unescape_entities

BULGARIAN = "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯѝЍ"
LATIN = "abcdefghijklmopqstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéöşğİČ"  # all but a small r and n
MARKS = "„“”\"'’«»–—-.,:;!?()%*•·…№§€/"
DIGITS = "0123456789"
BLANKS = " \t\n\r\u00a0\u2009\u202f\u3000\x0b\x0c\u2028"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\u200e\u200f\ufeff"

#: Text as it is printed, junk and all; without "&" and "rn", whose meaning has tests of its own.
printed = st.text(alphabet=BULGARIAN + LATIN + DIGITS + MARKS + BLANKS + INVISIBLE, max_size=80)
#: The same with everything that is undone, in every order.
junk = st.lists(
    st.one_of(
        printed,
        st.sampled_from(["rn", "rnrn", "rnrnrn", "&amp;", "&nbsp;", "&#160;", "&shy;", "&quot;"]),
        st.sampled_from(["е\u0301", "И\u0306", "e\u0301", "concern", "НАТО", "&", "r", "n"]),
    ),
    max_size=8,
).map("".join)
anything = st.text(max_size=80)


@given(printed)
def test_nothing_that_is_seen_is_added_lost_or_moved(raw: str) -> None:
    def seen(text: str) -> str:
        return "".join(c for c in text if not c.isspace() and c not in INVISIBLE)

    assert seen(clean_text(raw)) == unicodedata.normalize("NFC", seen(raw))


@given(st.one_of(printed, junk))
def test_clean_text_is_nfc_single_spaced_stripped_and_has_nothing_invisible(raw: str) -> None:
    text = clean_text(raw)
    assert text == unicodedata.normalize("NFC", text)
    assert text == " ".join(text.split())
    assert not set(text) & set(INVISIBLE + BLANKS.replace(" ", ""))


@given(printed)
def test_what_is_clean_stays_as_it_is(raw: str) -> None:
    assert clean_text(clean_text(raw)) == clean_text(raw)


@given(st.one_of(junk, anything))
def test_lines_are_never_empty_and_make_up_the_text(raw: str) -> None:
    lines = clean_lines(raw)
    assert all(lines)
    assert " ".join(lines) == clean_text(raw)


@given(
    st.lists(st.text(alphabet=BULGARIAN + DIGITS, min_size=1, max_size=8), max_size=6), st.data()
)
def test_any_run_of_blanks_between_words_is_one_space(
    words: list[str], data: st.DataObject
) -> None:
    gap = st.text(alphabet=BLANKS, min_size=1, max_size=4)
    raw = "".join(data.draw(gap) + word for word in words) + data.draw(gap)
    assert clean_text(raw) == " ".join(words)


LAST_WORDS = {
    "НАТО": [  # seen on news170, 2012
        "Президентът пристигна за срещата на най-високо равнище на НАТОrnrn",
        *("равнище на НАТОrn", "равнище на НАТОrnrnrnrn", "равнище на НАТО rnrn"),
    ],
    # a single one after a Latin letter may be the end of a word
    "Pressurern": ["Pressurern"],
    "concern": ["a matter of concern", "a matter of concernrnrn", "the concernrnrnrnrn"],
    "govern": ["to govern"],
    "modern": ["the modern"],
    "Bern": ["Bern"],
    # after punctuation no word ends with it
    "той.": ["каза той.rn"],
    "said.": ["he said.rnrn"],
    "2.": ["„Дондуков“ 2.rnrn"],
    "той!": ["каза той!rn"],
}


@pytest.mark.parametrize("last", LAST_WORDS)
def test_line_ends_printed_as_letters_go_and_words_stay(last: str) -> None:
    assert {clean_text(raw).split(" ")[-1] for raw in LAST_WORDS[last]} == {last}


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("Първо.rnrnВторо.", ["Първо.", "Второ."]),
        ("Първоrnrnвторо", ["Първо", "второ"]),
        ("First.rnrnSecond.", ["First.", "Second."]),
        ("rnrnПърво", ["Първо"]),
        ("Първо.rnВторо.", ["Първо. Второ."]),
        ("a concern and more", ["a concern and more"]),
        ("northern Bulgaria, internal concerns", ["northern Bulgaria, internal concerns"]),
        ("rnrn", []),
        ("\u00a0", []),
        ("\u00ad\u200b", []),
        ("", []),
    ],
)
def test_blank_lines_printed_as_letters_part_paragraphs(raw: str, lines: list[str]) -> None:
    assert clean_lines(raw) == lines


@pytest.mark.parametrize(
    "text",
    [
        "Plenkovi?",  # a letter outside of windows-1251: nothing to be done
        '„Н.Й. Вапцаров“ и „Хякури” и "Най-четящият град" и “quoted”',
        "2012 – 2017 — 5 % • * · № 4",
        "Румен Радев: Министър-председателят...",
        "rn",  # nothing before it says what it is
    ],
)
def test_what_is_text_is_left_alone(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("R&amp;M", "R&M"),
        ("&bdquo;Хякури&ldquo;", "„Хякури“"),
        ("&#8222;x&#x201C;", "„x“"),
        ("AT&T", "AT&T"),
        ("&lang=en", "&lang=en"),  # no entity without its semicolon
        ("&nosuchentity;", "&nosuchentity;"),
        ("a & b; c", "a & b; c"),
    ],
)
def test_entities_that_are_still_printed_are_resolved(raw: str, text: str) -> None:
    assert unescape_entities(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"), [("а&nbsp;б", "а б"), ("пред&shy;седател", "председател")]
)
def test_entities_of_blanks_and_soft_hyphens_are_folded_too(raw: str, text: str) -> None:
    assert clean_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"), [("Ѝ", "Ѝ"), ("Ѝ", "Ѝ"), ("й", "й"), ("café", "café"), ("Å", "Å")]
)
def test_letters_are_composed(raw: str, text: str) -> None:
    assert clean_text(unicodedata.normalize("NFD", raw)) == unicodedata.normalize("NFC", text)
