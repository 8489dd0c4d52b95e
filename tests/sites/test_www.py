"""The strict layout of www: reads what fits its selectors exactly, and leaves the rest.

The markup around the selectors is made up; the texts are real.
"""

from collections.abc import Sequence
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
    Markup,
    Text,
    entries_of,
    path_of,
    text_of,
    written,
)
from tests.sites.test_editions import (
    SHARE,
    TEXTS,
    expected,
    glued,
    read,
    read_article,
    said,
    www_url,
)

STRICT = "www-2019"
SEED = text_of(ITEMS["bg/news/8601"], "www")
BLANK = replace(SEED, teasers=[])
PRINT = '<a href="javascript:window.print()">Печат</a>'
IN_PARAGRAPHS = "{paragraphs:<p>@</p>}"
IN_BREAKS = "{paragraphs:@<br>}"
BODIES = {
    "paragraphs": IN_PARAGRAPHS,
    "breaks": IN_BREAKS,
    "double breaks": "<p>{paragraphs:@<br />&nbsp;<br />}</p>",
    "divs": "{paragraphs:<div>@</div>}",
    "word": (
        '{soft_paragraphs:<p class="MsoNormal"><span lang="BG">@<o:p></o:p></span></p>'
        "<p>&nbsp;</p>}"
    ),
    "mixed": "{first}{others:<p>@</p>}",  # the first stands in the element itself
    "cells": "<table>{paragraphs:<tr><td>@</td></tr>}</table>",
}


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


def in_body(paragraphs: Sequence[str], pattern: str = IN_PARAGRAPHS) -> str:
    """*paragraphs*, each as *pattern* says."""
    return Markup("body", pattern, "")(replace(BLANK, paragraphs=paragraphs))


def is_read(html: str, name: str, layout: str = STRICT) -> Article:
    """Whether the page is read as is expected of the article *name*, and by which layout."""
    page = read_article(html, ITEMS[name], "www")
    assert said(page) == expected(ITEMS[name], "www")
    assert page.layout == layout
    if layout == STRICT:
        assert replace(page, layout="landmarks") == by_landmarks(html, name)
    return page


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
@pytest.mark.parametrize("body", BODIES)
def test_a_page_that_fits_is_read_as_the_landmarks_read_it(body: str, name: str) -> None:
    text = text_of(ITEMS[name], "www")
    is_read(page_of(text, in_body(text.paragraphs, BODIES[body])), name)


@pytest.mark.parametrize("name", TEXTS)
def test_a_standfirst_beside_the_text_is_its_first_paragraph(name: str) -> None:
    text = text_of(ITEMS[name], "www")
    first, *rest = text.paragraphs
    is_read(page_of(text, in_body(rest), above=f'<div class="summary">{first}</div>'), name)


def test_pictures_of_the_article_keep_their_captions_and_those_of_teasers_are_none() -> None:
    figure = '<figure><img src="/images/news/{0}.jpg" alt=""><figcaption>{1}</figcaption></figure>'
    captions = {"mm_0": "Румен Радев", "mm_1": "Йозо Канеко"}
    pictures = "".join(figure.format(*picture) for picture in captions.items())
    page = is_read(page_of(SEED, in_body(SEED.paragraphs), above=pictures), "bg/news/8601")
    assert page.images == tuple(
        Image(f"https://www.president.bg/images/news/{name}.jpg", caption)
        for name, caption in captions.items()
    )


@pytest.mark.parametrize("place", ["above", "beside", "below"])
@pytest.mark.parametrize("more", [f"<ul><li>{PRINT}</li></ul>", f"<div>{SHARE}</div>"])
def test_buttons_beside_the_text_are_no_text(more: str, place: str) -> None:
    is_read(page_of(SEED, in_body(SEED.paragraphs), **{place: more}), "bg/news/8601")


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
    html = page_of(SEED, in_body(SEED.paragraphs))
    changed = html.replace(*STRAYS[stray])
    assert changed != html
    is_read(changed, "bg/news/8601", "landmarks")


@pytest.mark.parametrize("said", ["Обратна връзка", "Още снимки", "Back to top"])
def test_a_line_that_nobody_can_place_is_refused(said: str) -> None:
    first, *rest = SEED.paragraphs
    for body in ([first, said, *rest], [first, *rest[:-1], said, rest[-1]]):
        with pytest.raises(LayoutError, match="may be text or something beside it"):
            read_article(page_of(SEED, in_body(body)), ITEMS["bg/news/8601"], "www")


@pytest.mark.parametrize("once_more", ["<p>{}</p>", '<p><a href="/">Начало</a> / {}</p>'])
def test_the_headline_under_the_text_is_left_to_the_landmarks(once_more: str) -> None:
    body = in_body(SEED.paragraphs) + once_more.format(SEED.headline)
    is_read(page_of(SEED, body), "bg/news/8601", "landmarks")


@pytest.mark.parametrize("place", ["beside", "below"])
def test_text_that_goes_on_outside_of_its_element_is_not_lost(place: str) -> None:
    first, *rest = SEED.paragraphs
    html = page_of(SEED, in_body([first]), **{place: in_body(rest)})
    is_read(html, "bg/news/8601", "landmarks")


def test_teasers_inside_of_the_text_are_no_paragraphs() -> None:
    inside = f"{in_body(SEED.paragraphs)}<h3>{SEED.more}</h3>{teasers_of(SEED)}"
    is_read(page_of(replace(SEED, teasers=[], more=""), inside), "bg/news/8601", "landmarks")


@pytest.mark.parametrize("came", ["bg", "en"])
def test_a_page_that_fits_in_another_language_is_refused(came: str) -> None:
    item = ITEMS[{"bg": "bg/news/8601", "en": "en/news/6103"}[came]]
    text = text_of(item, "www")
    asked = "&lang=en" if came == "bg" else ""
    with pytest.raises(LayoutError, match="came in"):
        read(page_of(text, in_body(text.paragraphs)), item, "www", www_url(item, asked))


#: What is no text of the article, wherever it stands.
OTHER = "/news8445/x.html"
DISTURBANCES = {
    "share": f"<div>{SHARE}</div>",
    "print": f'<p>{PRINT} | <a href="mailto:?">E-mail</a></p>',
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
@pytest.mark.parametrize("body_of", [IN_PARAGRAPHS, IN_BREAKS])
def test_what_is_no_text_is_never_read_as_text_nor_costs_any(
    body_of: str, disturbance: str
) -> None:
    stray = DISTURBANCES[disturbance]
    for name in ("bg/news/8601", "en/news/6103"):
        item, text = ITEMS[name], text_of(ITEMS[name], "www")
        body = in_body(text.paragraphs, body_of)
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
