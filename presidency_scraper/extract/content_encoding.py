"""Undoes the content encoding of a body: what the crawl asks for, gzip and deflate, exactly.

Stricter than Scrapy, which hands on the readable part of a torn body as if it were the page.
"""

import hashlib
import zlib
from collections.abc import Callable, Generator, Iterator

from presidency_scraper.errors import EncodingError
from presidency_scraper.items import Exchange

#: How large, in bytes, a decoded body may be. An article's page has some 40 kB.
LIMIT = 64 * 1024 * 1024
_STEP = 65536
#: What servers say where nothing is coded; names of character sets are among it too.
_NO_CODINGS = ("", "identity", "none", "binary", "7bit", "8bit")


def decode_body(exchange: Exchange) -> bytes:
    """Return the body of *exchange* without content encoding. Raises EncodingError."""
    return decode_content(exchange.body, exchange.header("content-encoding") or "")


def digest_in(exchange: Exchange) -> str:
    """Return the digest of the body that a capture of *exchange* has: sha256 in hex.

    A body that cannot be decoded has no byte.
    """
    try:
        return hashlib.sha256(decode_body(exchange)).hexdigest()
    except EncodingError:
        return hashlib.sha256(b"").hexdigest()


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
    for name in reversed([name for name in names if not _is_none(name)]):
        if body:
            body = _collect(_decoder(name)(body), name, limit)
    return body


def _is_none(name: str) -> bool:
    """Tell whether *name* is that of no coding.

    >>> _is_none("utf-8"), _is_none("8bit"), _is_none("gzip"), _is_none("base64")
    (True, True, False, False)
    """
    try:
        return name in _NO_CODINGS or "".encode(name) == b""
    except (LookupError, ValueError):  # of no character set, or of none that can be
        return False


def _decoder(name: str) -> Callable[[bytes], Iterator[bytes]]:
    decoders = {
        "gzip": _decode_gzip,
        "x-gzip": _decode_gzip,
        "deflate": _decode_deflate,
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
    except zlib.error as error:
        raise EncodingError(f"the body is not the {name} it says it is: {error}") from error
    return b"".join(parts)


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
