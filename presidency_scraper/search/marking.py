"""Where in a text the words of a query stand, and the piece of it that shows them best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from presidency_scraper.search.lemmas import keys_of
from presidency_scraper.search.querying import Kind, Query
from presidency_scraper.search.words import find_words, fold

#: How many words a snippet has, and how many of them stand before the first marked one.
_SNIPPET_WORDS = 30
_WORDS_BEFORE = 8
#: Forms of one word begin alike, but for these: only words that do are looked up.
_ALIKE = 2
_UNLIKE = ("хо",)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is put before and behind each word that was found."""

    before: str = "["
    after: str = "]"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str


class Marker:
    """Marks what a query looks for; made once for all texts."""

    def __init__(self, query: Query, marks: Marks) -> None:
        terms = [term for terms in query.wanted for term in terms]
        self._keys = {key for term in terms if term.kind is Kind.WORD for key in term.keys()}
        self._starts = tuple(
            start for term in terms if term.kind is Kind.PREFIX for start in term.spellings()
        )
        self._phrases = [term.words for term in terms if term.kind is Kind.PHRASE]
        self._beginnings = {key[:_ALIKE] for key in self._keys} | set(_UNLIKE)
        self._marks = marks

    def snippet(self, text: str) -> str:
        """Return the piece of *text* with the most different words found, marked; "" of ""."""
        words, found = self._read(text)
        if not words:
            return text
        first = _best_start(words, found)
        last = min(first + _SNIPPET_WORDS, len(words)) - 1
        start = words[first].start if first else 0
        end = words[last].end if last < len(words) - 1 else len(text)
        shown = [(words[at].start, words[at].end) for at in sorted(found) if first <= at <= last]
        piece = " ".join(self._mark(text, shown, start, end).split())
        return ("… " if first else "") + piece + (" …" if end < len(text) else "")

    def mark(self, text: str) -> str:
        """Return *text* with all that was found in it marked."""
        words, found = self._read(text)
        places = [(words[at].start, words[at].end) for at in sorted(found)]
        return self._mark(text, places, 0, len(text))

    def finds(self, text: str) -> bool:
        """Tell whether there is anything to mark in *text*."""
        return bool(self._read(text)[1])

    def _read(self, text: str) -> tuple[list[_Word], set[int]]:
        words = [_Word(*match.span(), fold(match[0])) for match in find_words(text)]
        found = {at for at, word in enumerate(words) if self._is_found(word.folded)}
        for phrase in self._phrases:
            found |= _places_of(phrase, words)
        return words, found

    def _is_found(self, word: str) -> bool:
        if self._starts and word.startswith(self._starts):
            return True
        if word in self._keys:
            return True
        return word[:_ALIKE] in self._beginnings and not self._keys.isdisjoint(keys_of(word))

    def _mark(self, text: str, places: Iterable[tuple[int, int]], start: int, end: int) -> str:
        pieces, done = [], start
        for begin, stop in places:
            pieces += [text[done:begin], self._marks.before, text[begin:stop], self._marks.after]
            done = stop
        return "".join([*pieces, text[done:end]])


def _places_of(phrase: Sequence[str], words: Sequence[_Word]) -> set[int]:
    places: set[int] = set()
    for at in range(len(words) - len(phrase) + 1):
        if all(words[at + n].folded == part for n, part in enumerate(phrase)):
            places |= set(range(at, at + len(phrase)))
    return places


def _best_start(words: Sequence[_Word], found: set[int]) -> int:
    """The first word of the window that shows the most different words that were found."""
    best, most = 0, 0
    for at in sorted(found):
        window = {words[place].folded for place in found if at <= place < at + _SNIPPET_WORDS}
        if len(window) > most:
            best, most = at, len(window)
    return max(0, min(best - _WORDS_BEFORE, len(words) - _SNIPPET_WORDS))
