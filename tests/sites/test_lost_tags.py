"""Tags that are lost amid the teasers: every entry is read, or the page is refused.

A teaser whose link is lost announces no article and is left out; nothing else may be missing.
"""

import re
from collections.abc import Iterator

import pytest

from presidency_scraper.errors import PageError
from presidency_scraper.items import Article
from tests.sites.test_small_pages import TEASER, check, every_face, page_of, read_html

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


def told(article: Article) -> list[tuple[str, str | None, str]]:
    return [
        (str(one.target), one.lead or one.headline, one.published_raw) for one in article.teasers
    ]


@every_face
@pytest.mark.parametrize("kind", TEASERS)
@pytest.mark.parametrize("footer", ["", FOOTER])
def test_a_page_that_lost_one_has_each_teaser_with_its_words_or_is_refused(
    face: tuple[str, str], kind: str, footer: str
) -> None:
    body = WRAPPED.get(kind, BODY) + footer
    whole = told(check(body, face, teaser=TEASERS[kind]))
    read_well = 0
    for tag, page in without_a_tag(page_of(body, face, "<h3>{m}</h3>", TEASERS[kind], 3)):
        try:
            article = read_html(page, face)
        except PageError:
            continue
        left = [one for one in told(article) if one not in whole]
        if not tag.startswith(("<a ", "</a")):
            assert (told(article), left) == (whole, []), tag
        assert left == [], tag
        read_well += 1
    assert read_well
