"""What stands inside a record: strict where it can be, since all of it was written here. Pure.

warcio is not asked: it strips blanks off header values, passes over lines that are none and does
not mind a record that is shorter than it says, so it could prove nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from presidency_scraper.archive.records import DamageError, RunInfo
from presidency_scraper.items import Headers

_VERSION = b"WARC/1.1"
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A record taken apart: its WARC headers, and the block they speak of."""

    headers: Mapping[str, str]
    content: bytes

    @property
    def type(self) -> str:
        """What kind of record it is. Raises DamageError if it does not say."""
        return self.required("WARC-Type")

    def required(self, name: str) -> str:
        """Return the header *name*. Raises DamageError if it is missing."""
        try:
            return self.headers[name]
        except KeyError:
            raise DamageError(f"the record has no {name}") from None

    def number(self, name: str) -> int:
        """Return the number in the header *name*. Raises DamageError."""
        return parse_number(self.required(name), name)

    def date(self) -> datetime:
        """Return the moment (aware) in WARC-Date. Raises DamageError."""
        text = self.required("WARC-Date")
        try:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
        except ValueError:
            raise DamageError(f"WARC-Date is no date but {text!r}") from None


def parse_block(data: bytes) -> Block:
    r"""Return the record that *data*, a member's content, consists of. Raises DamageError.

    >>> parse_block(b"WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n").type
    'request'
    >>> parse_block(b"WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 2\r\n\r\nhi!\r\n\r\n")
    Traceback (most recent call last):
    ...
    presidency_scraper.archive.records.DamageError: archive damaged: : Content-Length says 2 bytes, the record has 3
    """  # noqa: E501 - the message is one line
    head, found, rest = data.partition(_END)
    first, *lines = head.split(b"\r\n")
    if first != _VERSION or not found:
        raise DamageError(f"no WARC/1.1 record begins here but {first[:40]!r}")
    block = Block(_parse_headers(lines), rest[: -len(_END)])
    if (length := block.number("Content-Length")) != len(rest) - len(_END):
        has = max(0, len(rest) - len(_END))
        raise DamageError(f"Content-Length says {length} bytes, the record has {has}")
    if not rest.endswith(_END):
        raise DamageError("the record does not end with two line breaks")
    return block


def parse_http(content: bytes) -> tuple[list[str], Headers, bytes]:
    r"""Split an HTTP message: the words of its first line, headers, body. Raises DamageError.

    >>> parse_http(b"HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n<p>")
    (['HTTP/1.1', '200', 'OK'], (('Server', 'nginx'),), b'<p>')
    """
    head, found, body = content.partition(_END)
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if not found or len(words) != 3:
        raise DamageError(f"no HTTP message begins here but {first[:40]!r}")
    return words, tuple(map(_parse_pair, lines)), body


def parse_number(text: str, what: str) -> int:
    """Return the number that *text* is; *what* it tells. Raises DamageError."""
    if not (text.isascii() and text.isdigit()):
        raise DamageError(f"{what} is no number but {text!r}")
    return int(text)


def parse_fields(content: bytes) -> dict[str, str]:
    """Return the lines of an ``application/warc-fields`` block. Raises DamageError."""
    return _parse_headers(content.removesuffix(b"\r\n").split(b"\r\n"))


def parse_run(content: bytes) -> RunInfo:
    """Return the run a ``warcinfo`` block tells of. Raises DamageError."""
    fields = parse_fields(content)
    try:
        run = json.loads(fields["run"])
        started_at = datetime.fromisoformat(run["started_at"])
        return RunInfo(run["id"], run["command"], started_at, run["settings"])
    except (KeyError, TypeError, ValueError) as error:
        raise DamageError(f"the file does not say which run wrote it ({error!r})") from error


def _parse_headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        try:
            name, value = _parse_pair(line.decode("utf-8"))
        except UnicodeDecodeError:
            raise DamageError(f"a header is not UTF-8: {line[:80]!r}") from None
        if name in headers:
            raise DamageError(f"the header {name} stands there twice")
        headers[name] = value
    return headers


def _parse_pair(line: str) -> tuple[str, str]:
    name, found, value = line.partition(": ")
    if not found:
        raise DamageError(f"a header has no value: {line[:80]!r}")
    return name, value
