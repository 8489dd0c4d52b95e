"""What lies before the first crawl, known from captures of others alone, by the command line."""

import json
import random
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from tests.conftest import Served, crawl, ended, is_well, presidency
from tests.ingest.captured import Shot, all_rows, bring, shoot, write_shots
from tests.ingest.test_import import ID, PATH

DELETED = "bg/news/8634"


def years_before(served: Served) -> list[Shot]:
    """Two edits of one article and the deletion of another; the site of today has that behind it.

    A listing and another page saw it as well.
    """
    site, host = served.site, served.origin
    gone = "/bg/news8634/x.html"
    shots = [shoot(site, path, 0, host) for path in (PATH, gone, "/bg/news/page/1")]
    site.edit(ID, headline="Втора")
    shots.append(shoot(site, PATH, 1, host))
    site.edit(ID, paragraphs=("Трети текст.",))
    shots.append(shoot(site, PATH, 2, host))
    site.delete(DELETED)
    return [*shots, *(shoot(site, gone, day, host) for day in (3, 4, 5, 9))]


def told(db: Path) -> list[tuple[Any, ...]]:
    """Edits and deletions, the oldest first."""
    ran = ended(presidency("changes", "--format", "json", "--limit", "0", "--db", db))
    names = ("kind", "article_id", "at", "revision", "gone_at")
    events = [event for event in json.loads(ran.out) if event["kind"] not in ("new", "return")]
    return [tuple(event[name] for name in names) for event in reversed(events)]


EXPECTED = [
    ("edit", ID, "2025-11-02T09:00:00Z", 2, None),
    ("edit", ID, "2025-11-03T09:00:00Z", 3, None),
    ("deletion", DELETED, "2025-11-06T09:00:00Z", 1, "2025-11-04T09:00:00Z"),
]


@pytest.mark.parametrize("first", ["import", "crawl"])
def test_edits_and_a_deletion_before_the_first_crawl_stand_in_changes(
    first: str, eight: Served, tmp_path: Path
) -> None:
    db, shots = tmp_path / "p.db", years_before(eight)
    random.Random(1).shuffle(shots)
    theirs = write_shots(tmp_path / "theirs.warc.gz", shots)
    archive = ("--archive", db.with_name("archive"))
    if first == "crawl":
        ended(crawl(eight.origin, db, *archive))
    ended(presidency("import", theirs, "--origin", eight.origin, "--db", db, *archive))
    ended(crawl(eight.origin, db, *archive))
    assert told(db) == EXPECTED
    before = all_rows(db)
    ran = ended(presidency("verify", "--json", "--db", db, *archive))
    assert json.loads(ran.out) == {"ok": True, "problems": []}
    db.unlink()
    ended(presidency("rebuild", "--db", db, *archive))
    assert (told(db), all_rows(db)) == (EXPECTED, before)
    with connect(db) as database:
        database.execute("UPDATE absences SET gone_at = '2025-11-05T09:00:00Z'")
    ran = ended(presidency("verify", "--json", "--db", db, *archive), 8)
    assert "absences" in " ".join(json.loads(ran.out)["problems"])


def test_one_miss_of_others_says_since_when_two_crawls_settle_it(
    eight: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    shots = years_before(eight)
    bring(db, write_shots(tmp_path / "a.warc", shots[:-3]), origin=eight.origin)
    known, archive = [*EXPECTED[:2]], ("--archive", db.with_name("archive"))
    ended(crawl(eight.origin, db, *archive))
    assert told(db) == known
    ended(crawl(eight.origin, db, *archive))
    kind, article_id, at, _, since = told(db)[-1]
    assert (kind, article_id, since) == ("deletion", DELETED, EXPECTED[2][-1])
    assert at > "2026"
    is_well(db, *archive)
