"""What the index holds of an article beside its printed words: the keys of their other forms.

A word that is its own key is found where it is printed. Only the others need their keys written
down, which halves what the forms cost in space.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from presidency_scraper.store.search.lemmas import keys_of
from presidency_scraper.store.search.tokens import fold_words


@dataclass(frozen=True, slots=True)
class Indexed:
    """What goes into the index of one article, column by column."""

    headline: str
    lead: str
    body: str
    headline_forms: str
    forms: str
    words: frozenset[str]

    def columns(self) -> tuple[str, ...]:
        """All but the single words, in the order of the index."""
        return (self.headline, self.lead, self.body, self.headline_forms, self.forms)

    def digest(self) -> str:
        """Eight bytes that stand for the columns, in hexadecimal."""
        text = "\x00".join(self.columns())
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def index_text(headline: str, lead: str | None, body: str) -> Indexed:
    """Return what is indexed of an article.

    >>> index_text("Ветото на Радев", None, "Законите").headline_forms
    'вето'
    """
    lead = lead or ""
    (headline_words, headline_forms), *others = map(_read, (headline, lead, body))
    forms = " ".join(filter(None, (forms for _, forms in others)))
    words = headline_words.union(*(words for words, _ in others))
    return Indexed(headline, lead, body, headline_forms, forms, words)


def _read(text: str) -> tuple[frozenset[str], str]:
    """The words of *text*, and the keys of their other forms in the order of the text."""
    pieces = text.lower().split()
    words = frozenset().union(*(_read_piece(piece)[0] for piece in set(pieces)))
    return words, " ".join(filter(None, (_read_piece(piece)[1] for piece in pieces)))


@lru_cache(maxsize=2**16)  # with the marks on them there are more pieces than words
def _read_piece(piece: str) -> tuple[frozenset[str], str]:
    """The words in *piece*, which has no blank, and what is not printed of their keys.

    Pieces are asked for, not words: to cut a text at its blanks takes a fifth of the time that it
    takes to find its words, and most pieces were met before.
    """
    words = fold_words(piece)
    forms = " ".join(key for word in words for key in keys_of(word) if key != word)
    return frozenset(words), forms
