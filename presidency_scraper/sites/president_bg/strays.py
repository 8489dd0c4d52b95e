"""Lines that nobody can place: short, without an end, alone beside paragraphs of sentences.

"Чуйте статията" is furniture and "Вечна памет" is text; where neither its words nor the ways of a
section explain such a line, the page is refused for a person to look at.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_control, is_half_known
from presidency_scraper.sites.president_bg.links import LABELS
from presidency_scraper.sites.president_bg.speakers import is_name, speaker_of
from presidency_scraper.sites.president_bg.urls import SPEECHES, SPOKEN_SECTIONS
from presidency_scraper.sites.president_bg.words import bare, is_footer, is_open, is_sentence

_MOST_WORDS, _FEW_WORDS, _FEWEST_LETTERS = 6, 3, 5
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: First words of a salutation, and of thanks and wishes that end a speech.
_SALUTATION = re.compile(
    r"(?:уважаем|скъп|драг|дами|господ|госпож|ваш|превъзходителств|съграждан|сънародни|"
    r"приятел|благодаря|честит|поклон|вечна памет|наздраве|"
    r"dear|distinguished|ladies|gentlemen|your|excellenc|mr|mrs|thank|fellow|friends)",
    re.I,
)


def stray_in(body: Sequence[Block], section: str, headline: str) -> Block | None:
    """Return the first line of *body* that may be text or not."""
    short = [_is_short(body, at, section, headline) for at in range(len(body))]
    at = 0
    for is_short, group in groupby(short):
        run = body[at : at + len(list(group))]
        beside = [*body[max(at - 1, 0) : at], *body[at + len(run) : at + len(run) + 1]]
        known = any(map(_is_known, run))
        if is_short and (known or all(map(_is_paragraph, beside))):
            strange = run if len(run) == 1 else [one for one in run if not _is_listed(one.text)]
            if strange:
                return strange[0]
        at += len(run)
    return None


def _is_short(body: Sequence[Block], at: int, section: str, headline: str) -> bool:
    """Tell whether a line is a few words without an end, which nothing explains."""
    block, text = body[at], body[at].text
    words = len(text.split())
    if text == headline or not is_open(text) or words > _MOST_WORDS:
        return False
    if not _is_half_known(block):
        heads = block.heading is not None and 0 < at < len(body) - 1
        if words > _FEW_WORDS or heads or _is_explained(text, section):
            return False  # one of a list, it heads what follows, or it is how one speaks
    fewest = _FEWEST_LETTERS if at == len(body) - 1 else 1  # the last line may be cut short
    said = sum(map(str.isalpha, text)) >= fewest or text.isupper() or any(map(str.isdecimal, text))
    plain = said or (is_control(text) and bare(text))
    return bool(plain) and "@" not in text and "/" not in text.replace(" / ", "")


def _is_half_known(block: Block) -> bool:
    return is_half_known(block.text, heads=block.heading is not None)


def _is_known(block: Block) -> bool:
    """Tell whether *block* is furniture by words that no text has; a heading has few of its own."""
    heads = block.heading is not None or not is_control(block.text)
    return heads and _is_half_known(block)


def _is_paragraph(block: Block) -> bool:
    """Tell whether *block* is a sentence, a salutation, or says when one spoke."""
    text = block.text
    said = is_sentence(text) and len(text.split()) > _FEW_WORDS
    return said or bool(_SALUTATION.match(text) or _YEAR.search(text))


def _is_listed(text: str) -> bool:
    """Tell whether *text* may be one of several lines: a name, a number, a part of the site."""
    part_of_site = is_footer(text) or text.casefold() in LABELS
    named = " " in text and is_name(text) and not is_half_known(text)
    return part_of_site or named or not any(map(str.isalpha, text))


def _is_explained(text: str, section: str) -> bool:
    """Tell whether texts print such lines: salutations, speakers, where and when one spoke."""
    if _SALUTATION.match(text) or speaker_of(f"{text}:"):
        return True
    named = section in SPOKEN_SECTIONS | SPEECHES and " " in text and is_name(text)
    return named or (section in SPEECHES and _YEAR.search(text) is not None)
