"""Lines that nobody can place: short, without an end, alone beside paragraphs of sentences.

"Чуйте статията" is furniture and "Вечна памет" is text; where neither its words nor the ways of a
section explain such a line, the page is refused for a person to look at.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_control
from presidency_scraper.sites.president_bg.links import LABELS
from presidency_scraper.sites.president_bg.notices import is_half_known, is_hinted, speaks_to_reader
from presidency_scraper.sites.president_bg.speakers import is_name, speaker_of
from presidency_scraper.sites.president_bg.urls import SPEECHES, SPOKEN_SECTIONS
from presidency_scraper.sites.president_bg.words import (
    bare,
    is_footer,
    is_open,
    is_sentence,
    is_sharing,
    without_cut,
)

_MOST_WORDS, _FEW_WORDS, _FEWEST_LETTERS = 6, 3, 5
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: What is said of a day, and is not the place where one spoke: "Създадено на 24.05.2017".
_SAID_OF_DAY = re.compile(r":|\b(?:на|от|до|преди|on|at|by|from) ")
#: Letters of a rating, and what points to the top of a page.
_SIGNS = re.compile(r"[★☆⭐↑⬆⬇▲▼👁]")
#: First words of a salutation, and of thanks and wishes that end a speech.
_SALUTATION = re.compile(
    r"(?:уважаем|скъп|драг|дами|господ|госпож|ваш|превъзходителств|съграждан|сънародни|"
    r"приятел|благодаря|честит|поклон|вечна памет|наздраве|бъдете|на добър час|"
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
        if is_short and (any(map(_is_known, run)) or _stands_alone(run, beside)):
            strange = run if len(run) == 1 else [one for one in run if not _is_listed(one.text)]
            if strange:
                return strange[0]
        at += len(run)
    return None


def _is_short(body: Sequence[Block], at: int, section: str, headline: str) -> bool:
    """Tell whether a line is a few words without an end, which nothing explains."""
    block, text = body[at], body[at].text
    text = text if text[0].isalpha() or text.endswith("г.") else without_cut(text)
    if text == headline:
        return False
    if speaks_to_reader(text) or _is_of_page(block):
        return True
    words = len(text.split())
    if words > _MOST_WORDS or not is_open(text):
        return False
    half_known = _is_half_known(block)
    if not half_known:
        heads = block.heading is not None and 0 < at < len(body) - 1
        several = words > _FEW_WORDS and not is_hinted(text)
        if several or heads or _is_explained(text, section):
            return False  # one of a list, it heads what follows, or it is how one speaks
    last = at == len(body) - 1 and not half_known
    fewest = _FEWEST_LETTERS if last else 1  # the last line may be cut short
    said = sum(map(str.isalpha, text)) >= fewest or text.isupper() or any(map(str.isdecimal, text))
    plain = said or (is_control(text) and bare(text)) or _SIGNS.search(text)
    address = not half_known and "/" in text.replace(" / ", "")
    return bool(plain) and "@" not in text and not address


def _is_of_page(block: Block) -> bool:
    """Tell whether *block* is a short link that stays on the page or shares it."""
    stays = block.linked and all(map(is_sharing, block.hrefs))
    return stays and len(block.text.split()) <= _MOST_WORDS and "@" not in block.text


def _is_half_known(block: Block) -> bool:
    return is_half_known(block.text, heads=block.heading is not None)


def _is_known(block: Block) -> bool:
    """Tell whether *block* is furniture by words that no text has; a heading has few of its own."""
    heads = block.heading is not None or not is_control(block.text)
    return (heads and _is_half_known(block)) or _is_of_page(block)


def _stands_alone(run: Sequence[Block], beside: Sequence[Block]) -> bool:
    """Tell whether lines stand beside paragraphs; those half known, beside any sentence."""
    half_known = all(map(_is_half_known, run))
    return all(_is_paragraph(one) or (half_known and _is_said(one)) for one in beside)


def _is_said(block: Block) -> bool:
    """Tell whether *block* is a sentence of three words, or says who speaks."""
    return (is_sentence(block.text) and len(block.text.split()) >= _FEW_WORDS) or bool(
        speaker_of(block.text)
    )


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
    named = named and max(map(len, text.split())) > _FEW_WORDS  # no "BG EN"
    dated = section in SPEECHES and _YEAR.search(text) and not _SAID_OF_DAY.search(text)
    return named or bool(dated)
