"""``presidency serve`` over real HTTP: what pages say, and what nobody can do through them."""

import hashlib
import html
import http.client
import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pytest

from presidency_scraper.store.bounds import BoundedConnection
from presidency_scraper.store.browse import canned_queries
from presidency_scraper.store.database import open_reader, open_store
from presidency_scraper.store.descriptions import describe, plain
from presidency_scraper.web.tongue import translate
from tests.conftest import ROOT, clean_environment, presidency, python_path, query
from tests.serving import (
    DELETED,
    EDITED,
    ENDLESS,
    EVIL,
    NEEDS_DATASETTE,
    SCRIPT,
    Serving,
    serve,
)

pytestmark = NEEDS_DATASETTE

#: By which name a web server in front is reached.
PROXY = "presidency.example.org"


@pytest.fixture(scope="module")
def web(past: Path) -> Iterator[Serving]:
    with serve(past, "--allow-host", PROXY) as serving:
        yield serving


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def rows_of(web: Serving, path: str) -> list[dict[str, object]]:
    """What a table or a question of the database answers."""
    answer = web.ask(f"/presidency/{path}&_shape=array")
    assert answer.status == 200, answer.text
    rows: list[dict[str, object]] = json.loads(answer.text)
    return rows


# -- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/", "/search", "/dashboard", "/dashboard?language=en", "/presidency", "/presidency/articles",
     "/presidency/changes", "/presidency/articles/bg~2Fnews~2F8601", "/articles/bg/news/8601"],
)  # fmt: skip
def test_every_kind_of_page_answers_and_may_load_nothing_from_elsewhere(
    web: Serving, path: str
) -> None:
    answer = web.ask(path)
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert not re.search(r"(?:src|rel=\"stylesheet\" href)=\"(?:https?:)?//", answer.text)


def test_an_article_is_shown_with_its_text_date_history_and_way_to_the_site(
    web: Serving, past: Path
) -> None:
    page = web.ask("/articles/bg/news/8601").text
    chosen = "SELECT headline, body, url FROM articles WHERE id = ?"
    [(headline, body, url)] = query(past, chosen, EDITED)
    shown = text_of(page)
    assert headline in shown
    assert all(paragraph in shown for paragraph in body.split("\n\n"))
    assert "24 септември 2025 г., 17:17 ч." in shown
    assert f'href="{url}"' in page
    assert "<del>Засилване</del><ins>Задълбочаване</ins> на сътрудничеството" in page
    assert "<del>влошаващата</del><ins>усложняващата</ins>" in page


def test_an_article_that_left_the_site_says_so_and_keeps_its_text(web: Serving, past: Path) -> None:
    shown = text_of(web.ask(f"/articles/{DELETED}").text)
    body = query(past, "SELECT body FROM articles WHERE id = ?", DELETED)[0][0]
    assert "No longer on the site" in shown
    assert body.split("\n\n")[0] in shown


def test_the_speakers_of_an_interview_and_the_captions_of_pictures_are_shown(
    web: Serving, past: Path
) -> None:
    spoken = "SELECT article_id, speaker || ':' FROM paragraphs WHERE speaker IS NOT NULL LIMIT 1"
    captions = "SELECT article_id, caption FROM images WHERE caption IS NOT NULL LIMIT 1"
    for article, printed in [*query(past, spoken), *query(past, captions)]:
        assert printed in text_of(web.ask(f"/articles/{article}").text)


def test_an_article_that_is_not_stored_is_a_page_that_says_so(web: Serving) -> None:
    answer = web.ask("/articles/bg/news/999999")
    assert answer.status == 404
    assert "No such article" in answer.text


def test_tables_are_described_by_the_one_source(web: Serving, past: Path) -> None:
    with closing(open_reader(past)) as reader:
        tables = describe(reader.database)
    for name in ("articles", "missing_numbers"):
        shown = text_of(web.ask(f"/presidency/{name}").text)
        assert plain(tables[name].text) in shown
        assert all(plain(column.text) in shown for column in tables[name].columns)


def test_rows_of_every_table_lead_to_the_page_for_reading(web: Serving) -> None:
    way = f'<a href="/articles/{EDITED}">'
    for path in (
        "articles",
        "articles?_col=headline",
        "paragraphs?position=1&_size=max",
        "changes",
    ):
        assert way in web.ask(f"/presidency/{path}").text
    assert way in web.ask("/presidency/articles/bg~2Fnews~2F8601").text
    assert way in web.sql("SELECT id FROM articles WHERE number = 8601").text


def test_a_question_has_a_label_for_each_of_its_parameters(web: Serving) -> None:
    for name, question in canned_queries().items():
        assert set(question["labels"]) == set(re.findall(r":([a-z]\w*)", question["sql"]))
        page = web.ask(f"/presidency/{name}").text
        assert question["title"] in page
        assert all(f">{label}</label>" in page for label in question["labels"].values())


def test_tables_of_the_search_and_of_migrations_are_hidden(web: Serving) -> None:
    page = web.ask("/presidency").text
    assert 'href="/presidency/articles"' in page
    for name in ("articles_fts", "search_rows", "search_rules", "_sqlite_migrations"):
        assert f'href="/presidency/{name}"' not in page


def test_a_path_that_a_uri_would_cut_off_is_served_and_nothing_is_made(tmp_path: Path) -> None:
    for name in ("a#b.db", "a?mode=rwc&x%41.db"):
        open_store(tmp_path / name).close()
        with serve(tmp_path / name) as web:
            assert web.ask("/presidency/articles.json").status == 200
    made = {path.name.removesuffix("-wal").removesuffix("-shm") for path in tmp_path.iterdir()}
    assert made == {"a#b.db", "a?mode=rwc&x%41.db"}


# -- searching -----------------------------------------------------------------------------------


def test_search_finds_forms_of_a_word_and_marks_whole_words(web: Serving) -> None:
    page = web.ask("/search?q=президент").text
    assert "<mark>Президентът</mark>" in page
    assert "<mark>президента</mark>" in page


def test_search_narrows_down_by_section_language_and_day(web: Serving) -> None:
    page = web.ask("/search?q=президент&language=bg&section=news&since=2025-10-01").text
    found = re.findall(r'<h2><a href="/articles/([^"]+)"', page)
    assert found
    assert {article.rpartition("/")[0] for article in found} == {"bg/news"}
    assert all("2025" in day for day in re.findall(r'<time datetime="([^"]+)"', page))


def test_a_day_that_is_none_is_refused_on_the_page(web: Serving) -> None:
    answer = web.ask("/search?q=вето&since=2025-02-31")
    assert answer.status == 400
    assert 'role="alert"' in answer.text
    assert "2025-02-31" in answer.text


def test_pages_of_results_follow_each_other_without_repeating(web: Serving) -> None:
    found = [
        re.findall(r'<h2><a href="/articles/([^"]+)"', web.ask(f"/search?q=на&page={page}").text)
        for page in (1, 2)
    ]
    assert len(found[0]) == 20
    assert found[1]
    assert not set(found[0]) & set(found[1])


def test_the_search_box_of_articles_knows_forms_of_words(web: Serving, past: Path) -> None:
    rows = rows_of(web, "articles.json?_search=президент&_size=max")
    told = json.loads(
        presidency("search", "президент", "--db", past, "--limit", "200", "--json").out
    )
    assert {row["id"] for row in rows} == {hit["id"] for hit in told}
    assert rows


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "(", "a AND", "NEAR(", "*", "-", "„", "x:y", "^", "💥", "a\\", "{b}", "%", "OR OR"],
)
@pytest.mark.parametrize("path", ["/search?q=", "/presidency/articles?_search="])
def test_any_string_is_a_query(web: Serving, path: str, typed: str) -> None:
    assert web.ask(path + quote(typed, safe="")).status == 200


# -- two languages ---------------------------------------------------------------------------------


def ask_in(web: Serving, path: str, **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with urllib.request.urlopen(urllib.request.Request(web.address + path, headers=named)) as reply:
        text: str = reply.read().decode()
    return text


def test_every_word_of_the_templates_has_its_bulgarian() -> None:
    folder = ROOT / "presidency_scraper" / "web" / "templates"
    said = [page.read_text(encoding="utf-8") for page in folder.glob("*.html")]
    words = {
        a or b for page in said for a, b in re.findall(r"""\bt\((?:'([^']*)'|"([^"]*)")\)""", page)
    }
    assert len(words) > 100
    assert {word for word in words if translate(word, "bg") == word} == set()


def test_the_language_is_the_browsers_until_a_reader_chooses(web: Serving) -> None:
    for path in ("", "search?q=президент", "edits", "dashboard", "captures/20", "presidency"):
        path = quote(path, safe="/?=")
        page = ask_in(web, path, Accept_Language="bg-BG,bg;q=0.9,en;q=0.8")
        assert '<html lang="bg">' in page
        assert ">Начало</a>" in page
        assert '<html lang="en">' in ask_in(web, path, Accept_Language="de, en;q=0.5")
        chosen = ask_in(web, path, Accept_Language="bg", Cookie="presidency_language=en")
        assert '<html lang="en">' in chosen


def test_the_usual_questions_and_tables_speak_bulgarian_as_well(web: Serving) -> None:
    for name, question in canned_queries().items():
        page = ask_in(web, f"presidency/{name}", Accept_Language="bg")
        said = [question["title"], plain(question["description"]), *question["labels"].values()]
        for words in said:
            assert translate(words, "bg") in page
            assert words not in page
    page = ask_in(web, "presidency/articles?section=news&_facet=number", Accept_Language="bg")
    words = ("Публикации", "По ред за публикация", "Редове", "Филтри", "съдържа", "година")
    assert [word for word in words if word not in page] == []
    for english in ("One row per article", "row", "contains", "Apply", "Next page", "This data"):
        assert not re.search(rf">[^<]*\b{english}\b", page.split("<dl")[0])


def test_the_charts_speak_bulgarian_as_well(web: Serving) -> None:
    page = text_of(ask_in(web, "dashboard", Accept_Language="bg"))
    for said in ("Публикации на месец", "Час и ден на публикуване", "Дължина в думи", "Обхват"):
        assert said in page
    for said in ("Articles a month", "By the clock", "How many articles", "of numbers", "stored"):
        assert said not in page


@pytest.mark.parametrize(
    ("asked", "place"),
    [("/edits?kind=all", "/edits?kind=all"), ("//evil.example", "/"), ("https://evil.example", "/"),
     ("/\\evil.example", "/"), ("", "/"), ("/a\r\nX: y", "/")],
)  # fmt: skip
def test_a_choice_of_language_is_kept_and_leads_back_and_nowhere_else(
    web: Serving, asked: str, place: str
) -> None:
    port = int(web.address.rpartition(":")[2].strip("/"))
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", f"/language/bg?next={quote(asked)}")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["location"]) == (302, place)
        assert answer.headers["set-cookie"].startswith("presidency_language=bg;")


# -- the start and the search --------------------------------------------------------------------


def test_the_start_says_what_the_record_holds_and_what_changed(web: Serving, past: Path) -> None:
    page = text_of(web.ask("/").text)
    [[number]] = query(past, "SELECT count(*) FROM articles")
    assert f"Stored: {number}" in page
    assert "Complete until" in page
    assert "Last crawl" in page
    assert "Deleted: " in page
    assert "Edited: Задълбочаване" in page


def test_a_search_counts_what_it_finds_and_puts_the_newest_first_if_asked_to(
    web: Serving, past: Path
) -> None:
    path = "/search?q=президент&order=date"
    days = [
        day for page in (1, 2, 3)
        for day in re.findall(r'<time datetime="([^"]+)"', web.ask(f"{path}&page={page}").text)
    ]  # fmt: skip
    assert days == sorted(days, reverse=True)
    told = presidency("search", "президент", "--db", past, "--limit", "200", "--json").out
    page = web.ask(path).text
    assert f"Articles found: {len(json.loads(told))}" in page
    [link] = re.findall(r'href="(/presidency/articles.csv[^"]+)"', page)
    rows = web.ask(html.unescape(link)).text.count("\r\n") - 1
    assert rows >= len(json.loads(told))


def test_a_search_that_finds_nothing_says_what_to_try(web: Serving) -> None:
    page = web.ask("/search?q=нямаго&section=news").text
    assert "Nothing found" in page
    assert "Fewer words find more" in page
    assert 'href="/search?q=' in page


# -- feeds ---------------------------------------------------------------------------------------


def feed(web: Serving, path: str) -> Any:
    answer = web.ask(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.text)
    assert not parsed.bozo
    return parsed


def test_the_feed_of_changes_is_that_of_the_command(web: Serving, past: Path) -> None:
    told = presidency(
        "changes", "--db", past, "--format", "atom", "--limit", "50", "--url", web.address
    )
    assert web.ask("/changes.atom").text == told.out.removesuffix("\n")
    assert [entry.title[:9] for entry in feed(web, "/changes.atom").entries[:3]] == [
        "Свалено: ", "Променено", "Променено",
    ]  # fmt: skip


def test_a_feed_takes_the_filters_of_the_page_and_links_to_itself_with_them(web: Serving) -> None:
    for path, number in (
        ("changes.atom?kind=edit&kind=deletion", 3),
        ("changes.atom?kind=edit&q=%D0%AF%D0%BF%D0%BE%D0%BD%D0%B8%D1%8F", 1),
        ("changes.atom?kind=edit&language=en", 0),
        ("articles.atom?language=en", 10),
    ):
        parsed = feed(web, path)
        assert len(parsed.entries) == number
        assert parsed.feed.links[0].href == web.address + path
        assert parsed.feed.id.endswith(path)
    assert {entry.tags[0].term for entry in feed(web, "/articles.atom").entries} == {"new"}


def test_edits_show_the_text_before_and_after_side_by_side(web: Serving) -> None:
    page = web.ask("/edits").text
    assert '<p class="difference"><del>Засилване</del> на' in page
    assert '<p class="difference"><ins>Задълбочаване</ins> на' in page
    assert page.count('<section class="event">') == 2
    assert 'type="date" name="since"' in page
    assert 'href="/changes.atom?cosmetic=0&amp;kind=edit"' in page


def test_the_page_of_changes_takes_filters_and_leads_to_older_ones(
    web: Serving, past: Path
) -> None:
    assert web.ask("/edits?kind=deletion").text.count('<section class="event">') == 1
    page = web.ask("/edits?kind=all").text
    assert page.count('<section class="event">') == 30
    [way] = re.findall(r'rel="next" href="/(edits\?[^"]+)"', page)
    older = web.ask(html.unescape(way)).text
    ids = [re.findall(r'<h2><a lang="[a-z]+" href="([^"]+)"', one) for one in (page, older)]
    [[number]] = query(past, "SELECT count(*) FROM changes WHERE NOT cosmetic")
    assert len(ids[0] + ids[1]) == number
    assert len(set(ids[0] + ids[1])) == number - 3  # two were edited, one deleted
    assert "Nothing of this kind was seen here" in web.ask("/edits?until=2001-01-01").text
    answer = web.ask("/edits?since=2025-02-31")
    assert (answer.status, "2025-02-31" in answer.text) == (400, True)


def test_who_has_a_feed_already_is_told_so(web: Serving) -> None:
    etag = web.ask("/changes.atom").headers["etag"]
    for known, status in ((etag, 304), (f'W/{etag}, "x"', 304), ('"x"', 200)):
        request = urllib.request.Request(
            f"{web.address}changes.atom", headers={"If-None-Match": known}
        )
        try:
            with urllib.request.urlopen(request) as reply:
                assert (reply.status, reply.headers["etag"]) == (status, etag)
        except urllib.error.HTTPError as error:
            with error:
                assert (error.code, error.read(), error.headers["etag"]) == (status, b"", etag)


@pytest.mark.parametrize("asked", ["kind=x", "section=x", "language=x", "since=2025-02-31"])
def test_a_filter_that_is_none_is_refused(web: Serving, asked: str) -> None:
    answer = web.ask(f"/changes.atom?{asked}")
    assert (answer.status, answer.text.count("\n")) == (400, 1)


# -- counting ------------------------------------------------------------------------------------


#: By all that the page of articles offers to count.
COUNTED = "_facet=section&_facet=language&_facet=edition&_facet_year=1&_facet_who=1"


def test_facets_of_articles_have_section_language_edition_year_and_who(
    web: Serving, past: Path
) -> None:
    facets = json.loads(web.ask(f"/presidency/articles.json?{COUNTED}").text)["facet_results"]
    assert set(facets) == {"section", "language", "edition", "year", "who"}
    years = {value["value"]: value["count"] for value in facets["year"]["results"]}
    assert years == dict(
        query(
            past,
            "SELECT strftime('%Y', substr(published_at, 1, 10)), count(*) FROM articles GROUP BY 1",
        )
    )


def ways_to_count(page: str) -> dict[str, str]:
    """What a page of articles offers to count by, and the way there."""
    offered = page.partition('<p class="countable">')[2].partition("</p>")[0]
    found = re.findall(r'href="([^"]+)">(\w+)</a>', offered)
    return {name: html.unescape(way) for way, name in found}


def asked_by(way: str) -> set[str]:
    return set(way.partition("?")[2].split("&"))


def test_the_page_of_articles_counts_by_what_is_asked_for_and_offers_the_rest(web: Serving) -> None:
    way, counted = "/presidency/articles?language=bg&_next=x", set[str]()
    offered = ways_to_count(web.ask(way).text)
    assert set(offered) == {"section", "language", "edition", "year", "who"}
    while offered:
        name, way = offered.popitem()
        page = web.ask(way).text
        counted.add(name)
        assert set(re.findall('class="facet-info" id="facet-([a-z]+)', page)) == counted
        assert '<details class="choose" open>' in page
        offered = ways_to_count(page)
        assert set(offered) == {"section", "language", "edition", "year", "who"} - counted
    assert asked_by(way) == {"language=bg", *COUNTED.split("&")}
    ways = re.findall(r'</strong> <a href="([^"]+)" aria-label="take away"', page)
    left = [asked_by(html.unescape(without)) for without in ways]
    assert [len(asked_by(way) - some) for some in left] == [1] * 5
    assert set.union(*left) == asked_by(way)


def test_nothing_is_counted_unasked(web: Serving) -> None:
    for path in ("/presidency/articles", "/presidency/captures"):
        assert json.loads(web.ask(f"{path}.json").text)["facet_results"] == {}
        assert '<details class="choose"><summary>' in web.ask(path).text
    assert ways_to_count(web.ask("/presidency/captures").text) == {}


@pytest.mark.parametrize("name", ["year", "who"])
def test_a_value_of_a_facet_leads_to_as_many_articles_as_it_says(web: Serving, name: str) -> None:
    facets = json.loads(web.ask(f"/presidency/articles.json?{COUNTED}").text)["facet_results"]
    for value in facets[name]["results"]:
        path = value["toggle_url"].removeprefix(web.address)
        page = json.loads(web.ask(path).text)
        assert page["filtered_table_rows_count"] == value["count"]
        selected = [v["value"] for v in page["facet_results"][name]["results"] if v["selected"]]
        assert selected == [value["value"]]


def test_the_dashboard_counts_every_article_once(web: Serving, past: Path) -> None:
    page = web.ask("/dashboard").text
    section = page.split('id="months"')[1].split("</section>")[0]
    drawn: Counter[str] = Counter()
    for month, count in re.findall(r"<title>(\d{4}-\d\d): (\d+)</title>", section):
        drawn[month] += int(count)
    assert drawn == dict(
        query(
            past,
            "SELECT substr(published_at, 1, 7), count(*) FROM articles WHERE language = 'bg'"
            " GROUP BY 1",
        )
    )
    assert f"articles: <strong>{drawn.total()}</strong>" in page
    lengths = page.split('id="lengths"')[1].split("</section>")[0]
    assert f"Total</th><td>{drawn.total()}</td>" in lengths


def test_bars_and_figures_of_the_dashboard_lead_to_as_many_rows_as_they_say(web: Serving) -> None:
    for language in ("bg", "en"):
        page = web.ask(f"/dashboard?language={language}").text
        for key in ("months", "countries", "hours", "lengths", "edits"):
            section = page.split(f'id="{key}"')[1].split("</section>")[0]
            bars = re.findall(r'<a href="([^"]+)" tabindex="-1"><rect.*?: (\d+)</title>', section)
            figures = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', section)
            assert key == "countries" or sorted(bars) == sorted(figures)
            assert bars or (key, language) == ("edits", "en")
            for path, count in {*bars[:2], *bars[-2:], *figures[:2]}:
                path = html.unescape(path).replace("?", ".json?") + "&_size=1"
                assert json.loads(web.ask(path).text)["filtered_table_rows_count"] == int(count)


def test_the_dashboard_of_an_empty_database_has_no_chart_and_no_error(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db").close()
    with serve(tmp_path / "empty.db") as web:
        for path in ("/", "/dashboard", "/search?q=вето", "/presidency/articles"):
            answer = web.ask(path)
            assert (answer.status, "<svg" in answer.text) == (200, False)
        assert "Nothing is stored yet." in web.ask("/dashboard").text


def test_canned_questions_answer_from_the_history(web: Serving) -> None:
    edits = rows_of(web, "edits.json?since=&until=&with_looks=")
    assert {row["article_id"] for row in edits} == {EDITED, EVIL}
    assert rows_of(web, "edits.json?since=2100-01-01&until=&with_looks=") == []
    assert [row["article_id"] for row in rows_of(web, "deletions.json?since=")] == [DELETED]
    met = rows_of(web, "met.json?name=Япония&language=bg")
    assert EDITED in {row["article_id"] for row in met}
    assert all("Япония" in str(row["headline"]) for row in met)
    states = rows_of(web, f"changes_of_article.json?id={EDITED}")
    assert [row["revision"] for row in states] == [1, 2]


def test_silences_are_the_gaps_between_neighbours(web: Serving, past: Path) -> None:
    times = sorted(
        datetime.fromisoformat(time)
        for (time,) in query(past, "SELECT published_at FROM articles WHERE language = 'bg'")
    )
    longest = max((after - before).total_seconds() for before, after in pairwise(times))
    rows = rows_of(web, "silences.json?language=&days=100")
    assert rows[0]["days"] == pytest.approx(longest / 86_400, abs=0.051)
    assert all(float(str(row["days"])) >= 100 for row in rows)


# -- what nobody can do --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles",
        "WITH x AS (SELECT 1) DELETE FROM articles",
        "INSERT INTO runs (command, started_at) VALUES ('x', 'y')",
        "PRAGMA query_only = 0",
        "ATTACH DATABASE 'other.db' AS other",
        "DROP TABLE articles",
        "SELECT 1; DELETE FROM articles",
        "VACUUM INTO 'copy.db'",
    ],
)
def test_no_statement_writes(web: Serving, past: Path, statement: str) -> None:
    before = hashlib.sha256(past.read_bytes()).hexdigest()
    files = set(past.parent.iterdir())
    assert web.sql(statement).status == 400
    assert web.ask("/presidency", statement.encode()).status == 405
    assert hashlib.sha256(past.read_bytes()).hexdigest() == before
    assert {path.name for path in set(past.parent.iterdir()) - files} <= {
        "past.db-shm",
        "past.db-wal",
    }


def test_no_connection_of_the_server_can_write_even_where_it_was_opened_for_it(past: Path) -> None:
    connection = sqlite3.connect(past, factory=BoundedConnection)
    with closing(connection), pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM articles")


def test_a_query_without_end_ends_with_a_page_that_says_so(web: Serving) -> None:
    answer = web.sql(ENDLESS)
    assert answer.status == 400
    assert "time limit" in answer.text
    assert web.ask("/").status == 200


def test_a_value_without_bound_is_refused(web: Serving) -> None:
    assert web.sql("SELECT length(zeroblob(1000000000))").status == 400


@pytest.mark.parametrize(
    "path",
    ["/", f"/articles/{EVIL}", "/search?q=президент", "/presidency/articles?number=8630",
     f"/presidency/changes_of_article?id={EVIL}", "/presidency/articles/bg~2Fnews~2F8630"],
)  # fmt: skip
def test_a_script_in_a_headline_is_text(web: Serving, path: str) -> None:
    page = web.ask(path).text
    assert SCRIPT[:31] not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;document.title" in page


@pytest.mark.parametrize("path", ["/search?q=", "/presidency/articles?_search="])
def test_a_script_in_a_query_is_text(web: Serving, path: str) -> None:
    assert "<script>steal" not in web.ask(f"{path}%3Cscript%3Esteal()%3C/script%3E").text


# -- the command ---------------------------------------------------------------------------------


def test_a_crawl_may_write_while_pages_are_served(web: Serving, past: Path) -> None:
    [(lead,)] = query(past, "SELECT lead FROM articles WHERE id = ?", EDITED)
    sql = "UPDATE articles SET lead = ? WHERE id = ?"
    with closing(sqlite3.connect(past)) as writer:
        with writer:
            writer.execute(sql, ["ново", EDITED])
            assert web.ask(f"/articles/{EDITED}").status == 200
        assert "ново" in web.ask(f"/articles/{EDITED}").text
        with writer:  # others read it too
            writer.execute(sql, [lead, EDITED])


def test_a_schema_that_changes_is_served_as_it_is_from_the_next_page_on(tmp_path: Path) -> None:
    path, page = tmp_path / "empty.db", "/presidency/more.json"
    open_store(path).close()
    with serve(path) as web, closing(sqlite3.connect(path)) as writer:
        assert web.ask(page).status == 404
        for statement, columns in (
            ("CREATE TABLE more (a, b)", ["rowid", "a", "b"]),
            ("ALTER TABLE more ADD COLUMN c", ["rowid", "a", "b", "c"]),
            ("DROP TABLE more", None),
            ("CREATE VIEW more AS SELECT 1 AS a", ["a"]),
        ):
            writer.execute(statement)
            answer = web.ask(page)
            assert (answer.status == 200) == bool(columns)
            assert json.loads(answer.text).get("columns") == columns


def test_behind_a_proxy_addresses_are_those_that_readers_know(web: Serving) -> None:
    headers = {"Host": PROXY, "X-Forwarded-Proto": "https"}
    address = f"{web.address}presidency/articles.json?{COUNTED}"
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request) as reply:
        facets = json.load(reply)["facet_results"]
    addresses = {value["toggle_url"] for facet in facets.values() for value in facet["results"]}
    assert {address.split("/presidency/")[0] for address in addresses} == {f"https://{PROXY}"}


def test_a_missing_database_and_a_taken_port_end_in_one_line(past: Path, tmp_path: Path) -> None:
    ran = presidency("serve", "--db", tmp_path / "none.db")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = presidency("serve", "--db", past, "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--port" in ran.err


def test_without_datasette_the_command_says_what_to_install(past: Path, tmp_path: Path) -> None:
    (tmp_path / "datasette.py").write_text("raise ImportError", encoding="utf-8")
    environment = clean_environment(PYTHONPATH=python_path(tmp_path))
    command = [sys.executable, "-m", "presidency_scraper", "serve", "--db", str(past)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "pip install 'datasette>=0.65.5,<1'" in ran.stderr


def test_a_signal_ends_the_server_with_one_line_and_its_code(past: Path) -> None:
    command = [sys.executable, "-m", "presidency_scraper", "serve", "--port", "0", "--db"]
    with subprocess.Popen(
        [*command, past],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as server:
        assert server.stdout is not None
        address = re.findall(r"http://\S+", server.stdout.readline())
        urllib.request.urlopen(address[0]).close()  # it serves, and so knows what a signal means
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=60)
    assert (server.returncode, said.count("\n")) == (143, 1)
