"""What to say of numbers that are not stored, and in which order to ask for them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from presidency_scraper.items import Article, ArticleRef, Outcome, Page, Shell
from presidency_scraper.rules.outcome import count
from presidency_scraper.sites.base import Site
from presidency_scraper.store.numbers import Gap, Numbers


class State(StrEnum):
    """What is known of a number that is not stored, in one word."""

    ANNOUNCED = "announced"  # by a listing or a teaser, and not asked for yet
    UNREADABLE = "unreadable"
    FAILED = "failed"  # no answer, or a redirect that led no further
    SHELL = "shell"  # in one language there is a page without a text
    MISSING = "missing"  # not found where it was asked for
    NEVER_ASKED = "never_asked"


#: The first that fits is said of a number; people read the words.
_OUTCOMES = {
    State.UNREADABLE: (Outcome.UNREADABLE,),
    State.FAILED: (Outcome.FAILED, Outcome.REDIRECT),
    State.SHELL: (Outcome.SHELL,),
    State.MISSING: (Outcome.MISSING,),
}
_WORDS = {
    State.ANNOUNCED: "announced and not asked",
    State.UNREADABLE: "not readable",
    State.FAILED: "no answer",
    State.SHELL: "shell",
    State.MISSING: "not found",
    State.NEVER_ASKED: "never asked",
}


def state_of(gap: Gap) -> State:
    """Return what is known of *gap* in one word."""
    if {announced.id for announced in gap.announced} - {asked.id for asked in gap.asked}:
        return State.ANNOUNCED
    met = {asked.outcome for asked in gap.asked}
    return next(
        (state for state, outcomes in _OUTCOMES.items() if met.intersection(outcomes)),
        State.NEVER_ASKED,
    )


# -- what is asked for -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """Where a number may be: the article that would stand there, its slug where one is known."""

    ref: ArticleRef
    slug: str | None = None


def plan(
    gaps: Iterable[Gap], site: Site, languages: Sequence[str], sections: Sequence[str]
) -> list[tuple[Address, ...]]:
    """Return for each gap the addresses to try, one after the other; the best hope comes first.

    That is what was announced, then what was never asked, the newest first, then what could not
    be fetched or read, then what was not tried everywhere, then what was asked the longest ago.
    """
    asking = [(gap, _addresses(gap, site, languages, sections)) for gap in gaps]
    return [addresses for _, addresses in sorted(asking, key=_hope)]


def _addresses(
    gap: Gap, site: Site, languages: Sequence[str], sections: Sequence[str]
) -> tuple[Address, ...]:
    """Every place of a number within *languages* and *sections*: those announced, then the rest."""
    everywhere = [
        ArticleRef(language, section, gap.number) for language in languages for section in sections
    ]
    slugs = {known.id: site.parse_url(known.url).slug for known in gap.announced}
    everywhere.sort(key=lambda ref: ref.id not in slugs)  # stable: the site's order stays
    return tuple(Address(ref, slugs.get(ref.id)) for ref in everywhere)


def _hope(asking: tuple[Gap, tuple[Address, ...]]) -> tuple[int, str, int]:
    """Sort by what was asked at these addresses; what is known of others counts for nothing."""
    gap, addresses = asking
    places = {address.ref.id for address in addresses}
    asked = [one for one in gap.asked if one.id in places]
    unasked = places - {one.id for one in asked}
    last = max((one.at for one in asked), default="")
    if unasked.intersection(announced.id for announced in gap.announced):
        return 0, "", -gap.number
    if not asked:
        return 1, "", -gap.number
    troubled = {*_OUTCOMES[State.UNREADABLE], *_OUTCOMES[State.FAILED]}
    if any(one.outcome in troubled for one in asked):
        return 2, last, -gap.number
    return 3 if unasked else 4, last, -gap.number


def left_to_try(others: tuple[Address, ...], page: Page | None) -> tuple[Address, ...]:
    """Return which of *others* to try after *page* came, None for none that says anything.

    An article is what was looked for. A shell says which section it is in, so its language is done.
    """
    if isinstance(page, Article):
        return ()
    if isinstance(page, Shell):
        return tuple(other for other in others if other.ref.language != page.ref.language)
    return others


# -- what is said ----------------------------------------------------------------------------------


def document(numbers: Numbers) -> dict[str, Any]:
    """Return what is known of all numbers, for ``--json``."""
    return {
        "lowest": numbers.lowest,
        "highest": numbers.highest,
        "stored": numbers.stored,
        "gaps": [
            {
                "number": gap.number,
                "state": state_of(gap),
                "asked": [
                    {"id": asked.id, "outcome": asked.outcome, "at": asked.at}
                    for asked in gap.asked
                ],
                "announced": [announced.id for announced in gap.announced],
            }
            for gap in numbers.gaps
        ],
    }


def render_table(numbers: Numbers, site: Site) -> str:
    """Return a line for each run of numbers of which the same is known."""
    lines = []
    for _, run in groupby(enumerate(numbers.gaps), key=lambda one: _likeness(one[0], one[1], site)):
        gaps = [gap for _, gap in run]
        first, last = gaps[0].number, gaps[-1].number
        name = str(first) if first == last else f"{first}-{last}"
        lines.append(f"{name:11}  {_describe(gaps[0], site)}")
    return "\n".join(lines)


def _likeness(position: int, gap: Gap, site: Site) -> tuple[int, str]:
    """Numbers one after the other, of which the same is said, have this in common."""
    return gap.number - position, _describe(gap, site)


def render_total(numbers: Numbers) -> str:
    """Return how many numbers are not stored, and what can be done."""
    if numbers.lowest is None or numbers.highest is None:
        return "no article is stored yet, so there are no numbers to count: run `presidency crawl`"
    span = f"from {numbers.lowest} to {numbers.highest}"
    if not numbers.gaps:
        return f"every number {span} is stored"
    total = count(numbers.highest - numbers.lowest + 1, "number")
    states = [state_of(gap) for gap in numbers.gaps]
    said = ", ".join(f"{states.count(s)} {_WORDS[s]}" for s in State if s in states)
    return (
        f"{len(numbers.gaps)} of {total} {span} are not stored: {said}\n"
        "ask the site for some of them: presidency gaps --fetch 10"
    )


def _describe(gap: Gap, site: Site) -> str:
    """Say what is known of a number, for people, without the number."""
    said = []
    if gap.announced:
        said.append(f"announced: {_places((known.id for known in gap.announced), site)}")
    for state, outcomes in _OUTCOMES.items():
        if ids := [asked.id for asked in gap.asked if asked.outcome in outcomes]:
            said.append(f"{_WORDS[state]}: {_places(ids, site)}")
    if gap.asked:
        said.append(f"last asked {max(asked.at for asked in gap.asked)[:10]}")
    return "; ".join(said) or _WORDS[State.NEVER_ASKED]


def _places(ids: Iterable[str], site: Site) -> str:
    return ", ".join(_folded({article_id.rpartition("/")[0] for article_id in ids}, site))


def _folded(places: set[str], site: Site) -> Iterator[str]:
    """Name sections by language, ``bg/*`` for all of them."""
    for language in site.languages:
        all_of_it = [f"{language}/{section.name}" for section in site.sections]
        if places.issuperset(all_of_it):
            yield f"{language}/*"
        else:
            yield from (place for place in all_of_it if place in places)
