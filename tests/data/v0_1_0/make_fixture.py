"""Made this fixture with version 0.1.0, and is kept to show how: it is never run again.

    python make_fixture.py FOLDER

crawls the replica of 0.1.0 again and again while articles are edited, deleted and brought back,
and writes into FOLDER, which must not be there yet, what stands beside this file.
"""

import json
import lzma
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from presidency_scraper import __version__

CHOSEN = (
    "bg/news/8635",
    "bg/news/8634",
    "bg/news/8633",
    "bg/news/8630",
    "bg/news/8601",
    "bg/news/103",
    "bg/speeches-and-statements/3392",
    "bg/interviews-president/3787",
    "bg/photo-gallery/8349",
    "en/speeches-and-statements/3392",
    "en/news/103",
)
HTML = "text/html; charset=utf-8"
BOTH = ("--language", "bg", "--language", "en")
#: Teasers show these on many pages: to keep all small, their lead is their headline.
SHORT = (
    "bg/news/8635",
    "bg/news/8634",
    "bg/news/8633",
    "bg/news/8630",
    "bg/news/8601",
)
NEWS = ("--section", "news")
SPEECHES = ("--section", "speeches-and-statements")
SMALL = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}
#: A moment so long ago that every article checked then is due.
LONG_AGO = "2025-01-01T00:00:00Z"
#: What 0.1.0 makes from the archive alone: columns it cannot know, and which rows.
DERIVED = {
    "runs": ("finished_at outcome exit_code stats", "id IN (SELECT run_id FROM captures)"),
    "captures": ("", "true"),
    "articles": ("", "true"),
    "paragraphs": ("", "true"),
    "teasers": ("", "true"),
    "images": ("", "true"),
    "revisions": ("", "true"),
    "absences": ("", "true"),
    "sightings": ("", "true"),
    "outlinks": ("", "true"),
    "walks": ("id", "true"),
    "robots": ("", "true"),
    "run_fields": ("", "true"),
    "search_rows": ("id", "true"),
    "problems": ("id", "capture_id IS NOT NULL"),
}
#: What only the database knows.
LEDGER = {"runs": ("", "true"), "problems": ("id", "capture_id IS NULL")}


def replica() -> Any:
    """The replica of 0.1.0; newer versions keep theirs elsewhere, and this file has to load."""
    return import_module("presidency_scraper.replica")


@dataclass(frozen=True)
class Past:
    """The site in three editions, and the folder in which all is made."""

    faces: dict[str, Any]
    origins: dict[str, str]
    folder: Path

    @property
    def site(self) -> Any:
        return self.faces["text"]

    @property
    def db(self) -> Path:
        return self.folder / "presidency.db"

    def command(self, name: str, *options: str, edition: str = "text") -> list[str]:
        """A command with names only, so that no path of this machine is kept in ``runs``."""
        where = ("--edition", edition, "--origin", self.origins[edition], "--delay", "0")
        program = [sys.executable, "-m", "presidency_scraper", name]
        return [*program, *where, "--db", "presidency.db", *options]

    def run(self, name: str, *options: str, code: int = 0, edition: str = "text") -> str:
        """Run a command that fetches; return what it said on standard error."""
        command = self.command(name, *options, edition=edition)
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode != code:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
        [left] = self.query("SELECT count(*) FROM articles WHERE last_checked_at = ?", LONG_AGO)
        if left != (0,):
            raise RuntimeError(f"{command} left {left[0]} articles unchecked")
        return done.stderr

    def query(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as database:
            return database.execute(sql, parameters).fetchall()

    def make_due(self, *articles: str) -> None:
        """Have *articles* checked by the next run, as if time had passed."""
        with closing(sqlite3.connect(self.db)) as database, database:
            database.executemany(
                "UPDATE articles SET last_checked_at = ? WHERE id = ?",
                [(LONG_AGO, article) for article in articles],
            )

    def edit_text(self, article: str, old: str, new: str) -> tuple[str, ...]:
        """Replace *old* by *new* in the text of *article*; return what it was."""
        item = next(item for item in self.site.items() if item.id == article)
        paragraphs = tuple(text.replace(old, new) for text in item.paragraphs)
        if paragraphs == item.paragraphs:
            raise RuntimeError(f"{article} has no {old}")
        self.site.edit(article, paragraphs=paragraphs)
        before: tuple[str, ...] = item.paragraphs
        return before

    def publish(self, headline: str, slug: str) -> None:
        self.site.publish(self.site.draft(headline, section=SPEECHES[1], slug=slug))


def shorten(item: Any) -> Any:
    """Return *item* with seven words of its headline: a smaller archive proves as much."""
    headline = " ".join(item.headline.split()[:7])
    short = replace(item, headline=headline, slug="-".join(item.slug.split("-")[:7]))
    if item.id not in SHORT:
        return short
    return replace(short, lead=headline, paragraphs=(headline, *item.paragraphs[3:5]))


@contextmanager
def three_faces(folder: Path) -> Iterator[Past]:
    """Serve the chosen articles in all editions."""
    made = replica()
    chosen = [shorten(item) for item in made.read_items() if item.id in CHOSEN]
    site = made.ReplicaSite(chosen)
    faces = {name: site.face(name) for name in made.EDITIONS}
    with ExitStack() as stack:
        servers = {n: stack.enter_context(made.serve_replica(face)) for n, face in faces.items()}
        yield Past(faces, {name: server.origin for name, server in servers.items()}, folder)


def answer(code: int, body: bytes = b"", **headers: str) -> Any:
    """Answer so in place of the page."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda request, real: replace(real, status=code, headers=named, body=body)


def without_validator(request: Any, real: Any) -> Any:
    return replace(real, headers={n: v for n, v in real.headers.items() if n != "ETag"})


# -- what happened ---------------------------------------------------------------------------------


def begin(past: Past) -> None:
    """The first runs: a limited one, one that meets failures, one that meets an unreadable page."""
    past.site.delete("bg/news/8633")  # no listing shows it
    past.site.fail("/bg/news8634/", without_validator, times=2)
    past.run("crawl", *NEWS, "--limit", "4")
    past.site.fail("/bg/news103/", answer(500), times=3)
    past.site.fail("/bg/speeches-and-statements3392/", replica().close_after(100), times=3)
    past.run("crawl", code=4)
    body = "<h1>НОВИНИ</h1><h2>Преместено</h2><p>Без дата.</p>".encode()
    past.site.fail("/bg/news103/", answer(200, body, content_type=HTML), times=1)
    past.run("crawl", *NEWS, code=5)
    past.make_due("bg/news/8634", "bg/news/8601")  # nobody touched them: a revisit, and 304
    past.run("crawl", *BOTH, *NEWS, *SPEECHES)


def ask_by_number(past: Past) -> None:
    """Numbers that no listing showed: an English shell, a redirect to the slug, a 404."""
    past.site.restore("bg/news/8633")
    past.run("gaps", "--fetch", "1", "--language", "en", *NEWS)
    item = next(item for item in past.site.items() if item.id == "bg/news/8633")
    past.site.fail("^/bg/news8633/news8633", answer(301, location=item.path), times=1)
    past.run("gaps", "--fetch", "2", *NEWS)


def change(past: Past) -> None:
    """Edits, a flip, looks only; two deletions that become facts; one that was but a redirect."""
    for old, new in (("Засилване", "Задълбочаване"), ("влошаващата се", "усложняващата се")):
        past.edit_text("bg/news/8601", old, new)
    headline = "Задълбочаване на сътрудничеството между България и Япония"
    past.site.edit("bg/news/8601", headline=headline, lead=headline)
    text = past.edit_text("bg/news/103", "стратегия", "концепция")
    past.site.fail("/bg/news8635/", answer(301, location="/bg/news/"), times=1)
    past.site.delete("bg/news/8634")
    past.site.delete("bg/news/8630")
    past.make_due("bg/news/8601", "bg/news/103", "bg/news/8635", "bg/news/8634", "bg/news/8630")
    past.run("crawl", *NEWS)
    past.site.edit("bg/news/103", paragraphs=text)
    past.edit_text("bg/news/8601", "„Хякури“", "«Хякури»")
    past.make_due("bg/news/103", "bg/news/8601")
    past.run("crawl", *NEWS)
    past.run("crawl", *NEWS)
    past.site.restore("bg/news/8630")
    past.make_due("bg/news/8630")
    past.run("crawl", *NEWS)


def ask_other_editions(past: Past) -> None:
    """Desktop and mobile; robots.txt of the latter forbids to ask for a new speech."""
    past.make_due("en/speeches-and-statements/3392")
    past.run("crawl", "--language", "en", *SPEECHES, edition="www")
    past.publish("Държавният глава откри учебната година", "otkri-uchebnata-godina")
    rules = b"User-agent: *\nDisallow: /bg/speeches-and-statements8636\n"
    past.faces["mobile"].fail(r"^/robots\.txt", answer(200, rules, content_type="text/plain"))
    past.make_due("bg/speeches-and-statements/3392")
    past.run("crawl", *SPEECHES, code=6, edition="mobile")


def be_killed(past: Past) -> None:
    """SIGKILL while a page is asked for, and half a record at the end of the file in work."""
    past.publish("Президентът посрещна олимпийците", "posreshtna-olimpiytsite")
    past.publish("Президентът свика съвет по сигурността", "svika-savet-po-sigurnostta")
    started: list[subprocess.Popen[bytes]] = []

    def kill(request: Any, real: Any) -> Any:
        started[0].kill()
        started[0].wait()
        return real

    past.site.fail("/bg/speeches-and-statements8637/", kill, times=1)
    nowhere = subprocess.DEVNULL
    command = past.command("crawl", *SPEECHES, "--recheck", "0")
    started.append(subprocess.Popen(command, cwd=past.folder, stdout=nowhere, stderr=nowhere))
    started[0].wait()
    [file] = (past.folder / "archive").glob("*.open")
    whole = file.read_bytes()
    with file.open("ab") as stream:  # as if the kill had come while it was written
        stream.write(whole[:200])
    said = past.run("crawl", *SPEECHES, "--recheck", "0")
    for words in ("were torn and are set aside", "that an earlier run left in the archive"):
        if words not in said:
            raise RuntimeError(f"not said: {words}: {said}")


def end(past: Past) -> None:
    """A run cut short; one that walks all of a listing; then an article is missed once."""
    past.run("crawl", "--full", *SPEECHES, "--recheck", "0", "--max-requests", "1", code=4)
    past.run("crawl", "--full", *SPEECHES, "--recheck", "0", "--since", "2016-01-01")
    past.site.delete("en/news/103")  # bg/news/103 is there: what stands in its place is a shell
    past.make_due("en/news/103")
    past.run("crawl", "--language", "en", *NEWS)


# -- what is kept ----------------------------------------------------------------------------------


def dump(database: sqlite3.Connection, tables: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Rows of *tables*, each as a list in the order of the columns."""
    found: dict[str, Any] = {}
    for table, (unknown, where) in tables.items():
        names = database.execute("SELECT name FROM pragma_table_info(?)", [table])
        columns = [name for (name,) in names if name not in unknown.split()]
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"
        rows = sorted(database.execute(query).fetchall(), key=repr)
        found[table] = {"columns": columns, "rows": rows}
    return found


def read_rows(db: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(db)) as database:
        [(rules,)] = database.execute("SELECT rules FROM search_rules").fetchall()
        return {
            "version": __version__,
            "search_rules": rules,
            "derived": dump(database, DERIVED),
            "ledger": dump(database, LEDGER),
        }


def check(folder: Path) -> dict[str, Any]:
    """Return the rows that a rebuild makes, which must be those of the crawl."""
    crawled = read_rows(folder / "presidency.db")
    with TemporaryDirectory() as name:
        copy = shutil.copytree(folder, Path(name) / "copy")
        for command in (["verify"], ["rebuild", "--json"], ["verify"]):
            program = [sys.executable, "-m", "presidency_scraper", *command]
            subprocess.run([*program, "--db", "presidency.db"], cwd=copy, check=True)
        if (rebuilt := read_rows(copy / "presidency.db")) != crawled:
            raise RuntimeError("a rebuild makes other rows than the crawl")
    return rebuilt


def pack(source: Path, target: Path, rows: dict[str, Any]) -> None:
    """Write into *target* the archive as it is, the database and its rows compressed."""
    shutil.copytree(source / "archive", target / "archive")
    with closing(sqlite3.connect(source / "presidency.db")) as database:
        database.execute("VACUUM INTO ?", [str(source / "small.db")])
    document = json.dumps(rows, ensure_ascii=False, indent=0).encode()
    for name, data in (
        ("presidency.db.xz", (source / "small.db").read_bytes()),
        ("rows.json.xz", document),
    ):
        (target / name).write_bytes(lzma.compress(data, filters=[SMALL]))


def main(target: Path) -> None:
    if __version__ != "0.1.0":
        raise SystemExit(f"this is the past of 0.1.0, not of {__version__}")
    target.mkdir()
    with TemporaryDirectory() as name:
        folder = Path(name) / "past"
        folder.mkdir()
        with three_faces(folder) as past:
            for happen in (begin, ask_by_number, change, ask_other_editions, be_killed, end):
                happen(past)
        rows = check(folder)
        pack(folder, target, rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
