"""A Wayback Machine on loopback that speaks as the real one does, of given captures.

Its index gives seven fields as text, some lines at a time, with a key to go on after a blank line;
an address of another moment redirects to the nearest capture; it may say that it was asked enough.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from tests.ingest.captured import Shot


@dataclass
class Wayback:
    """What it has; ``patience`` is how many requests it answers before it says 429.

    ``forgets`` are moments that are listed and not given, ``gives`` what is given in their place,
    ``odd`` lines that are listed last. ``trouble`` is what it says in the place of all lists; with
    ``refuses`` it gives no capture.
    """

    shots: Sequence[Shot]
    together: int = 5
    patience: int | None = None
    retry_after: str | None = None
    forgets: set[str] = field(default_factory=set)
    gives: dict[str, Shot] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    trouble: tuple[int, str] | None = None
    refuses: bool = False
    rules: bytes = b"User-agent: *\nDisallow: /private\n"
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        if self.patience is not None and len(self.asked) > self.patience:
            wait = {"Retry-After": self.retry_after} if self.retry_after else {}
            return 429, wait, b"Too many requests"
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.rules
        if parts.path == "/cdx/search/cdx" and self.trouble:
            return self.trouble[0], {}, self.trouble[1].encode()
        if parts.path == "/cdx/search/cdx":
            return 200, {"Content-Type": "text/plain"}, self._index(parse_qs(parts.query))
        if self.refuses:
            return 403, {}, b""
        found = re.fullmatch(r"/web/(\d{14})id_/(.*)", path)
        return self._memento(*found.groups()) if found else (404, {}, b"")

    def _index(self, query: dict[str, list[str]]) -> bytes:
        first, last = query.get("from", ["0"])[0], query.get("to", ["9"])[0] + "9"
        listed = self.lines(query["url"][0])
        lines = [line for line in listed if first <= line.split(" ")[1] <= last]
        if query["url"] == ["text.president.bg"]:
            lines += self.odd
        begin = int(query.get("resumeKey", ["0"])[0])
        part = lines[begin : begin + self.together]
        more = begin + self.together
        key = f"\n{more}\n" if more < len(lines) else ""
        return ("".join(f"{line}\n" for line in part) + key).encode()

    def lines(self, host: str) -> list[str]:
        """What the index has of a host."""
        of_host = (shot for shot in self.shots if urlsplit(shot.url).hostname == host)
        return sorted(map(line_of, of_host))

    def _memento(self, moment: str, url: str) -> tuple[int, dict[str, str], bytes]:
        of_url = [
            shot for shot in self.shots if shot.url == url and stamp(shot) not in self.forgets
        ]
        for shot in of_url:
            if stamp(shot) == moment:
                status, headers, body = taken_apart(self.gives.get(moment, shot))
                given = {f"X-Archive-Orig-{name}": value for name, value in headers.items()}
                given["Memento-Datetime"] = format_datetime(shot.at, usegmt=True)
                return status, given | {"Content-Type": "text/html", "X-App-Server": "w"}, body
        if of_url:
            return 302, {"Location": f"/web/{stamp(of_url[0])}id_/{url}"}, b""
        return 404, {}, b"not archived"


@dataclass
class Pywb(Wayback):
    """The same before a collection of pywb at ``address``, which has the captures."""

    address: str = ""

    def lines(self, host: str) -> list[str]:
        asked = f"{self.address}/cdx?url={host}&matchType=host&output=text&fl={FIELDS}"
        with urlopen(asked, timeout=30) as answer:
            return [line for line in answer.read().decode().splitlines() if line]

    def _memento(self, moment: str, url: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(self.address)
        with closing(HTTPConnection(parts.netloc, timeout=30)) as connection:
            connection.request("GET", f"{parts.path}/{moment}id_/{url}")
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name not in OF_ITS_OWN}
            return answer.status, headers, answer.read()


FIELDS = "urlkey,timestamp,url,mime,status,digest,length"
OF_ITS_OWN = ("Date", "Transfer-Encoding", "Content-Length", "Connection", "Link")


def stamp(shot: Shot) -> str:
    return f"{shot.at:%Y%m%d%H%M%S}"


def taken_apart(shot: Shot) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer in a record."""
    _, _, block = shot.content.partition(b"\r\n\r\n")
    head, _, body = block.removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


def line_of(shot: Shot) -> str:
    status, headers, body = taken_apart(shot)
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    key = f"bg,president)/{urlsplit(shot.url).path}"
    kind = headers.get("Content-Type", "-").partition(";")[0]
    return f"{key} {stamp(shot)} {shot.url} {kind} {status} {digest} {len(body)}"


@contextmanager
def serve_wayback(wayback: Wayback) -> Iterator[str]:
    """Serve it; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = wayback.answer(self.path)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
