"""The data package: a folder, or a zip of it, with tables, what they mean and how to cite them."""

import hashlib
import json
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from presidency_scraper.errors import UsageError
from presidency_scraper.export.csv_table import Csv
from presidency_scraper.export.descriptor import PACKAGE_NAME, Written, describe_package
from presidency_scraper.export.destination import folder_beside, whole_file, whole_folder
from presidency_scraper.export.readme import render_readme
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.export_rows import Source

_DESCRIPTOR = "datapackage.json"
_README = "README.md"


def write_package(source: Source, selection: Selection, site: Site, out: Path) -> int:
    """Write a data package to the folder *out*, or into a zip file where *out* ends in ``.zip``.

    Return the number of articles. Raises UsageError where something else stands at *out*.
    """
    if out.suffix.lower() == ".zip":
        return _write_zip(source, selection, site, out)
    _refuse_strangers(out)
    with whole_folder(out) as folder:
        return _fill(folder, source, selection, site)


def _write_zip(source: Source, selection: Selection, site: Site, out: Path) -> int:
    """Make the folder beside *out* and pack it; the same files make the same bytes."""
    with whole_file(out) as sink, folder_beside(out) as folder:
        count = _fill(folder, source, selection, site)
        with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                _pack(archive, path)
    return count


def _pack(archive: ZipFile, path: Path) -> None:
    entry = ZipInfo(path.name)  # of 1980: a date would differ from export to export
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.file_size = path.stat().st_size
    with path.open("rb") as content, archive.open(entry, "w") as packed:
        shutil.copyfileobj(content, packed)


def _fill(folder: Path, source: Source, selection: Selection, site: Site) -> int:
    written = [_write_table(folder, source, name) for name in source.tables]
    about = describe_package(source, selection, site, written)
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    (folder / _DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    readme = render_readme(source, selection, site, written)
    (folder / _README).write_text(readme, encoding="utf-8", newline="\n")
    return written[0].rows


def _write_table(folder: Path, source: Source, name: str) -> Written:
    path = folder / f"{name}.csv"
    with path.open("wb") as file:
        rows = Csv().write(source, name, file)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(name, path.name, rows, path.stat().st_size, digest)


def _refuse_strangers(out: Path) -> None:
    """Raise UsageError where *out* holds anything that an earlier export did not write."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(f"{out} is a file: name a folder or a .zip file by --out")
    present = {path.name for path in out.iterdir()}
    if present and not present <= _files_of(out / _DESCRIPTOR):
        raise UsageError(f"{out} holds other files, which would be lost: name another --out")


def _files_of(descriptor: Path) -> set[str]:
    """The files of an earlier data package of ours; none where it is not one."""
    try:
        about = json.loads(descriptor.read_bytes())
        files = {resource["path"] for resource in about["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return files | {_DESCRIPTOR, _README} if about.get("name") == PACKAGE_NAME else set()
