"""Digests as the files of others state them: of any algorithm, in base 16, 32 or 64. Pure."""

import base64
import binascii
import hashlib

#: The name of an algorithm as hashlib has it, and the bytes; none where the text stands for none.
Digest = tuple[str, bytes]


def matches(stated: str | None, *candidates: bytes) -> bool | None:
    """Tell whether *stated* is the digest of one of *candidates*; None where that cannot be told.

    >>> matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"")
    True
    >>> matches("md5:d41d8cd98f00b204e9800998ecf8427e", b"<p>", b"")
    True
    >>> matches("sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", b"<p>")
    False
    >>> matches("xxh3:8b3d", b"") is matches(None, b"") is None
    True
    """
    digest = parse_digest(stated)
    if digest is None:
        return None
    name, expected = digest
    made = (hashlib.new(name, data, usedforsecurity=False).digest() for data in candidates)
    return any(one == expected for one in made)


def parse_digest(stated: str | None) -> Digest | None:
    """Return what *stated* says; None where the algorithm is unknown.

    >>> parse_digest("SHA-1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ") == parse_digest(
    ...     "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"
    ... )
    True
    """
    algorithm, _, value = (stated or "").partition(":")
    name = algorithm.strip().lower().replace("-", "")
    if name not in hashlib.algorithms_guaranteed or name.startswith("shake"):
        return None
    size = hashlib.new(name, usedforsecurity=False).digest_size
    return name, _bytes_of(value.strip().rstrip("="), size)


def _bytes_of(text: str, size: int) -> bytes:
    try:
        if len(text) == 2 * size:
            return base64.b16decode(text, casefold=True)
        if len(text) == -(-size * 8 // 5):
            return base64.b32decode(text + "=" * (-len(text) % 8), casefold=True)
        plain = text.replace("-", "+").replace("_", "/")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
