"""What others captured is taken in by the rules of a crawl; history follows from its time."""

import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presidency_scraper.demo.replica import ReplicaSite, demo_site
from presidency_scraper.errors import UsageError
from presidency_scraper.ingest.brought import Brought
from presidency_scraper.ingest.verify import verify
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.store import browse
from presidency_scraper.store.database import open_reader
from tests.archive.test_foreign_faults import PLAYERS, read_table
from tests.archive.theirs import need
from tests.conftest import ROOT, Served, ahead, clean_environment, crawl, presidency, query
from tests.ingest.broken import Hole, run_broken
from tests.ingest.captured import DAY, HOST, Shot, all_rows, bring, shoot, write_shots

ID = "bg/news/8601"
SECURE = HOST.replace("http:", "https:")
PATH = "/bg/news8601/x.html"
LISTING = "/bg/news/page/1"


def replica() -> ReplicaSite:
    return ReplicaSite(demo_site().items("bg")[:20])


def news_of(site: ReplicaSite) -> list[int]:
    """The numbers of its news."""
    return [int(item.id[8:]) for item in site.items() if item.id.startswith("bg/news/")]


def headline_of(article_id: str) -> str:
    return next(item.headline for item in replica().items() if item.id == article_id)


def a_life() -> list[Shot]:
    """Two edits, a deletion of four days, and a return, as listings and other pages saw it."""
    site = replica()
    other = "/bg/news8634/x.html"
    shots = [shoot(site, PATH, 0), shoot(site, LISTING, 0.1), shoot(site, other, 0.2)]
    site.edit(ID, headline="Втора", paragraphs=("Втори текст.",), lead="Второ.")
    shots += [shoot(site, PATH, 1), shoot(site, LISTING, 1.1), shoot(site, other, 1.2)]
    site.edit(ID, headline="Трета", paragraphs=("Трети текст.",), lead="Трето.")
    shots += [shoot(site, PATH, 2), shoot(site, other, 2.2)]
    site.delete(ID)
    shots += [shoot(site, PATH, 3 + day) for day in range(4)]
    site.restore(ID)
    return [*shots, shoot(site, PATH, 8), shoot(site, LISTING, 8.1)]


def said(brought: Brought) -> str:
    assert brought.run.outcome
    return brought.run.outcome.line


def is_sound(db: Path) -> list[str]:
    return list(verify(db.with_name("archive"), db, SITE))


def test_edits_and_a_deletion_are_known_from_imports_alone_in_order_and_time(
    tmp_path: Path,
) -> None:
    shots = a_life()
    random.Random(7).shuffle(shots)
    db = tmp_path / "p.db"
    brought = bring(db, write_shots(tmp_path / "theirs.warc.gz", shots))
    assert brought.run.outcome and brought.run.outcome.code == 0, brought.run.outcome
    assert query(
        db,
        "SELECT revision, previous, captured_at, headline FROM revisions"
        " WHERE article_id = ? ORDER BY revision",
        ID,
    ) == [
        (1, None, "2025-11-01T09:00:00Z", headline_of(ID)),
        (2, 1, "2025-11-02T09:00:00Z", "Втора"),
        (3, 2, "2025-11-03T09:00:00Z", "Трета"),
    ]  # fmt: skip
    assert query(
        db,
        "SELECT f.captured_at, l.captured_at, b.runs, b.gone_at, k.captured_at FROM absences b"
        " JOIN captures f ON f.id = b.first_capture_id JOIN captures l ON l.id = b.last_capture_id"
        " JOIN captures k ON k.id = b.back_capture_id WHERE b.article_id = ?",
        ID,
    ) == [
        (
            "2025-11-04T09:00:00Z", "2025-11-07T09:00:00Z", 4, "2025-11-04T09:00:00Z",
            "2025-11-09T09:00:00Z",
        )
    ]  # fmt: skip
    assert query(
        db,
        "SELECT headline, lead, revision, first_seen_at, last_checked_at, gone_at FROM articles"
        " WHERE id = ?",
        ID,
    ) == [("Трета", "Трето.", 3, "2025-11-01T09:00:00Z", "2025-11-09T09:00:00Z", None)]
    assert is_sound(db) == []


def test_five_shuffled_orders_make_the_same_rows(tmp_path: Path) -> None:
    made = []
    for order in range(5):
        shots = a_life()
        random.Random(order).shuffle(shots)
        half = len(shots) // 2
        folder = tmp_path / str(order)
        db = folder / "p.db"
        bring(db, write_shots(folder / "a.warc", shots[:half]))
        bring(db, write_shots(folder / "b.warc.gz", shots[half:]))
        made.append(all_rows(db))
        assert is_sound(db) == []
    assert made[0]["articles"]
    assert all(one == made[0] for one in made)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_and_any_cut_make_the_rows_of_the_order_of_time(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shots = a_life()
    kept = data.draw(st.lists(st.sampled_from(shots), unique=True, min_size=1))
    shuffled = data.draw(st.permutations(kept))
    cut = data.draw(st.integers(0, len(kept)))
    folder = tmp_path_factory.mktemp("any")
    in_time = folder / "time" / "p.db"
    for number, shot in enumerate(sorted(kept, key=lambda shot: shot.at)):
        bring(in_time, write_shots(folder / f"t{number}.warc", [shot]))
    db = folder / "any" / "p.db"
    for number, part in enumerate((shuffled[:cut], shuffled[cut:])):
        if part:
            bring(db, write_shots(folder / f"{number}.warc", part))
    assert all_rows(db) == all_rows(in_time)


def test_what_was_taken_in_is_not_taken_again(tmp_path: Path) -> None:
    db, path = tmp_path / "p.db", write_shots(tmp_path / "a.warc", a_life())
    first = bring(db, path)
    before = all_rows(db), query(db, "SELECT * FROM captures")
    again = bring(db, path)
    assert again.run.counts["known"] == first.run.counts["taken"] == len(a_life())
    assert (all_rows(db), query(db, "SELECT * FROM captures")) == before
    assert not any(again.rows.values())


def test_where_a_capture_came_from_stands_in_the_row_and_in_the_archive(tmp_path: Path) -> None:
    db, path = tmp_path / "p.db", write_shots(tmp_path / "a.warc", a_life()[:2])
    bring(db, path)
    length = len(a_life()[0].content)
    assert query(db, "SELECT source FROM captures ORDER BY id") == [
        ("file:a.warc#offset=0",),
        (f"file:a.warc#offset={length}",),
    ]
    assert is_sound(db) == []


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    return tmp_path / "data" / "p.db"


def test_an_older_capture_does_not_become_the_present_state(served: Served, crawled: Path) -> None:
    old = served.site.items("bg")[0]
    shots = [shoot(served.site, f"/{old.id.replace('/news/', '/news')}/x.html", 0, served.origin)]
    served.site.edit(old.id, headline="Сега")
    options = ("--section", "news", "--archive", crawled.with_name("archive"), "--limit", "3")
    ran = crawl(served.origin, crawled, *options)
    assert ran.code == 0, ran.err
    present = query(crawled, "SELECT headline, last_checked_at FROM articles WHERE id = ?", old.id)
    path = write_shots(crawled.parent / "theirs.warc", shots)
    brought = bring(crawled, path, origin=served.origin)
    assert brought.rows == {"new_articles": 0, "edits": 1, "misses": 0}
    assert (
        query(crawled, "SELECT headline, last_checked_at FROM articles WHERE id = ?", old.id)
        == present
    )
    assert query(
        crawled,
        "SELECT revision, headline FROM revisions WHERE article_id = ? ORDER BY revision",
        old.id,
    ) == [(1, old.headline), (2, "Сега")]  # fmt: skip
    assert query(crawled, "SELECT revision, first_seen_at FROM articles WHERE id = ?", old.id) == [
        (2, f"{DAY:%Y-%m-%dT%H:%M:%SZ}")
    ]
    assert is_sound(crawled) == []
    later = crawl(served.origin, crawled, *options, "--recheck", "2", **ahead(40))
    assert later.code == 0, later.err
    assert is_sound(crawled) == []


def test_our_own_wacz_brings_the_same_rows_into_an_empty_database(
    few: Served, crawled: Path
) -> None:
    edited, deleted = few.site.items()[0].id, few.site.items()[1].id
    options = ("--section", "news", "--recheck", "40", "--archive", crawled.with_name("a"))
    for night in range(7):
        if night == 1:
            few.site.edit(edited, headline="Друга")
        elif night == 2:
            few.site.delete(deleted)
        elif night == 6:
            few.site.restore(deleted)
        crawl(few.origin, crawled, *options, **ahead(night * 200))
    wacz, db = crawled.with_name("ours.wacz"), crawled.parent / "again" / "p.db"
    places = ("--db", crawled, "--archive", crawled.with_name("a"))
    ran = presidency("export", "--format", "wacz", "--out", wacz, *places)
    assert ran.code == 0, ran.err
    ran = presidency("import", wacz, "--db", db, "--origin", few.origin, cwd=None, **ahead(1300))
    assert ran.code == 0, ran.err
    theirs, ours = all_rows(db), all_rows(crawled)
    assert query(db, "SELECT article_id, runs > 2, back_capture_id > 0 FROM absences") == [
        (deleted, 1, 1)
    ]
    assert query(db, "SELECT count(*) FROM revisions WHERE article_id = ?", edited) == [(2,)]
    for table in ("articles", "paragraphs", "teasers", "images", "revisions", "absences", "leads"):
        assert theirs[table] == ours[table], table
    ran = presidency("verify", "--db", db)
    assert ran.code == 0, ran.out


def test_what_wget_captured_makes_the_rows_that_our_crawl_makes(few: Served, crawled: Path) -> None:
    need("wget", which("wget"), "apt-get install wget")
    options = ("--recheck", "0", "--archive", crawled.with_name("a"))
    assert crawl(few.origin, crawled, *options).code == 0
    captured = crawled.with_name("theirs")
    wget = ["wget", "-q", "-r", "-l", "inf", "-e", "robots=off", "--delete-after"]
    wget += ["--accept-regex", "/bg/.*(page/|html)", f"--warc-file={captured}"]
    subprocess.run([*wget, f"{few.origin}/bg/news/page/1"], cwd=crawled.parent, check=False)
    db = crawled.parent / "again" / "p.db"
    brought = bring(db, captured.with_name("theirs.warc.gz"), origin=few.origin)
    assert dict(brought.faults) == {}
    told = "id, url, headline, lead, published_at, body, word_count, revision, gone_at, slug_agrees"
    for query_of in (
        f"SELECT {told} FROM articles WHERE section = 'news' ORDER BY id",
        *(
            f"SELECT * FROM {table} WHERE article_id LIKE 'bg/news/%' ORDER BY 1, 2"
            for table in ("paragraphs", "teasers", "images")
        ),
        "SELECT article_id, revision, fingerprint, changed FROM revisions"
        " WHERE article_id LIKE 'bg/news/%' ORDER BY 1, 2",
    ):
        assert query(db, query_of) == query(crawled, query_of) != []
    assert is_sound(db) == []


def test_an_older_404_does_not_mark_gone_what_is_newer(tmp_path: Path) -> None:
    site = replica()
    now = [shoot(site, PATH, 9)]
    site.delete(ID)
    old = [shoot(site, PATH, day) for day in range(4)]
    db = tmp_path / "p.db"
    bring(db, write_shots(tmp_path / "a.warc", now))
    bring(db, write_shots(tmp_path / "b.warc", old))
    assert query(db, "SELECT gone_at FROM articles") == [(None,)]
    assert query(db, "SELECT count(*) FROM absences") == [(0,)]


def test_the_newest_is_what_was_captured_last_and_not_what_came_last(tmp_path: Path) -> None:
    site, db = replica(), tmp_path / "p.db"
    ends = min(news_of(site)), max(news_of(site))
    shots = [shoot(site, f"/bg/news{number}/x.html", 0) for number in ends]
    site.delete(ID)
    older, newer = shoot(site, PATH, 1), shoot(site, PATH, 2)
    for name, some in {"a": shots, "b": [newer], "c": [older]}.items():
        bring(db, write_shots(tmp_path / f"{name}.warc", some))
    with closing(open_reader(db)) as reader:
        (asked,) = next(gap.asked for gap in reader.numbers().gaps if gap.asked)
        assert (asked.id, asked.at) == (ID, "2025-11-03T09:00:00Z")
        shown = [row["captured_at"] for row in browse.captures_of(reader, ID, 9)]
        assert shown == ["2025-11-03T09:00:00Z", "2025-11-02T09:00:00Z"]
        listing = shoot(site, LISTING, 3)
        bring(db, write_shots(tmp_path / "d.warc", [listing]))
        assert reader.listing_pages.last_captures([listing.url]) == [0]  # no crawl asked for it


def test_twelve_misses_of_one_day_are_one_bad_day(tmp_path: Path) -> None:
    site = replica()
    seen = shoot(site, PATH, 0)
    site.delete(ID)
    missed = [shoot(site, PATH, 1 + hour / 24) for hour in range(12)]
    db = tmp_path / "p.db"
    bring(db, write_shots(tmp_path / "a.warc", [seen, *missed]))
    assert query(db, "SELECT runs, gone_at FROM absences") == [(1, None)]


def test_a_dry_run_says_what_would_come_and_writes_nothing(tmp_path: Path) -> None:
    db, path = tmp_path / "p.db", write_shots(tmp_path / "a.warc", a_life())
    would = bring(db, path, dry_run=True)
    assert not db.exists() and not db.with_name("archive").exists()
    assert would.rows == {"new_articles": 2, "edits": 2, "misses": 1}
    bring(db, write_shots(tmp_path / "b.warc", a_life()[:3]))
    assert bring(db, path, dry_run=True).rows == {"new_articles": 0, "edits": 2, "misses": 1}
    both = bring(tmp_path / "q.db", path, path, dry_run=True).run.counts
    assert both["taken"] == both["known"] == len(a_life())


def test_a_dry_run_counts_no_miss_of_what_nobody_has(tmp_path: Path) -> None:
    never = shoot(replica(), "/bg/news1/x.html", 0)
    would = bring(tmp_path / "p.db", write_shots(tmp_path / "a.warc", [never]), dry_run=True)
    assert would.rows == {"new_articles": 0, "edits": 0, "misses": 0}


def test_pages_of_other_sites_are_counted_and_left(tmp_path: Path) -> None:
    site, db = replica(), tmp_path / "p.db"
    shots = [shoot(site, PATH, 0, "http://example.org"), shoot(site, PATH, 0)]
    brought = bring(db, write_shots(tmp_path / "a.warc", shots))
    assert (brought.run.counts["elsewhere"], brought.run.counts["taken"]) == (1, 1)


def test_what_no_layout_reads_is_kept_and_listed_as_outlinks_are(tmp_path: Path) -> None:
    site, db = demo_site(), tmp_path / "p.db"
    standing = "/bg/cat8/Administracia"
    paths = [standing, "/old/index.php", "/robots.txt"]
    brought = bring(db, write_shots(tmp_path / "a.warc", [shoot(site, one, 0) for one in paths]))
    assert said(brought) == "all well: 3 captures taken in"
    assert query(db, "SELECT outcome FROM captures ORDER BY id") == [
        ("unreadable",), ("missing",), ("robots",)
    ]  # fmt: skip
    assert query(db, "SELECT url, kind FROM outlinks") == [(HOST + standing, "standing")]
    for table in ("problems", "robots", "walks", "run_fields"):
        assert query(db, f"SELECT count(*) FROM {table}") == [(0,)]
    assert is_sound(db) == []


def test_the_spelling_of_an_address_does_not_matter(tmp_path: Path) -> None:
    site, db = replica(), tmp_path / "p.db"
    hosts = ("http://text.president.bg:80", "https://text.president.bg", HOST)
    shots = [shoot(site, PATH, day, host) for day, host in enumerate(hosts)]
    bring(db, write_shots(tmp_path / "a.warc", shots))
    assert query(db, "SELECT article_id, times_seen FROM revisions") == [(ID, 3)]


def test_of_one_second_no_order_of_coming_decides_who_printed_a_lead_or_a_link(
    tmp_path: Path,
) -> None:
    site, edited = replica(), replica()
    edited.edit(ID, headline="Друга")
    shots = [shoot(one, PATH, 0, host) for one in (site, edited) for host in (HOST, SECURE)]
    made = []
    for name, order in (("a", shots), ("b", shots[::-1])):
        db = tmp_path / name / "p.db"
        for number, shot in enumerate(order):
            bring(db, write_shots(tmp_path / name / f"{number}.warc", [shot]))
        made.append(all_rows(db))
    assert made[0] == made[1]
    assert made[0]["leads"] and made[0]["outlinks"]


def test_of_an_import_that_found_nothing_all_is_well(tmp_path: Path) -> None:
    db, path = tmp_path / "p.db", tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b""))
    assert dict(bring(db, path).faults) == {"no-archive": 1}
    assert is_sound(db) == []


def test_a_file_whose_name_is_no_text_is_taken(tmp_path: Path) -> None:
    path = write_shots(tmp_path / os.fsdecode(b"\xff.warc"), [shoot(replica(), PATH, 0)])
    bring(tmp_path / "p.db", path)
    assert query(tmp_path / "p.db", "SELECT source FROM captures") == [
        ("file:%EF%BF%BD.warc#offset=0",)
    ]


def test_a_page_dated_after_its_capture_is_a_problem_and_no_article(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    bring(db, write_shots(tmp_path / "a.warc", [shoot(replica(), PATH, -4000)]))
    assert query(db, "SELECT kind FROM problems") == [("date",)]
    assert query(db, "SELECT count(*) FROM articles") == [(0,)]


def test_what_is_captured_in_the_future_is_named_and_left(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    brought = bring(db, write_shots(tmp_path / "a.warc", [shoot(replica(), PATH, 40_000)]))
    assert dict(brought.faults) == {"date": 1}
    assert query(db, "SELECT count(*) FROM captures") == [(0,)]


def test_an_address_that_no_record_can_carry_is_named_and_left(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    shots = [shoot(replica(), PATH.replace("x", "x\u00ady"), 0), shoot(replica(), PATH, 1)]
    brought = bring(db, write_shots(tmp_path / "a.warc", shots))
    assert brought.faults == {"record": 1}
    assert query(db, "SELECT url FROM captures") == [(HOST + PATH,)]


def test_a_file_of_others_in_the_folder_of_the_archive_is_named(tmp_path: Path) -> None:
    db, path = tmp_path / "p.db", write_shots(tmp_path / "a.warc", a_life())
    bring(db, path)
    path.rename(tmp_path / "archive" / "theirs.warc")
    named = "theirs.warc is no file of this archive and was passed over"
    assert named in presidency("rebuild", "--db", db, "--archive", tmp_path / "archive").out
    assert [line.partition(":")[0] for line in is_sound(db)] == ["theirs.warc"]


@pytest.mark.parametrize("name", PLAYERS)
def test_each_bad_file_is_named_and_the_rest_is_taken(name: str, tmp_path: Path) -> None:
    row, db = read_table()[name], tmp_path / "db" / "p.db"
    bad = PLAYERS[name](tmp_path)
    brought = bring(db, bad, origin="http://127.0.0.1")
    assert dict(brought.faults) == {row.kind: 1}
    assert brought.run.outcome and brought.run.outcome.code == 4
    assert query(db, "SELECT url FROM captures") == [
        (f"http://127.0.0.1/{page}",) for page in row.taken
    ]
    [(kind, message)] = query(db, "SELECT kind, message FROM problems")
    assert kind == "import" and f": {row.kind}: " in message
    assert not row.taken or is_sound(db) == []
    bring(db, bad, origin="http://127.0.0.1")
    assert query(db, "SELECT count(*) FROM problems") == [(1,)]


def test_the_command_says_what_it_took_and_ends_with_its_code(tmp_path: Path) -> None:
    path = write_shots(tmp_path / "a.warc.gz", a_life())
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[:-9])
    db = tmp_path / "p.db"
    ran = presidency("import", cut, path, "--db", db, "--json")
    assert ran.code == 4
    told = json.loads(ran.out)
    documented = (ROOT / "docs/import.md").read_text().partition("`--json` prints")[2]
    assert list(told) == re.findall(r"^\| `(\w+)` \|", documented.partition("\n## ")[0], re.M)
    assert (told["captures"], told["known"]) == (len(a_life()), len(a_life()) - 1)
    assert (told["new_articles"], told["edits"], told["misses"]) == (2, 2, 1)
    assert told["faults"] == {"torn": 1}
    assert ran.err.startswith("presidency: 1 fault left something out")
    again = presidency("import", path, "--db", db)
    assert (again.code, again.out.splitlines()[0]) == (0, "took 0 captures, 14 known before")
    assert presidency("verify", "--db", db).code == 0
    assert presidency("import", tmp_path / "none.warc", "--db", db).code == 2


# -- beside crawls ---------------------------------------------------------------------------------


def test_what_an_imported_listing_names_is_asked_for_once(few: Served, crawled: Path) -> None:
    lost = few.site.items()[3].id
    listings = [shoot(few.site, f"/bg/news/page/{page}", 0, few.origin) for page in (1, 2, 3, 4)]
    few.site.delete(lost)
    options = ("--section", "news", "--recheck", "0", "--archive", crawled.with_name("archive"))
    assert crawl(few.origin, crawled, *options).code == 0
    bring(crawled, write_shots(crawled.parent / "a.warc", listings), origin=few.origin)
    few.asked()
    assert crawl(few.origin, crawled, *options).code == 0
    number = lost.rpartition("/")[2]
    assert [path for path in few.asked() if f"news{number}/" in path]
    assert crawl(few.origin, crawled, *options).code == 0
    assert [path for path in few.asked() if f"news{number}/" in path] == []
    assert is_sound(crawled) == []


def test_imported_listings_do_not_prove_that_a_walk_is_complete(few: Served, crawled: Path) -> None:
    listings = [shoot(few.site, f"/bg/news/page/{page}", 0, few.origin) for page in (1, 2, 3, 4)]
    bring(crawled, write_shots(crawled.parent / "a.warc", listings), origin=few.origin)
    options = ("--section", "news", "--recheck", "0", "--archive", crawled.with_name("archive"))
    ran = crawl(few.origin, crawled, *options)
    assert (ran.code, json.loads(ran.out)["new_articles"]) == (0, len(news_of(few.site)))


def test_imported_articles_that_left_the_site_are_no_drift(few: Served, crawled: Path) -> None:
    items = news_of(few.site)
    pages = [shoot(few.site, f"/bg/news{number}/x.html", 0, few.origin) for number in items]
    bring(crawled, write_shots(crawled.parent / "a.warc", pages), origin=few.origin)
    for number in items[5:]:
        few.site.delete(f"bg/news/{number}")
    options = ("--section", "news", "--recheck", "40", "--archive", crawled.with_name("archive"))
    for _ in range(3):  # what is missed is asked for again at once
        ran = crawl(few.origin, crawled, *options)
        assert ran.code == 0, ran.err
    assert query(crawled, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [
        (len(items) - 5,)
    ]
    assert is_sound(crawled) == []


def many_lives(site: ReplicaSite) -> list[Shot]:
    """Each article on twelve days, edited on half of them, in any order."""
    shots = []
    for day in range(12):
        for number in news_of(site):
            if (number + day) % 2:
                site.edit(f"bg/news/{number}", paragraphs=(f"Ден {day}.",))
            shots.append(shoot(site, f"/bg/news{number}/x.html", day))
    random.Random(3).shuffle(shots)
    return shots


@pytest.mark.parametrize("written", [0, 100])
def test_an_import_that_was_killed_goes_on(written: int, tmp_path: Path) -> None:
    """A hundred are written together; the archive may hold more than the database knows."""
    path = write_shots(tmp_path / "a.warc", many_lives(replica()))
    whole, db = tmp_path / "whole" / "p.db", tmp_path / "killed" / "p.db"
    bring(whole, path)
    archive = db.with_name("archive")

    def has_begun() -> bool:
        if written:
            return db.exists() and rows_of(db, "captures") >= written
        return sum(file.stat().st_size for file in archive.glob("*.open")) > 20_000

    places = ["--db", str(db), "--archive", str(archive)]
    command = [sys.executable, "-m", "presidency_scraper", "import", str(path), *places]
    with subprocess.Popen(command, env=clean_environment(), cwd=tmp_path) as process:
        while process.poll() is None:
            if has_begun():
                process.kill()
                break
            time.sleep(0.005)
    assert process.returncode == -signal.SIGKILL
    assert rows_of(db, "captures") == written
    again = bring(db, path)
    assert 0 < again.run.counts["known"] < 12 * len(news_of(replica()))
    assert again.run.counts["known"] >= written
    assert all_rows(db) == all_rows(whole)
    assert is_sound(db) == []


def test_a_defect_amid_those_written_together_loses_none(tmp_path: Path) -> None:
    path = write_shots(tmp_path / "a.warc", many_lives(replica()))
    whole, db = tmp_path / "whole" / "p.db", tmp_path / "p.db"
    bring(whole, path)
    places = ("--db", str(db), "--archive", str(db.with_name("archive")))
    hole = Hole("store.history", "History", "keep")
    ran = run_broken(hole, "import", str(path), *places, cwd=tmp_path, at=3)
    assert ran.code == 1
    assert rows_of(db, "captures") == 0
    [(kind, message, url)] = query(db, "SELECT kind, message, url FROM problems")
    assert (kind, message) == ("defect", "TypeError: a hole")
    assert url.startswith(HOST)
    assert 0 < bring(db, path).run.counts["known"] < 100, "the archive has them"
    assert all_rows(db) == all_rows(whole)
    assert is_sound(db) == []


def test_a_file_that_is_away_when_its_turn_comes_is_no_defect(tmp_path: Path) -> None:
    """It was there when the command began; what came before it is kept."""
    path = write_shots(tmp_path / "a.warc", many_lives(replica())[:5])
    whole, db = tmp_path / "whole" / "p.db", tmp_path / "p.db"
    bring(whole, path)
    with pytest.raises(UsageError, match=r"gone\.warc is not there"):
        bring(db, path, tmp_path / "gone.warc")
    assert query(db, "SELECT * FROM problems") == []
    assert bring(db, path).run.counts["known"] == 5, "the archive has them"
    assert all_rows(db) == all_rows(whole)
    assert is_sound(db) == []


def rows_of(db: Path, table: str) -> int:
    """How many rows a table has; none where it is not there yet."""
    with suppress(sqlite3.OperationalError):
        return int(query(db, f"SELECT count(*) FROM {table}")[0][0])
    return 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_page_of_another_article_is_refused_in_any_order(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    site, db = replica(), tmp_path / "p.db"
    other = next(item for item in site.items() if item.id == "bg/news/8634")
    theirs = f"/bg/news8634/{other.slug}.html"
    own = f"/bg/news8601/{next(item for item in site.items() if item.id == ID).slug}.html"
    shots = [shoot(site, own, 0), shoot(site, theirs, 2)]
    site.fail("/news8601/", lambda request, real: site.face("text").answer("GET", theirs))
    shots.insert(1, shoot(site, own, 1))
    for number in order:
        bring(db, write_shots(tmp_path / f"{number}.warc", [shots[number]]))
    assert query(db, "SELECT article_id, revision FROM revisions ORDER BY 1") == [
        (ID, 1), ("bg/news/8634", 1)
    ]  # fmt: skip
    assert query(db, "SELECT kind, message FROM problems") == [
        ("article", f"{ID}: the page is that of bg/news/8634")
    ]
    assert is_sound(db) == []
