"""Which countries a text names, by their names in Bulgarian and English. Pure.

A name begins with a capital letter: „Грузия“ is a country, „грузия“ is none. One of several words
is found in all forms that the search brings together, and the longest one counts: „Гвинея-Бисау“
is no „Гвинея“. Adjectives („германски“) and people („германец“) name no country.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from presidency_scraper.store.search.lemmas import keys_of
from presidency_scraper.store.search.tokens import find_words, fold, fold_words

_CAPITAL = re.compile(r"[A-ZÀ-ÞЀ-Я](?<![^\W_].)[^\W_]*")
#: What stands between a word and the one before it: the end of a sentence, its beginning too.
_SENTENCE = re.compile(r"(?:^|[.!?…:\n])[\s„“”\"«(–-]*$")
#: What stands between two words of a name.
_BETWEEN = re.compile(r"[ \xa0‑&.,(’'-]+")
_BESIDE = re.compile(r"[ \xa0][A-ZÀ-ÞЀ-Я]")
#: What stands before countries and not before people's names alone.
_BEFORE = frozenset(
    "в във на от с със за и към до между in of to from with and for between".split()
)
_NEAR = 24


@dataclass(frozen=True, slots=True)
class _Name:
    """A name: for each of its words the forms it may have. ``exact``: as written and no other."""

    country: str
    words: tuple[frozenset[str], ...]
    exact: str | None
    first: bool
    person: bool


class CountryNames:
    """The names of countries by their codes; names of "" are no country's.

    *not_first* are no countries where a sentence begins, *people* not before a surname; behind
    the words *called* a name is that of a hall or a street.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        not_first: Iterable[str] = (),
        people: Iterable[str] = (),
        called: Iterable[str] = (),
    ) -> None:
        self._called = frozenset(called)
        known = {name: country for country, name in names}  # the last one counts
        others, persons = set(not_first), set(people)
        self._by_word: Mapping[str, list[_Name]] = defaultdict(list)
        for name, country in known.items():
            words = [fold(word) for word in fold_words(name.replace("&", "and"))]
            several = len(words) > 1
            forms = tuple(_forms(word) if several else frozenset([word]) for word in words)
            exact = name if name.isupper() else None
            one = _Name(country, forms, exact, name not in others, name in persons)
            for form in forms[0]:
                self._by_word[form].append(one)
        self._named = lru_cache(maxsize=2**16)(self._look_up)

    def count(self, text: str) -> Counter[str]:
        """How often *text* names each country, by its code.

        >>> CountryNames([("JP", "Япония"), ("US", "САЩ")]).count("В Япония и на САЩ, не японски")
        Counter({'JP': 1, 'US': 1})
        """
        found: Counter[str] = Counter()
        done = 0
        for match in _CAPITAL.finditer(text):
            names, start = self._named(match[0]), match.start()
            if not names or start < done:
                continue
            before = text[max(0, start - _NEAR) : start]
            if _last_word(before) in self._called:
                continue
            for name in names:
                if end := _end_of(name, text, match, before):
                    done = end
                    found[name.country] += 1
                    break
        del found[""]
        return found

    def _look_up(self, printed: str) -> tuple[_Name, ...]:
        """The names that may begin with a word as printed, longest first."""
        found = (name for key in _forms(fold(printed)) for name in self._by_word.get(key, ()))
        return tuple(sorted(dict.fromkeys(found), key=lambda name: -len(name.words)))


def _forms(word: str) -> frozenset[str]:
    return frozenset([word, *keys_of(word)])


def _last_word(before: str) -> str:
    return before.rstrip(' „“"«.').rpartition(" ")[2].lower()


def _end_of(name: _Name, text: str, match: re.Match[str], before: str) -> int:
    """Where *name* ends, if it stands in *text* from *match* on, its first word; else 0."""
    start, end = match.span()
    for forms in name.words[1:]:
        word = next(find_words(text, end), None)
        if word is None or not _BETWEEN.fullmatch(text, end, word.start()):
            return 0
        if not forms & _forms(fold(word[0])):
            return 0
        end = word.end()
    if name.exact and text[start:end] != name.exact:
        return 0
    if not name.first and _SENTENCE.search(before):
        return 0
    return 0 if name.person and _is_person(before, text, end) else end


def _is_person(before: str, text: str, end: int) -> bool:
    """Tell whether a surname follows what may be a first name."""
    return bool(_BESIDE.match(text, end)) and _last_word(before) not in _BEFORE
