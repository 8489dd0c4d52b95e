"""The www and mobile editions in many made-up markups: each page is read exactly or refused.

The texts are real, the markups are not: nobody who wrote this has seen the site's. What is expected
comes from the texts. Both editions print the date above the headline; teasers of www show a date,
the headline twice and two numbers, those of mobile a date and a lead.
"""

from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from parsel import Selector

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Item
from presidency_scraper.errors import LayoutError
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Article, Listing, ListingRef, Page, Shell
from presidency_scraper.sites.base import Layout, PageRequest, Source
from presidency_scraper.sites.president_bg import SITE
from tests.sites.dress import (
    ITEMS,
    LABELS,
    NEWEST,
    SEEN,
    Markup,
    Text,
    entries_of,
    path_of,
    printed,
    text_of,
    written,
)

TEXTS = [
    "bg/news/8601",
    "bg/news/200",  # quotes of every kind
    "bg/interviews-president/3787",
    "bg/speeches-and-statements/4185",  # salutations, one short paragraph each
    "en/news/3551",  # English under a Bulgarian slug
    "en/news/6103",
]


# Mobile: label, timestamp, headline, text; teasers of date and lead

SHARE = '<a href="https://www.facebook.com/sharer.php?u=x">Сподели</a>'
WORD = (
    "{soft_paragraphs:"
    '<p class="MsoNormal"><span lang="BG">@<o:p></o:p></span></p><p>&nbsp;</p>'
    "}<h3>{more}</h3>{teasers}"
)
DEEP = (
    "<div><div><div>{label}</div></div><div><div><i>{date}</i></div></div>"
    "<div><h2><span>{headline}</span></h2></div>"
    "<div>{paragraphs:<div><div><span>@</span></div></div>}</div></div>"
    "<div><div>{more}</div><div>{teasers}</div></div>"
)
HTML5 = (
    "</header><main><article><p>{label}</p><time>{date}</time><h1>{headline}</h1>"
    "{paragraphs:<p>@</p>}</article><aside><h2>{more}</h2><ul>{teasers}</ul></aside></main>"
    "<footer>Полезни връзки</footer>"
)
DIVS = (
    "<div>{label}</div><div>{date}</div><div>{headline}</div>{paragraphs:<div>@</div>}"
    "<div>{more}</div><div>{teasers}</div><div>Полезни връзки</div>"
)
FLAT = "<p>{label}</p><p>{date}</p><p>{headline}</p>{paragraphs:<p>@</p>}<p>{more}</p>{teasers}"
BREAKS = "{label}<br>{date}<br><b>{headline}</b><br>{paragraphs:@<br>}{more}<br>{teasers}"
UNLABELLED = (
    "<div>{date}</div><h1>{headline}</h1><div>{paragraphs:<p>@</p>}</div><div>{teasers}</div>"
)


def named(edition: str, patterns: dict[str, tuple[str, str]]) -> list[Markup]:
    """Markups of *edition*: for each a name, its page, and a teaser on it."""
    return [Markup(f"{edition}_{name}", *two) for name, two in patterns.items()]


MOBILE = named(
    "mobile",
    {
        "divs": (DIVS, '<div><a href="{path}">{date}</a><div>{lead}</div></div>'),
        "html5": (
            '<header><nav><a href="/bg/news/">{menu}</a></nav>' + HTML5,
            '<li><a href="{path}"><time>{date}</time><p>{lead}</p></a></li>',
        ),
        "breaks": (
            BREAKS.replace("<br>", "<br><br>"),
            '<a href="{path}">{date}</a><br>{lead}<br>',
        ),
        "tables": (
            "<table><tr><td>{label}</td></tr><tr><td>{date}</td></tr><tr><td>{headline}</td></tr>"
            "{paragraphs:<tr><td>@</td></tr>}<tr><td>{more}</td></tr>{teasers}</table>",
            '<tr><td>{date}</td></tr><tr><td><a href="{path}">{lead}</a></td></tr>',
        ),
        "flat": (FLAT, '<p>{date}</p><p><a href="{path}">{lead}</a></p>'),
        "buttons": (  # the link of a teaser is a button below it
            "<h4>{label}</h4><small>{date}</small><h2>{headline}</h2>{paragraphs:<p>@</p>}"
            "<h4>{more}</h4>{teasers}",
            '<section><span>{date}</span><p>{lead}</p><a href="{path}">Още</a></section>',
        ),
        "pictures": (  # the link of a teaser is round a picture
            "<div>{label}</div><div><div>{date}</div><h3>{headline}</h3>{paragraphs:<div>@</div>}</div>"
            "<div><div>{more}</div>{teasers}</div>",
            '<div><a href="{path}"><img src="/img/t.jpg" alt=""></a><div>{date}</div>'
            "<div>{lead}</div></div>",
        ),
        "one_line": (  # date and headline on one line, date and lead of a teaser, too
            "<h5>{label}</h5><p><em>{date}</em> <strong>{headline}</strong></p>"
            "{paragraphs:<p>@</p>}<h5>{more}</h5><ul>{teasers}</ul>",
            '<li><a href="{path}">{date} {lead}</a></li>',
        ),
        "word": (
            "<h1>{label}</h1><p>{date}</p><h2>{soft_headline}</h2>" + WORD,
            '<p><a href="{path}">{date}</a></p><p>{soft_lead}</p>',
        ),
        "list": (
            "<dl><dt>{label}</dt><dt>{date}</dt><dt>{headline}</dt>{paragraphs:<dd>@</dd>}</dl>"
            "<b>{more}</b><dl>{teasers}</dl>",
            '<dt>{date}</dt><dd><a href="{path}">{lead}</a></dd>',
        ),
        "shared": (  # buttons between date, headline and text; a picture without words
            f"<div>{{label}}</div><div>{{date}}</div><div>{SHARE}</div><h1>{{headline}}</h1>"
            f'<img src="/images/news/mm_1.jpg" alt="">{{paragraphs:<p>@</p>}}<div>{SHARE}</div>'
            "<div>{more}</div>{teasers}",
            '<div><b>{date}</b><br><a href="{path}">{lead}</a></div>',
        ),
        "unlabelled": (UNLABELLED, '<div><div>{date}</div><a href="{path}">{lead}</a></div>'),
        "nested": (  # every block deep inside others, the date in a box of its own
            DEEP,
            '<div><div><div><i>{date}</i></div></div><div><a href="{path}"><span>{lead}</span></a>'
            "</div></div>",
        ),
    },
)


def read(html: str, item: Item, edition: str, url: str | None = None) -> Page:
    whole = f"<html><head><meta charset=utf-8></head><body>{html}</body></html>"
    face = SITE.editions[edition]
    return read_page(
        whole.encode(),
        url=url or f"{face.origin}{path_of(item, edition)}{glued(item, edition)}",
        content_type="text/html",
        seen_at=SEEN,
        edition=edition,
    )


def read_article(html: str, item: Item, edition: str, url: str | None = None) -> Article:
    page = read(html, item, edition, url)
    assert isinstance(page, Article)
    return page


def glued(item: Item, edition: str) -> str:
    return "&lang=en" if edition == "www" and item.language == "en" else ""


def said(page: Page) -> dict[str, Any]:
    assert isinstance(page, Article)
    return {
        "id": page.ref.id,
        "headline": page.headline,
        "published": (page.published.iso[:16], page.published.precision.value, page.published.raw),
        "paragraphs": page.paragraphs,
        "teasers": [told(entry) for entry in page.teasers],
    }


def told(entry: Any) -> tuple[Any, ...]:
    moment = entry.published
    return (
        entry.target.id,
        entry.headline,
        entry.lead,
        moment.iso[:16],
        moment.precision.value,
        entry.published_raw,
    )


def expected(item: Item, edition: str) -> dict[str, Any]:
    own = text_of(item, edition).date
    return {
        "id": item.id,
        "headline": item.headline,
        "published": (item.published.replace(" ", "T")[:16], "minute", own),
        "paragraphs": item.paragraphs,
        "teasers": [
            announced(newest, edition, headline=edition == "www", lead=edition != "www")
            for newest in NEWEST[item.language]
        ],
    }


def announced(item: Item, edition: str, *, headline: bool, lead: bool) -> tuple[Any, ...]:
    hour = edition != "www"
    time = item.published.replace(" ", "T")[:16]
    return (
        item.id,
        item.headline if headline else None,
        item.lead if lead else None,
        f"{time[:13]}:00" if hour else time,
        "hour" if hour else "minute",
        printed(item.published, item.language, edition),
    )


#: Markup and text of pages on which a line under a picture may be its caption or text.
REFUSED = {
    ("mobile_shared", "bg/speeches-and-statements/4185"),
    ("www_tables", "bg/speeches-and-statements/4185"),
}


# www: label, date, headline, text; teasers of date, headline twice and two small numbers

#: The picture of a teaser, whose words are the headline, and the headline: links both.
PICTURE = '<a href="{path}"><img src="/images/news/mm_{at}.jpg" alt="{headline}"></a>'
LINK = '<a href="{path}">{headline}</a>'
HEADED = (
    "<div>{label}</div><div>{date}</div><h2>{headline}</h2>{paragraphs:<p>@</p>}<h3>{more}</h3>"
    "<div>{teasers}</div>"
)
PRINT = f'<ul><li><a href="javascript:window.print()">Печат</a></li><li>{SHARE}</li></ul>'
ROW = (
    '<tr><td colspan=2><font size=2 face="Arial">@</font></td></tr>'
    '<tr><td height=8><img src="/img/spacer.gif"></td></tr>'
)
WWW = named(
    "www",
    {
        "divs": (
            DIVS,
            f"<div><div>{{date}}</div>{PICTURE}<h4>{LINK}</h4><span>0</span> <span>3</span></div>",
        ),
        "headline_first": (  # the date below the headline, and teasers alike
            "<div>{label}</div><h2>{headline}</h2><div>{date}</div>{paragraphs:<p>@</p>}<h3>{more}</h3>"
            "<div>{teasers}</div>",
            f"<div>{PICTURE}{LINK}<div>{{date}}</div><div>0</div><div>3</div></div>",
        ),
        "unlabelled": (  # no label at all
            UNLABELLED,
            f"<div><div>{{date}}</div>{LINK}<h4>{LINK}</h4><div>0</div><div>3</div></div>",
        ),
        "whole_links": (  # a teaser is one link and one line with only blanks between
            "<h5>{label}</h5><div>{date}</div><h2>{headline}</h2>{paragraphs:<p>@</p>}"
            "<h5>{more}</h5><ul>{teasers}</ul>",
            '<li><a href="{path}">{date} {headline} 0 3</a></li>',
        ),
        "html5": (
            '<header><nav><a href="/news/">{menu}</a> <a href="/calendar/0">2026</a></nav>' + HTML5,
            '<li><a href="{path}"><time>{date}</time><p>{headline}</p><h3>{headline}</h3>'
            "<i>0</i><i>12</i></a></li>",
        ),
        "breaks": (BREAKS, f"{{date}}<br>{LINK}<br>{LINK}<br>0<br>3<br>"),
        "tables": (  # as in 2012
            f"<TABLE>{ROW.replace('@', '{label}')}{ROW.replace('@', '{date}')}"
            f"{ROW.replace('@', '<b>{headline}</b>')}{{paragraphs:{ROW}}}</TABLE>"
            "<TABLE><tr><td bgcolor=#CCCCCC><b>{more}</b></td></tr>{teasers}</TABLE>",
            f"<tr><td>{{date}}</td></tr><tr><td>{LINK}</td></tr><tr><td><b>{LINK}</b></td></tr>"
            "<tr><td>0</td></tr><tr><td>1</td></tr>",
        ),
        "flat": (  # the headline of a teaser once, as a link; numbers on its line
            FLAT,
            f"<p>{{date}}</p><p>{LINK} <span>0</span> <span>3</span></p>",
        ),
        "cards": (  # cards that are a link each; a caption under each picture
            "<section><h5>{label}</h5><small>{date}</small><h2>{headline}</h2>"
            "<div>{paragraphs:<p>@</p>}</div></section><section><h5>{more}</h5>{teasers}</section>",
            '<a href="{path}"><figure><img src="/images/news/{at}.jpg" alt="{headline}">'
            "<figcaption>{headline}</figcaption></figure><small>{date}</small><h4>{headline}</h4>"
            "<div><b>0</b></div><div><b>3</b></div></a>",
        ),
        "word": (
            "<h1>{label}</h1><p>{date}</p><h2>{soft_headline}</h2>" + WORD,
            '<p>{date}</p><p><a href="{path}">{soft_headline}</a></p>'
            '<h4><a href="{path}">{soft_headline}</a></h4><p>0</p><p>3</p>',
        ),
        "glued": (  # the date runs into the headline
            "<h5>{label}</h5><p><span>{date}</span><strong>{headline}</strong></p>"
            "{paragraphs:<p>@</p>}<h5>{more}</h5><ul>{teasers}</ul>",
            '<li><span>{date}</span><a href="{path}"><span>{headline}</span></a>'
            f"<h4>{LINK}</h4><em>0</em> <em>3</em></li>",
        ),
        "shared": (  # buttons around everything, a clock, languages to choose from
            '<div><a href="{path}&lang=bg">Български</a> <a href="{path}&lang=en">English</a></div>'
            f"<div>01.06.2026 12:00</div><div>{{label}}</div>{PRINT}<div>{{date}}</div>"
            f"<h2>{{headline}}</h2>{PRINT}{{paragraphs:<p>@</p>}}{PRINT}<div>{{more}}</div>"
            "<div>{teasers}</div>",
            f"<div><div>{{date}}</div><div>{PICTURE}</div><div>{LINK}</div>"
            "<div><i></i>0 <i></i>3</div></div>",
        ),
        "sidebar": (  # the teasers in a column beside the article
            "<table><tr><td><div>{label}</div><div><div>{date}</div><h2>{headline}</h2>"
            "{paragraphs:<div>@</div>}</div></td><td><h3>{more}</h3><ul>{teasers}</ul></td></tr></table>",
            '<li><a href="{path}"><img src="/images/news/{at}.jpg" alt="{headline}">'
            "<span>{date}</span><b>{headline}</b></a><span>0</span><span>3</span></li>",
        ),
        "nested": (
            DEEP,
            "<div><div><div><i>{date}</i></div></div>"
            '<div><a href="{path}"><span>{headline}</span></a></div>'
            '<div><a href="{path}"><span>{headline}</span></a></div>'
            "<div><div>0</div><div>3</div></div></div>",
        ),
        "unlinked_headlines": (  # only the picture of a teaser is a link
            HEADED,
            f"<div><div>{{date}}</div>{PICTURE}<div>{{headline}}</div><div>0</div><div>3</div></div>",
        ),
    },
)


MARKUPS = {"mobile": MOBILE, "www": WWW}
(mobile_divs, *_), (www_divs, www_headline_first, www_unlabelled, *_) = MOBILE, WWW


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("edition", "write"), [(edition, write) for edition in MARKUPS for write in MARKUPS[edition]]
)
def test_an_article_is_read_exactly_in_every_markup(write: Markup, name: str, edition: str) -> None:
    item = ITEMS[name]
    html = write(text_of(item, edition))
    if (write.name, name) in REFUSED:
        with pytest.raises(LayoutError):
            read(html, item, edition)
    else:
        page = read_article(html, item, edition)
        assert said(page) == expected(item, edition)
        assert page.layout == "landmarks"


# Listings


listing_divs = f"<div><h3>{LINK}</h3><div>{{date}}</div><p>{{lead}}</p></div>"
LISTINGS = {
    "divs": listing_divs,
    "whole links": '<div><a href="{path}"><h3>{headline}</h3><span>{date}</span><p>{lead}</p></a>'
    "</div>",
    "tables": '<table><tr><td><img src="/img/t.gif"></td><td><a href="{path}"><b>{headline}</b></a>'
    "<br>{date}<br>{lead}</td></tr></table>",
    "flat": f"<p>{LINK}</p><p>{{date}}</p><p>{{lead}}</p>",
    "breaks": f"{{date}}<br>{LINK}<br>{{lead}}<br>",
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("edition", ["www", "mobile"])
@pytest.mark.parametrize("markup", LISTINGS)
def test_a_listing_is_read_exactly_in_every_markup(
    markup: str, edition: str, language: str
) -> None:
    entries = written(entries_of(language, edition), LISTINGS[markup])
    page = read_listing(entries, edition, language)
    assert [told(entry) for entry in page.entries] == [
        announced(item, edition, headline=True, lead=True) for item in NEWEST[language]
    ]
    assert page.last_page == 7


def read_listing(entries: str, edition: str, language: str) -> Listing:
    face, ref = SITE.editions[edition], ListingRef(language, "news", None, 3)
    last = face.listing_url(replace(ref, page=7), "")
    html = (
        f"<h1>{LABELS[language]['news']}</h1><p>Filters: <a href='/news/president/page/1'>x</a></p>"
        f"{entries}<p><a href='{last}'>7</a></p>"
    )
    page = read(html, ITEMS["bg/news/8601"], edition, face.listing_url(ref, face.origin))
    assert isinstance(page, Listing)
    return page


def test_a_mobile_listing_without_headlines_has_leads_alone() -> None:
    entries = written(entries_of("en", "mobile"), '<p><a href="{path}">{date}</a></p><p>{lead}</p>')
    page = read_listing(entries, "mobile", "en")
    assert [told(entry) for entry in page.entries] == [
        announced(item, "mobile", headline=False, lead=True) for item in NEWEST["en"]
    ]


# Shells, languages and what is refused


WITHOUT_SLUG = "https://www.president.bg/news8601/news8601.html"


def without_text(text: Text) -> Text:
    return replace(text, headline="", paragraphs=[])


@pytest.mark.parametrize("edition", MARKUPS)
def test_an_untranslated_article_is_a_shell_in_every_markup(edition: str) -> None:
    item = ITEMS["en/news/6103"]
    for write in MARKUPS[edition]:
        page = read(write(without_text(text_of(item, edition))), item, edition)
        assert isinstance(page, Shell), write.name
        assert page.published.iso[:16] == "2021-08-09T16:22", write.name
        assert [told(entry) for entry in page.teasers] == expected(item, edition)["teasers"]


def www_url(item: Item, asked: str = "") -> str:
    return f"https://www.president.bg{path_of(item, 'www')}{asked}"


def test_the_refusal_names_both_languages() -> None:
    item = ITEMS["en/news/6103"]
    with pytest.raises(LayoutError, match="came in English; Bulgarian was asked for"):
        read(www_divs(text_of(item, "www")), item, "www", www_url(item))


def test_a_listing_in_another_language_than_asked_for_is_refused() -> None:
    with pytest.raises(LayoutError, match="came in English"):
        read_listing(written(entries_of("en", "www"), listing_divs), "www", "bg")


def test_an_english_headline_on_a_bulgarian_page_is_no_other_language() -> None:
    item = ITEMS["bg/news/8601"]
    text = replace(text_of(item, "www"), headline="Statement by President Rumen Radev in Tokyo")
    page = read_article(www_divs(text), item, "www", WITHOUT_SLUG)
    assert (page.ref.id, page.headline) == ("bg/news/8601", text.headline)


def test_a_bulgarian_text_among_english_teasers_is_refused() -> None:
    item = ITEMS["bg/news/8601"]
    english = text_of(ITEMS["en/news/6103"], "www")
    text = replace(text_of(item, "www"), more="", teasers=english.teasers)
    with pytest.raises(LayoutError, match="cannot be told"):
        read(www_unlabelled(text), item, "www")


def test_a_gallery_without_text_is_an_article_and_keeps_its_pictures() -> None:
    item = ITEMS["bg/photo-gallery/8349"]
    text = text_of(item, "www")
    pictures = "".join(
        f'<figure><img src="/images/photo-gallery/mm_{at}.jpg" alt=""><figcaption>{caption}'
        "</figcaption></figure>"
        for at, caption in enumerate(["Пл. „Св. Ал. Невски“", "Гербовата зала"])
    )
    html = www_divs(replace(text, paragraphs=[])).replace(text.more, pictures + text.more)
    page = read_article(html, item, "www")
    assert (page.headline, page.paragraphs) == (item.headline, ())
    assert [(image.url, image.caption) for image in page.images[:2]] == [
        ("https://www.president.bg/images/photo-gallery/mm_0.jpg", "Пл. „Св. Ал. Невски“"),
        ("https://www.president.bg/images/photo-gallery/mm_1.jpg", "Гербовата зала"),
    ]


STRAYS = [
    "<div>12 Май 2026 | 10:00</div><h2>Среща със студенти</h2>",
    "<div>12 Май 2026 | 10:00</div><div>Среща със студенти</div>",
    "<p>12 Май 2026 | 10:00 Среща със студенти</p>",
    "<div>12 Май 2026 | 10:00</div><h2>Среща със студенти</h2><p>Начало в 10 часа.</p>",
]


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("write", WWW)
def test_an_event_beside_the_article_lends_it_nothing_with_a_slug_to_tell_by_or_without(
    write: Markup, stray: str
) -> None:
    item = ITEMS["bg/news/8601"]
    html = write(text_of(item, "www"))
    for url in (None, WITHOUT_SLUG):
        for page in (stray + html, html.replace("Полезни връзки", stray)):
            with suppress(LayoutError):
                assert said(read(page, item, "www", url)) == expected(item, "www")


#: Texts of www that are of no such article: whose they are, what is changed, what was asked for.
WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "English asked for": ("bg/news/8601", {}, "&lang=en"),
    "Bulgarian asked for": ("en/news/6103", {}, ""),
    "English shell": ("en/news/6103", {"headline": "", "paragraphs": []}, ""),
    "no date, but those of teasers": ("bg/news/8396", {"date": ""}, ""),  # as it is stored
    "event for a date": ("bg/news/8601", {"date": STRAYS[-1]}, ""),
}
READ = (www_headline_first, "event for a date")  # where the event stands below the headline


@pytest.mark.parametrize(("write", "wrong"), [pair for pair in product(WWW, WRONG) if pair != READ])
def test_what_is_not_the_article_asked_for_is_refused(write: Markup, wrong: str) -> None:
    name, changes, asked = WRONG[wrong]
    item = ITEMS[name]
    html = write(replace(text_of(item, "www"), **changes))
    with pytest.raises(LayoutError):
        read(html, item, "www", www_url(item, asked))


def test_a_link_on_an_english_page_of_www_leads_to_the_english_article() -> None:
    item = ITEMS["en/news/6103"]
    page = read_article(www_divs(text_of(item, "www")), item, "www")
    assert page.teasers[0].target.id == "en/news/8783"
    assert page.teasers[0].url.startswith("https://www.president.bg/en/news8783/")


# Adding an edition


def test_an_edition_is_an_entry_of_the_table_with_layouts_of_its_own() -> None:
    """Its first layout refuses every page, so that the next one reads it."""

    def refuse(page: Selector, request: PageRequest) -> Any:
        raise LayoutError("no page fits")

    layouts = (Layout("strict", refuse, refuse), *SITE.editions["mobile"].layouts)
    edition = replace(SITE.editions["mobile"], name="watch", layouts=layouts)
    site = replace(SITE, name="another", editions={**SITE.editions, "watch": edition})
    item = ITEMS["bg/news/8601"]
    html = f"<meta charset=utf-8>{mobile_divs(text_of(item, 'mobile'))}"
    page = extract_page(
        html.encode(),
        url=f"https://m.president.bg{item.path}",
        content_type=None,
        seen_at=SEEN,
        source=Source(site, "watch"),
    )
    assert said(page) == expected(item, "mobile")
    assert isinstance(page, Article)
    assert page.layout == "landmarks"


def test_the_refusal_of_the_last_layout_is_the_one_told() -> None:
    item = ITEMS["bg/news/8601"]
    with pytest.raises(LayoutError, match="stands above the teasers by itself"):
        read("<p>Добре дошли</p>", item, "www")
