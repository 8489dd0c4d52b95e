"""robots.txt that is somewhere else, or a page, or asks for pauses: what RFC 9309 says of it.

Up to five hops are followed within the site's hosts, and what stands there counts for the host
that was asked. What leads nowhere, in a circle or off the site is as good as none. Nothing outside
the site's hosts is ever asked for.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from presidency_scraper.demo.replica import ReplicaSite, Response, serve_replica
from tests.conftest import HTML, Ran, Served, crawl, query, run
from tests.nights.plays import always, ids, is_well, newest, served, stored

TEXT = {"Content-Type": "text/plain"}
FORBIDS = b"User-agent: *\nDisallow: /\n"
FORBIDS_ALL = Response(200, TEXT, FORBIDS)
PAGE = Response(200, HTML, "<html><body><h1>Начало</h1></body></html>".encode())
#: Found nowhere in a file of rules.
PAGE_WITH_RULES = Response(200, HTML, b"<html><body><pre>\n" + FORBIDS + b"</pre></body></html>")


@pytest.fixture
def there() -> Iterator[Served]:
    """A site of five articles."""
    with served(newest(5)) as five:
        yield five


def sends(target: str | None, status: int = 301) -> Response:
    return Response(status, HTML if target is None else {**HTML, "Location": target}, b"Moved")


def lay(site: ReplicaSite, answers: Mapping[str, Response]) -> None:
    """Give these *answers* at these paths."""
    for path, answer in answers.items():
        site.fail(f"^{path}$", always(answer))


def night(there: Served, db: Path) -> Ran:
    return crawl(there.origin, db, "--section", "news")


def is_crawled(there: Served, db: Path) -> None:
    """All is stored, and nothing is wrong."""
    ran = night(there, db)
    assert ran.code == 0, ran.err
    assert stored(db) == ids(there.site)
    assert query(db, "SELECT kind, message FROM problems WHERE kind <> 'no-listing'") == []


def is_forbidden(there: Served, db: Path, *asked: str) -> None:
    """Nothing but *asked* is asked for, and the run says that the site refuses."""
    ran = night(there, db)
    assert ran.code == 6, ran.err
    assert there.asked() == list(asked)


# Where no rules stand


WAYS = [
    "/",
    "/bg/",
    "/bg/news/page/1",
    "/robots.txt",
    "/robots.txt?again=1",
    "//[",
    "http://[half",
    "",
]


@pytest.mark.parametrize("target", [*WAYS, None, "/static/robots.txt"])
def test_a_robots_txt_that_leads_to_no_rules_forbids_nothing(
    there: Served, tmp_path: Path, target: str | None
) -> None:
    """To a page, to nothing, to itself, nowhere."""
    lay(there.site, {"/": PAGE, "/bg/": PAGE_WITH_RULES, r"/robots.txt(\?.*)?": sends(target)})
    is_crawled(there, tmp_path / "p.db")


@pytest.mark.parametrize("target", ["mailto:x@y.bg", "file:///etc/passwd",
                                    "data:text/plain,User-agent:%20*%0ADisallow:%20/",
                                    "http://who:secret@{host}/rules.txt"])  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_followed(
    there: Served, tmp_path: Path, target: str
) -> None:
    target = target.replace("{host}", urlsplit(there.origin).netloc)
    lay(there.site, {"/robots.txt": sends(target, 302), "/rules.txt": FORBIDS_ALL})
    is_crawled(there, tmp_path / "p.db")


@pytest.mark.parametrize("target", ["/", "/robots.txt"])
def test_it_is_so_on_the_next_night_and_in_a_rebuild(
    there: Served, tmp_path: Path, target: str
) -> None:
    lay(there.site, {"/": PAGE, "/robots.txt": sends(target)})
    for _ in range(2):
        is_crawled(there, tmp_path / "p.db")
    is_well(tmp_path / "p.db")


def test_a_circle_of_two_is_as_good_as_none(there: Served, tmp_path: Path) -> None:
    lay(
        there.site, {"/robots.txt": sends("/bg/robots.txt"), "/bg/robots.txt": sends("/robots.txt")}
    )
    ran = night(there, tmp_path / "p.db")
    assert ran.code == 0, ran.err
    assert len([path for path in there.asked() if "robots" in path]) <= 1 + 5


def test_a_page_for_robots_txt_is_no_rule(there: Served, tmp_path: Path) -> None:
    lay(there.site, {"/robots.txt": PAGE})
    is_crawled(there, tmp_path / "p.db")


@pytest.mark.parametrize(
    "answer",
    [
        PAGE_WITH_RULES,
        Response(200, TEXT, PAGE_WITH_RULES.body),
        Response(200, HTML, b"\xef\xbb\xbf\n <!DOCTYPE html>\n<p>\n" + FORBIDS),
        Response(200, HTML, b"<!-- a page -->\n<pre>\n" + FORBIDS),
        Response(200, HTML, b'<?xml version="1.0"?>\n<html><pre>\n' + FORBIDS),
    ],
    ids=["page", "as text", "mark before", "comment before", "xhtml"],
)
def test_lines_of_a_page_are_no_rules(there: Served, tmp_path: Path, answer: Response) -> None:
    lay(there.site, {"/robots.txt": answer})
    is_crawled(there, tmp_path / "p.db")


@pytest.mark.parametrize(
    "answer",
    [
        Response(200, HTML, FORBIDS),
        Response(200, TEXT, b"\xef\xbb\xbf" + FORBIDS),
        Response(200, TEXT, b"# <html> of ours is not for programs\r\n" + FORBIDS),
        Response(200, TEXT, FORBIDS.replace(b"\n", b"\r")),
        Response(200, {}, FORBIDS),
    ],
    ids=["as HTML", "mark before", "comment before", "old line ends", "of no type"],
)
def test_rules_are_rules_however_they_are_sent(
    there: Served, tmp_path: Path, answer: Response
) -> None:
    lay(there.site, {"/robots.txt": answer})
    is_forbidden(there, tmp_path / "p.db", "/robots.txt")


# Where rules stand


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_rules_behind_a_redirect_are_heeded(there: Served, tmp_path: Path, status: int) -> None:
    lay(there.site, {"/robots.txt": sends("/static/r.txt", status), "/static/r.txt": FORBIDS_ALL})
    is_forbidden(there, tmp_path / "p.db", "/robots.txt", "/static/r.txt")


def test_they_are_kept_for_a_day_and_are_the_same_in_a_rebuild(
    there: Served, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    lay(there.site, {"/robots.txt": sends("/static/r.txt"), "/static/r.txt": FORBIDS_ALL})
    is_forbidden(there, db, "/robots.txt", "/static/r.txt")
    is_well(db)
    is_forbidden(there, db)


def test_of_what_they_allow_all_is_stored(there: Served, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    some = Response(200, TEXT, b"User-agent: *\nDisallow: /bg/news/president/\n")
    lay(there.site, {"/robots.txt": sends("/static/r.txt"), "/static/r.txt": some})
    night(there, db)
    assert stored(db) == ids(there.site)
    assert not any("/president/" in path for path in there.asked())


def chain(length: int) -> dict[str, Response]:
    """A redirect to the next of *length* places, rules that forbid all at the last."""
    places = ["/robots.txt", *(f"/hop{number}" for number in range(1, length + 1))]
    hops = {here: sends(next_one) for here, next_one in pairwise(places)}
    return {**hops, places[-1]: FORBIDS_ALL}


def test_the_fifth_hop_is_followed(there: Served, tmp_path: Path) -> None:
    lay(there.site, chain(5))
    is_forbidden(there, tmp_path / "p.db", *chain(5))


def test_the_sixth_is_not_and_nothing_is_forbidden(there: Served, tmp_path: Path) -> None:
    lay(there.site, chain(6))
    is_crawled(there, tmp_path / "p.db")
    assert "/hop6" not in there.asked()


def test_an_error_of_the_server_behind_a_redirect_is_one_of_robots_txt(
    there: Served, tmp_path: Path
) -> None:
    lay(there.site, {"/robots.txt": sends("/static/r.txt"), "/static/r.txt": Response(500, TEXT)})
    ran = night(there, tmp_path / "p.db")
    assert ran.code == 7, ran.err
    assert set(there.asked()) == {"/robots.txt", "/static/r.txt"}


# Off the site


LEADS_OFF = [
    "http://127.0.0.1:{port}/latest/meta-data",
    "//127.0.0.1:{port}/robots.txt",
    "http:\\\\127.0.0.1:{port}\\robots.txt",
    "/\\127.0.0.1:{port}/robots.txt",
    "http:///127.0.0.1:{port}/robots.txt",
    "http://{own}@127.0.0.1:{port}/robots.txt",
    "http://localhost:{port}/robots.txt",
    "HTTP://127.0.0.1:{port}",
    " http://127.0.0.1:{port}/robots.txt",
    "http://2130706433:{port}/robots.txt",
]


@pytest.fixture
def foreign() -> Iterator[Served]:
    """Another server on this machine, which has rules that forbid all."""
    site = ReplicaSite()
    lay(site, {"/.*": FORBIDS_ALL})
    with serve_replica(site) as server:
        yield Served(site, server)


@pytest.mark.parametrize("first", ["/robots.txt", "/static/r.txt"], ids=["at once", "by a hop"])
def test_nothing_outside_of_the_site_is_asked_for_by_robots_txt(
    foreign: Served, tmp_path: Path, first: str
) -> None:
    """A new site for each way to write it, so that no answer is kept."""
    wrong = []
    port = urlsplit(foreign.origin).port
    for number, way in enumerate(LEADS_OFF if first == "/robots.txt" else LEADS_OFF[:1]):
        with served(newest(2)) as there:
            own = urlsplit(there.origin).netloc
            lay(there.site, {"/robots.txt": sends(first)} if first != "/robots.txt" else {})
            lay(there.site, {first: sends(way.format(port=port, own=own))})
            ran = night(there, tmp_path / f"{number}.db")
            asked, whole = foreign.asked(), stored(tmp_path / f"{number}.db") == ids(there.site)
            wrong += [(way, ran.code, asked, whole)] * ((ran.code, asked, whole) != (0, [], True))
    assert wrong == []


@pytest.mark.parametrize("path", ["/bg/news8635/.*", "/bg/news/page/1"])
def test_nor_by_an_article_or_a_listing(
    there: Served, foreign: Served, tmp_path: Path, path: str
) -> None:
    lay(there.site, {path: sends(f"{foreign.origin}/latest/meta-data")})
    night(there, tmp_path / "p.db")
    assert foreign.asked() == []


class Hosts(ReplicaSite):
    """A proxy for plain HTTP that plays all hosts: the text edition, its others, the world."""

    def __init__(self, text: ReplicaSite) -> None:
        super().__init__()
        self.played = {"text.president.bg": text, "www.president.bg": text.face("www")}
        self.world = ReplicaSite()

    def answer(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> Response:
        """Answer as the host that *path*, a whole URL, names."""
        parts = urlsplit(path)
        site = self.played.get(parts.netloc, self.world)
        asked = parts.path if site is not self.world else path
        return site.answer(method, asked, headers)


def crawl_hosts(hosts: Hosts, db: Path) -> Ran:
    """Crawl the text edition under its own name."""
    with serve_replica(hosts) as server:
        quick = ["--origin", "http://text.president.bg", "--delay", "0", "--section", "news"]
        proxy = {"http_proxy": server.origin, "https_proxy": server.origin, "no_proxy": ""}
        return run(
            "-m", "presidency_scraper", "crawl", *quick, "--db", str(db), cwd=db.parent, **proxy
        )


@pytest.mark.parametrize(
    ("rules", "code"),
    [(FORBIDS_ALL, 6), (PAGE, 0), (Response(404, HTML, b"No"), 0)],
    ids=["rules", "page", "nothing"],
)  # fmt: skip
def test_the_rules_of_another_edition_count_where_robots_txt_leads_there(
    tmp_path: Path, rules: Response, code: int
) -> None:
    hosts = Hosts(newest(3))
    text, www = hosts.played.values()
    lay(text, {"/robots.txt": sends("http://www.president.bg/robots.txt")})
    lay(www, {"/robots.txt": rules})
    ran = crawl_hosts(hosts, tmp_path / "p.db")
    assert ran.code == code, ran.err
    assert [entry.path for entry in www.log] == ["/robots.txt"]
    assert len(text.log) == 1 if code else stored(tmp_path / "p.db") == ids(text)


def test_a_host_that_only_looks_like_the_sites_is_not_asked(tmp_path: Path) -> None:
    hosts = Hosts(newest(3))
    text = hosts.played["text.president.bg"]
    hops = ["http://www.president.bg.example/robots.txt"]
    lay(text, {"/robots.txt": sends(hops[0])})
    ran = crawl_hosts(hosts, tmp_path / "p.db")
    assert ran.code == 0, ran.err
    assert hosts.world.log == []
    assert stored(tmp_path / "p.db") == ids(text)
