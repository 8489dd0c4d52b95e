"""The check finds every damage there can be, and says where."""

import json
import random
import shutil
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from presidency_scraper.archive import (
    ArchiveWriter,
    DamageError,
    Fault,
    Location,
    check,
    iterate,
    read,
)
from tests.archive.test_archive_samples import page, run_info, small_archive, warcio, warcs

MANIFEST = "manifest.jsonl"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    small_archive(folder)
    assert list(check(folder)) == []
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def _offsets(path: Path) -> list[int]:
    """Where warcio finds the records of a file, and its end."""
    rows = warcio("index", "-f", "offset", path).out.splitlines()
    return [int(json.loads(row)["offset"]) for row in rows] + [path.stat().st_size]


def test_a_cut_at_any_of_twenty_points_is_named(folder: Path) -> None:
    chance = random.Random(1)
    for _ in range(20):
        path = chance.choice(warcs(folder))
        content = path.read_bytes()
        end = chance.randrange(len(content))
        path.write_bytes(content[:end])
        faults = [fault for fault in check(folder) if fault.file == path.name]
        assert faults, end
        assert any(fault.offset is not None and fault.offset <= end for fault in faults)
        with pytest.raises(DamageError):
            [record.body for record in iterate(folder)]
        path.write_bytes(content)
    assert list(check(folder)) == []


def test_a_cut_between_any_two_records_is_named_though_warcio_passes_it(folder: Path) -> None:
    for path in warcs(folder):
        content = path.read_bytes()
        for end in _offsets(path)[:-1]:
            path.write_bytes(content[:end])
            assert warcio("check", path).code == 0
            assert Location(path.name, end) in [
                Location(fault.file, fault.offset or 0) for fault in check(folder)
            ]
            with pytest.raises(DamageError):
                list(iterate(folder))
        path.write_bytes(content)


def test_each_of_fifty_flipped_bytes_is_named_with_its_record(folder: Path) -> None:
    chance = random.Random(2)
    starts = {path: _starts(path) for path in (*warcs(folder), folder / MANIFEST)}
    paths = list(starts)
    for number in range(50):
        path = paths[number % len(paths)]
        content = path.read_bytes()
        at = chance.randrange(len(content))
        _flip(path, at, chance.randrange(1, 256))
        begin = max(start for start in starts[path] if start <= at)
        faults = [fault for fault in check(folder) if fault.file == path.name]
        assert faults, (path.name, at)
        assert begin in [fault.offset for fault in faults] or faults[0].offset is None, at
        path.write_bytes(content)
    assert list(check(folder)) == []


def test_no_single_bit_of_a_file_can_change_unseen(folder: Path) -> None:
    """Every bit of every byte of the smallest file, and every byte of the manifest."""
    path = min(warcs(folder), key=lambda path: path.stat().st_size)
    for place in (path, folder / MANIFEST):
        content = place.read_bytes()
        step = 1 if place is not path else max(1, len(content) // 400)
        for at in range(0, len(content), step):
            _flip(place, at, 1 << at % 8)
            assert any(fault.file == place.name for fault in check(folder)), (place.name, at)
            place.write_bytes(content)


def _starts(path: Path) -> list[int]:
    if path.name == MANIFEST:
        return [0] + [at + 1 for at, byte in enumerate(path.read_bytes()) if byte == 10]
    return _offsets(path)


def _flip(path: Path, at: int, mask: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= mask
    path.write_bytes(content)


def test_a_deleted_file_is_named_whichever_it_is(folder: Path) -> None:
    for path in [*warcs(folder), folder / MANIFEST]:
        content = path.read_bytes()
        path.unlink()
        faults = list(check(folder))
        if path.name == MANIFEST:
            assert {fault.file for fault in faults} == {path.name for path in warcs(folder)}
        else:
            assert any(f.file == path.name and "is missing" in f.what for f in faults)
            with pytest.raises(DamageError, match=path.name):
                list(iterate(folder))
        path.write_bytes(content)


def test_the_newest_file_deleted_with_its_line_is_missed_by_the_database(folder: Path) -> None:
    known = [record.location for record in iterate(folder)]
    path = warcs(folder)[-1]
    path.unlink()
    lines = (folder / MANIFEST).read_bytes().splitlines(keepends=True)
    (folder / MANIFEST).write_bytes(b"".join(lines[:-1]))
    assert list(check(folder)) == []
    assert {fault.file for fault in check(folder, known=known)} == {path.name}


def test_a_manifest_worked_out_anew_contradicts_the_files_behind(folder: Path) -> None:
    """Someone removes a page from the first file and mends all hashes of the manifest."""
    first = warcs(folder)[0]
    offsets = _offsets(first)
    first.write_bytes(first.read_bytes()[: offsets[3]])
    chain, lines = "", []
    for line in (folder / MANIFEST).read_text().splitlines():
        value = json.loads(line)
        del value["chain"]
        if value["file"] == first.name:
            value |= {"size": offsets[3], "records": 3}
            value["sha256"] = sha256(first.read_bytes()).hexdigest()
        chain = sha256(f"{chain}{json.dumps(value, ensure_ascii=False)}".encode()).hexdigest()
        lines.append(json.dumps(value | {"chain": chain}, ensure_ascii=False) + "\n")
    (folder / MANIFEST).write_text("".join(lines))
    named = {fault.file for fault in check(folder) if "manifest" in fault.what}
    assert named == {path.name for path in warcs(folder)[1:]}


def test_renamed_added_and_swapped_files_are_named(folder: Path) -> None:
    one, two = warcs(folder)[:2]
    shutil.copy(one, folder / "copy.warc.gz")
    shutil.copy(one, folder / one.name.replace("r00001", "r00009"))
    (folder / f"{one.name}.torn-12").write_bytes(b"?")
    told = {(fault.file, fault.what.split(";")[0]) for fault in check(folder)}
    assert ("copy.warc.gz", "is no file of this archive") in told
    assert (f"{one.name}.torn-12", "manifest.jsonl does not know of this torn tail") in told
    assert any("r00009" in file and "was renamed" in what for file, what in told)
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert {one.name, two.name} <= {fault.file for fault in check(folder)}


def test_bytes_behind_and_between_records_are_named(folder: Path) -> None:
    path = warcs(folder)[0]
    content = path.read_bytes()
    for at in _offsets(path):
        path.write_bytes(content[:at] + b"\0" + content[at:])
        assert any((fault.file, fault.offset) == (path.name, at) for fault in check(folder))


def test_one_damaged_record_hides_no_other(folder: Path) -> None:
    before = [(record.location, record.body) for record in iterate(folder)]
    place = before[2][0]
    _flip(folder / place.file, place.offset + 100, 255)
    told: list[Fault] = []
    after = [(record.location, record.content) for record in iterate(folder, told.append)]
    assert [at for at, _ in before if at != place] == [at for at, _ in after]
    assert [Location(fault.file, fault.offset or 0) for fault in told] == [place]
    with pytest.raises(DamageError, match=f"{place.file} at byte {place.offset}"):
        read(folder, place)
    assert [Location(fault.file, fault.offset or 0) for fault in check(folder)] == [place]


def test_a_revisit_whose_original_is_damaged_is_named_too(folder: Path) -> None:
    revisit = next(record for record in iterate(folder) if record.original)
    assert revisit.original is not None
    _flip(folder / revisit.original.file, revisit.original.offset + 50, 1)
    named = [(fault.file, fault.offset) for fault in check(folder)]
    assert (revisit.original.file, revisit.original.offset) in named
    assert (revisit.location.file, revisit.location.offset) in named


def test_database_and_archive_must_know_the_same_records(folder: Path) -> None:
    known = [record.location for record in iterate(folder)]
    stray = Location(known[0].file, 5)
    told = {(f.file, f.offset, f.what) for f in check(folder, known=[*known[1:], stray])}
    assert told == {
        (stray.file, 5, "the database has a capture here, the archive no whole record"),
        (known[0].file, known[0].offset, "the database has no capture of this record; rebuild it"),
    }


def test_records_taken_out_are_named_even_without_the_manifests_hash(tmp_path: Path) -> None:
    """A request left out, or a record of another file put in, does not fit its neighbours."""
    with ArchiveWriter(tmp_path, run=run_info()) as writer:
        for number in range(3):
            writer.append(page(number))
    path = warcs(tmp_path)[0]
    (tmp_path / MANIFEST).unlink()
    content, offsets = path.read_bytes(), _offsets(path)
    parts = [content[begin:end] for begin, end in pairwise(offsets)]
    info, response, request, *rest = parts
    for tampered, what in (
        ([info, response, *rest], "request of this response is missing"),
        ([info, request, *rest], "does not belong"),
        ([response, request, *rest], "must be a warcinfo"),
        ([info, response, request, info, *rest], "must be a warcinfo"),
    ):
        path.write_bytes(b"".join(tampered))
        assert any(what in fault.what for fault in check(tmp_path)), what
