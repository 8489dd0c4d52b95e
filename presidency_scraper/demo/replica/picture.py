"""A picture: the smallest JPEG there is, put together from its parts."""

from typing import Final


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _code_table(kind: int, symbol: int) -> bytes:
    """Return a Huffman table with one code, the bit 0."""
    return _segment(0xC4, bytes((kind, 1)) + bytes(15) + bytes((symbol,)))


#: One grey pixel: both coefficients' codes are the bit 0, padded with ones.
GREY_DOT: Final = (
    b"\xff\xd8"
    + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    + _segment(0xDB, bytes((0,)) + bytes((1,)) * 64)
    + _segment(0xC0, bytes((8, 0, 1, 0, 1, 1, 1, 0x11, 0)))
    + _code_table(0x00, 0)
    + _code_table(0x10, 0)
    + _segment(0xDA, bytes((1, 1, 0, 0, 63, 0)))
    + b"\x3f\xff\xd9"
)
