"""What the tests of nights share: the replica with pages turned into others, and time passing."""

import gzip
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from presidency_scraper.demo.replica import (
    Edition,
    Item,
    ReplicaSite,
    Request,
    Response,
    demo_site,
    serve_replica,
)
from tests.conftest import HTML, Served, presidency, query

Responder = Callable[[Request, Response], Response]
#: Turns the path and the body of a page into the body that is sent.
Turn = Callable[[str, bytes], bytes]


def newest(count: int, language: str = "bg") -> ReplicaSite:
    """The replica's newest articles of one language."""
    return ReplicaSite(demo_site().items(language)[:count])


def news(count: int) -> ReplicaSite:
    """The newest of them that are news: no other listing is emptied when some are taken down."""
    found = [item for item in demo_site().items("bg") if item.section == "news"]
    return ReplicaSite(found[:count])


@contextmanager
def served(site: ReplicaSite, edition: Edition = "text") -> Iterator[Served]:
    """An edition of *site* on loopback."""
    face = site if edition == site.edition else site.face(edition)
    with serve_replica(face) as server:
        yield Served(face, server)


def always(answer: Response) -> Responder:
    """A fault that gives one answer."""
    return lambda _, __: answer


def plain(response: Response) -> bytes:
    """The body of a true answer, without content encoding."""
    is_packed = "Content-Encoding" in response.headers
    return gzip.decompress(response.body) if is_packed else response.body


def turn(site: ReplicaSite, make: Turn, path: str = "^/(?!robots.txt|images)") -> None:
    """Send other bytes in the place of each page whose path has *path*."""

    def respond(request: Request, real: Response) -> Response:
        if real.status != 200:
            return real
        return Response(200, HTML, make(request.path, plain(real)))

    site.fail(path, respond)


def address(article_id: str) -> str:
    """A pattern of the addresses of an article, in any edition."""
    language, section, number = article_id.split("/")
    prefix = f"/{language}" if language == "en" else "(/bg)?"
    return rf"^{prefix}/{section}{number}(/|\.|$)"


def all_due(db: Path, *articles: str) -> None:
    """Let *articles*, or all that are there, be long since checked, as time would."""
    chosen = f"id IN ({', '.join('?' * len(articles))})" if articles else "gone_at IS NULL"
    sql = f"UPDATE articles SET last_checked_at = '2020-01-01T00:00:00Z' WHERE {chosen}"
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(sql, articles)


def stored(db: Path) -> set[str]:
    """The ids of what is stored."""
    return {row[0] for row in query(db, "SELECT id FROM articles")}


def ids(site: ReplicaSite, language: str = "bg") -> set[str]:
    """The ids of what is on the site."""
    return {item.id for item in site.items(language)}


def body_of(item: Item) -> str:
    """What the database must have as the text of *item*: a standfirst opens it."""
    opening = [item.standfirst] if item.standfirst else []
    return "\n\n".join([*opening, *item.paragraphs])


def is_exact(db: Path, site: ReplicaSite, but: Iterable[str] = ()) -> None:
    """All that is on the site is stored to the letter, except for the articles *but*."""
    shown = {
        item.id: (item.headline, body_of(item), item.published.replace(" ", "T"))
        for item in site.items()
    }
    sql = "SELECT id, headline, body, substr(published_at, 1, 19) FROM articles"
    found = {article_id: tuple(rest) for article_id, *rest in query(db, sql)}
    assert found == {key: value for key, value in shown.items() if key not in set(but)}


def is_well(db: Path) -> None:
    """The archive makes the same database again."""
    said = presidency("verify", "--db", db)
    assert said.code == 0, said.out


def is_rebuilt_the_same(db: Path, *tables: str) -> None:
    """The archive makes the same *tables* again, where times were set back by hand."""
    before = {table: query(db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}
    ran = presidency("rebuild", "--db", db)
    assert ran.code == 0, ran.err
    after = {table: query(db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}
    assert after == before


def articles_asked(paths: Iterable[str]) -> list[str]:
    """The ids of the articles among *paths*, in the order asked for."""
    found = (re.match(r"/(bg|en)/([a-z-]+)(\d+)/", path) for path in paths)
    return ["/".join(match.groups()) for match in found if match]
