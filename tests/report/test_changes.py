"""The news of the record: each event once, in every form, for ever the same.

Played on the replica: an edit, an edit in looks, a deletion and a return.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from presidency_scraper.store.database import open_reader
from presidency_scraper.store.events import Event, EventQuery, Texts, read_events
from presidency_scraper.web.atom import make_feed
from tests.conftest import crawl, presidency, query
from tests.serving import DELETED, EDITED, edit_article, make_due

HERE = "https://presidency.example.org"
#: What happened to the articles that something happened to, newest first.
PLAYED = [
    f"{DELETED}/return/1", f"{DELETED}/deletion/1",
    f"{EDITED}/revision/3", f"{EDITED}/revision/2",
]  # fmt: skip


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database after ten runs; in some of them nothing happened."""
    db = tmp_path_factory.mktemp("news") / "data" / "news.db"
    site = ReplicaSite(demo_site().items("bg")[:12])
    with serve_replica(site) as server:

        def look(*due: str) -> None:
            make_due(db, *due)
            assert crawl(server.origin, db).code == 0

        crawl(server.origin, db)
        text = edit_article(site)
        look(EDITED)
        look(EDITED)
        looks = tuple(t.replace("„", "«").replace("“", "»") for t in text)
        site.edit(EDITED, lead=looks[0], paragraphs=looks)
        look(EDITED)
        site.delete(DELETED)
        for _ in range(4):
            look(DELETED)
        site.restore(DELETED)
        look(DELETED)
        look(DELETED, EDITED)
    assert query(db, "SELECT count(*) FROM runs") == [(10,)]
    yield db


def told(db: Path, *options: str) -> str:
    ran = presidency("changes", "--db", db, *options)
    assert ran.code == 0, ran.err
    return ran.out


def ids(db: Path, *options: str) -> list[str]:
    return [event["id"] for event in json.loads(told(db, "--json", *options))]


def feed(db: Path, *options: str) -> Any:
    parsed = feedparser.parse(told(db, "--format", "atom", *options))
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def test_an_edit_a_deletion_and_a_return_are_one_event_each_and_none_twice(played: Path) -> None:
    stored = {f"{row[0]}/revision/1" for row in query(played, "SELECT id FROM articles")}
    found = ids(played)
    assert found[:4] == PLAYED
    assert Counter(found) == Counter([*PLAYED, *stored])
    assert Counter(re.findall(r"^\S+Z  (\w+)", told(played), re.M)) == {
        "new": 12, "edited": 2, "deleted": 1, "back": 1,
    }  # fmt: skip
    entries = [
        entry.id.removeprefix("tag:presidency-scraper,2026:") for entry in feed(played).entries
    ]
    assert entries == found


def test_an_edit_in_looks_says_so_and_can_be_left_out(played: Path) -> None:
    assert told(played, "--kind", "edit").count("edited, only in looks  ") == 1
    terms = [tag.term for tag in feed(played, "--kind", "edit").entries[0].tags]
    assert terms == ["edit", "news", "cosmetic"]
    assert ids(played, "--kind", "edit", "--no-cosmetic") == [PLAYED[3]]


def test_the_words_that_went_and_came_are_told_in_every_form(played: Path) -> None:
    edit = ("--kind", "edit", "--no-cosmetic")
    assert "headline: [-Засилване-]{+Задълбочаване+} на" in told(played, *edit)
    content = feed(played, *edit).entries[0].content[0].value
    assert "<del>Засилване</del><ins>Задълбочаване</ins> на" in content
    assert "с <del>влошаващата</del><ins>усложняващата</ins> се среда" in content
    [event] = json.loads(told(played, "--json", *edit))
    words = [word for part in event["differences"] for word in part["words"]]
    assert {"kind": "-", "text": "Засилване"} in words
    assert {"kind": "+", "text": "усложняващата"} in words


def test_the_view_has_the_text_before_and_after(played: Path) -> None:
    chosen = "SELECT body_before, body_after FROM changes WHERE id = ?"
    [(before, after)] = query(played, chosen, PLAYED[3])
    assert after == before.replace("влошаващата се", "усложняващата се")
    assert query(played, chosen, PLAYED[1])[0][1] is None
    assert query(played, chosen, PLAYED[0])[0][0] is None


def test_a_deletion_is_seen_when_it_is_settled_and_says_since_when_it_was_missed(
    played: Path,
) -> None:
    misses = "SELECT id, captured_at FROM captures WHERE article_id = ? AND outcome = 'missing'"
    first, _, third, _ = sorted(query(played, misses, DELETED))
    [event] = json.loads(told(played, "--json", "--kind", "deletion"))
    assert (event["capture_id"], event["at"], event["gone_at"]) == (*third, first[1])
    [entry] = feed(played, "--kind", "deletion").entries
    assert entry.title.startswith("Свалено: ")
    assert (
        entry.published
        == query(played, "SELECT published_at FROM articles WHERE id = ?", DELETED)[0][0]
    )


def test_a_rebuild_makes_the_same_feed_to_the_byte(played: Path, tmp_path: Path) -> None:
    archive = played.with_name("news-archive")
    again = tmp_path / "again.db"
    assert presidency("rebuild", "--db", again, "--archive", archive).code == 0
    for form in ("text", "json", "atom"):
        assert told(again, "--format", form) == told(played, "--format", form)


def test_a_feed_keeps_the_rules_of_atom(played: Path) -> None:
    parsed = feed(played, "--url", HERE)
    entries = parsed.entries
    assert len({entry.id for entry in entries}) == len(entries)
    assert len({entry.updated for entry in entries}) == len(entries)
    assert [entry.updated for entry in entries] == sorted(
        (e.updated for e in entries), reverse=True
    )
    assert parsed.feed.updated == entries[0].updated
    assert parsed.feed.id.startswith("tag:")
    assert {"rel": "self", "href": f"{HERE}/changes.atom"}.items() <= parsed.feed.links[0].items()
    assert all(entry.title and entry.content[0].type == "text/html" for entry in entries)
    [rels] = {tuple(link.rel for link in entry.links) for entry in entries}
    assert rels == ("alternate", "related", "via")


def test_ids_are_made_of_no_server(played: Path) -> None:
    assert [entry.id for entry in feed(played, "--url", HERE).entries] == [
        entry.id for entry in feed(played, "--url", "http://127.0.0.1:8001/below").entries
    ]


def test_a_feed_of_nothing_is_a_feed(played: Path) -> None:
    parsed = feed(played, "--until", "2020-01-01")
    assert (parsed.entries, parsed.feed.updated) == ([], "1970-01-01T00:00:00Z")
    assert told(played, "--until", "2020-01-01") == "no changes\n"


def test_a_text_that_xml_cannot_hold_does_not_break_a_feed() -> None:
    evil = Texts("<b>\x0c\ufffe]]></title>", "2025-09-24T17:17:00+03:00", "\x01<script>")
    event = Event(
        "bg/news/1/revision/1", "new", "2026-11-23T22:52:13Z", "bg/news/1", "bg", "news",
        "https://x.example/\x0b", evil.headline, 1, (), False, None, evil, None, 1,
    )  # fmt: skip
    parsed = feedparser.parse(make_feed([event]), sanitize_html=False)
    assert not parsed.bozo
    assert parsed.entries[0].content[0].value == "<p>\ufffd&lt;script&gt;</p>"


def test_what_is_asked_for_is_what_comes(played: Path) -> None:
    assert ids(played, "--limit", "2") == PLAYED[:2]
    assert len(ids(played, "--limit", "0")) == len(ids(played)) == 16
    assert ids(played, "--kind", "return", "--kind", "deletion") == PLAYED[:2]
    assert ids(played, "--section", "interviews-president") == []
    assert ids(played, "--language", "en") == []
    assert len(ids(played, "--language", "bg")) == 16
    news = [event for event in ids(played) if event.startswith("bg/news/")]
    assert ids(played, "--section", "news") == news
    assert len(news) < 16
    assert ids(played, "--words", "Япония", "--kind", "edit") == PLAYED[2:]
    assert ids(played, "--words", "нямаго") == []


def test_days_are_those_on_which_it_was_seen(played: Path) -> None:
    [[day]] = query(played, "SELECT substr(max(at), 1, 10) FROM changes")
    with closing(open_reader(played)) as reader:
        for since, until, number in (
            (day, day, 16),
            ("2100-01-01", None, 0),
            (None, "2026-01-01", 0),
        ):
            bounds = [date.fromisoformat(value) if value else None for value in (since, until)]
            found = list(read_events(reader, EventQuery(since=bounds[0], until=bounds[1])))
            assert len(found) == number


def test_a_file_is_written_whole_and_a_database_is_not_replaced(
    played: Path, tmp_path: Path
) -> None:
    file = tmp_path / "changes.atom"
    told(played, "--format", "atom", "--out", str(file))
    assert file.read_text(encoding="utf-8") == told(played, "--format", "atom")
    assert presidency("changes", "--db", played, "--out", str(played)).code == 2


@pytest.mark.parametrize(
    "options",
    [("--json", "--format", "atom"), ("--url", HERE), ("--kind", "x"), ("--section", "x"),
     ("--since", "2025-02-30"), ("--limit", "-1"), ("--format", "atom", "--url", "example.org")],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(played: Path, options: tuple[str, ...]) -> None:
    ran = presidency("changes", "--db", played, *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
