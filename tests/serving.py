"""A database with a past, and the real ``presidency serve`` over a database."""

import importlib.util
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import quote

import pytest

from presidency_scraper.demo.replica import ReplicaSite, demo_site, serve_replica
from tests.conftest import can_be_forked, clean_environment, crawl, starter
from tests.starting import LONGEST, Started

#: In CI it has to be there.
NEEDS_DATASETTE = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None and os.environ.get("CI") != "true",
    reason="Datasette is not installed: pip install 'datasette>=0.65.5,<1'",
)
EDITED = "bg/news/8601"
DELETED = "bg/news/8634"
EVIL = "bg/news/8630"
#: Stands in EDITED since its edit; no text of the replica has the word.
VETO = "Журналисти попитаха и за ветото върху закона."
#: A query that would never end.
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
#: What a headline must not be able to do.
SCRIPT = "<script>document.title = 'stolen'</script><img src=x onerror=\"document.title='stolen'\">"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    text: str
    headers: Message


@dataclass(frozen=True)
class Serving:
    """A running ``presidency serve``."""

    address: str

    def ask(self, path: str, data: bytes | None = None) -> Answer:
        """Ask for *path*, as it would be typed; with *data*, post."""
        url = self.address + quote(path.lstrip("/"), safe="/?=&%+~:._-'(),*")
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data)) as reply:
                return Answer(reply.status, reply.read().decode(), reply.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), error.headers)

    def sql(self, query: str) -> Answer:
        """Ask a query of one's own, as a reader may."""
        return self.ask("presidency?sql=" + quote(query, safe=""))


@contextmanager
def serve(db: Path, *options: str) -> Iterator[Serving]:
    """Serve *db* on any free port, with *options* of the command."""
    command = ["presidency_scraper", "serve", "--port", "0", "--db", str(db), *options]
    with TemporaryFile() as out, Path(os.devnull).open("w") as nothing:
        err = 2 if os.environ.get("CI") else nothing.fileno()
        server = begin(command, db.parent, out.fileno(), err)
        try:
            said = first_line(out.fileno())
            address = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert address, said
            yield Serving(address[0])
        finally:
            with suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGTERM)
            server.wait()


def first_line(file: int) -> str:
    """What somebody else writes into *file*, as soon as it is a line."""
    end = time.monotonic() + 60
    while b"\n" not in (said := os.pread(file, 1000, 0)) and time.monotonic() < end:
        time.sleep(0.002)
    return said.decode()


def begin(
    command: Sequence[str], cwd: Path, out: int, err: int
) -> Started | subprocess.Popen[bytes]:
    """Begin a command that stays for as long as the tests of a file may take."""
    environment = clean_environment()
    if can_be_forked(("-m", *command), {}):
        return starter().start(command, cwd, environment, out, err, longest=5 * LONGEST)
    return subprocess.Popen(
        [sys.executable, "-m", *command], stdout=out, stderr=err, cwd=cwd, env=environment
    )


def make_past(folder: Path) -> Path:
    """A database of both languages in which an article was edited and one is gone.

    EDITED has VETO since. The headline of EVIL is SCRIPT and more.
    """
    db = folder / "data" / "past.db"
    everything = demo_site()
    site = ReplicaSite([*everything.items("bg"), *everything.items("en")[:10]])
    with serve_replica(site) as server:
        crawl(server.origin, db, "--language", "bg", "--language", "en")
        text = edit_article(site)
        site.edit(EDITED, paragraphs=(*text[:-1], f"{text[-1]} {VETO}"))
        site.edit(EVIL, headline=f"Президентът {SCRIPT}")
        site.delete(DELETED)
        make_due(db, EDITED, DELETED, EVIL)
        for _ in range(3):
            crawl(server.origin, db)
    return db


def edit_article(site: ReplicaSite) -> tuple[str, ...]:
    """Edit headline and text of EDITED by a word each; return its paragraphs."""
    item = next(item for item in site.items("bg") if item.id == EDITED)
    text = tuple(t.replace("влошаващата се", "усложняващата се") for t in item.paragraphs)
    headline = item.headline.replace("Засилване", "Задълбочаване")
    return site.edit(EDITED, headline=headline, paragraphs=text).paragraphs


def make_due(db: Path, *articles: str) -> None:
    """Have *articles* checked again by the next crawl, as if time had passed."""
    with closing(sqlite3.connect(db)) as database, database:
        database.executemany(
            "UPDATE articles SET last_checked_at = '2025-01-01T00:00:00Z' WHERE id = ?",
            [(article,) for article in articles],
        )
