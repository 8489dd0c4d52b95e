"""Walking a listing: simulated sites, every way a walk can be cut short, nothing missed."""

import random
from collections.abc import Callable

import pytest

from presidency_scraper.rules.segments import Ended, Segment, Step
from presidency_scraper.rules.walk import Walk

SIZE = 5


class Site:
    """A listing of ids, newest first, and what is remembered of it between walks."""

    def __init__(self, count: int) -> None:
        self.ids = [f"bg/news/{number}" for number in range(count, 0, -1)]
        self.counter = count
        self.known: set[str] = set()
        self.past: list[Segment] = []
        self.sizes: dict[int, int] = {}
        self.requests = 0

    def publish(self, count: int = 1) -> None:
        for _ in range(count):
            self.counter += 1
            self.ids.insert(0, f"bg/news/{self.counter}")

    def page(self, number: int) -> list[str]:
        self.requests += 1
        return self.ids[(number - 1) * SIZE : number * SIZE]

    @property
    def last_page(self) -> int:
        return -(-len(self.ids) // SIZE)

    def walk(
        self,
        *,
        full: bool = False,
        stop_after: int | None = None,
        meanwhile: Callable[[int], None] = lambda page: None,
        faults: Callable[[int, list[str]], list[str] | None] = lambda page, ids: ids,
    ) -> list[Step]:
        """Walk, at most *stop_after* requests, and remember what a database would.

        *faults* changes what a page shows; None is a page that cannot be fetched. Return all
        steps.
        """
        walk = Walk(self.past, frozenset(self.known), full=full, sizes=self.sizes)
        segments: dict[int, Segment] = {}
        seen: set[str] = set()
        sizes: dict[int, int] = {}
        steps: list[Step] = []
        page: int | None = 1
        while page is not None and (stop_after is None or len(steps) < stop_after):
            assert len(steps) < 5 * self.last_page + 20, "the walk does not end"
            ids = faults(page, self.page(page))
            if ids is None:
                page = walk.pass_over(page)
                continue
            step = walk.read(page, ids, self.last_page)
            steps.append(step)
            if ids and not walk.repeats:
                sizes[page] = len(ids)
            seen.update(ids)
            if walk.segment:
                segments[walk.segment.number] = walk.segment
            meanwhile(page)
            page = step.page
        self.known |= seen
        self.sizes |= sizes
        self.past = [segments[number] for number in sorted(segments)] + self.past
        ended = [at for at, segment in enumerate(self.past) if segment.ended]
        self.past = self.past[: ended[0] + 1] if ended else self.past
        return steps

    def missed(self) -> set[str]:
        return set(self.ids) - self.known


def test_a_first_walk_reads_every_page_and_looks_again_at_all_but_the_last() -> None:
    site = Site(23)
    assert site.walk()[-1].ended is Ended.END
    assert (site.missed(), site.requests) == (set(), 5 + 4 + 1)


def test_a_walk_with_nothing_new_is_one_request() -> None:
    site = Site(100)
    site.walk()
    site.requests = 0
    assert site.walk()[-1].ended is Ended.JOINED
    assert site.requests == 1


@pytest.mark.parametrize("new", range(1, 14))
def test_a_walk_goes_on_until_a_whole_page_is_known(new: int) -> None:
    site = Site(100)
    site.walk()
    site.publish(new)
    site.requests = 0
    assert site.walk()[-1].ended is Ended.JOINED
    assert site.missed() == set()
    pages = new // SIZE + 2
    assert site.requests <= pages + pages - 1


@pytest.mark.parametrize("cut", range(1, 41))
def test_a_walk_cut_short_leaves_no_hole_and_is_not_walked_again(cut: int) -> None:
    site = Site(100)
    site.walk(stop_after=cut)
    site.requests = 0
    site.walk()
    assert site.missed() == set()
    assert site.requests <= 40 - cut + 5


@pytest.mark.parametrize("seed", range(200))
def test_any_number_of_cuts_with_articles_published_in_between_and_meanwhile(seed: int) -> None:
    dice = random.Random(seed)
    site = Site(dice.randint(1, 120))

    def meanwhile(_: int) -> None:
        if dice.random() < 0.1:
            site.publish(dice.randint(1, 3))

    for _ in range(dice.randint(0, 6)):
        site.walk(stop_after=dice.randint(1, 12), meanwhile=meanwhile)
        site.publish(dice.randint(0, 13))
    assert site.walk()[-1].ended is not None
    assert site.missed() == set()


@pytest.mark.parametrize("seed", range(50))
def test_articles_deleted_between_walks_open_no_hole(seed: int) -> None:
    dice = random.Random(seed)
    site = Site(80)
    site.walk(stop_after=dice.randint(1, 14))
    for _ in range(dice.randint(1, 12)):
        site.ids.pop(dice.randrange(len(site.ids)))
    site.publish(dice.randint(0, 8))
    site.walk()
    assert site.missed() == set()


def test_an_article_pinned_on_top_does_not_end_the_walk() -> None:
    site = Site(60)
    site.walk()
    pinned = site.ids.pop(0)
    site.publish(9)
    site.ids.insert(0, pinned)
    site.walk()
    assert site.missed() == set()


def test_a_full_walk_finds_what_was_backdated() -> None:
    site = Site(60)
    site.walk()
    site.ids.insert(30, "bg/news/900")
    site.walk()
    assert site.missed() == {"bg/news/900"}
    assert site.walk(full=True)[-1].ended is Ended.END
    assert site.missed() == set()


def test_an_empty_page_before_the_last_is_asked_again_then_reported_and_no_end() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.read(2, [], last_page=None) == Step(2, again=True)
    step = walk.read(2, [], last_page=None)
    assert (step.page, step.ended) == (3, None)
    assert step.trouble == "page 2 of the listing shows no entry"


def leaping(pages: dict[int, list[str]], last: int) -> tuple[list[int], Step]:
    """Go on behind page 1 where 2 to 4 are as reported; return what was asked for, and the end."""
    reported = frozenset({2, 3, 4})
    walk = Walk([Segment(0, ("a",), ("a",), 2)], frozenset("a"), full=False, reported=reported)
    asked, step = [], Step(1)
    while step.page:
        asked.append(step.page)
        step = walk.read(step.page, pages.get(step.page, []), last)
    return asked, step


def test_behind_pages_that_are_as_reported_a_walk_leaps_to_the_last_one_named() -> None:
    asked, step = leaping({1: ["a"]}, 100)
    assert asked[:12] == [1, 2, 3, 4, 5, 6, 8, 12, 20, 36, 68, 100]
    assert step.ended is Ended.END


def test_what_stands_where_a_leap_leads_is_walked_to_page_by_page() -> None:
    found = {page: [f"bg/news/{page}"] for page in range(10, 21)}
    asked, _ = leaping({1: ["a"], **found}, 20)
    assert asked[:9] == [1, 2, 3, 4, 5, 6, 8, 12, 5]
    assert set(range(5, 8)) <= set(asked)


def test_a_repeated_page_before_the_last_is_asked_again_then_reported_and_no_end() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.read(2, ["a"], last_page=9) == Step(2, again=True)
    assert walk.read(2, ["a"], last_page=9).trouble


def test_an_unreadable_page_is_asked_again_and_read_on_when_it_healed() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.trouble(2, "no page") == Step(2, again=True)
    assert walk.read(2, ["b"], last_page=9) == Step(1, again=True)
    assert walk.read(1, ["a"], last_page=9) == Step(3)


def test_a_listing_that_never_showed_anything_is_said_to_be_unheard_of() -> None:
    step = Walk(full=False).missing(1)
    assert step.unheard_of
    assert step.trouble
    assert not Walk(known=frozenset("a"), full=False).missing(1).unheard_of


def test_past_the_end_a_missing_an_empty_and_a_repeated_page_are_the_end() -> None:
    for answer in ([], ["a"]):
        walk = Walk(full=False)
        walk.read(1, ["a"], last_page=1)
        assert walk.read(2, answer, last_page=1).ended is Ended.END


def test_a_page_without_page_links_is_not_taken_for_the_last() -> None:
    walk = Walk(full=False)
    assert walk.read(1, ["a", "b"], last_page=None).page == 2


# Listings that shift, and pages that fail


@pytest.mark.parametrize("seed", range(300))
def test_articles_deleted_and_published_meanwhile_hide_nothing(seed: int) -> None:
    dice = random.Random(seed)
    site = Site(dice.randint(6, 120))

    def meanwhile(_: int) -> None:
        if dice.random() < 0.15:
            for _ in range(dice.choice([1, 1, 2])):
                site.ids.pop(dice.randrange(len(site.ids)))
        if not site.ids:
            site.publish(3)

    for _ in range(dice.randint(0, 4)):
        site.walk(stop_after=dice.randint(1, 20), meanwhile=meanwhile)
        site.publish(dice.randint(0, 13))
    steps = site.walk(meanwhile=meanwhile)
    if any(step.trouble for step in steps):  # so much was deleted that a page is gone
        steps = site.walk()
    assert steps[-1].ended is not None
    assert site.missed() == set()


@pytest.mark.parametrize("page", range(2, 12))
def test_one_article_deleted_right_after_a_page_was_read_hides_none(page: int) -> None:
    site = Site(60)
    site.walk(meanwhile=lambda read: site.ids.__delitem__(slice(read == page - 1)))
    assert site.missed() == set()


def test_where_articles_are_published_meanwhile_no_page_is_looked_at_again() -> None:
    site = Site(60)
    before = set(site.ids)
    site.walk(meanwhile=lambda _: site.publish())
    assert before <= site.known
    assert site.requests <= site.last_page + 1  # nothing was looked at again


@pytest.mark.parametrize("bad", range(2, 12))
@pytest.mark.parametrize("shown", [None, [], "half", "before"])
def test_a_page_that_fails_is_reported_and_a_hole_for_the_next_run_to_fill(
    bad: int, shown: list[str] | str | None
) -> None:
    site = Site(60)

    def faults(page: int, ids: list[str]) -> list[str] | None:
        if page != bad:
            return ids
        if shown == "half":
            return ids[:2]
        return site.page(bad - 1) if shown == "before" else shown  # type: ignore[return-value]

    steps = site.walk(faults=faults)
    last = bad == site.last_page
    assert any(step.trouble for step in steps) or shown is None or last
    hidden = {id for id in site.page(bad) if shown != "half"} | set(site.page(bad)[2:])
    assert site.missed() <= hidden, "the pages behind it are read all the same"
    site.requests = 0
    assert site.walk()[-1].ended is not None
    if not (last and shown == "half"):  # nothing tells that the last page is short
        assert site.missed() == set()
        assert site.requests <= 8
    site.requests = 0
    site.walk()
    assert site.requests == 1


def test_a_page_that_stays_short_is_reported_once_and_then_believed() -> None:
    site = Site(60)

    def faults(page: int, ids: list[str]) -> list[str]:
        return ids[:3] if page == 4 else ids

    assert any(step.trouble for step in site.walk(faults=faults))
    steps = site.walk(faults=faults)
    assert not any(step.trouble for step in steps)
    assert steps[-1].ended is Ended.JOINED
    site.requests = 0
    site.walk(faults=faults)
    assert site.requests == 1


def test_a_first_page_that_is_short_hides_no_new_article() -> None:
    site = Site(60)
    site.walk()
    site.publish()
    steps = site.walk(faults=lambda page, ids: ids[3:] if page == 1 else ids)
    assert any(step.trouble for step in steps)
    site.walk()
    assert site.missed() == set()


def test_an_entry_pinned_on_top_makes_no_page_short() -> None:
    site = Site(60)
    steps = site.walk(faults=lambda page, ids: ["bg/news/7000", *ids] if page == 1 else ids)
    assert not any(step.trouble for step in steps)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_fails_for_a_time_is_made_good_by_the_runs_after_it(seed: int) -> None:
    dice = random.Random(seed)
    site = Site(dice.randint(1, 90))

    def faults(page: int, ids: list[str]) -> list[str] | None:
        if dice.random() < 0.8 or page > site.last_page:
            return ids
        some = ids[: dice.randint(1, SIZE)] if page < site.last_page else ids
        return dice.choice([None, [], some])

    for _ in range(dice.randint(1, 5)):
        stop = dice.choice([None, dice.randint(1, 30)])
        site.walk(faults=faults, stop_after=stop)
        site.publish(dice.randint(0, 13))
    site.walk()
    site.walk()
    assert site.missed() == set()
    site.requests = 0
    assert site.walk()[-1].ended is not None
    assert site.requests == 1


def test_three_pages_in_a_row_that_cannot_be_read_leave_the_walk_to_the_next_run() -> None:
    site = Site(60)
    steps = site.walk(faults=lambda page, ids: ids if page < 4 else [])
    assert steps[-1].page is None
    assert steps[-1].ended is None
    assert sum(bool(step.trouble) for step in steps) == 3
    site.walk()
    assert site.missed() == set()
