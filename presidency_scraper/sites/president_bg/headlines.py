"""Finds the headline: which block near the timestamp a reader would call it.

Every block near the timestamp is weighed by what speaks for it and against it. The slug of the
page's own URL is the transliterated headline, so for a Bulgarian page it all but decides; where
it is silent (an English page under a Bulgarian slug) the page's title, headings and the distance
from the timestamp do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from presidency_scraper.blocks import Block, Blocks
from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.president_bg.pictures import Captions
from presidency_scraper.sites.president_bg.slugs import slug_similarity
from presidency_scraper.sites.president_bg.words import is_control, is_institution

#: The longest headline seen has 244 characters; a longer block is text.
_LONGEST = 320
#: A weight that no block has by its place alone: the slug, the title or a heading speaks for it.
SURE = 34.0
#: How many blocks before and after the timestamp may be the headline.
_BEFORE, _AFTER = 40, 6


@dataclass(frozen=True, slots=True)
class HeadlineSearch:
    """What a headline is looked for with: the page, where its timestamp stands, and the slug."""

    page: Blocks
    blocks: Sequence[Block]  # without chrome
    at: int  # position of the timestamp among them
    end: int  # position where the article ends at the latest
    label_at: int | None  # position of the last section label before the timestamp
    slug: str | None
    captions: Captions
    own_links: frozenset[str]  # hrefs that lead to this very article


def find_headline(search: HeadlineSearch) -> tuple[int | None, float]:
    """Return the position of the headline, None where the page shows none, and its weight.

    Raises LayoutError where two blocks have an equal claim.
    """
    weights = {at: _weigh(search, at) for at in _candidates(search)}
    if not weights:
        return None, 0.0
    best = max(weights.values())
    found = [at for at, weight in weights.items() if weight == best]
    texts = {search.blocks[at].text for at in found}
    if len(texts) > 1:
        raise LayoutError(f"two blocks could be the headline: {sorted(texts)!r}")
    return found[0], best


def _candidates(search: HeadlineSearch) -> list[int]:
    low = max(0, search.at - _BEFORE)
    high = min(search.end, search.at + 1 + _AFTER)
    return [at for at in range(low, high) if at != search.at and _may_be(search, at)]


def _may_be(search: HeadlineSearch, at: int) -> bool:
    block = search.blocks[at]
    if block.date or len(block.text) > _LONGEST or _is_filler(search, block):
        return False
    if at == search.label_at or is_institution(block.text) or search.captions.repeats_itself(block):
        return False
    if block.linked and not search.own_links.issuperset(block.hrefs):
        return False
    return any(character.isalpha() for character in block.text)


def _is_filler(search: HeadlineSearch, block: Block) -> bool:
    """Tell whether *block* only introduces the timestamp ("Публикувано на") or is a control."""
    introduces = block.line == search.blocks[search.at].line and block.text.count(" ") < 3
    return introduces or is_control(block.text) or block.text.endswith(":")


def _weigh(search: HeadlineSearch, at: int) -> float:
    block = search.blocks[at]
    weight = _weigh_words(search, block) + _weigh_form(search, block) + _weigh_place(search, at)
    return round(weight, 3)


def _weigh_words(search: HeadlineSearch, block: Block) -> float:
    similarity = slug_similarity(block.text, search.slug) if search.slug else 0.0
    weight = 100 * similarity if similarity >= 0.7 else 0.0
    if len(block.text) >= 12 and block.text.casefold() in search.page.title.casefold():
        weight += 60
    return weight


def _weigh_form(search: HeadlineSearch, block: Block) -> float:
    if block.heading is not None:
        return 31.0 - block.heading
    weight = 8.0 if block.bold else 0.0
    if search.captions.is_caption(block):
        weight -= 40
    elif search.captions.stands_twice(block):
        weight -= 20
    return weight


def _weigh_place(search: HeadlineSearch, at: int) -> float:
    """Near the timestamp is good, in the same part of the tree is better."""
    block, stamp = search.blocks[at], search.blocks[search.at]
    between = search.blocks[min(at, search.at) + 1 : max(at, search.at)]
    distance = sum(1 for other in between if not _is_filler(search, other))
    weight = (12.0 if at < search.at else 6.0) - 10 * distance
    weight += _shared_depth(block, stamp)
    if search.label_at is not None and at < search.label_at:
        weight -= 15
    if at > search.at and block.text.endswith("."):
        weight -= 8
    return weight


def _shared_depth(one: Block, other: Block) -> float:
    """How deep in the tree the two still stand together, from 0 to 12."""
    ancestors = set(other.element.iterancestors())
    shared = sum(1 for element in one.element.iterancestors() if element in ancestors)
    return 12.0 * shared / max(1, sum(1 for _ in other.element.iterancestors()))
