"""A site of any size on loopback, and archives of its pages; the same bytes each time.

The texts are the replica's, mixed anew under new numbers, in the replica's markup of the text
edition, with as much of style, script and menu around them as makes a page of about 30 KB.
"""

import asyncio
import gzip
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from subprocess import PIPE, Popen
from typing import ClassVar
from urllib.request import urlopen

from presidency_scraper.archive import ArchiveWriter, Exchange, RunInfo
from presidency_scraper.demo.replica import (
    Item,
    demo_site,
    dress_article,
    dress_listing,
    listing_path,
)

HOST = "https://text.president.bg"
#: Entries on a page of a listing, and teasers below an article.
_ENTRIES, _TEASERS = 10, 5
_PARAGRAPHS = 5
_WHOLE = 30_000  # bytes of a page
_FIRST_DAY = datetime(2012, 1, 23)
_SEEN_AT = datetime(2026, 11, 1, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
_LINK = b'<li class="item"><a href="/bg/cat%d/menu-item" title="menu">Menu item</a></li>\n'
_PLAIN_LINK = _LINK.replace(b"<li ", b"<div ").replace(b"</li>", b"</div>")
_ASKED = "/asked-for-since"
ROBOTS = b"User-agent: *\nDisallow:\n"


class Site:
    """*count* Bulgarian news, the newest first, and the pages of their listing."""

    def __init__(self, count: int, seed: int = 5) -> None:
        self.items = list(_make_items(count, random.Random(seed)))
        self._places = {item.path: place for place, item in enumerate(self.items)}

    @cached_property
    def last_page(self) -> int:
        """The last page of the listing."""
        return -(-len(self.items) // _ENTRIES)

    def article(self, path: str) -> bytes | None:
        """The page of an article; None where there is none."""
        place = self._places.get(path)
        if place is None:
            return None
        return pad(dress_article(self.items[place], "text", self.items[:_TEASERS]).encode())

    def listing(self, page: int) -> bytes | None:
        """A page of the listing; None past its end."""
        shown = self.items[(page - 1) * _ENTRIES : page * _ENTRIES]
        if not shown:
            return None
        return pad(dress_listing(shown, "text", page=page, last=self.last_page).encode())

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of what stands at *path*."""
        if path == "/robots.txt":
            return 200, ROBOTS
        head, _, page = path.partition("/page/")
        body = self.listing(int(page)) if head == "/bg/news" else self.article(path)
        return (200, body) if body else (404, b"")


def _make_items(count: int, dice: random.Random) -> Iterator[Item]:
    known = [item for item in demo_site().items("bg") if item.section == "news"]
    texts = [text for item in known for text in item.paragraphs]
    for number in range(count, 0, -1):
        item, day = dice.choice(known), _FIRST_DAY + timedelta(days=number // 10)
        yield replace(
            item,
            number=number,
            published=f"{day:%Y-%m-%d} {8 + number % 10:02}:{number % 60:02}:00",
            paragraphs=tuple(dice.choices(texts, k=_PARAGRAPHS)),
            captions=(),
            quirks=frozenset(),
            cut=False,
        )


def pad(body: bytes, *, plain: bool = False) -> bytes:
    """Half of what is missing is a style and a script, the other half a menu of links.

    The menu stands in a ``nav``, by which a reader may know it; a *plain* one in nothing but
    ``div``, as on many a page.
    """
    half = max(0, _WHOLE - len(body)) // 2
    rule = b".menu-%d li a:hover { color: #003366; padding: 0 4px }\n"
    call = b"window.dataLayer.push({event: 'menu', place: %d, label: 'top'});\n"
    link = _PLAIN_LINK if plain else _LINK
    style, script, menu = (
        b"".join(line % at for at in range(size // len(line)))
        for line, size in ((rule, half // 3), (call, half * 2 // 3), (link, half))
    )
    head = b"<style>" + style + b"</style><script>" + script + b"</script></head>"
    before, behind = (b"<div>", b"</div>") if plain else (b"<nav><ul>", b"</ul></nav>")
    menu = before + menu + behind + b"</body>"
    return body.replace(b"</head>", head, 1).replace(b"</body>", menu, 1)


# -- archives ------------------------------------------------------------------------------------


def write_archive(folder: Path, articles: int, most: int | None = None) -> int:
    """Write a site of so many articles as a crawl meets it, at *most* so many of its pages.

    Return the number of pages.
    """
    site, place = Site(articles), 0
    run = RunInfo(1, "crawl", _SEEN_AT, {"edition": "text"})
    with ArchiveWriter(folder, run=run) as writer:
        for place, path in enumerate(islice(_paths(site), most), 1):
            status, body = site.answer(path)
            at = _SEEN_AT + timedelta(seconds=place)
            packed = gzip.compress(body, mtime=0)
            writer.append(Exchange(HOST + path, at, (), status, HEADERS, packed))
    return place


def _paths(site: Site) -> Iterator[str]:
    """A page of the listing, the one before it again, and what it announces; the end is not there.

    So walks are proved: ``presidency_scraper/rules/walk.py``.
    """
    for page in range(1, site.last_page + 1):
        yield listing_path("text", "bg", "news", page=page)
        if page > 1:
            yield listing_path("text", "bg", "news", page=page - 1)
        yield from (item.path for item in site.items[(page - 1) * _ENTRIES : page * _ENTRIES])
    yield listing_path("text", "bg", "news", page=site.last_page + 1)


# -- on loopback ---------------------------------------------------------------------------------


@contextmanager
def serve(count: int) -> Iterator[str]:
    """Serve a site of *count* articles in another process; yield its origin."""
    command = [sys.executable, "-m", "benchmarks.pages", str(count)]
    process = Popen(command, stdout=PIPE, text=True)
    try:
        yield process.stdout.readline().strip() if process.stdout else ""
    finally:
        process.terminate()
        process.wait()


def asked_of(origin: str) -> list[str]:
    """The paths that the server at *origin* was asked for since this was last called."""
    with urlopen(origin + _ASKED) as answer:  # noqa: S310 - our own server
        return gzip.decompress(answer.read()).decode().split()


class _Protocol(asyncio.Protocol):
    """Answers GET over a connection that stays open, and knows no more of HTTP."""

    site: Site
    asked: ClassVar[list[str]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the types
        self.transport = transport
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
        for request in requests:
            status, body = self.answer(request.split(b" ", 2)[1].decode())
            body = gzip.compress(body, compresslevel=1, mtime=0)
            lines = [f"HTTP/1.1 {status} OK", *(f"{name}: {value}" for name, value in HEADERS)]
            head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
            self.transport.write(head.encode() + body)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of what stands at *path*; what was asked for is noted."""
        if path != _ASKED:
            self.asked.append(path)
            return self.site.answer(path)
        said = " ".join(self.asked).encode()
        self.asked.clear()
        return 200, said


async def _serve(site: Site) -> None:
    _Protocol.site = site
    server = await asyncio.get_running_loop().create_server(_Protocol, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Site(int(sys.argv[1]))))
