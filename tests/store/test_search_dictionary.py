"""simplemma's dictionaries, read leaf by leaf: they say what simplemma itself says of each word."""

import lzma
import runpy
import shutil
from functools import cache
from pathlib import Path

import pytest
import simplemma
from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY, DictionaryLookupStrategy

from presidency_scraper.store.search.dictionary import Leaves, find_lemma
from presidency_scraper.store.search.leaves import LEAVES
from presidency_scraper.store.search.tokens import fold
from tests.conftest import ROOT, Crawled, presidency, run

LANGUAGES = ("bg", "en")
FOLDER = "strategies/dictionaries"
ASK = "import sys; from presidency_scraper.store.search.dictionary import find_lemma;" + (
    "print(find_lemma(sys.argv[1], sys.argv[2]))"
)


@cache
def folded_words(language: str) -> list[str]:
    """All words of letters that a dictionary has, as a search asks for them."""
    words = {fold(word) for word in DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)}
    return sorted(filter(str.isalpha, words))


def misread(words: list[str], language: str) -> list[str]:
    said = DictionaryLookupStrategy().get_lemma
    return [word for word in words if find_lemma(word, language) != said(word, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_leaves_are_those_of_the_dictionary_that_is_installed(language: str) -> None:
    Leaves(language)  # raises where they are not


def test_the_leaves_are_as_they_are_written_anew() -> None:
    script = runpy.run_path(str(ROOT / "benchmarks/search/write_leaves.py"))
    written = script["MODULE"].read_text(encoding="utf-8")
    assert written == script["rendered"](), "run: python -m benchmarks.search.write_leaves"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_dictionary_has_the_lemma_that_simplemma_gives(language: str) -> None:
    words = folded_words(language)
    assert len(words) > 150_000
    assert misread(words, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_beside_those_of_a_dictionary_are_known_where_simplemma_knows_them(
    language: str,
) -> None:
    words = folded_words(language)[::20]
    beside = [form for word in words for form in (word[:-1], word + word[-1], word[1:], "я" + word)]
    assert misread([word for word in beside if word], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_before_the_first_and_behind_the_last_leaf_are_looked_up(language: str) -> None:
    assert Leaves(language).find_lemma("!") is None
    first_words = [fold(word) for word in LEAVES[language].split()[::2]]
    words = ["a", "z" * 30, "а", "я" * 30, "ӿ", *filter(str.isalpha, first_words)]
    assert misread(words, language) == []


def copied(folder: Path) -> Path:
    """A copy of simplemma in *folder*, to change."""
    return Path(shutil.copytree(Path(simplemma.__file__).parent, folder / "simplemma")) / FOLDER


def asked(word: str, language: str, folder: Path) -> str:
    """What is said of a word where *folder* has another simplemma."""
    return run("-c", ASK, word, language, cwd=ROOT, PYTHONPATH=str(folder)).out.strip()


def front_coded(lemmas: dict[str, str]) -> bytes:
    """Few *lemmas* in the form of simplemma's dictionaries, each word in full."""
    pairs = [(word.encode(), lemma.encode()) for word, lemma in sorted(lemmas.items())]
    records = [
        bytes([0, len(word)]) + word + bytes([255, len(lemma)]) + lemma for word, lemma in pairs
    ]
    return b"SMFC1" + bytes([0, len(pairs)]) + b"".join(records)


def test_another_edition_of_a_dictionary_is_asked_for_what_it_says_itself(tmp_path: Path) -> None:
    packed = lzma.compress(front_coded({"президентите": "главатар", "София": "столица"}))
    (copied(tmp_path) / "data/bg.plzma").write_bytes(packed)
    assert asked("президентите", "bg", tmp_path) == "главатар"
    assert asked("софия", "bg", tmp_path) == "столица"
    assert asked("законите", "bg", tmp_path) == "None"
    assert asked("presidents", "en", tmp_path) == "president"


def test_an_edition_with_one_word_more_is_not_read_at_the_places_of_this_one(
    tmp_path: Path,
) -> None:
    file = copied(tmp_path) / "data/bg.plzma"
    records = bytearray(lzma.decompress(file.read_bytes()))
    second_leaf = int(LEAVES["bg"].split()[3])
    records[second_leaf:second_leaf] = b"\x7f\x01x\xff\x01y"  # the word before it and an x: y
    records[6] += 1  # the number of words
    file.write_bytes(lzma.compress(records))
    assert asked("президентите", "bg", tmp_path) == "президент"


@pytest.mark.parametrize(
    "changes",
    [
        [("_iter_records", "_records")],
        [
            ("yield record_start, stored_key, stored", "yield stored_key, record_start, stored"),
            ("for _, stored_key, stored_value in", "for stored_key, _, stored_value in"),
        ],
    ],
)
def test_a_simplemma_that_reads_in_another_way_is_asked_itself(
    tmp_path: Path, crawled: Crawled, changes: list[tuple[str, str]]
) -> None:
    folder = copied(tmp_path)
    for file in folder.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        for before, after in changes:
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
    search = ("search", "президентите", "--json", "--db", crawled.db)
    changed = presidency(*search, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert changed == presidency(*search)
    assert asked("президентите", "bg", tmp_path) == "президент"
