"""What people ask: one to four words that stand together on a page, or a phrase of it.

The words come from the headlines and paragraphs that ``benchmarks.data`` mixes articles of, three
of four in Bulgarian; so each query is one that something answers.
"""

import random
from collections.abc import Iterator
from itertools import cycle

from presidency_scraper.demo.replica import demo_site
from presidency_scraper.store.search.tokens import find_words

_SHARES = ("bg", "bg", "bg", "en")
#: How many words a query has; a phrase has two to four, in quotes, as they are printed.
_SHAPES = ("one", "two", "three", "four", "phrase")
#: Words that are shorter are asked for in a phrase only.
_SHORTEST = 4


def make_queries(count: int = 200, seed: int = 11) -> list[str]:
    """Return *count* queries, all different and the same ones each time."""
    dice = random.Random(seed)
    texts = {language: _texts(language) for language in set(_SHARES)}
    queries: dict[str, None] = {}
    for shape in cycle(_SHAPES):
        words = dice.choice(texts[dice.choice(_SHARES)])
        queries[_phrase(words, dice) if shape == "phrase" else _words(words, shape, dice)] = None
        if len(queries) == count:
            return list(queries)
    raise AssertionError  # a cycle has no end


def _texts(language: str) -> list[list[str]]:
    """The words of each headline and paragraph that has enough of them."""
    found = [list(_printed(text)) for text in _pieces(language)]
    return [words for words in found if sum(len(word) >= _SHORTEST for word in words) >= 4]


def _pieces(language: str) -> Iterator[str]:
    for item in demo_site().items(language):
        yield item.headline
        yield from item.paragraphs


def _printed(text: str) -> Iterator[str]:
    return (match[0] for match in find_words(text))


def _words(words: list[str], shape: str, dice: random.Random) -> str:
    """Some words of a text, in the order in which they stand there."""
    long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST]
    chosen = sorted(dice.sample(long, 1 + _SHAPES.index(shape)))
    return " ".join(words[at] for at in chosen)


def _phrase(words: list[str], dice: random.Random) -> str:
    length = dice.randint(2, 4)
    start = dice.randrange(len(words) - length + 1)
    return f"„{' '.join(words[start : start + length])}“"
