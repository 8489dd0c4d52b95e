"""Finds which blocks between the headline and the teasers are the text of an article.

Left out are captions, what stands around the text, what is said of the date, and the headline where
it stands over the text once more. What may be text or not is refused.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.dates import is_timestamp
from presidency_scraper.sites.html.blocks import Block, Blocks, Picture
from presidency_scraper.sites.president_bg.headlines import (
    Headline,
    HeadlineSearch,
    strip_headline,
)
from presidency_scraper.sites.president_bg.words import is_control, is_open, is_sentence

_INDEX = attrgetter("index")
#: What stands beside the date, or between headline and date, and has no more words, is no text.
_FEW_WORDS, _FEW_WORDS_BESIDE = 3, 5


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What the text is looked for with: the page, and what is known of it so far.

    ``textless`` says that the article may have no text, ``over_links`` that links follow at once.
    """

    page: Blocks
    around: HeadlineSearch
    headline: Headline | None
    pictures: Sequence[Picture]
    textless: bool
    over_links: bool

    @property
    def stamp(self) -> Block:
        """The date of the article."""
        return self.around.blocks[self.around.at]

    @property
    def first(self) -> int:
        """Position of the block above the text."""
        return self.around.at if self.headline is None else self.headline.at


def find_text(search: TextSearch) -> list[Block]:
    """Return the paragraphs, none where there are none. Raises LayoutError where it cannot tell."""
    around, captions = search.around, search.around.captions
    inside = [
        block
        for at, block in enumerate(around.blocks[search.first + 1 : around.end], search.first + 1)
        if not _is_about_date(search, at, block) and not _is_trail(search, block)
    ]
    body = _trim(search, [block for block in inside if not captions.is_caption(block)])
    if not body and not search.textless:
        body = [block for block in inside if is_sentence(block.text) and not block.caption][:2]
        body = body if len(body) == 1 else []  # one paragraph and a picture, in one box
        body = body or _repeated_headline(search, inside)
    _check(search, body)
    return body


def _is_trail(search: TextSearch, block: Block) -> bool:
    """Tell whether a block is the way to this page: "Начало / Новини / headline"."""
    headline = search.headline
    return headline is not None and search.around.furniture.is_trail(block, headline.text)


def _repeated_headline(search: TextSearch, inside: list[Block]) -> list[Block]:
    """A text that is nothing but the headline once more, where no picture has it as caption."""
    if search.headline is None:
        return []
    first = search.around.blocks[search.first].index
    again = [block for block in inside if block.text == search.headline.text]
    plain = all(block.heading is None and not block.links for block in again)
    pictured = any(picture.before > first for picture in search.pictures)
    return again if plain and len(again) == 1 and not pictured else []


def _trim(search: TextSearch, body: list[Block]) -> list[Block]:
    """Leave out the furniture, and the headline where it stands over or under the text again."""
    trimmed = _trim_furniture(search, body)
    while (rest := _without_edge(search, trimmed)) != trimmed:
        trimmed = _trim_furniture(search, rest) or trimmed[:1]
    return trimmed


def _without_edge(search: TextSearch, body: list[Block]) -> list[Block]:
    """Leave out the headline over the text or under it, or what heads the pictures below it."""
    if search.headline is None or len(body) < 2:
        return body
    headline, last = search.headline.text, body[-1]
    if strip_headline(body[0], search.around.labels) == headline:
        return body[1:]
    again = last.text == headline and _is_printed_again(body)
    over = _is_over_pictures(search, last) and search.around.furniture.is_over_pictures(last)
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


def _is_over_pictures(search: TextSearch, last: Block) -> bool:
    """Tell whether pictures stand below the last block of the text."""
    return is_open(last.text) and any(one.before > last.index for one in search.pictures)


def _trim_furniture(search: TextSearch, body: list[Block]) -> list[Block]:
    """Above the date and below it the text has furniture at either end."""
    furniture, over_links = search.around.furniture, search.over_links
    above = [block for block in body if block.index < search.stamp.index]
    below = body[len(above) :]
    return [
        *furniture.trim(above, over_links=over_links and not below),
        *furniture.trim(below, over_links=over_links),
    ]


def _check(search: TextSearch, body: list[Block]) -> None:
    """Refuse a text that another one may stand in, or part of which may be none."""
    for block in body:
        if block.date == "printed":
            raise LayoutError(f"a date of the listings stands in the text: {block.text!r}")
        if is_timestamp(block.text):
            raise LayoutError(f"another timestamp stands in the text by itself: {block.text!r}")
        if search.around.captions.may_be_caption(block):
            raise LayoutError(f"this may be text or the caption of a picture: {block.text!r}")
    heads = len(body) > 1 and body[-1].heading is not None and body[-2].heading is None
    if heads and _is_over_pictures(search, body[-1]):
        raise LayoutError(f"this may be text or head the pictures below: {body[-1].text!r}")
    for block in _between(search.page.blocks, body[0], body[-1]) if body else ():
        apart = block.chrome is not None and not block.chrome.holds(search.stamp.index)
        if apart and not block.links:
            raise LayoutError(f"a text of its own stands amid the text: {block.text!r}")


def _between(blocks: Sequence[Block], first: Block, last: Block) -> Sequence[Block]:
    """Return *blocks*, which are sorted, from *first* up to *last*."""
    low, high = (bisect_left(blocks, one.index, key=_INDEX) for one in (first, last))
    return blocks[low:high]


def _is_about_date(search: TextSearch, at: int, block: Block) -> bool:
    """Tell whether a block is the date, or says something short of it on its line or above.

    The date may stand on the page once more, by itself.
    """
    stamp, date_at = search.stamp, search.around.at
    beside = block.line == stamp.line
    if (beside and block.date) or (block.text == stamp.text and is_timestamp(block.text)):
        return True
    under_headline = search.headline is not None and search.headline.at == at - 1
    if not beside and not (at < date_at and under_headline):
        return False
    if block.linked:
        return beside
    glued = at > date_at and f"{stamp.text}{block.text[:1]}" in block.line_text
    few = len(block.text.split()) <= (_FEW_WORDS_BESIDE if beside else _FEW_WORDS)
    return few and not glued and (is_open(block.text) or is_control(block.text))
