"""Pictures and the text that belongs to them: captions are no headline and no paragraph.

On the text edition captions stand above the headline, each repeated once per image (news1076,
2013: one caption four times in a row).
"""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from presidency_scraper.blocks import Block, Picture
from presidency_scraper.text import clean_text

_SENTENCE_END = (".", "!", "?", "…", ":", "”", "“", '"')


class Captions:
    """Tells which blocks of a page belong to its pictures."""

    def __init__(self, blocks: Sequence[Block], pictures: Sequence[Picture]) -> None:
        """*blocks* are those around the article, up to its end, without chrome."""
        self._counts = Counter(block.text for block in blocks)
        self._alone = _elements_with_one_block(blocks)
        self._with_picture = {
            element for picture in pictures for element in picture.element.iterancestors()
        }
        self._alts = {
            clean_text(picture.element.get(name, ""))
            for picture in pictures
            for name in ("alt", "title")
        } - {""}

    def repeats_itself(self, block: Block) -> bool:
        """Tell whether *block* is one text several times in a row."""
        return _once(block.text) != block.text

    def stands_twice(self, block: Block) -> bool:
        """Tell whether the text of *block* stands on the page once more."""
        return self._counts[block.text] > 1

    def is_caption(self, block: Block) -> bool:
        """Tell whether *block* belongs to a picture by its place or by the picture's own words."""
        if block.figure or self.repeats_itself(block):
            return True
        if _once(block.text) in self._alts:
            return True
        if len(block.text) > 300 or block.text.endswith(_SENTENCE_END):
            return False
        return any(element in self._with_picture for element in self._boxes(block))

    def _boxes(self, block: Block) -> list[HtmlElement]:
        """The elements that hold this block and no other, from the inside out."""
        boxes = []
        for element in [block.element, *block.element.iterancestors()]:
            if self._alone.get(element) != 1:
                break
            boxes.append(element)
        return boxes

    def caption_of(self, picture: Picture, blocks: Sequence[Block]) -> str | None:
        """Return the caption printed with *picture*: in its box, or the next caption after it."""
        following = [b for b in blocks if b.index >= picture.before][:1]
        near = [b for b in following if self.is_caption(b)]
        own = clean_text(picture.element.get("alt", ""))
        return _once(near[0].text) if near else own or None


def _once(text: str) -> str:
    """Return the unit that *text* repeats, or *text* itself.

    >>> _once("Снимка: БТА Снимка: БТА Снимка: БТА"), _once("да да"), _once("Среща")
    ('Снимка: БТА', 'да да', 'Среща')
    """
    words = text.split(" ")
    for size in range(2, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return " ".join(words[:size])
    return text


def _elements_with_one_block(blocks: Sequence[Block]) -> dict[HtmlElement, int]:
    held: Counter[HtmlElement] = Counter()
    for block in blocks:
        held.update([block.element, *block.element.iterancestors()])
    return held
