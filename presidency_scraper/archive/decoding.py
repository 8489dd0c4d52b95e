"""Undoes the content encoding of a body: what Scrapy asks for (gzip, deflate, br, zstd), exactly.

Stricter than Scrapy, which hands on the readable part of a torn body as if it were the page.
"""

import importlib
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any

from presidency_scraper.errors import EncodingError

#: How large, in bytes, a decoded body may be. An article's page has some 40 kB.
LIMIT = 64 * 1024 * 1024
_STEP = 65536


def decode_content(body: bytes, encoding: str, *, limit: int = LIMIT) -> bytes:
    """Return *body* without the encodings that the header *encoding* lists, outermost last.

    An empty body stays empty (a redirect says "gzip" too). What follows a complete stream is
    ignored, as browsers do. Raises EncodingError: torn, not what the header says, unknown, or
    more than *limit* bytes.

    >>> import gzip
    >>> decode_content(gzip.compress(b"<p>"), "gzip")
    b'<p>'
    >>> decode_content(gzip.compress(b"<p>")[:-9], "gzip")
    Traceback (most recent call last):
    ...
    presidency_scraper.errors.EncodingError: the body is cut short: its gzip ends too early
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    for name in reversed([name for name in names if name not in ("", "identity")]):
        if body:
            body = _collect(_decoder(name)(body), name, limit)
    return body


def _decoder(name: str) -> Callable[[bytes], Iterator[bytes]]:
    decoders = {
        "gzip": _decode_gzip,
        "x-gzip": _decode_gzip,
        "deflate": _decode_deflate,
        "br": _decode_brotli,
        "zstd": _decode_zstd,
    }
    try:
        return decoders[name]
    except KeyError:
        raise EncodingError(f"the body has the unknown content encoding {name!r}") from None


def _collect(steps: Iterator[bytes], name: str, limit: int) -> bytes:
    parts, size = [], 0
    try:
        for part in steps:
            parts.append(part)
            size += len(part)
            if size > limit:
                raise EncodingError(f"the body is larger than {limit} bytes when {name} is undone")
    except EOFError:
        raise EncodingError(f"the body is cut short: its {name} ends too early") from None
    except (zlib.error, _ForeignError) as error:
        raise EncodingError(f"the body is not the {name} it says it is: {error}") from error
    return b"".join(parts)


class _ForeignError(Exception):
    """A library that may not be there refused the body."""


def _inflate(body: bytes, bits: int) -> Generator[bytes, None, bytes]:
    """Yield what one stream holds; return the bytes behind it."""
    unpacker = zlib.decompressobj(bits)
    rest = body
    while not unpacker.eof:
        part = unpacker.decompress(rest, _STEP)
        rest = unpacker.unconsumed_tail
        if not part and not rest and not unpacker.eof:
            raise EOFError
        yield part
    return unpacker.unused_data


def _decode_gzip(body: bytes) -> Iterator[bytes]:
    """A gzip body is one stream or several, one behind the other."""
    body = yield from _inflate(body, zlib.MAX_WBITS + 16)
    while body.startswith(b"\x1f\x8b"):
        body = yield from _inflate(body, zlib.MAX_WBITS + 16)


def _decode_deflate(body: bytes) -> Iterator[bytes]:
    """Microsoft's servers sent deflate without the zlib header the standard asks for."""
    is_zlib = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    yield from _inflate(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _decode_brotli(body: bytes) -> Iterator[bytes]:
    brotli = _library("brotli", "br")
    unpacker, rest = brotli.Decompressor(), body
    try:
        while not unpacker.is_finished():
            part = unpacker.process(rest, output_buffer_limit=_STEP)
            rest = b""
            if not part and not unpacker.is_finished() and unpacker.can_accept_more_data():
                raise EOFError
            yield part
    except brotli.error as error:
        raise _ForeignError(str(error)) from error


def _decode_zstd(body: bytes) -> Iterator[bytes]:
    try:
        zstd = importlib.import_module("compression.zstd")
    except ImportError:
        zstd = _library("backports.zstd", "zstd")
    unpacker, rest = zstd.ZstdDecompressor(), body
    try:
        while not unpacker.eof:
            part = unpacker.decompress(rest, _STEP)
            rest = b""
            if not part and unpacker.needs_input and not unpacker.eof:
                raise EOFError
            yield part
    except zstd.ZstdError as error:
        raise _ForeignError(str(error)) from error


def _library(module: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise EncodingError(f"{module} is not installed, which undoes {name}") from None
