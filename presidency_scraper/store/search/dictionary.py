"""How to look a word up in simplemma's dictionaries without unpacking all of one.

A dictionary is a sorted list in which each word is written as what differs from the one before it.
``leaves.py`` tells where every 512th word stands and how it is spelt, so reading can begin there
and only the leaf with the word is read. The places are those of one edition of a dictionary. Of
any other, simplemma itself is asked: it says the same, but unpacks all words first.
"""

import lzma
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, partial
from hashlib import blake2b
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import Any

from presidency_scraper.store.search.leaves import EDITIONS, LEAVES

_FOLDER = "strategies/dictionaries"


def find_lemma(word: str, language: str) -> str | None:
    """Return what the dictionary gives for a folded *word* of letters; None if it has no such word.

    >>> find_lemma("президентите", "bg"), find_lemma("витоша", "bg"), find_lemma("presidents", "en")
    ('президент', 'Витоша', 'president')
    """
    return _finder(language)(word)


@cache
def _finder(language: str) -> Callable[[str], str | None]:
    try:
        return Leaves(language).find_lemma
    except Exception:  # whatever a later simplemma has changed, the search goes on
        return _ask_simplemma(language)


def _ask_simplemma(language: str) -> Callable[[str], str | None]:
    from simplemma.strategies import DictionaryLookupStrategy  # half a search to import

    return partial(DictionaryLookupStrategy().get_lemma, lang=language)


class Leaves:
    """A dictionary of which only those leaves are read that were asked for."""

    def __init__(self, language: str) -> None:
        """Raise LookupError where the leaves are not those of the dictionary installed."""
        packed = packed_dictionary(language)
        if edition_of(packed) != EDITIONS[language]:
            raise LookupError(
                f"other edition, {language}: python -m benchmarks.search.write_leaves"
            )
        self._records = lzma.decompress(packed)
        pieces = LEAVES[language].split()
        self._first_words = pieces[::2]
        self._places = [*map(int, pieces[1::2]), len(self._records)]
        self._leaves: list[dict[bytes, bytes] | None] = [None] * len(self._first_words)
        self._reader = frontcode()
        if self._find(self._first_words[0]) is None:
            raise LookupError("simplemma's reader reads in another way")

    def find_lemma(self, word: str) -> str | None:
        """As the function of this name; like simplemma, try a name where there is no word."""
        return self._find(word) or self._find(word.capitalize())

    def _find(self, word: str) -> str | None:
        number = bisect_right(self._first_words, word, 1) - 1
        lemma = (self._leaves[number] or self._read(number)).get(word.encode())
        return lemma.decode() if lemma is not None else None

    def _read(self, number: int) -> dict[bytes, bytes]:
        records = self._records[slice(*self._places[number : number + 2])]
        first = self._first_words[number].encode()  # begins as the word before it does
        leaf = {word: lemma for _, word, lemma in self._reader._iter_records(records, 0, first)}
        self._leaves[number] = leaf
        return leaf


def packed_dictionary(language: str) -> bytes:
    """Return the file of simplemma that has the dictionary of a language."""
    spec, folder = _simplemma()
    packed: bytes = spec.loader.get_data(f"{folder}/data/{language}.plzma")
    return packed


def edition_of(packed: bytes) -> str:
    """Return what tells the file of one edition of a dictionary from those of others."""
    return blake2b(packed, digest_size=8).hexdigest()


@cache
def frontcode() -> Any:
    """Return simplemma's reader of dictionaries, without all that is around it."""
    spec = spec_from_file_location("frontcode", f"{_simplemma()[1]}/frontcode.py")
    if spec is None or spec.loader is None:
        raise LookupError("simplemma has no reader of this kind")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _simplemma() -> tuple[Any, str]:
    spec = find_spec("simplemma")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError("simplemma is not installed as a package")
    return spec, f"{spec.submodule_search_locations[0]}/{_FOLDER}"
