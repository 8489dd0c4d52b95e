"""What anybody may ask of ``presidency serve``: it costs little, it comes from the file that is
there, and it is answered to those alone who are meant.
"""

import csv
import io
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from tests.conftest import crawl, others_slow, presidency, query
from tests.nights.bounded import Answer, Bounded, raw, serve_bounded
from tests.nights.small_site import article, articles
from tests.serving import NEEDS_DATASETTE

pytestmark = NEEDS_DATASETTE

#: What one question may cost: seconds of a processor, of which two are the limit of a query, and
#: what a server may ever have: MB of memory, MB of an answer.
SECONDS, MEMORY, ANSWER = 3.5, 700, 32


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles."""
    path = tmp_path_factory.mktemp("serve") / "p.db"
    with serve_replica(ReplicaSite(demo_site().items("bg")[:30])) as server:
        assert crawl(server.origin, path).code == 0
    return path


@pytest.fixture(scope="module")
def web(db: Path) -> Iterator[Bounded]:
    with serve_bounded(db) as serving:
        assert serving.ask("/").status == 200
        yield serving


# -- what a question costs -------------------------------------------------------------------------


def times(expression: str, count: int) -> str:
    """The same expression in so many columns."""
    return "SELECT " + ", ".join(f"{expression} AS c{n}" for n in range(count))


def many(expression: str, count: int) -> str:
    """The same expression in so many rows."""
    return (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        f" SELECT {expression} AS c FROM n"
    )


def of_letters(expression: str, count: int) -> str:
    """The same expression over half a million letters ``s``."""
    return (
        "WITH RECURSIVE t(i, s) AS (SELECT 1, 'a' UNION ALL SELECT i + 1, s || s FROM t"
        f" WHERE i < 20) {times(expression, count)} FROM t WHERE i = 20"
    )


WIDE = "printf('%.*c', 300000000, 'x')"
ATTACKS = {
    "printf, a width": times("printf('%*d', 300000000, 1)", 4),
    "sorted texts": (
        "SELECT a.body || b.body || c.body AS t FROM articles a, articles b, articles c"
        " ORDER BY t DESC"
    ),
    "json of all": (
        "SELECT json_group_array(a.body || b.body) FROM articles a, articles b, articles c"
    ),
    "columns beyond number": "SELECT " + ",".join(["1"] * 2_500),
    "printf, a precision": times(WIDE, 4),
    "printf, measured only": "SELECT " + " + ".join([f"length({WIDE})"] * 4),
    "format, the same by its other name": times("format('%.*c', 300000000, 'x')", 4),
    "two thousand columns": f"{times('1', 1990)} FROM articles a, articles b LIMIT 250",
    "all texts in each row": (
        "SELECT (SELECT group_concat(body || body || body || body) FROM articles, (SELECT 1"
        " FROM captures LIMIT 50)) AS c FROM articles a, articles b LIMIT 300"
    ),
    "hex in many columns": times("hex(zeroblob(9000000))", 60),
    "zeroblob in many rows": many("zeroblob(15000000)", 200),
    "randomblob in many rows": many("hex(randomblob(5000000))", 200),
    "replace that swells": times("replace(hex(zeroblob(900000)), '0', 'xxxxxxxxxx')", 60),
    "quote": times("quote(zeroblob(9000000))", 60),
    "a text doubled again and again": (
        "WITH RECURSIVE t(i, s) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, s || s FROM t"
        " WHERE i < 24) SELECT a.s, b.s FROM t a, t b, t c"
    ),
    "a replaced half": of_letters("length(replace(s, substr(s, 1, 250000) || 'b', ''))", 40),
    "a sought half": of_letters("instr(s, substr(s, 1, 250000) || 'b')", 40),
    "a half trimmed off": of_letters("length(trim(s, replace(substr(s, 2), 'a', 'b') || 'a'))", 4),
    "a long pattern": of_letters("s LIKE '%' || substr(s, 1, 40000) || 'b'", 4),
    "many patterns": of_letters("s LIKE '%' || substr(s, 1, 90) || 'b'", 99),
    "many patterns of letters": of_letters("s GLOB '*[' || substr(s, 1, 90) || 'b]b'", 99),
    "a long pattern of letters": of_letters("s GLOB '*[' || substr(s, 1, 40000) || 'b]b'", 4),
}


def is_bounded(web: Bounded, ask: Callable[[], Answer]) -> None:
    """Ask, and see what it took; the server answers others as before."""
    web.forget_memory()
    before = web.processor()
    answer = ask()
    assert web.processor() - before <= SECONDS
    assert web.memory() <= MEMORY
    assert answer.status in (200, 400)
    assert len(answer.body) <= ANSWER << 20
    assert web.ask("/").status == 200


@pytest.fixture(scope="module")
def attacked(db: Path) -> Iterator[Bounded]:
    """A server that is asked nothing else."""
    with serve_bounded(db) as serving:
        assert serving.ask("/").status == 200
        yield serving


@pytest.mark.parametrize("name", ATTACKS)
def test_a_question_of_ones_own_costs_no_more_than_it_may(attacked: Bounded, name: str) -> None:
    is_bounded(attacked, lambda: attacked.sql(ATTACKS[name]))


@pytest.mark.parametrize("name", ["hex in many columns", "zeroblob in many rows"])
def test_nor_does_it_as_json(attacked: Bounded, name: str) -> None:
    is_bounded(attacked, lambda: attacked.sql(ATTACKS[name], kind=".json"))


@pytest.mark.parametrize("kind", [".json", ""])
def test_nor_does_it_as_a_condition_on_a_table(attacked: Bounded, kind: str) -> None:
    where = quote(f"length({WIDE}) > 0", safe="")
    is_bounded(attacked, lambda: attacked.ask(f"/presidency/articles{kind}?_where={where}"))


@pytest.mark.parametrize(
    "asked",
    [
        "/presidency?sql=select+1&" + "&".join(f"p{n}=1" for n in range(2_000)),
        "/presidency/articles?" + "&".join(["_where=1"] * 200),
        "/presidency/articles?" + "&".join(["_facet=id"] * 40),
        "/presidency/articles?" + "&".join(["%5Ffacet=id"] * 40),
    ],
    ids=["parameters", "conditions", "facets", "facets in disguise"],
)
def test_a_page_of_which_much_is_asked_at_once_is_refused(web: Bounded, asked: str) -> None:
    before = web.processor()
    assert web.ask(asked).status == 414
    assert web.processor() - before <= 0.5
    usual = ["_facet=section", "_facet=language", *(f"number__gt={n}" for n in range(40))]
    assert web.ask("/presidency/articles?" + "&".join(usual)).status == 200


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 400])
def test_a_number_beyond_all_is_no_defect(web: Bounded, number: str) -> None:
    for kind in ("", ".json"):
        assert web.ask(f"/presidency/articles{kind}?number__gt={number}").status == 400


def test_nobody_learns_where_something_lies_in_the_memory(web: Bounded) -> None:
    assert web.sql("SELECT fts3_tokenizer('simple')").status == 400


HARMLESS = {
    "an average": "SELECT section, avg(word_count) FROM articles GROUP BY 1",
    "a pattern": "SELECT id FROM articles WHERE body LIKE '%президент%' ORDER BY 1",
    "all of an article": "SELECT * FROM articles WHERE number = 8601",
    "a rounded number": "SELECT round(avg(word_count), 1) FROM articles",
    "a replaced word": "SELECT replace(headline, 'Радев', 'X') FROM articles",
    "a list": "SELECT group_concat(id, ', ') FROM articles",
    "a table that calls itself": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
        " SELECT i FROM n"
    ),
    "a usual join": (
        "SELECT t.target_id, count(*) FROM teasers t JOIN articles a ON a.id = t.article_id"
        " GROUP BY 1 ORDER BY 2 DESC"
    ),
    "the words of the search": (
        "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'президент'"
    ),
    "a json list": "SELECT json_extract(changed, '$[0]') FROM revisions",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_usual_question_is_answered(web: Bounded, name: str) -> None:
    assert web.sql(HARMLESS[name]).status == 200
    assert web.sql(HARMLESS[name], kind=".json").status == 200


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT load_extension('x')",
        "ATTACH 'x.db' AS x",
        "SELECT writefile('x', 'y')",
        "PRAGMA journal_mode = DELETE",
        "SELECT " + "(" * 2000 + "1" + ")" * 2000,
    ],
    ids=lambda statement: statement[:24],
)
def test_what_is_no_question_does_nothing(web: Bounded, db: Path, statement: str) -> None:
    assert web.sql(statement).status in (200, 400)
    assert not db.with_name("x.db").exists()
    assert web.ask("/").status == 200
    assert query(db, "PRAGMA journal_mode") == [("wal",)]


# -- who is answered -------------------------------------------------------------------------------

STRANGERS = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "localhost.evil.example",
    "evil-localhost",
    "127.0.0.1@evil.example",
    "0x7f.example",
    "192.168.1.7:{port}",
    "president.bg",
]
FRIENDS = [
    "127.0.0.1:{port}",
    "127.0.0.1",
    "localhost:{port}",
    "localhost",
    "LOCALHOST",
    "[::1]:{port}",
]
PATHS = ("/", "/presidency/articles.json", "/presidency.json?sql=select+1", "/dashboard", "/none")


def test_a_host_that_is_not_this_machine_is_answered_nothing(web: Bounded) -> None:
    """As a page of somebody's would ask in the browser of a reader, by a name that leads here."""
    for stranger in STRANGERS:
        for path in PATHS:
            answer = web.ask(path, headers={"Host": stranger.format(port=web.port)})
            assert 400 <= answer.status < 500, (stranger, path)
            assert "bg/news" not in answer.text
            assert stranger.partition(":")[0] not in answer.text


def test_the_names_of_this_machine_are_answered(web: Bounded) -> None:
    for friend in FRIENDS:
        for path in PATHS[:2]:
            host = friend.format(port=web.port)
            assert web.ask(path, headers={"Host": host}).status == 200, (friend, path)


def test_no_other_header_makes_a_stranger_a_friend(web: Bounded) -> None:
    for name in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"):
        headers = {"Host": "evil.example", name: "localhost"}
        assert 400 <= web.ask("/", headers=headers).status < 500
        headers = {"Host": "localhost", name: "evil.example"}
        assert "evil.example" not in web.ask("/presidency/articles.json", headers=headers).text


ASKED = {
    "none": b"GET / HTTP/1.1\r\n\r\n",
    "empty": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "two": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "a proxy's": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
}


@pytest.mark.parametrize("name", ASKED)
def test_a_request_that_names_no_host_or_several_is_refused(web: Bounded, name: str) -> None:
    assert raw(web.port, ASKED[name]).split()[1].startswith(b"4")


def test_a_host_that_is_allowed_is_answered_beside_this_machine(db: Path) -> None:
    names = ("--allow-host", "presidency.example.org", "--allow-host", "Archive.Example.org")
    with serve_bounded(db, *names) as web:
        for host in ("presidency.example.org", "archive.example.org:443", "localhost"):
            assert web.ask("/", headers={"Host": host}).status == 200
        for host in ("example.org", "evil.example", "x.presidency.example.org"):
            assert 400 <= web.ask("/", headers={"Host": host}).status < 500


# -- the file that is there ------------------------------------------------------------------------

ID = "bg/news/3"


def shown(web: Bounded) -> str:
    """What the page of an article says, and what a table does."""
    page = web.ask(f"/articles/{ID}")
    table = web.ask("/presidency/articles.json?_shape=array&number=3")
    assert (page.status, table.status) == (200, 200)
    return page.text + table.text


def rebuilt(db: Path) -> None:
    assert presidency("rebuild", "--db", db).code == 0


def replaced(db: Path) -> None:
    """Another program puts a copy in its place."""
    copy = db.with_name("copy.db")
    with closing(sqlite3.connect(db)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.replace(db)
    for suffix in ("-wal", "-shm"):
        db.with_name(db.name + suffix).unlink(missing_ok=True)


def made_anew(db: Path) -> None:
    """It is deleted and made from the archive."""
    for path in db.parent.glob("p.db*"):
        if "lock" not in path.name:
            path.unlink()
    assert presidency("rebuild", "--db", db).code == 0


CHANGES: dict[str, Callable[[Path], None]] = {
    "rebuilt": rebuilt,
    "replaced": replaced,
    "deleted and made anew": made_anew,
}


@others_slow()
@pytest.mark.parametrize("name", CHANGES)
def test_the_file_that_took_its_place_is_served(tmp_path: Path, name: str) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 7)))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
        with serve_bounded(db) as web:
            assert "Указ номер 3" in shown(web)
            CHANGES[name](db)
            with closing(sqlite3.connect(db)) as database, database:
                database.execute("UPDATE articles SET headline = 'Съвсем нов' WHERE id = ?", [ID])
            assert "Съвсем нов" in shown(web)
            site.publish(article(9, headline="Указ номер 9 и още"))
            assert crawl(server.origin, db).code == 0
            assert "номер 9 и още" in web.ask("/").text
            CHANGES[name](db)
            assert "Указ номер 3" in shown(web)


def test_a_file_that_is_away_for_a_moment_is_503_and_no_end(tmp_path: Path) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 7)))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
    with serve_bounded(db) as web:
        assert "Указ номер 3" in shown(web)
        away = tmp_path / "away"
        away.mkdir()
        for path in [*tmp_path.glob("p.db*")]:
            shutil.move(path, away / path.name)
        for asked in (f"/articles/{ID}", "/presidency/articles.json"):
            assert web.ask(asked).status == 503
        assert "Traceback" not in web.errors.read_text()
        for path in [*away.iterdir()]:
            shutil.move(path, tmp_path / path.name)
        assert "Указ номер 3" in shown(web)


# -- what is no GET --------------------------------------------------------------------------------


PLACES = (
    "/presidency/articles", "/presidency/articles/bg~2Fnews~2F8601", "/presidency", "/", "/search",
    "/presidency/edits", "/presidency/articles/-/insert", "/dashboard",
)  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_would_write_is_answered_405_and_is_no_defect(
    web: Bounded, db: Path, method: str
) -> None:
    before = len(web.errors.read_text())
    for place in PLACES:
        answer = web.ask(place, method=method, body=b"sql=delete+from+articles")
        assert answer.status in ((405,) if "/-/" not in place else (404, 405)), place
    assert "Traceback" not in web.errors.read_text()[before:]
    assert query(db, "SELECT count(*) FROM articles") == [(30,)]


# -- what cannot be asked ------------------------------------------------------------------------

#: What Datasette itself answers with a failure of the server, or once did.
CANNOT_BE = (
    "_sort=unknown", "_sort_desc=unknown", "_sort=id&_sort_desc=id", "_sort=%ff",
    "_col=unknown", "_where=(", "_where=1;drop", "_through=x",
    "_through={}", "_through=[]", "_timelimit=abc", "id__in=[", "%00=1",
)  # fmt: skip
NOWHERE = (
    "/presidency/paragraphs/a", "/presidency/paragraphs/%00", "/presidency/paragraphs/a,b,c.json",
    f"/-/static/{'x' * 5000}", "/presidency/unknown?_sort=x", "/captures/abc/page",
    "/captures/999999999999999/page", "/changes.atom?since=xx", "/changes.atom?kind=xx",
    "/articles.atom?language=xx", "/edits?kind=xx",
)  # fmt: skip


def test_what_cannot_be_asked_is_said_to_be_so_and_is_no_failure_of_the_server(
    web: Bounded,
) -> None:
    before = len(web.errors.read_text())
    tables = [f"/presidency/articles{ext}?" for ext in ("", ".json", ".csv")]
    for place in [*(table + asked for table in tables for asked in CANNOT_BE), *NOWHERE]:
        answer = web.ask(place)
        assert answer.status in (400, 404), (place, answer.status)
    assert web.ask("/", headers={"Cookie": "ui=\xff"}).status == 200
    assert "Cannot sort table by unknown" in web.ask("/presidency/articles?_sort=unknown").text
    assert "Traceback" not in web.errors.read_text()[before:]


# -- cells -----------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example","тук")',
    "+359 2 923 93 33",
    "-1; =2+2",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "; =1+1",
    '"; =1+1',
]


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose texts a spreadsheet would compute."""
    db = tmp_path_factory.mktemp("computed") / "p.db"
    with serve_replica(ReplicaSite(articles(range(1, len(FORMULAS) + 1)))) as server:
        assert crawl(server.origin, db).code == 0
    with closing(sqlite3.connect(db)) as database, database:
        for number, formula in enumerate(FORMULAS, 1):
            database.execute(
                "UPDATE articles SET headline = ?, lead = ?, body = ? WHERE number = ?",
                [formula, formula, f"{formula}\n\nВторо", number],
            )
    return db


def cells(text: str, separator: str) -> dict[int, list[str]]:
    """Headline, lead and text of each article of a table, by number."""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))
    return {int(row["number"]): [row["headline"], row["lead"], row["body"]] for row in rows}


def marked(text: str) -> str:
    """*text* with the apostrophe that makes a spreadsheet take it for text, where it needs one."""
    return f"'{text}" if text.startswith(tuple("=+-@'\t\r")) else text


@pytest.mark.parametrize("separator", ["", ",", ";", "tab"])
def test_a_table_for_excel_computes_nothing_whatever_parts_its_cells(
    computed: Path, tmp_path: Path, separator: str
) -> None:
    out = tmp_path / "articles.csv"
    options = ("--separator", separator) if separator else ()
    ran = presidency("export", "--excel", *options, "--out", out, "--db", computed)
    assert ran.code == 0, ran.err
    text = out.read_bytes().decode()
    assert text.startswith("\ufeff")
    found = cells(text, {"tab": "\t", "": ","}.get(separator, separator))
    for number, formula in enumerate(FORMULAS, 1):
        said = marked(formula)
        assert found[number] == [said, said, f"{said}\n\nВторо"]


def test_a_semicolon_in_a_text_begins_no_cell_where_it_parts_cells(
    computed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "articles.csv"
    ran = presidency("export", "--excel", "--separator", ";", "--out", out, "--db", computed)
    assert ran.code == 0, ran.err
    rows = list(csv.reader(io.StringIO(out.read_bytes().decode()), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(FORMULAS)


def test_a_table_for_programs_has_the_texts_to_the_letter(computed: Path) -> None:
    found = cells(presidency("export", "--db", computed).out, ",")
    for number, formula in enumerate(FORMULAS, 1):
        assert found[number] == [formula, formula, f"{formula}\n\nВторо"]


@pytest.mark.parametrize("value", ["", "ab", "x", '"', "\n"])
def test_a_separator_that_is_none_is_a_usage_error(computed: Path, value: str) -> None:
    ran = presidency("export", "--excel", "--separator", value, "--db", computed)
    assert (ran.code, "No such option" in ran.err) == (2, False)
    assert "--separator" in ran.err


def test_cells_that_the_server_gives_as_csv_are_those_that_are_stored(computed: Path) -> None:
    """Numbers stay numbers, and a text that looks like a formula is quoted as any other."""
    with serve_bounded(computed) as web:
        answer = web.ask("/presidency/articles.csv?_size=max&_col=number&_col=headline")
    assert answer.status == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == len(FORMULAS)
