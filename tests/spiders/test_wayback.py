"""What a Wayback Machine has is asked for with patience, and makes the rows of its files."""

import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from presidency_scraper.sites.president_bg import SITE
from tests.archive.test_replay import PYWB, need_pywb, replaying
from tests.archive.theirs import need
from tests.conftest import Ran, presidency, query
from tests.ingest.captured import all_rows, bring, write_shots
from tests.ingest.test_import import a_life
from tests.ingest.wayback import Pywb, Wayback, serve_wayback, stamp

LINE = "bg,president)/ 20140516070809 http://text.president.bg/ text/html 200 A 9"


def ask(address: str, db: Path, *options: str) -> Ran:
    known = ("--wayback-url", address, "--delay", "0", "--db", db, "--json")
    return presidency("import", "--wayback", *known, *options, cwd=db.parent)


def told(ran: Ran) -> dict[str, object]:
    document: dict[str, object] = json.loads(ran.out)
    return document


def test_it_makes_the_same_rows_as_the_files_of_the_same_captures(tmp_path: Path) -> None:
    shots, db = a_life(), tmp_path / "w.db"
    wayback = Wayback(shots)
    with serve_wayback(wayback) as address:
        ran = ask(address, db)
        assert ran.code == 0, ran.err
        assert "give --contact ADDRESS" in ran.err
        assert (told(ran)["captures"], told(ran)["edits"]) == (len(shots), 2)
        mementos = [path for path in wayback.asked if "id_/" in path]
        assert mementos == sorted(mementos, reverse=True)  # the newest first
        wayback.asked.clear()
        again = ask(address, db)
        assert (again.code, told(again)["captures"], told(again)["known"]) == (0, 0, len(shots))
        assert [path for path in wayback.asked if "id_/" in path] == []
    files = tmp_path / "files" / "p.db"
    bring(files, write_shots(tmp_path / "a.warc", shots))
    theirs, ours = all_rows(files), all_rows(db)
    assert ours == theirs
    assert presidency("verify", "--db", db).code == 0
    [(source,)] = query(db, "SELECT source FROM captures ORDER BY captured_at LIMIT 1")
    assert source == f"{address}/web/{stamp(shots[0])}id_/{shots[0].url}"
    assert query(db, "SELECT count(*) FROM captures WHERE source IS NULL") == [(0,)]


class Nearby(HTTPAdapter):
    """Asks a server on loopback for what is asked of web.archive.org."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: PreparedRequest, *others: Any, **known: Any) -> Response:
        asked = request.copy()
        asked.url = (request.url or "").replace("https://web.archive.org", self._address)
        answer = super().send(asked, *others, **known)
        answer.url = request.url or ""
        return answer


def found_by_edgi(address: str, hosts: list[str]) -> list[tuple[str, str, str | None]]:
    """Address, moment and digest of the body of each capture that edgi's client finds."""
    need("wayback", find_spec("wayback"), "pip install wayback")
    from wayback import WaybackClient, WaybackSession

    session = WaybackSession(retries=0, search_calls_per_second=0, memento_calls_per_second=0)
    session.mount("https://web.archive.org", Nearby(address))
    found = []
    with WaybackClient(session) as client:
        for host in hosts:
            for listed in client.search(host, match_type="host"):
                given = client.get_memento(listed, exact=True, follow_redirects=False)
                body = sha256(given.content).hexdigest() if given.ok else None
                found.append((listed.original, f"{given.timestamp:%Y-%m-%dT%H:%M:%SZ}", body))
    return sorted(found)


def test_what_pywb_has_makes_the_same_rows_as_its_files_and_edgis_client_finds_the_same(
    tmp_path: Path,
) -> None:
    need_pywb()
    theirs, db, files = (tmp_path / name for name in ("a.warc.gz", "w.db", "files"))
    write_shots(theirs, a_life())
    for command in (["init", "all"], ["add", "all", theirs]):
        subprocess.run([PYWB / "wb-manager", *command], cwd=tmp_path, check=True)
    with (
        replaying(tmp_path) as pywb,
        serve_wayback(Pywb([], address=f"{pywb}/all")) as address,
    ):
        ran = ask(address, db)
        hosts = [edition.host for edition in SITE.editions.values()]
        oracle = found_by_edgi(address, hosts)
    assert (ran.code, told(ran)["captures"]) == (0, len(a_life())), ran.err
    ours = "SELECT url, captured_at, iif(status = 200, digest, NULL) FROM captures ORDER BY 1, 2"
    assert query(db, ours) == oracle
    bring(files / "p.db", theirs)
    assert all_rows(db) == all_rows(files / "p.db")
    assert presidency("verify", "--db", db).code == 0


def test_a_429_ends_the_run_and_says_when_to_come_back(tmp_path: Path) -> None:
    shots, db = a_life(), tmp_path / "w.db"
    for number, wait in enumerate((None, "120")):
        wayback = Wayback(shots, patience=6, retry_after=wait)
        with serve_wayback(wayback) as address:
            ran = ask(address, db)
        assert ran.code == 6, ran.err
        assert "the site refuses (429) until" in ran.err
        assert len(wayback.asked) == 7, number
    with serve_wayback(Wayback(shots)) as address:
        assert ask(address, db).code == 0
    assert query(db, "SELECT count(*) FROM captures") == [(len(shots),)]


def test_the_nearest_capture_is_not_taken_for_the_one_that_was_asked_for(tmp_path: Path) -> None:
    shots, db = a_life(), tmp_path / "w.db"
    with serve_wayback(Wayback(shots, forgets={stamp(shots[3])})) as address:
        ran = ask(address, db)
    assert (ran.code, told(ran)["faults"]) == (4, {"http": 1})
    assert query(db, "SELECT count(*) FROM captures") == [(len(shots) - 1,)]


def test_a_body_that_is_not_the_one_listed_is_named(tmp_path: Path) -> None:
    shots, db = a_life(), tmp_path / "w.db"
    wayback = Wayback(shots)
    with serve_wayback(wayback) as address:
        changed = replace(shots[0], content=shots[0].content.replace(b"</p>", b"!</p>"))
        wayback.gives = {stamp(shots[0]): changed}
        ran = ask(address, db)
    assert (ran.code, told(ran)["faults"]) == (4, {"digest": 1})


def test_only_the_years_asked_for_are_listed_and_a_dry_run_fetches_none(tmp_path: Path) -> None:
    db, wayback = tmp_path / "w.db", Wayback(a_life())
    with serve_wayback(wayback) as address:
        assert told(ask(address, db, "--to", "2024"))["captures"] == 0
        ran = ask(address, db, "--from", "2025", "--dry-run")
    assert (ran.code, told(ran)["captures"], told(ran)["edits"]) == (0, len(a_life()), None)
    assert [path for path in wayback.asked if "id_/" in path] == []


def test_lines_of_the_list_that_are_none_are_named(tmp_path: Path) -> None:
    wayback = Wayback(a_life(), odd=["bg,president)/ 2014 http://text.president.bg/ - - - -"])
    with serve_wayback(wayback) as address:
        ran = ask(address, tmp_path / "w.db")
    assert (ran.code, told(ran)["faults"]) == (4, {"record": 1})
    assert told(ran)["captures"] == len(a_life())


def test_rules_that_forbid_it_are_obeyed(tmp_path: Path) -> None:
    wayback = Wayback(a_life(), rules=b"User-agent: *\nDisallow: /cdx/\n")
    with serve_wayback(wayback) as address:
        ran = ask(address, tmp_path / "w.db")
    assert (ran.code, wayback.asked) == (6, ["/robots.txt"])


def test_files_and_a_wayback_machine_are_not_asked_for_at_once(tmp_path: Path) -> None:
    for arguments in (("--wayback", str(tmp_path)), ()):
        assert presidency("import", *arguments, "--db", tmp_path / "p.db").code == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("--wayback", "--from", "0"),
        ("--wayback", "--wayback-url", "http://"),
        ("--wayback", "--wayback-url", "http://[::1"),
        ("--wayback", "--wayback-url", "http://me:secret@127.0.0.1"),
        (".", "--from", "2012"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(wrong: tuple[str, ...], tmp_path: Path) -> None:
    ran = presidency("import", *wrong, "--db", tmp_path / "p.db", cwd=tmp_path)
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])


class Circle(Wayback):
    """Its list leads on to a second part, and that one back to the first."""

    def _index(self, query: dict[str, list[str]]) -> bytes:
        key = "two" if query.get("resumeKey") == ["one"] else "one"
        return f"{LINE}\n\n{key}\n".encode()


def test_a_list_that_leads_round_in_a_circle_ends_the_run(tmp_path: Path) -> None:
    circle = Circle(a_life())
    with serve_wayback(circle) as address:
        assert ask(address, tmp_path / "w.db").code == 4
    assert len(circle.asked) == 4


@pytest.mark.parametrize(
    ("trouble", "code", "asked"),
    [
        ((200, "<html>\n<p>Sorry,\n\n<p>we are down"), 4, 1),
        ((200, "<html>\n<p>Sorry,\n\n<p>we\n\nare\n<p>down"), 4, 1),
        ((200, f"{LINE}\n\nthe-same-key\n"), 4, 2),
        ((403, "AdministrativeAccessControlException: Blocked Site Error"), 6, 1),
    ],
)
def test_what_is_no_list_ends_the_run(
    trouble: tuple[int, str], code: int, asked: int, tmp_path: Path
) -> None:
    wayback = Wayback(a_life(), trouble=trouble)
    with serve_wayback(wayback) as address:
        ran = ask(address, tmp_path / "w.db")
    assert ran.code == code, ran.err
    assert len(wayback.asked) == 1 + asked
    assert query(tmp_path / "w.db", "SELECT count(*) FROM problems") == [(1,)]


def test_one_that_refuses_all_captures_is_not_asked_for_each(tmp_path: Path) -> None:
    wayback = Wayback(a_life(), refuses=True)
    with serve_wayback(wayback) as address:
        ran = ask(address, tmp_path / "w.db")
    assert ran.code == 6, ran.err
    assert len([path for path in wayback.asked if "id_/" in path]) < len(a_life())
