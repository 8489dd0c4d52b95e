"""What a terminal would obey instead of showing it, written out. Pure."""

import re

#: Controls but for tab and line end, and marks that turn the direction of what follows.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: The marks of our own that words stand in: bold, added, dropped, and their end.
BOLD, ADDED, DROPPED, PLAIN = "\x1b[1m", "\x1b[32;4m", "\x1b[31;9m", "\x1b[0m"
_OURS = re.compile("|".join(map(re.escape, (BOLD, ADDED, DROPPED, PLAIN))))


def escape_controls(text: str) -> str:
    r"""Return *text* as a terminal may have it; our own marks stay.

    >>> escape_controls("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    if not _OBEYED.search(text):
        return text
    between, ours = _OURS.split(text), [*_OURS.findall(text), ""]
    shown = (_OBEYED.sub(lambda found: ascii(found[0])[1:-1], part) for part in between)
    return "".join(part + mark for part, mark in zip(shown, ours, strict=True))


def escape_json(document: str) -> str:
    r"""Return the JSON *document* with the same characters as JSON escapes: it says the same.

    >>> escape_json('"\x9b"')
    '"\\u009b"'
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
