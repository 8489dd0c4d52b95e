"""Measures what years of nights cost: commands, a quiet night, bytes, and whether all still holds.

    python -m benchmarks.nights [--articles N] [--nights N] [--busy N] [--rounds N] [--json FILE]

A site of so many articles was crawled whole and then each night, and nothing was new since: that is
rebuilt from an archive and crawled once more. What a person asks of it is held against ``import
click``, the night against ``import scrapy`` and against one after a single run, its requests being
the same. ``verify`` is of an archive in which articles come and are asked for again (``--busy``
nights), beside reading its records and making Selectors of those with content.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread

from benchmarks.measuring import PRESIDENCY, arguments, finish, in_turn, print_times, ratio, run
from benchmarks.rebuilding import TREES
from benchmarks.years import Nights, write_years

QUESTION = "years of nights: commands, a quiet night, its bytes, and verify"
_CLICK, _SCRAPY = ((sys.executable, "-c", f"import {name}") for name in ("click", "scrapy"))
_ASKED = {"status": (), "gaps": (), "show": ("bg/news/7",), "search": ("вето",)}


@contextmanager
def served(site: Nights) -> Iterator[str]:
    """Serve what *site* shows on a night; yield its origin."""
    pages = dict(site.pages(1))

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path)
            kind = "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8"
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def rebuilt(folder: Path) -> tuple[str | Path, ...]:
    """Rebuild what the archive in *folder* holds; return the options that name both."""
    at = ("--archive", folder / "archive", "--db", folder / "p.db")
    run(*PRESIDENCY, "rebuild", *at)
    return at


def bytes_of(at: Sequence[str | Path]) -> tuple[int, int, int]:
    """How large a database is, how many articles it has, and the bytes of their text in UTF-8."""
    path = Path(at[-1])
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM")
        known = database.execute(
            "SELECT count(*), sum(length(CAST(headline || body AS BLOB))) FROM articles"
        ).fetchone()
    return path.stat().st_size, *known


def measure_nights(folder: Path, articles: int, nights: int, rounds: int) -> dict[str, float]:
    """Commands, a night and bytes after one night and after many."""
    site = Nights(nights, articles, quiet=True)
    with served(site) as origin:
        archives = [folder / name / "archive" for name in ("once", "often")]
        write_years(archives[1], site, nights, origin)
        archives[0].mkdir(parents=True)
        shutil.copy(min(archives[1].glob("*.warc.gz")), archives[0])
        once, often = (rebuilt(archive.parent) for archive in archives)
        (first, count, text), (last, *_) = bytes_of(once), bytes_of(often)
        night = ("--origin", origin, "--language", "bg", "--delay", "0")
        crawl = (*PRESIDENCY, "crawl", *night, "--recheck", "0", "--sweep", "0")

        def one_night(at: Sequence[str | Path]) -> float:
            with closing(sqlite3.connect(at[-1])) as database, database:
                database.execute("DELETE FROM robots")
            return run(*crawl, *at).wall

        for at in (once, often):
            one_night(at)  # asks what no night before asked
        names = ("import scrapy", "a quiet night after 1", f"a quiet night after {nights}")
        contenders: dict[str, Callable[[], float]] = {
            names[0]: lambda: run(*_SCRAPY).wall,
            names[1]: partial(one_night, once),
            names[2]: partial(one_night, often),
        }
        walls = in_turn(contenders, rounds)
        walls |= in_turn(_commands(often), rounds)
    print_times(walls, "s wall")
    more = {
        f"years: {name}, ms more": 1000
        * median(one - least for one, least in zip(walls[name], walls["import click"], strict=True))
        for name in _ASKED
    }
    print(f"{text / count:.0f} bytes of text an article, {first / count:.0f} in the database")
    return more | {
        "years: a quiet night, first": ratio(walls, names[1], names[0]),
        "years: a quiet night, last": ratio(walls, names[2], names[0]),
        "years: KB of a quiet night": (last - first) / (nights - 1) / 1e3,
        "years: KB of an article beyond 3 texts": (first - 3 * text) / count / 1e3,
    }


def _commands(at: Sequence[str | Path]) -> dict[str, Callable[[], float]]:
    asked = {name: (*PRESIDENCY, name, *words, *at[2:]) for name, words in _ASKED.items()}
    return {"import click": lambda: run(*_CLICK).wall} | {
        name: partial(lambda command: run(*command).wall, command)
        for name, command in asked.items()
    }


def measure_verify(folder: Path, nights: int, rounds: int) -> dict[str, float]:
    """A whole ``verify`` and one of what is new, of an archive of busy nights."""
    archive = folder / "archive"
    print(write_years(archive, Nights(nights), nights), "captures of busy nights")
    at = rebuilt(folder)
    verify = (*PRESIDENCY, "verify", *at)
    contenders: dict[str, Callable[[], float]] = {
        "WARC and Selectors": lambda: run(*TREES, archive).cpu,
        "verify": lambda: run(*verify, "--jobs", "1").cpu,
        "verify --since-last": lambda: run(*verify, "--since-last").cpu,
    }
    times = in_turn(contenders, rounds)
    print_times(times, "CPU s")
    return {
        "years: verify": ratio(times, "verify", "WARC and Selectors"),
        "years: verify --since-last, CPU s": median(times["verify --since-last"]),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    known = {"articles": 3_000, "nights": 3_650, "busy": 120, "rounds": 3}
    options = arguments(QUESTION, argv, **known)
    with TemporaryDirectory(prefix="presidency-bench-") as name:
        folder = Path(name)
        measured = measure_nights(folder, options.articles, options.nights, options.rounds)
        measured |= measure_verify(folder / "busy", options.busy, min(options.rounds, 3))
    finish(QUESTION, measured, options)


if __name__ == "__main__":
    main()
