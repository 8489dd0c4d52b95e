"""What the tests of the archive share: pages, failures, a small archive with all there can be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from presidency_scraper.archive import ArchiveWriter, Exchange, Failure, Location, RunInfo
from tests.conftest import ROOT, Ran, run

START = datetime(2026, 11, 23, 15, 7, 38, tzinfo=UTC)
FIRST = "presidency-20261123T150738Z-r00001-00001.warc.gz"


def run_info(number: int = 1, *, seconds: int = 0) -> RunInfo:
    at = START + timedelta(seconds=seconds)
    return RunInfo(number, "crawl --section „Новини“", at, {"DOWNLOAD_DELAY": "1", "X": "а\nб"})


def page(number: int, body: bytes | None = None, *, seconds: int = 0) -> Exchange:
    return Exchange(
        url=f"https://m.president.bg/news{number}",
        captured_at=START + timedelta(seconds=number + seconds),
        request_headers=(("User-Agent", "presidency-scraper"), ("Accept", "*/*")),
        status=200,
        reason="OK",
        response_headers=(("Content-Type", "text/html; charset=utf-8"), ("X-Odd", "\xe9\xff")),
        body=f"<p>Новина {number}</p>".encode() * 20 if body is None else body,
        ip_address="192.0.2.1",
    )


def small_archive(folder: Path) -> list[Location]:
    """Two runs, four files: responses, revisits (one of a revisit), failures."""
    found = []
    with ArchiveWriter(folder, run=run_info(), size_limit=3000) as writer:
        found += [writer.append(page(number)) for number in range(6)]
        found.append(writer.append_failure(Failure(page(7).url, START, 503, "busy")))
    with ArchiveWriter(folder, run=run_info(2, seconds=90)) as writer:
        found.append(writer.append(page(1, seconds=90), revisit_of=found[1]))
        found.append(writer.append(page(1, seconds=95), revisit_of=found[-1]))
        found.append(writer.append(page(8)))
        found.append(writer.append_failure(Failure(page(9).url, START, None, "timed out")))
    return found


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def warcio(*arguments: object) -> Ran:
    """Run warcio's own command line."""
    return run("-m", "warcio.cli", *map(str, arguments), cwd=ROOT)
