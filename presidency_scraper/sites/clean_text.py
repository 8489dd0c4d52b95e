"""Clean text: what the database promises of every string, and how printed junk is undone.

All functions are pure. Nothing here changes a letter, a digit, a quote or a dash that a reader
of the page sees.
"""

import html
import re
import unicodedata

#: Invisible characters that Word and browsers leave behind: soft hyphen, zero-width space,
#: (non-)joiners, word joiner, direction marks, byte order mark; and those that turn the direction
#: of what follows, which make a terminal show another text than there is.
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\u200e\u200f\ufeff"
    "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
#: What a terminal obeys and no reader sees. The controls that are missing here are blanks.
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
#: What Unicode promises to be no character, ever; XML takes no text with some of them.
_NO_CHARACTER = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_UNSEEN = re.compile(f"[{_INVISIBLE}{_CONTROL}{_NO_CHARACTER}]+")

#: Line ends printed as letters ("...на НАТОrnrn", news170, 2012). After a Cyrillic letter or
#: doubled, ``rn`` is never text; nor is it where no word could end with it, after punctuation.
#: A single one after a Latin letter may be text ("concern") and stays; so does the first of an
#: odd number of them ("concernrnrn").
_BLANK_LINE = re.compile(r"(?<![A-Za-z])(?:rn){2,}|(?<=[A-Za-z])(?:rnrn)+(?!rn)")
_LINE_END = re.compile(r"(?<=[Ѐ-ӿ])rn|(?<=[.,;:!?…»“”\")])rn(?=$|\s|[Ѐ-ӿA-Z„“\"])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean_text(raw: str) -> str:
    r"""Return *raw* as the database keeps it: NFC, single spaces, nothing invisible, no junk.

    >>> clean_text("  Румен\u00a0Радев:   Министър-пред\u00adседателят ")
    'Румен Радев: Министър-председателят'
    >>> clean_text("равнище на НАТОrnrn")
    'равнище на НАТО'
    >>> clean_text("\x1b[2J\u202eутро\u202c")
    '[2Jутро'
    >>> clean_text("a matter of concern"), clean_text("a matter of concernrnrn")
    ('a matter of concern', 'a matter of concern')
    """
    return " ".join(clean_lines(raw))


def clean_lines(raw: str) -> list[str]:
    r"""Return the clean paragraphs of *raw*: blank lines printed as letters part them.

    >>> clean_lines("Първо.rnrnВторо.")
    ['Първо.', 'Второ.']
    >>> clean_lines("\u00a0")
    []
    """
    text = " ".join(raw.split())
    if "&" in text or not text.isprintable():  # nearly every text is, blanks aside
        text = " ".join(_UNSEEN.sub("", unescape_entities(raw)).split())
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    if "rn" in text:
        return _split_lines(text)
    return [text] if text else []


def _split_lines(text: str) -> list[str]:
    """Return the paragraphs of *text*, clean but for blanks and line ends printed as letters."""
    pieces = (_LINE_END.sub(" ", piece).split() for piece in _BLANK_LINE.split(text))
    return [" ".join(words) for words in pieces if words]


def is_blank(raw: str) -> bool:
    """Tell whether a reader sees nothing of *raw*.

    >>> is_blank("\u00a0\u00ad "), is_blank(".")
    (True, False)
    """
    return raw.isspace() or not (raw if raw.isprintable() else _UNSEEN.sub("", raw)).strip()


def unescape_entities(raw: str) -> str:
    """Resolve entities that are still printed: escaped twice, or unknown to the HTML parser.

    >>> unescape_entities("R&amp;M &lang=en")
    'R&M &lang=en'
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), raw) if "&" in raw else raw
