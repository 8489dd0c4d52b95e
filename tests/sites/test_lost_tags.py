"""Tags that are lost amid announced articles: each of these is read, or the page is refused.

A teaser whose link is lost announces no article and is left out; nothing else may be missing.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest

from presidency_scraper import read_page
from presidency_scraper.errors import PageError
from presidency_scraper.items import Article, Listing
from tests.sites.dress import SEEN
from tests.sites.test_small_pages import DATED, TEASER, check, every_face_with, page_of, read_html

BODY = "<main><article>{L}{H}{D}{A}{B}{C}</article><section>{T}</section></main>"
FOOTER = "<div><p>Президентът на републиката е държавен глава и олицетворява единството.</p></div>"
TEASERS = {
    "boxes": TEASER,
    "items": '<li><h4><a href="{path}">{head}</a></h4><span>{date}</span><p>{lead}</p></li>',
    "lines": '<div><a href="{path}">{head}</a><br><span>{date}</span><p>{lead}</p></div>',
    "date first": '<div><div><time>{date}</time></div><h3><a href="{path}">{head}</a></h3>'
    "<p>{lead}</p></div>",
    "in nothing": '<h4><a href="{path}">{head}</a></h4><p>{date}</p><p>{lead}</p>',
    "a row each": '<tr><td><a href="{path}">{head}</a></td></tr><tr><td>{date}</td></tr>'
    "<tr><td>{lead}</td></tr>",
}
WRAPPED = {"a row each": "<main>{L}{H}{D}{A}{B}{C}<table>{T}</table></main>"}
TAG = re.compile(r"</?[a-z0-9]+[^>]*>")


def without_a_tag(page: str) -> Iterator[tuple[str, str]]:
    """Each tag from the label of the teasers on, and the page without it."""
    for tag in TAG.finditer(page, page.index("<h3>", page.index("<h1>"))):
        yield tag[0], page[: tag.start()] + page[tag.end() :]


def is_of_link(tag: str) -> bool:
    return tag.startswith(("<a ", "</a"))


def told(article: Article) -> list[tuple[str, str | None, str]]:
    return [
        (str(one.target), one.lead or one.headline, one.published_raw) for one in article.teasers
    ]


@every_face_with("kind", TEASERS)
@pytest.mark.parametrize("footer", ["", FOOTER])
def test_a_page_that_lost_one_has_each_teaser_with_its_words_or_is_refused(
    face: tuple[str, str], kind: str, footer: str
) -> None:
    body = WRAPPED.get(kind, BODY) + footer
    whole = told(check(body, face, teaser=TEASERS[kind]))
    read_well = 0
    for tag, page in without_a_tag(page_of(body, face, "<h3>{m}</h3>", TEASERS[kind], 3)):
        with suppress(PageError):
            found = told(read_html(page, face))
            due = [one for one in whole if one in found] if is_of_link(tag) else whole
            assert found == due, tag
            read_well += 1
    assert read_well


HEADS = [
    ("Президентът откри учебната година", "Церемонията беше на площада в Троян."),
    ("Държавният глава замина за Токио", "Посещението ще продължи три дни."),
    ("Вицепрезидентът награди млади учени", "Наградите бяха връчени в Гербовата зала."),
    ("Среща с посланика на Япония", "Обсъдени бяха двустранните отношения."),
    ("Указ за награждаване на художник", "Отличието се дава за особени заслуги."),
]
LISTING = "https://text.president.bg/bg/news/page/1"


def listing_of(kind: str) -> str:
    entries = "".join(
        TEASERS[kind].format(path=f"/bg/news{at}/x.html", head=head, date=DATED, lead=lead)
        for at, (head, lead) in enumerate(HEADS, 8001)
    )
    table = f"<table>{entries}</table>" if kind in WRAPPED else f"<section>{entries}</section>"
    return f"<body><main><h1></h1><h3>НОВИНИ</h3>{table}</main>{FOOTER}</body>"


@pytest.mark.parametrize("kind", TEASERS)
def test_a_listing_that_lost_one_announces_every_article_or_is_refused(kind: str) -> None:
    """A listing that is read with fewer would hide an article for good."""

    def announced(html: str) -> list[int]:
        page = read_page(html.encode(), LISTING, content_type="text/html", seen_at=SEEN)
        assert isinstance(page, Listing)
        return [entry.target.number for entry in page.entries]

    whole, read_well = listing_of(kind), 0
    assert announced(whole) == [8001, 8002, 8003, 8004, 8005]
    for tag, page in without_a_tag(whole):
        if tag.startswith("<a "):
            continue
        with suppress(PageError):
            assert announced(page) == [8001, 8002, 8003, 8004, 8005], tag
            read_well += 1
    assert read_well
