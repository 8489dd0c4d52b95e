"""Which pieces of a text are words, and when two spellings are the same; agrees with the index.

The index cuts text by SQLite's tokenizer ``unicode61`` without accents. Here stands the same rule
for what is done outside SQLite: lemmas, queries and marks.
"""

import re
import unicodedata
from collections.abc import Iterator

#: Letters and digits with the accents that may stand on them; й and ѝ are letters of their own.
_WORD = re.compile("[^\\W_]++(?:[\u0300-\u036f]++[^\\W_]*+)*+")
#: Text that cannot have accents, and is quickly seen to be such: nearly all is.
_PLAIN = re.compile("[\x00-\x7f\u0400-\u04ff\xa0«»\u2010-\u203a]*+")
_ACCENTED = re.compile("[^\x00-\x7f\u0400-\u04ff\\W]|[\u0300-\u036f]")
_ACCENT = re.compile("[\u0300-\u036f]")


def find_words(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Yield each word of *text* with its place, those before *start* left out.

    >>> [match[0] for match in find_words("„Вето“ на 3-ти, С-400 (NATO)")]
    ['Вето', 'на', '3', 'ти', 'С', '400', 'NATO']
    """
    return _WORD.finditer(text, start)


def fold(word: str) -> str:
    """Return *word* as the index compares it: small letters, no accents; й and ѝ stay.

    >>> fold("Plenković"), fold("ЙОТОВА"), fold("ѝ"), fold("въ\u0301лна")
    ('plenkovic', 'йотова', 'ѝ', 'вълна')
    """
    word = word.lower()
    if word.isascii():
        return word
    return "".join(map(_bare, unicodedata.normalize("NFC", word)))


def _bare(letter: str) -> str:
    if "а" <= letter <= "ӿ":
        return letter
    return _ACCENT.sub("", unicodedata.normalize("NFD", letter))


def fold_words(text: str) -> list[str]:
    """Return the words of *text*, folded."""
    words: list[str] = _WORD.findall(text.lower())
    return list(map(fold, words)) if _may_be_accented(text) else words


def count_words(text: str) -> int:
    """Return how many words the index finds in *text*.

    >>> count_words("„Вето“ на 3-ти")
    4
    """
    return len(_WORD.findall(text))


def _may_be_accented(text: str) -> bool:
    return not _PLAIN.fullmatch(text) and _ACCENTED.search(text) is not None


def is_latin(word: str) -> bool:
    """Tell whether a folded *word* has Latin letters and no others.

    >>> is_latin("radev"), is_latin("радев"), is_latin("2025")
    (True, False, False)
    """
    return word.isascii() and word.isalpha()


def is_cyrillic(word: str) -> bool:
    """Tell whether all letters of a folded *word* are Cyrillic.

    >>> is_cyrillic("радев"), is_cyrillic("radev"), is_cyrillic("с400")
    (True, False, False)
    """
    return all("а" <= letter <= "ӿ" for letter in word)
