"""The whole crawl: the real command, real HTTP on loopback, a real database."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from presidency_scraper.demo.replica import (
    Item,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from presidency_scraper.demo.replica.site import PastEnd
from presidency_scraper.demo.replica.tags import picture_path
from tests.conftest import (
    HTML,
    ROOT,
    SLOW,
    Crawled,
    Served,
    clean_environment,
    crawl,
    ended,
    presidency,
    query,
    run,
    scrapy,
)
from tests.ingest.test_signals import started
from tests.sites.dress import ITEMS, printed

SOFIA = ZoneInfo("Europe/Sofia")
SECTIONS = ("news", "speeches-and-statements", "interviews-president", "photo-gallery")
NEWS = ("news", "speeches-and-statements")
FEW = demo_site().items("bg")[:20]
LISTING_1 = [f"/bg/{section}/page/1" for section in SECTIONS]


# What the database must hold, worked out from the replica's texts and never from the database


def canonical(item: Item) -> str:
    prefix = "/en" if item.language == "en" else ""
    return f"https://www.president.bg{prefix}/{item.section}{item.number}/{item.slug}.html"


def minute(item: Item) -> str:
    return datetime.fromisoformat(item.published).replace(tzinfo=SOFIA).isoformat()


def hour(item: Item) -> str:
    at = datetime.fromisoformat(item.published).replace(tzinfo=SOFIA, minute=0)
    return at.isoformat()


def paragraphs(item: Item) -> list[str]:
    """The standfirst, where the page shows one above the text, opens the text."""
    return [item.standfirst, *item.paragraphs] if item.standfirst else [*item.paragraphs]


def newest_first(language: str, sections: tuple[str, ...], label: str | None = None) -> list[Item]:
    found = [
        item
        for item in ITEMS.values()
        if item.language == language and item.section in sections and label in (None, item.label)
    ]
    return sorted(found, key=lambda item: (item.published, item.number), reverse=True)


def teasers(item: Item) -> list[tuple[object, ...]]:
    others = [other for other in newest_first(item.language, NEWS) if other.id != item.id][:4]
    return [
        (
            position,
            other.headline,
            other.lead,
            hour(other),
            "hour",
            printed(other.published, item.language, "text"),
            canonical(other),
            other.id,
        )
        for position, other in enumerate(others, 1)
    ]


def announced(language: str, section: str, label: str | None) -> list[tuple[object, ...]]:
    """Every entry of a listing: page, position and what it says."""
    sections = NEWS if section == "news" else (section,)
    twice = [
        item
        for item in newest_first(language, sections, label)
        for _ in range(2 if "duplicate" in item.quirks else 1)
    ]
    return [
        (
            at // 5 + 1,
            at % 5 + 1,
            item.id,
            None if "bare" in item.quirks else item.headline,
            item.lead,
            hour(item),
            printed(item.published, "bg" if "bulgarian_month" in item.quirks else language, "text"),
            canonical(item),
            label,
        )
        for at, item in enumerate(twice)
    ]


TABLES = {
    "articles": "SELECT id, language, section, number, url, headline, lead, published_at,"
    " published_precision, published_raw, body, word_count, revision, gone_at, edition, layout,"
    " slug_agrees FROM articles",
    "paragraphs": "SELECT * FROM paragraphs",
    "teasers": "SELECT * FROM teasers",
    "images": "SELECT * FROM images",
    "sightings": "SELECT DISTINCT article_id, headline, lead, published_at, published_raw, url,"
    " label, listing FROM sightings",
}


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database says of the site, whenever and however often it was seen."""
    return {name: sorted(query(db, sql), key=repr) for name, sql in TABLES.items()}


def whole(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the ledger of runs and what belongs to a run."""
    told = "articles paragraphs teasers images problems".split()
    return {name: sorted(query(db, f"SELECT * FROM {name}"), key=repr) for name in told}


def one_text(row: tuple[object, ...], headline: int) -> tuple[object, ...]:
    """*row* with the lead None where it repeats the headline, or is the only text of an entry.

    An entry that prints one text does not say which of the two it is.
    """
    first, second = row[headline : headline + 2]
    alone = first if second in (None, first) else second if first is None else None
    return (*row[:headline], alone, None, *row[headline + 2 :]) if alone else row


def problems(db: Path) -> list[tuple[str, str, int]]:
    """What went wrong; that a section has no listing in a language is a note and no problem."""
    return query(db, "SELECT kind, url, capture_id FROM problems WHERE kind != 'no-listing'")


def stored(db: Path) -> set[str]:
    return {row[0] for row in query(db, "SELECT id FROM articles")}


def articles_of(paths: list[str]) -> list[str]:
    """The articles among the paths that were asked for."""
    ids = [path.split("/")[1:3] for path in paths if path.endswith(".html")]
    return [f"{lang}/{name.rstrip('0123456789')}/{name.lstrip(LETTERS)}" for lang, name in ids]


LETTERS = "abcdefghijklmnopqrstuvwxyz-"


def is_sound(db: Path) -> bool:
    return query(db, "PRAGMA integrity_check") == [("ok",)] and not query(
        db, "PRAGMA foreign_key_check"
    )


def page_of(html: str) -> Callable[[Request, Response], Response]:
    """A fault that answers with *html*."""
    return lambda _request, _real: Response(200, HTML, html.encode())


# Everything is stored, exactly


def test_a_whole_crawl_ends_well_and_stores_every_article_of_both_languages(
    crawled: Crawled,
) -> None:
    assert crawled.ran.code == 0, crawled.ran.err
    assert stored(crawled.db) == set(ITEMS)
    assert problems(crawled.db) == []
    assert is_sound(crawled.db)


def by_article(db: Path, columns: str, table: str) -> dict[str, list[tuple[object, ...]]]:
    """What a table holds of each article, in order."""
    found: dict[str, list[tuple[object, ...]]] = {key: [] for key in ITEMS}
    for key, *row in query(db, f"SELECT article_id, {columns} FROM {table} ORDER BY 1, position"):
        found[str(key)].append(tuple(row))
    return found


def test_every_article_has_its_exact_fields(crawled: Crawled) -> None:
    columns = (
        "id, language, section, number, url, headline, published_at, published_precision,"
        " published_raw, body, word_count, gone_at, edition, layout"
    )
    texts = {item.id: "\n\n".join(paragraphs(item)) for item in ITEMS.values()}
    expected = [
        (
            item.id, item.language, item.section, item.number, canonical(item), item.headline,
            minute(item), "minute", item.published, texts[item.id], len(texts[item.id].split()),
            None, "text", "landmarks",
        )
        for item in ITEMS.values()
    ]  # fmt: skip
    assert sorted(query(crawled.db, f"SELECT {columns} FROM articles")) == sorted(expected)


def test_every_article_has_the_lead_that_listings_and_teasers_print(crawled: Crawled) -> None:
    for key, lead in query(crawled.db, "SELECT id, lead FROM articles"):
        item = ITEMS[key]
        repeats = item.lead.rstrip(".") == item.headline
        assert lead == item.lead or (repeats and lead is None)


def test_every_article_has_its_exact_paragraphs(crawled: Crawled) -> None:
    expected = {key: list(enumerate(paragraphs(item), 1)) for key, item in ITEMS.items()}
    assert by_article(crawled.db, "position, text", "paragraphs") == expected


def test_every_article_has_its_exact_teasers(crawled: Crawled) -> None:
    columns = (
        "position, headline, lead, published_at, published_precision, published_raw, url, target_id"
    )
    for key, rows in by_article(crawled.db, columns, "teasers").items():
        expected = teasers(ITEMS[key])
        assert [one_text(row, 1) for row in rows] == [one_text(row, 1) for row in expected]


def test_every_article_has_its_exact_images(crawled: Crawled) -> None:
    expected = {
        key: [
            (at + 1, f"https://www.president.bg{picture_path(item, at)}", caption)
            for at, caption in enumerate(item.captions)
        ]
        for key, item in ITEMS.items()
    }
    assert by_article(crawled.db, "position, url, caption", "images") == expected


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("label", [None, "president", "vicepresident"])
def test_sightings_hold_every_entry_of_every_listing(
    crawled: Crawled, language: str, section: str, label: str | None
) -> None:
    listing = "/".join(filter(None, (language, section, label)))
    sql = (
        "SELECT page, position, article_id, headline, lead, published_at, published_raw, url,"
        " label FROM sightings WHERE listing = ? ORDER BY page, position"
    )
    expected = announced(language, section, label) if section == "news" or not label else []
    rows = query(crawled.db, sql, listing)
    assert [one_text(row, 3) for row in rows] == [one_text(row, 3) for row in expected]


def test_the_seed_page_is_the_article_that_was_seen_with_its_teasers(crawled: Crawled) -> None:
    """What is expected was written by hand from the page of 2025-10-16."""
    page = json.loads((ROOT / "tests/pages/tables-of-2012/expected.json").read_text("utf-8"))
    shown = ("headline", "published_at", "precision", "published_raw")
    columns = "headline, published_at, published_precision, published_raw"
    article = query(crawled.db, f"SELECT {columns} FROM articles WHERE id = ?", page["id"])
    assert article == [tuple(page[name] for name in shown)]
    texts = by_article(crawled.db, "text", "paragraphs")[page["id"]]
    assert [text for (text,) in texts] == page["paragraphs"]
    all_shown = ("position", "lead", "url", "target", *shown)
    assert by_article(crawled.db, f"position, lead, url, target_id, {columns}", "teasers")[
        page["id"]
    ] == [tuple(teaser[name] for name in all_shown) for teaser in page["teasers"]]


# What is promised of the database as a whole


def test_times_other_than_published_at_are_utc(crawled: Crawled) -> None:
    for table, column in [
        ("articles", "first_seen_at"),
        ("articles", "last_checked_at"),
        ("captures", "captured_at"),
        ("runs", "started_at"),
        ("runs", "finished_at"),
    ]:
        for (at,) in query(crawled.db, f"SELECT DISTINCT {column} FROM {table}"):
            assert datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")


def test_every_request_left_one_capture(crawled: Crawled) -> None:
    urls = Counter(row[0] for row in query(crawled.db, "SELECT url FROM captures"))
    paths = Counter("/" + url.split("/", 3)[3] for url in urls.elements())
    assert paths == Counter(entry.path for entry in crawled.log)
    sql = "SELECT count(*) FROM captures WHERE status IS NULL OR digest IS NULL OR length IS NULL"
    assert query(crawled.db, sql) == [(0,)]


def test_summary_and_ledger_count_what_the_site_saw(crawled: Crawled) -> None:
    ((code, outcome, stats),) = query(crawled.db, "SELECT exit_code, outcome, stats FROM runs")
    assert (code, outcome) == (0, "all well: 102 new articles")
    summary = json.loads(crawled.ran.out)
    assert (summary["exit_code"], summary["new_articles"]) == (0, 102)
    assert summary["requests"] == json.loads(stats)["requests"] == len(crawled.log)


# What is asked for


def test_only_robots_txt_articles_and_listings_are_asked_for_and_no_article_twice(
    crawled: Crawled,
) -> None:
    paths = [entry.path for entry in crawled.log]
    assert paths[0] == "/robots.txt"
    twice = [path for path, times in Counter(paths).items() if times > 1]
    assert all("/page/" in path and paths.count(path) == 2 for path in twice)
    for path in paths[1:]:
        first, section, *rest = path.strip("/").split("/")
        assert first in ("bg", "en")
        listing = section in SECTIONS and rest[-2] == "page"
        assert listing or path.endswith(".html")
        assert section.rstrip("0123456789") in SECTIONS
    assert sorted(articles_of(paths)) == sorted(ITEMS)


def test_every_request_says_who_asks(crawled: Crawled) -> None:
    agents = {headers["user-agent"] for headers in crawled.headers}
    assert len(agents) == 1
    assert agents.pop().startswith("presidency_scraper/")


def test_no_request_carries_a_cookie(crawled: Crawled) -> None:
    assert not any("cookie" in headers for headers in crawled.headers)


def test_the_settings_of_a_checkout_are_polite() -> None:
    code = (
        "from scrapy.utils.project import get_project_settings as get; s = get();"
        "print(s.getbool('ROBOTSTXT_OBEY'), s.getint('CONCURRENT_REQUESTS'),"
        "s.getfloat('DOWNLOAD_DELAY'), s.getbool('AUTOTHROTTLE_ENABLED'), s.get('USER_AGENT'))"
    )
    assert run("-c", code, cwd=ROOT).out.startswith("True 1 1.0 True presidency_scraper/")


# A second crawl


def test_a_second_crawl_costs_at_most_four_requests_and_changes_nothing(
    served: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    ended(crawl(served.origin, db))
    before = whole(db)
    served.asked()
    ran = ended(crawl(served.origin, db, "--sweep", "0"))
    assert sorted(served.asked()) == sorted(LISTING_1)
    assert json.loads(ran.out)["new_articles"] == 0
    assert whole(db) == before
    assert is_sound(db)


@pytest.mark.parametrize(
    "requests", [5, *(pytest.param(n, marks=SLOW) for n in (1, 2, 3, 4, 6, 7, 8, 9))]
)
def test_a_crawl_cut_short_after_the_first_one_leaves_no_label_unknown(
    few: Served, few_db: Path, requests: int
) -> None:
    """The filtered listings say whose news it is; they are walked when all else is stored."""
    new = few.site.publish(few.site.draft("Нов указ"))
    assert crawl(few.origin, few_db, "--max-requests", str(requests)).code == 4
    ended(crawl(few.origin, few_db))
    sql = "SELECT DISTINCT label FROM sightings WHERE article_id = ? AND label IS NOT NULL"
    assert query(few_db, sql, new.id) == [(new.label,)]
    few.asked()
    ended(crawl(few.origin, few_db, "--sweep", "0"))
    assert few.asked() == LISTING_1


def test_an_article_published_while_the_listing_is_walked_is_not_missed(
    few: Served, tmp_path: Path
) -> None:
    def publish(_: Request, real: Response) -> Response:
        few.site.publish(few.site.draft("Междувременно"))
        return real

    few.site.fail("/bg/news/page/2$", publish, times=1)
    db = tmp_path / "p.db"
    ended(crawl(few.origin, db))
    ended(crawl(few.origin, db))
    assert stored(db) == {item.id for item in few.site.items()}


@pytest.mark.parametrize("past_end", ["empty", "last"])
def test_whatever_a_listing_answers_past_its_end_all_is_stored_without_a_problem(
    past_end: PastEnd, tmp_path: Path
) -> None:
    site = ReplicaSite(demo_site().items("bg")[:12], past_end=past_end)
    with serve_replica(site) as server:
        ran = crawl(server.origin, tmp_path / "p.db")
    assert ran.code == 0, ran.err
    assert stored(tmp_path / "p.db") == {item.id for item in site.items()}
    assert problems(tmp_path / "p.db") == []


# A filter that not every page links to


def test_the_filter_other_is_walked_where_a_page_links_to_it(few: Served, tmp_path: Path) -> None:
    few.site.publish(few.site.draft("Връчени бяха награди", label="vicepresident"))
    for path in ("/bg/news/page/1", "/bg/news/vicepresident/page/1"):
        shown = few.site.answer("GET", path).body.decode()
        other = page_of(shown.replace("/news/vicepresident/", "/news/other/"))
        few.site.fail(f"^{path.replace('/vicepresident/', '/other/')}$", other)
    db = tmp_path / "p.db"
    ran = crawl(few.origin, db, "--section", "news")
    assert ran.code == 0, ran.err
    assert problems(db) == []
    sql = "SELECT DISTINCT label FROM sightings WHERE listing = ?"
    assert query(db, sql, "bg/news/other") == [("other",)]
    ids = "SELECT article_id FROM sightings WHERE listing = ? AND page = 1 ORDER BY position"
    assert query(db, ids, "bg/news/other") == query(db, ids, "bg/news/vicepresident")
    assert not any("/en/news/other/" in path for path in few.asked())
    few.site.heal()


# English shells


def test_a_shell_that_a_listing_links_to_is_no_article_and_no_failure(
    few: Served, tmp_path: Path
) -> None:
    for label in ("president", "vicepresident"):
        few.site.publish(few.site.draft("In English", language="en", label=label))
    shell = few.site.answer("GET", "/en/news7398/x.html").body
    few.site.publish(few.site.draft("Still to be translated", number=7398, language="en"))
    few.site.fail("/en/news7398/", lambda _request, _real: Response(200, HTML, shell))
    translated = {item.id for item in few.site.items("en")} - {"en/news/7398"}
    db = tmp_path / "p.db"
    ended(crawl(few.origin, db, "--language", "en", "--section", "news"))
    assert stored(db) == translated
    assert problems(db) == []
    sql = "SELECT article_id FROM captures WHERE outcome = 'shell'"
    assert query(db, sql) == [("en/news/7398",)]

    few.site.heal()
    ended(crawl(few.origin, db, "--language", "en", "--section", "news"))
    assert stored(db) == translated | {"en/news/7398"}


# When the site does not play along


def test_robots_txt_is_obeyed(few: Served, tmp_path: Path) -> None:
    rules = Response(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")
    few.site.fail("^/robots.txt$", lambda _request, _real: rules)
    ended(crawl(few.origin, tmp_path / "p.db"), 6)
    assert few.asked() == ["/robots.txt"]
    assert stored(tmp_path / "p.db") == set()
    few.site.heal()


def test_a_page_that_cannot_be_read_is_a_problem_and_all_that_the_next_crawl_fetches(
    few: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    few.site.fail("/bg/news8510/", page_of("<h1>НОВИНИ</h1><h2>Преместено</h2><p>Без дата.</p>"))
    ran = crawl(few.origin, db)
    assert ran.code == 5
    assert "1 page could not be read" in ran.err
    assert json.loads(ran.out)["exit_code"] == 5
    ((kind, url, capture),) = problems(db)
    assert (kind, url.split("/")[4]) == ("layout", "news8510")
    assert query(db, "SELECT outcome FROM captures WHERE id = ?", capture) == [("unreadable",)]
    assert stored(db) == {item.id for item in FEW} - {"bg/news/8510"}
    few.site.heal()
    few.asked()
    ended(crawl(few.origin, db, "--sweep", "0"))
    paths = few.asked()
    assert articles_of(paths) == ["bg/news/8510"]
    assert len(paths) == 5


def test_a_page_of_another_article_is_not_stored_under_the_one_asked_for(
    few: Served, tmp_path: Path
) -> None:
    few.site.fail(
        "/bg/news8510/",
        lambda _request, _real: Response(302, {"Location": "/bg/news8445/x.html"}),
    )
    db = tmp_path / "p.db"
    crawl(few.origin, db)
    assert "bg/news/8510" not in stored(db)
    headline = query(db, "SELECT headline FROM articles WHERE id = 'bg/news/8445'")
    assert headline == [(ITEMS["bg/news/8445"].headline,)]


def test_a_listing_page_that_fails_leaves_no_hole(few: Served, tmp_path: Path) -> None:
    few.site.fail("/bg/news/page/2$", page_of("<h1>НОВИНИ</h1>"))
    db = tmp_path / "p.db"
    ended(crawl(few.origin, db), 5)
    assert len(problems(db)) == 1
    few.site.heal()
    ended(crawl(few.origin, db))
    assert stored(db) == {item.id for item in few.site.items()}


# Runs that are cut short


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), pytest.param(signal.SIGINT, 130, marks=SLOW)]
)
def test_a_crawl_stopped_by_a_signal_leaves_a_sound_database_and_no_hole(
    few: Served, tmp_path: Path, number: signal.Signals, code: int, uncut: dict[str, object]
) -> None:
    db = tmp_path / "p.db"
    with started("crawl", "--origin", few.origin, "--delay", "0", "--db", db) as process:

        def stop(_: Request, real: Response) -> Response:
            process.send_signal(number)
            return real

        few.site.fail("/bg/news/page/3$", stop, times=1)
        _, error = process.communicate(timeout=60)
    assert process.returncode == code, error
    assert "Traceback" not in error
    assert is_sound(db)
    ended(crawl(few.origin, db))
    assert tables(db) == uncut


@pytest.fixture(scope="module")
def uncut(crawled_few: Path) -> dict[str, list[tuple[object, ...]]]:
    """What an uninterrupted crawl of the twenty newest articles stores."""
    return tables(crawled_few)


def within(first: str, last: str) -> set[str]:
    return {item.id for item in FEW if first <= item.published[:10] <= last}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--limit 7", None),
        ("--since 2025-07-25", within("2025-07-25", "9999")),
        ("--until 2025-07-25", within("2012", "2025-07-25")),
        ("--section photo-gallery", {i.id for i in FEW if i.section == "photo-gallery"}),
    ],
)
def test_an_option_bounds_a_crawl_and_the_next_plain_one_leaves_no_hole(
    few: Served, tmp_path: Path, uncut: dict[str, object], options: str, expected: set[str] | None
) -> None:
    db = tmp_path / "p.db"
    ended(crawl(few.origin, db, *options.split()))
    first = stored(db)
    assert sorted(articles_of(few.asked())) == sorted(first)
    if expected is not None:
        assert first == expected
    if "--limit" in options:
        assert len(first) == int(options.split()[-1])
    ended(crawl(few.origin, db))
    assert not first & set(articles_of(few.asked()))
    assert tables(db) == uncut


def test_only_the_language_asked_for_is_crawled(served: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    ended(crawl(served.origin, db, "--language", "en", "--limit", "3"))
    assert {path.split("/")[1] for path in served.asked()} == {"robots.txt", "en"}
    assert {row.split("/")[0] for row in stored(db)} == {"en"}


def test_bulgarian_alone_is_crawled_where_no_language_is_named(few: Served, tmp_path: Path) -> None:
    few.site.publish(few.site.draft("In English", language="en"))
    ended(crawl(few.origin, tmp_path / "p.db"))
    assert not any(path.startswith("/en/") for path in few.asked())


def test_a_full_crawl_walks_all_pages_and_finds_what_was_backdated(
    few: Served, few_db: Path
) -> None:
    old = few.site.publish(few.site.draft("Със стара дата", published="2021-04-01 10:00:00"))
    ended(crawl(few.origin, few_db, "--full"))
    assert old.id in stored(few_db)


# Saying and not doing, and the Scrapy way


def test_a_dry_run_writes_no_database_and_fetches_no_article(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "new" / "p.db"
    ran = ended(crawl(few.origin, db, "--dry-run"))
    paths = few.asked()
    assert articles_of(paths) == []
    assert sorted(paths) == sorted(["/robots.txt", *LISTING_1])
    assert not list(tmp_path.iterdir())
    said = json.loads(ran.out)
    assert said["dry_run"] is True
    assert said["articles"] >= 20
    assert said["requests"] >= said["articles"] + said["listing_pages"]


def test_a_dry_run_on_a_database_leaves_it_as_it_is(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    ended(crawl(few.origin, db, "--limit", "2"))
    before = db.read_bytes()
    ended(crawl(few.origin, db, "--dry-run"))
    assert db.read_bytes() == before


def test_without_json_a_crawl_says_in_lines_what_it_did(few: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    arguments = ["--origin", few.origin, "--delay", "0", "--limit", "2", "--db", str(db)]
    ran = presidency("crawl", *arguments, cwd=tmp_path)
    assert ran.code == 0
    assert ran.out.startswith("all well: 2 new articles\n")
    assert "\x1b" not in ran.out + ran.err


def test_both_languages_are_asked_for_where_none_is_named(few: Served, tmp_path: Path) -> None:
    quick = ["--origin", few.origin, "--delay", "0", "--limit", "1"]
    command = [sys.executable, "-m", "presidency_scraper", "crawl", *quick]
    subprocess.run(command, cwd=tmp_path, env=clean_environment(), check=False)
    assert {"/bg/news/page/1", "/en/news/page/1"} <= set(few.asked())


def test_scrapy_itself_stores_the_same(
    few: Served, tmp_path: Path, uncut: dict[str, object]
) -> None:
    db = tmp_path / "p.db"
    options = f"-a edition=text -s PRESIDENCY_ARCHIVE={tmp_path / 'archive'}".split()
    ran = ended(scrapy(few.origin, db, *options))
    assert "Traceback" not in ran.err
    assert tables(db) == uncut


@pytest.mark.parametrize(("level", "times"), [("INFO", 0), ("DEBUG", 1)])
def test_scrapy_itself_names_each_page_where_its_log_is_to_tell_all(
    few: Served, tmp_path: Path, level: str, times: int
) -> None:
    options = f"-a limit=2 -L {level}".split()
    ran = ended(scrapy(few.origin, tmp_path / "p.db", *options))
    assert ran.err.count("Crawled (200)") == times * len(few.asked())
    assert ("Scraped from" in ran.err) == bool(times)


def test_the_demo_deletes_nothing_that_is_not_a_demos(crawled: Crawled, tmp_path: Path) -> None:
    db = tmp_path / "presidency.db"
    shutil.copy(crawled.db, db)
    ran = presidency("demo", cwd=tmp_path, PRESIDENCY_DB=str(db))
    assert (ran.code, "is not a demo's" in ran.err) == (2, True)
    assert stored(db) == set(ITEMS)


def test_the_demo_needs_no_network_and_makes_its_database_anew(tmp_path: Path) -> None:
    db = tmp_path / "demo.db"
    presidency("demo", "--db", db, cwd=tmp_path)
    with closing(sqlite3.connect(db)) as connection, connection:  # as an older version made it
        connection.execute("DROP TABLE outlinks")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm021_outlinks'")
    ran = ended(presidency("demo", "--db", db, cwd=tmp_path))
    assert "102 articles" in ran.out
    assert stored(db) == set(ITEMS)
    ((command,),) = query(db, "SELECT command FROM runs")
    assert command.startswith("presidency demo")
