"""How Bulgarian is written in Latin letters, and back: what ``radev`` or ``Iotova`` may mean.

The official table comes first; other spellings in use follow, each at a price, so that the likely
ones are tried first. English names of people keep a spelling of their own choice (Iotova).
"""

import heapq
from collections.abc import Iterable, Mapping

#: Longer words, and ones with more spellings than this, are tried in their likeliest ones only.
_SPELLINGS = 64
_LONGEST = 24

_TO_LATIN: Mapping[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh j", "з": "z", "и": "i",
    "й": "y i j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h kh", "ц": "ts tz", "ч": "ch", "ш": "sh", "щ": "sht",
    "ъ": "a u", "ь": "y", "ю": "yu iu", "я": "ya ia", "ия": "ia iya", "дж": "dzh j", "кс": "x ks",
}  # fmt: skip
_TO_CYRILLIC: Mapping[str, str] = {
    "a": "а ъ", "b": "б", "c": "к ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и й",
    "j": "ж й дж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "я к",
    "r": "р", "s": "с", "t": "т", "u": "у ъ", "v": "в", "w": "в", "x": "кс х", "y": "й ъ",
    "z": "з", "zh": "ж", "kh": "х", "ts": "ц тс", "tz": "ц", "ch": "ч", "sh": "ш сх",
    "sht": "щ шт", "yu": "ю", "ya": "я", "iu": "ю иу", "ia": "ия я иа", "io": "ио йо",
    "iya": "ия", "yo": "йо ьо", "jo": "йо жо", "ja": "я жа", "dzh": "дж", "ph": "ф",
}  # fmt: skip
#: At the start of a word a vowel follows Й, not И.
_INITIAL: Mapping[str, str] = {"io": "йо ио", "iu": "ю", "ia": "я ия"}


def to_cyrillic(word: str) -> list[str]:
    """Return what a folded Latin *word* can be in Cyrillic letters, likeliest first.

    >>> to_cyrillic("radev")[:2], to_cyrillic("iotova")[0], to_cyrillic("balgariya")[0]
    (['радев', 'ръдев'], 'йотова', 'балгария')
    """
    for beginning, letters in _INITIAL.items():
        if word.startswith(beginning):
            rest = _spell(word[len(beginning) :], _TO_CYRILLIC)
            rest = [tail for tail in rest if tail[-1:] != "ъ"]
            return [letter + tail for letter in letters.split() for tail in rest]
    spellings = _spell(word, _TO_CYRILLIC)
    return [one for one in spellings if one[:1] not in ("ь", "ъ") and one[-1:] != "ъ"]


def to_latin(word: str) -> list[str]:
    """Return how a folded Cyrillic *word* can be spelled in Latin letters, likeliest first.

    >>> to_latin("йотова"), to_latin("пловдив")
    (['yotova', 'iotova', 'jotova'], ['plovdiv'])
    """
    return _spell(word, _TO_LATIN)


def _spell(word: str, table: Mapping[str, str]) -> list[str]:
    """All spellings of *word* by *table*, cheapest first: each letter's second choice costs 1."""
    if not 0 < len(word) <= _LONGEST:
        return [""] if not word else []
    spellings: list[tuple[int, str]] = [(0, "")]
    for choices in _pieces(word, table):
        longer = [
            (cost + extra, done + piece)
            for cost, done in spellings
            for extra, piece in enumerate(choices)
        ]
        spellings = heapq.nsmallest(_SPELLINGS, longer, key=lambda spelling: spelling[0])
    return list(dict.fromkeys(spelling for _, spelling in spellings))


def _pieces(word: str, table: Mapping[str, str]) -> Iterable[list[str]]:
    """The choices for each letter of *word*, or run of letters that stands for one sound."""
    place = 0
    while place < len(word):
        for length in (3, 2, 1):
            run = word[place : place + length]
            if len(run) == length and run in table:
                yield table[run].split()
                break
        else:
            yield [word[place]]
        place += len(run)
