"""Pages in many markups: each folder of ``pages/`` holds a page, where it came from, what it says.

``page.html`` are the bytes, ``page.json`` the URL, the content type and the moment they were
seen, ``expected.json`` the record, written by hand, or the kind of refusal. The texts are real,
the markups made up. Below, every text is read in every one of further markups.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Item
from presidency_scraper.doctor.saved_pages import told_page
from presidency_scraper.errors import PageError
from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg import SITE
from tests.conftest import ROOT
from tests.sites.dress import ITEMS, NEWEST, SEEN, Markup, text_of

PAGES = ROOT / "tests" / "pages"
FOLDERS = sorted(path.name for path in PAGES.iterdir() if path.is_dir())
FILES = {"page.html", "page.json", "expected.json"}


def read_json(folder: str, name: str) -> Any:
    return json.loads((PAGES / folder / name).read_text(encoding="utf-8"))


def read_folder(folder: str) -> dict[str, Any]:
    """What the page in *folder* says, or why it is refused."""
    about = read_json(folder, "page.json")
    try:
        page = read_page(
            (PAGES / folder / "page.html").read_bytes(),
            url=about["url"],
            content_type=about["content_type"],
            seen_at=datetime.fromisoformat(about["seen_at"]),
        )
    except PageError as error:
        return {"error": error.kind}
    return told_page(page)


@pytest.mark.parametrize("folder", FOLDERS)
class TestFolders:
    def test_holds_a_page_where_it_came_from_and_what_it_says(self, folder: str) -> None:
        assert {path.name for path in (PAGES / folder).iterdir()} == FILES
        assert set(read_json(folder, "page.json")) == {"url", "content_type", "seen_at"}

    def test_is_read_exactly_or_refused_as_expected(self, folder: str) -> None:
        assert read_folder(folder) == read_json(folder, "expected.json")

    def test_is_read_the_same_way_twice(self, folder: str) -> None:
        assert read_folder(folder) == read_folder(folder)


def test_the_folders_show_articles_listings_a_shell_and_every_refusal() -> None:
    expected = [read_json(folder, "expected.json") for folder in FOLDERS]
    kinds = {record.get("kind") or record["error"] for record in expected}
    assert kinds == {"article", "listing", "shell", "layout", "date", "encoding", "url"}
    assert len(FOLDERS) >= 8


def test_the_folders_show_every_edition() -> None:
    urls = [read_json(folder, "page.json")["url"] for folder in FOLDERS]
    assert {SITE.parse_url(url).edition for url in urls} >= set(SITE.editions)


# Every text in every markup

TEXTS = [
    "bg/news/8601",  # six paragraphs
    "bg/news/170",
    "bg/news/200",  # quotes of every kind
    "bg/news/7519",
    "bg/interviews-president/3787",  # "Водещ:" and a name alone in a paragraph
    "bg/speeches-and-statements/4185",  # salutations, one short paragraph each
    "bg/photo-gallery/8349",
    "en/news/3551",
    "en/news/101",  # English under a Bulgarian slug
    "en/speeches-and-statements/6890",
]
CARDS = Markup(
    "cards",  # date above the headline, a menu and a share bar around, teasers in cards of links
    '<nav><a href="/bg/news/">Новини</a> <a href="/bg/calendar/0">Календар</a></nav>'
    "<main><div>{label}</div><div><i>{date}</i></div><h2>{headline}</h2>{paragraphs:<div>@</div>}"
    '<div><a href="https://www.facebook.com/sharer.php?u=x">Сподели</a></div></main>'
    "<section><h3>{more}</h3>{teasers}</section><footer>Полезни връзки</footer>",
    '<div><a href="{path}"><h4>{headline}</h4><em>{date}</em><div>{lead}</div></a></div>',
)
MARKUPS = [
    Markup(
        "paragraphs",
        "<p>{label}</p><p>{headline}</p><p>{date}</p>{paragraphs:<p>@</p>}<p>{more}</p>{teasers}"
        "<p>Полезни връзки</p>",
        '<p><a href="{path}">{headline}</a></p><p>{date}</p><p>{lead}</p>',
    ),
    Markup(
        "breaks",
        "<div>{label}<br>\n{headline}<br>\n{date}<br>\n{paragraphs:@<br>\n}{more}<br>\n{teasers}</div>",
        '<a href="{path}">{headline}</a><br>{date}<br>{lead}<br>',
    ),
    CARDS,
    Markup(
        "cells",
        "<table><tr><td>{label}</td></tr><tr><td>{headline}</td></tr><tr><td>{date}</td></tr>"
        "{paragraphs:<tr><td>@</td></tr>}<tr><td>{more}</td></tr>{teasers}</table>",
        '<tr><td><a href="{path}">{headline}</a></td></tr><tr><td>{date}</td></tr>'
        "<tr><td>{lead}</td></tr>",
    ),
    Markup(
        "glued",  # the date runs into the text; scripts, soft hyphens and blanks in between
        "<h5>{label}</h5><h1>{soft_headline}</h1><p>{date}{first}</p><p>&nbsp;</p>"
        "{others:<p>@</p><script>x('2001-01-01 10:00:00')</script>}<h5>{more}</h5>"
        "<ul>{teasers}</ul>",
        '<li><a href="{path}"><span>{headline}</span></a>\n<p>{date}</p><p>{soft_lead}</p></li>',
    ),
]


def read_article(
    item: Item, body: str, *, head: str = "<meta charset=utf-8>", content_type: str | None = None
) -> Article:
    """What the page of *item* with such a head and body says."""
    page = read_page(
        f"<html><head>{head}</head><body>{body}</body></html>".encode(),
        url=f"https://text.president.bg{item.path}",
        content_type=content_type,
        seen_at=SEEN,
    )
    assert isinstance(page, Article)
    return page


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("markup", MARKUPS)
def test_every_text_is_read_exactly_in_every_markup(name: str, markup: Markup) -> None:
    item = ITEMS[name]
    page = read_article(item, markup(text_of(item)), content_type="text/html")
    assert page.headline == item.headline
    assert page.published.raw == item.published
    assert page.paragraphs == item.paragraphs
    assert [(entry.headline, entry.lead, entry.target.id) for entry in page.teasers] == [
        (teaser.headline, teaser.lead, teaser.id) for teaser in NEWEST[item.language]
    ]


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_short_paragraph_is_never_lost(markup: Markup) -> None:
    item = ITEMS["bg/speeches-and-statements/4185"]
    short = ("Уважаеми господин Президент,", "Дами и господа,", "Водещ:", "Да.", "* * *", "2025")
    text = text_of(replace(item, paragraphs=(*short, *item.paragraphs, "Благодаря!")))
    page = read_article(item, markup(text))
    assert page.paragraphs == (*short, *item.paragraphs, "Благодаря!")


@pytest.mark.parametrize(
    "href", ["http://[x", "", "javascript:void(0)", " HTTP://text.president.bg/"]
)
def test_a_base_element_that_leads_nowhere_is_as_good_as_none(href: str) -> None:
    item = ITEMS["bg/news/8601"]
    page = read_article(item, CARDS(text_of(item)), head=f'<base href="{href}">')
    assert [entry.target.id for entry in page.teasers] == [item.id for item in NEWEST["bg"]]
