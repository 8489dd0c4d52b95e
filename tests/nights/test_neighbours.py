"""A page is judged by itself: what it says wrongly of its neighbours costs their fields alone.

The newest items stand as teasers on every page and as entries in the listings. What is damaged
there is null and named once; all that the page says of itself is stored.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Edition, Item, ReplicaSite
from tests.conftest import Ran, crawl, presidency, query
from tests.nights.plays import address, ids, is_exact, is_well, newest, served, stored, turn
from tests.nights.small_site import articles

COUNT = 12
LISTING = "/page/|^/news/(all/|$)"
FIELDS = ("headline", "lead", "published_at", "published_raw")
SEEN = {
    "teasers": f"SELECT DISTINCT {', '.join(FIELDS)} FROM teasers WHERE target_id = ?",
    "sightings": f"SELECT DISTINCT {', '.join(FIELDS)} FROM sightings WHERE article_id = ?",
}


@dataclass(frozen=True)
class Damage:
    """What is printed in a field of a neighbour in place of what should be."""

    name: str
    field: str
    printed: bytes


def texts(field: str, **printed: bytes) -> list[Damage]:
    return [Damage(name.replace("_", " "), field, text) for name, text in printed.items()]


def dates(*printed: str) -> list[Damage]:
    return [Damage(text, "published_at", text.encode()) for text in printed]


SHORT = "Кратко и ясно ".encode()
#: Each of the four newest items is damaged in its own way; a batch is a site.
BATCHES = {
    "leads": texts(
        "lead",
        half_a_letter=SHORT + "т".encode()[:1],
        a_third_of_a_quote=SHORT + "„".encode()[:2],
        a_replacement_character=SHORT + "\N{REPLACEMENT CHARACTER} ".encode() + SHORT,
        both_halves_of_a_pair=SHORT + b"&#55357;&#56832;",
    ),
    "more leads": texts(
        "lead",
        number_zero=SHORT + b"&#0;" + SHORT,
        both_halves_in_hex=SHORT + b"&#xD83D;&#xDE00;",
        the_number_of_the_replacement=b"&#xFFFD;" + SHORT,
        a_number_beyond_unicode=SHORT + b"&#1114112;",
    ),
    "headlines": texts(
        "headline",
        half_a_letter=SHORT + "т".encode()[:1],
        both_halves_of_a_pair=SHORT + b"&#55357;&#56832;",
        number_zero=SHORT + b"&#0;" + SHORT,
        one_half_of_a_pair=b"&#56832; " + SHORT,
    ),
    "dates": dates(
        "31 юни 2015 | 10:10",
        "0 януари 0000 | 00:12",
        "1 януари 1970 | 02:02",
        "5 май 2062 | 10:10",
    ),
    "more dates": dates(
        "29 февруари 2023 | 11:11",
        "29 март 2020 | 03:03",  # the clocks skipped this hour
        "5 май 2025 | 25:01",
        "12 март 1889 | 11:11",
    ),
}


def site_with_news() -> tuple[ReplicaSite, list[Item]]:
    """A site, and its four newest articles, whose texts stand on no page but in their places."""
    site = newest(COUNT - 4)
    for day in range(1, 5):
        lead = f"Кратко за указ номер {day}"
        draft = site.draft(
            f"Подписан е указ номер {day}",
            published=f"2026-03-0{day} 11:0{day}:00",
            lead=lead,
            paragraphs=(lead, f"Указът с номер {day} влиза в сила от днес."),
        )
        site.publish(draft)
    return site, site.items("bg")[:4]


def right(item: Item, field: str, edition: Edition = "text") -> str:
    """What other pages should print of a new article."""
    if field != "published_at":
        return str(getattr(item, field))
    day = int(item.published[8:10])
    return f"{day} Март 2026 | 11:0{day}" if edition == "www" else f"{day} март 2026 | 11:11"


def damage(
    site: ReplicaSite, wrong: Sequence[tuple[Item, Damage]], path: str = "^/(?!robots|images)"
) -> None:
    """Print *wrong* on the pages of *path*, but for the damaged articles' own."""

    def make(asked: str, page: bytes) -> bytes:
        for item, what in wrong:
            if not re.search(address(item.id), asked):
                good = right(item, what.field, site.edition).encode()
                page = page.replace(good, what.printed)
        return page

    turn(site, make, path)


@dataclass(frozen=True)
class Night:
    """A site that prints damaged neighbours, and two crawls of it, one after the other."""

    site: ReplicaSite
    damaged: list[tuple[Item, Damage]]
    db: Path
    first: Ran
    problems: list[str]
    second: Ran


@pytest.fixture(scope="module", params=BATCHES)
def night(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Night]:
    site, new = site_with_news()
    damaged = list(zip(new, BATCHES[request.param], strict=True))
    damage(site, damaged)
    db = tmp_path_factory.mktemp("neighbours") / "p.db"
    with served(site) as there:
        first = crawl(there.origin, db)
        problems = [message for (message,) in query(db, "SELECT message FROM problems")]
        yield Night(site, damaged, db, first, problems, crawl(there.origin, db))


def named(messages: Sequence[str], item: Item) -> list[str]:
    return [message for message in messages if re.search(rf"{item.id}\b", message)]


def test_all_that_pages_say_of_themselves_is_stored_and_the_run_ends_well(night: Night) -> None:
    assert night.first.code == 0, night.first.err
    is_exact(night.db, night.site)


def test_the_damaged_field_is_null_and_the_others_are_as_printed(night: Night) -> None:
    for item, what in night.damaged:
        expected: dict[str, str | None] = {
            "headline": item.headline,
            "lead": item.lead,
            "published_at": f"2026-03-{item.published[8:10]}T11:00:00+02:00",
            "published_raw": right(item, "published_at"),
        }
        expected[what.field] = None
        if what.field == "published_at":
            expected["published_raw"] = what.printed.decode()
        for table, sql in SEEN.items():
            said = query(night.db, sql, item.id)
            assert (what.name, table, said) == (what.name, table, [tuple(expected.values())])


def test_each_damaged_neighbour_is_named_once_in_problems_and_in_a_note(night: Night) -> None:
    notes = " ".join(json.loads(night.first.out)["notes"])
    for item, what in night.damaged:
        assert len(named(night.problems, item)) == 1
        assert named([notes], item)
        if what.field == "published_at":
            assert what.printed.decode() in named(night.problems, item)[0]
    assert len(night.problems) == len(night.damaged)


def test_the_next_night_is_quiet_names_nothing_again_and_the_archive_agrees(night: Night) -> None:
    assert night.second.code == 0, night.second.err
    assert query(night.db, "SELECT count(*) FROM problems") == [(4,)]
    is_well(night.db)


def test_what_reads_teasers_copes_with_a_date_or_a_text_that_is_null(night: Night) -> None:
    some = night.site.items("bg")[-1].id
    for command in ("show", some), ("show", some, "--json"), ("export", "--format", "jsonl"):
        ran = presidency(*command, "--db", night.db)
        assert ran.code == 0, ran.err


WRONG_LEAD, WRONG_DATE = BATCHES["leads"][0], BATCHES["dates"][0]


@pytest.mark.parametrize("what", [WRONG_LEAD, WRONG_DATE], ids=["lead", "date"])
@pytest.mark.parametrize("where", [LISTING, rf"^/(?!robots|images)(?!.*({LISTING}))"],
                         ids=["listings", "articles"])  # fmt: skip
def test_it_does_not_matter_whether_listings_or_articles_print_it(
    tmp_path: Path, where: str, what: Damage
) -> None:
    site, (item, *_) = site_with_news()
    damage(site, [(item, what)], where)
    with served(site) as there:
        ran = crawl(there.origin, tmp_path / "p.db", "--section", "news")
    assert ran.code == 0, ran.err
    assert stored(tmp_path / "p.db") == ids(site)


@pytest.mark.parametrize("edition", ["www", "mobile"])
def test_it_is_so_in_every_edition(tmp_path: Path, edition: Edition) -> None:
    site, (one, other, *_) = site_with_news()
    db = tmp_path / "p.db"
    field = "headline" if edition == "www" else "lead"  # what teasers of the edition show
    wrong = [Damage("text", field, WRONG_LEAD.printed), WRONG_DATE]
    with served(site, edition) as there:
        damage(there.site, list(zip((one, other), wrong, strict=True)))
        ran = crawl(there.origin, db, "--edition", edition, "--section", "news")
    assert ran.code == 0, ran.err
    assert stored(db) == ids(site)
    for sql in SEEN.values():
        assert {row[FIELDS.index(field)] for row in query(db, sql, one.id)} == {None}
        assert {row[FIELDS.index("published_at")] for row in query(db, sql, other.id)} == {None}
    is_well(db)


def test_a_cut_letter_of_a_neighbour_spoils_no_english_text(tmp_path: Path) -> None:
    """There most letters are ASCII: what is not must not be taken for another encoding."""
    site = newest(8, "en")
    brief = "A decree in brief"
    draft = site.draft("A new decree", language="en", lead=brief, paragraphs=(brief, "In force."))
    item = site.publish(draft)
    db = tmp_path / "p.db"
    damage(site, [(item, Damage("text", "lead", "A decree „in brie".encode() + b"\xd1"))])
    with served(site) as there:
        ran = crawl(there.origin, db, "--language", "en", "--section", "news")
    assert ran.code == 0, ran.err
    is_exact(db, site)


@pytest.mark.parametrize("damaged", ["text", "date"])
def test_a_page_that_is_damaged_itself_is_the_only_one_that_is_not_stored(
    tmp_path: Path, damaged: str
) -> None:
    site, (item, *_) = site_with_news()
    db = tmp_path / "p.db"
    if damaged == "date":
        site.edit(item.id, published="2062-03-04 11:04:00")
    else:
        turn(site, lambda _, page: page.replace(item.lead.encode(), WRONG_LEAD.printed))
    with served(site) as there:
        ran = crawl(there.origin, db, "--section", "news")
    assert ran.code == 5, ran.err
    assert stored(db) == ids(site) - {item.id}
    unreadable = "SELECT article_id FROM captures WHERE outcome = 'unreadable'"
    assert query(db, unreadable) == [(item.id,)]


@pytest.mark.parametrize(
    "printed",
    [{0: "", 2: "5 май 2025 | 11:11:11"}, {1: "утре", 2: "1 foo 2015 | 10:10"}, {3: "5.13.25"}],
    ids=["the first", "two side by side", "the last"],
)
def test_a_neighbour_without_any_date_is_stored_and_lends_its_text_to_no_other(
    tmp_path: Path, printed: dict[int, str]
) -> None:
    site, new = site_with_news()
    db = tmp_path / "p.db"
    wrong = [(new[at], Damage("date", "published_at", raw.encode())) for at, raw in printed.items()]
    damage(site, wrong)
    with served(site) as there:
        ran = crawl(there.origin, db, "--section", "news")
        assert ran.code == 0, ran.err
        assert stored(db) == ids(site)
        named = "SELECT count(*) FROM problems WHERE kind = 'date' AND message LIKE ?"
        for item, _ in wrong:
            assert query(db, named, f"{item.id}: its date cannot be read%") == [(1,)]
        assert crawl(there.origin, db, "--section", "news").code == 0
    leads = {other.id: other.lead for other in site.items()}
    sql = (
        "SELECT id, lead FROM articles UNION SELECT target_id, lead FROM teasers"
        " UNION SELECT article_id, lead FROM sightings"
    )
    false = [
        (article, lead) for article, lead in query(db, sql) if lead not in (None, leads[article])
    ]
    assert false == []
    is_well(db)


def lead_elsewhere(site: ReplicaSite, article_id: str, target: str) -> None:
    """Let all pages but its own link to *target* where they announce an article."""
    path = next(item.path for item in site.items() if item.id == article_id)

    def make(asked: str, page: bytes) -> bytes:
        is_own = re.search(address(article_id), asked)
        return page if is_own else page.replace(path.encode(), target.encode())

    turn(site, make)


@pytest.mark.parametrize("target", ["https://example.org/x", "/bg/news0/x.html", ""])
def test_a_neighbour_that_leads_to_no_article_costs_no_other(tmp_path: Path, target: str) -> None:
    """In its place among others, on pages of articles and of listings."""
    site, db = ReplicaSite(articles(range(1, 9))), tmp_path / "p.db"
    lead_elsewhere(site, "bg/news/5", target)
    with served(site) as there:
        for _ in range(2):
            ran = crawl(there.origin, db, "--section", "news")
            assert ran.code == 0, ran.err
    leads = {item.id: item.lead for item in site.items() if item.id != "bg/news/5"}
    assert dict(query(db, "SELECT id, lead FROM articles")) == leads
    said = query(db, "SELECT kind, message FROM problems WHERE kind <> 'no-listing'")
    assert [kind for kind, _ in said] == ["listing"]
    assert "links to no article" in said[0][1]
    is_well(db)
