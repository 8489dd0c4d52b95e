"""Killed, full or interrupted: what was acknowledged is there, what is torn is set aside and told.

``kill -9`` is a real one of a real process, and the full disk a real one where it can be mounted.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from presidency_scraper.archive import (
    ArchiveWriter,
    Location,
    check,
    digest_of,
    iterate,
    read,
    recover,
    recovery,
    warc_writer,
)
from presidency_scraper.archive.disk import cut_file as real_cut_file
from presidency_scraper.errors import StorageError
from tests.archive.test_archive_samples import FIRST, page, run_info, small_archive, warcio, warcs
from tests.conftest import ROOT
from tests.disks import mounted_disk

_WRITE_FOR_EVER = """
import os, random, sys, time
from pathlib import Path
from tests.archive.test_archive_samples import page, run_info
from presidency_scraper.archive import ArchiveWriter

write = os.write  # here in many steps, as a slow disk takes it, so that the kill falls between
os.write = lambda file, data: time.sleep(0.0001) or write(file, data[:4096])
chance = random.Random(int(sys.argv[2]))
writer = ArchiveWriter(Path(sys.argv[1]), run=run_info(int(sys.argv[2])), size_limit=3_000_000)
number, first = 0, None
while True:
    number += 1
    if number % 5 == 0:
        at = writer.append(page(1, b"the same"), revisit_of=first)
        first = first or at
    else:
        size = chance.choice([0, 3_000, 30_000, 2_000_000])
        at = writer.append(page(number, chance.randbytes(size)))
    print(at.file, at.offset, flush=True)
"""


def _child(program: str, *arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )


def _location(line: bytes) -> Location:
    name, offset = line.decode().split()
    return Location(name, int(offset))


def test_kill_9_at_ten_random_moments_loses_nothing_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(time.time_ns())
    acknowledged: list[Location] = []
    torn = 0
    for run in range(1, 11):
        child = _child(_WRITE_FOR_EVER, tmp_path, run)
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(chance.uniform(0, 0.25))
        child.kill()
        lines += child.stdout.readlines()
        child.communicate()
        acknowledged += [_location(line) for line in lines if line.endswith(b"\n")]
        tails = recover(tmp_path)
        assert all((tmp_path / tail.file).stat().st_size == tail.size for tail in tails)
        torn += len(tails)
        assert list(check(tmp_path)) == []
    assert len(acknowledged) > 20
    assert len(list(tmp_path.glob("*.torn-*"))) == torn
    for at in acknowledged:
        record = read(tmp_path, at)
        assert digest_of(record.body) == record.payload_digest
    assert set(acknowledged) <= {record.location for record in iterate(tmp_path)}
    assert warcio("check", *warcs(tmp_path)).code == 0


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two sealed files and one that a killed run left."""
    folder = tmp_path_factory.mktemp("left")
    small_archive(folder)
    writer = ArchiveWriter(folder, run=run_info(3, seconds=200))
    for number in range(20, 24):
        writer.append(page(number))
    return folder


def _left(folder: Path) -> Path:
    (path,) = folder.glob("*.open")
    return path


def _ends(path: Path) -> list[int]:
    rows = warcio("index", "-f", "offset,length", path).out.splitlines()
    return [int(row["offset"]) + int(row["length"]) for row in map(json.loads, rows)]


def test_a_tail_torn_anywhere_is_cut_off_and_kept(left_open: Path, tmp_path: Path) -> None:
    path = _left(left_open)
    content, ends = path.read_bytes(), [0, *_ends(path)]
    points = random.Random(3).sample(range(len(content)), 40)
    for number, size in enumerate([0, 1, 9, *ends, *points]):
        folder = Path(shutil.copytree(left_open, tmp_path / str(number)))
        _left(folder).write_bytes(content[:size])
        end = max(end for end in ends if end <= size)
        torn = recover(folder)
        assert recover(folder) == []
        assert list(check(folder)) == []
        name = path.name.removesuffix(".open")
        assert (folder / name).exists() == (end > 0)
        assert [(tail.of, tail.offset) for tail in torn] == [(name, end)] * (
            size != end or end == 0
        )
        if torn:
            assert (folder / f"{name}.torn-{end}").read_bytes() == content[end:size]
        with ArchiveWriter(folder, run=run_info(3, seconds=200)) as writer:
            assert writer.append(page(30)).file > name
        assert list(check(folder)) == []
        shutil.rmtree(folder)


def test_a_torn_tail_once_noted_must_stay_as_it_is(left_open: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(left_open, tmp_path / "copy"))
    with _left(folder).open("r+b") as stream:
        stream.truncate(_left(folder).stat().st_size - 3)
    (tail,) = recover(folder)
    (folder / tail.file).write_bytes(b"?")
    assert [fault.file for fault in check(folder)] == [tail.file]
    (folder / tail.file).unlink()
    assert [fault.file for fault in check(folder)] == [tail.file]


def test_half_a_line_of_the_manifest_is_set_aside(left_open: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(left_open, tmp_path / "copy"))
    manifest = folder / "manifest.jsonl"
    whole = manifest.stat().st_size
    with manifest.open("ab") as stream:
        stream.write(b'{"kind": "sealed", "fi')
    assert [tail.file for tail in recover(folder)] == [f"manifest.jsonl.torn-{whole}"]
    assert list(check(folder)) == []


def _raise(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _cut_and_raise(path: Path, size: int) -> None:
    real_cut_file(path, size)
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "name", "step"),
    [
        (recovery, "copy_tail", _raise),
        (recovery, "cut_file", _raise),
        (recovery, "cut_file", _cut_and_raise),
        (recovery, "append_entry", _raise),
        (recovery, "seal_file", _raise),
        (warc_writer, "append_entry", _raise),
        (Path, "rename", _raise),
    ],
)
def test_recovery_killed_at_any_step_is_done_by_the_next(
    left_open: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    step: Callable[..., None],
) -> None:
    folder = Path(shutil.copytree(left_open, tmp_path / "copy"))
    path = _left(folder)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 3)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, step)
        with pytest.raises(KeyboardInterrupt):
            recover(folder)
    recover(folder)
    assert list(check(folder)) == []
    assert len(list(folder.glob("*.torn-*"))) == 1
    assert len((folder / "manifest.jsonl").read_text().splitlines()) == len(warcs(folder)) + 1


def test_a_writer_does_not_begin_beside_a_file_left_open(left_open: Path) -> None:
    with pytest.raises(StorageError, match="not sealed"):
        ArchiveWriter(left_open, run=run_info(4)).append(page(1))


def test_a_damaged_manifest_stops_writer_and_recovery(left_open: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(left_open, tmp_path / "copy"))
    manifest = folder / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b"sealed", b"staled", 1))
    with pytest.raises(StorageError, match=r"manifest\.jsonl at byte 0"):
        recover(folder)
    _left(folder).unlink()
    with pytest.raises(StorageError, match=r"manifest\.jsonl at byte 0"):
        ArchiveWriter(folder, run=run_info(4)).append(page(1))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    with mounted_disk(tmp_path / "disk", "256k") as disk:
        yield disk


def test_a_full_disk_leaves_the_records_before_valid(small_disk: Path) -> None:
    chance, put = random.Random(4), []
    writer = ArchiveWriter(small_disk, run=run_info())
    for number in range(6):
        put.append(writer.append(page(number, chance.randbytes(30_000))))
    for number in range(6, 9):
        with pytest.raises(OSError, match="No space"):
            put.append(writer.append(page(number, chance.randbytes(90_000))))
    put.append(writer.append(page(9, b"small")))
    writer.close()
    assert [record.location for record in iterate(small_disk)] == put
    assert list(check(small_disk, known=put)) == []


def test_a_disk_too_full_to_seal_is_set_right_by_the_next_run(small_disk: Path) -> None:
    writer = ArchiveWriter(small_disk, run=run_info())
    put = [writer.append(page(1))]
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(1 << 20))
    with pytest.raises(OSError, match="No space"):
        writer.close()
    assert [path.name for path in small_disk.glob("*.open")] == [f"{FIRST}.open"]
    ballast.unlink()
    assert recover(small_disk) == []
    assert list(check(small_disk, known=put)) == []


_WRITE_TO_A_LIMIT = """
import random, resource, sys
from pathlib import Path
from tests.archive.test_archive_samples import page, run_info
from presidency_scraper.archive import ArchiveWriter

resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
writer = ArchiveWriter(Path(sys.argv[1]), run=run_info())
try:
    for number in range(99):
        at = writer.append(page(number, random.randbytes(30_000)))
        print(at.file, at.offset, flush=True)
except OSError as error:
    writer.close()
    sys.exit(28)
"""


def test_a_limit_of_file_sizes_leaves_the_records_before_valid(tmp_path: Path) -> None:
    child = _child(_WRITE_TO_A_LIMIT, tmp_path)
    out, errors = child.communicate()
    assert child.returncode == 28, errors
    put = [_location(line) for line in out.splitlines()]
    assert len(put) == 6
    assert [record.location for record in iterate(tmp_path)] == put
    assert list(check(tmp_path, known=put)) == []
