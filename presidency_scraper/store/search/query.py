"""What a person may type into a search box, and the FTS5 expression it stands for.

Any string is a query. What is no word, phrase or operator parts words and means nothing else, so
no expression made here can be wrong in FTS5's eyes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from presidency_scraper.store.search.alphabet import to_cyrillic, to_latin
from presidency_scraper.store.search.lemmas import Words
from presidency_scraper.store.search.tokens import fold, fold_words, is_cyrillic, is_latin

#: Matches nothing.
NOTHING = '""'
#: The columns with the words as printed.
PRINTED = "{headline lead body}"
_HEADLINE, _HEADLINE_FORMS = "headline", "{headline headline_forms}"

#: What is typed beyond these limits is not looked at.
_LONGEST_QUERY = 2_000
_MOST_TERMS = 32
#: How many spellings in the other alphabet are tried of a word that no dictionary knows.
_GUESSES = 12
#: And of the beginning of a word.
_STARTS = 4
#: A shorter English word is not taken for a Bulgarian one in Latin letters: "on" is not "он".
_SHORTEST_BOTH = 4

_OPENING = '„“”«»"‟'
_PIECE = re.compile(
    r"(?P<not>(?<!\S)-)?(?P<headline>(?i:headline)\s*:\s*)?"
    rf"(?:[{_OPENING}](?P<phrase>[^{_OPENING}]*)(?:[{_OPENING}]|$)"
    r"|(?P<words>[^\W_](?:[^\W_]|[\u0300-\u036f])*)(?P<prefix>\*)?)"
)


class Kind(StrEnum):
    """What a term asks for."""

    WORD = "word"  # in any of its forms
    PREFIX = "prefix"
    PHRASE = "phrase"  # as printed


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for; its words are folded.

    ``capital``: typed like a name. ``above``: in headlines only.
    """

    kind: Kind
    words: tuple[str, ...]
    capital: bool = False
    above: bool = False

    def expression(self, known: Words) -> str:
        """The term for FTS5."""
        printed = _HEADLINE if self.above else PRINTED
        if self.kind is Kind.PHRASE:
            return f"{printed} : {_quoted(self.words)}"
        if self.kind is Kind.PREFIX:
            starts = " OR ".join(f"{_quoted([word])} *" for word in self.spellings(known))
            return f"{printed} : ({starts})"
        keys = f"({' OR '.join(_quoted([key]) for key in self.word_keys(known))})"
        return f"({_HEADLINE_FORMS} : {keys})" if self.above else keys

    def word_keys(self, known: Words) -> tuple[str, ...]:
        """The keys of the word, in both alphabets where it may be written in either."""
        words = self.spellings(known)
        found = known.in_corpus(words) or words
        keys = [key for word in found for key in known.keys_of(word)]
        return tuple(dict.fromkeys([*keys, *(word for word in words[:1] if word not in found)]))

    def spellings(self, known: Words) -> tuple[str, ...]:
        """The word, and how it may be written in the other alphabet."""
        word = self.words[0]
        others: Iterable[str] = ()
        if self.kind is Kind.PREFIX:
            others = to_cyrillic(word)[:_STARTS] if is_latin(word) else ()
        elif is_latin(word):
            others = _in_cyrillic(word, known)
        elif is_cyrillic(word) and (self.capital or not known.is_known(word, "bg")):
            others = known.in_corpus(to_latin(word)[:_GUESSES])
        return tuple(dict.fromkeys([word, *others]))


@dataclass(frozen=True, slots=True)
class Query:
    """All of ``wanted``, of each any; and none of ``unwanted``."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]

    def expression(self, known: Words) -> str:
        """The query for FTS5; one that wants nothing finds nothing."""
        if not self.wanted:
            return NOTHING
        wanted = " AND ".join(f"({_any_of(terms, known)})" for terms in self.wanted)
        return f"({wanted}) NOT ({_any_of(self.unwanted, known)})" if self.unwanted else wanted


def fts_expression(query: str) -> str:
    """Return the FTS5 expression for ``articles_fts`` that *query* stands for; raises nothing.

    >>> fts_expression("вето -„Румен Радев“")
    '((("вето"))) NOT ({headline lead body} : "румен радев")'
    >>> fts_expression("(: *")
    '""'
    """
    return parse_query(query).expression(Words())


def parse_query(text: str) -> Query:
    """Read *text* as a query; raises nothing.

    Words are joined by *and*; ``OR`` binds closer; ``-`` and ``NOT`` before a term exclude it;
    ``headline:`` before one looks for it in headlines only.
    """
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    operator = ""
    for sign, term in _read_terms(text):
        if term is None:
            operator = sign
        elif sign == "-" or operator == "NOT":
            unwanted.append(term)
            operator = ""
        elif operator == "OR" and wanted:
            wanted[-1] = (*wanted[-1], term)
            operator = ""
        else:
            wanted.append((term,))
            operator = ""
        if len(wanted) + len(unwanted) >= _MOST_TERMS:
            break
    return Query(tuple(wanted), tuple(unwanted))


def _read_terms(text: str) -> Iterator[tuple[str, Term | None]]:
    """Yield terms with their sign, and operators as signs without a term."""
    for piece in _PIECE.finditer(text[:_LONGEST_QUERY]):
        above = piece["headline"] is not None
        if piece["phrase"] is not None:
            words = tuple(fold_words(piece["phrase"]))
            if words:
                yield piece["not"] or "", Term(Kind.PHRASE, words, above=above)
        elif not above and piece["words"] in ("OR", "ИЛИ", "NOT", "AND") and not piece["not"]:
            yield {"ИЛИ": "OR"}.get(piece["words"], piece["words"]), None
        else:
            word = piece["words"]
            kind = Kind.PREFIX if piece["prefix"] else Kind.WORD
            yield piece["not"] or "", Term(kind, (fold(word),), word[0].isupper(), above)


def _in_cyrillic(word: str, known: Words) -> list[str]:
    """What a Latin *word* may be in Bulgarian: words that are known, or the likeliest ones.

    What the corpus has goes first: one that it has in Cyrillic letters alone is meant so, and of
    one that it has in Latin letters no other forms are thought of. Neither needs a dictionary.
    """
    every = to_cyrillic(word)
    spellings = known.in_corpus(every)
    names = known.in_corpus(to_latin((spellings or every)[0])[:_GUESSES]) if every else []
    is_there = bool(known.in_corpus([word]))
    if spellings and not is_there and len(word) >= _SHORTEST_BOTH:
        return [*spellings, *names]
    if not is_there:
        spellings = spellings or every
    words = [spelling for spelling in spellings if known.is_known(spelling, "bg")]
    if known.is_known(word, "en"):
        return words if len(word) >= _SHORTEST_BOTH else []
    return words or [*spellings[:_GUESSES], *names]


def _any_of(terms: Iterable[Term], known: Words) -> str:
    return " OR ".join(term.expression(known) for term in terms)


def _quoted(words: Iterable[str]) -> str:
    return '"' + " ".join(words) + '"'
