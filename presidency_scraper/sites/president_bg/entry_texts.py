"""The texts of one announced article: its blocks without what says nothing, in their parts.

Counters ("0", "3": pictures and videos), months and "more" are none. Headline and lead that stand
in one line are two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from presidency_scraper.sites.base import UrlFacts
from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_control, is_meta
from presidency_scraper.sites.president_bg.slugs import slug_similarity
from presidency_scraper.sites.president_bg.words import is_month, strip_bullet

#: A line with more marks in it is no headline with its lead.
_MOST_RUNS = 50
#: What may open a sentence beside a capital.
_QUOTES = ("„", "“", "”", "«", '"')


def texts_of(blocks: Sequence[Block], facts: UrlFacts) -> Iterator[Block]:
    """Yield what *blocks* say of the article at *facts*."""
    for block in _texts(blocks):
        yield from _parted(block, facts)


def _texts(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that say something: no counters ("0", "3": pictures and videos), no "more"."""
    for block in blocks:
        text = block.text
        if block.tail and is_control(block.tail):
            text = text.removesuffix(block.tail).rstrip()
        elif block.links and not block.linked and is_control(block.words.plain):
            text = _without_rest(block)
        if block.linked:
            text = strip_bullet(text)
        if not (is_control(text) or text.isdecimal() or is_month(text) or is_meta(text)):
            yield block if text == block.text else block.with_text(text)


def _without_rest(block: Block) -> str:
    """Leave out the numbers behind a link on its line: "headline 0 3"."""
    linked = " ".join(link.text for link in block.links)
    rest = block.text.removeprefix(linked).strip()
    return linked if rest == block.words.plain else block.text


def _parted(block: Block, facts: UrlFacts) -> list[Block]:
    """Part a headline from the lead behind it on its line: where the slug tells, or its link ends.

    A sentence goes on with a small letter, whatever is marked in it.
    """
    if block.said or not 1 < len(block.runs) < _MOST_RUNS or _names(block.text, facts):
        return [block]
    found: list[list[Block]] = []
    for at in range(1, len(block.runs)):
        head, lead = (replace(block, runs=runs) for runs in (block.runs[:at], block.runs[at:]))
        head.text, lead.text = _text_of(head), _text_of(lead).lstrip("-–—|:· ")
        if head.text and _begins(lead.text):
            found.append([head, lead])
    named = [parts for parts in found if _names(parts[0].text, facts)]
    linked = [[head, lead] for head, lead in found if head.linked and not lead.links]
    several = [parts for parts in linked if " " in parts[0].text and not is_control(parts[1].text)]
    return next(iter(named[::-1] or several), [block])


def _begins(text: str) -> bool:
    """Tell whether *text* may be the beginning of a sentence."""
    return text[:1] in _QUOTES or text[:1].isupper()


def _text_of(block: Block) -> str:
    return clean_text("".join(raw for raw, _ in block.runs))


def _names(text: str, facts: UrlFacts) -> bool:
    """Tell whether the slug of *facts* was made of just *text*."""
    return facts.slug is not None and slug_similarity(text, facts.slug) == 1.0
