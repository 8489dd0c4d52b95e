"""Crawl-delay in robots.txt is heeded up to a bound.

Of a wait only the least length is measured: that holds on a machine of any speed.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from presidency_scraper.demo.replica import Request, Response
from tests.conftest import ROOT, Ran, Served, crawl, others_slow, run
from tests.nights.plays import newest, served

SHORT = 0.3  # s
#: What arrives may have taken longer than what came before it.
NEARLY = 0.75


@pytest.fixture
def there() -> Iterator[Served]:
    """A site of four articles."""
    with served(newest(4)) as four:
        yield four


def asks_for(there: Served, rules: str) -> list[float]:
    """Have robots.txt say *rules*; note when all else is asked for."""
    moments: list[float] = []

    def note(_: Request, real: Response) -> Response:
        moments.append(time.monotonic())
        return real

    body = rules.encode()
    there.site.fail(
        "^/robots.txt$", lambda _, __: Response(200, {"Content-Type": "text/plain"}, body)
    )
    there.site.fail("", note)
    return moments


def bounded(there: Served, db: Path, *more: str) -> Ran:
    return crawl(there.origin, db, "--section", "news", "--max-requests", "5", *more)


def parted(moments: list[float], least: float = SHORT) -> None:
    """Requests were parted by pauses that make as much together as they should."""
    gaps = len(moments) - 1
    assert gaps >= 2
    assert moments[-1] - moments[0] >= gaps * least * NEARLY


@others_slow()
@pytest.mark.parametrize(
    "rules",
    [
        f"User-agent: *\nCrawl-delay: {SHORT}\nDisallow:\n",
        f"User-agent: *\nDisallow: /x\nCrawl-Delay:{SHORT} # seconds\n",
        f"User-agent: *\nDisallow:\n\nUser-agent: presidency_scraper\nCrawl-delay: {SHORT}\n",
    ],
    ids=["of all", "in another case", "by our name"],
)
def test_the_pause_that_robots_txt_asks_for_is_kept(
    there: Served, tmp_path: Path, rules: str
) -> None:
    moments = asks_for(there, rules)
    assert bounded(there, tmp_path / "p.db").code == 4
    parted(moments)


def test_it_is_kept_too_where_the_rules_are_of_an_earlier_night(
    there: Served, tmp_path: Path
) -> None:
    moments = asks_for(there, f"User-agent: *\nCrawl-delay: {SHORT}\n")
    bounded(there, tmp_path / "p.db", "--limit", "1")
    moments.clear()
    there.asked()
    bounded(there, tmp_path / "p.db")
    assert "/robots.txt" not in there.asked()
    parted(moments)


def test_a_longer_delay_of_ours_is_not_shortened(there: Served, tmp_path: Path) -> None:
    moments = asks_for(there, "User-agent: *\nCrawl-delay: 0.01\n")
    bounded(there, tmp_path / "p.db", "--delay", str(SHORT))
    parted(moments)


@others_slow()
@pytest.mark.parametrize("asked", ["3600", "1e300"])
def test_a_pause_beyond_the_bound_is_cut_to_it(there: Served, tmp_path: Path, asked: str) -> None:
    moments = asks_for(there, f"User-agent: *\nCrawl-delay: {asked}\n")
    options = f"-a origin={there.origin} -a section=news -a max_requests=4".split()
    quick = f"-s PRESIDENCY_DB={tmp_path / 'p.db'} -s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0"
    bound = ["-s", f"PRESIDENCY_LONGEST_DELAY={SHORT}"]
    run("-m", "scrapy", "crawl", "news", *options, *quick.split(), *bound, cwd=ROOT)
    parted(moments)


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: Googlebot\nCrawl-delay: 60\n\nUser-agent: *\nDisallow:\n",
        *(f"User-agent: *\nCrawl-delay: {value}\n" for value in ("-60", "nan", "1m")),
    ],
    ids=["of others", "negative", "no number", "with a unit"],
)
def test_a_pause_for_others_or_no_number_is_none(there: Served, tmp_path: Path, rules: str) -> None:
    """Else the run would take minutes, and the test would time out."""
    moments = asks_for(there, rules)
    assert bounded(there, tmp_path / "p.db").code == 4
    assert moments[-1] - moments[0] < 60


def test_a_forecast_reckons_with_it(there: Served, tmp_path: Path) -> None:
    asks_for(there, f"User-agent: *\nCrawl-delay: {SHORT}\n")
    said = json.loads(crawl(there.origin, tmp_path / "p.db", "--section", "news", "--dry-run").out)
    assert said["seconds"] == round(said["requests"] * SHORT) > 0


def test_the_docs_say_so() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any("crawl-delay" in page.read_text(encoding="utf-8").lower() for page in pages)
