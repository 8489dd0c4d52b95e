"""WACZ: the archive as one file for ReplayWeb.page, with a list of the articles' pages in it.

py-wacz indexes and packs, in a process of its own. The list is ours: py-wacz takes for a page what
another record names as its referrer, which no article is.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

from presidency_scraper.archive.file_names import path_of
from presidency_scraper.archive.manifest import read_sealed
from presidency_scraper.archive.records import DamageError
from presidency_scraper.errors import StorageError, UsageError
from presidency_scraper.export.citation import TITLE
from presidency_scraper.export.descriptor import describe_choice
from presidency_scraper.export.destination import folder_beside, whole_file
from presidency_scraper.items import Selection
from presidency_scraper.store.export_rows import Source

_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": TITLE, "hasText": True}
#: ``python -m wacz`` does not end with the code that it should.
_RUN = "import sys; from wacz.main import main; sys.exit(main(sys.argv[1:]))"


def write_wacz(source: Source, selection: Selection, archive: Path, out: Path) -> int:
    """Pack the sealed files of *archive* into *out*, with a list of the pages of *source*.

    Return the number of pages. Raises UsageError: no py-wacz; StorageError where the archive is
    not whole or another's.
    """
    _need_py_wacz()
    names = _sealed_names(archive)
    with whole_file(out) as sink, folder_beside(out) as folder:
        pages = folder / "pages.jsonl"
        count = _write_pages(source, set(names), archive, pages)
        files = [str(archive.resolve() / name) for name in names]  # none begins like an option
        about = ["--title", TITLE, "--desc", describe_choice(selection)]
        place = cast(BinaryIO, sink).name
        _create([*files, "-o", place, "--pages", str(pages), "--copy-pages", *about])
    return count


def _sealed_names(archive: Path) -> list[str]:
    """The complete files of *archive*, in order of capture. Raises StorageError."""
    names = list(read_sealed(archive))
    if not names:
        raise StorageError(f"{archive} holds no record: name the right folder by --archive")
    for name in names:
        if not (archive / name).exists():
            raise DamageError("the file is missing", name)
    return names


def _write_pages(source: Source, sealed: set[str], archive: Path, path: Path) -> int:
    """Write a line for each capture of an article in the files *sealed*; return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(json.dumps(_HEAD) + "\n")
        for number, url, moment, file, headline, body in source.captures():
            if file not in sealed:
                _refuse_stranger(archive, file)
                continue  # in the file in work, which the next crawl seals
            page = {"id": str(number), "url": url, "ts": moment, "title": headline, "text": body}
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")
            count += 1
    return count


def _refuse_stranger(archive: Path, file: str) -> None:
    if path_of(archive, file) is None:
        raise StorageError(f"{archive} lacks {file}: name this database's archive by --archive")


def _create(arguments: Sequence[str]) -> None:
    """Have py-wacz make a WACZ. Raises OSError, StorageError."""
    command = [sys.executable, "-X", "utf8", "-c", _RUN, "create", *arguments]
    done = subprocess.run(  # noqa: S603  our own arguments, no shell
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if not done.returncode:
        return
    if number := re.search(r"^OSError: \[Errno (\d+)\]", done.stderr, re.MULTILINE):
        raise OSError(int(number[1]), os.strerror(int(number[1])))
    said = (done.stderr or done.stdout).strip().splitlines()[-1:]
    raise StorageError(f"py-wacz could not make the WACZ: {''.join(said)}; try another version")


def _need_py_wacz() -> None:
    try:
        import wacz  # noqa: F401  only looked for
    except ImportError as error:
        raise UsageError(
            "--format wacz needs py-wacz, which is not installed: python -m pip install 'wacz>=0.6'"
        ) from error
