"""The www and mobile editions in many made-up markups: each page is read exactly or refused.

The texts are real, the markups are not: nobody who wrote this has seen the site's. What is expected
comes from the texts. Both editions print the date above the headline; teasers of www show a date,
the headline twice and two numbers, those of mobile a date and a lead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from parsel import Selector

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Item, read_items
from presidency_scraper.errors import LayoutError
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Article, Listing, ListingRef, Page, Shell
from presidency_scraper.sites.base import Layout, PageRequest, Source
from presidency_scraper.sites.president_bg import SITE

ITEMS = {item.id: item for item in read_items()}
SEEN = datetime(2026, 6, 1, tzinfo=UTC)
NEWEST = {
    "bg": [ITEMS[f"bg/news/{number}"] for number in (8635, 8630, 8633, 8634)],
    "en": [ITEMS[f"en/news/{number}"] for number in (8783, 8776, 8777, 8263)],
}
TEXTS = [
    "bg/news/8601",
    "bg/news/200",  # quotes of every kind
    "bg/interviews-president/3787",
    "bg/speeches-and-statements/4185",  # salutations, one short paragraph each
    "en/news/3551",  # English under a Bulgarian slug
    "en/news/6103",
]
LABELS = {
    "bg": {
        "news": "НОВИНИ",
        "speeches-and-statements": "РЕЧИ И ИЗЯВЛЕНИЯ",
        "interviews-president": "ИНТЕРВЮТА",
        "photo-gallery": "ФОТО ГАЛЕРИЯ",
    },
    "en": {"news": "NEWS"},
}
MORE = {"bg": "ОЩЕ ОТ", "en": "MORE FROM"}
MONTHS = {
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "en": "January February March April May June July August September October November December",
}
MENU = {"bg": "Новини", "en": "News"}


def printed(published: str, language: str, edition: str) -> str:
    """A date as teasers and listings print it, and the articles of www."""
    moment = datetime.fromisoformat(published)
    month = MONTHS[language].split()[moment.month - 1]
    if edition == "www":
        return f"{moment.day} {month.capitalize()} {moment:%Y | %H:%M}"
    return f"{moment.day} {month} {moment.year} | {moment:%H}:{moment.hour % 12 or 12:02}"


@dataclass(frozen=True)
class Teaser:
    path: str
    headline: str
    date: str
    lead: str


@dataclass(frozen=True)
class Text:
    """What a page is to say; all of it escaped."""

    path: str
    label: str
    headline: str
    date: str
    paragraphs: Sequence[str]
    more: str
    teasers: Sequence[Teaser]
    menu: str


def text_of(item: Item, edition: str) -> Text:
    language = item.language
    label = LABELS[language][item.section]
    return Text(
        path=path_of(item, edition),
        label=label,
        headline=escape(item.headline),
        date=printed(item.published, language, "www") if edition == "www" else item.published,
        paragraphs=[escape(paragraph) for paragraph in item.paragraphs],
        more=f"{MORE[language]} {label}",
        teasers=[teaser_of(newest, edition) for newest in NEWEST[language]],
        menu=MENU[language],
    )


def path_of(item: Item, edition: str) -> str:
    """Where a page of an edition links to; on www links name no language."""
    return item.path.removeprefix(f"/{item.language}") if edition == "www" else item.path


def teaser_of(item: Item, edition: str) -> Teaser:
    date = printed(item.published, item.language, edition)
    return Teaser(path_of(item, edition), escape(item.headline), date, escape(item.lead))


Write = Callable[[Text], str]


def tags(tag: str, texts: Sequence[str]) -> str:
    return "".join(f"<{tag}>{text}</{tag.split()[0]}>" for text in texts)


# Mobile: label, timestamp, headline, text; teasers of date and lead


def mobile_divs(text: Text) -> str:
    teasers = "".join(
        f'<div><a href="{t.path}">{t.date}</a><div>{t.lead}</div></div>' for t in text.teasers
    )
    head = tags("div", [text.label, text.date, text.headline, *text.paragraphs])
    return f"{head}<div>{text.more}</div><div>{teasers}</div><div>Полезни връзки</div>"


def mobile_html5(text: Text) -> str:
    teasers = "".join(
        f'<li><a href="{t.path}"><time>{t.date}</time><p>{t.lead}</p></a></li>'
        for t in text.teasers
    )
    return (
        f'<header><nav><a href="/bg/news/">{text.menu}</a></nav></header><main><article>'
        f"<p>{text.label}</p><time>{text.date}</time><h1>{text.headline}</h1>"
        f"{tags('p', text.paragraphs)}</article><aside><h2>{text.more}</h2><ul>{teasers}</ul>"
        "</aside></main><footer>Полезни връзки</footer>"
    )


def mobile_breaks(text: Text) -> str:
    teasers = "<br>".join(f'<a href="{t.path}">{t.date}</a><br>{t.lead}' for t in text.teasers)
    parts = [text.label, text.date, f"<b>{text.headline}</b>", *text.paragraphs, text.more, teasers]
    return "<br><br>".join(parts)


def mobile_tables(text: Text) -> str:
    rows = [text.label, text.date, text.headline, *text.paragraphs, text.more]
    teasers = "".join(
        f'<tr><td>{t.date}</td></tr><tr><td><a href="{t.path}">{t.lead}</a></td></tr>'
        for t in text.teasers
    )
    return f"<table>{tags('tr', [f'<td>{row}</td>' for row in rows])}{teasers}</table>"


def mobile_flat(text: Text) -> str:
    head = tags("p", [text.label, text.date, text.headline, *text.paragraphs, text.more])
    return head + "".join(
        f'<p>{t.date}</p><p><a href="{t.path}">{t.lead}</a></p>' for t in text.teasers
    )


def mobile_buttons(text: Text) -> str:
    """The link of a teaser is a button below it."""
    teasers = "".join(
        f'<section><span>{t.date}</span><p>{t.lead}</p><a href="{t.path}">Още</a></section>'
        for t in text.teasers
    )
    return (
        f"<h4>{text.label}</h4><small>{text.date}</small><h2>{text.headline}</h2>"
        f"{tags('p', text.paragraphs)}<h4>{text.more}</h4>{teasers}"
    )


def mobile_pictures(text: Text) -> str:
    """The link of a teaser is round a picture."""
    teasers = "".join(
        f'<div><a href="{t.path}"><img src="/img/t.jpg" alt=""></a><div>{t.date}</div>'
        f"<div>{t.lead}</div></div>"
        for t in text.teasers
    )
    return (
        f"<div>{text.label}</div><div><div>{text.date}</div><h3>{text.headline}</h3>"
        f"{tags('div', text.paragraphs)}</div><div><div>{text.more}</div>{teasers}</div>"
    )


def mobile_one_line(text: Text) -> str:
    """Date and headline on one line, date and lead of a teaser, too."""
    teasers = tags("li", [f'<a href="{t.path}">{t.date} {t.lead}</a>' for t in text.teasers])
    return (
        f"<h5>{text.label}</h5><p><em>{text.date}</em> <strong>{text.headline}</strong></p>"
        f"{tags('p', text.paragraphs)}<h5>{text.more}</h5><ul>{teasers}</ul>"
    )


def mobile_word(text: Text) -> str:
    """Pasted from Word: spans, empty paragraphs, no-break blanks, soft hyphens."""
    body = "<p>&nbsp;</p>".join(
        f'<p class="MsoNormal"><span lang="BG">{soften(each)}<o:p></o:p></span></p>'
        for each in text.paragraphs
    )
    teasers = "".join(
        f'<p><a href="{t.path}">{t.date}</a></p><p>{soften(t.lead)}</p>' for t in text.teasers
    )
    head = f"<h1>{text.label}</h1><p>{text.date}</p><h2>{soften(text.headline)}</h2>"
    return f"{head}{body}<p>&nbsp;</p><h3>{text.more}</h3>{teasers}"


def soften(text: str) -> str:
    words = [word[:4] + "\u00ad" + word[4:] if word.isalpha() else word for word in text.split()]
    return " \u00a0".join(words)


def mobile_list(text: Text) -> str:
    teasers = "".join(
        f'<dt>{t.date}</dt><dd><a href="{t.path}">{t.lead}</a></dd>' for t in text.teasers
    )
    return (
        f"<dl><dt>{text.label}</dt><dt>{text.date}</dt><dt>{text.headline}</dt>"
        f"{tags('dd', text.paragraphs)}</dl><b>{text.more}</b><dl>{teasers}</dl>"
    )


def mobile_shared(text: Text) -> str:
    """Buttons between date, headline and text; a picture without words under the headline."""
    share = '<a href="https://www.facebook.com/sharer.php?u=x">Сподели</a>'
    teasers = "".join(
        f'<div><b>{t.date}</b><br><a href="{t.path}">{t.lead}</a></div>' for t in text.teasers
    )
    return (
        f"<div>{text.label}</div><div>{text.date}</div><div>{share}</div><h1>{text.headline}</h1>"
        f'<img src="/images/news/mm_1.jpg" alt="">{tags("p", text.paragraphs)}<div>{share}</div>'
        f"<div>{text.more}</div>{teasers}"
    )


def mobile_unlabelled(text: Text) -> str:
    """No label over the teasers."""
    teasers = "".join(
        f'<div><div>{t.date}</div><a href="{t.path}">{t.lead}</a></div>' for t in text.teasers
    )
    return (
        f"<div>{text.date}</div><h1>{text.headline}</h1><div>{tags('p', text.paragraphs)}</div>"
        f"<div>{teasers}</div>"
    )


def mobile_nested(text: Text) -> str:
    """Every block deep inside others, the date in a box of its own."""
    deep = "".join(f"<div><div><span>{each}</span></div></div>" for each in text.paragraphs)
    teasers = "".join(
        f'<div><div><div><i>{t.date}</i></div></div><div><a href="{t.path}"><span>{t.lead}</span>'
        "</a></div></div>"
        for t in text.teasers
    )
    return (
        f"<div><div><div>{text.label}</div></div><div><div><i>{text.date}</i></div></div>"
        f"<div><h2><span>{text.headline}</span></h2></div><div>{deep}</div></div>"
        f"<div><div>{text.more}</div><div>{teasers}</div></div>"
    )


MOBILE: list[Write] = [
    mobile_divs,
    mobile_html5,
    mobile_breaks,
    mobile_tables,
    mobile_flat,
    mobile_buttons,
    mobile_pictures,
    mobile_one_line,
    mobile_word,
    mobile_list,
    mobile_shared,
    mobile_unlabelled,
    mobile_nested,
]


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


def check(write: Write, name: str, edition: str) -> None:
    item = ITEMS[name]
    html = write(text_of(item, edition))
    if (write.__name__, name) in REFUSED:
        with pytest.raises(LayoutError):
            read(html, item, edition)
    else:
        page = read(html, item, edition)
        assert said(page) == expected(item, edition)
        assert isinstance(page, Article)
        assert page.layout == "landmarks"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("write", MOBILE)
def test_a_mobile_article_is_read_exactly_in_every_markup(write: Write, name: str) -> None:
    check(write, name, "mobile")


# www: label, date, headline, text; teasers of date, headline twice and two small numbers


def www_divs(text: Text) -> str:
    teasers = "".join(
        f'<div><div>{t.date}</div><a href="{t.path}"><img src="/images/news/mm_{at}.jpg" '
        f'alt="{t.headline}"></a><h4><a href="{t.path}">{t.headline}</a></h4><span>0</span> '
        f"<span>3</span></div>"
        for at, t in enumerate(text.teasers)
    )
    head = tags("div", [text.label, text.date, text.headline, *text.paragraphs])
    return f"{head}<div>{text.more}</div><div>{teasers}</div><div>Полезни връзки</div>"


def www_html5(text: Text) -> str:
    teasers = "".join(
        f'<li><a href="{t.path}"><time>{t.date}</time><p>{t.headline}</p><h3>{t.headline}</h3>'
        "<i>0</i><i>12</i></a></li>"
        for t in text.teasers
    )
    return (
        f'<header><nav><a href="/news/">{text.menu}</a> <a href="/calendar/0">2026</a></nav>'
        f"</header><main><article><p>{text.label}</p><time>{text.date}</time>"
        f"<h1>{text.headline}</h1>{tags('p', text.paragraphs)}</article><aside><h2>{text.more}</h2>"
        f"<ul>{teasers}</ul></aside></main><footer>Полезни връзки</footer>"
    )


def www_breaks(text: Text) -> str:
    teasers = "<br>".join(
        f'{t.date}<br><a href="{t.path}">{t.headline}</a><br><a href="{t.path}">{t.headline}</a>'
        "<br>0<br>3"
        for t in text.teasers
    )
    parts = [text.label, text.date, f"<b>{text.headline}</b>", *text.paragraphs, text.more, teasers]
    return "<br>\n".join(parts)


def www_tables(text: Text) -> str:
    """As in 2012."""
    rows = "".join(
        f'<tr><td colspan=2><font size=2 face="Arial">{row}</font></td></tr>'
        f'<tr><td height=8><img src="/img/spacer.gif"></td></tr>'
        for row in [text.label, text.date, f"<b>{text.headline}</b>", *text.paragraphs]
    )
    teasers = "".join(
        f"<tr><td>{t.date}</td></tr><tr><td><a href='{t.path}'>{t.headline}</a></td></tr>"
        f"<tr><td><b><a href='{t.path}'>{t.headline}</a></b></td></tr><tr><td>0</td></tr>"
        "<tr><td>1</td></tr>"
        for t in text.teasers
    )
    more = f"<tr><td bgcolor=#CCCCCC><b>{text.more}</b></td></tr>"
    return f"<TABLE>{rows}</TABLE><TABLE>{more}{teasers}</TABLE>"


def www_flat(text: Text) -> str:
    """The headline of a teaser once, as a link; numbers on its line."""
    head = tags("p", [text.label, text.date, text.headline, *text.paragraphs, text.more])
    return head + "".join(
        f'<p>{t.date}</p><p><a href="{t.path}">{t.headline}</a> <span>0</span> <span>3</span></p>'
        for t in text.teasers
    )


def www_headline_first(text: Text) -> str:
    """The date below the headline, and headlines of teasers above their dates."""
    teasers = "".join(
        f'<div><a href="{t.path}"><img src="/images/news/{at}.jpg" alt="{t.headline}"></a>'
        f'<a href="{t.path}">{t.headline}</a><div>{t.date}</div><div>0</div><div>3</div></div>'
        for at, t in enumerate(text.teasers)
    )
    return (
        f"<div>{text.label}</div><h2>{text.headline}</h2><div>{text.date}</div>"
        f"{tags('p', text.paragraphs)}<h3>{text.more}</h3><div>{teasers}</div>"
    )


def www_cards(text: Text) -> str:
    """Cards that are a link each; a caption under each picture says the headline."""
    teasers = "".join(
        f'<a href="{t.path}"><figure><img src="/images/news/{at}.jpg" alt="{t.headline}">'
        f"<figcaption>{t.headline}</figcaption></figure><small>{t.date}</small>"
        f"<h4>{t.headline}</h4><div><b>0</b></div><div><b>3</b></div></a>"
        for at, t in enumerate(text.teasers)
    )
    return (
        f"<section><h5>{text.label}</h5><small>{text.date}</small><h2>{text.headline}</h2>"
        f"<div>{tags('p', text.paragraphs)}</div></section><section><h5>{text.more}</h5>{teasers}"
        "</section>"
    )


def www_word(text: Text) -> str:
    body = "<p>&nbsp;</p>".join(
        f'<p class="MsoNormal"><span lang="BG">{soften(each)}<o:p></o:p></span></p>'
        for each in text.paragraphs
    )
    teasers = "".join(
        f'<p>{t.date}</p><p><a href="{t.path}">{soften(t.headline)}</a></p>'
        f'<h4><a href="{t.path}">{soften(t.headline)}</a></h4><p>0</p><p>3</p>'
        for t in text.teasers
    )
    head = f"<h1>{text.label}</h1><p>{text.date}</p><h2>{soften(text.headline)}</h2>"
    return f"{head}{body}<p>&nbsp;</p><h3>{text.more}</h3>{teasers}"


def www_glued(text: Text) -> str:
    """The date runs into the headline."""
    teasers = "".join(
        f'<li><span>{t.date}</span><a href="{t.path}"><span>{t.headline}</span></a>'
        f"<h4><a href='{t.path}'>{t.headline}</a></h4><em>0</em> <em>3</em></li>"
        for t in text.teasers
    )
    return (
        f"<h5>{text.label}</h5><p><span>{text.date}</span><strong>{text.headline}</strong></p>"
        f"{tags('p', text.paragraphs)}<h5>{text.more}</h5><ul>{teasers}</ul>"
    )


def www_shared(text: Text) -> str:
    """Buttons around everything, a clock in another form, languages to choose from."""
    share = (
        '<ul><li><a href="javascript:window.print()">Печат</a></li>'
        '<li><a href="https://www.facebook.com/sharer.php?u=x">Сподели</a></li></ul>'
    )
    teasers = "".join(
        f'<div><div>{t.date}</div><div><a href="{t.path}"><img src="/images/news/{at}.jpg" '
        f'alt="{t.headline}"></a></div><div><a href="{t.path}">{t.headline}</a></div>'
        "<div><i></i>0 <i></i>3</div></div>"
        for at, t in enumerate(text.teasers)
    )
    return (
        f'<div><a href="{text.path}&lang=bg">Български</a> <a href="{text.path}&lang=en">English'
        f"</a></div><div>01.06.2026 12:00</div><div>{text.label}</div>{share}"
        f"<div>{text.date}</div><h2>{text.headline}</h2>{share}{tags('p', text.paragraphs)}{share}"
        f"<div>{text.more}</div><div>{teasers}</div>"
    )


def www_unlabelled(text: Text) -> str:
    """No label at all."""
    teasers = "".join(
        f'<div><div>{t.date}</div><a href="{t.path}">{t.headline}</a><h4><a href="{t.path}">'
        f"{t.headline}</a></h4><div>0</div><div>3</div></div>"
        for t in text.teasers
    )
    return (
        f"<div>{text.date}</div><h1>{text.headline}</h1><div>{tags('p', text.paragraphs)}</div>"
        f"<div>{teasers}</div>"
    )


def www_sidebar(text: Text) -> str:
    """The teasers in a column beside the article, without a label and with a slider of copies."""
    teasers = "".join(
        f'<li><a href="{t.path}"><img src="/images/news/{at}.jpg" alt="{t.headline}">'
        f"<span>{t.date}</span><b>{t.headline}</b></a><span>0</span><span>3</span></li>"
        for at, t in enumerate(text.teasers)
    )
    return (
        f"<table><tr><td><div>{text.label}</div><div><div>{text.date}</div>"
        f"<h2>{text.headline}</h2>{tags('div', text.paragraphs)}</div></td>"
        f"<td><h3>{text.more}</h3><ul>{teasers}</ul></td></tr></table>"
    )


def www_nested(text: Text) -> str:
    deep = "".join(f"<div><div><span>{each}</span></div></div>" for each in text.paragraphs)
    teasers = "".join(
        f'<div><div><div><i>{t.date}</i></div></div><div><a href="{t.path}"><span>{t.headline}'
        f'</span></a></div><div><a href="{t.path}"><span>{t.headline}</span></a></div>'
        "<div><div>0</div><div>3</div></div></div>"
        for t in text.teasers
    )
    return (
        f"<div><div><div>{text.label}</div></div><div><div><i>{text.date}</i></div></div>"
        f"<div><h2><span>{text.headline}</span></h2></div><div>{deep}</div></div>"
        f"<div><div>{text.more}</div><div>{teasers}</div></div>"
    )


def www_unlinked_headlines(text: Text) -> str:
    """Only the picture of a teaser is a link; the headline is plain text."""
    teasers = "".join(
        f'<div><div>{t.date}</div><a href="{t.path}"><img src="/images/news/{at}.jpg" '
        f'alt="{t.headline}"></a><div>{t.headline}</div><div>0</div><div>3</div></div>'
        for at, t in enumerate(text.teasers)
    )
    return (
        f"<div>{text.label}</div><div>{text.date}</div><h2>{text.headline}</h2>"
        f"{tags('p', text.paragraphs)}<h3>{text.more}</h3><div>{teasers}</div>"
    )


def www_whole_links(text: Text) -> str:
    """A teaser is one link and one line: date, headline and numbers with only blanks between."""
    teasers = tags(
        "li", [f'<a href="{t.path}">{t.date} {t.headline} 0 3</a>' for t in text.teasers]
    )
    head = f"<h5>{text.label}</h5><div>{text.date}</div><h2>{text.headline}</h2>"
    return f"{head}{tags('p', text.paragraphs)}<h5>{text.more}</h5><ul>{teasers}</ul>"


WWW: list[Write] = [
    www_whole_links,
    www_divs,
    www_html5,
    www_breaks,
    www_tables,
    www_flat,
    www_headline_first,
    www_cards,
    www_word,
    www_glued,
    www_shared,
    www_unlabelled,
    www_sidebar,
    www_nested,
    www_unlinked_headlines,
]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("write", WWW)
def test_a_www_article_is_read_exactly_in_every_markup(write: Write, name: str) -> None:
    check(write, name, "www")


# Listings


def listing_divs(entries: Sequence[Teaser]) -> str:
    return "".join(
        f'<div><h3><a href="{t.path}">{t.headline}</a></h3><div>{t.date}</div><p>{t.lead}</p></div>'
        for t in entries
    )


def listing_whole_links(entries: Sequence[Teaser]) -> str:
    return "".join(
        f'<div><a href="{t.path}"><h3>{t.headline}</h3><span>{t.date}</span><p>{t.lead}</p></a>'
        "</div>"
        for t in entries
    )


def listing_tables(entries: Sequence[Teaser]) -> str:
    return "<table>" + "".join(
        f'<tr><td><img src="/img/t.gif"></td><td><a href="{t.path}"><b>{t.headline}</b></a><br>'
        f"{t.date}<br>{t.lead}</td></tr>"
        for t in entries
    )


def listing_flat(entries: Sequence[Teaser]) -> str:
    return "".join(
        f'<p><a href="{t.path}">{t.headline}</a></p><p>{t.date}</p><p>{t.lead}</p>' for t in entries
    )


def listing_breaks(entries: Sequence[Teaser]) -> str:
    return "<br>".join(
        f'{t.date}<br><a href="{t.path}">{t.headline}</a><br>{t.lead}' for t in entries
    )


LISTINGS = [listing_divs, listing_whole_links, listing_tables, listing_flat, listing_breaks]


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("edition", ["www", "mobile"])
@pytest.mark.parametrize("write", LISTINGS)
def test_a_listing_is_read_exactly_in_every_markup(
    write: Callable[[Sequence[Teaser]], str], edition: str, language: str
) -> None:
    page = read_listing(write(entries_of(language, edition)), edition, language)
    assert [told(entry) for entry in page.entries] == [
        announced(item, edition, headline=True, lead=True) for item in NEWEST[language]
    ]
    assert page.last_page == 7


def entries_of(language: str, edition: str) -> list[Teaser]:
    return [teaser_of(item, edition) for item in NEWEST[language]]


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
    entries = "".join(
        f'<p><a href="{t.path}">{t.date}</a></p><p>{t.lead}</p>' for t in entries_of("en", "mobile")
    )
    page = read_listing(entries, "mobile", "en")
    assert [told(entry) for entry in page.entries] == [
        announced(item, "mobile", headline=False, lead=True) for item in NEWEST["en"]
    ]


# Shells, languages and what is refused


def without_text(text: Text) -> Text:
    return replace(text, headline="", paragraphs=[])


@pytest.mark.parametrize("edition", ["www", "mobile"])
def test_an_untranslated_article_is_a_shell_in_every_markup(edition: str) -> None:
    item = ITEMS["en/news/6103"]
    for write in {"www": WWW, "mobile": MOBILE}[edition]:
        page = read(write(without_text(text_of(item, edition))), item, edition)
        assert isinstance(page, Shell), write.__name__
        assert page.published.iso[:16] == "2021-08-09T16:22", write.__name__
        assert [told(entry) for entry in page.teasers] == expected(item, edition)["teasers"]


@pytest.mark.parametrize("write", WWW)
@pytest.mark.parametrize("came", ["bg", "en"])
def test_a_www_page_in_another_language_than_asked_for_is_refused(write: Write, came: str) -> None:
    item = ITEMS[{"bg": "bg/news/8601", "en": "en/news/6103"}[came]]
    asked = "&lang=en" if came == "bg" else ""
    with pytest.raises(LayoutError):
        read(write(text_of(item, "www")), item, "www", www_url(item, asked))


def www_url(item: Item, asked: str = "") -> str:
    return f"https://www.president.bg{path_of(item, 'www')}{asked}"


def test_the_refusal_names_both_languages() -> None:
    item = ITEMS["en/news/6103"]
    with pytest.raises(LayoutError, match="came in English; Bulgarian was asked for"):
        read(www_divs(text_of(item, "www")), item, "www", www_url(item))


@pytest.mark.parametrize("write", WWW)
def test_an_english_shell_is_never_taken_for_the_bulgarian_article(write: Write) -> None:
    item = ITEMS["en/news/6103"]
    with pytest.raises(LayoutError):
        read(write(without_text(text_of(item, "www"))), item, "www", www_url(item))


def test_a_listing_in_another_language_than_asked_for_is_refused() -> None:
    with pytest.raises(LayoutError, match="came in English"):
        read_listing(listing_divs(entries_of("en", "www")), "www", "bg")


def test_an_english_headline_on_a_bulgarian_page_is_no_other_language() -> None:
    item = ITEMS["bg/news/8601"]
    text = replace(text_of(item, "www"), headline="Statement by President Rumen Radev in Tokyo")
    page = read(www_divs(text), item, "www", "https://www.president.bg/news8601/news8601.html")
    assert isinstance(page, Article)
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
    page = read(www_divs(replace(text, paragraphs=[])).replace(text.more, pictures + text.more),
                item, "www")  # fmt: skip
    assert isinstance(page, Article)
    assert (page.headline, page.paragraphs) == (item.headline, ())
    assert [(image.url, image.caption) for image in page.images[:2]] == [
        ("https://www.president.bg/images/photo-gallery/mm_0.jpg", "Пл. „Св. Ал. Невски“"),
        ("https://www.president.bg/images/photo-gallery/mm_1.jpg", "Гербовата зала"),
    ]


@pytest.mark.parametrize("write", WWW)
def test_a_www_article_without_a_date_never_takes_that_of_a_teaser(write: Write) -> None:
    """As news8396 (2025) is stored."""
    item = ITEMS["bg/news/8396"]
    with pytest.raises(LayoutError):
        read(write(replace(text_of(item, "www"), date="")), item, "www")


@pytest.mark.parametrize(
    "stray",
    [
        "<div>12 Май 2026 | 10:00</div><h2>Среща със студенти</h2>",
        "<div>12 Май 2026 | 10:00</div><div>Среща със студенти</div>",
        "<p>12 Май 2026 | 10:00 Среща със студенти</p>",
    ],
)
@pytest.mark.parametrize("write", WWW)
def test_an_event_beside_the_article_never_lends_it_its_date(write: Write, stray: str) -> None:
    item = ITEMS["bg/news/8601"]
    html = write(text_of(item, "www"))
    for page in (stray + html, html.replace("Полезни връзки", stray)):
        try:
            record = read(page, item, "www")
        except LayoutError:
            continue
        assert said(record) == expected(item, "www")


STRAY = "<div>12 Май 2026 | 10:00</div><h2>Среща със студенти</h2><p>Начало в 10 часа.</p>"


@pytest.mark.parametrize("write", WWW)
def test_without_a_slug_to_tell_by_an_event_does_not_become_the_article(write: Write) -> None:
    item = ITEMS["bg/news/8601"]
    html = STRAY + write(text_of(item, "www"))
    try:
        page = read(html, item, "www", "https://www.president.bg/news8601/news8601.html")
    except LayoutError:
        return
    assert said(page) == expected(item, "www")


@pytest.mark.parametrize("write", [write for write in WWW if write is not www_headline_first])
def test_an_event_in_the_place_of_the_date_is_refused(write: Write) -> None:
    item = ITEMS["bg/news/8601"]
    with pytest.raises(LayoutError):
        read(write(replace(text_of(item, "www"), date=STRAY)), item, "www")


def test_the_minutes_of_www_are_true_and_those_of_a_mobile_teaser_are_not() -> None:
    item = ITEMS["bg/news/8601"]
    www = read(www_divs(text_of(item, "www")), item, "www")
    mobile = read(mobile_divs(text_of(item, "mobile")), item, "mobile")
    assert isinstance(www, Article)
    assert isinstance(mobile, Article)
    assert www.published.at == mobile.published.at
    assert www.teasers[0].published is not None
    assert www.teasers[0].published.iso == "2025-10-16T11:41:00+03:00"
    assert mobile.teasers[0].published is not None
    assert mobile.teasers[0].published.iso == "2025-10-16T11:00:00+03:00"


def test_a_link_on_an_english_page_of_www_leads_to_the_english_article() -> None:
    item = ITEMS["en/news/6103"]
    page = read(www_divs(text_of(item, "www")), item, "www")
    assert isinstance(page, Article)
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
