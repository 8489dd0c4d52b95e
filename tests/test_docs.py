"""The documentation is true: its commands are run, its queries asked, its tables compared.

Fences in README.md, CONTRIBUTING.md and docs/ that are looked at:

* ``console``: lines after ``$ `` are commands, run in order in one folder per page that looks like
  a checkout; the lines below a command are all that it prints. ``console no-run``: not run, for
  the reason that stands in ``NOT_RUN``.
* ``sql`` and the ``text`` right below it: a query on the demo database and its answer, in the
  form that ``sqlite3 -column -header`` prints. ``sql edited``: the same on ``data/edited.db``.
* ``python`` and the ``text`` right below it: the blocks of a page are one program, which stands in
  that folder after the commands above it, and passes ``mypy --strict``.

``data/edited.db`` stands for a database with a past: between crawls, one article of its replica
was edited twice, another was deleted and came back. Commands of pages may use it, too.

``[…]`` stands for what differs from run to run, within a line, or on a line of its own for any
number of lines. ``http://127.0.0.1:8000`` stands for a replica that a reader has started.
"""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import click
import pytest

from presidency_scraper import __version__
from presidency_scraper.cli import cli
from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from presidency_scraper.errors import ExitCode
from presidency_scraper.items import Outcome
from presidency_scraper.store.database import open_store
from presidency_scraper.store.history import RUNS_TO_BE_GONE
from presidency_scraper.store.queries import SCHEDULE
from tests.conftest import ROOT, clean_environment, crawl, presidency, starter
from tests.serving import DELETED, EDITED, edit_article, make_due
from tests.test_architecture import FLOOR

PAGES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "data/README.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
]
HISTORY = "docs/history.md"
WRITTEN_ORIGIN = "http://127.0.0.1:8000"

_INSTALLS = "downloads packages; .ci/run does it in a fresh clone"
_LIVE = "asks the live site"
_REPLAY = "needs pywb; tests/archive/test_replay.py does the same"
_THEIRS = "needs files of others; tests/ingest/test_import.py makes some"
_BACKUP = "needs an archive of the live site and another machine"
_MAIL = "needs a mail server; tests/report/test_notify.py has one"
_SYSTEM = "changes the machine; tests/spiders/test_cron.py has systemd check the units"
_MAN = "writes beside an environment; tests/cli/test_cli.py makes the page"
#: Commands in fences marked ``no-run``, and why the tests do not run them.
NOT_RUN = {
    "make demo": _INSTALLS,
    "make crawl": _LIVE,
    "make test": "runs this test",
    "make format": "changes the checkout",
    "python3 -m venv .venv": _INSTALLS,
    ".venv/bin/python -m pip install '.[serve]'": _INSTALLS,
    ". .venv/bin/activate": "changes the shell of the reader",
    "python -m presidency_scraper.demo.replica --port 8000": "serves until it is stopped",
    "presidency serve --db data/demo.db": "serves until stopped; tests/web/test_web.py does it",
    "presidency serve --db data/demo.db --allow-host presidency.example.org": "as above",
    "presidency serve --db data/copy.db --archive data/demo-archive --immutable": "as above",
    "python -m pip install 'datasette>=0.65.5,<1'": _INSTALLS,
    "ssh -N -L 8001:127.0.0.1:8001 backup": "needs another machine",
    'eval "$(_PRESIDENCY_COMPLETE=bash_source presidency)"': "changes the shell of the reader",
    "make man": _MAN,
    "sudo .venv/bin/python docs/write_man.py /usr/local/share/man/man1": _MAN,
    "presidency crawl --dry-run": _LIVE,
    "presidency import crawl.warc.gz captures.wacz --dry-run": _THEIRS,
    "presidency import crawl.warc.gz captures.wacz": _THEIRS,
    "presidency import theirs.warc.gz": _THEIRS,
    "presidency import --wayback --dry-run": _LIVE,
    "presidency import --wayback --from 2012 --to 2019": _LIVE,
    "curl -s 'https://index.commoncrawl.org/CC-MAIN-2024-10-index"
    "?url=president.bg&matchType=domain&output=json' > index.jsonl": _LIVE,
    "jq -r '\"\\(.offset)-\\((.offset|tonumber) + (.length|tonumber) - 1) \\(.filename)\"'"
    " index.jsonl"
    " | while read range file; do curl -s -r $range https://data.commoncrawl.org/$file;"
    " sleep 3; done > theirs.warc.gz": _LIVE,
    "presidency extract crawl/archive --cdx crawl/indexes/index.cdx.gz --out data/rows": _THEIRS,
    "python -m pip install '.[spark]'": _INSTALLS,
    "python -m presidency_scraper.spark --warcs warc.paths --out data/spark-rows"
    " --master 'local[2]'": "needs Spark; tests/export/test_spark.py does the same",
    "python -m pip install venv-pack": _INSTALLS,
    "venv-pack -o environment.tar.gz": _INSTALLS,
    "PYSPARK_PYTHON=./environment/bin/python spark-submit --master yarn --deploy-mode cluster"
    " --conf spark.yarn.appMasterEnv.PYSPARK_PYTHON=./environment/bin/python"
    " --archives environment.tar.gz#environment job.py --warcs s3a://mine/warc.paths.gz"
    " --base s3://commoncrawl/ --out s3a://mine/rows": "needs a cluster",
    "presidency doctor": _LIVE,
    "presidency doctor --draft-layout --saved report": "tests/doctor/test_layout_draft.py does it",
    "presidency crawl --section news --since 2025-09-22 --until 2025-09-28": _LIVE,
    "sqlite3 data/demo.db '.schema articles'": "sqlite3 is not on every machine",
    "python -m pytest tests/test_docs.py": "is this test",
    "python -m pip install 'pyarrow>=19'": _INSTALLS,
    "python -m pip install 'pandas>=3'": _INSTALLS,
    "python -m pip install '.[notebooks]'": _INSTALLS,
    "python -m pip install 'wacz>=0.6'": _INSTALLS,
    "presidency export --db data/demo.db --format wacz --out data/demo.wacz": "docs/export.md does",
    "export PRESIDENCY_NOTIFY_MAIL_TO=you@example.org": _MAIL,
    "PRESIDENCY_NOTIFY_WHEN=always presidency demo": _MAIL,
    "python3 -m venv pywb": _INSTALLS,
    "pywb/bin/python -m pip install pywb": _INSTALLS,
    "pywb/bin/wb-manager init presidency": _REPLAY,
    "pywb/bin/wb-manager add presidency data/demo-archive/*.warc.gz": _REPLAY,
    "pywb/bin/wayback -b 127.0.0.1 -p 8080": "serves until it is stopped",
    "presidency verify": _BACKUP,
    "rsync -a --ignore-existing --exclude='*.open' --exclude=manifest.jsonl"
    " data/archive/ backup:presidency/": _BACKUP,
    "rsync -a data/archive/manifest.jsonl backup:presidency/": _BACKUP,
    "mkdir restored": _BACKUP,
    "rsync -a backup:presidency/ restored/archive/": _BACKUP,
    "presidency rebuild --db restored/presidency.db": _BACKUP,
    "presidency verify --db restored/presidency.db": _BACKUP,
    "sudo python3 -m venv /opt/presidency": _SYSTEM,
    "sudo /opt/presidency/bin/python -m pip install .": _SYSTEM,
    "sudo cp docs/systemd/presidency-crawl.service docs/systemd/presidency-crawl.timer"
    " /etc/systemd/system/": _SYSTEM,
    "sudo systemctl daemon-reload": _SYSTEM,
    "sudo systemctl enable --now presidency-crawl.timer": _SYSTEM,
    "systemctl list-timers presidency-crawl.timer": _SYSTEM,
    "journalctl --unit presidency-crawl.service --since today": _SYSTEM,
    "sudo useradd --system --home-dir /var/lib/presidency presidency": _SYSTEM,
    "sudo -u presidency /opt/presidency/bin/presidency status"
    " --db /var/lib/presidency/presidency.db": _SYSTEM,
    "tail -n 1 data/archive/manifest.jsonl": "belongs to an archive of the live site",
    "sha256sum data/archive/*.warc.gz": "belongs to an archive of the live site",
}
#: Long options of other programs that pages name.
FOREIGN_OPTIONS = {
    "--archives", "--conf", "--deploy-mode",  # of spark-submit; then those of our job
    "--warcs", "--base", "--partitions", "--overwrite", "--master",
    "--exclude", "--failed", "--home-dir", "--ignore-existing", "--now",
    "--strict", "--system", "--unit", "--unpack-wacz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of a page; ``line`` is where it opens."""

    page: str
    line: int
    info: str
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console fence and what it is said to print."""

    fence: Fence
    line: str
    output: str


def read_page(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def read_fences(page: str) -> list[Fence]:
    text = read_page(page)
    found = re.finditer(r"^```(\S.*)\n((?:(?!```).*\n)*)```$", text, re.MULTILINE)
    return [
        Fence(
            page,
            text.count("\n", 0, match.start()) + 1,
            match[1].strip(),
            match[2],
            text.count("\n", 0, match.end()) + 1,
        )
        for match in found
    ]


def read_commands(fence: Fence) -> list[Command]:
    pieces = re.split(r"^\$ (.+)\n", fence.text, flags=re.MULTILINE)
    assert not pieces[0], f"{fence.page}:{fence.line}: a console fence begins with a command"
    return [
        Command(fence, line, output.strip("\n"))
        for line, output in zip(pieces[1::2], pieces[2::2], strict=True)
    ]


def fences_of(info: str) -> list[Fence]:
    return [fence for page in PAGES for fence in read_fences(page) if fence.info == info]


def pattern_of(expected: str) -> re.Pattern[str]:
    """What *expected* stands for, wildcards and all."""
    lines = []
    for line in expected.split("\n"):
        if line.strip() == "[…]":
            lines.append("(?:.*\n)*?")
        else:
            pieces = re.split(r" *\[…\] *", line)  # blanks beside it align columns and may differ
            lines.append(".*".join(map(re.escape, pieces)) + "\n")
    return re.compile("".join(lines))


def answer_of(asked: Fence) -> str:
    """What stands right below a query or a program, without blanks at the ends of lines."""
    answers = [f for f in read_fences(asked.page) if f.info == "text" and f.line > asked.end]
    assert answers, f"{place(asked)}: no answer stands below it"
    between = read_page(asked.page).splitlines()[asked.end : answers[0].line - 1]
    assert not "".join(between).strip(), f"{place(asked)}: the answer stands right below"
    return "\n".join(line.rstrip() for line in answers[0].text.rstrip("\n").split("\n"))


def format_rows(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table as ``sqlite3 -column -header`` prints it, without blanks at the ends of lines."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    table = [list(names), ["-" * width for width in widths], *cells]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)
    return "\n".join(lines)


def place(fence: Fence) -> str:
    return f"{fence.page}:{fence.line}"


# -- commands ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert presidency("demo", "--db", "data/demo.db", cwd=folder).code == 0
    return folder / "data" / "demo.db"


@pytest.fixture(scope="session")
def edited_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a past: EDITED was edited, then in looks only; DELETED was away."""
    db = tmp_path_factory.mktemp("edited") / "data" / "edited.db"
    site = ReplicaSite(demo_site().items("bg")[:20])
    with serve_replica(site) as server:
        crawl_due(server.origin, db)
        text = edit_article(site)
        site.delete(DELETED)
        crawl_due(server.origin, db, EDITED, DELETED)
        for _ in range(RUNS_TO_BE_GONE - 1):  # what was missed is due at once
            crawl_due(server.origin, db)
        site.restore(DELETED)
        crawl_due(server.origin, db, DELETED)
        looks = tuple(t.replace("„", "«").replace("“", "»") for t in text)
        site.edit(EDITED, lead=looks[0], paragraphs=looks)
        crawl_due(server.origin, db, EDITED)
    return db


def crawl_due(origin: str, db: Path, *due: str) -> None:
    """Crawl *origin* into *db*, and check the articles that are *due* as if time had passed."""
    if due:
        make_due(db, *due)
    assert crawl(origin, db).code == 0


@pytest.fixture
def checkout(tmp_path: Path, demo_db: Path, edited_db: Path) -> Path:
    """A folder in which what the documentation names stands where it says."""
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    (tmp_path / "data").mkdir()
    for db in (demo_db, edited_db):
        with (
            closing(sqlite3.connect(db)) as source,
            closing(sqlite3.connect(tmp_path / "data" / db.name)) as copy,
        ):
            source.backup(copy)
        archive = f"{db.stem}-archive"
        shutil.copytree(db.parent / archive, tmp_path / "data" / archive)
    return tmp_path


@pytest.fixture(scope="session")
def replica_origin() -> Iterator[str]:
    with serve_replica(demo_site()) as server:
        yield server.origin


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return clean_environment(PATH=path, COLUMNS="80", PYTHONUTF8="1")


#: Words of which a shell makes nothing else, and perhaps the question for the exit code.
OURS = re.compile(
    r"""presidency((?: (?:[^\s'"$|&;<>*`()\\]+|'[^']*'|"[^"$`\\]*"))+)(; echo "exit code \$\?")?"""
)


def run_command(line: str, folder: Path, origin: str) -> str:
    """Return what *line* prints on a terminal, where the log shows warnings and errors only.

    A line that only runs our program, and may ask for its exit code, is forked, as other tests do;
    `make test-all` gives each to a shell.
    """
    line = line.replace(WRITTEN_ORIGIN, origin)
    ours = OURS.fullmatch(line)
    if ours and "FROM_NOTHING" not in os.environ:
        command = ["presidency_scraper", *shlex.split(ours[1])]
        done = starter().run(command, folder, environment(), merged=True)
        printed = done.stdout + (f"exit code {done.returncode}\n" if ours[2] else "")
    else:
        printed = in_a_shell(line, folder)
    printed = re.sub(r"^[\d-]{10} [\d:]{8} INFO .*\n", "", printed, flags=re.MULTILINE)
    return printed.strip("\n").replace(origin, WRITTEN_ORIGIN)


def in_a_shell(line: str, folder: Path) -> str:
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    ).stdout


PROGRAMS = sorted({fence.page for fence in fences_of("python")})
RUN = sorted({fence.page for fence in fences_of("console")} | set(PROGRAMS))


@pytest.mark.parametrize("page", RUN)
def test_commands_and_programs_print_what_the_page_shows(
    page: str, checkout: Path, replica_origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    names: dict[str, object] = {}
    for fence in read_fences(page):
        if fence.info == "console":
            for command in read_commands(fence):
                printed = run_command(command.line, checkout, replica_origin)
                compare(command.fence, f"$ {command.line}", command.output, printed)
        if fence.info == "python":
            compare(fence, fence.text, answer_of(fence), run_program(fence, names))


def compare(fence: Fence, what: str, expected: str, printed: str) -> None:
    assert pattern_of(expected).fullmatch(printed + "\n"), (
        f"{place(fence)}: {what}\n--- the page shows\n{expected}\n--- this is printed\n{printed}"
    )


def run_program(fence: Fence, names: dict[str, object]) -> str:
    """What a block prints, without blanks at the ends of lines; *names* go from one to the next."""
    with redirect_stdout(StringIO()) as printed:
        try:
            exec(compile(fence.text, place(fence), "exec"), names)
        except ModuleNotFoundError as error:
            pytest.skip(f"{error}: pip install -e '.[dev,export-test]'")
    return "\n".join(line.rstrip() for line in printed.getvalue().rstrip("\n").split("\n"))


def test_programs_pass_strict_types(tmp_path: Path) -> None:
    files = [tmp_path / f"{Path(page).stem.lower()}_md.py" for page in PROGRAMS]
    for page, file in zip(PROGRAMS, files, strict=True):
        fences = [fence.text for fence in read_fences(page) if fence.info == "python"]
        file.write_text("\n".join(fences), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *map(str, files)],
        cwd=ROOT,  # whose cache the check of the package has filled
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_command_that_is_not_run_has_a_reason() -> None:
    fences = fences_of("console no-run")
    assert {command.line for fence in fences for command in read_commands(fence)} == set(NOT_RUN)


def test_console_fences_are_run_or_marked() -> None:
    known = {"console", "console no-run", "sql", "sql edited", "python", "text", "json"}
    fences = [fence for page in PAGES for fence in read_fences(page)]
    assert [(place(fence), fence.info) for fence in fences if fence.info not in known] == []
    for page in PAGES:
        opened = len(re.findall(r"^```", read_page(page), re.MULTILINE))
        assert opened == 2 * len(read_fences(page)), f"{page}: a fence without info or end"


def test_the_wildcard_stands_for_part_of_a_line_or_for_whole_lines() -> None:
    assert pattern_of("a […] c").fullmatch("a b c\n")
    assert not pattern_of("a […] c").fullmatch("a\nb c\n")
    assert pattern_of("a\n[…]\nd").fullmatch("a\nb\nc\nd\n")
    assert not pattern_of("a\nd").fullmatch("a\nb\nd\n")


# -- queries -------------------------------------------------------------------------------------

QUERIES = [*fences_of("sql"), *fences_of("sql edited")]


@pytest.mark.parametrize("query", QUERIES, ids=map(place, QUERIES))
def test_queries_answer_what_the_page_shows(query: Fence, demo_db: Path, edited_db: Path) -> None:
    with closing(sqlite3.connect(edited_db if "edited" in query.info else demo_db)) as database:
        cursor = database.execute(query.text)
        printed = format_rows([column[0] for column in cursor.description], cursor.fetchall())
    assert pattern_of(answer_of(query)).fullmatch(printed + "\n"), f"{place(query)}\n{printed}"


# -- docs/tables.md ------------------------------------------------------------------------------


def documented_tables() -> dict[str, list[list[str]]]:
    """Rows of the column tables of docs/tables.md, cell by cell, by the table they describe."""
    tables = {}
    for section in re.split(r"^## ", read_page("docs/tables.md"), flags=re.MULTILINE)[1:]:
        if name := re.match(r"`(\w+)`", section):
            rows = re.findall(r"^\| (`.*) \|$", section, re.MULTILINE)
            tables[name[1]] = [re.split(r" \| ", row) for row in rows]
    return tables


def columns_of(database: sqlite3.Connection, table: str) -> list[str]:
    """Name and type of each column; a question mark says that a null is allowed.

    Of the columns of a view SQLite knows no type, or not in every version.
    """
    rows = database.execute(f"PRAGMA table_info({table})").fetchall()
    if database.execute("SELECT type FROM sqlite_master WHERE name = ?", [table]).fetchone() == (
        "view",
    ):
        return [row[1] for row in rows]
    return [f"{row[1]} {row[2].lower()}{'' if row[3] or row[5] else '?'}" for row in rows]


def test_tables_page_names_exactly_the_tables_and_columns_of_a_fresh_database(
    tmp_path: Path,
) -> None:
    open_store(tmp_path / "fresh.db").close()
    with closing(sqlite3.connect(tmp_path / "fresh.db")) as database:
        # FTS5 keeps its index in tables that are its own business
        query = (
            "SELECT name FROM pragma_table_list WHERE schema = 'main'"
            " AND type IN ('table', 'view', 'virtual') AND name <> 'sqlite_schema'"
        )
        names = [row[0] for row in database.execute(query)]
        fresh = {name: columns_of(database, name) for name in names}
    documented = {
        table: [f"{row[0].strip('`')} {row[1]}" for row in rows]
        for table, rows in documented_tables().items()
    }
    assert sorted(documented) == sorted(fresh)
    for table, columns in fresh.items():
        typed = " " in columns[0]
        said = [column if typed else column.split(" ")[0] for column in documented[table]]
        assert (table, said) == (table, columns)


def test_examples_of_the_tables_page_stand_in_a_database(demo_db: Path, edited_db: Path) -> None:
    untrue = []
    with (
        closing(sqlite3.connect(demo_db)) as demo,
        closing(sqlite3.connect(edited_db)) as edited,
    ):
        tables = documented_tables()
        del tables["stale"]  # empty but while captures of others are taken in
        del tables["flips"]  # nobody went back to an earlier text there
        for table, rows in tables.items():
            for column, *_, example in rows:
                query = f"SELECT DISTINCT {column.strip('`')} FROM {table}"
                found = [row[0] for db in (demo, edited) for row in db.execute(query)]
                values = ["null" if value is None else str(value) for value in found]
                pattern = pattern_of(example.strip("`").replace("\\|", "|"))
                if not any(pattern.fullmatch(value.replace("\n", " ") + "\n") for value in values):
                    untrue.append(f"{table}.{column}: {example} is none of {values[:3]}")
    assert untrue == []


def test_tables_page_names_exactly_the_outcomes_of_captures() -> None:
    row = next(row for row in documented_tables()["captures"] if row[0] == "`outcome`")
    assert set(re.findall(r"`(\w+)`", row[2])) == set(Outcome)


# -- what is promised ----------------------------------------------------------------------------


def test_exit_codes_page_has_exactly_the_codes_that_the_program_knows() -> None:
    rows = re.findall(
        r"^\| (\d+) \| `([A-Z]+)` \| \S.* \| \S.* \|$", read_page("docs/exit-codes.md"), re.M
    )
    assert [(int(code), name) for code, name in rows] == [(int(c), c.name) for c in ExitCode]


def named_on_pages(pattern: str) -> set[tuple[str, str]]:
    """What *pattern* finds, each with the page that it stands on."""
    return {(page, name) for page in PAGES for name in re.findall(pattern, read_page(page), re.M)}


def options_of(*commands: click.Command) -> set[str]:
    options = {name for command in commands for one in command.params for name in one.opts}
    return {name for name in options if name.startswith("--")}


def test_the_page_of_options_names_exactly_the_commands_of_help_and_every_option() -> None:
    page = read_page("docs/options.md")
    spoken = re.findall(r"(?:^\$ |`)presidency ([a-z]+)", page, re.M)
    assert set(spoken) == set(cli.load_all())
    options = options_of(*cli.load_all().values())
    assert sorted(name for name in options if f"`{name}" not in page) == []


def test_pages_name_no_option_and_no_target_of_make_that_does_not_exist() -> None:
    known = options_of(cli, *cli.load_all().values()) | {"--help"} | FOREIGN_OPTIONS
    named = named_on_pages(r"(?<![\w-])--[a-z][\w-]*")
    assert sorted((page, name) for page, name in named if name not in known) == []
    targets = set(re.findall(r"^([a-z-]+):", read_page("Makefile"), re.M))
    assert {name for _, name in named_on_pages(r"(?:\$ |`)make ([a-z-]+)")} <= targets


def test_files_and_folders_that_pages_name_exist() -> None:
    """By their place in the checkout or, with their ending, in the package."""
    roots = (ROOT, ROOT / "presidency_scraper")
    named = named_on_pages(r"`((?:presidency_scraper|tests|docs|benchmarks)/[\w./-]*)`")
    named |= named_on_pages(r"`([\w./-]+/[\w.-]+\.(?:py|toml|html|css|md))`")
    real = {(page, name) for page, name in named if "NAME/" not in name}  # for the reader to choose
    missing = [one for one in real if not any((root / one[1]).exists() for root in roots)]
    assert sorted(missing) == []


def test_history_page_has_the_schedule_of_the_program() -> None:
    rows = re.findall(r"^\| (?:(\d+) days?|older) \| (\d+) (\w+?)s? \|$", read_page(HISTORY), re.M)
    hours = {"hour": 1, "day": 24}
    said = [(int(age) if age else None, int(n) * hours[unit]) for age, n, unit in rows]
    assert said == list(SCHEDULE)


def test_history_page_says_after_how_many_runs_an_article_is_gone() -> None:
    words = {2: "two", 3: "three", 4: "four"}
    assert f"{words[RUNS_TO_BE_GONE]} runs in a row" in read_page(HISTORY)


def test_architecture_page_names_exactly_the_rooms_and_their_floors() -> None:
    table = read_page("docs/architecture.md").split("## Rooms")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d) \| `([\w./]+?)(?:/|\.py)` \|", table, re.M)
    named = {room: int(floor) - 1 for floor, room in rows}
    assert named == FLOOR


def test_readme_is_short_and_the_index_names_every_page() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= 10_000
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", read_page("docs/index.md")))
    assert named == {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}


def test_changelog_has_an_entry_for_this_version() -> None:
    assert f"## [{__version__}]" in read_page("CHANGELOG.md")


# -- links ---------------------------------------------------------------------------------------


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    outside = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", outside, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", read_page(page)):
        assert not target.startswith("http"), target  # no address of ours is on the web
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        assert not anchor or anchor in anchors_of(file), target


def test_the_citation_is_of_this_version() -> None:
    assert f"\nversion: {__version__}\n" in read_page("CITATION.cff")
