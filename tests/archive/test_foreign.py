"""What others captured is read as it came over the wire, whatever tool wrote it, and however."""

import gzip
import shutil
import subprocess
import zlib
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import md5, sha1
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped] # has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped] # has no types

from presidency_scraper.archive import Kind, iterate
from presidency_scraper.archive.foreign import read_foreign
from presidency_scraper.archive.foreign.captured import FaultKind, ForeignCapture
from presidency_scraper.demo.replica import Request, Response
from presidency_scraper.errors import UsageError
from tests.archive.theirs import DATE, HOST, http, need, page, read, record, response, write
from tests.conftest import Crawled, Served, run

WHEN = datetime(2014, 5, 16, 7, 8, 9, tzinfo=UTC)
LONG = b"<p>" + b"".join(b"%d " % number for number in range(5_000))


# -- wget ----------------------------------------------------------------------------------------


def wget(few: Served, folder: Path, name: str, *options: str) -> dict[str, Response]:
    """Let wget crawl the site and keep what it gets; return what the site sent, by address."""
    need("wget", shutil.which("wget"), "apt-get install wget")
    sent: dict[str, Response] = {}

    def listen(request: Request, real: Response) -> Response:
        sent[few.origin + request.path] = real
        return real

    few.site.fail("", listen)
    endless = "--reject-regex=/calendar/"
    command = ["wget", "--quiet", "--recursive", "--level=inf", "--delete-after", "-nd", endless]
    files = [f"--warc-file={name}", "--no-warc-keep-log", *options]
    done = subprocess.run([*command, *files, f"{few.origin}/bg/news/"], cwd=folder, check=False)
    assert done.returncode in (0, 8)  # 8: some answers were 404
    few.site.heal()
    return sent


@pytest.mark.parametrize("option", ["--compression=none", "--compression=auto"])
def test_what_wget_kept_is_what_the_site_sent(few: Served, tmp_path: Path, option: str) -> None:
    sent = wget(few, tmp_path, "theirs", option)
    found = read(tmp_path / "theirs.warc.gz")
    assert found.faults == []
    assert {c.url: (c.status, c.body) for c in found.captures} == {
        url: (answer.status, answer.body) for url, answer in sent.items()
    }
    assert {200, 404} <= {capture.status for capture in found.captures}
    for capture in found.captures:
        assert dict(sent[capture.url].headers).items() <= dict(capture.response_headers).items()
        assert ("Host", few.origin.removeprefix("http://")) in capture.request_headers
    is_packed = {"Content-Encoding" in dict(c.response_headers) for c in found.captures}
    assert is_packed == ({False} if option.endswith("none") else {True, False})


def test_what_wget_did_not_keep_twice_is_found_in_its_first_file(
    few: Served, tmp_path: Path
) -> None:
    wget(few, tmp_path, "a", "--warc-cdx")
    sent = wget(few, tmp_path, "b", "--warc-dedup=a.cdx")
    second = [c for c in read(tmp_path).captures if c.place.file.endswith("b.warc.gz")]
    assert {c.url: c.body for c in second} == {url: answer.body for url, answer in sent.items()}
    repeated = [c.repeats for c in second if c.repeats]
    assert len(repeated) > 20
    assert {place.file for place in repeated} == {f"{tmp_path.name}/a.warc.gz"}
    alone = read(tmp_path / "b.warc.gz")
    assert {fault.kind for fault in alone.faults} == {FaultKind.REPEAT}
    assert len(alone.captures) + len(alone.faults) == len(second)


# -- warcio --------------------------------------------------------------------------------------


def written_by_warcio(path: Path, version: str) -> Path:
    """Three pages with their requests, as warcio's writer writes them."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version=version)
        for name in "123":
            date = {"WARC-Date": "2014-05-16T07:08:09.25Z" if version == "1.1" else DATE}
            head = StatusAndHeaders("200 OK", [("X-Page", name)], protocol="HTTP/1.1")
            answer = writer.create_warc_record(
                f"{HOST}/{name}", "response", BytesIO(page(name)), len(page(name)),
                http_headers=head, warc_headers_dict=date,
            )  # fmt: skip
            asked = StatusAndHeaders(f"/{name} HTTP/1.1", [("X-Asked", name)], protocol="GET")
            request = writer.create_warc_record(
                f"{HOST}/{name}", "request", http_headers=asked, warc_headers_dict=date
            )
            writer.write_request_response_pair(request, answer)
    return path


def packed_as_one(path: Path) -> Path:
    """The same records in one gzip stream."""
    packed = path.with_name(f"one-{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


def packed_anywhere(path: Path) -> Path:
    """The same records in gzip members that end wherever a hundred bytes end."""
    content, packed = path.read_bytes(), path.with_name(f"cut-{path.name}.gz")
    parts = [content[at : at + 100] for at in range(0, len(content), 100)]
    packed.write_bytes(b"".join(map(gzip.compress, parts)))
    return packed


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_however_records_are_packed_the_same_is_read(version: str, tmp_path: Path) -> None:
    plain = written_by_warcio(tmp_path / "plain.warc", version)
    each = written_by_warcio(tmp_path / "each.warc.gz", version)
    for path in (plain, each, packed_as_one(plain), packed_anywhere(plain)):
        found = read(path)
        assert (found.names, found.faults, found.notes) == (["1", "2", "3"], [], [])
        for capture, name in zip(found.captures, "123", strict=True):
            assert (capture.body, capture.status, capture.reason) == (page(name), 200, "OK")
            assert capture.response_headers == (("X-Page", name),)
            assert (capture.method, capture.request_headers) == ("GET", (("X-Asked", name),))
            fraction = 250_000 if version == "1.1" else 0
            assert capture.captured_at == WHEN.replace(microsecond=fraction)


def test_one_stream_is_read_as_warcio_reads_it_once_it_is_mended(tmp_path: Path) -> None:
    one = packed_as_one(written_by_warcio(tmp_path / "plain.warc", "1.0"))
    mended_path = tmp_path / "mended.warc.gz"
    command = ("-m", "warcio.cli", "recompress", str(one), str(mended_path))
    assert run(*command, cwd=tmp_path).code == 0
    as_it_is, mended = read(one), read(mended_path)
    assert as_it_is.faults == mended.faults == []
    assert [(c.record_id, c.url, c.body) for c in as_it_is.captures] == [
        (c.record_id, c.url, c.body) for c in mended.captures
    ]


def test_a_place_leads_to_the_record(tmp_path: Path) -> None:
    plain = written_by_warcio(tmp_path / "plain.warc", "1.1")
    content = plain.read_bytes()
    for path in (plain, packed_as_one(plain), packed_anywhere(plain)):
        for capture in read(path).captures:
            packed = path.read_bytes()[capture.place.offset :]
            unpacked = packed if path == plain else gzip.decompress(packed)
            begins = unpacked[capture.place.inside :]
            assert begins.startswith(b"WARC/1.1\r\n")
            assert str(capture.record_id).encode() in begins[:400]
            assert content.endswith(begins)


CHUNKED = """
import gzip, http.client, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from warcio.capture_http import capture_http

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_): pass
    def do_GET(self):
        body = gzip.compress(b"<p>" * 9_000 + self.path.encode(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(body), 20):
            part = body[at : at + 20]
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part))
        self.wfile.write(b"0\\r\\n\\r\\n")

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with capture_http("theirs.warc.gz"):
    for name in "123":
        client = http.client.HTTPConnection("127.0.0.1", server.server_port)
        client.request("GET", "/" + name)
        client.getresponse().read()
"""


def test_the_chunks_of_a_transfer_are_joined(tmp_path: Path) -> None:
    assert run("-c", CHUNKED, cwd=tmp_path).code == 0
    found = read(tmp_path / "theirs.warc.gz")
    assert (len(found.captures), found.faults) == (3, [])
    for capture, name in zip(found.captures, "123", strict=True):
        assert gzip.decompress(capture.body) == b"<p>" * 9_000 + f"/{name}".encode()
        names = [header for header, _ in capture.response_headers]
        assert "X-Archive-Orig-Transfer-Encoding" in names
        assert "Transfer-Encoding" not in names


# -- our own -------------------------------------------------------------------------------------


def test_our_own_archive_is_read_whole(crawled: Crawled) -> None:
    folder = crawled.db.parent / "archive"
    ours = list(iterate(folder))
    found = read(folder)
    assert found.faults == []
    assert {(c.url, c.captured_at, c.status, c.body) for c in found.captures} == {
        (r.url, r.captured_at, r.status, r.body) for r in ours if r.kind is not Kind.FAILURE
    }
    assert len(found.captures) == len(ours)
    assert all(capture.request_headers for capture in found.captures)
    repeats = [record for record in ours if record.kind is Kind.REVISIT]
    assert sum(capture.repeats is not None for capture in found.captures) == len(repeats) > 0


def test_what_failed_in_a_run_of_ours_is_a_note(tmp_path: Path) -> None:
    path = write(
        tmp_path / "ours.warc.gz",
        record("metadata", f"{HOST}/1", b'status: 503\r\nerror: "busy"\r\n',
               Content_Type="application/warc-fields"),
    )  # fmt: skip
    [note] = read(path).notes
    assert (note.url, note.captured_at, note.content) == (
        f"{HOST}/1", WHEN, b'status: 503\r\nerror: "busy"\r\n'
    )  # fmt: skip


# -- WACZ and folders ----------------------------------------------------------------------------


def test_a_wacz_is_read_in_place_and_unpacked(few: Served, tmp_path: Path) -> None:
    need("py-wacz", find_spec("wacz"), "pip install 'wacz>=0.6'")
    wget(few, tmp_path, "theirs")
    path, warc = tmp_path / "theirs.wacz", tmp_path / "theirs.warc.gz"
    made = run("-m", "wacz", "create", str(warc), "-o", str(path), "--detect-pages", cwd=tmp_path)
    assert made.code == 0, made.err
    inside, alone = read(path), read(warc)
    assert inside.faults == alone.faults == []
    assert [(c.url, c.body, c.place.offset) for c in inside.captures] == [
        (c.url, c.body, c.place.offset) for c in alone.captures
    ]
    assert {c.place.file for c in inside.captures} == {"theirs.wacz/archive/theirs.warc.gz"}
    with ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")
    unpacked = read(tmp_path / "unpacked")
    assert unpacked.urls == alone.urls
    assert unpacked.faults == []


def test_a_member_that_is_packed_once_more_is_read_too(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "theirs.wacz", "w", ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", response("1") + response("2"))
        archive.writestr("pages/pages.jsonl", "{}")
    assert read(tmp_path / "theirs.wacz").names == ["1", "2"]


def test_damage_within_a_wacz_costs_one_record(tmp_path: Path) -> None:
    members = [gzip.compress(response(name)) for name in "123"]
    content = b"".join(members)
    with ZipFile(tmp_path / "theirs.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", content)
    whole = (tmp_path / "theirs.wacz").read_bytes()
    at = whole.index(members[1]) + len(members[1]) - 40
    (tmp_path / "theirs.wacz").write_bytes(whole[:at] + bytes(8) + whole[at + 8 :])
    found = read(tmp_path / "theirs.wacz")
    assert found.names == ["1", "3"]
    assert [str(fault.place) for fault in found.faults] == [
        f"theirs.wacz/archive/data.warc.gz:{len(members[0])}"
    ]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path / "b.warc.gz", response("2"))
    write(tmp_path / "a" / "z.warc", response("1"))
    write(tmp_path / "notes.txt", b"no archive")
    assert read(tmp_path).names == ["1", "2"]


def test_folders_named_as_files_are_folders_and_links_to_folders_are_not_followed(
    tmp_path: Path,
) -> None:
    write(tmp_path / "dir.warc" / "a.warc", response("1"))
    (tmp_path / "dir.warc" / "loop").symlink_to(tmp_path)
    assert (read(tmp_path).names, read(tmp_path).faults) == (["1"], [])


def test_a_scheme_in_capital_letters_is_a_scheme(tmp_path: Path) -> None:
    loud = record("response", "HTTP://127.0.0.1/1", http(page("1")))
    assert read(write(tmp_path / "a.warc", loud)).urls == ["HTTP://127.0.0.1/1"]


def test_the_head_of_a_record_that_has_no_end_is_named_and_the_rest_is_taken(
    tmp_path: Path,
) -> None:
    endless = b"WARC/1.1\r\n" + b"X: y\r\n" * 200_000
    found = read(write(tmp_path / "a.warc.gz", endless, response("3")))
    assert ([fault.kind for fault in found.faults], found.names) == (["record"], ["3"])


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        read(tmp_path / "gone.warc")


# -- ARC -----------------------------------------------------------------------------------------


def arc(name: str, block: bytes, date: str = "20140516070809") -> bytes:
    """A record of ARC 1, as its specification of 1996 has it."""
    return f"{HOST}/{name} 127.0.0.1 {date} text/html {len(block)}\n".encode() + block + b"\n"


VERSION = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
BEGINNING = (
    b"filedesc://theirs.arc 0.0.0.0 20140516070000 text/plain %d\n" % len(VERSION) + VERSION + b"\n"
)


@pytest.mark.parametrize("name", ["theirs.arc", "theirs.arc.gz"])
def test_arc_is_read(name: str, tmp_path: Path) -> None:
    records = [arc(number, http(page(number))) for number in "123"]
    found = read(write(tmp_path / name, BEGINNING, *records))
    assert (found.names, found.faults) == (["1", "2", "3"], [])
    for capture, number in zip(found.captures, "123", strict=True):
        assert (capture.body, capture.captured_at) == (page(number), WHEN)
        assert (capture.request_headers, capture.ip_address) == ((), "127.0.0.1")


def test_a_part_of_an_arc_and_an_address_with_blanks_are_read(tmp_path: Path) -> None:
    found = read(write(tmp_path / "part.arc.gz", arc("a b", http(page("1")))))
    assert found.only().url == f"{HOST}/a b"


def test_what_is_wrong_in_an_arc_is_named_and_the_rest_taken(tmp_path: Path) -> None:
    records = [
        arc("1", http(page("1"))),
        arc("2", http(page("2")), date="20141316070809"),
        arc("3", b""),
        arc("4", http(page("4")))[:-1].replace(b" text/html 1", b" text/html 9"),
        arc("5", http(page("5"))),
    ]
    found = read(write(tmp_path / "theirs.arc", BEGINNING, *records))
    assert found.names == ["1"]
    assert [fault.kind for fault in found.faults] == [
        FaultKind.DATE, FaultKind.HTTP, FaultKind.TORN
    ]  # fmt: skip


# -- how tools store an answer -------------------------------------------------------------------


def stored(path: Path, body: bytes, *headers: str, **fields: str) -> ForeignCapture:
    """The only page of a file, stored in this way."""
    one = record("response", f"{HOST}/1", http(body, *headers), **fields)
    return read(write(path / "theirs.warc.gz", one)).only()


def test_what_common_crawl_decoded_needs_no_decoding(tmp_path: Path) -> None:
    headers = (
        "X-Crawl-Content-Encoding: gzip",
        "X-Crawl-Content-Length: 9",
        f"Content-Length: {len(LONG)}",
    )
    capture = stored(tmp_path, LONG, *headers)
    assert capture.body == LONG
    assert [name for name, _ in capture.response_headers] == [
        "Content-Type", "X-Crawl-Content-Encoding", "X-Crawl-Content-Length", "Content-Length"
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_header_of_a_body_that_was_decoded_is_set_aside(encoding: str, tmp_path: Path) -> None:
    capture = stored(tmp_path, LONG, f"Content-Encoding: {encoding}", "Content-Length: 99999")
    assert capture.body == LONG
    assert [name for name, _ in capture.response_headers] == [
        "Content-Type", "X-Archive-Orig-Content-Encoding", "X-Archive-Orig-Content-Length"
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_body_that_is_encoded_stays_encoded(pack: object, tmp_path: Path) -> None:
    assert callable(pack)
    name = "gzip" if pack is gzip.compress else "deflate"
    body = pack(LONG)
    capture = stored(tmp_path, body, f"Content-Encoding: {name}", f"Content-Length: {len(body)}")
    assert capture.body == body
    assert dict(capture.response_headers)["Content-Encoding"] == name


def test_chunks_that_were_joined_are_left_alone(tmp_path: Path) -> None:
    capture = stored(tmp_path, LONG, "Transfer-Encoding: chunked")
    assert capture.body == LONG
    assert "Transfer-Encoding" not in dict(capture.response_headers)


def test_header_text_is_kept_byte_for_byte(tmp_path: Path) -> None:
    block = http(page("1")).replace(b"\r\n\r\n", "\r\nLocation: /вето\r\n\r\n".encode(), 1)
    path = write(tmp_path / "theirs.warc", record("response", f"{HOST}/1", block))
    location = dict(read(path).only().response_headers)["Location"]
    assert location.encode("latin-1") == "/вето".encode()


@pytest.mark.parametrize(
    ("stored_body", "digested", "headers"),
    [
        (b"3\r\n<p>\r\n0\r\n\r\n", b"3\r\n<p>\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"]),
        (b"3\r\n<p>\r\n0\r\n\r\n", b"<p>", ["Transfer-Encoding: chunked"]),
        (gzip.compress(b"<p>", mtime=0), b"<p>", ["Content-Encoding: gzip"]),
    ],
    ids=["with its chunks", "without chunks", "decoded"],
)
def test_a_digest_may_be_of_any_form_of_the_body(
    stored_body: bytes, digested: bytes, headers: list[str], tmp_path: Path
) -> None:
    digest = f"md5:{md5(digested).hexdigest()}"
    assert stored(tmp_path, stored_body, *headers, WARC_Payload_Digest=digest)


def test_a_head_and_a_304_have_no_body_to_miss(tmp_path: Path) -> None:
    announced = "Content-Length: 40000"
    path = write(
        tmp_path / "theirs.warc.gz",
        record("request", f"{HOST}/1", b"HEAD /1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        record("response", f"{HOST}/1", http(b"", announced)),
        record("response", f"{HOST}/2", http(b"", announced, status="304 Not Modified")),
    )
    found = read(path)
    assert [(c.method, c.status, c.body) for c in found.captures] == [
        ("HEAD", 200, b""), ("GET", 304, b"")
    ]  # fmt: skip
    assert found.faults == []


# -- what belongs together -----------------------------------------------------------------------


def asked(name: str, agent: str, **fields: str) -> bytes:
    block = f"GET /{name} HTTP/1.1\r\nUser-Agent: {agent}\r\n\r\n".encode()
    return record("request", f"{HOST}/{name}", block, **fields)


def agents(path: Path) -> list[str | None]:
    found = read(path)
    assert found.faults == []
    return [dict(capture.request_headers).get("User-Agent") for capture in found.captures]


def test_a_request_belongs_to_the_response_that_one_of_them_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "theirs.warc.gz",
        asked("1", "first", WARC_Record_ID="<urn:a>"),
        response("1", WARC_Record_ID="<urn:b>", WARC_Concurrent_To="<urn:a>"),
        response("1", WARC_Record_ID="<urn:c>"),
        asked("1", "second", WARC_Record_ID="<urn:d>", WARC_Concurrent_To="<urn:c>"),
        response("1", WARC_Record_ID="<urn:e>", WARC_Concurrent_To="<urn:gone>"),
    )
    assert agents(path) == ["first", "second", None]


def test_without_a_name_the_address_and_the_date_say_what_belongs_together(tmp_path: Path) -> None:
    later = "2014-05-16T07:08:10Z"
    path = write(
        tmp_path / "theirs.warc.gz",
        asked("1", "first"),
        response("1"),
        response("1", WARC_Date=later),
        asked("1", "second", WARC_Date=later),
        response("2"),
        asked("3", "third"),
    )
    assert agents(path) == ["first", "second", None]


def test_a_note_lies_beside_its_response(tmp_path: Path) -> None:
    note = b"fetchTimeMs: 23\r\n"
    path = write(
        tmp_path / "theirs.warc.gz",
        response("1", WARC_Record_ID="<urn:a>"),
        asked("1", "first", WARC_Concurrent_To="<urn:a>"),
        record("metadata", f"{HOST}/1", note, WARC_Refers_To="<urn:a>"),
        response("2"),
    )
    first, second = read(path).captures
    assert [one.content for one in first.notes] == [note]
    assert second.notes == ()


def test_only_the_addresses_that_are_wanted_are_taken_and_named(tmp_path: Path) -> None:
    bad = record("response", f"{HOST}/2", b"no HTTP")
    path = write(tmp_path / "theirs.warc.gz", response("1"), bad, response("3"))
    urls = [getattr(found, "url", None) for found in read_foreign(path, wanted=lambda u: "3" in u)]
    assert urls == [f"{HOST}/3"]


# -- repeats -------------------------------------------------------------------------------------

LATER = "2015-01-01T00:00:00Z"
SHA1 = "sha1:" + b32encode(sha1(page("1")).digest()).decode()
#: The ways in which a repeat names the first page.
BY_ID = {"WARC_Refers_To": "<urn:a>"}
BY_DATE = {"WARC_Refers_To_Target_URI": f"{HOST}/1", "WARC_Refers_To_Date": DATE}
BY_DIGEST = {"WARC_Payload_Digest": SHA1}


def repeat(named: dict[str, str], block: bytes = b"") -> bytes:
    """A record without a body, of the address that ends in 9."""
    return record("revisit", f"{HOST}/9", block, WARC_Date=LATER, **named)


def original() -> bytes:
    """The first page, with all by which a repeat may name it."""
    digest = f"sha1:{sha1(page('1')).hexdigest()}"
    return response("1", WARC_Record_ID="<urn:a>", WARC_Payload_Digest=digest)


@pytest.mark.parametrize("named", [BY_ID, BY_DATE, BY_DIGEST], ids=["id", "date", "digest"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_repeat_gets_the_body_of_what_it_repeats(
    named: dict[str, str], is_first: bool, tmp_path: Path
) -> None:
    own_head = http(b"", "X-Own: yes", f"Content-Length: {len(page('1'))}")
    files = {"a": repeat(named, own_head), "b": original()}
    if not is_first:
        files = {"a": files["b"], "b": files["a"]}
    for name, content in files.items():
        write(tmp_path / f"{name}.warc.gz", response("0"), content)
    found = read(tmp_path)
    assert found.faults == []
    [repeated] = [capture for capture in found.captures if capture.url.endswith("9")]
    assert (repeated.body, repeated.captured_at.year) == (page("1"), 2015)
    assert ("X-Own", "yes") in repeated.response_headers
    [first] = [capture for capture in found.captures if capture.url.endswith("1")]
    assert repeated.repeats == first.place


@pytest.mark.parametrize("named", [BY_ID, BY_DATE], ids=["id", "date"])
def test_a_repeat_without_a_head_gets_that_too(named: dict[str, str], tmp_path: Path) -> None:
    first, repeated = read(write(tmp_path / "a.warc", original(), repeat(named))).captures
    assert (repeated.status, repeated.response_headers) == (200, first.response_headers)


def test_a_digest_alone_does_not_say_which_head_was_repeated(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.warc", original(), repeat(BY_DIGEST)))
    assert [fault.kind for fault in found.faults] == [FaultKind.REPEAT]


def test_what_has_another_digest_is_not_what_was_repeated(tmp_path: Path) -> None:
    other = {"WARC_Payload_Digest": "sha1:" + "A" * 32}
    found = read(write(tmp_path / "a.warc", original(), repeat(BY_ID | other, http(b""))))
    assert [fault.kind for fault in found.faults] == [FaultKind.REPEAT]


def test_a_repeat_because_nothing_was_modified_is_its_304(tmp_path: Path) -> None:
    profile = {"WARC_Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified"}
    block = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    for one in (repeat(profile, block), repeat(profile | BY_DATE)):
        capture = read(write(tmp_path / "a.warc", one)).only()
        assert (capture.status, capture.body) == (304, b"")


# -- whatever is wrong ---------------------------------------------------------------------------

GOOD = [response(name) for name in "1234"]
FILES = {
    "plain.warc": b"".join(GOOD),
    "each.warc.gz": b"".join(map(gzip.compress, GOOD)),
    "one.warc.gz": gzip.compress(b"".join(GOOD)),
    "theirs.arc": BEGINNING + b"".join(arc(name, http(page(name))) for name in "1234"),
}


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_no_damage_stops_the_reading_or_changes_a_page_that_is_packed_by_itself(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = FILES[name]
    at = data.draw(st.integers(0, len(content)), label="at")
    cut = data.draw(st.integers(0, 400), label="bytes that are gone")
    put = data.draw(st.binary(max_size=20), label="bytes in their place")
    path = tmp_path_factory.mktemp("damage") / name
    path.write_bytes(content[:at] + put + content[at + cut :])
    found = read(path)
    if name == "each.warc.gz":
        assert {capture.body for capture in found.captures} <= {page(one) for one in "1234"}


MEMORY = """
import sys
from pathlib import Path
from presidency_scraper.archive.foreign import read_foreign
count = sum(1 for _ in read_foreign(Path(sys.argv[1])))
status = Path("/proc/self/status").read_text()
print(count, status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says the most it took")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (50, 1_000):
        pages = (record("response", f"{HOST}/{n}", http(LONG * 4)) for n in range(count))
        path = write(tmp_path / f"{count}.warc.gz", *pages, one_stream=True)
        ran = run("-c", MEMORY, str(path), cwd=tmp_path)
        assert ran.code == 0, ran.err
        read_count, peak = map(int, ran.out.split())
        assert read_count == count
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 20_000  # kB, of 90 MB more
