"""Deletions in bulk are news and no drift; a site that breaks for a night deletes nothing.

On a first night all that is stored is due: times are set back by hand, as they would pass. On the
nights after it nothing is due but what was missed, as it is in a week.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Item, Response
from tests.conftest import HTML, SLOW, Served, crawl, others_slow, query
from tests.nights.plays import (
    Responder,
    address,
    all_due,
    always,
    ids,
    is_exact,
    is_rebuilt_the_same,
    news,
    served,
    stored,
)

#: An article is gone when so many runs in a row missed it.
TO_BE_GONE = 3
GONE = "SELECT id FROM articles WHERE gone_at IS NOT NULL"


@pytest.fixture
def there() -> Iterator[Served]:
    """A site of twenty articles."""
    with served(news(20)) as twenty:
        yield twenty


def gone(db: Path) -> set[str]:
    return {row[0] for row in query(db, GONE)}


def has_evidence(db: Path, articles: Iterable[str]) -> None:
    """Of each deletion three runs tell, and its time is that of the first of them."""
    found = {
        article: (gone_at, since, status, outcome, runs)
        for article, gone_at, since, status, outcome, runs in query(
            db,
            "SELECT a.id, a.gone_at, c.captured_at, c.status, c.outcome, b.runs FROM articles a"
            " JOIN absences b ON b.article_id = a.id AND b.back_capture_id IS NULL"
            " JOIN captures c ON c.id = b.first_capture_id WHERE a.gone_at IS NOT NULL",
        )
    }
    assert set(found) == set(articles)
    for gone_at, since, status, outcome, runs in found.values():
        assert (gone_at, outcome, runs >= TO_BE_GONE) == (since, "missing", True)
        assert status in (301, 302, 404, 410)
    sql = (
        "SELECT article_id, count(DISTINCT run_id) FROM captures WHERE outcome = 'missing'"
        " AND article_id IN (SELECT id FROM articles WHERE gone_at IS NOT NULL) GROUP BY article_id"
    )
    assert all(runs >= TO_BE_GONE for _, runs in query(db, sql))


def taken_down(there: Served, items: Iterable[Item], answers: Iterable[Response | None]) -> None:
    """Delete *items*; their addresses answer so, or 404."""
    for item, answer in zip(items, answers, strict=True):
        there.site.delete(item.id)
        if answer is not None:
            there.site.fail(address(item.id), always(answer))


def test_some_of_many_that_were_taken_down_are_gone_after_three_nights_without_an_alarm(
    there: Served, tmp_path: Path
) -> None:
    """What was published meanwhile comes in on the night it is seen."""
    db = tmp_path / "p.db"
    assert crawl(there.origin, db).code == 0
    lost = there.site.items("bg")[2:20:3]
    answers = [None, None, Response(410, HTML), Response(301, {"Location": "/bg/news/"}),
               Response(302, {"Location": "/bg/"}), None]  # fmt: skip
    taken_down(there, lost, answers)
    all_due(db)
    for number in range(TO_BE_GONE):
        new = there.site.publish(there.site.draft(f"Съвсем ново {number}"))
        ran = crawl(there.origin, db)
        assert ran.code == 0, ran.err
        assert new.id in stored(db)
    has_evidence(db, [item.id for item in lost])
    is_exact_but_for(there, db, lost)
    is_rebuilt_the_same(db, "absences", "revisions", "run_fields")
    there.site.heal()
    there.site.restore(lost[0].id)
    all_due(db, lost[0].id)
    assert crawl(there.origin, db).code == 0
    assert gone(db) == {item.id for item in lost[1:]}


def is_exact_but_for(there: Served, db: Path, lost: Iterable[Item]) -> None:
    """What is on the site is stored to the letter; what is not has kept its text."""
    kept = {item.id for item in lost}
    assert stored(db) == ids(there.site) | kept
    for article in kept:
        there.site.restore(article)
    is_exact(db, there.site)
    for article in kept:
        there.site.delete(article)


@others_slow()
@pytest.mark.parametrize("purged", [12, 16], ids=["sixty of a hundred", "eighty of a hundred"])
def test_a_purge_ends_in_as_many_deletions_each_with_its_evidence(
    there: Served, tmp_path: Path, purged: int
) -> None:
    db = tmp_path / "p.db"
    assert crawl(there.origin, db).code == 0
    lost = [item.id for item in there.site.items("bg")[-purged:]]
    all_due(db)
    ends_in_deletions(there, db, lost, nights=TO_BE_GONE + 2)


@SLOW
def test_so_does_one_of_which_the_first_nights_check_nothing_that_is_there(
    tmp_path: Path,
) -> None:
    """Of a hundred twenty are checked a night, and the sixty may be the first to be due."""
    site, db = news(14), tmp_path / "p.db"
    with served(site) as there:
        assert crawl(there.origin, db).code == 0
        lost = [item.id for item in site.items("bg")[-10:]]
        all_due(db, *lost)
        ends_in_deletions(there, db, lost, "--recheck", "5", nights=2 * (TO_BE_GONE + 1) + 2)


def ends_in_deletions(
    there: Served, db: Path, lost: Iterable[str], *options: str, nights: int
) -> None:
    """Take *lost* off the site: after so many nights they are gone, and it is quiet again."""
    lost = list(lost)
    for article in lost:
        there.site.delete(article)
    codes: list[int] = []
    while len(gone(db)) < len(lost) and len(codes) < nights:
        codes.append(crawl(there.origin, db, *options).code)
    has_evidence(db, lost)
    assert set(codes) <= {0, 5}  # on a night that misses nearly all a person may have a look
    assert codes[-1] == 0
    assert crawl(there.origin, db).code == 0
    is_rebuilt_the_same(db, "absences", "revisions", "run_fields")


def test_what_can_be_read_is_stored_on_a_night_that_misses_nearly_everything(
    there: Served, tmp_path: Path
) -> None:
    """A new article and an edit prove themselves; the misses are withheld."""
    db = tmp_path / "p.db"
    assert crawl(there.origin, db).code == 0
    edited, *others = there.site.items("bg")
    there.site.edit(edited.id, paragraphs=(*edited.paragraphs, "Добавено по-късно."))
    new = there.site.publish(there.site.draft("Съвсем ново"))
    for item in others:
        there.site.fail(address(item.id), always(Response(404, HTML)))
    all_due(db)
    ran = crawl(there.origin, db)
    assert ran.code == 5, ran.err
    assert stored(db) == ids(there.site)
    assert query(db, "SELECT revision FROM articles WHERE id = ?", edited.id) == [(2,)]
    assert query(db, "SELECT count(*) FROM absences") == [(0,)]
    there.site.heal()
    assert crawl(there.origin, db).code == 0
    assert new.id in stored(db)
    assert gone(db) == set()


# A site that breaks


NOT_FOUND = always(Response(404, HTML, "<p>Страницата не е намерена</p>".encode()))
SAID = always(Response(200, HTML, "<title>404</title><p>Страницата не е намерена.</p>".encode()))
SENT_AWAY = always(Response(302, {"Location": "/bg/"}))


@others_slow()
@pytest.mark.parametrize(
    ("answer", "nights"),
    [(NOT_FOUND, 1), (NOT_FOUND, 2), (SAID, 1), (SENT_AWAY, 1)],
    ids=["404", "404 twice", "said", "sent away"],
)
def test_a_site_that_breaks_for_a_night_or_two_deletes_nothing(
    tmp_path: Path, answer: Responder, nights: int
) -> None:
    site, db = news(10), tmp_path / "p.db"
    with served(site) as there:
        assert crawl(there.origin, db).code == 0
        site.fail(r"^/bg/[a-z-]+\d+", answer)
        for _ in range(nights):
            all_due(db)
            crawl(there.origin, db)
        assert query(db, "SELECT exit_code FROM runs WHERE id = 2") == [(5,)]
        site.heal()
        all_due(db)
        assert crawl(there.origin, db).code == 0
    assert gone(db) == set()
    assert query(db, "SELECT * FROM absences WHERE back_capture_id IS NULL") == []


@others_slow()
@pytest.mark.parametrize("broken", [1, 2])
def test_one_that_breaks_while_some_are_taken_down_deletes_those_alone(
    there: Served, tmp_path: Path, broken: int
) -> None:
    """On the first or the second night after the deletions nothing else is there."""
    db = tmp_path / "p.db"
    assert crawl(there.origin, db).code == 0
    lost = there.site.items("bg")[2:20:3]
    for item in lost:
        there.site.delete(item.id)
    for number in range(1, 6):
        if number <= broken + 1:
            all_due(db)
        if number == broken:
            there.site.fail(r"^/bg/[a-z-]+\d+", NOT_FOUND)
        ran = crawl(there.origin, db)
        assert ran.code == (5 if number == broken else 0), ran.err
        there.site.heal()
    has_evidence(db, [item.id for item in lost])
    assert query(db, "SELECT count(*) FROM absences WHERE back_capture_id IS NULL") == [(6,)]
