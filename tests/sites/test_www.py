"""The strict layout of www: reads what fits its selectors exactly, and leaves the rest.

The markup around the selectors is made up; the texts are real.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article, Image, Listing, ListingRef
from presidency_scraper.sites.base import PageRequest
from presidency_scraper.sites.html.tree import parse_html
from presidency_scraper.sites.president_bg import SITE, landmarks
from tests.sites.dress import (
    ITEMS,
    NEWEST,
    SEEN,
    Text,
    entries_of,
    path_of,
    soften,
    tags,
    text_of,
    written,
)
from tests.sites.test_editions import TEXTS, expected, glued, read, said, www_url

STRICT = "www-2019"
Write = Callable[[Sequence[str]], str]


def in_paragraphs(texts: Sequence[str]) -> str:
    return tags("p", texts)


def in_breaks(texts: Sequence[str]) -> str:
    return "<br>".join(texts)


def in_double_breaks(texts: Sequence[str]) -> str:
    return "<p>" + "<br />&nbsp;<br />".join(texts) + "</p>"


def in_divs(texts: Sequence[str]) -> str:
    return tags("div", texts)


def in_word(texts: Sequence[str]) -> str:
    return "".join(
        f'<p class="MsoNormal"><span lang="BG">{soften(each)}<o:p></o:p></span></p><p>&nbsp;</p>'
        for each in texts
    )


def in_mixed(texts: Sequence[str]) -> str:
    """The first paragraph stands in the element itself, the others in elements of their own."""
    return texts[0] + in_paragraphs(texts[1:])


def in_cells(texts: Sequence[str]) -> str:
    return f"<table>{tags('tr', [f'<td>{text}</td>' for text in texts])}</table>"


BODIES = [
    in_paragraphs,
    in_breaks,
    in_double_breaks,
    in_divs,
    in_word,
    in_mixed,
    in_cells,
]


def teasers_of(text: Text) -> str:
    return written(
        text.teasers,
        '<div class="teaser"><div class="date">{date}</div><a href="{path}"><img src="/images/'
        'news/{at}.jpg" alt="{headline}"></a><h4><a href="{path}">{headline}</a></h4>'
        "<i>0</i> <i>3</i></div>",
    )


def page_of(text: Text, body: str, *, above: str = "", beside: str = "", below: str = "") -> str:
    """A page that the selectors fit, with something more *above* the text, *beside* or *below*."""
    return (
        f'<div id="header"><a href="/news/"><img src="/images/logo.jpg" alt="x"></a></div>'
        f'<div class="title">{text.label}</div><div class="print-content">'
        f'<div class="date">{text.date}</div><h2>{text.headline}</h2>{above}'
        f'<div class="index-news-bdy">{body}</div>{beside}</div>{below}'
        f"<div><h3>{text.more}</h3>{teasers_of(text)}</div><div>Полезни връзки</div>"
    )


def by_landmarks(html: str, name: str) -> Article:
    item = ITEMS[name]
    face = SITE.editions["www"]
    url = www_url(item, glued(item, "www"))
    request = PageRequest(url, SITE.parse_url(url), None, face, SEEN)
    whole = f"<html><head><meta charset=utf-8></head><body>{html}</body></html>"
    page = landmarks.read_article(parse_html(whole), request)
    assert isinstance(page, Article)
    return page


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("write", BODIES)
def test_a_page_that_fits_is_read_as_the_landmarks_read_it(write: Write, name: str) -> None:
    item, text = ITEMS[name], text_of(ITEMS[name], "www")
    html = page_of(text, write(text.paragraphs))
    page = read(html, item, "www")
    assert isinstance(page, Article)
    assert page.layout == STRICT
    assert said(page) == expected(item, "www")
    assert replace(page, layout="landmarks") == by_landmarks(html, name)


@pytest.mark.parametrize("name", TEXTS)
def test_a_standfirst_beside_the_text_is_its_first_paragraph(name: str) -> None:
    item, text = ITEMS[name], text_of(ITEMS[name], "www")
    first, *rest = text.paragraphs
    html = page_of(text, in_paragraphs(rest), above=f'<div class="summary">{first}</div>')
    page = read(html, item, "www")
    assert isinstance(page, Article)
    assert page.layout == STRICT
    assert page.paragraphs == item.paragraphs
    assert replace(page, layout="landmarks") == by_landmarks(html, name)


def test_pictures_of_the_article_keep_their_captions_and_those_of_teasers_are_none() -> None:
    name = "bg/news/8601"
    item, text = ITEMS[name], text_of(ITEMS[name], "www")
    pictures = "".join(
        f'<figure><img src="/images/news/mm_{at}.jpg" alt=""><figcaption>{caption}</figcaption>'
        "</figure>"
        for at, caption in enumerate(["Румен Радев", "Йозо Канеко"])
    )
    html = page_of(text, in_paragraphs(text.paragraphs), above=pictures)
    page = read(html, item, "www")
    assert isinstance(page, Article)
    assert page.layout == STRICT
    assert said(page) == expected(item, "www")
    assert page.images == (
        Image("https://www.president.bg/images/news/mm_0.jpg", "Румен Радев"),
        Image("https://www.president.bg/images/news/mm_1.jpg", "Йозо Канеко"),
    )
    assert replace(page, layout="landmarks") == by_landmarks(html, name)


@pytest.mark.parametrize(
    "more",
    [
        '<ul><li><a href="javascript:window.print()">Печат</a></li></ul>',
        '<div><a href="https://www.facebook.com/sharer.php?u=x">Сподели</a></div>',
    ],
)
def test_buttons_beside_the_text_are_no_text(more: str) -> None:
    name = "bg/news/8601"
    item, text = ITEMS[name], text_of(ITEMS[name], "www")
    for place in ("above", "beside", "below"):
        html = page_of(text, in_paragraphs(text.paragraphs), **{place: more})
        page = read(html, item, "www")
        assert isinstance(page, Article)
        assert page.layout == STRICT
        assert said(page) == expected(item, "www")


#: How a page ceases to fit: what is replaced in it, and by what.
STRAYS = {
    "no such date": ('class="date"', 'class="day"'),
    "no such text": ("index-news-bdy", "news-body"),
    "two headlines": ('<div class="index-news-bdy">', '<h2></h2><div class="index-news-bdy">'),
    "two texts": ("<h2>", '<div class="index-news-bdy"></div><h2>'),
    "no element at all": ("print-content", "content"),
    "a button in the text": (
        '<div class="index-news-bdy">',
        '<div class="index-news-bdy"><a href="javascript:window.print()">Печат</a>',
    ),
    "a second date": ("<h2>", '<span class="date"></span><h2>'),
}


@pytest.mark.parametrize("stray", STRAYS)
def test_a_page_that_does_not_fit_is_left_to_the_landmarks(stray: str) -> None:
    item = ITEMS["bg/news/8601"]
    text = text_of(item, "www")
    html = page_of(text, in_paragraphs(text.paragraphs))
    changed = html.replace(*STRAYS[stray])
    assert changed != html
    page = read(changed, item, "www")
    assert isinstance(page, Article)
    assert page.layout == "landmarks"
    assert said(page) == expected(item, "www")


@pytest.mark.parametrize("once_more", ["<p>{}</p>", '<p><a href="/">Начало</a> / {}</p>'])
def test_the_headline_under_the_text_is_left_to_the_landmarks(once_more: str) -> None:
    item = ITEMS["bg/news/8601"]
    text = text_of(item, "www")
    body = in_paragraphs(text.paragraphs) + once_more.format(text.headline)
    page = read(page_of(text, body), item, "www")
    assert isinstance(page, Article)
    assert page.layout == "landmarks"
    assert said(page) == expected(item, "www")


def test_text_that_goes_on_outside_of_its_element_is_not_lost() -> None:
    item = ITEMS["bg/news/8601"]
    text = text_of(item, "www")
    first, *rest = text.paragraphs
    for place in ("beside", "below"):
        html = page_of(text, in_paragraphs([first]), **{place: in_paragraphs(rest)})
        page = read(html, item, "www")
        assert isinstance(page, Article)
        assert (page.layout, page.paragraphs) == ("landmarks", item.paragraphs)


def test_teasers_inside_of_the_text_are_no_paragraphs() -> None:
    item = ITEMS["bg/news/8601"]
    text = text_of(item, "www")
    inside = f"{in_paragraphs(text.paragraphs)}<h3>{text.more}</h3>{teasers_of(text)}"
    html = page_of(replace(text, teasers=[], more=""), inside)
    page = read(html, item, "www")
    assert isinstance(page, Article)
    assert page.layout == "landmarks"
    assert said(page) == expected(item, "www")


@pytest.mark.parametrize("came", ["bg", "en"])
def test_a_page_that_fits_in_another_language_is_refused(came: str) -> None:
    item = ITEMS[{"bg": "bg/news/8601", "en": "en/news/6103"}[came]]
    text = text_of(item, "www")
    asked = "&lang=en" if came == "bg" else ""
    with pytest.raises(LayoutError, match="came in"):
        read(page_of(text, in_paragraphs(text.paragraphs)), item, "www", www_url(item, asked))


#: What is no text of the article, wherever it stands.
OTHER = "/news8445/x.html"
DISTURBANCES = {
    "share": '<div><a href="https://www.facebook.com/sharer.php?u=x">Сподели</a></div>',
    "print": '<p><a href="javascript:window.print()">Печат</a> | <a href="mailto:?">E-mail</a></p>',
    "figure": '<figure><img src="/images/a.jpg"><figcaption>На „Дондуков“ 2</figcaption></figure>',
    "caption": '<div><img src="/images/a.jpg"><p>Среща на „Дондуков“ 2</p></div>',
    "picture": '<img src="/images/news/a.jpg" alt="Среща на „Дондуков“ 2">',
    "related": (
        f'<div><h4>Свързани новини</h4><ul><li><a href="{OTHER}">Среща с ученици</a>'
        '</li><li><a href="/news8510/x.html">Румен Радев: България е била силна</a></li></ul></div>'
    ),
    "updated": "<div>Обновена на 12 Май 2026 | 10:00</div>",
    "clock": "<div>12 Май 2026 | 10:00</div>",
    "script": '<script>x("12 Май 2026 | 10:00")</script>',
    "aside": "<aside><h3>Календар</h3><p>Предстои посещение в Пловдив.</p></aside>",
    "neighbours": (
        f'<div><a href="{OTHER}">« Предишна</a> <a href="/news8510/x.html">Следваща »</a></div>'
    ),
    "event": "<div><div>12 Май 2026 | 10:00</div><p>Среща със студенти</p></div>",
    "teaser": (
        f'<div><p class="date">12 Май 2026 | 10:00</p><a href="{OTHER}">Румен Радев</a></div>'
    ),
    "hidden": '<div style="display:none">Скрито.</div>',
}


@pytest.mark.parametrize("disturbance", DISTURBANCES)
@pytest.mark.parametrize("write", [in_paragraphs, in_breaks])
def test_what_is_no_text_is_never_read_as_text_nor_costs_any(
    write: Write, disturbance: str
) -> None:
    stray = DISTURBANCES[disturbance]
    for name in ("bg/news/8601", "en/news/6103"):
        item, text = ITEMS[name], text_of(ITEMS[name], "www")
        body = write(text.paragraphs)
        second = text.paragraphs[1]
        plain = page_of(text, body)
        for html in (
            page_of(text, stray + body),
            page_of(text, body.replace(second, stray + second)),
            page_of(text, body + stray),
            page_of(text, body, above=stray),
            page_of(text, body, beside=stray),
            page_of(text, body, below=stray),
            plain.replace("<h2>", f"{stray}<h2>"),
            plain.replace('<div class="date">', f'{stray}<div class="date">', 1),
            stray + plain,
            plain + stray,
        ):
            try:
                page = read(html, item, "www")
            except LayoutError:
                continue
            assert said(page) == expected(item, "www")


# Listings


BOXES = (
    '<div class="inside-article-box"><a class="dblock" href="{path}"><h3>{headline}</h3>'
    '<span class="date">{date}</span><p>{lead}</p></a></div>'
)
#: A picture and the text, each a link of its own.
BOXES_OF_TWO_LINKS = (
    '<div class="inside-article-box"><a class="dblock" href="{path}"><img src="/a.jpg"></a>'
    '<a class="dblock" href="{path}"><h3>{headline}</h3></a><span>{date}</span><p>{lead}</p></div>'
)


def listed(html: str) -> Listing:
    face, ref = SITE.editions["www"], ListingRef("bg", "news", None, 2)
    page = read(html, ITEMS["bg/news/8601"], "www", face.listing_url(ref, face.origin))
    assert isinstance(page, Listing)
    return page


@pytest.mark.parametrize("box", [BOXES, BOXES_OF_TWO_LINKS])
def test_a_listing_that_fits_names_the_entries_it_selects(box: str) -> None:
    page = listed(written(entries_of("bg", "www"), box))
    assert page.layout == STRICT
    assert [(entry.target.id, entry.headline, entry.lead) for entry in page.entries] == [
        (item.id, item.headline, item.lead) for item in NEWEST["bg"]
    ]


def test_a_listing_in_which_the_selector_names_others_is_left_to_the_landmarks() -> None:
    path = path_of(ITEMS["bg/news/70"], "www")
    other = f'<div class="inside-article-box"><a class="dblock" href="{path}">x</a></div>'
    page = listed(written(entries_of("bg", "www"), BOXES) + other)
    assert page.layout == "landmarks"
    assert [entry.target.id for entry in page.entries] == [item.id for item in NEWEST["bg"]]


def test_an_empty_listing_is_left_to_the_landmarks() -> None:
    page = listed("<h1>НОВИНИ</h1>")
    assert (page.layout, page.entries) == ("landmarks", ())
