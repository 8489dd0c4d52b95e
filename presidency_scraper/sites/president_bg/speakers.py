"""Who speaks in an interview: the names printed before a colon, as "Водещ:" and "Румен Радев:".

An ordinary sentence may have a colon, too. So a name counts only where the text as a whole is a
conversation: by a word for who asks, by a name that is known, by taking turns, or by answering
a question at once. Where a text is none, nobody is named.
"""

import re
from collections.abc import Sequence

from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.president_bg.terms import ASKING, TERMS
from presidency_scraper.sites.president_bg.urls import SPEECHES, SPOKEN_SECTIONS

#: Words for those who ask, and for who answers.
_ROLES = frozenset([*ASKING, "отговор", "answer", "a"])
#: Presidents and vice-presidents, in both languages, by surname.
_KNOWN = frozenset(name.split()[-1].casefold() for term in TERMS for name in term.names)
#: Words before a name that belong to an address, or to a speaker who has no name.
_TITLES = frozenset(
    "президент президентът вицепрезидент вицепрезидентът president vice vice-president the".split()
)
_ADDRESSES = frozenset(
    "господин господине госпожо госпожа г-н г-жо г-жа уважаеми уважаема скъпи "
    "mr mrs ms dear sir madam".split()
)
_LABEL = re.compile(r"[-–—•*\s]*(?P<name>[^\W\d_][^:.!?…;\"„“”«»]{0,58}):(?=\s|$)")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_MOST_WORDS = 5


def speakers_in(section: str, paragraphs: Sequence[str]) -> tuple[str | None, ...]:
    """Return for each paragraph of an article its speaker: nobody's in news and galleries.

    >>> speakers_in("news", ["Водещ: Кога?", "Румен Радев: Скоро."])
    (None, None)
    """
    is_spoken = section in SPOKEN_SECTIONS | SPEECHES
    return speakers_of(paragraphs) if is_spoken else (None,) * len(paragraphs)


def speaker_of(paragraph: str) -> str | None:
    """Return who speaks, where the paragraph alone tells: by a known name or a word for a role.

    >>> speaker_of("Водещ: Ще го направите ли?"), speaker_of("Румен Радев: Нека внеса яснота.")
    ('Водещ', 'Румен Радев')
    >>> speaker_of("Ще кажа само едно: няма да отстъпим."), speaker_of("България: минало и бъдеще")
    (None, None)
    """
    name = _label(paragraph)
    return name if name and (_is_role(name) or _is_known(name)) else None


def speakers_of(paragraphs: Sequence[str]) -> tuple[str | None, ...]:
    """Return for each paragraph of an interview the speaker printed with it, or None.

    A name that stands alone is that of the paragraph below it as well. What goes on without a name
    has None, whoever spoke before: only what is printed is told.

    >>> speakers_of(["Водещ: Кога?", "Румен Радев:", "Скоро.", "И още нещо.", "Водещ: Благодаря."])
    ('Водещ', 'Румен Радев', 'Румен Радев', None, 'Водещ')
    >>> speakers_of(["Румен Радев: Няма да отстъпим.", "Президентът добави: ще успеем."])
    (None, None)
    """
    labels = [_label(paragraph) for paragraph in paragraphs]
    accepted = [
        name if name and _is_speaker(labels, at, name) else None for at, name in enumerate(labels)
    ]
    if len({name for name in accepted if name}) < 2:
        return (None,) * len(paragraphs)
    for at in range(1, len(paragraphs)):
        above = accepted[at - 1]
        if accepted[at] is None and above and _stands_alone(paragraphs[at - 1], above):
            accepted[at] = above
    return tuple(accepted)


def _label(paragraph: str) -> str | None:
    """What stands before the first colon, where it could be a name: short, and no sentence."""
    found = _LABEL.match(paragraph)
    name = clean_text(found["name"]) if found else ""
    words = _words(name)
    if not words or len(words) > _MOST_WORDS or words[0].casefold() in _ADDRESSES:
        return None
    return name


def _words(name: str) -> list[str]:
    return _IN_BRACKETS.sub("", name).replace(",", " ").split()


def _is_speaker(labels: Sequence[str | None], at: int, name: str) -> bool:
    if _is_role(name) or _is_known(name):
        return True
    if not is_name(name):
        return False
    asked = labels[at - 1] if at else None
    return _takes_turns(labels, name) or (asked is not None and _is_role(asked))


def _is_role(name: str) -> bool:
    """Tell whether *name* is a word for a role, with a name or a medium behind it or not."""
    first, *rest = _words(name)
    return first.casefold() in _ROLES and all(word[:1].isupper() for word in rest)


def _is_known(name: str) -> bool:
    """Tell whether *name* is that of a president or vice-president, with a title or not.

    >>> _is_known("Президентът Радев"), _is_known("Президентът"), _is_known("Ето защо Радев")
    (True, True, False)
    """
    words = [word.casefold() for word in _words(name)]
    named = [word for word in words if word not in _TITLES]
    if not named:
        return words != ["the"]
    return named[-1] in _KNOWN and len(named) <= 2 and is_name(name)


def is_name(name: str) -> bool:
    """Tell whether all words are written as names are, titles aside."""
    words = [word for word in _words(name) if word.casefold() not in _TITLES]
    return bool(words) and all(word[:1].isupper() for word in words)


def _takes_turns(labels: Sequence[str | None], name: str) -> bool:
    """Tell whether *name* stands several times, and others between two of them."""
    places = [at for at, label in enumerate(labels) if label == name]
    if len(places) < 2:
        return False
    return any(
        label is not None and label != name and (_is_role(label) or labels.count(label) > 1)
        for label in labels[places[0] : places[-1]]
    )


def _stands_alone(paragraph: str, name: str) -> bool:
    return paragraph.rstrip().endswith(f"{name}:")
