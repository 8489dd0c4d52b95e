"""A corpus of TEI documents: the articles zipped by year, a root that includes them, the turns.

``2025.zip`` holds ``2025/bg.news.8601.xml`` and its like; unpacked beside ``corpus.xml``, they
stand where it includes them from. Where all is one zip file, the folders of years are in it.
"""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZipFile

from lxml import etree

from presidency_scraper.export.corpus_root import CORPUS_ID, Extent, write_root
from presidency_scraper.export.destination import whole_package, zip_entry
from presidency_scraper.export.tei import Cast, document, text_id
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.export_rows import Source

_ROOT, _TURNS = "corpus.xml", "turns.tsv"
_OURS = re.compile(rf"{re.escape(_ROOT)}|{re.escape(_TURNS)}|\d{{4}}\.zip")
#: Columns of ``speeches`` that the turns have, behind their ids.
_OF_SPEECHES = "turn speaker role label words section language published_at url".split()


def write_corpus(source: Source, selection: Selection, site: Site, out: Path) -> int:
    """Write the articles of *source* as a corpus to the folder *out*, or a file ending in ``.zip``.

    Return their number. Raises UsageError where something else stands at *out*.
    """
    cast, size = Cast(source.terms()), Extent()
    year = _year_folder if out.suffix.lower() == ".zip" else _year_zip
    with whole_package(out, lambda names: _is_ours(out, names)) as folder:
        with (folder / _TURNS).open("w", encoding="utf-8", newline="") as file:
            for name, documents in groupby(_documents(source, cast, size, file), itemgetter(0)):
                with year(folder, name) as write:
                    for _, place, content in documents:
                        write(place, content)
        write_root(folder / _ROOT, source, site, cast, size)
    return size.texts


def _documents(
    source: Source, cast: Cast, size: Extent, turns: TextIO
) -> Iterator[tuple[str, str, bytes]]:
    """The year, the file's name and the bytes of each document; its *turns* are written."""
    table = csv.writer(turns, dialect="excel-tab", lineterminator="\n")
    table.writerow(["id", "text", "who", "article_id", *_OF_SPEECHES])
    for article in source.nested(["speeches"]):
        tree = document(article, cast)
        content = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        table.writerows(_turns(article, cast))
        size.add(article)
        yield article["published_at"][:4], f"{text_id(article['id'])}.xml", content


def _turns(article: dict[str, Any], cast: Cast) -> Iterator[list[Any]]:
    text = text_id(article["id"])
    for turn in article["speeches"]:
        own = [f"{text}.u{turn['turn']}", text, cast.who(turn), article["id"]]
        yield own + [turn[name] for name in _OF_SPEECHES]


@contextmanager
def _year_folder(folder: Path, year: str) -> Iterator[Callable[[str, bytes], object]]:
    (folder / year).mkdir()
    yield lambda name, document: (folder / year / name).write_bytes(document)


@contextmanager
def _year_zip(folder: Path, year: str) -> Iterator[Callable[[str, bytes], object]]:
    with ZipFile(folder / f"{year}.zip", "w") as archive:
        yield lambda name, document: archive.writestr(zip_entry(f"{year}/{name}"), document)


def _is_ours(out: Path, names: set[str]) -> bool:
    if _ROOT not in names or not all(map(_OURS.fullmatch, names)):
        return False
    with (out / _ROOT).open("rb") as file:
        return CORPUS_ID.encode() in file.read(300)
