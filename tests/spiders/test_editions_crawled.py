"""One site crawled in its three editions: the same articles, whichever of them is asked.

Acceptance 1 of issue 5. The editions are faces of one replica; each is crawled over HTTP.
"""

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.demo.replica import (
    EDITIONS,
    Edition,
    Item,
    ReplicaSite,
    Request,
    Response,
    read_items,
    serve_replica,
)
from tests.conftest import BOTH, Ran, crawl, ended, presidency, query

CHOSEN = (
    "bg/news/170",  # a line end printed as letters behind the headline
    "bg/news/200",  # the timestamp glued to the text, quotes of two kinds
    "bg/news/1076",  # pictures with captions
    "bg/news/1387",  # no headline in listings
    "bg/interviews-president/3787",
    "bg/speeches-and-statements/4185",  # salutations, and a line of place and day
    "bg/photo-gallery/4591",
    "bg/news/5348",  # soft hyphens
    "bg/news/8445",  # paragraphs of a no-break space, runs of blanks
    "bg/photo-gallery/8349",
    "bg/speeches-and-statements/3392",  # in both languages
    "en/speeches-and-statements/3392",
    "bg/news/103",  # in both languages
    "en/news/103",  # an English listing with a Bulgarian month
    "en/news/3551",  # glued, too
    "en/news/2614",
)
#: The replica repeats the headline of these where the lead is not known, and one text alone tells
#: on no page which of the two it is.
LEADS = {
    "bg/speeches-and-statements/3392": "Пълният текст на изказването.",
    "bg/news/103": "Стратегията е нужна, каза тя.",
}
ITEMS = {
    item.id: replace(item, lead=LEADS.get(item.id, item.lead))
    for item in read_items()
    if item.id in CHOSEN
}
CAPTIONED = "bg/news/1076"
NEWEST = "bg/news/8445"


@dataclass(frozen=True)
class Three:
    """The three faces of one site on loopback, and what a crawl of each alone has made."""

    faces: dict[Edition, ReplicaSite]
    origins: dict[Edition, str]
    dbs: dict[Edition, Path]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    """Each edition crawled into a database of its own; tests copy these or only read."""
    site = ReplicaSite(ITEMS.values())
    faces: dict[Edition, ReplicaSite] = {name: site.face(name) for name in EDITIONS}
    with ExitStack() as stack:
        servers = {n: stack.enter_context(serve_replica(face)) for n, face in faces.items()}
        origins = {name: server.origin for name, server in servers.items()}
        dbs: dict[Edition, Path] = {}
        for name, origin in origins.items():
            dbs[name] = tmp_path_factory.mktemp(name) / "presidency.db"
            ended(crawl(origin, dbs[name], "--edition", name, *BOTH))
        yield Three(faces, origins, dbs)


@pytest.fixture
def db(three: Three, tmp_path: Path) -> Iterator[Path]:
    """A copy of what the text edition brought, with its archive."""
    shutil.copytree(three.dbs["text"].parent, tmp_path / "copy")
    yield tmp_path / "copy" / "presidency.db"
    for face in three.faces.values():
        face.heal()


def recrawl(three: Three, db: Path, edition: Edition) -> Ran:
    """Crawl *edition* into *db*, every article stored there being due."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z'")
    return ended(crawl(three.origins[edition], db, "--edition", edition, *BOTH, "--recheck", "99"))


def change(three: Three, edition: Edition, path: str, old: str, new: str) -> None:
    """Let one edition print *new* for *old* on the pages at *path*."""

    def answer(request: Request, real: Response) -> Response:
        body = gzip.decompress(real.body)
        assert old.encode() in body
        headers = {k: v for k, v in real.headers.items() if k != "Content-Encoding"}
        return replace(real, headers=headers, body=body.replace(old.encode(), new.encode()))

    three.faces[edition].fail(path, answer)


def edition_problems(db: Path) -> list[str]:
    return [
        row[0]
        for row in query(db, "SELECT message FROM problems WHERE kind = 'edition' ORDER BY id")
    ]


def rows(db: Path, columns: str, table: str, order: str) -> list[tuple[Any, ...]]:
    return query(db, f"SELECT {columns} FROM {table} ORDER BY {order}")


def body_of(item: Item) -> str:
    return "\n\n".join(filter(None, [item.standfirst, *item.paragraphs]))


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_gives_what_the_editors_typed(three: Three, edition: Edition) -> None:
    stored = rows(
        three.dbs[edition],
        "id, headline, body, substr(published_at, 1, 16), published_precision, edition",
        "articles",
        "id",
    )
    assert stored == [
        (i.id, i.headline, body_of(i), i.published[:16].replace(" ", "T"), "minute", edition)
        for i in sorted(ITEMS.values(), key=lambda item: item.id)
    ]


@pytest.mark.parametrize("edition", ["www", "mobile"])
@pytest.mark.parametrize(
    ("table", "columns", "order"),
    [
        ("articles", "id, url, headline, lead, published_at, published_precision, body,"
         " word_count, slug_agrees, revision", "id"),
        ("paragraphs", "article_id, position, text, speaker", "article_id, position"),
        ("images", "article_id, position, url", "article_id, position"),
        ("teasers", "article_id, position, target_id, url", "article_id, position"),
        ("revisions", "article_id, revision, fingerprint", "article_id, revision"),
    ],
)  # fmt: skip
def test_the_editions_agree_field_by_field(
    three: Three, edition: Edition, table: str, columns: str, order: str
) -> None:
    text = rows(three.dbs["text"], columns, table, order)
    assert text
    assert rows(three.dbs[edition], columns, table, order) == text


def test_captions_are_those_of_the_text_edition_on_www_and_missing_on_mobile(three: Three) -> None:
    columns = ("article_id, position, caption", "images", "article_id, position")
    text = rows(three.dbs["text"], *columns)
    assert [row[2] for row in text if row[0] == CAPTIONED] == list(ITEMS[CAPTIONED].captions)
    assert rows(three.dbs["www"], *columns) == text
    assert {row[2] for row in rows(three.dbs["mobile"], *columns)} == {None}


def test_teasers_show_what_the_edition_shows(three: Three) -> None:
    seen = {
        edition: query(
            db,
            "SELECT published_precision, sum(headline IS NULL), sum(lead IS NULL), count(*)"
            " FROM teasers GROUP BY 1",
        )
        for edition, db in three.dbs.items()
    }
    [(_, _, _, total)] = seen["text"]
    assert seen["text"] == [("hour", 0, 0, total)]
    assert seen["www"] == [("minute", 0, total, total)]
    [(precision, headless, leadless, count)] = seen["mobile"]
    assert (precision, leadless, count) == ("hour", 0, total)
    assert 0 < headless < total


@pytest.mark.parametrize("name", CHOSEN)
def test_show_prints_nothing_twice(three: Three, name: str) -> None:
    """Not a lead that is the first paragraph, nor a caption that all pictures share."""
    shown = presidency("show", name, "--db", three.dbs["text"]).out
    text = " ".join(shown.split("Teasers:")[0].split())
    item = ITEMS[name]
    assert text.startswith(item.headline)
    for part in {*item.paragraphs, *filter(None, item.captions)}:
        assert text.count(part) == 1 + (part == item.headline)
    assert text.count(item.lead) == 1 + (item.lead == item.headline)
    assert text.count("[https://") == len(item.captions)


def test_show_gives_speakers_beside_the_paragraphs(three: Three) -> None:
    db = three.dbs["text"]
    shown = json.loads(presidency("show", "bg/interviews-president/3787", "--db", db, "--json").out)
    spoken = list(zip(shown["paragraphs"], shown["speakers"], strict=True))
    assert spoken[0][0].startswith("Водещ: А някои")
    assert [speaker for _, speaker in spoken][:2] == ["Водещ", "Румен Радев"]
    said = json.loads(presidency("show", "bg/news/8445", "--db", db, "--json").out)
    assert said["speakers"] == [None] * len(said["paragraphs"])


# One database for all


@pytest.fixture(scope="module")
def mixed(three: Three, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the text edition made, then www, then mobile read again."""
    folder = tmp_path_factory.mktemp("mixed") / "copy"
    shutil.copytree(three.dbs["text"].parent, folder)
    db = folder / "presidency.db"
    for edition in ("www", "mobile"):
        ran = recrawl(three, db, edition)
        counts = json.loads(ran.out)
        assert (counts["new_articles"], counts["changed"], counts["rechecked"]) == (0, 0, 16)
        assert rows(db, "DISTINCT edition", "articles", "1") == [(edition,)]
    return db


def test_three_editions_make_one_row_an_article_and_no_revision(mixed: Path) -> None:
    assert rows(mixed, "id", "articles", "id") == [(name,) for name in sorted(CHOSEN)]
    assert query(mixed, "SELECT count(*), max(revision), min(times_seen) FROM revisions") == [
        (len(CHOSEN), 1, 3)
    ]


def test_three_editions_that_agree_are_no_problem(mixed: Path) -> None:
    assert query(mixed, "SELECT kind, message FROM problems") == []


def test_a_poorer_edition_takes_nothing_away(three: Three, mixed: Path) -> None:
    for columns, table, order in (
        ("id, url, headline, lead, published_at, slug_agrees", "articles", "id"),
        ("article_id, position, url, caption", "images", "article_id, position"),
        ("article_id, position, target_id, headline, lead, url", "teasers", "article_id, position"),
    ):
        assert rows(mixed, columns, table, order) == rows(three.dbs["text"], columns, table, order)
    minutes = ("article_id, position, published_at, published_precision, published_raw", "teasers")
    order = "article_id, position"
    assert rows(mixed, *minutes, order) == rows(three.dbs["www"], *minutes, order)


def test_a_database_of_three_editions_is_verified_and_comes_back(mixed: Path) -> None:
    ran = presidency("verify", "--db", mixed)
    assert ran.code == 0, ran.out + ran.err


# Editions that disagree


def test_another_headline_in_another_edition_is_a_revision_and_a_problem_that_comes_back(
    three: Three, db: Path
) -> None:
    change(three, "www", "/news8445/", "Румен Радев се срещна", "Друг се срещна")
    recrawl(three, db, "www")
    [message] = edition_problems(db)
    for part in (NEWEST, "headline", "text has 'Румен Радев", "www has 'Друг "):
        assert part in message
    present = query(
        db, "SELECT substr(headline, 1, 7), revision, edition FROM articles WHERE id = ?", NEWEST
    )
    assert present == [("Друг се", 2, "www")]
    where = query(
        db,
        "SELECT c.article_id, p.run_id = c.run_id FROM problems p"
        " JOIN captures c ON c.id = p.capture_id WHERE p.kind = 'edition'",
    )
    assert where == [(NEWEST, 1)]
    assert presidency("rebuild", "--db", db).code == 0
    assert edition_problems(db) == [message]
    assert presidency("verify", "--db", db).code == 0


def test_another_minute_and_another_word_are_named_with_both_values(three: Three, db: Path) -> None:
    change(three, "mobile", "/bg/news8445/", "2025-06-16 13:25:00", "2025-06-16 13:26:00")
    change(three, "mobile", "/bg/news170/", "ясно", "неясно")
    recrawl(three, db, "mobile")
    other, text = sorted(edition_problems(db), key=len)
    assert other == (
        f"{NEWEST}: published_at: text has '2025-06-16T13:25:00+03:00',"
        " mobile has '2025-06-16T13:26:00+03:00'"
    )
    assert text.startswith("bg/news/170: body: text has ")
    before, after = text.split(", mobile has ")
    assert "ще декларира ясно" in before
    assert "ще декларира неясно" in after


def test_a_difference_in_looks_is_no_disagreement(three: Three, db: Path) -> None:
    change(three, "mobile", "/bg/news1076/", "„", "«")
    recrawl(three, db, "mobile")
    assert edition_problems(db) == []
    changes = query(db, "SELECT article_id, cosmetic FROM revisions WHERE revision > 1")
    assert changes == [("bg/news/1076", 1)]


def test_an_edit_seen_by_the_edition_that_was_read_before_is_no_disagreement(
    three: Three, db: Path
) -> None:
    face = three.faces["text"]
    face.edit(NEWEST, headline="Друго заглавие")
    recrawl(three, db, "text")
    face.edit(NEWEST, headline=ITEMS[NEWEST].headline)
    assert query(db, "SELECT revision FROM articles WHERE id = ?", NEWEST) == [(2,)]
    assert edition_problems(db) == []
