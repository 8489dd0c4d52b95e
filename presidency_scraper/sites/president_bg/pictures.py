"""Pictures and the text that belongs to them: captions are no headline and no paragraph.

On the text edition captions stand above the headline, each repeated once per image (news1076,
2013: one caption four times in a row).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from presidency_scraper.items import Image
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.blocks import Block, Picture
from presidency_scraper.sites.html.nodes import Node
from presidency_scraper.sites.president_bg.buttons import credits_somebody, is_meta
from presidency_scraper.sites.president_bg.words import (
    is_open,
    is_place_and_date,
    is_sentence,
)

_Resolve = Callable[[str], UrlFacts]

#: A caption is no longer than this.
_LONGEST = 300
_LARGEST_GALLERY = 30
#: A text without end that follows a picture may be its caption up to here; a standfirst is longer.
_SHORT = 100
#: A text is so much longer than a sentence that is the caption over it.
_MUCH_LONGER = 3
#: What sets a caption off from a text, without a class.
_OTHER_TYPES = frozenset(["em", "i", "small"])
_SENTENCE_ENDS = (".", "!", "?", "…")


class Captions:
    """Tells which blocks belong to a picture: by HTML, by its own words, or by where they stand."""

    def __init__(self, blocks: Sequence[Block], pictures: Sequence[Picture]) -> None:
        """*blocks* are those around the article, up to its end, without chrome."""
        self._blocks = {block.index: block for block in blocks}
        self._indices = [block.index for block in blocks]
        self._counts = Counter(block.text for block in blocks)
        self._pictures = sorted(pictures, key=lambda picture: picture.before)
        self._before = [picture.before for picture in self._pictures]
        self._words = {word for picture in pictures for word in picture.words}

    def repeats_itself(self, block: Block) -> bool:
        """Tell whether *block* is one text several times in a row, and no refrain."""
        once = _once(block.text)
        return once != block.text and not once.endswith(_SENTENCE_ENDS)

    def stands_twice(self, block: Block) -> bool:
        """Tell whether the text of *block* stands on the page once more."""
        return self._counts[block.text] > 1

    def has_words_of(self, block: Block) -> bool:
        """Tell whether *block* says what a picture says of itself."""
        return _once(block.text) in self._words

    def is_caption(self, block: Block) -> bool:
        """Tell whether *block* belongs to a picture."""
        if block.caption or self.repeats_itself(block):
            return True
        if len(block.text) > _LONGEST or block.text.endswith((",", ";", ":")):
            return False
        if self._is_repeated(block):
            return True
        if self.has_words_of(block) and self._is_beside_picture(block):
            return True
        return self._stands_as_caption(block) and not is_place_and_date(block.text)

    def _stands_as_caption(self, block: Block) -> bool:
        """Tell whether *block* stands and is written as the caption of a picture."""
        if not self.is_in_box(block):
            return self._in_gallery(block)
        credit = credits_somebody(block.text)
        if credit or is_meta(block.text):
            return True
        if is_sentence(block.text):
            if credit is None:
                return False  # see may_be_caption
            return self._is_set_off(block) and self._is_over_text(block)
        return self._on_other_line(block) or self._stands_by_picture(block)

    def _is_set_off(self, block: Block) -> bool:
        """Tell whether a short sentence stands right under its picture, written as no paragraph."""
        box = block.node.line_box()
        return (
            is_sentence(block.text)
            and len(block.text) <= _SHORT
            and not box.is_paragraph
            and self._follows(block)
            and any(one.node.parent is box.parent for one in self._near(block))
            and self._on_other_line(block)
        )

    def _is_over_text(self, block: Block) -> bool:
        """Tell whether *block* stands over a text that is written otherwise, and much longer."""
        above, below = (self._blocks.get(block.index + step) for step in (-1, 1))
        return (
            (above is None or not is_sentence(above.text))
            and below is not None
            and len(below.text) > _MUCH_LONGER * len(block.text)
            and below.node.line_box().tag != block.node.line_box().tag
        )

    def _is_repeated(self, block: Block) -> bool:
        """Tell whether *block* says what its neighbour says, and both no sentence."""
        beside = (self._blocks.get(block.index + step) for step in (-1, 1))
        return is_open(block.text) and any(b is not None and b.text == block.text for b in beside)

    def _is_beside_picture(self, block: Block) -> bool:
        """Tell whether a picture stands right before or after, captions in between aside."""
        at = block.index
        while self._has_words(at - 1) and block.index - at < _LARGEST_GALLERY:
            at -= 1
        low = bisect_left(self._before, at)
        return low < len(self._before) and self._before[low] <= block.index + 1

    def _has_words(self, index: int) -> bool:
        other = self._blocks.get(index)
        return other is not None and _once(other.text) in self._words

    def _stands_by_picture(self, block: Block) -> bool:
        """Tell whether *block* follows the picture on its line, short and in an element alone.

        In a paragraph with the picture it may be text.
        """
        if (
            block.node.breaks
            or block.node.pictures
            or any(n.is_paragraph for n in block.node.chain())
        ):
            return False
        return is_open(block.text) and len(block.text) <= _SHORT and self._follows(block)

    def _follows(self, block: Block) -> bool:
        """Tell whether a picture stands right before *block*."""
        low = bisect_left(self._before, block.index)
        return low < len(self._before) and self._before[low] == block.index

    def is_in_box(self, block: Block) -> bool:
        """Tell whether an element holds the block, a picture, and nothing else."""
        pictured = _pictured(block)
        return pictured is not None and pictured.count(self._indices) <= 1

    def _on_other_line(self, block: Block) -> bool:
        return all(picture.line != block.line for picture in self._near(block))

    def _near(self, block: Block) -> Sequence[Picture]:
        low = bisect_left(self._before, block.index)
        high = bisect_left(self._before, block.index + 2)
        return self._pictures[low:high]

    def _in_gallery(self, block: Block) -> bool:
        """Tell whether an element holds at least as many pictures as blocks, none a sentence."""
        if not is_open(block.text):
            return False
        for node in block.node.chain():
            if not node.pictures:
                continue
            held = node.count(self._indices)
            if held > min(_LARGEST_GALLERY, node.pictures):
                return False
            if held > 1:
                inside = map(self._blocks.get, range(node.first, node.end))
                return all(other is None or is_open(other.text) for other in inside)
        return False

    def may_be_caption(self, block: Block) -> bool:
        """Tell whether *block* follows a picture as a caption would, and ends like none of text."""
        credit = credits_somebody(block.text)
        if self._stands_as_caption(block) and is_place_and_date(block.text):
            return True
        if is_sentence(block.text) and credit is not False:
            return credit or self.is_in_box(block) or bool(self._near(block))
        if self.is_in_box(block) and (self._is_set_off(block) or self._is_marked(block)):
            return True
        if not is_open(block.text) or block.links or block.heading is not None or block.bold:
            return False
        apart = self._on_other_line(block) or self.is_in_box(block)
        return self._follows(block) and apart and len(block.text) <= _SHORT

    def _is_marked(self, block: Block) -> bool:
        """Tell whether a sentence under a picture is set in another type, or is one of several."""
        if block.node.line_box().tag == "dd" or block.node.tag in _OTHER_TYPES:
            return is_sentence(block.text)
        beside = filter(None, (self._blocks.get(block.index + step) for step in (-1, 1)))
        boxes = [self._box_under_picture(one) for one in (block, *beside)]
        own, *others = boxes
        return own is not None and any(one and one.parent is own.parent for one in others)

    def _box_under_picture(self, block: Block) -> Node | None:
        """Return the element that holds a picture and under it *block*, which is short."""
        box = _pictured(block) if len(block.text) <= _SHORT else None
        under = [one for one in self._near(block) if one.before == block.index]
        return box if any(node is box for one in under for node in one.node.chain()) else None

    def caption_of(self, picture: Picture) -> str | None:
        """Return the caption printed with *picture*: in its box, or the next caption after it."""
        at = bisect_left(self._indices, picture.before)
        near = self._blocks[self._indices[at]] if at < len(self._indices) else None
        own = picture.words[0] if picture.words else None
        return _once(near.text) if near is not None and self.is_caption(near) else own


def images_of(
    pictures: Iterable[Picture], captions: Captions, resolve: _Resolve
) -> tuple[Image, ...]:
    """Return the site's own among *pictures*, each once, though its caption may be repeated."""
    found: dict[str, Image] = {}
    for picture in pictures:
        facts = resolve(picture.source)
        if facts.kind is Kind.IMAGE and facts.canonical:
            found.setdefault(facts.canonical, Image(facts.canonical, captions.caption_of(picture)))
    return tuple(found.values())


def _pictured(block: Block) -> Node | None:
    """Return the innermost element around *block* with a picture in it."""
    return next((node for node in block.node.chain() if node.pictures), None)


def _once(text: str) -> str:
    """Return the unit that *text* repeats, or *text* itself.

    >>> _once("Снимка: БТА Снимка: БТА Снимка: БТА"), _once("да да"), _once("Среща")
    ('Снимка: БТА', 'да да', 'Среща')
    """
    first, _, rest = text.partition(" ")
    if first not in rest:  # most texts are done with here
        return text
    words = text.split(" ")
    for size in range(2, len(words) // 2 + 1):
        if (
            len(words) % size == 0
            and words[0] == words[size]
            and words == words[:size] * (len(words) // size)
        ):
            return " ".join(words[:size])
    return text
