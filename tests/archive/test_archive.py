"""The archive gives back what was put in, in order, and others can read it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped] # has no types

from presidency_scraper.archive import (
    ArchiveWriter,
    DamageError,
    Exchange,
    Failure,
    Kind,
    Location,
    check,
    iterate,
    read,
    recover,
)
from presidency_scraper.errors import StorageError
from tests.archive.test_archive_samples import (
    FIRST,
    START,
    page,
    run_info,
    small_archive,
    warcio,
    warcs,
)

_LATIN = st.characters(codec="latin-1", exclude_characters="\r\n\0")
_NAME = st.text("abcXYZ-0189", min_size=1, max_size=20)
_HEADERS = st.lists(st.tuples(_NAME, st.text(_LATIN, max_size=40)), max_size=6).map(tuple)
_URLS = st.text(
    st.characters(codec="utf-8").filter(lambda c: c.isprintable() and c != " "), max_size=60
).map("http://localhost/".__add__)
_MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(timezone(timedelta(hours=3)))
).map(lambda moment: moment.replace(microsecond=0))
_EXCHANGES = st.builds(
    Exchange,
    url=_URLS,
    captured_at=_MOMENTS,
    method=st.sampled_from(["GET", "HEAD"]),
    request_headers=_HEADERS,
    status=st.integers(100, 599),
    reason=st.text(_LATIN, max_size=20),
    response_headers=_HEADERS,
    body=st.binary(max_size=300) | st.just(b"\r\n\r\nWARC/1.1\r\n\r\n"),
    ip_address=st.sampled_from([None, "192.0.2.1", "2001:db8::1"]),
)
_FAILURES = st.builds(
    Failure,
    url=_URLS,
    captured_at=_MOMENTS,
    status=st.none() | st.integers(100, 599),
    error=st.text(st.characters(), max_size=80),
)


def _locations(folder: Path) -> list[Location]:
    return [record.location for record in iterate(folder)]


@settings(deadline=None, max_examples=60)
@given(st.lists(_EXCHANGES | _FAILURES, min_size=1, max_size=5))
def test_what_goes_in_comes_out_and_warcio_reads_it(things: list[Exchange | Failure]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with ArchiveWriter(folder, run=run_info()) as writer:
            put = [
                writer.append(t) if isinstance(t, Exchange) else writer.append_failure(t)
                for t in things
            ]
        for thing, record in zip(things, iterate(folder), strict=True):
            assert (record.url, record.captured_at) == (thing.url, thing.captured_at)
            assert record.status == thing.status
            assert record.run == run_info()
            if isinstance(thing, Failure):
                assert (record.kind, record.error) == (Kind.FAILURE, thing.error)
                continue
            assert record.body == thing.body
            assert record.response_headers == thing.response_headers
            assert record.reason == thing.reason
        assert [read(folder, at).location for at in put] == put == _locations(folder)
        assert list(check(folder, known=put)) == []
        with (folder / FIRST).open("rb") as stream:
            read_by_warcio = [
                (record.http_headers.protocol, record.raw_stream.read())
                for record in ArchiveIterator(stream)
                if record.rec_type == "response"
            ]
        assert read_by_warcio == [
            ("HTTP/1.1", thing.body) for thing in things if isinstance(thing, Exchange)
        ]


def test_warcio_accepts_the_files(tmp_path: Path) -> None:
    put = small_archive(tmp_path)
    checked = warcio("check", "-v", *warcs(tmp_path))
    assert checked.code == 0
    assert "fail" not in checked.out
    assert "digest pass" in checked.out
    fields = ["-f", "filename,offset,warc-type,warc-target-uri"]
    indexed = warcio("index", *fields, *warcs(tmp_path))
    assert indexed.code == 0
    rows = [json.loads(line) for line in indexed.out.splitlines()]
    kinds = [kind.value for kind in Kind]
    found = [Location(r["filename"], int(r["offset"])) for r in rows if r["warc-type"] in kinds]
    assert found == put


def test_the_first_record_names_software_run_settings_and_what_was_normalised(
    tmp_path: Path,
) -> None:
    small_archive(tmp_path)
    with warcs(tmp_path)[0].open("rb") as stream:
        info = next(iter(ArchiveIterator(stream))).raw_stream.read().decode()
    for word in ("presidency-scraper/", "warcio/", "DOWNLOAD_DELAY", "„Новини“", "header names"):
        assert word in info


def test_a_revisit_has_the_body_of_its_original_also_through_another_revisit(
    tmp_path: Path,
) -> None:
    small_archive(tmp_path)
    revisits = [record for record in iterate(tmp_path) if record.kind is Kind.REVISIT]
    assert [record.body for record in revisits] == [page(1).body] * 2
    assert [record.content for record in revisits] == [b""] * 2
    assert len({record.original for record in revisits}) == 1
    assert revisits[0].response_headers == page(1).response_headers


@pytest.mark.parametrize("offset", [0, 7, 10**9])
def test_no_revisit_of_what_is_not_there_or_differs_costs_a_page(
    tmp_path: Path, offset: int
) -> None:
    with ArchiveWriter(tmp_path, run=run_info()) as writer:
        first = writer.append(page(1))
        writer.append(page(1, b"changed"), revisit_of=first)
        writer.append(page(1), revisit_of=replace(first, offset=offset))
        writer.append(page(1), revisit_of=Location("gone.warc.gz", 0))
    assert [record.kind for record in iterate(tmp_path)] == [Kind.RESPONSE] * 4
    assert [record.body for record in iterate(tmp_path)][1] == b"changed"


def test_names_sort_as_captures_do(tmp_path: Path) -> None:
    """Also for two runs in one second, a number used again, a clock set back, many files."""
    urls = []
    runs = [run_info(1), run_info(2), run_info(1), run_info(1, seconds=-500), run_info(9)]
    for number, run in enumerate(runs):
        with ArchiveWriter(tmp_path, run=run, size_limit=2500) as writer:
            for part in range(5):
                urls.append(page(10 * number + part).url)
                writer.append(page(10 * number + part))
    assert [record.url for record in iterate(tmp_path)] == urls
    assert sorted(_locations(tmp_path)) == _locations(tmp_path)
    assert len(warcs(tmp_path)) >= 10
    assert list(check(tmp_path)) == []


def test_a_file_in_work_is_visibly_so_and_readable(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, run=run_info())
    at = writer.append(page(1))
    assert at.file == FIRST
    assert [path.name for path in tmp_path.iterdir()] == [f"{FIRST}.open"]
    assert read(tmp_path, at).body == page(1).body
    assert [record.location for record in iterate(tmp_path)] == [at]
    assert ["still open" in fault.what for fault in check(tmp_path)] == [True]
    writer.close()
    assert {path.name for path in tmp_path.iterdir()} == {FIRST, "manifest.jsonl"}
    assert list(check(tmp_path)) == []


def test_a_run_that_fetches_nothing_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    ArchiveWriter(folder, run=run_info()).close()
    assert not folder.exists()
    assert not any([list(iterate(folder)), list(check(folder)), recover(folder)])


def test_a_folder_moved_elsewhere_is_whole(tmp_path: Path) -> None:
    put = small_archive(tmp_path / "here")
    moved = (tmp_path / "here").rename(tmp_path / "there")
    assert list(check(moved, known=put)) == []
    assert [record.body for record in iterate(moved)][-4] == page(1).body


@pytest.mark.parametrize(
    "odd",
    [
        {"url": "http://localhost/a b"},
        {"url": "http://localhost/\r\nWARC-Type: x"},
        {"url": "/relative"},
        {"captured_at": START.replace(tzinfo=None)},
        {"response_headers": (("X", "Вето"),)},
    ],
)
def test_what_fits_in_no_record_is_refused_and_harms_nothing(
    tmp_path: Path, odd: dict[str, object]
) -> None:
    with ArchiveWriter(tmp_path, run=run_info()) as writer:
        writer.append(page(1))
        with pytest.raises(StorageError):
            writer.append(replace(page(2), **odd))  # type: ignore[arg-type] # is the point
    assert len(list(iterate(tmp_path))) == 1
    assert list(check(tmp_path)) == []


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        (("A", "b\r\n\r\nc\0"), ("A", "b    c ")),  # line breaks cannot end it
        (("Transfer-Encoding", "chunked"), ("X-Archive-Orig-Transfer-Encoding", "chunked")),
    ],
)
def test_a_header_is_kept_so_that_it_still_says_what_is_true(
    tmp_path: Path, received: tuple[str, str], kept: tuple[str, str]
) -> None:
    odd = replace(page(1), reason="O\r\nK", response_headers=(received,))
    with ArchiveWriter(tmp_path, run=run_info()) as writer:
        record = read(tmp_path, writer.append(odd))
    assert (record.response_headers, record.reason) == ((kept,), "O  K")
    assert record.body == odd.body


def test_a_location_that_is_no_response_is_refused(tmp_path: Path) -> None:
    put = small_archive(tmp_path)
    for offset in (0, put[0].offset + 1, 10**9):
        with pytest.raises(DamageError, match=FIRST):
            read(tmp_path, Location(FIRST, offset))
