"""Content encodings and those of letters are undone exactly, or refused."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from presidency_scraper.errors import EncodingError
from presidency_scraper.extract.content_encoding import decode_body, decode_content
from presidency_scraper.extract.page import decode_page
from presidency_scraper.items import Exchange


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


_TEXT = "Президентът наложи вето. ".encode() * 9000
_ENCODED = {
    "gzip": gzip.compress(_TEXT),
    "x-gzip": gzip.compress(_TEXT[:100]) + gzip.compress(_TEXT[100:]),
    "deflate": zlib.compress(_TEXT),
    "Deflate": _raw_deflate(_TEXT),
    "deflate, gzip": gzip.compress(zlib.compress(_TEXT)),
    "identity": _TEXT,
}


@pytest.mark.parametrize("encoding", _ENCODED)
def test_content_encodings_are_undone(encoding: str) -> None:
    headers, at = (("Content-Encoding", encoding),), datetime(2026, 11, 23, tzinfo=UTC)
    assert decode_body(Exchange("", at, (), 200, headers, _ENCODED[encoding])) == _TEXT


@pytest.mark.parametrize("encoding", [name for name in _ENCODED if name != "identity"])
def test_a_torn_or_wrong_or_swollen_body_is_refused(encoding: str) -> None:
    body = _ENCODED[encoding]
    for cut in {1, len(body) // 2, len(body) - 1}:
        with pytest.raises(EncodingError):
            decode_content(body[:cut], encoding)
    with pytest.raises(EncodingError):
        decode_content(b"<html>" + body, encoding)
    with pytest.raises(EncodingError, match="larger"):
        decode_content(body, encoding, limit=len(_TEXT) - 1)
    assert decode_content(body, encoding, limit=len(_TEXT)) == _TEXT
    assert decode_content(b"", encoding) == b""


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(EncodingError, match="unknown"):
        decode_content(b"x", "compress")


@pytest.mark.parametrize("declared", ["x-mac-cyrillic", "x-mac-ukrainian"])
def test_letters_in_an_encoding_that_nobody_knows_are_refused(declared: str) -> None:
    """Small letters stand where windows-1251 has them, and capitals do not."""
    body = "<p>Президентът наложи вето, каза Румен Радев.".encode("mac_cyrillic")
    with pytest.raises(EncodingError, match="nor what it declares"):
        decode_page(body, f"text/html; charset={declared}")
