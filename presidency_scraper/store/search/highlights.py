"""Where in a text the words of a query stand, and the piece of it that shows them best."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from presidency_scraper.store.search.lemmas import Words
from presidency_scraper.store.search.query import Kind, Query
from presidency_scraper.store.search.tokens import find_words, fold

#: The length of a snippet in characters, and how much of it stands before what was found.
_LENGTH = 220
_BEFORE = 60
#: Forms of one word begin with the same letters, but for these: only words that do are looked up.
_ALIKE = 2
_UNLIKE = ("хо",)
#: A word that may begin with an accent begins like any other.
_ACCENTED = "[^\\W_]?[\u00c0-\u024f\u1e00-\u1eff]"
_REST = "(?:[^\\W_]|[\u0300-\u036f])*"


@dataclass(frozen=True, slots=True)
class Marks:
    r"""What is put before and behind each word that was found.

    The text itself is not escaped. For HTML, take marks that no text has (``\x02``), escape the
    whole, then put the tags in their place.
    """

    before: str = "["
    after: str = "]"


_Place = tuple[int, int]


class Marker:
    """Marks what a query looks for; made once for all texts."""

    def __init__(self, query: Query, marks: Marks, known: Words) -> None:
        terms = [term for terms in query.wanted for term in terms]
        words = [term for term in terms if term.kind is Kind.WORD]
        starts = [term for term in terms if term.kind is Kind.PREFIX]
        self._keys = {key for term in words for key in term.word_keys(known)}
        self._starts = tuple(start for term in starts for start in term.spellings(known))
        self._phrases = [term.words for term in terms if term.kind is Kind.PHRASE]
        self._marks = marks
        self._known = known
        self._candidates = self._pattern()

    def snippet(self, text: str) -> str:
        """Return the piece of *text* with the most different words found, marked."""
        places = self._find(text)
        start, end = _window(text, [(*place, fold(text[slice(*place)])) for place in places])
        shown = [place for place in places if start <= place[0] and place[1] <= end]
        piece = " ".join(self._mark(text, shown, start, end).split())
        return ("… " if start else "") + piece + (" …" if end < len(text) else "")

    def mark(self, text: str) -> str:
        """Return *text* with all that was found in it marked."""
        return self._mark(text, self._find(text), 0, len(text))

    def finds(self, text: str) -> bool:
        """Tell whether there is anything to mark in *text*."""
        return bool(self._find(text))

    def _pattern(self) -> re.Pattern[str]:
        looked_for = [*self._keys, *self._starts, *(words[0] for words in self._phrases)]
        beginnings = {word[:_ALIKE] for word in looked_for} | {*_UNLIKE}
        choice = "|".join([*map(re.escape, sorted(beginnings)), _ACCENTED])
        return re.compile(rf"(?<![^\W_])(?:{choice}){_REST}", re.IGNORECASE)

    def _find(self, text: str) -> list[_Place]:
        places: set[_Place] = set()
        for match in self._candidates.finditer(text):
            word = fold(match[0])
            if self._is_found(word):
                places.add(match.span())
            for phrase in self._phrases:
                if word == phrase[0]:
                    places.update(_phrase_at(phrase, text, match.start()))
        return sorted(places)

    def _is_found(self, word: str) -> bool:
        if word in self._keys or (self._starts and word.startswith(self._starts)):
            return True
        return bool(self._keys) and not self._keys.isdisjoint(self._known.keys_of(word))

    def _mark(self, text: str, places: Iterable[_Place], start: int, end: int) -> str:
        pieces, done = [], start
        for begin, stop in places:
            pieces += [text[done:begin], self._marks.before, text[begin:stop], self._marks.after]
            done = stop
        return "".join([*pieces, text[done:end]])


def _phrase_at(phrase: Sequence[str], text: str, start: int) -> list[_Place]:
    """The words of *phrase*, if they stand in *text* from *start* on."""
    words = list(islice(find_words(text, start), len(phrase)))
    same = [fold(match[0]) for match in words] == list(phrase)
    return [match.span() for match in words] if same else []


def _window(text: str, found: Sequence[tuple[int, int, str]]) -> _Place:
    """The piece of *text* that shows the most different words; it cuts none of them."""
    best, most = 0, 0
    for start, _, _ in found:
        shown = {word for begin, _, word in found if start <= begin < start + _LENGTH - _BEFORE}
        if len(shown) > most:
            best, most = start, len(shown)
    first = max(0, min(best - _BEFORE, len(text) - _LENGTH))
    if first:
        first = text.find(" ", first, best) + 1 or best
    last = first + _LENGTH
    if last < len(text):
        blank = text.rfind(" ", first, last)
        last = blank if blank > best else _end_of_word(text, last)
    return first, min(last, len(text))


def _end_of_word(text: str, place: int) -> int:
    blank = text.find(" ", place)
    return blank if blank >= 0 else len(text)
