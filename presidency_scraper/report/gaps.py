"""What to say of numbers that are not stored, and in which order to ask for them. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
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
) -> Iterator[tuple[Address, ...]]:
    """Yield for each number the addresses to try, one after the other; the best hope comes first.

    That is what was announced, then what was never asked, the newest first, then what could not
    be fetched or read, then what was not tried everywhere, then what was asked the longest ago.
    """
    places = [(language, section) for language in languages for section in sections]
    for gap in sorted(gaps, key=lambda gap: _hope(gap, places)):
        for number in range(gap.last, gap.number - 1, -1):
            yield _addresses(number, gap, site, places)


def _addresses(
    number: int, gap: Gap, site: Site, places: Sequence[tuple[str, str]]
) -> tuple[Address, ...]:
    """Every place of a number of *gap* within *places*: those announced, then the rest."""
    everywhere = [ArticleRef(language, section, number) for language, section in places]
    slugs = {known.id: site.parse_url(known.url).slug for known in gap.announced}
    everywhere.sort(key=lambda ref: ref.id not in slugs)  # stable: the site's order stays
    return tuple(Address(ref, slugs.get(ref.id)) for ref in everywhere)


def _hope(gap: Gap, places: Sequence[tuple[str, str]]) -> tuple[int, str, int]:
    """Sort by what was asked at these places; what is known of others counts for nothing."""
    ids = {ArticleRef(language, section, gap.number).id for language, section in places}
    asked = [one for one in gap.asked if one.id in ids]
    unasked = ids - {one.id for one in asked}
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


#: Up to so many numbers of which nothing is known are named one by one in ``--json``.
_ONE_BY_ONE = 1000


def document(numbers: Numbers) -> dict[str, Any]:
    """Return what is known of all numbers, for ``--json``."""
    return {
        "lowest": numbers.lowest,
        "highest": numbers.highest,
        "stored": numbers.stored,
        "languages": {
            language: {"stored": stored, "missing": numbers.span - stored}
            for language, stored in numbers.languages.items()
        },
        "gaps": [one for gap in numbers.gaps for one in _objects(gap)],
    }


def _objects(gap: Gap) -> Iterator[dict[str, Any]]:
    """Yield an object for each number of *gap*, or one for all where they are many."""
    asked = [{"id": one.id, "outcome": one.outcome, "at": one.at} for one in gap.asked]
    announced = [one.id for one in gap.announced]
    known = {"state": state_of(gap), "asked": asked, "announced": announced}
    if gap.more < _ONE_BY_ONE:
        yield from ({"number": n} | known for n in range(gap.number, gap.last + 1))
    else:
        yield {"number": gap.number, "last": gap.last} | known


def render_table(numbers: Numbers, site: Site) -> str:
    """Return a line for each run of numbers of which the same is known."""
    lines: list[tuple[int, int, str]] = []
    for gap in numbers.gaps:
        first, said = gap.number, _describe(gap, site)
        if lines and lines[-1][1:] == (first - 1, said):
            first = lines.pop()[0]
        lines.append((first, gap.last, said))
    names = (str(first) if first == last else f"{first}-{last}" for first, last, _ in lines)
    return "\n".join(f"{name:11}  {said}" for name, (*_, said) in zip(names, lines, strict=True))


def render_total(numbers: Numbers) -> str:
    """Return how many numbers are not stored, and what can be done."""
    if not numbers.span:
        return "no article is stored yet, so there are no numbers to count: run `presidency crawl`"
    span = f"from {numbers.lowest} to {numbers.highest}"
    if not numbers.gaps:
        return "\n".join([f"every number {span} is stored", *_languages(numbers)])
    counts: Counter[State] = Counter()
    for gap in numbers.gaps:
        counts[state_of(gap)] += gap.more + 1
    said = ", ".join(f"{counts[state]} {_WORDS[state]}" for state in State if counts[state])
    missing = f"{counts.total()} of {count(numbers.span, 'number')} {span} are not stored: {said}"
    advice = "ask the site for some of them: presidency gaps --fetch 10"
    return "\n".join([missing, *_languages(numbers), advice])


def _languages(numbers: Numbers) -> list[str]:
    """A line for each language, where there are several."""
    stored = numbers.languages if len(numbers.languages) > 1 else {}
    return [f"  {name}: {some} stored, {numbers.span - some} not" for name, some in stored.items()]


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
