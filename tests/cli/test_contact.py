"""What the site learns of who asks: the program, its version and whoever runs it."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from presidency_scraper import __version__
from presidency_scraper.demo.replica import Request, Response
from tests.conftest import Ran, Served, clean_environment, crawl, presidency, run

ME = "me@example.org"
NAME = f"presidency_scraper/{__version__}"
#: The proxy to the live site is nobody: it is never asked.
NOWHERE = {"https_proxy": "http://127.0.0.1:9"}


def listens(few: Served) -> list[Mapping[str, str]]:
    """The headers of all requests from now on."""
    heard: list[Mapping[str, str]] = []

    def hear(request: Request, real: Response) -> Response:
        heard.append({**request.headers, "at": str(time.monotonic())})
        return real

    few.site.fail("", hear)
    return heard


def agents(heard: list[Mapping[str, str]]) -> set[str]:
    return {headers["user-agent"] for headers in heard}


def test_without_a_contact_the_program_and_its_version_are_named(
    few: Served, tmp_path: Path
) -> None:
    heard = listens(few)
    crawl(few.origin, tmp_path / "p.db", "--limit", "1")
    presidency("doctor", "--origin", few.origin, "--delay", "0", "--section", "news")
    assert agents(heard) == {NAME}


def test_the_contact_stands_in_every_request_of_every_command(few: Served, tmp_path: Path) -> None:
    heard, db = listens(few), tmp_path / "p.db"
    where = ("--origin", few.origin, "--delay", "0", "--section", "news")
    crawl(few.origin, db, "--limit", "1", "--contact", ME)
    crawl(few.origin, db, "--limit", "1", PRESIDENCY_CONTACT=ME)
    presidency("gaps", "--fetch", "1", *where, "--contact", ME, "--db", db)
    presidency("doctor", *where, "--contact", ME)
    quick = f"-a origin={few.origin} -a limit=1 -s DOWNLOAD_DELAY=0 -s PRESIDENCY_DB={db}"
    line = [sys.executable, "-m", "scrapy", "crawl", "news", *quick.split()]
    environment = clean_environment(PRESIDENCY_CONTACT=ME, PYTHONPATH=str(Path.cwd()))
    subprocess.run(line, env=environment, check=False, capture_output=True)
    assert agents(heard) == {f"{NAME} (+{ME})"}


def test_another_robots_name_in_a_contact_makes_its_rules_not_ours(
    few: Served, tmp_path: Path
) -> None:
    rules = b"User-agent: googlebot\nDisallow: /\n"
    few.site.fail("^/robots.txt$", lambda _, __: Response(200, {}, rules))
    db = tmp_path / "p.db"
    assert crawl(few.origin, db, "--limit", "1", "--contact", "https://googlebot.test/").code == 0


@pytest.mark.parametrize("contact", ["nobody", "me@example.org\r\nX: y", "me@(x)", "https://"])
def test_what_is_no_address_is_refused(few: Served, tmp_path: Path, contact: str) -> None:
    ran = crawl(few.origin, tmp_path / "p.db", "--contact", contact)
    assert (ran.code, few.asked()) == (2, [])
    assert "--contact takes a mail address or a URL" in ran.err


def test_doctor_keeps_the_pause_that_robots_txt_asks_for(few: Served) -> None:
    body = b"User-agent: *\nCrawl-delay: 0.5\n"
    few.site.fail("^/robots.txt$", lambda _, __: Response(200, {}, body))
    heard = listens(few)
    presidency("doctor", "--origin", few.origin, "--delay", "0", "--section", "news")
    moments = [float(headers["at"]) for headers in heard]
    assert len(moments) >= 2
    assert moments[-1] - moments[0] >= 0.45 * (len(moments) - 1)


# -- a crawl of the live site, which nobody answers ------------------------------------------------


def at_a_terminal(db: Path, typed: str) -> str:
    """What a crawl says on a terminal on which *typed* was typed."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "presidency_scraper", "crawl", "--db", str(db), "--delay", "0"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=db.parent,
        env=clean_environment(**NOWHERE),
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # so Linux says that nobody is there any more
        pass
    os.close(ours)
    assert process.wait() == 7, said
    return said.decode()


def test_a_person_at_a_terminal_is_asked_once(tmp_path: Path) -> None:
    db = tmp_path / "data" / "p.db"
    db.parent.mkdir()
    said = at_a_terminal(db, f"nobody\n{ME}\n")
    assert said.count("Your mail address or URL") == 2  # the first answer was none
    assert (tmp_path / "data" / "p.contact").read_text() == f"{ME}\n"
    assert "Your mail address" not in at_a_terminal(db, "")


def remembers(ran: Ran) -> bool:
    return "PRESIDENCY_CONTACT" in ran.err


def test_a_log_reminds_of_it_until_there_is_one(few: Served, tmp_path: Path) -> None:
    live = ("-m", "presidency_scraper", "crawl", "--delay", "0", "--db", str(tmp_path / "p.db"))
    assert remembers(run(*live, cwd=tmp_path, **NOWHERE))
    assert not remembers(run(*live, "--contact", ME, cwd=tmp_path, **NOWHERE))
    assert not remembers(crawl(few.origin, tmp_path / "other.db", "--limit", "1"))
