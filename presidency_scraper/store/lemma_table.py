"""The words of the articles in the table ``lemmas``: kept in step with them, and asked of it.

The dictionaries take longer to load than a whole search. So each word of the articles is looked up
when it is indexed, and a search asks simplemma of those words only that the corpus never had.
"""

from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, Any

from presidency_scraper.store.connection import Handle
from presidency_scraper.store.search.index_text import words_in
from presidency_scraper.store.search.lemmas import LONGEST, Words, is_known, keys_of
from presidency_scraper.store.search.query import PRINTED
from presidency_scraper.store.search.tokens import is_cyrillic, is_latin

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Rows in one statement, and pieces of texts that are remembered at most.
_TOGETHER, _REMEMBERED = 300, 200_000
_FIND = "SELECT lemma, language FROM lemmas WHERE word = ?"
#: Whether any article has a word as printed.
_IS_PRINTED = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1"


class CorpusWords(Words):
    """Words as the corpus has them; of others the dictionaries are asked."""

    def __init__(self, database: Handle) -> None:
        self._database = database
        self._found: dict[str, dict[str, str | None]] = {}

    def keys_of(self, word: str) -> tuple[str, ...]:
        """The keys of a folded *word*."""
        return tuple(self._find(word)) or super().keys_of(word)

    def is_known(self, word: str, language: str) -> bool:
        """Tell whether the dictionary of *language* knows a folded *word*."""
        if found := self._find(word):
            return language in found.values()
        return super().is_known(word, language)

    def in_corpus(self, words: Sequence[str]) -> list[str]:
        """Those of *words* that an article has."""
        return [word for word in words if self._find(word)]

    def _find(self, word: str) -> dict[str, str | None]:
        """The lemmas of a word of the corpus, each with the language that knows the word."""
        if word not in self._found:
            self._found[word] = dict(self._database.execute(_FIND, [word]).fetchall())
        return self._found[word]


class LemmaTable:
    """Writes ``lemmas``: exactly the words that articles have now."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        #: Pieces of texts of which all words are stored for certain.
        self._stored: set[str] = set()

    def add(self, pieces: Set[str]) -> None:
        """Add what is new of the words in *pieces*."""
        new = pieces - self._stored
        words = (word for word in sorted(words_in(new)) if not self._is_stored(word))
        rows = (row for word in words for row in _rows(word))
        self._database.table("lemmas").insert_all(rows, batch_size=_TOGETHER)
        if len(self._stored) > _REMEMBERED:
            self._stored.clear()
        self._stored |= new

    def drop_unused(self, pieces: Set[str]) -> None:
        """Drop the words in *pieces* that no article has any more; the index must be in step."""
        for word in words_in(pieces):
            if not self._database.execute(_IS_PRINTED, [f'{PRINTED} : "{word}"']).fetchone():
                self._database.execute("DELETE FROM lemmas WHERE word = ?", [word])
        self.forget()

    def clear(self) -> None:
        """Drop all."""
        self._database.execute("DELETE FROM lemmas")
        self.forget()

    def forget(self) -> None:
        """Remember nothing of what is stored: it may be so no more."""
        self._stored.clear()

    def _is_stored(self, word: str) -> bool:
        return self._database.execute(_FIND, [word]).fetchone() is not None


def _rows(word: str) -> Iterator[dict[str, Any]]:
    """The rows of a word in one alphabet; others are their own lemmas, and need none."""
    if len(word) > LONGEST or not (is_latin(word) or is_cyrillic(word)):
        return
    language = "en" if is_latin(word) else "bg"
    known = language if is_known(word, language) else None
    for lemma in keys_of(word):
        yield {"word": word, "language": known, "lemma": lemma}
