"""Hostile text: what a page may say to a terminal, and what must not become of it.

Control characters are no text and are never stored. What a database of an older version holds of
them is escaped where a person reads it. Marks that nobody sees are no edit.
"""

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import (
    Item,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from tests.conftest import HTML, SLOW, Ran, clean_environment, crawl, presidency, query
from tests.nights.small_site import article, articles, ids

#: What a terminal obeys or shows otherwise than it is: by name, as it may stand in a text.
ATTACKS = {
    "ESC colour": "\x1b[31mчервено\x1b[0m",
    "ESC title (OSC)": "\x1b]0;друго\x07",
    "ESC clear": "\x1b[2J\x1b[H",
    "BEL": "\x07",
    "backspaces": "три\x08\x08\x08две",
    "C1 CSI": "\x9b31m",
    "C1 OSC and ST": "\x9d0;друго\x9c",
    "C1 NEL": "\x85",
    "DEL": "\x7f",
    "bidi override": "\u202eутро\u202c",
    "bidi embedding": "\u202aутро\u202c",
    "bidi isolate": "\u2066утро\u2069",
    "first strong isolate": "\u2068утро\u2069",
    "no character, ever": "\ufdd0утро\ufffe\uffff\U0001fffe\U0010ffff",
}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: What no text may have: C0 but for the line ends of a body, DEL and C1.
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
#: Nor what Unicode promises to be no character, some of which no XML may have.
NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0010ffff]")
TEXTS = {
    "articles": "headline lead body published_raw url",
    "paragraphs": "text speaker",
    "teasers": "headline lead published_raw url",
    "images": "caption url",
    "revisions": "headline body",
    "sightings": "headline lead published_raw url",
    "problems": "message url",
    "captures": "content_type error etag last_modified",
}


def texts(db: Path) -> Iterator[tuple[str, str]]:
    """Every text that is stored, with where it stands."""
    for table, names in TEXTS.items():
        for name in names.split():
            for (text,) in query(db, f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL"):
                yield f"{table}.{name}", text


def attacked() -> ReplicaSite:
    """Articles that say each attack in headline, lead, text and caption."""
    site = ReplicaSite(articles(range(1, 7)))
    for number, attack in enumerate(ATTACKS.values(), 10):
        site.publish(
            article(
                number,
                headline=f"Указ {attack} номер {number}",
                lead=f"Накратко {attack} казано {number}.",
                paragraphs=(f"Първо {attack} слово.", f"{attack}Второ слово{attack}"),
                captions=(f"Снимка {attack} тук",) * 2,
            )
        )
    return site


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawled."""
    db = tmp_path_factory.mktemp("hostile") / "p.db"
    site = attacked()
    with serve_replica(site) as server:
        ran = crawl(server.origin, db)
        assert ran.code == 0, ran.err
        assert {row[0] for row in query(db, "SELECT id FROM articles")} == ids(site)
    return db


def test_no_control_character_is_stored(hostile: Path) -> None:
    for place, text in texts(hostile):
        assert not CONTROLS.search(text), (place, text)
        assert not NO_CHARACTER.search(text), (place, text)
        assert "\n" not in text or place.endswith(".body")


def test_the_words_around_it_are_stored_as_they_stand(hostile: Path) -> None:
    for number in range(10, 10 + len(ATTACKS)):
        ((headline, lead, body),) = query(
            hostile, "SELECT headline, lead, body FROM articles WHERE number = ?", number
        )
        assert re.fullmatch(rf"Указ .*номер {number}", headline)
        assert re.fullmatch(rf"Накратко .*казано {number}\.", lead)
        assert "Второ слово" in body
        ((caption,),) = query(
            hostile, "SELECT DISTINCT caption FROM images WHERE article_id = ?", f"bg/news/{number}"
        )
        assert re.fullmatch("Снимка .*тук", caption)


def test_verify_and_rebuild_make_the_same_of_it(hostile: Path) -> None:
    said = presidency("verify", "--db", hostile)
    assert said.code == 0, said.out


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "as a number": lambda page: page.replace(b"DANGER", b"&#27;[31m"),
    "as a hexadecimal number": lambda page: page.replace(b"DANGER", b"&#x1B;[31m&#x9b;0m"),
    "escaped twice": lambda page: page.replace(b"DANGER", b"&amp;#27;[31m&amp;#x9B;0m"),
    "escaped three times": lambda page: page.replace(b"DANGER", b"&amp;amp;#27;[31m"),
    "as bytes": lambda page: page.replace(b"DANGER", b"\x1b[31m\xc2\x9b0m"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_control_character_is_none_however_it_is_written(tmp_path: Path, name: str) -> None:
    site = ReplicaSite(demo_site().items("bg")[:5])
    twin = site.face("text")
    site.edit("bg/news/8601", paragraphs=("Едно DANGER две.",), lead="Накратко DANGER тук.")

    def turn(request: Request, _: Response) -> Response:
        return Response(200, HTML, SPELLINGS[name](twin.answer("GET", request.path).body))

    site.fail("/(bg/news8601/|page/)", turn)
    db = tmp_path / "p.db"
    with serve_replica(site) as server:
        ran = crawl(server.origin, db)
    assert not [place for place, text in texts(db) if CONTROLS.search(text)]
    assert query(
        db, "SELECT body LIKE 'Накратко %Едно %две.' FROM articles WHERE number = 8601"
    ) == [(1,)], ran.err


def is_safe(said: str) -> None:
    """Nothing in it that a terminal obeys but the ends of lines."""
    assert not CONTROLS.search(said), said
    assert not BIDI.search(said), said


def test_what_a_crawl_complains_of_is_safe_to_read(tmp_path: Path) -> None:
    """Its warnings quote pages that could not be read."""
    site = ReplicaSite(demo_site().items("bg")[:5])
    twin = site.face("text")

    def turn(request: Request, _: Response) -> Response:
        page = twin.answer("GET", request.path).body.decode()
        page = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "31\x1b[2J юни\u202e 2015 | 10:10", page)
        page = re.sub(r"\d+ октомври 2025", "99\x9b2J октомври 2025", page)
        return Response(200, HTML, page.encode())

    site.fail("/(bg/news8601/|page/1$)", turn)
    site.fail("/bg/news8635/", lambda *_: Response(302, {"Location": "http://x/\x1b[2J"}, b""))
    site.fail(
        "/bg/news8634/", lambda *_: Response(200, {**HTML, "Content-Encoding": "\x1b[2Jx"}, b"x")
    )
    with serve_replica(site) as server:
        ran = crawl(server.origin, tmp_path / "p.db")
    assert ran.code in (0, 4, 5), ran.err
    is_safe(ran.err)
    is_safe(ran.out)
    for command in (("status",), ("gaps",), ("gaps", "--json")):
        is_safe(presidency(*command, "--db", tmp_path / "p.db").out)


# -- what a terminal gets of an older database -----------------------------------------------------

OLD = "bg/news/3"
EVIL = "Указ \x1b]0;друго\x07\x1b[2J\x9b31m \u202eорту\u202c номер"


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which version 0.1.0 kept what a page said to terminals."""
    db = tmp_path_factory.mktemp("older") / "p.db"
    with serve_replica(ReplicaSite(articles(range(1, 7), captions=("Снимка", "Снимка")))) as server:
        assert crawl(server.origin, db).code == 0
    with closing(sqlite3.connect(db)) as database, database:
        for table, name, key in (
            ("articles", "headline", "id"),
            ("articles", "lead", "id"),
            ("articles", "body", "id"),
            ("paragraphs", "text", "article_id"),
            ("teasers", "headline", "article_id"),
            ("images", "caption", "article_id"),
            ("revisions", "headline", "article_id"),
        ):
            database.execute(f"UPDATE {table} SET {name} = ? WHERE {key} = ?", [EVIL, OLD])
        database.execute("UPDATE entries SET headline = ? WHERE article_id = ?", [EVIL, OLD])
    return db


def on_a_terminal(*command: str | Path) -> Ran:
    """Run a command whose output is a terminal, eighty columns wide."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "presidency_scraper", *map(str, command)],
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env=clean_environment(TERM="xterm", COLUMNS="100"),
        cwd="/tmp",
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            chunk = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        said += chunk
        if not chunk:
            break
    os.close(ours)
    return Ran(process.wait(), said.decode(), "")


#: What our own colours and bold letters are made of, and the end of a line on a terminal.
OURS = re.compile("\x1b\\[[0-9;]*m|\r")


@pytest.mark.parametrize(
    "command",
    [
        ("show", OLD),
        ("show", OLD, "--json"),
        ("search", "указ"),
        ("export",),
        ("export", "--format", "jsonl"),
    ],
    ids=" ".join,
)
def test_a_terminal_gets_nothing_that_it_would_obey(older: Path, command: tuple[str, ...]) -> None:
    ran = on_a_terminal(*command, "--db", older)
    assert ran.code == 0, ran.out
    assert "\x1b]" not in ran.out
    assert "\x1b[2J" not in ran.out
    assert "\x1b[31m" not in ran.out.replace("\x1b[31;9m", "")  # the red of dropped words
    is_safe(OURS.sub("", ran.out))
    assert "номер" in ran.out


@pytest.mark.parametrize("name", ["show", "search"])
def test_what_is_escaped_can_still_be_seen(older: Path, name: str) -> None:
    """Neither left out nor made into something else: a reader sees that something stands there."""
    words = {"show": ("show", OLD), "search": ("search", "указ")}[name]
    said = presidency(*words, "--db", older).out
    is_safe(said)
    assert re.search(r"\\x1b|\\u001b|\^\[|␛|�", said, re.IGNORECASE)


def test_json_and_exports_into_files_keep_what_is_stored_to_the_letter(
    older: Path, tmp_path: Path
) -> None:
    found = json.loads(presidency("show", OLD, "--json", "--db", older).out)
    assert found["headline"] == EVIL
    out = tmp_path / "articles.jsonl"
    assert presidency("export", "--format", "jsonl", "--out", out, "--db", older).code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    assert [line["headline"] for line in lines if line["id"] == OLD] == [EVIL]


# -- marks that nobody sees ------------------------------------------------------------------------

MARKS = {
    "right-to-left override": "\u202e\u202c",
    "isolates": "\u2066\u2069",
    "embedding": "\u202a\u202c",
    "direction mark": "\u200e",
    "Arabic letter mark": "\u061c",
    "escape": "\x1b",
    "bell": "\x07",
    "C1": "\x9b",
    "soft hyphen": "\u00ad",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "invisible separator": "\u2063",
    "variation selector": "\ufe0f",
    "Mongolian vowel separator": "\u180e",
}


def test_an_edit_of_marks_that_nobody_sees_is_only_in_looks(tmp_path: Path) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 31)))
    numbers = dict(zip(MARKS, range(1, 31), strict=False))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
        for name, number in numbers.items():
            mark = MARKS[name]
            site.edit(
                f"bg/news/{number}",
                headline=f"Указ {mark}номер {number}",
                paragraphs=(f"Пър{mark}во {number}.{mark}", f"{mark}Второ {number}."),
            )
        with closing(sqlite3.connect(db)) as database, database:
            database.execute("UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z'")
        ran = crawl(server.origin, db, "--recheck", "40", "--accept-drift")
        assert ran.code == 0, ran.err
        assert json.loads(ran.out)["rechecked"] == 30
    edits = query(db, "SELECT article_id FROM revisions WHERE revision > 1 AND NOT cosmetic")
    wrong = {f"bg/news/{number}": name for name, number in numbers.items()}
    assert [wrong[article_id] for (article_id,) in edits] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Въведе", "В\u202eъведе?"),
        ("не е прав", "\u2066е прав\u2069"),
        ("1,5 млрд.", "15\u200e млрд."),
    ],
)
def test_an_edit_of_words_between_such_marks_is_an_edit(
    tmp_path: Path, before: str, after: str
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 7)))
    site.edit("bg/news/2", paragraphs=(f"Той {before} така.",))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
        site.edit("bg/news/2", paragraphs=(f"Той {after} така.",))
        with closing(sqlite3.connect(db)) as database, database:
            database.execute("UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z'")
        assert crawl(server.origin, db).code == 0
    assert query(db, "SELECT revision, cosmetic FROM revisions WHERE article_id = 'bg/news/2'") == [
        (1, 0),
        (2, 0),
    ]


# -- letters of the West ---------------------------------------------------------------------------

META = b'<meta charset="utf-8">'
WEST = "José Manuel Barroso, Škoda, “naïve” – Côte d’Ivoire, £5, Plenković? Ångström…"
BULGARIAN = "Жозе Барозу – „наивно“ № 5"


def declared(encoding: str) -> Callable[[bytes], bytes]:
    """The page's own declaration says *encoding*."""
    return lambda page: page.replace(META, f'<meta charset="{encoding}">'.encode())


def written(encoding: str, header: str, meta: str) -> Callable[[Request, Response], Response]:
    """The true page, written and declared otherwise."""

    def respond(request: Request, real: Response) -> Response:
        page = declared(meta)(real.body) if meta else real.body.replace(META, b"")
        body = page.decode().encode(encoding, "xmlcharrefreplace")
        return Response(200, {"Content-Type": header}, body)

    return respond


def plain(site: ReplicaSite, respond: Callable[[Request, Response], Response]) -> None:
    """Let all pages but robots.txt go through *respond*, without content encoding."""
    twin = site.face("text")
    site.fail(
        r"^/(?!robots)", lambda request, _: respond(request, twin.answer("GET", request.path))
    )


def western(text: str, language: str) -> Item:
    """An article of that text."""
    return article(
        20, language=language, headline=f"Decree number 20 of {text[:11]}", lead=f"{text}.",
        slug="decree-number-20-of", paragraphs=(f"{text}!",),
    )  # fmt: skip


#: How an English page is written, what the header and the page declare.
WRITINGS = {
    "declared in both": ("windows-1252", "text/html; charset=windows-1252", "windows-1252"),
    "declared in the header": ("windows-1252", "text/html; charset=windows-1252", ""),
    "declared in the page": ("windows-1252", "text/html", "windows-1252"),
    "declared as cp1252": ("windows-1252", "text/html; charset=cp1252", ""),
    "declared as Latin-1": ("windows-1252", "text/html; charset=iso-8859-1", ""),
    "declared as windows-1252 and UTF-8": ("utf-8", "text/html; charset=windows-1252", ""),
    "declared as windows-1251 and UTF-8": ("utf-8", "text/html; charset=windows-1251", ""),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_an_english_page_in_a_western_encoding_is_read_as_it_says(
    tmp_path: Path, name: str
) -> None:
    encoding, header, meta = WRITINGS[name]
    text = "".join(c for c in WEST if encoding == "utf-8" or c.encode("cp1252", "ignore"))
    site = ReplicaSite([*articles(range(1, 7), language="en"), western(text, "en")])
    plain(site, written(encoding, header, meta))
    db = tmp_path / "p.db"
    with serve_replica(site) as server:
        ran = crawl(server.origin, db, "--language", "en", "--section", "news")
    assert ran.code == 0, ran.err
    ((headline, body, lead),) = query(
        db, "SELECT headline, body, lead FROM articles WHERE id = 'en/news/20'"
    )
    assert (headline, body, lead) == (
        f"Decree number 20 of {text[:11]}",
        f"{text}.\n\n{text}!",
        f"{text}.",
    )
    assert presidency("verify", "--db", db).code == 0


#: Bulgarian pages are read as before, whatever they declare.
CYRILLIC = {
    "windows-1251 undeclared": ("windows-1251", "text/html", ""),
    "windows-1251 declared": ("windows-1251", "text/html; charset=windows-1251", ""),
    "windows-1251 declared as windows-1252": (
        "windows-1251", "text/html; charset=windows-1252", "windows-1252",
    ),
    "windows-1251 declared as Latin-1": ("windows-1251", "text/html; charset=iso-8859-1", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("bg", "windows-1251 declared as windows-1252"),
        ("en", "windows-1251 declared as windows-1252"),
        ("bg", "windows-1251 declared as Latin-1"),
        pytest.param("en", "windows-1251 declared as Latin-1", marks=SLOW),
        pytest.param("en", "windows-1251 declared", marks=SLOW),
        pytest.param("en", "windows-1251 undeclared", marks=SLOW),
    ],
)
def test_a_page_with_cyrillic_letters_stays_cyrillic(
    tmp_path: Path, language: str, name: str
) -> None:
    """Also an English one: months in its listings and names in its text may be Bulgarian."""
    site = ReplicaSite([*articles(range(1, 7), language=language), western(BULGARIAN, language)])
    plain(site, written(*CYRILLIC[name]))
    db = tmp_path / "p.db"
    with serve_replica(site) as server:
        ran = crawl(server.origin, db, "--language", language, "--section", "news")
    assert ran.code == 0, ran.err
    sql = "SELECT body FROM articles WHERE number = 20"
    assert query(db, sql) == [(f"{BULGARIAN}.\n\n{BULGARIAN}!",)]


def test_the_texts_of_the_replica_hold_no_control_characters() -> None:
    """What is looked for above does not stand in what is served."""
    for item in demo_site().items():
        said = "".join([item.headline, item.lead, *item.paragraphs])
        assert not CONTROLS.search(said)
        assert not any(unicodedata.category(character) == "Cc" for character in said)
