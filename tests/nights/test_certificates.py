"""A site is believed to be itself by its certificate alone; an authority of one's own can be named.

What is not verified is asked for nothing: no request goes out over such a connection.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Ran, crawl, presidency
from tests.nights.certificates import (
    DAY,
    OURS,
    Authority,
    make_authority,
    served_by_tls,
    sign,
)
from tests.nights.plays import is_exact, is_well, newest, served


@dataclass(frozen=True)
class Trust:
    """Two authorities, and the files that name them."""

    known: Authority
    other: Authority
    file: Path


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    known, other = make_authority(), make_authority("Another authority")
    file = tmp_path_factory.mktemp("trust") / "authorities.pem"
    file.write_bytes(other.pem + b"# of the office\n" + known.pem)
    return Trust(known, other, file)


def is_refused(ran: Ran) -> None:
    """The run says that the certificate cannot be believed, and what to do."""
    assert ran.code == 7, ran.err
    last = ran.err.splitlines()[-1]
    assert last.startswith("presidency: ")
    assert "certificate" in last
    assert "--ca-file" in last
    assert "Traceback" not in ran.err


SELF_SIGNED = {
    "for another name": ("www.example.org", DAY),
    "for our name": (OURS, DAY),
    "for our name, expired": (OURS, -DAY / 2),
}


@pytest.mark.parametrize("name", SELF_SIGNED)
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, name: str) -> None:
    site = newest(3)
    subject, until = SELF_SIGNED[name]
    with served_by_tls(site, sign(subject, until=until), tmp_path) as there:
        ran = crawl(there.origin, tmp_path / "p.db", "--section", "news")
    is_refused(ran)
    assert site.log == []


def test_doctor_refuses_it_too(tmp_path: Path) -> None:
    site = newest(3)
    with served_by_tls(site, sign(OURS), tmp_path) as there:
        quick = ("--edition", "text", "--section", "news", "--origin", there.origin, "--delay", "0")
        ran = presidency("doctor", *quick)
    is_refused(ran)
    assert site.log == []


def test_so_does_the_search_for_gaps(tmp_path: Path) -> None:
    site, db = newest(4), tmp_path / "p.db"
    with served(site) as there:
        assert crawl(there.origin, db, "--section", "news").code == 0
    site.clear_log()
    with served_by_tls(site, sign(OURS), tmp_path) as there:
        quick = ("--origin", there.origin, "--delay", "0", "--db", db)
        ran = presidency("gaps", "--fetch", "1", *quick)
    is_refused(ran)
    assert site.log == []


# An authority of one's own


@pytest.mark.parametrize("by", ["option", "variable"])
def test_an_authority_of_ones_own_can_be_named(tmp_path: Path, trust: Trust, by: str) -> None:
    site, db = newest(3), tmp_path / "p.db"
    with served_by_tls(site, sign(OURS, trust.known), tmp_path) as there:
        quick = ("--origin", there.origin, "--delay", "0", "--db", db, "--section", "news")
        if by == "option":
            ran = presidency("crawl", *quick, "--ca-file", trust.file)
        else:
            ran = presidency("crawl", *quick, PRESIDENCY_CA_FILE=str(trust.file))
            site_log = site.log
            assert presidency("crawl", *quick).code == 7
            assert site.log == site_log
    assert ran.code == 0, ran.err
    is_exact(db, site)
    is_well(db)


def test_a_certificate_that_signed_itself_can_be_named_as_its_own_authority(
    tmp_path: Path,
) -> None:
    site, file = newest(2), tmp_path / "server.pem"
    identity = sign(OURS)
    file.write_bytes(identity.pem)
    with served_by_tls(site, identity, tmp_path) as there:
        ran = crawl(there.origin, tmp_path / "p.db", "--section", "news", "--ca-file", file)
    assert ran.code == 0, ran.err


REFUSED_ALL_THE_SAME = {
    "for another name": ("www.example.org", -DAY, DAY),
    "for a name that only begins so": (f"{OURS}.example.org", -DAY, DAY),
    "expired": (OURS, -2 * DAY, -DAY),
    "not valid yet": (OURS, DAY, 2 * DAY),
}


@pytest.mark.parametrize("name", [*REFUSED_ALL_THE_SAME, "by another authority"])
def test_by_name_time_and_authority_it_is_refused_all_the_same(
    tmp_path: Path, trust: Trust, name: str
) -> None:
    site = newest(2)
    subject, since, until = REFUSED_ALL_THE_SAME.get(name, (OURS, -DAY, DAY))
    by = make_authority(f"{name}") if name == "by another authority" else trust.known
    identity = sign(subject, by, since=since, until=until)
    with served_by_tls(site, identity, tmp_path) as there:
        ran = crawl(there.origin, tmp_path / "p.db", "--section", "news", "--ca-file", trust.file)
    is_refused(ran)
    assert site.log == []


@pytest.mark.parametrize("content", [None, b"", b"no certificate\n"])
def test_a_file_that_names_no_authority_is_a_usage_error(
    tmp_path: Path, content: bytes | None
) -> None:
    site, file = newest(2), tmp_path / "authorities.pem"
    if content is not None:
        file.write_bytes(content)
    with served_by_tls(site, sign(OURS), tmp_path) as there:
        ran = crawl(there.origin, tmp_path / "p.db", "--ca-file", file)
    assert ran.code == 2, ran.err
    assert str(file) in ran.err
    assert "no such option" not in ran.err.lower()
    assert site.log == []
    assert not (tmp_path / "p.db").exists()
