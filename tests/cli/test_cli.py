"""The command line in a process of its own: what it says, and how it refuses bad input."""

import json
import re
import runpy
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from presidency_scraper.cli import cli, main
from presidency_scraper.store.migrations import APPLICATION_ID, migrate
from tests.conftest import ROOT, Crawled, Ran, Served, clean_environment, crawl, presidency, query

SEED = "bg/news/8601"
#: Nothing answers here: what is refused must be refused before anything is asked.
NOWHERE = "http://127.0.0.1:9"


def is_one_line(ran: Ran, *said: str) -> bool:
    """Whether all that was said is one line of ours, with *said* in it."""
    (line,) = ran.err.splitlines()
    return ran.out == "" and line.startswith("presidency: ") and all(word in line for word in said)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """What the command line says in this process, for what is to be refused at once."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    said = capsys.readouterr()
    return Ran(int(str(end.value.code)), said.out, said.err)


def unread(*arguments: str | Path) -> tuple[int, str]:
    """The exit code and the errors of a command whose output nobody reads: ``| true``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "presidency_scraper", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=clean_environment(),
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate()
    return process.returncode, said


# Options


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--edition papyrus", "--edition takes one of text, 'papyrus'"),
        ("--section sport", "--section news photo-gallery 'sport'"),
        ("--language de", "--language bg en 'de'"),
        ("--since yesterday", "--since 2025-09-24 'yesterday'"),
        ("--since 2025-02-30", "--since '2025-02-30'"),
        ("--until 24.09.2025", "--until '24.09.2025'"),
        ("--since 2025-09-25 --until 2025-09-24", "--since 2025-09-25 --until 2025-09-24"),
        ("--limit 0", "--limit '0'"),
        ("--article 1937", "--article bg/news/1937 '1937'"),
        ("--article bg/sport/1937", "--article 'bg/sport/1937'"),
        ("--article bg/news/0", "--article 'bg/news/0'"),
        ("--limit -3", "--limit '-3'"),
        ("--limit ten", "--limit 'ten'"),
        ("--limit 9223372036854775808", "--limit '9223372036854775808'"),
        ("--limit 1.5", "--limit '1.5'"),
        ("--delay -1", "--delay 3600 '-1'"),
        ("--delay nan", "--delay 'nan'"),
        ("--delay soon", "--delay 'soon'"),
        ("--origin text.president.bg", "--origin http://127.0.0.1:8000"),
        ("--origin ftp://127.0.0.1", "--origin 'ftp://127.0.0.1'"),
        ("--origin http://127.0.0.1:port", "--origin"),
        ("--origin http://127.0.0.1/bg/news", "--origin"),
    ],
)
def test_a_bad_value_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: str, said: str
) -> None:
    db = str(tmp_path / "new" / "p.db")
    ran = refused(capsys, "crawl", "--origin", NOWHERE, "--db", db, *options.split())
    assert ran.code == 2
    assert is_one_line(ran, *said.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", ["fetch", "crawl --depth 3", "show", "status extra"])
def test_what_is_not_understood_is_a_usage_error_that_points_to_help(
    capsys: pytest.CaptureFixture[str], arguments: str
) -> None:
    ran = refused(capsys, *arguments.split())
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PRESIDENCY_EDITION", "papyrus"),
        ("PRESIDENCY_SECTION", "sport"),
        ("PRESIDENCY_LANGUAGE", "de"),
        ("PRESIDENCY_SINCE", "yesterday"),
        ("PRESIDENCY_UNTIL", "yesterday"),
        ("PRESIDENCY_LIMIT", "ten"),
        ("PRESIDENCY_DELAY", "soon"),
        ("PRESIDENCY_ORIGIN", "nowhere"),
    ],
)
def test_every_option_can_come_from_the_environment(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
) -> None:
    monkeypatch.setenv("PRESIDENCY_ORIGIN", NOWHERE)
    monkeypatch.setenv("PRESIDENCY_DB", str(tmp_path / "p.db"))
    monkeypatch.setenv(variable, value)
    ran = refused(capsys, "crawl")
    assert ran.code == 2
    assert is_one_line(ran, "--" + variable.split("_")[1].lower(), repr(value))


def test_the_database_and_json_can_come_from_the_environment(crawled: Crawled) -> None:
    ran = presidency("status", PRESIDENCY_DB=str(crawled.db), PRESIDENCY_JSON="1")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["articles"] == 102


def test_an_option_on_the_command_line_beats_the_environment(crawled: Crawled) -> None:
    assert presidency("status", "--db", crawled.db, PRESIDENCY_DB="none.db").code == 0


# Databases that cannot be used


def make_text(path: Path, _: Path) -> None:
    path.write_text("headline,lead\n" * 100)


def make_damaged(path: Path, whole: Path) -> None:
    path.write_bytes(whole.read_bytes()[:40_000])


def make_foreign(path: Path, _: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE articles (id TEXT PRIMARY KEY)")


def make_newer(path: Path, whole: Path) -> None:
    shutil.copy(whole, path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('presidency_scraper', 'm999_from_the_future', '2030-01-01T00:00:00')"
        )


@pytest.mark.parametrize(
    ("mistyped", "said"),
    [
        ("gaps --fetch 0", "'--fetch': 0 is not in the range x>=1: see `presidency gaps --help`"),
        ("crawl --ful", "No such option '--ful'"),
        ("frob", "No such command 'frob': see `presidency --help`"),
        ("status --db", "Option '--db' requires an argument"),
        ("show", "Missing argument 'ID': see `presidency show --help`"),
        ("rebuild --jobs many", "Invalid value for '--jobs'"),
    ],
)
def test_what_is_mistyped_is_told_in_one_line(tmp_path: Path, mistyped: str, said: str) -> None:
    ran = presidency(*mistyped.split(), cwd=tmp_path)
    assert ran.code == 2
    assert is_one_line(ran, said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["crawl", "status", "demo"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_text, "not a SQLite database"),
        (make_damaged, "cannot be used"),
        (make_foreign, "of something else"),
        (make_newer, "newer version of presidency-scraper (m999_from_the_future)"),
    ],
    ids=["text", "damaged", "foreign", "newer"],
)
def test_a_database_that_cannot_be_used_is_refused_and_left_as_it_is(
    tmp_path: Path,
    crawled: Crawled,
    command: str,
    make: Callable[[Path, Path], None],
    said: str,
) -> None:
    db = tmp_path / "p.db"
    make(db, crawled.db)
    before = db.read_bytes()
    options = ["--origin", NOWHERE] if command == "crawl" else []
    ran = presidency(command, "--db", db, *options)
    assert ran.code == 8
    assert is_one_line(ran, str(db), said)
    assert db.read_bytes() == before


@pytest.mark.parametrize("command", ["crawl", "demo"])
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("in the way")
    db = tmp_path / "file" / "p.db"
    options = ["--origin", NOWHERE] if command == "crawl" else []
    ran = presidency(command, "--db", db, *options)
    assert ran.code == 8
    assert is_one_line(ran, f"cannot use {db}")


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    ran = presidency("status", "--db", tmp_path)
    assert ran.code == 2
    assert "is a directory" in ran.err


@pytest.mark.parametrize("arguments", ["status", "status --json", "show 8601"])
def test_a_missing_database_is_a_usage_error_and_is_not_made(
    tmp_path: Path, arguments: str
) -> None:
    db = tmp_path / "p.db"
    ran = presidency(*arguments.split(), "--db", db)
    assert ran.code == 2
    assert is_one_line(ran, f"no database at {db}", "presidency crawl")
    assert not list(tmp_path.iterdir())


# Help


@pytest.mark.parametrize("command", ["crawl", "demo", "status", "show"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    ran = presidency(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Example" in ran.out
    assert f"presidency {command}" in ran.out.split("Example")[1].split("Options:")[0]


def test_help_lists_the_commands() -> None:
    ran = presidency("--help")
    assert ran.code == 0
    listed = ran.out.split("Commands:")[1]
    assert all(f"  {command} " in listed for command in ("crawl", "demo", "status", "show"))


def test_the_version_is_said() -> None:
    assert presidency("--version").out.startswith("presidency, version ")


# status


def test_status_as_json_is_one_document_of_what_the_database_holds(crawled: Crawled) -> None:
    ran = presidency("status", "--json", "--db", crawled.db)
    assert (ran.code, ran.err) == (0, "")
    facts = json.loads(ran.out)
    assert (facts["articles"], facts["pending"]) == (102, 0)
    assert facts["database"] == str(crawled.db)
    assert facts["captures"] == len(crawled.log)
    assert {
        "language": "bg", "section": "photo-gallery", "articles": 2,
        "first": "2018-09-16", "last": "2025-05-07",
    } in facts["sections"]  # fmt: skip
    assert sum(year["articles"] for year in facts["years"]) == 102
    assert [run["exit_code"] for run in facts["runs"]] == [0]
    assert facts["missing"]["body"] == 0
    assert {"bg/news", "bg/news/president", "en/news"} <= {
        walk["listing"] for walk in facts["listings"]
    }


def test_status_for_people_says_the_same_without_colour(crawled: Crawled) -> None:
    ran = presidency("status", "--db", crawled.db)
    assert ran.code == 0
    assert "102 articles" in ran.out
    assert "all well" in ran.out
    assert "\x1b" not in ran.out


def test_status_draws_a_bar_for_every_year_from_the_first_to_the_last(
    served: Served, tmp_path: Path
) -> None:
    crawl(served.origin, tmp_path / "p.db", "--section", "speeches-and-statements")
    articles = query(tmp_path / "p.db", "SELECT strftime('%Y', published_at) FROM articles")
    told = Counter(int(year) for (year,) in articles)
    years = range(min(told), max(told) + 1)
    assert any(year not in told for year in years)  # or nothing is shown here
    chart = presidency("status", "--db", tmp_path / "p.db").out.split("Articles by year\n")[1]
    drawn = re.findall(r"^(\d{4}) +(\d+)(?: (█+))?$", chart.split("\n\n")[0], re.MULTILINE)
    assert [(int(year), int(count)) for year, count, _ in drawn] == [
        (year, told[year]) for year in years
    ]
    bars = {int(count): len(bar) for _, count, bar in drawn}
    assert bars[0] == 0
    assert sorted(bars.values()) == [bars[count] for count in sorted(bars)]


@pytest.mark.parametrize(
    "command", [["status"], ["status", "--json"], ["show", SEED], ["show", SEED, "--html"],
                ["search", "президент"], ["gaps"]]
)  # fmt: skip
def test_a_reader_of_the_output_may_leave(command: list[str], crawled: Crawled) -> None:
    assert unread(*command, "--db", crawled.db) == (0, "")


def test_an_exit_code_is_told_although_nobody_reads_the_output(
    crawled: Crawled, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    shutil.copy(crawled.db, db)
    code, said = unread("verify", "--db", db)  # there is no archive beside it
    assert (code, said.count("\n")) == (8, 1)


def test_reading_changes_nothing(tmp_path: Path, crawled: Crawled) -> None:
    db = tmp_path / "p.db"
    shutil.copy(crawled.db, db)
    for arguments in (["status"], ["show", SEED]):
        assert presidency(*arguments, "--db", db).code == 0
    assert db.read_bytes() == crawled.db.read_bytes()


# show


@pytest.mark.parametrize("name", [SEED, "8601"])
def test_an_article_is_shown_by_its_id_and_by_its_number(crawled: Crawled, name: str) -> None:
    ran = presidency("show", name, "--db", crawled.db)
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    assert text.startswith("Засилване на сътрудничеството между България и Япония")
    assert f"2025-09-24T17:17:00+03:00 (minute) {SEED}" in text
    for (paragraph,) in query(crawled.db, "SELECT text FROM paragraphs WHERE article_id = ?", SEED):
        assert text.count(paragraph) == 1
    assert "16 октомври 2025 | 11:11" in text


def test_an_article_as_json_is_one_document_with_its_parts(crawled: Crawled) -> None:
    ran = presidency("show", SEED, "--json", "--db", crawled.db)
    assert (ran.code, ran.err) == (0, "")
    article = json.loads(ran.out)
    assert article["id"] == SEED
    assert len(article["paragraphs"]) == 6
    assert article["body"] == "\n\n".join(article["paragraphs"])
    assert [teaser["position"] for teaser in article["teasers"]] == [1, 2, 3, 4]
    assert len(article["images"]) == 2


UNKNOWN_IDS = ["bg/news/1", "1", str(2**63), "1" * 5000, "8601x", "", "bg/news/", "'; DROP TABLE x"]


@pytest.mark.parametrize("name", UNKNOWN_IDS, ids=lambda name: name[:20])
def test_an_article_that_is_not_there_is_a_usage_error(crawled: Crawled, name: str) -> None:
    ran = presidency("show", name, "--db", crawled.db)
    assert ran.code == 2
    assert is_one_line(ran, "no article")


@pytest.mark.parametrize("width", ["80", "100"])
def test_no_summary_of_help_is_cut(width: str) -> None:
    assert "..." not in presidency("--help", COLUMNS=width).out.split("Commands:")[1]


@pytest.mark.parametrize("command", ["crawl", "gaps", "doctor", "search", "export", "changes"])
def test_help_names_the_values_of_options(command: str) -> None:
    said = "".join(presidency(command, "--help").out.split())  # lines end at hyphens, too
    assert "[news,speeches-and-statements,interviews-president,photo-gallery]" in said
    assert ("[text,www,mobile]" in said) == (command in ("crawl", "gaps", "doctor"))


def test_the_version_is_said_with_those_of_the_libraries() -> None:
    said = presidency("--version").out
    assert all(f"{name} " in said for name in ("Python", "SQLite", "scrapy", "lxml", "warcio"))


def test_a_shell_completes_commands() -> None:
    ran = presidency(
        _PRESIDENCY_COMPLETE="bash_complete", COMP_WORDS="presidency cr", COMP_CWORD="1"
    )
    assert ran.out == "plain,crawl\n"


def test_the_manual_page_has_every_command_with_every_option() -> None:
    page = runpy.run_path(str(ROOT / "docs/write_man.py"))["manual"]()
    if groff := shutil.which("groff"):  # which complains of what it does not understand
        words = [groff, "-man", "-Kutf8", "-Tutf8", "-ww", "-z"]
        read = subprocess.run(words, input=page.encode(), capture_output=True, check=True)
        assert read.stderr == b""
    parts = page.replace("\\-", "-").split("\n.SS presidency ")
    told = {name: text.split() for name, _, text in (part.partition("\n") for part in parts[1:])}
    for name, command in cli.load_all().items():
        options = [option for it in command.params for option in it.opts if option[0] == "-"]
        assert {*options, "--help"} <= set(told.pop(name)), name
    assert not told


def test_ctrl_c_is_how_serve_is_ended(crawled: Crawled) -> None:
    pytest.importorskip("datasette")
    command = [sys.executable, "-m", "presidency_scraper", "serve", "--port", "0", "--db"]
    with subprocess.Popen(
        [*command, crawled.db], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=clean_environment(),
    ) as server:  # fmt: skip
        assert server.stdout is not None
        assert "http://" in server.stdout.readline()
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert (server.returncode, said) == (0, "presidency: ended\n")


def test_an_older_demo_is_made_anew(tmp_path: Path) -> None:
    db = tmp_path / "demo.db"
    database = Database(db)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(database, stop_before="m010_search")
    database.table("runs").insert(
        {"command": "presidency demo", "started_at": "2026-01-01T00:00:00Z"}
    )
    database.close()
    ran = presidency("demo", "--db", db, "--archive", tmp_path / "archive", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert query(db, "SELECT count(*) FROM articles") == [(102,)]
