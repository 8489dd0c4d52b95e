"""Finds the headline: which block near the timestamp a reader would call it.

Every block near the timestamp is weighed by what speaks for it and against it. The slug of the
page's own URL is the transliterated headline, so for a Bulgarian page it all but decides; where
it is silent (an English page under a Bulgarian slug) the page's title, headings and the distance
from the timestamp do. What the slug plainly denies is no headline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.furniture import Furniture
from presidency_scraper.sites.president_bg.pictures import Captions
from presidency_scraper.sites.president_bg.slugs import slug_agrees, slug_similarity
from presidency_scraper.sites.president_bg.words import (
    is_control,
    is_institution,
    is_meta,
    is_sentence,
    stays,
)

#: The longest headline seen has 244 characters; a longer block is text.
_LONGEST = 320
#: A weight that no block has by its place alone: the slug, the title or a heading speaks for it.
SURE = 34.0
#: How many blocks before and after the timestamp may be the headline.
_BEFORE, _AFTER = 150, 12
#: From so many blocks in between on, all are equally far.
_FAR = 3
#: From this similarity on the slug speaks for a headline.
_SIMILAR = 0.7


@dataclass(frozen=True, slots=True)
class HeadlineSearch:
    """What a headline is looked for with: the page, where its timestamp stands, and the slug."""

    title: str
    blocks: Sequence[Block]  # without chrome
    at: int  # position of the timestamp among them
    end: int  # position where the article ends at the latest
    labels: frozenset[str]  # what labels a section, in lower case
    slug: str | None
    captions: Captions
    furniture: Furniture

    label_at: int | None  # position of the last section label before the timestamp


@dataclass(frozen=True, slots=True)
class Headline:
    """Where it stands, what it says without label or anchor, and what speaks for it."""

    at: int
    text: str
    weight: float


def find_headline(search: HeadlineSearch) -> Headline | None:
    """Return the headline, None where the page shows none.

    Raises LayoutError where two blocks have an equal claim.
    """
    low, high = max(0, search.at - _BEFORE), min(search.end, search.at + 1 + _AFTER)
    distances = _distances(search, low, high)
    found = [
        Headline(at, text, _weigh(search, at, text, distances[at]))
        for at, text in _candidates(search, low, high)
    ]
    found = [one for one in found if one.weight > 0 or one.at > (search.label_at or 0)]
    return _undenied(search, found) if found else None


def _undenied(search: HeadlineSearch, found: list[Headline]) -> Headline | None:
    """Return the best of *found*; where the slug denies it, the best of those it agrees with.

    A denied one is right only as a heading by the date or as the page's title: it was edited. None
    where all are denied: the page shows no headline, as a shell.
    """
    best = _best(found)
    if any(_stands_over(search, one, best) for one in found):
        raise LayoutError(f"a headline stands over {best.text!r}, which agrees with the URL")
    if search.slug and slug_agrees(best.text, search.slug) is False:
        agreeing = [one for one in found if slug_agrees(one.text, search.slug)]
        if agreeing:
            return _best(agreeing)
        if best.weight < SURE:
            return None
    over_heading = any(b.heading for b in search.blocks[best.at + 1 : best.at + 1 + _FAR])
    if best.weight < SURE and (is_sentence(best.text) or (best.at > search.at and over_heading)):
        raise LayoutError(f"only its place speaks for the headline {best.text!r}")
    return best


def _stands_over(search: HeadlineSearch, one: Headline, best: Headline) -> bool:
    """Tell whether *one* is printed as headlines are, over the date or over a plain *best*."""
    block, chosen = search.blocks[one.at], search.blocks[best.at]
    if one.at >= best.at or not (block.bold or block.heading is not None):
        return False
    plain = not chosen.bold and chosen.heading is None and one.text.count(" ") > 2
    low = search.at if one.at < search.at < best.at else best.at if plain else one.at
    between = search.blocks[one.at + 1 : low]
    return low > one.at and all(_is_filler(search, other) for other in between)


def _best(found: list[Headline]) -> Headline:
    weight = max(one.weight for one in found)
    best = [one for one in found if one.weight == weight]
    texts = {one.text for one in best}
    if len(texts) > 1:
        raise LayoutError(f"two blocks could be the headline: {sorted(texts)!r}")
    return best[0]


def strip_headline(block: Block, labels: frozenset[str]) -> str:
    """Return the text of *block* without a section label before it or an anchor after it."""
    text = block.text
    if block.head.casefold() in labels:
        text = text.removeprefix(block.head).strip()
    tail = block.tail
    if tail and not any(map(str.isalnum, tail)) and stays(block.links[-1].href):
        text = text.removesuffix(tail).strip()
    return text


# -- which blocks may be the headline -------------------------------------------------------------


def _candidates(search: HeadlineSearch, low: int, high: int) -> list[tuple[int, str]]:
    before = [at for at in range(low, search.at) if _may_be(search, at)]
    after = []
    for at in range(search.at + 1, high):
        if _may_be(search, at):
            after.append(at)
        block = search.blocks[at]
        if block.date is None and not is_explained(search, block):
            break  # a headline after it would skip text
    found = [*before, *after]
    return [(at, strip_headline(search.blocks[at], search.labels)) for at in found]


def is_explained(search: HeadlineSearch, block: Block) -> bool:
    """Tell whether *block* may stand between a timestamp and its headline."""
    return (
        _is_filler(search, block)
        or block.text.casefold() in search.labels
        or search.captions.is_caption(block)
        or search.furniture.is_furniture(block)
    )


def _may_be(search: HeadlineSearch, at: int) -> bool:
    block = search.blocks[at]
    if block.date or len(block.text) > _LONGEST or _is_filler(search, block):
        return False
    if block.text.casefold() in search.labels or is_institution(block.text):
        return False
    if search.captions.repeats_itself(block) or block.text.endswith((",", ";")):
        return False
    if block.linked and not all(map(search.furniture.is_self, block.hrefs)):
        return False
    return any(character.isalpha() for character in block.text)


def _is_filler(search: HeadlineSearch, block: Block) -> bool:
    """Tell whether *block* only introduces the timestamp ("Публикувано на") or is a control."""
    if is_control(block.text) or is_meta(block.text) or block.text.endswith(":"):
        return True
    if block.line != search.blocks[search.at].line or block.text.count(" ") > 2:
        return False
    heads = block.heading is not None or block.bold
    return not heads and _similarity(search, block.text) < _SIMILAR


# -- what speaks for one --------------------------------------------------------------------------


def _weigh(search: HeadlineSearch, at: int, text: str, distance: int) -> float:
    label_at = search.label_at
    far = label_at is not None and at < label_at
    weight = _weigh_words(search, text) + _weigh_place(search, at, distance) - (15 if far else 0)
    block = search.blocks[at]
    if block.heading is not None:
        return round(weight + (0 if far and distance else 31 - block.heading), 3)
    weight += 8 if block.bold else 0
    words = search.captions.has_words_of(block)
    if search.captions.is_caption(block) or search.captions.is_in_box(block) or words:
        weight -= 40 if distance or not words else 0
    elif search.captions.stands_twice(block):
        weight -= 20 if distance else 0
    return round(weight, 3)


def _weigh_words(search: HeadlineSearch, text: str) -> float:
    similarity = _similarity(search, text)
    weight = 100 * similarity if similarity >= _SIMILAR else 0.0
    return weight + (60 if _is_title(search, text) else 0)


def _weigh_place(search: HeadlineSearch, at: int, distance: int) -> float:
    """Near the timestamp is good, in the same part of the tree is better; a sentence is text."""
    block, stamp = search.blocks[at], search.blocks[search.at]
    weight = (12.0 if at < search.at else 6.0) - 10 * distance
    if is_sentence(block.text):
        weight -= 15
    shared = next((node.depth for node in block.node.chain() if node.holds(stamp.index)), 0)
    return weight + 12 * shared / max(1, stamp.node.depth)


def _distances(search: HeadlineSearch, low: int, high: int) -> dict[int, int]:
    """Count for every position what stands between it and the timestamp, fillers aside."""
    distances: dict[int, int] = {}
    for positions in (range(search.at - 1, low - 1, -1), range(search.at + 1, high)):
        between = 0
        for at in positions:
            distances[at] = between
            block = search.blocks[at]
            label = block.text.casefold() in search.labels
            if between < _FAR and not label and not _is_filler(search, block):
                between += 1
    return distances


def _is_title(search: HeadlineSearch, text: str) -> bool:
    """Tell whether the page's title is *text*, or has it as a whole part: "headline - site"."""
    before, found, after = search.title.casefold().partition(text.casefold())
    edges = before.rstrip()[-1:] + after.lstrip()[:1]
    return len(text) >= 12 and bool(found) and not any(map(str.isalnum, edges))


def _similarity(search: HeadlineSearch, text: str) -> float:
    """How alike slug and text are; 0 where their lengths alone say that they are not."""
    slug = search.slug
    if not slug or not len(slug) < 2.5 * len(text) < 8 * len(slug):
        return 0.0
    return slug_similarity(text, slug)
