"""Writes ``presidency_scraper/store/search/leaves.py``, when simplemma's dictionaries have changed.

python -m benchmarks.search.write_leaves
"""

import lzma
import textwrap
from collections.abc import Iterator
from pathlib import Path

from presidency_scraper.store.search import dictionary

MODULE = Path(dictionary.__file__).with_name("leaves.py")
_LANGUAGES = ("bg", "en")
#: How many words a leaf has, but for a few where none can begin.
_LEAF = 512
_HEAD = '''\
"""Where the leaves of simplemma's dictionaries begin: the first word of each, and its place.

Written by ``python -m benchmarks.search.write_leaves``.
"""

'''


def main() -> None:
    """Write the module."""
    MODULE.write_text(rendered(), encoding="utf-8")


def rendered() -> str:
    """Return the module as the dictionaries that are installed want it."""
    editions, leaves = [], []
    for language in _LANGUAGES:
        packed = dictionary.packed_dictionary(language)
        editions.append(f'"{language}": "{dictionary.edition_of(packed)}"')
        words = " ".join(f"{word} {place}" for word, place in _leaves(lzma.decompress(packed)))
        lines = "\n".join(textwrap.wrap(words, 99, break_on_hyphens=False))
        leaves.append(f'    "{language}": """\n{lines}\n""",\n')
    return (
        f"{_HEAD}"
        "#: Of which edition each dictionary is.\n"
        f"EDITIONS = {{{', '.join(editions)}}}\n"
        f"LEAVES = {{\n{''.join(leaves)}}}\n"
    )


def _leaves(records: bytes) -> Iterator[tuple[str, int]]:
    """Yield the words with which leaves can begin, and where they stand, a leaf apart."""
    reader = dictionary.frontcode()
    _, _, start = reader._read_header(records)
    last, before = -_LEAF, b""
    for number, (place, word, lemma) in enumerate(reader._iter_records(records, start)):
        if number - last >= _LEAF and lemma != before and not word.decode().split()[1:]:
            yield word.decode(), place
            last = number
        before = lemma


if __name__ == "__main__":
    main()
