"""Requests and answers without sockets; knows validators, compression and faults."""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks; the names of ``headers`` are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]

    def cookie(self, name: str) -> str | None:
        """Return the value of a cookie that the client sent.

        >>> Request("GET", "/", {"cookie": "a=1; lang=en"}).cookie("lang")
        'en'
        """
        pairs = (pair.strip().partition("=") for pair in self.headers.get("cookie", "").split(";"))
        return next((value for key, _, value in pairs if key == name), None)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, and how badly the server is to deliver it.

    ``close_after`` bytes of the body the connection is closed, though the whole length was
    announced; ``delay`` is how many seconds the answer is held back.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    close_after: int | None = None
    delay: float = 0.0


class LogEntry(NamedTuple):
    """A request that was answered."""

    method: str
    path: str
    status: int


#: Turns a request and the true answer to it into the answer that is given.
Responder = Callable[[Request, Response], Response]


@dataclass(slots=True)
class Fault:
    """A fault on every address that *pattern* is found in; ``hits`` says how often it struck."""

    pattern: re.Pattern[str]
    responder: Responder
    times: int | None = None
    hits: int = field(default=0)

    def strikes(self, path: str) -> bool:
        """Say whether this fault is still live for *path*."""
        live = self.times is None or self.hits < self.times
        return live and self.pattern.search(path) is not None


def status(code: int, body: bytes = b"", **headers: str) -> Responder:
    """Make a fault that answers *code*; ``retry_after="5"`` is the header ``Retry-After``."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda _request, _real: Response(code, {"Content-Type": "text/plain"} | named, body)


def close_after(count: int) -> Responder:
    """Make a fault that breaks the connection *count* bytes into the true answer."""
    return lambda _request, real: replace(real, close_after=count)


def delay(seconds: float) -> Responder:
    """Make a fault that holds the true answer back."""
    return lambda _request, real: replace(real, delay=seconds)


def negotiate(request: Request, response: Response) -> Response:
    """Compress, validate and strip the true answer as the client's headers ask."""
    if "text" in response.headers["Content-Type"]:
        response = _compress(request, response)
    if response.status == 200:
        response = _validate(request, response)
    if request.method == "HEAD" and response.status != 304:
        length = {"Content-Length": str(len(response.body))}
        response = replace(response, headers={**response.headers, **length}, body=b"")
    return response


def _compress(request: Request, response: Response) -> Response:
    headers = {**response.headers, "Vary": "Accept-Encoding"}
    if not _accepts_gzip(request.headers.get("accept-encoding", "")):
        return replace(response, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return replace(response, headers=headers, body=gzip.compress(response.body, mtime=0))


def _accepts_gzip(header: str) -> bool:
    choices = (part.replace(" ", "").partition(";q=") for part in header.lower().split(","))
    return any(name == "gzip" and not re.fullmatch(r"0(\.0*)?", q) for name, _, q in choices)


def _validate(request: Request, response: Response) -> Response:
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    headers = {**response.headers, "ETag": etag}
    known = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if tags & {etag, "*"}:
        kept = {name: value for name, value in headers.items() if name in ("ETag", "Vary")}
        return Response(304, kept)
    return replace(response, headers=headers)
