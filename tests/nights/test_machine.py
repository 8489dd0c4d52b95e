"""The machine around it: links, odd outputs, media without a way to write, addresses.

What a command says may get lost, as where nobody listens; its exit code and its files may not.
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from presidency_scraper.demo.replica import (
    ReplicaServer,
    ReplicaSite,
    Response,
    delay,
    demo_site,
    serve_replica,
)
from presidency_scraper.errors import StorageError
from presidency_scraper.ingest.rebuild import swap_in
from tests.conftest import (
    BULGARIAN,
    HTML,
    ROOT,
    Ran,
    Served,
    clean_environment,
    crawl,
    others_slow,
    presidency,
    query,
    run,
)
from tests.disks import mounted_disk
from tests.nights.small_site import article, articles
from tests.serving import NEEDS_DATASETTE, Serving, serve

SEED = "bg/news/8601"
#: One with letters that windows-1251 lacks.
ENGLISH = "en/news/2791"
#: What no command may say: it is a fault of ours.
DEFECTS = ("Traceback", "defect", "Exception ignored")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty articles in both languages with their archive; the database is only read or copied."""
    db = tmp_path_factory.mktemp("kept") / "data" / "p.db"
    with serve_replica(twenty()) as server:
        assert crawl(server.origin, db, "--language", "bg", "--language", "en").code == 0
    return db


def twenty() -> ReplicaSite:
    """Ten articles in each language."""
    english = [item for item in demo_site().items("en") if item.id == ENGLISH]
    return ReplicaSite([*demo_site().items("bg")[:10], *demo_site().items("en")[:9], *english])


@pytest.fixture
def db(kept: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(kept.parent, tmp_path / "data")
    return tmp_path / "data" / "p.db"


def is_well(db: Path, *options: str | Path) -> None:
    said = presidency("verify", "--db", db, *options)
    assert said.code == 0, said.out + said.err


# -- places that cannot be -------------------------------------------------------------------------


def test_a_link_that_leads_back_to_itself_is_no_defect(tmp_path: Path) -> None:
    (tmp_path / "p.db").symlink_to("p.db")
    for command in (("status",), ("verify",), ("crawl", "--origin", "http://127.0.0.1:9")):
        ran = presidency(*command, "--db", "p.db", cwd=tmp_path)
        assert (ran.code in (2, 8), ran.err.count("\n")) == (True, 1), ran.err


def test_a_rebuild_that_may_not_take_the_place_of_a_database_is_no_defect(
    db: Path, tmp_path: Path
) -> None:
    new, in_the_way = tmp_path / "new.db", tmp_path / "a file"
    shutil.copy(db, new)
    in_the_way.touch()
    with pytest.raises(StorageError, match="cannot put the new database into the place of"):
        swap_in(new, in_the_way / "p.db")


# -- links -----------------------------------------------------------------------------------------


@contextmanager
def held(db: Path, *options: str, seconds: float = 300) -> Iterator[tuple[Served, Path]]:
    """A crawl at work on *db* that waits for a page for so long."""
    site = ReplicaSite(articles(range(1, 16)))
    site.fail("/bg/news/page/2$", delay(seconds), times=1)
    command = [sys.executable, "-m", "presidency_scraper", "crawl", *BULGARIAN]
    command += ["--delay", "0", "--json"]
    with serve_replica(site) as server:
        process = subprocess.Popen(
            [*command, "--origin", server.origin, "--db", str(db), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
        )
        try:
            while not any(entry.path == "/bg/news/page/2" for entry in site.log):
                assert process.poll() is None
                time.sleep(0.005)
            yield Served(site, server), db
            if seconds < 60:
                process.wait(timeout=60)
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A folder with a database that a crawl works on, and other ways to it."""
    folder = tmp_path_factory.mktemp("busy")
    (folder / "data").mkdir()
    with held(folder / "data" / "p.db") as (served, db):
        (folder / "link.db").symlink_to(db)
        (folder / "relative.db").symlink_to("data/p.db")
        (folder / "chain.db").symlink_to(folder / "link.db")
        (folder / "folder").symlink_to(folder / "data")
        (folder / "archive").symlink_to(folder / "data" / "p-archive")
        (folder / "hard.db").hardlink_to(db)
        yield served, folder


WAYS: dict[str, tuple[str, ...]] = {
    "a link to the file": ("--db", "link.db"),
    "a relative link": ("--db", "relative.db"),
    "a link to a link": ("--db", "chain.db"),
    "a link to the folder": ("--db", "folder/p.db"),
    "a way up and down": ("--db", "folder/../data/p.db"),
    "another database, a link to the archive": ("--db", "other.db", "--archive", "archive"),
    "a link to each": ("--db", "chain.db", "--archive", "archive"),
    "another name for the file": ("--db", "hard.db", "--archive", "data/p-archive"),
}


@others_slow(3)
@pytest.mark.parametrize("name", WAYS)
def test_a_database_at_work_is_locked_under_each_of_its_names(
    busy: tuple[Served, Path], name: str
) -> None:
    served, folder = busy
    asking = ("--origin", served.origin, "--delay", "0", *WAYS[name])
    for command in (("crawl", *asking), ("rebuild", *WAYS[name]), ("verify", *WAYS[name])):
        if command[0] == "verify" and "other.db" in command:
            continue  # it wants a database
        ran = presidency(*command, cwd=folder)
        assert ran.code == 3, (command, ran.err)
        assert "works on" in ran.err


def test_two_crawls_under_two_names_leave_one_chain_and_one_record(tmp_path: Path) -> None:
    db, link = tmp_path / "data" / "p.db", tmp_path / "link.db"
    db.parent.mkdir()
    link.symlink_to(db)
    with held(db, seconds=1.5) as (served, _):
        (tmp_path / "archive").symlink_to(tmp_path / "data" / "p-archive")
        assert crawl(served.origin, link, "--archive", tmp_path / "archive").code == 3
    assert crawl(served.origin, db, "--recheck", "0").code == 7  # nobody answers any more
    is_well(db)


@others_slow()
@pytest.mark.parametrize(
    "way",
    ["link.db", "chain.db", "folder/p.db"],
)
def test_a_rebuild_through_a_link_replaces_the_file_and_leaves_the_link(db: Path, way: str) -> None:
    folder = db.parent.parent
    (folder / "link.db").symlink_to(db)
    (folder / "chain.db").symlink_to("link.db")
    (folder / "folder").symlink_to("data")
    with closing(sqlite3.connect(db)) as database, database:
        database.execute("UPDATE articles SET word_count = 5 WHERE id = ?", [SEED])
    ran = presidency("rebuild", "--db", way, "--archive", db.parent / "p-archive", cwd=folder)
    assert ran.code == 0, ran.err
    assert (folder / "link.db").is_symlink()
    assert (folder / "chain.db").is_symlink()
    assert (folder / "folder").is_symlink()
    assert not db.is_symlink()
    assert query(db, "SELECT word_count > 5 FROM articles WHERE id = ?", SEED) == [(1,)]
    is_well(db)
    assert not [path.name for path in folder.iterdir() if ".scratch-" in path.name]


@others_slow()
@pytest.mark.parametrize("name", ["other.db", "p.db"])
def test_a_link_to_a_database_has_the_archive_of_the_database(db: Path, name: str) -> None:
    """One that was made beside the link would begin a second record of the same site."""
    ways = db.parent.parent / "ways"
    ways.mkdir()
    (ways / name).symlink_to(db)
    with serve_replica(twenty()) as server:
        ran = crawl(server.origin, ways / name, "--recheck", "0")
    assert ran.code == 0, ran.err
    assert not [path for path in ways.iterdir() if path.is_dir()]
    assert (ways / name).is_symlink()
    is_well(ways / name)
    is_well(db)


@pytest.mark.parametrize("way", ["p-archive", "archive"])
def test_verify_finds_an_archive_and_a_database_behind_links_to_be_well(db: Path, way: str) -> None:
    folder = db.parent.parent
    (folder / "link.db").symlink_to(db)
    (folder / "archive").symlink_to(db.parent / "p-archive")
    place = folder / way if way == "archive" else db.parent / way
    is_well(folder / "link.db", "--archive", place)


# -- standard output -------------------------------------------------------------------------------


def awkwardly(wishes: str, *command: str | Path, cwd: Path) -> Ran:
    """Run a command in the circumstances that *wishes* name."""
    words = ("tests.nights.awkward", *wishes.split(), "--", *map(str, command))
    return run("-m", *words, cwd=cwd)


READS: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "status --json": ("status", "--json"),
    "show": ("show", ENGLISH),
    "show --json": ("show", ENGLISH, "--json"),
    "show --diff": ("show", SEED, "--diff"),
    "show --html": ("show", SEED, "--html"),
    "search": ("search", "президент"),
    "search --json": ("search", "president", "--json"),
    "gaps": ("gaps",),
    "gaps --json": ("gaps", "--json"),
    "export": ("export",),
    "export jsonl": ("export", "--format", "jsonl"),
    "verify": ("verify",),
    "rebuild": ("rebuild", "--dry-run"),
    "help": ("status", "--help"),
}
OUTPUTS = ["stdout=closed", "stdout=full", "stdout=closed stderr=closed", "stdout=full stderr=full"]


@others_slow(4)
@pytest.mark.parametrize("name", READS)
def test_what_cannot_be_said_is_no_defect(kept: Path, name: str) -> None:
    """It is said that there was no room, or nothing where nobody wants to know."""
    for wishes in OUTPUTS:
        ran = awkwardly(wishes, *READS[name], "--db", kept, cwd=kept.parent)
        assert ran.code in (0, 8), (wishes, ran)
        assert not any(word in ran.err for word in DEFECTS)
        if ran.code and "stderr" not in wishes:
            assert ran.err.count("presidency: ") == 1
            assert ran.err.startswith("presidency: ")


@others_slow()
@pytest.mark.parametrize("encoding", ["cp1251", "ascii"])
def test_output_in_an_encoding_that_lacks_letters_is_no_defect(
    kept: Path, tmp_path: Path, encoding: str
) -> None:
    out = tmp_path / "out"
    for name in READS:
        plain = presidency(*READS[name], "--db", kept)
        wishes = f"encoding={encoding} into={out}"
        ran = awkwardly(wishes, *READS[name], "--db", kept, cwd=tmp_path)
        assert ran.code == plain.code == 0, (name, ran.err)
        assert not any(word in ran.err for word in DEFECTS)
        is_bytes = name.startswith("export") or name == "show --html"  # which are UTF-8 everywhere
        said = decoded(out.read_bytes(), "utf-8" if is_bytes else encoding)
        if name.endswith("--json"):
            assert json.loads(said) == json.loads(plain.out)
        else:
            assert said == plain.out or (not is_bytes and said.count("\n") == plain.out.count("\n"))


def decoded(said: bytes, encoding: str) -> str:
    """What was printed in *encoding*; for ASCII alone, UTF-8 may stand, as click has it."""
    try:
        return said.decode(encoding)
    except UnicodeDecodeError:
        assert encoding == "ascii"
        return said.decode()


@others_slow()
@pytest.mark.parametrize("wishes", [*OUTPUTS, "stderr=closed", "encoding=cp1251"])
def test_a_crawl_ends_with_its_own_code_whoever_listens(tmp_path: Path, wishes: str) -> None:
    site = ReplicaSite(demo_site().items("bg")[:6])
    with serve_replica(site) as server:
        where = ("--origin", server.origin, "--delay", "0")
        for number, (options, code) in enumerate([((), 0), (("--json",), 5), (("--dry-run",), 0)]):
            site.heal()
            if code:
                site.fail("/bg/news8601/", lambda _, __: Response(200, HTML, b"<h1>no</h1>"))
            db = tmp_path / f"p{number}.db"
            ran = awkwardly(wishes, "crawl", *where, "--db", db, *options, cwd=tmp_path)
            assert ran.code == code, ran.err
            assert not any(word in ran.err for word in DEFECTS)
            if options != ("--dry-run",):
                assert query(db, "SELECT exit_code FROM runs") == [(code,)]
                is_well(db)


def test_a_crawl_that_is_refused_ends_with_its_own_code_where_nobody_can_be_told(
    tmp_path: Path,
) -> None:
    db = tmp_path / "p.db"
    db.write_bytes(b"This is no database, and long enough to be seen to be none.\n" * 20)
    command = ("crawl", "--origin", "http://127.0.0.1:9", "--db", db)
    for wishes in ("encoding=ascii", "stderr=full", "stderr=closed", "stdout=full stderr=full"):
        assert awkwardly(wishes, *command, cwd=tmp_path).code == 8


SHELLS = [">&-", ">/dev/full", ">&- 2>&- <&-", ">/dev/full 2>/dev/full", "| true"]


@others_slow()
@pytest.mark.parametrize("redirection", SHELLS)
def test_a_shell_that_redirects_outputs_gets_the_exit_code(
    kept: Path, tmp_path: Path, redirection: str
) -> None:
    """From nothing: Python itself complains at its end of what it could not write."""
    site = ReplicaSite(demo_site().items("bg")[:4])
    program = f"{sys.executable} -m presidency_scraper"
    with serve_replica(site) as server:
        crawling = (
            f"crawl --language bg --origin {server.origin} --delay 0 --db {tmp_path / 'p.db'}"
        )
        for command, codes in ((f"status --db {kept}", (0, 8)), (crawling, (0,))):
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", f"{program} {command} {redirection}"],
                capture_output=True,
                text=True,
                env=clean_environment(),
                check=False,
                cwd=tmp_path,
            )
            assert done.returncode in codes, done.stderr
            assert not any(word in done.stderr for word in DEFECTS)
    is_well(tmp_path / "p.db")


def test_a_line_that_nobody_hears_is_written_into_no_file_of_ours(tmp_path: Path) -> None:
    """Where 1 and 2 are closed, the next files to be opened get these numbers."""
    db, site = tmp_path / "p.db", ReplicaSite(articles(range(1, 16)))
    site.fail("/bg/news/page/2$", delay(300), times=1)
    with serve_replica(site) as server:
        line = (
            f"exec {sys.executable} -m presidency_scraper crawl --language bg --delay 0"
            f" --origin {server.origin} --db {db} >&- 2>&-"
        )
        process = subprocess.Popen(["sh", "-c", line], env=clean_environment(), cwd=tmp_path)
        while not any(entry.path == "/bg/news/page/2" for entry in site.log):
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 143
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or b"presidency: " not in path.read_bytes(), path
        assert crawl(server.origin, db).code == 0
    is_well(db)


# -- media without a way to write ------------------------------------------------------------------


def without_power() -> list[str]:
    """What a command begins with so that the modes of files hold for it, as root as well."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root writes everywhere, and there is no setpriv here")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in *folder* can be written while the block runs."""
    everything = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def weakly(*command: str | Path, cwd: Path) -> Ran:
    """Run the command line as somebody whom the modes of files bind."""
    done = subprocess.run(
        [*without_power(), sys.executable, "-m", "presidency_scraper", *map(str, command)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean_environment(),
        check=False,
        cwd=cwd,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def without_wal(db: Path) -> None:
    """Bring all into the one file, as a finished run does."""
    with closing(sqlite3.connect(db)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        db.with_name(db.name + suffix).unlink(missing_ok=True)


FROM_DISC = ["status", "show", "show --html", "search --json", "gaps --json", "export jsonl"]


@pytest.fixture(scope="module")
def disc(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of it with its archive in a folder that cannot be written."""
    folder = tmp_path_factory.mktemp("disc") / "data"
    shutil.copytree(kept.parent, folder, ignore=shutil.ignore_patterns("*.lock*"))
    without_wal(folder / kept.name)
    with read_only(folder):
        yield folder / kept.name


@others_slow(2)
@pytest.mark.parametrize("name", [*FROM_DISC, "verify", "rebuild"])
def test_a_command_that_reads_works_on_media_that_cannot_be_written(
    disc: Path, kept: Path, tmp_path: Path, name: str
) -> None:
    before = sorted(path.name for path in disc.parent.rglob("*"))
    ran = weakly(*READS[name], "--db", disc, cwd=tmp_path)
    assert ran.code == 0, ran.err
    plain = presidency(*READS[name], "--db", kept)
    assert ran.out.replace(str(disc.parent), "") == plain.out.replace(str(kept.parent), "")
    assert sorted(path.name for path in disc.parent.rglob("*")) == before


@pytest.fixture
def mounted(kept: Path, tmp_path: Path) -> Iterator[Path]:
    """The same on a disk that the system mounted to be read only."""
    with mounted_disk(tmp_path / "disk", "64m") as disk:
        shutil.copytree(kept.parent, disk / "data", ignore=shutil.ignore_patterns("*.lock*"))
        without_wal(disk / "data" / kept.name)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk / "data" / kept.name


def test_commands_that_read_work_on_a_disk_that_is_mounted_read_only(
    mounted: Path, kept: Path
) -> None:
    for name in [*FROM_DISC, "verify"]:
        ran = presidency(*READS[name], "--db", mounted)
        assert ran.code == 0, (name, ran.err)


@pytest.mark.parametrize("name", ["status", "search --json", "export jsonl"])
def test_what_stands_in_a_wal_beside_it_is_never_left_out(
    db: Path, tmp_path: Path, name: str
) -> None:
    """It is shown, or the command says what is the matter."""
    without_wal(db)
    with closing(sqlite3.connect(db)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute(
            "UPDATE articles SET headline = 'Президент на луната' WHERE id = ?", [SEED]
        )
        database.commit()
        shutil.copytree(db.parent, tmp_path / "copy")
    (tmp_path / "copy" / "p.db-shm").unlink()
    with read_only(tmp_path / "copy"):
        ran = weakly(*READS[name], "--db", tmp_path / "copy" / "p.db", cwd=tmp_path)
    assert ran.code in (0, 8), ran.err
    assert not any(word in ran.err for word in DEFECTS)
    if ran.code:
        assert ran.err.count("\n") == 1
        assert "-wal" in ran.err
    elif name != "status":
        assert "на луната" in ran.out


NOWHERE = ("--origin", "http://127.0.0.1:9")


@pytest.mark.parametrize(
    "arguments",
    [("crawl", *NOWHERE), ("rebuild",), ("gaps", "--fetch", "1", *NOWHERE)],
    ids=lambda words: words[0],
)
def test_a_command_that_writes_says_in_one_line_that_it_cannot(
    disc: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = weakly(*arguments, "--db", disc, cwd=tmp_path)
    assert ran.code == 8, ran.err
    assert ran.err.count("\n") == 1
    assert "read" in ran.err.lower() or "denied" in ran.err


@NEEDS_DATASETTE
def test_serve_shows_a_database_on_media_that_cannot_be_written(disc: Path, tmp_path: Path) -> None:
    command = [*without_power(), sys.executable, "-m", "presidency_scraper", "serve", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--db", str(disc)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=clean_environment(PYTHONUNBUFFERED="1"),
        cwd=tmp_path,
    )
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        assert "http://127.0.0.1:" in line
        serving = Serving(line.split()[1])
        for path in ("/", f"/articles/{SEED}", "/search?q=президент", "/presidency/articles"):
            assert serving.ask(path).status == 200
    finally:
        server.terminate()
        server.wait(timeout=60)
        server.stdout.close()


# -- one file --------------------------------------------------------------------------------------


def stands_in_one_file(db: Path, folder: Path) -> None:
    """A copy of the file alone has all that the database has."""
    folder.mkdir()
    wal = db.with_name(db.name + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    shutil.copy(db, folder)
    copied = folder / db.name
    for table in ("articles", "captures", "runs", "revisions"):
        sql = f"SELECT count(*) FROM {table}"
        assert query(copied, sql) == query(db, sql)
    assert query(copied, "SELECT finished_at IS NULL FROM runs ORDER BY id DESC LIMIT 1") == [(0,)]
    assert query(copied, "PRAGMA integrity_check") == [("ok",)]


@contextmanager
def nobody(_: Path) -> Iterator[None]:
    """Nobody has the file open."""
    yield


@contextmanager
def reader(db: Path) -> Iterator[None]:
    """A program that read and keeps the file open."""
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone()
        yield


@contextmanager
def page_shown(db: Path) -> Iterator[None]:
    """`presidency serve`, which has shown a page."""
    with serve(db) as serving:
        assert serving.ask("/").status == 200
        assert serving.ask("/presidency/articles").status == 200
        yield


@others_slow(2)
@pytest.mark.parametrize(
    "open_by",
    [nobody, reader, pytest.param(page_shown, marks=NEEDS_DATASETTE)],
    ids=["nobody", "a reader", "serve"],
)
@pytest.mark.parametrize("command", ["crawl", "gaps"])
def test_a_finished_run_leaves_all_in_one_file_though_somebody_has_it_open(
    tmp_path: Path, command: str, open_by: Callable[[Path], AbstractContextManager[None]]
) -> None:
    db, site = tmp_path / "p.db", ReplicaSite(articles(n for n in range(1, 13) if n != 6))
    with serve_replica(site) as server:
        assert crawl(server.origin, db).code == 0
        with open_by(db):
            site.publish(article(6))
            where = ("--origin", server.origin, "--delay", "0", "--db", db)
            more = ("--fetch", "3") if command == "gaps" else ("--full",)
            ran = presidency(command, *where, *more)
            assert ran.code == 0, ran.err
            assert query(db, "SELECT count(*) FROM articles") == [(12,)]
            stands_in_one_file(db, tmp_path / "copy")


def test_a_reader_in_the_midst_of_reading_does_not_hold_up_a_run(
    few: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    assert crawl(few.origin, db, "--limit", "3").code == 0
    with closing(sqlite3.connect(db)) as database:
        database.execute("BEGIN")
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        began = time.monotonic()
        assert crawl(few.origin, db).code == 0
        assert time.monotonic() - began < 30
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        database.execute("COMMIT")
    assert query(db, "SELECT count(*) FROM articles") == [(20,)]
    assert crawl(few.origin, db).code == 0
    stands_in_one_file(db, tmp_path / "copy")


# -- addresses -------------------------------------------------------------------------------------


class SixServer(ReplicaServer):
    """The replica on the loopback address of IPv6."""

    address_family = socket.AF_INET6

    def server_bind(self) -> None:
        self.server_address = ("::1", 0)
        super().server_bind()

    @property
    def origin(self) -> str:
        return f"http://[::1]:{self.server_address[1]}"


@pytest.fixture
def six() -> Iterator[Served]:
    """Fifteen articles at an address of IPv6."""
    site = ReplicaSite(articles(range(1, 16)))
    try:
        server = SixServer(site)
    except OSError as error:
        pytest.skip(f"there is no IPv6 here: {error}")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Served(site, server)
    server.stop()


SIX = pytest.mark.usefixtures("six")


@SIX
def test_an_origin_may_be_an_address_of_ipv6(six: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    ran = crawl(six.origin, db)
    assert ran.code == 0, ran.err
    assert query(db, "SELECT count(*) FROM articles") == [(15,)]
    urls = {row[0] for row in query(db, "SELECT url FROM captures")}
    assert all(url.startswith(f"{six.origin}/") for url in urls)
    six.asked()
    again = crawl(six.origin, db, "--recheck", "0")
    asked = six.asked()
    assert (again.code, len(asked) <= 4 * 4) == (0, True), asked
    is_well(db)


@SIX
def test_other_commands_take_an_origin_of_ipv6(six: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    assert crawl(six.origin, db, "--dry-run").code == 0
    six.site.delete("bg/news/4")
    assert crawl(six.origin, db).code == 0
    six.site.restore("bg/news/4")
    ran = presidency("gaps", "--fetch", "1", "--origin", six.origin, "--delay", "0", "--db", db)
    assert ran.code == 0, ran.err
    assert query(db, "SELECT count(*) FROM articles") == [(15,)]
    visit = presidency("doctor", "--origin", six.origin, "--section", "news", "--delay", "0")
    assert visit.code == 0, visit.err


@pytest.mark.parametrize("spelling", ["http://LOCALHOST:{port}", "HTTP://127.0.0.1:{port}/"])
def test_an_origin_may_be_spelled_as_people_do(few: Served, tmp_path: Path, spelling: str) -> None:
    port = few.server.server_address[1]
    ran = crawl(spelling.format(port=port), tmp_path / "p.db", "--limit", "2")
    assert ran.code == 0, ran.err


SECRET = "geheim-7531"
CREDENTIALS = [
    f"http://user:{SECRET}@127.0.0.1:{{port}}",
    f"http://:{SECRET}@127.0.0.1:{{port}}",
    f"http://{SECRET}@127.0.0.1:{{port}}",
    f"http://us%40er:{SECRET}%21@127.0.0.1:{{port}}/",
    f"http://user:{SECRET}@[::1]:{{port}}",
]
ORIGINS: dict[str, tuple[str, ...]] = {
    "crawl": ("crawl", "--delay", "0", "--db", "p.db"),
    "dry run": ("crawl", "--dry-run", "--delay", "0", "--db", "p.db"),
    "gaps": ("gaps", "--fetch", "1", "--delay", "0", "--db", "p.db"),
    "doctor": ("doctor", "--delay", "0"),
}


def is_refused(ran: Ran, folder: Path) -> None:
    """The line names no secret, and no file has one."""
    assert ran.code == 2, ran.err
    assert SECRET not in ran.out + ran.err
    assert "password" in ran.err or "user" in ran.err
    assert ran.err.count("presidency: ") == 1
    assert ran.err.splitlines()[-1].startswith("presidency: ")  # Scrapy says before that it started
    for path in folder.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize("name", ORIGINS)
def test_an_origin_with_a_password_is_refused_and_written_nowhere(
    few: Served, tmp_path: Path, name: str
) -> None:
    if name == "gaps":
        assert crawl(few.origin, tmp_path / "p.db", "--limit", "2").code == 0
        few.asked()
    for address in CREDENTIALS:
        origin = address.format(port=few.server.server_address[1])
        is_refused(presidency(*ORIGINS[name], "--origin", origin, cwd=tmp_path), tmp_path)
    assert few.asked() == []


def test_no_other_address_of_an_option_may_have_a_password(tmp_path: Path) -> None:
    """The mail address of a contact has its "@", and so may the path of a profile."""
    address = CREDENTIALS[0].format(port=9)
    for command in (("import", "--wayback", "--wayback-url"), ("crawl", "--contact")):
        is_refused(presidency(*command, address, "--db", "p.db", cwd=tmp_path), tmp_path)
    for contact in ("me@example.org", "https://example.social/@me"):
        options = ("--contact", contact, "--origin", "http://127.0.0.1:9", "--delay", "0")
        assert presidency("crawl", *options, "--dry-run", cwd=tmp_path).code == 7


def test_neither_from_the_environment_nor_the_scrapy_way(few: Served, tmp_path: Path) -> None:
    origin = CREDENTIALS[0].format(port=few.server.server_address[1])
    is_refused(
        presidency("crawl", "--db", "p.db", cwd=tmp_path, PRESIDENCY_ORIGIN=origin), tmp_path
    )
    options = ("-a", f"origin={origin}", "-s", f"PRESIDENCY_DB={tmp_path / 'p.db'}")
    is_refused(run("-m", "scrapy", "crawl", "news", *options, cwd=ROOT), tmp_path)
