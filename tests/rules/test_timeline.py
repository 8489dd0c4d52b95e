"""Captures of one article stand in order of time, whatever the order they came in."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.rules.timeline import in_order


@dataclass(frozen=True)
class Seen:
    id: int
    captured_at: str
    source: str | None = None
    url: str = "https://text.president.bg/bg/news1"
    status: int | None = 200
    digest: str | None = None


def second(number: int) -> str:
    return f"2026-11-23T15:07:{number:02}Z"


#: Made by others, at few moments, so that some share a second.
OTHERS = st.lists(
    st.builds(
        Seen,
        id=st.just(0),
        captured_at=st.integers(0, 5).map(second),
        source=st.just("file:a"),
        status=st.sampled_from([200, 304, 404, None]),
        digest=st.sampled_from([None, "a", "b"]),
    ),
    unique_by=lambda one: (one.captured_at, one.status, one.digest),
    max_size=12,
)


def told(captures: list[Seen]) -> list[tuple[object, ...]]:
    """What stands in which order, but for the order it came in."""
    return [(one.captured_at, one.status, one.digest, one.source) for one in captures]


def coming(captures: list[Seen]) -> list[Seen]:
    return [replace(one, id=number) for number, one in enumerate(captures, 1)]


@given(OTHERS, st.integers(0, 4), st.data())
def test_the_order_of_time_is_one_whatever_came_first(
    others: list[Seen], crawled: int, data: st.DataObject
) -> None:
    crawls = [Seen(0, second(number), digest=f"c{number}") for number in range(crawled)]
    arrived = data.draw(st.permutations(others))
    mixed: list[Seen] = [*crawls]
    for one in arrived:  # crawls stay in their own order
        mixed.insert(data.draw(st.integers(0, len(mixed))), one)
    assert told(in_order(coming(mixed))) == told(in_order(coming([*crawls, *others])))


@given(OTHERS)
def test_what_others_captured_is_sorted_by_time(others: list[Seen]) -> None:
    moments = [one.captured_at for one in in_order(coming(others))]
    assert moments == sorted(moments)


def test_crawls_keep_the_order_they_were_made_in_where_a_clock_was_set_back() -> None:
    crawls = [Seen(1, second(30)), Seen(2, second(10)), Seen(3, second(40))]
    between = Seen(4, second(35), source="file:a")
    assert [one.id for one in in_order([*crawls, between])] == [1, 2, 4, 3]
