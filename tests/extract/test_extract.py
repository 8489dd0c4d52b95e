"""Pages in many markups: each folder of ``pages/`` holds a page, where it came from, what it says.

``page.html`` are the bytes, ``page.json`` the URL, the content type and the moment they were
seen, ``expected.json`` the record, written by hand, or the kind of refusal. The texts are real,
the markups made up. Below, every text is read in every one of further markups.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Item, read_items
from presidency_scraper.demo.replica.vocabulary import print_listing_date
from presidency_scraper.doctor.saved_pages import told_page
from presidency_scraper.errors import PageError
from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg import SITE
from tests.conftest import ROOT

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

ITEMS = {item.id: item for item in read_items()}
SEEN = datetime(2026, 6, 1, tzinfo=UTC)
NEWEST = {
    "bg": [ITEMS[f"bg/news/{number}"] for number in (8635, 8630, 8633, 8634)],
    "en": [ITEMS[f"en/news/{number}"] for number in (8783, 8776, 8777, 8263)],
}
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
MORE = {"bg": "ОЩЕ ОТ", "en": "MORE FROM"}
LABELS = {
    "bg": {
        "news": "НОВИНИ",
        "speeches-and-statements": "РЕЧИ И ИЗЯВЛЕНИЯ",
        "interviews-president": "ИНТЕРВЮТА",
        "photo-gallery": "ФОТО ГАЛЕРИЯ",
    },
    "en": {"news": "NEWS", "speeches-and-statements": "SPEECHES AND STATEMENTS"},
}


@dataclass(frozen=True)
class Text:
    """What a page is to say, in order."""

    label: str
    headline: str
    date: str
    paragraphs: Sequence[str]
    more: str
    teasers: Sequence[tuple[str, str, str, str]]  # path, headline, date, lead


def text_of(item: Item) -> Text:
    label = LABELS[item.language][item.section]
    teasers = [
        (
            escape(teaser.path),
            escape(teaser.headline),
            print_listing_date(teaser.published, item.language),
            escape(teaser.lead),
        )
        for teaser in NEWEST[item.language]
    ]
    texts = [escape(text) for text in item.paragraphs]
    more = f"{MORE[item.language]} {label}"
    return Text(label, escape(item.headline), item.published, texts, more, teasers)


def as_paragraphs(text: Text) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
    teasers = "".join(
        f'<p><a href="{path}">{headline}</a></p><p>{date}</p><p>{lead}</p>'
        for path, headline, date, lead in text.teasers
    )
    head = f"<p>{text.label}</p><p>{text.headline}</p><p>{text.date}</p>"
    return f"{head}{body}<p>{text.more}</p>{teasers}<p>Полезни връзки</p>"


def as_breaks(text: Text) -> str:
    teasers = "<br>".join(
        f'<a href="{path}">{headline}</a><br>{date}<br>{lead}'
        for path, headline, date, lead in text.teasers
    )
    parts = [text.label, text.headline, text.date, *text.paragraphs, text.more, teasers]
    return "<div>" + "<br>\n".join(parts) + "</div>"


def as_cells(text: Text) -> str:
    teasers = "".join(
        f'<tr><td><a href="{path}">{headline}</a></td></tr><tr><td>{date}</td></tr>'
        f"<tr><td>{lead}</td></tr>"
        for path, headline, date, lead in text.teasers
    )
    parts = [text.label, text.headline, text.date, *text.paragraphs, text.more]
    return f"<table>{''.join(f'<tr><td>{part}</td></tr>' for part in parts)}{teasers}</table>"


def as_cards(text: Text) -> str:
    """Date above the headline, a menu and a share bar around, the teasers in cards of links."""
    body = "".join(f"<div>{paragraph}</div>" for paragraph in text.paragraphs)
    teasers = "".join(
        f'<div><a href="{path}"><h4>{headline}</h4><em>{date}</em><div>{lead}</div></a></div>'
        for path, headline, date, lead in text.teasers
    )
    return (
        '<nav><a href="/bg/news/">Новини</a> <a href="/bg/calendar/0">Календар</a></nav>'
        f"<main><div>{text.label}</div><div><i>{text.date}</i></div><h2>{text.headline}</h2>{body}"
        '<div><a href="https://www.facebook.com/sharer.php?u=x">Сподели</a></div></main>'
        f"<section><h3>{text.more}</h3>{teasers}</section><footer>Полезни връзки</footer>"
    )


def as_glued(text: Text) -> str:
    """The date runs into the text; scripts, spans, soft hyphens and blanks in between."""
    first, *rest = [soften(paragraph) for paragraph in text.paragraphs]
    body = "<script>x('2001-01-01 10:00:00')</script>".join(f"<p>{each}</p>" for each in rest)
    teasers = "".join(
        f'<li><a href="{path}"><span>{headline}</span></a>\n<p>{date}</p><p>{soften(lead)}</p></li>'
        for path, headline, date, lead in text.teasers
    )
    return (
        f"<h5>{text.label}</h5><h1>{soften(text.headline)}</h1><p>{text.date}{first}</p>"
        f"<p>&nbsp;</p>{body}<h5>{text.more}</h5><ul>{teasers}</ul>"
    )


def soften(text: str) -> str:
    words = [word[:4] + "\u00ad" + word[4:] if word.isalpha() else word for word in text.split()]
    return " \u00a0".join(words)


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


MARKUPS = [as_paragraphs, as_breaks, as_cards, as_cells, as_glued]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("markup", MARKUPS)
def test_every_text_is_read_exactly_in_every_markup(
    name: str, markup: Callable[[Text], str]
) -> None:
    item = ITEMS[name]
    page = read_article(item, markup(text_of(item)), content_type="text/html")
    assert page.headline == item.headline
    assert page.published.raw == item.published
    assert page.paragraphs == item.paragraphs
    assert [(entry.headline, entry.lead, entry.target.id) for entry in page.teasers] == [
        (teaser.headline, teaser.lead, teaser.id) for teaser in NEWEST[item.language]
    ]


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_short_paragraph_is_never_lost(markup: Callable[[Text], str]) -> None:
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
    page = read_article(item, as_cards(text_of(item)), head=f'<base href="{href}">')
    assert [entry.target.id for entry in page.teasers] == [item.id for item in NEWEST["bg"]]
