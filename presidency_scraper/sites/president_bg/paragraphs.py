"""Finds which blocks between the headline and the teasers are the text of an article.

Left out are captions, what stands around the text, what is said of the date, and the headline where
it stands over the text once more. What may be text or not is refused.
"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.dates import is_timestamp
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_button, is_control
from presidency_scraper.sites.president_bg.headlines import Headline, strip_headline
from presidency_scraper.sites.president_bg.strays import stray_in
from presidency_scraper.sites.president_bg.surroundings import Surroundings
from presidency_scraper.sites.president_bg.words import is_open, is_sentence

_INDEX = attrgetter("index")
#: What stands beside the date, or between headline and date, and has no more words, is no text.
_FEW_WORDS, _FEW_WORDS_BESIDE = 3, 5


def find_text(around: Surroundings, headline: Headline) -> list[Block]:
    """Return the paragraphs, none where there are none. Raises LayoutError where it cannot tell."""
    captions, first = around.captions, headline.at + 1
    inside = [
        block
        for at, block in enumerate(around.blocks[first : around.end], first)
        if not _is_about_date(around, headline, at, block)
        and not around.furniture.is_trail(block, headline.text)
    ]
    body = _trim(around, headline, [block for block in inside if not captions.is_caption(block)])
    if not body and not around.may_have_no_text:
        body = _repeated_headline(around, headline, inside)
    _check(around, headline, body)
    _check_heads(inside, body)
    return body


def _check_heads(inside: list[Block], body: list[Block]) -> None:
    """Refuse a text over which the heading of something else was left out: it may be that."""
    for block in inside:
        over = bool(body) and block.index < body[0].index and block.heading is not None
        if over and not block.links and is_control(block.text) and not is_button(block.text):
            raise LayoutError(f"another heading stands over the text: {block.text!r}")


def _repeated_headline(
    around: Surroundings, headline: Headline, inside: list[Block]
) -> list[Block]:
    """A text that is nothing but the headline once more, where no picture has it as caption."""
    first = around.blocks[headline.at].index
    again = [block for block in inside if block.text == headline.text]
    plain = all(block.heading is None and not block.links for block in again)
    pictured = any(picture.before > first for picture in around.pictures)
    return again if plain and len(again) == 1 and not pictured else []


def _trim(around: Surroundings, headline: Headline, body: list[Block]) -> list[Block]:
    """Leave out the furniture, and the headline where it stands over or under the text again."""
    trimmed = _trim_furniture(around, body)
    while (rest := _without_edge(around, headline, trimmed)) != trimmed:
        trimmed = _trim_furniture(around, rest) or trimmed[:1]
    return trimmed


def _without_edge(around: Surroundings, headline: Headline, body: list[Block]) -> list[Block]:
    """Leave out the headline over the text or under it, or what heads the pictures below it."""
    if not headline.text or len(body) < 2:
        return body
    last = body[-1]
    if strip_headline(body[0], around.labels) == headline.text:
        return body[1:]
    again = last.text == headline.text and _is_printed_again(body)
    over = _is_over_pictures(around, last) and around.furniture.is_over_pictures(last)
    return body[:-1] if again or over else body


def _is_printed_again(body: list[Block]) -> bool:
    """Tell whether the headline, last in *body*, ends no text.

    A text may end with a sentence or a few words that also head it; and it may be nothing but the
    headline, under a standfirst.
    """
    last = body[-1]
    set_off = last.bold or last.heading is not None or bool(last.links)
    said = not is_open(last.text) or len(last.text.split()) <= _FEW_WORDS
    return not said and (len(body) > 2 or set_off)


def _is_over_pictures(around: Surroundings, last: Block) -> bool:
    """Tell whether pictures stand below the last block of the text."""
    return is_open(last.text) and any(one.before > last.index for one in around.pictures)


def _trim_furniture(around: Surroundings, body: list[Block]) -> list[Block]:
    """Above the date and below it the text has furniture at either end."""
    furniture, over_links = around.furniture, around.teasers.follow_at_once
    above = [block for block in body if block.index < around.stamp.index]
    below = body[len(above) :]
    return [
        *furniture.trim(above, over_links=over_links and not below),
        *furniture.trim(below, over_links=over_links),
    ]


def _check(around: Surroundings, headline: Headline, body: list[Block]) -> None:
    """Refuse a text that another one may stand in, or part of which may be none."""
    for block in body:
        if block.date == "printed":
            raise LayoutError(f"a date of the listings stands in the text: {block.text!r}")
        if is_timestamp(block.text):
            raise LayoutError(f"another timestamp stands in the text by itself: {block.text!r}")
        if around.furniture.is_of_site(block):
            raise LayoutError(f"this is said of the web site: {block.text!r}")
        if around.captions.may_be_caption(block):
            raise LayoutError(f"this may be text or the caption of a picture: {block.text!r}")
    if stray := stray_in(body, around.ref.section, headline.text):
        raise LayoutError(f"this may be text or something beside it: {stray.text!r}")
    heads = len(body) > 1 and body[-1].heading is not None and body[-2].heading is None
    if heads and _is_over_pictures(around, body[-1]):
        raise LayoutError(f"this may be text or head the pictures below: {body[-1].text!r}")
    _check_footer(around, body)
    for block in _between(around.page.blocks, body[0], body[-1]) if body else ():
        apart = block.chrome is not None and not block.chrome.holds(around.stamp.index)
        if apart and not block.links and not around.furniture.is_button(block):
            raise LayoutError(f"a text of its own stands amid the text: {block.text!r}")


def _check_footer(around: Surroundings, body: list[Block]) -> None:
    """Refuse a text behind which a footer goes on, with sentences and above the teasers."""
    for block in around.page.blocks[body[-1].index + 1 :] if body else ():
        if block.date or block.chrome is None or block.chrome.tag != "footer" or block.links:
            return
        if is_sentence(block.text) and len(block.text.split()) > _FEW_WORDS_BESIDE:
            raise LayoutError(f"this may be text or stand under it: {block.text!r}")


def _between(blocks: Sequence[Block], first: Block, last: Block) -> Sequence[Block]:
    """Return *blocks*, which are sorted, from *first* up to *last*."""
    low, high = (bisect_left(blocks, one.index, key=_INDEX) for one in (first, last))
    return blocks[low:high]


def _is_about_date(around: Surroundings, headline: Headline, at: int, block: Block) -> bool:
    """Tell whether a block is the date, or says something short of it on its line or above.

    The date may stand on the page once more, by itself.
    """
    stamp, date_at = around.stamp, around.at
    beside = block.line == stamp.line
    if (beside and block.date) or (block.text == stamp.text and is_timestamp(block.text)):
        return True
    under_headline = headline.at == at - 1
    if not beside and not (at < date_at and under_headline):
        return False
    if block.linked:
        return beside
    glued = at > date_at and f"{stamp.text}{block.text[:1]}" in block.line_text
    few = len(block.text.split()) <= (_FEW_WORDS_BESIDE if beside else _FEW_WORDS)
    return few and not glued and (is_open(block.text) or is_control(block.text))
