"""Walking a listing: simulated sites, every way a walk can be cut short, nothing missed."""

import random
from collections.abc import Callable

import pytest

from presidency_scraper.walk import Ended, PastWalk, Step, Walk

SIZE = 5


class Site:
    """A listing of ids, newest first, and what is remembered of it between walks."""

    def __init__(self, count: int) -> None:
        self.ids = [f"bg/news/{number}" for number in range(count, 0, -1)]
        self.counter = count
        self.known: set[str] = set()
        self.past: list[PastWalk] = []
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
    ) -> Step:
        """Walk, at most *stop_after* pages, and remember what a database would."""
        walk = Walk(self.past, frozenset(self.known), full=full)
        head: frozenset[str] = frozenset()
        tail: frozenset[str] = frozenset()
        step, read = Step(1), 0
        while step.page is not None and (stop_after is None or read < stop_after):
            page = step.page
            ids = self.page(page)
            read += 1
            step = walk.read(page, ids, self.last_page)
            head = head or frozenset(ids)
            tail = frozenset(ids) or tail
            self.known.update(ids)
            meanwhile(page)
        if head:
            next_page = step.page or page + 1
            self.past.insert(0, PastWalk(head, tail, next_page, step.ended is not None))
            ended = [at for at, walked in enumerate(self.past) if walked.ended]
            self.past = self.past[: ended[0] + 1] if ended else self.past
        return step

    def missed(self) -> set[str]:
        return set(self.ids) - self.known


def test_a_first_walk_reads_every_page_and_asks_for_one_more() -> None:
    site = Site(23)
    assert site.walk().ended is Ended.END
    assert (site.missed(), site.requests) == (set(), 6)


def test_a_walk_with_nothing_new_is_one_request() -> None:
    site = Site(100)
    site.walk()
    site.requests = 0
    assert site.walk().ended is Ended.JOINED
    assert site.requests == 1


@pytest.mark.parametrize("new", range(1, 14))
def test_a_walk_goes_on_until_a_whole_page_is_known(new: int) -> None:
    site = Site(100)
    site.walk()
    site.publish(new)
    site.requests = 0
    assert site.walk().ended is Ended.JOINED
    assert site.missed() == set()
    assert site.requests <= new // SIZE + 2


@pytest.mark.parametrize("cut", range(1, 21))
def test_a_walk_cut_short_leaves_no_hole_and_is_not_walked_again(cut: int) -> None:
    site = Site(100)
    site.walk(stop_after=cut)
    site.requests = 0
    site.walk()
    assert site.missed() == set()
    assert site.requests <= 21 - cut + 3


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
    assert site.walk().ended is not None
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
    assert site.walk(full=True).ended is Ended.END
    assert site.missed() == set()


def test_an_empty_page_before_the_last_is_asked_again_then_reported_and_no_end() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.read(2, [], last_page=None) == Step(2)
    step = walk.read(2, [], last_page=None)
    assert (step.page, step.ended) == (None, None)
    assert step.trouble == "page 2 of the listing shows no entry"


def test_a_repeated_page_before_the_last_is_asked_again_then_reported_and_no_end() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.read(2, ["a"], last_page=9) == Step(2)
    assert walk.read(2, ["a"], last_page=9).trouble


def test_an_unreadable_page_is_asked_again_and_read_on_when_it_healed() -> None:
    walk = Walk(full=False)
    walk.read(1, ["a"], last_page=9)
    assert walk.trouble(2, "no page") == Step(2)
    assert walk.read(2, ["b"], last_page=9) == Step(3)


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
