"""Which words are forms of one another: each word has keys, and forms of one word share a key.

simplemma's dictionaries know most words. A word they do not know is cut: its article, then the
ending of its plural or gender.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from presidency_scraper.store.search.tokens import is_cyrillic, is_latin

#: To be raised whenever what is kept of a word changes: databases are then indexed again.
_RULES = 4
#: A word that is longer is none; it is compared as it stands.
LONGEST = 40
_SHORTEST_STEM = 3
#: Articles, and what a word can end with before each of them.
_ARTICLES = (
    ("ът", "бвгджзйклмнпрстфхцчшщ"),
    ("ят", "и"),
    ("та", "аябвгджзйклмнпрстфхцчшщ"),
    ("то", "оеиую"),
    ("те", "ие"),
)
#: A word the dictionary does not know, by its ending, and the form of it that it may know.
_SIBLINGS = (
    ("ците", "к"), ("ци", "к"), ("ци", "ец"), ("ове", ""), ("ът", ""), ("ят", "й"),
    ("ния", "ен"), ("ни", "ен"), ("на", "ен"), ("но", "ен"), ("юта", "ю"), ("ета", "е"),
    ("а", ""), ("я", "й"), ("и", "а"), ("о", "а"), ("е", "а"), ("о", "и"), ("а", "и"),
)  # fmt: skip
#: The same for forms of verbs, which hide among other words: the form found must be a verb's.
_VERB_SIBLINGS = (
    ("ват", "ва"), ("ат", "а"), ("ят", "я"), ("ха", ""), ("ли", ""), ("ла", ""), ("ло", ""),
    ("л", ""), ("а", "ам"), ("я", "ям"), ("аме", "ам"), ("яме", "ям"),
)  # fmt: skip
#: What is cut off where no form is known.
_ENDINGS = ("ове", "и", "а", "я", "о", "е")
#: Forms that the dictionary lacks, or gives to other words.
_FORMS = {
    **dict.fromkeys(("хора", "хората"), "човек"),
    **dict.fromkeys(("вето", "ветото", "вета", "ветата"), "вето"),
    **dict.fromkeys(
        ("президентка", "президентката", "президентки", "президентките"), "президентка"
    ),
}


class Words:
    """What a search asks of a word: here of the dictionaries, which know no corpus."""

    def keys_of(self, word: str) -> tuple[str, ...]:
        """As the function of this name."""
        return keys_of(word)

    def is_known(self, word: str, language: str) -> bool:
        """As the function of this name."""
        return is_known(word, language)

    def in_corpus(self, words: Sequence[str]) -> list[str]:
        """Those of *words* that can be found at all, as far as is known."""
        return list(words)


def describe_rules() -> str:
    """Say by what rules keys are made; an index made by others has to be made again."""
    from importlib.metadata import version  # takes longer than a whole search

    return f"{_RULES}, simplemma {version('simplemma')}"


@lru_cache(maxsize=200_000)
def keys_of(word: str) -> tuple[str, ...]:
    """Return the keys of a folded *word*; more than one where it is a form of several words.

    >>> keys_of("президентът"), keys_of("ветото"), keys_of("presidents"), keys_of("ѝ")
    (('президент',), ('вето',), ('president',), ('ѝ',))
    >>> keys_of("указа")
    ('укажа', 'указ')
    """
    if len(word) > LONGEST or len(word) < _SHORTEST_STEM:
        return (word,)
    if is_cyrillic(word):
        return _bulgarian_keys(word)
    return (_english_key(word),) if is_latin(word) else (word,)


def is_known(word: str, language: str) -> bool:
    """Tell whether the dictionary of a language knows a folded *word* or one of its forms."""
    return len(word) <= LONGEST and (word in _FORMS or _lookup(word, language) is not None)


def _bulgarian_keys(word: str) -> tuple[str, ...]:
    if word in _FORMS:
        return (_FORMS[word],)
    lemma = _lemma(word)
    if lemma is None:
        return (_guess(word) or _cut(word),)
    return tuple(dict.fromkeys([lemma, *_other_lemmas(word, lemma)]))


def _lemma(word: str) -> str | None:
    """The lemma of a known word, itself a lemma; None where the dictionary is silent."""
    for _ in range(3):
        found = _lookup(word, "bg")
        if found is None:
            return None
        if found == word or found[0] != word[0]:  # "му" is no form of "то"
            break
        word = found
    return word


def _other_lemmas(word: str, lemma: str) -> Iterator[str]:
    """Lemmas of *word* that the dictionary keeps from us, since it tells one for each form."""
    if len(word) <= _SHORTEST_STEM:
        return
    if word != lemma:
        yield from filter(None, map(_lemma, _sister_forms(word, lemma)))
        if word.endswith("ия"):
            yield from _adjectives(word[:-1])
    if word.endswith("о"):  # "тежко" is an adverb, and the neuter of "тежък"
        bare = word.removesuffix("то")
        yield from _adjectives(bare + "то", bare[:-1] + "ата")


def _sister_forms(word: str, lemma: str) -> Iterator[str]:
    """Forms that would be those of another word that *word* is a form of."""
    if word[-1] in "аяи":  # "подписа" is a noun with its article, and what someone did
        yield word + "ха"
    yield from (bare for bare in _bare_forms(word) if bare != lemma)
    if word[-1] in "ая":
        yield word[:-1] + "ът"
        yield word[:-1] + "ят"
    for plural in ("ци", "ците"):
        if word.endswith(plural):
            yield word.removesuffix(plural) + "к"


def _adjectives(*forms: str) -> Iterator[str]:
    for lemma in map(_lemma, forms):
        if lemma and lemma[-1] not in "аяоеиуюм":
            yield lemma


def _bare_forms(word: str) -> Iterator[str]:
    """*word* without its article, if it can have one."""
    for article, before in _ARTICLES:
        bare = word.removesuffix(article)
        if bare != word and len(bare) >= _SHORTEST_STEM and bare[-1] in before:
            yield bare


def _guess(word: str) -> str | None:
    """The lemma of a form that the dictionary does not know, by a form that it does know."""
    for bare in _bare_forms(word):
        if lemma := _lemma(bare) or _guess(bare):
            return lemma
    for ending, other in _SIBLINGS:
        if lemma := _lemma_with(word, ending, other):
            return lemma
    for ending, other in _VERB_SIBLINGS:
        lemma = _lemma_with(word, ending, other)
        if lemma and lemma[-1] in "амя":
            return lemma
    for ending in ("иха", "ил", "ила", "ило", "или"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _guess(word.removesuffix(ending) + "и")
    return None


def _lemma_with(word: str, ending: str, other: str) -> str | None:
    stem = word.removesuffix(ending)
    if stem == word or len(stem) < _SHORTEST_STEM:
        return None
    return _lemma(stem + other)


def _cut(word: str) -> str:
    """The stem of a word of which the dictionary knows no form."""
    for bare in _bare_forms(word):
        if bare[-1] in "аяоеи" or bare.endswith("ст") or word.endswith("ът"):
            word = bare
            break
    if word.endswith(("ския", "ния", "вия")):  # an adjective with its short article
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _english_key(word: str) -> str:
    lemma = _lookup(word, "en")
    if lemma is None and word.endswith("s") and not word.endswith("ss"):
        return _lookup(word[:-1], "en") or word[:-1]
    return lemma or word


def _lookup(word: str, language: str) -> str | None:
    lemma: str | None = _dictionaries().get_lemma(word, language)
    # some lemmas of verbs carry a note: "срещна-(се)"
    return lemma.split("-(")[0].lower() if lemma else None


@cache
def _dictionaries() -> Any:
    """Return simplemma's dictionaries: what stands in them, and nothing that is guessed."""
    from simplemma.strategies import DictionaryLookupStrategy  # half a search to import

    return DictionaryLookupStrategy()
