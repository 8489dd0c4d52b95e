"""Files as others write them: byte for byte by hand, since most of them are bad."""

import gzip
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from presidency_scraper.archive.foreign import read_foreign
from presidency_scraper.archive.foreign.captured import ForeignCapture, ForeignFault, Note

HOST = "http://127.0.0.1"
DATE = "2014-05-16T07:08:09Z"
HTML = "Content-Type: text/html; charset=utf-8"


def need(program: str, installed: object, how: str) -> None:
    """Skip the test without *program*, but fail where all has to be there."""
    if installed:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{program} is not installed: {how}")
    pytest.skip(f"{program} is not installed: {how}")


def record(kind: str, url: str, block: bytes = b"", version: str = "1.1", **fields: str) -> bytes:
    """A record of WARC; a field named ``WARC_Date`` is ``WARC-Date``, an empty one is left out."""
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": DATE,
        "Content-Length": str(len(block)),
    }
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return f"WARC/{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    head = "\r\n".join([f"HTTP/1.1 {status}", HTML, *headers])
    return head.encode("latin-1") + b"\r\n\r\n" + body


def page(name: str) -> bytes:
    """What stands at the address that ends in *name*."""
    return f"<h1>{name}</h1><p>Президентът наложи вето.</p>".encode()


def response(name: str, **fields: str) -> bytes:
    """A whole record of the page *name*, with the digest of its block."""
    block = http(page(name), f"Content-Length: {len(page(name))}")
    digest = f"sha256:{sha256(block).hexdigest()}"
    return record("response", f"{HOST}/{name}", block, **{"WARC_Block_Digest": digest} | fields)


def write(path: Path, *records: bytes, one_stream: bool = False) -> Path:
    """Write a file in the way that its name says; a gzip member to each record or one for all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_packed = path.suffix == ".gz"
    members = [b"".join(records)] if one_stream else list(records)
    path.write_bytes(b"".join(map(gzip.compress, members)) if is_packed else b"".join(records))
    return path


@dataclass(frozen=True)
class Read:
    """What was read, by kinds."""

    captures: list[ForeignCapture]
    notes: list[Note]
    faults: list[ForeignFault]

    @property
    def urls(self) -> list[str]:
        return [capture.url for capture in self.captures]

    @property
    def names(self) -> list[str]:
        """The addresses without the host."""
        return [url.removeprefix(f"{HOST}/") for url in self.urls]

    def only(self) -> ForeignCapture:
        """The one capture, where nothing is wrong."""
        assert self.faults == []
        [capture] = self.captures
        return capture


def read(*paths: Path) -> Read:
    """Read *paths* to the end."""
    found = list(read_foreign(*paths))
    return Read(
        [one for one in found if isinstance(one, ForeignCapture)],
        [one for one in found if isinstance(one, Note)],
        [one for one in found if isinstance(one, ForeignFault)],
    )
