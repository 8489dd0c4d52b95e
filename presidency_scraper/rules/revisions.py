"""What counts as a change of an article. Pure.

Headline, time and text are the article; teasers, counters and menus are not, and a page on which
only those changed is no revision. A change is cosmetic where only spacing, the kind of quotes or
dashes, soft hyphens or entities differ. Digits, signs and words are never folded: "1,5" and "15"
differ, and so do "10 15" and "1015".
"""

import difflib
import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from presidency_scraper.items import Article
from presidency_scraper.sites.clean_text import clean_text

_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟❝❞〝〞″＂", '"') | dict.fromkeys("‚‘’‹›‛′`´", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
#: What is stored, for it may belong to a letter, and is not seen: variation selectors, marks of
#: Mongolian, invisible signs between terms, tags.
_UNSEEN = re.compile("[\u180b-\u180f\u2061-\u2064\ufe00-\ufe0f\U000e0000-\U000e01ef]")
#: Blanks beside a mark mean nothing, unless the mark stands by a digit: "1, 5" is not "1,5".
_BESIDE_MARK = re.compile(r"(?<!\d) ?([^\w\s]) ?(?!\d)")
_WORDS = re.compile(r"\w+|[^\w\s]|\s+")
#: Two texts of so many pieces (multiplied) are compared without the words that stand everywhere:
#: 3,000 words with 3,000 others took 14 s, and take 0.1. Larger ones are not compared: 2 x 10,000.
_LARGE, _TOO_LARGE = 500**2, 20_000**2
_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class State:
    """What an article says: the part of it that revisions record."""

    headline: str
    published_at: str
    body: str

    @property
    def fingerprint(self) -> str:
        """The sha256 of the state, in hex: equal states only have equal ones."""
        content = _ENCODER.encode([self.headline, self.published_at, self.body])
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """How a state differs from the one before: which fields, and whether only in looks."""

    fields: tuple[str, ...]
    cosmetic: bool


def state_of(article: Article) -> State:
    """Return what *article* says."""
    return State(article.headline, article.published.iso, "\n\n".join(article.paragraphs))


def compare_states(before: State, after: State) -> Change | None:
    """Return how *after* differs from *before*, None where it does not.

    >>> old = State("Вето", "2025-01-01T10:00:00+02:00", "Указът е за 1,5 млрд. лева.")
    >>> compare_states(old, State("Вето", old.published_at, "Указът е за  1,5 млрд. лева."))
    Change(fields=('body',), cosmetic=True)
    >>> compare_states(old, State("Вето", old.published_at, "Указът е за 15 млрд. лева."))
    Change(fields=('body',), cosmetic=False)
    """
    names = ("headline", "published_at", "body")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changed:
        return None
    return Change(
        tuple(changed), all(fold_looks(old) == fold_looks(new) for old, new in changed.values())
    )


def fold_looks(text: str) -> str:
    """Return *text* without what is only looks.

    >>> fold_looks("„Да“ – каза  той.") == fold_looks('"Да" - каза той .')
    True
    >>> fold_looks("10 15") == fold_looks("1015"), fold_looks("1, 5") == fold_looks("1,5")
    (False, False)
    """
    seen = _UNSEEN.sub("", html.unescape(text))
    plain = clean_text(seen).translate(_QUOTES).translate(_DASHES)
    return _BESIDE_MARK.sub(r"\1", plain)


def changed_paragraphs(before: str, after: str) -> Iterator[tuple[str, str]]:
    r"""Yield the paragraphs that differ, each beside what took its place; "" for nothing.

    >>> list(changed_paragraphs("А\n\nБ\n\nВ", "А\n\nБа\n\nВ\n\nГ"))
    [('Б', 'Ба'), ('', 'Г')]
    """
    old, new = before.split("\n\n"), after.split("\n\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = old[old_from:old_to], new[new_from:new_to]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)
        else:
            yield "\n\n".join(left), "\n\n".join(right)


def near_changes(pieces: Iterable[tuple[str, str]], words: int = 12) -> Iterator[tuple[str, str]]:
    """Yield the *pieces* of :func:`diff_words`, of what was kept only so many words around changes.

    >>> list(near_changes([("=", "едно две три "), ("+", "не"), ("=", " пет шест")], 1))
    [('=', '… три '), ('+', 'не'), ('=', ' пет шест')]
    """
    known = list(pieces)
    for place, (kind, text) in enumerate(known):
        if kind != "=" or len(known) == 1:
            yield kind, text
            continue
        yield "=", _ends(text, words * (place > 0), words * (place + 1 < len(known)))


def _ends(text: str, first: int, last: int) -> str:
    """The first and the last words of *text*, and a mark where some are left out."""
    words = re.findall(r"\s*\S+", text)
    if len(words) <= first + last + 1:
        return text
    head, end = "".join(words[:first]), text[len(text.rstrip()) :]
    tail = "".join(words[-last:]).lstrip() + end if last else ""
    return " … ".join((head, tail)) if head and tail else f"{head} …" if head else f"… {tail}"


def diff_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) with kind ``=``, ``-`` or ``+``: what was kept, dropped and added.

    >>> list(diff_words("Указът е върнат", "Указът не е върнат"))
    [('=', 'Указът'), ('+', ' не'), ('=', ' е върнат')]
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    size = len(old) * len(new)
    if size > _TOO_LARGE:
        yield from (("-", before), ("+", after))
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=size > _LARGE)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield "=", "".join(old[old_from:old_to])
            continue
        if old_from < old_to:
            yield "-", "".join(old[old_from:old_to])
        if new_from < new_to:
            yield "+", "".join(new[new_from:new_to])
