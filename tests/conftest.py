"""What several test files share: the replica on loopback, and the real command line beside it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from presidency_scraper.demo.replica import (
    LogEntry,
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from tests.starting import CLOCK_SHIFT, LONGEST, Starter

ROOT = Path(__file__).parent.parent
HTML = {"Content-Type": "text/html; charset=utf-8"}
BOTH = ("--language", "bg", "--language", "en")
BULGARIAN = ("--language", "bg")


#: Cases that go further than those beside them: left to `make test-all`.
SLOW = pytest.mark.slow


def others_slow(quick: int = 1) -> pytest.MarkDecorator:
    """A mark: of the cases of a test only the first *quick* are looked at by `make test`."""
    return pytest.mark.others_slow(quick)


def pytest_configure() -> None:
    """Let commands heed Ctrl-C, though what is started in the background may ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the other cases of such a test, which take the same way, as slow."""
    seen: Counter[str] = Counter()
    for item in items:
        if mark := item.get_closest_marker("others_slow"):
            name = item.nodeid.partition("[")[0]
            seen[name] += not item.get_closest_marker("slow")
            if seen[name] > mark.args[0]:
                item.add_marker(SLOW)


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Crawled:
    """A whole crawl of the replica in both languages; the tests that share it only read."""

    site: ReplicaSite
    db: Path
    ran: Ran
    log: list[LogEntry]
    headers: list[Mapping[str, str]]

    @property
    def archive(self) -> Path:
        """The folder of its WARC files."""
        return self.db.with_name("archive")


@dataclass(frozen=True)
class Served:
    """A site on loopback."""

    site: ReplicaSite
    server: ReplicaServer

    @property
    def origin(self) -> str:
        return self.server.origin

    def asked(self) -> list[str]:
        """The paths that were asked for since this was last called, in order."""
        paths = [entry.path for entry in self.site.log]
        self.site.clear_log()
        return paths


def clean_environment(**variables: str) -> dict[str, str]:
    """The environment with this checkout's code and no variables of ours but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PRESIDENCY_")}
    return kept | {"PYTHONPATH": python_path()} | variables


def python_path(*folders: Path) -> str:
    """Where commands look for modules: in *folders*, then in this checkout."""
    return os.pathsep.join(map(str, [*folders, ROOT, absent_libraries().name]))


@cache
def absent_libraries() -> TemporaryDirectory[str]:
    """A folder that hides libraries which only tests use: sqlite_utils would load them at once."""
    folder = TemporaryDirectory(prefix="presidency-")
    for name in ("numpy", "pandas"):
        (Path(folder.name) / f"{name}.py").write_text("raise ImportError\n")
    return folder


def run(*command: str, cwd: Path, **variables: str) -> Ran:
    """Run Python with *command* in a process of its own: a reactor runs once in a process."""
    command = in_bulgarian(command)
    environment = clean_environment(**variables)
    if can_be_forked(command, variables):
        done = starter().run(command[1:], cwd, environment)
    else:
        done = run_from_nothing(command, cwd, environment)
    return Ran(done.returncode, done.stdout, done.stderr)


def in_bulgarian(command: Sequence[str]) -> tuple[str, ...]:
    """A crawl in Bulgarian alone, where no language is named: most sites of tests have no other."""
    if "crawl" not in command or "language=" in " ".join(command) or "--language" in command:
        return tuple(command)
    at = command.index("crawl") + 1
    if command[at - 2] == "scrapy":
        return (*command, "-a", "language=bg") if command[at] == "news" else tuple(command)
    return (*command[:at], *BULGARIAN, *command[at:])


def can_be_forked(command: Sequence[str], variables: Mapping[str, str]) -> bool:
    """Tell whether Python need not begin anew, as `make test-all` has it do wherever it can.

    Variables that Python or a library reads as it loads would come too late.
    """
    if CLOCK_SHIFT in variables:  # which only a fork can do
        return True
    read_late = all(name.startswith("PRESIDENCY_") or name.endswith("_proxy") for name in variables)
    return read_late and command[0] == "-m" and "FROM_NOTHING" not in os.environ


def run_from_nothing(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run Python with *command* in a process that has nothing loaded yet."""
    return subprocess.run(
        [sys.executable, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST,
        cwd=cwd,
        env=environment,
        check=False,
    )


@cache
def starter() -> Starter:
    """The process that commands are forked from; it takes the variables of this one."""
    return Starter(ROOT, clean_environment())


@cache
def elsewhere() -> TemporaryDirectory[str]:
    """A folder to stand in, so that nothing is written into the checkout by default."""
    return TemporaryDirectory(prefix="presidency-")


def presidency(*arguments: str | Path, cwd: Path | None = None, **variables: str) -> Ran:
    """Run the command line."""
    folder = cwd or Path(elsewhere().name)
    return run("-m", "presidency_scraper", *map(str, arguments), cwd=folder, **variables)


def crawl(origin: str, db: Path, *options: str | Path, **variables: str) -> Ran:
    """Crawl *origin* into *db* without a pause; what has a default place goes beside it."""
    folder = next(parent for parent in db.parents if parent.exists())
    quick = ("--origin", origin, "--delay", "0", "--db", db, "--json")
    return presidency("crawl", *quick, *options, cwd=folder, **variables)


def scrapy(origin: str, db: Path, *more: str) -> Ran:
    """Crawl the Scrapy way, which takes settings."""
    quick = f"-s PRESIDENCY_DB={db} -s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0".split()
    return run("-m", "scrapy", "crawl", "news", "-a", f"origin={origin}", *quick, *more, cwd=ROOT)


def ended(ran: Ran, code: int = 0) -> Ran:
    """*ran*, which has to have ended with *code*."""
    assert ran.code == code, ran.err
    return ran


def is_well(db: Path, *options: str | Path) -> None:
    """`verify` finds the archive and the database of one mind."""
    said = presidency("verify", "--db", db, *options)
    assert said.code == 0, said.out


def ahead(days: float) -> dict[str, str]:
    """The variable by which a command lives so many *days* later."""
    return {CLOCK_SHIFT: str(days * 86_400)}


def query(db: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Ask the database, read only."""
    with closing(sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, parameters).fetchall()


def rows(db: Path) -> list[tuple[Any, ...]]:
    """What is stored of articles, but for what differs from crawl to crawl."""
    articles = (
        "SELECT id, url, headline, lead, published_at, body, word_count, revision, gone_at"
        " FROM articles ORDER BY id"
    )
    parts = "SELECT article_id, position, text FROM paragraphs ORDER BY 1, 2"
    return query(db, articles) + query(db, parts)


@pytest.fixture
def served() -> Iterator[Served]:
    """The whole replica."""
    site = demo_site()
    with serve_replica(site) as server:
        yield Served(site, server)


def newest(count: int) -> ReplicaSite:
    """The replica's *count* newest Bulgarian articles: quick to crawl."""
    return ReplicaSite(demo_site().items("bg")[:count])


@contextmanager
def serve_newest(count: int) -> Iterator[Served]:
    """Those, on an address of their own."""
    site = newest(count)
    with serve_replica(site) as server:
        yield Served(site, server)


@pytest.fixture(scope="session")
def few_server() -> Iterator[ReplicaServer]:
    """One address for all sites of the twenty newest: a crawl of one goes on at another."""
    with serve_replica(newest(20)) as server:
        yield server


@pytest.fixture
def few(few_server: ReplicaServer) -> Served:
    """The twenty newest."""
    few_server.site = newest(20)
    return Served(few_server.site, few_server)


@pytest.fixture
def eight() -> Iterator[Served]:
    """The eight newest."""
    with serve_newest(8) as served:
        yield served


@pytest.fixture(scope="session")
def crawled_few(few_server: ReplicaServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a crawl of the twenty that met no fault; only read, and copied."""
    db = tmp_path_factory.mktemp("few") / "data" / "p.db"
    few_server.site = newest(20)
    ran = crawl(few_server.origin, db)
    assert ran.code == 0, ran.err
    return db


@pytest.fixture
def few_db(crawled_few: Path, tmp_path: Path) -> Path:
    """A copy of it with its archive, to do with as one likes; `few` is the site that it is of."""
    shutil.copytree(crawled_few.parent, tmp_path / "data")
    return tmp_path / "data" / "p.db"


@pytest.fixture(scope="session")
def unhurt(crawled_few: Path) -> list[tuple[Any, ...]]:
    """The rows of that crawl."""
    return rows(crawled_few)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The whole replica, crawled once in both languages."""
    site = demo_site()
    headers: list[Mapping[str, str]] = []

    def listen(request: Request, real: Response) -> Response:
        headers.append(request.headers)
        return real

    site.fail("", listen)
    db = tmp_path_factory.mktemp("crawled") / "presidency.db"
    with serve_replica(site) as server:
        ran = crawl(server.origin, db, *BOTH)
    return Crawled(site, db, ran, site.log, headers)


@pytest.fixture(scope="session")
def months_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with edits, a deletion and a return over months; only read."""
    from tests.ingest.captured import make_months

    return make_months(tmp_path_factory.mktemp("months"))


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in both languages with an edit and a deletion; only read."""
    from tests.serving import make_past

    return make_past(tmp_path_factory.mktemp("past"))
