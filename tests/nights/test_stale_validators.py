"""A server whose validators never change: what it hides comes out all the same.

Every few checks one is made without conditions, and an article is due at once where a listing or
a teaser prints another headline or lead than is stored.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Request, Response, demo_site
from tests.conftest import HTML, SLOW, Served, crawl, others_slow, query
from tests.nights.plays import (
    address,
    all_due,
    always,
    articles_asked,
    is_rebuilt_the_same,
    is_well,
    news,
    plain,
    served,
)

#: So many checks are a few.
FEW_CHECKS = 8
ETAG = {"ETag": '"for ever"'}
DATE = {"Last-Modified": "Fri, 02 Jan 2015 10:00:00 GMT"}
CONDITIONS = ("if-none-match", "if-modified-since")
PRESENT = "SELECT headline, revision FROM articles WHERE id = ?"


@pytest.fixture
def there() -> Iterator[Served]:
    """A site of twelve articles."""
    with served(news(12)) as dozen:
        yield dozen


def freeze(there: Served, path: str, validator: Mapping[str, str] = ETAG) -> None:
    """Give a page one validator for good: who asks by it is told that nothing changed."""

    def respond(request: Request, real: Response) -> Response:
        if any(name in request.headers for name in CONDITIONS):
            return Response(304, validator)
        if real.status != 200:
            return real
        return Response(200, {**HTML, **validator}, plain(real))

    there.site.fail(path, respond)


def test_every_few_checks_one_is_without_conditions(there: Served, tmp_path: Path) -> None:
    """What no listing tells: an edit of the text alone, by either validator, and a deletion."""
    db = tmp_path / "p.db"
    *_, by_tag, by_date, gone, same = (item.id for item in there.site.items("bg"))
    for article, validator in ((by_tag, ETAG), (by_date, DATE), (gone, ETAG), (same, ETAG)):
        freeze(there, address(article), validator)
    assert crawl(there.origin, db).code == 0
    for article in by_tag, by_date:
        there.site.edit(article, paragraphs=("Изречение, което не стоеше тук.",))
    there.site.delete(gone)
    for _ in range(FEW_CHECKS):
        all_due(db, by_tag, by_date, gone, same)
        assert crawl(there.origin, db, "--section", "news").code == 0
    for article in by_tag, by_date:
        ((revision,),) = query(db, "SELECT revision FROM articles WHERE id = ?", article)
        assert revision == 2
    assert query(db, "SELECT gone_at IS NOT NULL FROM articles WHERE id = ?", gone) == [(1,)]
    spared = "SELECT count(*) FROM captures WHERE article_id = ? AND outcome = 'unchanged'"
    ((spared_checks,),) = query(db, spared, same)
    assert spared_checks >= FEW_CHECKS / 2  # most checks still cost the site no page
    is_rebuilt_the_same(db, "revisions", "absences")


# What other pages print


def two_nights(there: Served, db: Path) -> list[str]:
    """Crawl on two nights and return which articles were asked for."""
    there.asked()
    for _ in range(2):
        ran = crawl(there.origin, db, "--section", "news")
        assert ran.code == 0, ran.err
    return articles_asked(there.asked())


@others_slow()
@pytest.mark.parametrize("field", ["headline", "lead"])
def test_another_headline_or_lead_in_a_listing_makes_an_article_due(
    there: Served, tmp_path: Path, field: str
) -> None:
    """It was checked today already, and the server says that nothing changed."""
    db = tmp_path / "p.db"
    item = there.site.items("bg")[2]
    freeze(there, address(item.id))
    assert crawl(there.origin, db, "--section", "news").code == 0
    there.site.edit(item.id, **{field: "Съвсем друго е това", "paragraphs": ("Ново.", "Друго.")})
    assert item.id in two_nights(there, db)
    ((body, revision),) = query(db, "SELECT body, revision FROM articles WHERE id = ?", item.id)
    assert (body.endswith("Ново.\n\nДруго."), revision) == (True, 2)
    assert two_nights(there, db) == []
    is_well(db)


def test_another_headline_in_a_teaser_makes_an_article_due(there: Served, tmp_path: Path) -> None:
    """The listings come from a cache that is as old as the validator."""
    db = tmp_path / "p.db"
    item, *_, other = there.site.items("bg")
    freeze(there, address(item.id))
    old = there.site.face("text")
    kept = {path: old.answer("GET", path) for path in (f"/bg/news/page/{n}" for n in range(1, 5))}
    for path, answer in kept.items():
        there.site.fail(f"^{path}$", always(answer))
    assert crawl(there.origin, db, "--section", "news").code == 0
    there.site.edit(item.id, headline="Съвсем друго заглавие", paragraphs=("Ново.",))
    all_due(db, other.id)  # whose own validator tells the truth: its teasers changed
    assert {other.id, item.id} <= set(two_nights(there, db))
    assert query(db, PRESENT, item.id) == [("Съвсем друго заглавие", 2)]


def test_every_edit_that_a_listing_prints_is_a_revision(there: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    item = there.site.items("bg")[1]
    freeze(there, address(item.id))
    assert crawl(there.origin, db, "--section", "news").code == 0
    for number in range(3):
        there.site.edit(item.id, headline=f"Заглавие номер {number}")
        two_nights(there, db)
    headlines = "SELECT headline FROM revisions WHERE article_id = ? ORDER BY revision"
    expected = [(item.headline,), *((f"Заглавие номер {number}",) for number in range(3))]
    assert query(db, headlines, item.id) == expected


# What is no sign of an edit


def cut(there: Served, article: str) -> None:
    """Let listings and teasers print half of a headline and of a lead, as the site may."""
    item = next(item for item in there.site.items("bg") if item.id == article)

    def respond(_: Request, real: Response) -> Response:
        if real.status != 200:
            return real
        page = plain(real).decode()
        page = page.replace(item.headline, f"{item.headline[:20]}…")
        return Response(200, HTML, page.replace(item.lead, f"{item.lead[:25]}...").encode())

    there.site.fail(rf"^/bg/(?!news{item.number}/|images)", respond)


@SLOW
def test_what_is_always_printed_otherwise_is_not_asked_for_every_night(
    there: Served, tmp_path: Path
) -> None:
    """The page was read since: it says what it says. A quiet night stays quiet."""
    db = tmp_path / "p.db"
    cut(there, there.site.items("bg")[1].id)
    assert crawl(there.origin, db, "--section", "news").code == 0
    two_nights(there, db)
    assert two_nights(there, db) == []


def test_where_nothing_changed_nothing_is_due(tmp_path: Path) -> None:
    """Headlines left out or printed with line ends, entities, soft hyphens, runs of blanks."""
    db = tmp_path / "p.db"
    odd = [item for item in demo_site().items("bg") if item.quirks]
    with served(ReplicaSite(odd[:15])) as there:
        assert crawl(there.origin, db).code == 0
        assert two_nights(there, db) == []
