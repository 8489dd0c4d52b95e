"""An archivist's own tools accept the archive: warcio indexes it, pywb replays its pages."""

import gzip
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.archive.test_archive_samples import warcio
from tests.conftest import ROOT, Crawled, presidency, query

PYWB = ROOT / ".venv-pywb" / "bin"


def test_warcio_checks_and_indexes_every_file(crawled: Crawled) -> None:
    files = sorted(crawled.archive.glob("*.warc.gz"))
    checked = warcio("check", "-v", *files)
    assert checked.code == 0, checked.out
    indexed = warcio("index", "-f", "offset,warc-type,warc-target-uri", *files)
    urls = {row[0] for row in query(crawled.db, "SELECT url FROM captures")}
    assert urls
    assert all(f'"{url}"' in indexed.out for url in urls)


@contextmanager
def replaying(folder: Path) -> Iterator[str]:
    """Serve a collection of pywb; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(PYWB / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield wait_for(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str) -> str:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return address
        except OSError:
            time.sleep(0.25)
        else:
            return address
    raise AssertionError(f"pywb does not answer at {address}")


def need_pywb() -> None:
    if (PYWB / "wayback").exists():
        return
    reason = "pywb is not installed: `make test` does that"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_pywb_replays_an_article_byte_for_byte(crawled: Crawled, tmp_path: Path) -> None:
    need_pywb()
    files = sorted(crawled.archive.glob("*.warc.gz"))
    for command in (["init", "demo"], ["add", "demo", *files]):
        subprocess.run(
            [PYWB / "wb-manager", *command], cwd=tmp_path, check=True, capture_output=True
        )
    url, at = query(
        crawled.db,
        "SELECT url, captured_at FROM captures WHERE outcome = 'article' AND article_id = ?",
        "bg/news/8601",
    )[0]
    expected = presidency("show", "bg/news/8601", "--html", "--db", crawled.db).out
    stamp = "".join(character for character in at if character.isdigit())
    with replaying(tmp_path) as address:
        request = urllib.request.Request(f"{address}/demo/{stamp}id_/{url}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
    assert body.decode() == expected
    assert "Засилване на сътрудничеството" in expected
