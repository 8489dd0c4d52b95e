"""A stored HTTP message as it came over the wire: what tools changed when they stored it.

Tools store the chunks of a transfer joined or not, and bodies decoded or not, with headers that do
or do not say so. What is read here fits together: the chunks are joined, the content encoding is
there if the headers name one, and a header that no longer fits is called ``X-Archive-Orig-…``.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from warcio.bufferedreaders import (  # type: ignore[import-untyped] # has no types
    ChunkedDataException,
    ChunkedDataReader,
)
from warcio.statusandheaders import (  # type: ignore[import-untyped] # has no types
    StatusAndHeadersParser,
)

from presidency_scraper.archive.foreign.captured import FaultError, FaultKind
from presidency_scraper.archive.foreign.packed_stream import LONGEST_HEAD
from presidency_scraper.items import Headers

#: Where crawlers are known to cut bodies without a word: Common Crawl at 500 KiB in its ARC files
#: (until 2012), at 1 MiB, and at 5 MiB since 2025.
CUTS = (500 * 1024, 1024 * 1024, 5 * 1024 * 1024)
_RENAMED = "X-Archive-Orig-"
_CHUNK = re.compile(rb"[0-9A-Fa-f]+[ \t]*(?:;[^\r\n]*)?\r\n")
#: What is in no text, and among the first bytes of whatever is compressed.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP message: the words of its first line, its headers, what stands below them."""

    first: str
    rest: str
    headers: Headers
    body: bytes


class _Parser(StatusAndHeadersParser):  # type: ignore[misc] # warcio has no types
    """Keeps header text byte for byte, where warcio would guess at UTF-8."""

    @staticmethod
    def decode_header(line: bytes) -> str:
        return line.decode("latin-1")


def parse_message(block: bytes) -> Message:
    r"""Take an HTTP message apart, lenient with what servers send. Raises FaultError.

    >>> parse_message(b"HTTP/1.0 200\nserver:nginx\n\n<p>")
    Message(first='HTTP/1.0', rest='200', headers=(('server', 'nginx'),), body=b'<p>')
    """
    stream = BytesIO(block[:LONGEST_HEAD])
    try:
        head = _Parser([], verify=False).parse(stream)
    except EOFError:
        raise FaultError(FaultKind.HTTP, "the record is empty") from None
    if stream.tell() == LONGEST_HEAD:
        raise FaultError(FaultKind.HTTP, "the head of the answer has no end")
    return Message(head.protocol, head.statusline, tuple(head.headers), block[stream.tell() :])


def parse_status(message: Message) -> tuple[int, str]:
    """Return the status of a response and its reason. Raises FaultError."""
    code, _, reason = message.rest.partition(" ")
    if not (message.first.upper().startswith("HTTP/") and re.fullmatch("[1-9][0-9]{2}", code)):
        said = f"{message.first} {message.rest}"[:40]
        raise FaultError(FaultKind.HTTP, f"no HTTP response begins with {said!r}")
    return int(code), reason


def restore(message: Message) -> Message:
    r"""Return a response as it came over the wire but for joined chunks. Raises FaultError.

    >>> restore(parse_message(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    ...     b"3\r\n<p>\r\n0\r\n\r\n"))
    Message(first='HTTP/1.1', rest='200 OK', headers=(('X-Archive-Orig-Transfer-Encoding', 'chunked'),), body=b'<p>')
    """  # noqa: E501 - the message is one line
    body, misfits = message.body, set()
    if "chunked" in (header(message.headers, "transfer-encoding") or "").lower():
        body = join_chunks(body)
        misfits.add("transfer-encoding")
    if header(message.headers, "content-encoding") and is_text(body):
        misfits.add("content-encoding")
    if misfits and header(message.headers, "content-length") != str(len(body)):
        misfits.add("content-length")
    headers = tuple((_RENAMED * (n.lower() in misfits) + n, v) for n, v in message.headers)
    return Message(message.first, message.rest, headers, body)


def join_chunks(body: bytes) -> bytes:
    """Return *body* without the chunks of its transfer; as it is where it has none.

    Raises FaultError where the last chunk is missing.
    """
    if not _CHUNK.match(body):
        return body  # joined by whoever stored it
    try:
        return bytes(ChunkedDataReader(BytesIO(body), raise_exceptions=True).read())
    except ChunkedDataException:
        raise FaultError(FaultKind.CHUNKS, "the chunks of the body are damaged") from None


def is_text(body: bytes) -> bool:
    """Tell whether *body* begins as text, so that no content encoding can be on it."""
    return bool(body) and not _BINARY.search(body[:512])


def find_cut(headers: Headers, body: bytes, *, has_body: bool) -> str | None:
    """Return how it shows that the *body* of a restored response lacks its end; None if whole.

    Without *has_body*, as after HEAD, an empty one is whole.
    """
    announced = header(headers, "content-length") or ""
    if not header(headers, "x-crawl-content-encoding"):  # Common Crawl's keeps what the site said
        announced = header(headers, "x-crawl-content-length") or announced
    if has_body and announced.isdigit() and len(body) < int(announced):
        return f"the body has {len(body)} bytes of {int(announced)}"
    if len(body) in CUTS:
        return f"the body has exactly {len(body)} bytes, where Common Crawl cuts"
    return None


def header(headers: Headers, name: str) -> str | None:
    """The first header *name*, in lower case."""
    return next((value for key, value in headers if key.lower() == name), None)
