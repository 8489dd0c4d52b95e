"""The data package: a folder, or a zip of it, with tables, what they mean and how to cite them."""

import hashlib
import json
from pathlib import Path

from presidency_scraper.export.csv_table import Csv
from presidency_scraper.export.descriptor import PACKAGE_NAME, Written, describe_package
from presidency_scraper.export.destination import whole_package
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
    with whole_package(out, lambda names: names <= _files_of(out / _DESCRIPTOR)) as folder:
        return _fill(folder, source, selection, site)


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


def _files_of(descriptor: Path) -> set[str]:
    """The files of an earlier data package of ours; none where it is not one."""
    try:
        about = json.loads(descriptor.read_bytes())
        files = {resource["path"] for resource in about["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return files | {_DESCRIPTOR, _README} if about.get("name") == PACKAGE_NAME else set()
