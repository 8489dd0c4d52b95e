"""The table of docs/import.md is true: each of its faults is played, named, and the rest is taken.

The page is read, not repeated: a row without a player here, or a player without a row, fails.
"""

import gzip
import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from presidency_scraper.archive.foreign import read_foreign
from presidency_scraper.archive.foreign.captured import FaultKind, ForeignCapture, ForeignFault
from presidency_scraper.archive.foreign.framed_records import LIMIT
from tests.archive.theirs import HOST, http, page, read, record, response, write
from tests.conftest import ROOT

COLUMNS = ["Fault", "The file", "Kind", "Pages taken"]
ONE, TWO, THREE = map(response, "123")
#: Makes a file or a folder of a name below a folder, and returns where.
Player = Callable[[Path], Path]


@dataclass(frozen=True)
class Row:
    """A row of the table: what is promised of a fault."""

    kind: str
    taken: list[str]


def read_table() -> dict[str, Row]:
    lines = (ROOT / "docs/import.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rows = cells[cells.index(COLUMNS) + 2 :]
    return {name: Row(kind.strip("`"), re.findall(r"\d", taken)) for name, _, kind, taken in rows}


def file(content: bytes, name: str = "theirs.warc") -> Player:
    """A file with this content."""

    def play(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return play


def second(bad: bytes) -> Player:
    """*bad* in the place of the second page, in a plain file and in a packed one."""

    def play(folder: Path) -> Path:
        return write(folder / "theirs.warc.gz", ONE, bad, THREE)

    return play


def answer(block: bytes, kind: str = "response", **fields: str) -> Player:
    """A record of the second page that holds *block*."""
    return second(record(kind, f"{HOST}/2", block, **fields))


def damaged(content: bytes, within: bytes) -> bytes:
    """*content* with bytes changed near the end of *within*."""
    at = content.index(within) + len(within) - 40
    return content[:at] + b"\0" * 8 + content[at + 8 :]


def folder_of(*names: str) -> Player:
    def play(folder: Path) -> Path:
        for name in names:
            write(folder / "all" / name, b"text")
        return folder / "all"

    return play


def nowhere(folder: Path) -> Path:
    link = folder / "all" / "theirs.warc"
    link.parent.mkdir()
    link.symlink_to("gone.warc")
    return link.parent


def pipe(folder: Path) -> Path:
    path = folder / "theirs.warc"
    os.mkfifo(path)
    return path


def nested(folder: Path) -> Path:
    inner = wacz("archive/data.warc")(folder)
    for _ in range(2):
        content = inner.read_bytes()
        with ZipFile(inner, "w") as archive:
            archive.writestr("inner.wacz", content)
    return inner


def wacz(*names: str, cut: int | None = None, flags: int = 0) -> Player:
    """A zip file with members of these names; *flags* are those of each (1: a password)."""

    def play(folder: Path) -> Path:
        path = folder / "theirs.wacz"
        with ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, ONE)
        content = path.read_bytes()
        for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content = content.replace(head, b"%s", 0)
            place = content.find(head) + at
            content = content[:place] + bytes([content[place] | flags]) + content[place + 1 :]
        path.write_bytes(content[:cut])
        return path

    return play


def large(folder: Path) -> Path:
    return answer(http(bytes(LIMIT)))(folder)


PACKED = list(map(gzip.compress, (ONE, TWO, THREE)))
STREAM = zlib.compressobj(wbits=zlib.MAX_WBITS + 16)
UNHURT = STREAM.compress(ONE) + STREAM.flush(zlib.Z_FULL_FLUSH)
#: No block of a gzip stream begins with such bits.
HURT = b"\xff" * 8 + STREAM.compress(TWO + THREE) + STREAM.flush()
LONG = f"Content-Length: {len(page('2')) + 1}"
MEBIBYTE = 1024 * 1024

PLAYERS: dict[str, Player] = {
    "no bytes": file(b""),
    "not an archive": file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    "no archive in a folder": folder_of("README.txt", "index.cdx.gz"),
    "WACZ without WARC": wacz("datapackage.json"),
    "WACZ cut short": wacz("archive/data.warc", cut=-30),
    "locked WACZ": wacz("archive/data.warc", flags=1),
    "WACZ in WACZ in WACZ": nested,
    "Zstandard": file(b"\x28\xb5\x2f\xfd" + bytes(40), "theirs.warc.zst"),
    "not to be opened": nowhere,
    "pipe or device": pipe,
    "damaged member": file(damaged(b"".join(PACKED), PACKED[1])),
    "damaged stream": file(UNHURT + HURT),
    "gzip cut short": file(PACKED[0] + PACKED[1][:-60]),
    "cut short": file(ONE + TWO[:-9]),
    "wrong length": second(record("response", f"{HOST}/2", http(page("2")), Content_Length="90")),
    "no length": second(record("response", f"{HOST}/2", http(page("2")), Content_Length="")),
    "stray bytes": file(ONE + TWO + b"\0\1\2 and more\n" + THREE),
    "too large": large,
    "record in pieces": answer(http(page("2")), WARC_Segment_Number="1"),
    "cut by the crawler": answer(http(page("2")), WARC_Truncated="length"),
    "body too short": answer(http(page("2"), LONG)),
    "cut in silence": answer(http(b"<p>".ljust(MEBIBYTE))),
    "wrong digest of the record": second(TWO.replace(b"<h1>2", b"<h1>3")),
    "wrong digest of the body": answer(
        http(page("2")), WARC_Payload_Digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    ),
    "no date": answer(http(page("2")), WARC_Date="2014-05-16"),
    "no such moment": answer(http(page("2")), WARC_Date="9999-12-31T23:59:59-14:00"),
    "zero length": answer(b""),
    "no HTTP": answer(page("2")),
    "endless head": answer(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000),
    "damaged chunks": answer(http(b"5\r\n<p>\r\n0\r\n\r\n", "Transfer-Encoding: chunked")),
    "no response": answer(page("2"), "resource", Content_Type="text/html"),
    "converted": answer(b"2", "conversion", Content_Type="text/plain"),
    "repeat of nothing": answer(
        http(b""), "revisit", WARC_Payload_Digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    ),
}


def test_every_row_has_a_player_and_every_player_a_row() -> None:
    assert list(read_table()) == list(PLAYERS)


def test_every_kind_of_fault_has_a_row() -> None:
    assert {row.kind for row in read_table().values()} == set(FaultKind)


@pytest.mark.parametrize("name", PLAYERS)
def test_a_fault_is_named_as_the_table_says_and_the_rest_is_taken(
    name: str, tmp_path: Path
) -> None:
    row = read_table()[name]
    found = read(PLAYERS[name](tmp_path))
    assert [str(fault.kind) for fault in found.faults] == [row.kind]
    assert found.names == row.taken
    assert all(capture.body == page(capture.url[-1]) for capture in found.captures)


IN_A_RECORD = [name for name, row in read_table().items() if row.taken == ["1", "3"]]


@pytest.mark.parametrize("name", IN_A_RECORD)
def test_a_fault_names_its_place_and_its_address(name: str, tmp_path: Path) -> None:
    [fault] = read(PLAYERS[name](tmp_path)).faults
    assert (fault.place.offset, fault.url) == (len(PACKED[0]), f"{HOST}/2")


@pytest.mark.parametrize("more", [10, 200, 10**6, 10**9], ids="+{}".format)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("one_stream", [True, False])
def test_a_record_that_says_it_is_longer_than_it_is_hides_none_behind_it(
    more: int, name: str, one_stream: bool, tmp_path: Path
) -> None:
    block = http(page("2"))
    bad = record("response", f"{HOST}/2", block, Content_Length=f"{len(block) + more}")
    path = write(tmp_path / name, ONE, bad, THREE, one_stream=one_stream)
    found = read(path)
    assert found.names == ["1", "3"]
    kind = FaultKind.LARGE if more > LIMIT else FaultKind.RECORD
    assert [(fault.kind, fault.url) for fault in found.faults] == [(kind, f"{HOST}/2")]


def test_a_record_is_found_behind_stray_bytes_that_end_in_no_line(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.warc", b"\xef\xbb\xbf", ONE, b"\0\1", TWO))
    assert found.names == ["1", "2"]
    assert [fault.kind for fault in found.faults] == [FaultKind.STRAY, FaultKind.STRAY]


def test_a_record_that_cannot_be_read_behind_one_of_another_site_is_named(tmp_path: Path) -> None:
    theirs = record("response", "http://example.org/", http(b"x"))
    path = write(tmp_path / "a.warc", theirs, ONE.replace(b"WARC/", b"XARC/"), TWO)
    found = list(read_foreign(path, wanted=lambda url: url.startswith(HOST)))
    assert [str(one).split(": ")[1] for one in found if isinstance(one, ForeignFault)] == ["record"]
    assert [one.url for one in found if isinstance(one, ForeignCapture)] == [f"{HOST}/2"]


@pytest.mark.parametrize("moment", ["201405161234", "20140516", "2014-05-16 07:08:09Z"])
def test_of_a_date_in_another_form_no_minute_is_invented(moment: str, tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.warc", response("1", WARC_Date=moment)))
    told = [f"{capture.captured_at:%H:%M:%S}" for capture in found.captures]
    assert told == (["07:08:09"] if ":" in moment else [])
    assert [fault.kind for fault in found.faults] == [FaultKind.DATE] * (not told)
