"""Finds the headline: which block near the timestamp a reader would call it.

Every block near the timestamp is weighed by what speaks for it and against it. The slug of the
page's own URL is the transliterated headline, so for a Bulgarian page it all but decides; where
it is silent (an English page under a Bulgarian slug) the page's title, headings and the distance
from the timestamp do. What the slug plainly denies is no headline.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from presidency_scraper.errors import LayoutError
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import is_control, is_meta
from presidency_scraper.sites.president_bg.slugs import slug_similarity
from presidency_scraper.sites.president_bg.surroundings import Surroundings
from presidency_scraper.sites.president_bg.words import is_institution, is_open, is_sentence, stays

#: The longest headline seen has 244 characters; a longer block is text.
_LONGEST = 320
#: A weight that no block has by its place alone: the slug, the title or a heading speaks for it.
SURE = 34.0
#: How many blocks before and after the timestamp may be the headline.
_BEFORE, _AFTER = 150, 12
#: From so many blocks in between on, all are equally far.
_FAR = 3
#: Below all six levels.
NO_HEADING = 7
#: From this similarity on the slug speaks for a headline.
_SIMILAR = 0.7


@dataclass(frozen=True, slots=True)
class Headline:
    """Where it stands, what it says without label or anchor, and what speaks for it."""

    at: int
    text: str
    weight: float


def find_headline(around: Surroundings) -> Headline | None:
    """Return the headline, None where the page shows none.

    Raises LayoutError where two blocks have an equal claim.
    """
    low, high = max(0, around.at - _BEFORE), min(around.end, around.at + 1 + _AFTER)
    distances = _distances(around, low, high)
    found = [
        Headline(at, text, _weigh(around, at, text, distances[at]))
        for at, text in _candidates(around, low, high)
    ]
    found = [one for one in found if one.weight > 0 or one.at > (around.label_at or 0)]
    return _undenied(around, found) if found else None


def _undenied(around: Surroundings, found: list[Headline]) -> Headline | None:
    """Return the best of *found*; where the slug denies it, the best of those it agrees with.

    A denied one is right only as a heading by the date or as the page's title: it was edited. None
    where all are denied: the page shows no headline, as a shell.
    """
    best = _best(found)
    if any(_stands_over(around, one, best) for one in found):
        raise LayoutError(f"a headline stands over {best.text!r}, which agrees with the URL")
    if around.agrees(best.text) is False:
        agreeing = [one for one in found if around.agrees(one.text)]
        if agreeing:
            return _best(agreeing)
        if best.weight < SURE:
            return None
    over_heading = any(b.heading for b in around.blocks[best.at + 1 : best.at + 1 + _FAR])
    if best.weight < SURE and (is_sentence(best.text) or (best.at > around.at and over_heading)):
        raise LayoutError(f"only its place speaks for the headline {best.text!r}")
    return best


def _stands_over(around: Surroundings, one: Headline, best: Headline) -> bool:
    """Tell whether *one* is printed as headlines are, over the date or over a plain *best*.

    A topline and a way to log in are lesser headings than that of the article, in its section.
    """
    block, chosen = around.blocks[one.at], around.blocks[best.at]
    if one.at >= best.at or not (block.bold or block.heading is not None):
        return False
    lesser = (block.heading or NO_HEADING) > (chosen.heading or NO_HEADING)
    if lesser and not any(map(around.labels_section, around.blocks[one.at : best.at])):
        return False
    plain = not chosen.bold and chosen.heading is None and one.text.count(" ") > 2
    low = around.at if one.at < around.at < best.at else best.at if plain else one.at
    between = around.blocks[one.at + 1 : low]
    return low > one.at and all(_is_filler(around, other) for other in between)


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
    if block.words.head.casefold() in labels:
        text = text.removeprefix(block.words.head).strip()
    tail = block.tail
    if tail and not any(map(str.isalnum, tail)) and stays(block.links[-1].href):
        text = text.removesuffix(tail).strip()
    return text


# -- which blocks may be the headline -------------------------------------------------------------


def _candidates(around: Surroundings, low: int, high: int) -> list[tuple[int, str]]:
    before = [at for at in range(low, around.at) if _may_be(around, at)]
    after = list(_candidates_below(around, high))
    found = [*before, *after]
    return [(at, strip_headline(around.blocks[at], around.labels)) for at in found]


def _candidates_below(around: Surroundings, high: int) -> Iterator[int]:
    """Yield what may be the headline below the date: behind a topline only what the slug names."""
    named_only = False
    for at in range(around.at + 1, high):
        block = around.blocks[at]
        if _may_be(around, at) and (not named_only or around.agrees(block.text)):
            yield at
        explained = block.date is not None or is_explained(around, block)
        if not (explained or is_open(block.text)):
            break  # a headline after it would skip text
        named_only = named_only or not explained


def is_explained(around: Surroundings, block: Block) -> bool:
    """Tell whether *block* may stand between a timestamp and its headline."""
    return (
        _is_filler(around, block)
        or around.labels_section(block)
        or around.captions.is_caption(block)
        or around.furniture.is_furniture(block)
    )


def _may_be(around: Surroundings, at: int) -> bool:
    block = around.blocks[at]
    if block.date or len(block.text) > _LONGEST or _is_filler(around, block):
        return False
    if around.labels_section(block) or is_institution(block.text):
        return False
    if around.captions.repeats_itself(block) or block.text.endswith((",", ";")):
        return False
    if block.linked and not all(map(around.furniture.is_self, block.hrefs)):
        return False
    return any(character.isalpha() for character in block.text)


def _is_filler(around: Surroundings, block: Block) -> bool:
    """Tell whether *block* only introduces the timestamp ("Публикувано на") or is a control."""
    if is_control(block.text) or is_meta(block.text) or block.text.endswith(":"):
        return True
    if block.line != around.stamp.line or block.text.count(" ") > 2:
        return False
    heads = block.heading is not None or block.bold
    return not heads and _similarity(around, block.text) < _SIMILAR


# -- what speaks for one --------------------------------------------------------------------------


def _weigh(around: Surroundings, at: int, text: str, distance: int) -> float:
    label_at = around.label_at
    far = label_at is not None and at < label_at
    weight = _weigh_words(around, text) + _weigh_place(around, at, distance) - (15 if far else 0)
    block = around.blocks[at]
    if block.heading is not None:
        return round(weight + (0 if far and distance else 31 - block.heading), 3)
    weight += 8 if block.bold else 0
    words = around.captions.has_words_of(block)
    if around.captions.is_caption(block) or around.captions.is_in_box(block) or words:
        weight -= 40 if distance or not words else 0
    elif around.captions.stands_twice(block):
        weight -= 20 if distance else 0
    return round(weight, 3)


def _weigh_words(around: Surroundings, text: str) -> float:
    similarity = _similarity(around, text)
    weight = 100 * similarity if similarity >= _SIMILAR else 0.0
    return weight + (60 if _is_title(around, text) else 0)


def _weigh_place(around: Surroundings, at: int, distance: int) -> float:
    """Near the timestamp is good, in the same part of the tree is better; a sentence is text."""
    block, stamp = around.blocks[at], around.stamp
    weight = (12.0 if at < around.at else 6.0) - 10 * distance
    if is_sentence(block.text):
        weight -= 15
    shared = next((node.depth for node in block.node.chain() if node.holds(stamp.index)), 0)
    return weight + 12 * shared / max(1, stamp.node.depth)


def _distances(around: Surroundings, low: int, high: int) -> dict[int, int]:
    """Count for every position what stands between it and the timestamp, fillers aside."""
    distances: dict[int, int] = {}
    for positions in (range(around.at - 1, low - 1, -1), range(around.at + 1, high)):
        between = 0
        for at in positions:
            distances[at] = between
            block = around.blocks[at]
            label = around.labels_section(block)
            if between < _FAR and not label and not _is_filler(around, block):
                between += 1
    return distances


def _is_title(around: Surroundings, text: str) -> bool:
    """Tell whether the page's title is *text*, or has it as a whole part: "headline - site"."""
    before, found, after = around.page.title.casefold().partition(text.casefold())
    edges = before.rstrip()[-1:] + after.lstrip()[:1]
    return len(text) >= 12 and bool(found) and not any(map(str.isalnum, edges))


def _similarity(around: Surroundings, text: str) -> float:
    """How alike slug and text are; 0 where their lengths alone say that they are not."""
    slug = around.slug
    if not slug or not len(slug) < 2.5 * len(text) < 8 * len(slug):
        return 0.0
    return slug_similarity(text, slug)
