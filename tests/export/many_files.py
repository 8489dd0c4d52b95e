"""Many files of web archives in all forms, of the replica's pages; some are damaged, all differ.

    python -m tests.export.many_files NUMBER FOLDER

No two runs make other bytes. Each name stands in two folders.
"""

import gzip
import sys
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

from presidency_scraper.demo.replica import ReplicaSite, demo_site
from presidency_scraper.items import ArticleRef
from presidency_scraper.sites.president_bg import SITE
from tests.archive.theirs import http, record

#: What a file is called and how it is packed; the most common form comes most often.
_FORMS = (*["warc.gz"] * 4, "warc", "stream.warc.gz", "arc.gz", "wacz")
_ELSEWHERE = http(b"<p>" + b"of others " * 300)
_MOVED = http(b"", "Location: /bg/news1/moved.html", status="301 Moved")


def make_files(number: int, folder: Path) -> list[Path]:
    """Write so many files into folders below *folder* and return where they are."""
    pages = list(_pages())
    return [_make_file(index, folder, pages) for index in range(number)]


def _pages() -> list[tuple[str, bytes]]:
    """Addresses and answers of the three editions: articles, shells, listings, and what is not."""
    site = demo_site()
    found: list[tuple[str, bytes]] = []
    for name, edition in SITE.editions.items():
        face = site.face(name)  # type: ignore[arg-type]  # the names are those of the replica
        for item in site.items("bg"):
            for language in SITE.languages:
                ref = ArticleRef(language, item.section, item.number)
                found.append(_answer(face, edition.origin, edition.fetch_url(ref, item.slug, "")))
        paths = ("/news/", "/news/page/2", "/robots.txt", "/calendar/3", "/news2/not-there.html")
        found += [_answer(face, edition.origin, path) for path in paths]
    return found


def _answer(face: ReplicaSite, origin: str, path: str) -> tuple[str, bytes]:
    answer = face.answer("GET", path)
    head = (f"{name}: {value}" for name, value in answer.headers.items())
    lines = "\r\n".join([f"HTTP/1.1 {answer.status} X", *head])
    return origin + path, lines.encode() + b"\r\n\r\n" + answer.body


def _make_file(index: int, folder: Path, pages: list[tuple[str, bytes]]) -> Path:
    draw = Random(index)
    form = _FORMS[index // 2 % len(_FORMS)]
    path = folder / "ab"[index % 2] / f"{index // 2:05}.{form}"
    path.parent.mkdir(parents=True, exist_ok=True)
    shots = [*draw.sample(pages, 7), ("http://example.org/", _ELSEWHERE)]
    shots.append((f"{shots[0][0]}&lang=bg", _MOVED))
    date = f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}T07:08:09Z"
    records = _arc(shots, date) if form == "arc.gz" else _warc(shots, date, form)
    path.write_bytes(_damaged(_packed(records, form), index))
    return path


def _warc(shots: list[tuple[str, bytes]], date: str, form: str) -> list[bytes]:
    version = "1.0" if form == "warc" else "1.1"
    records = [record("warcinfo", "", b"software: none\r\n", version, WARC_Date=date)]
    for url, block in shots:
        asked = f"GET {url} HTTP/1.1\r\n\r\n".encode()
        records.append(record("request", url, asked, version, WARC_Date=date))
        records.append(record("response", url, block, version, WARC_Date=date))
    url, block = shots[0]
    later = {"WARC_Date": date.replace("T07", "T09"), "WARC_Refers_To_Target_URI": url}
    later |= {"WARC_Refers_To_Date": date, "WARC_Profile": "identical-payload-digest"}
    records.append(
        record("revisit", url, block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", version, **later)
    )
    wrong = f"sha1:{sha1(b'other').hexdigest()}"
    url, block = shots[1]
    records.append(record("response", url, block, version, WARC_Date=date, WARC_Block_Digest=wrong))
    return records


def _arc(shots: list[tuple[str, bytes]], date: str) -> list[bytes]:
    stamp = "".join(filter(str.isdigit, date))
    version = b"1 0 none\nURL IP-address Archive-date Content-type Archive-length\n"
    head = f"filedesc://theirs.arc 0.0.0.0 {stamp} text/plain {len(version)}\n".encode()
    records = [head + version + b"\n"]
    for url, block in shots:
        line = f"{url} 127.0.0.1 {stamp} text/html {len(block)}\n".encode()
        records.append(line + block + b"\n")
    return records


def _packed(records: list[bytes], form: str) -> bytes:
    if form == "warc":
        return b"".join(records)
    if form == "stream.warc.gz":
        return gzip.compress(b"".join(records), mtime=0)
    packed = b"".join(gzip.compress(one, mtime=0) for one in records)
    if form != "wacz":
        return packed
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("archive/data.warc.gz", packed)
    return made.getvalue()


def _damaged(content: bytes, index: int) -> bytes:
    """*content*; of some files cut short, of a few something else."""
    if index % 10 == 3:
        return content[: len(content) * 2 // 3]
    return b"\x89PNG" + bytes(64) if index % 20 == 6 else content


if __name__ == "__main__":
    make_files(int(sys.argv[1]), Path(sys.argv[2]))
