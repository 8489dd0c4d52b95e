"""The mobile edition's pages: label, timestamp, headline, text; teasers mostly without headline.

Which entries carry a headline is not known (those seen carried none): here it is every fifth. Nor
is it known whether it shows pictures: here they stand below the text, without their captions.
"""

from collections.abc import Iterable, Iterator
from html import escape

from presidency_scraper.demo.replica import vocabulary as words
from presidency_scraper.demo.replica.content import Item, StandingPage
from presidency_scraper.demo.replica.paths import (
    article_path,
    calendar_path,
    listing_path,
    section_path,
)
from presidency_scraper.demo.replica.tags import (
    ListingView,
    month_language,
    picture_path,
    timestamp_gap,
    write_body,
    write_headline,
    write_inline,
)


def article_page(item: Item, teasers: Iterable[Item]) -> str:
    """Write an article: label, date, headline, standfirst, text, pictures, teasers."""
    head = _head(item, write_headline(item)) + _standfirst(item)
    return _article(item, item.language, head + write_body(item) + _pictures(item), teasers)


def shell_page(item: Item, language: str, teasers: Iterable[Item]) -> str:
    """Write what stands at the address of an article that is not translated."""
    return _article(item, language, _head(item, ""), teasers)


def listing_page(view: ListingView) -> str:
    """Write a page of a listing."""
    filters = " | ".join(f'<a href="{to}">{word}</a>' for to, word in view.filters("mobile"))
    entries = "".join(f"<li>{_entry(item, month_language(item))}</li>\n" for item in view.items)
    turns = "\n".join(f'<a class="btn" href="{to}">{word}</a>' for to, word in view.turns("mobile"))
    body = (
        f"{_label(view.section, view.language)}<div>Filters: {filters}</div>\n"
        f'<ul class="list">\n{entries}</ul>\n<div class="pages">\n{turns}\n</div>\n'
    )
    return _page(view.language, body)


def calendar_page(language: str, number: int, items: Iterable[Item]) -> str:
    """Write one page of the calendar, which goes on for ever both ways."""
    turn = words.TURN[language]
    events = "".join(
        f"<li>{words.print_listing_date(item.published, language)}<br>{escape(item.lead)}</li>\n"
        for item in items
    )
    links = (
        f'<a class="btn" href="{calendar_path(language, number - 1)}">{turn["previous"]}</a>\n'
        f'<a class="btn" href="{calendar_path(language, number + 1)}">{turn["next"]}</a>\n'
    )
    return _page(language, f"<h2>{words.CALENDAR[language]}</h2>\n<ul>\n{events}</ul>\n{links}")


def standing_page(page: StandingPage) -> str:
    """Write a page under ``/catN/``."""
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in page.paragraphs)
    date = words.print_listing_date(page.published, page.language)
    return _page(
        page.language, f"<small>{date}</small>\n<h1>{escape(page.headline)}</h1>\n{paragraphs}"
    )


def missing_page(language: str) -> str:
    """Write the page that comes with status 404."""
    return _page(language, f"<h1>{words.MISSING[language]}</h1>\n")


def _article(item: Item, language: str, content: str, teasers: Iterable[Item]) -> str:
    rows = "".join(f"<li>{_entry(teaser, language)}</li>\n" for teaser in teasers)
    body = (
        f"{_label(item.section, language)}<article>\n{content}</article>\n<aside>\n"
        f'<h2>{words.print_more_from(item.section, language)}</h2>\n<ul class="list">\n'
        f"{rows}</ul>\n</aside>\n"
    )
    return _page(language, body, item)


def _page(language: str, body: str, item: Item | None = None) -> str:
    tools = words.TOOLS[language]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words.SITE_NAME[language]}</title>\n</head>\n<body>\n"
        f'<header><a href="#menu">{tools["menu"]}</a>\n'
        f'<a href="{listing_path("mobile", language, "news")}">{words.SITE_NAME[language]}</a>'
        f"</header>\n<main>\n{body}</main>\n{_menu(language, item)}"
        f"<footer>{'<br>'.join(words.FOOTER[language])}<br>\n"
        f'<a href="#">{tools["top"]}</a></footer>\n</body>\n</html>\n'
    )


def _menu(language: str, item: Item | None) -> str:
    rows = "\n".join(f'<a href="{escape(to)}">{word}</a>' for to, word in _links(language, item))
    return f'<nav id="menu">\n{rows}\n</nav>\n'


def _links(language: str, item: Item | None) -> Iterator[tuple[str, str]]:
    for section, word in words.LABELS[language].items():
        yield section_path("mobile", language, section), word
    yield calendar_path(language, 0), words.CALENDAR[language]
    yield from words.STANDING[language]
    for other, word in words.TONGUES.items():
        news = section_path("mobile", other, "news")
        yield article_path(item, "mobile", other) if item else news, word


def _label(section: str, language: str) -> str:
    return f'<div class="title">{words.print_section_label(section, language)}</div>\n'


def _head(item: Item, headline: str) -> str:
    gap = timestamp_gap(item)
    if gap is not None:
        return f"<div><span>{item.published}</span>{gap}<strong>{headline}</strong></div>\n"
    return f"<small>{item.published}</small>\n<h1>{headline}</h1>\n"


def _standfirst(item: Item) -> str:
    if not item.standfirst:
        return ""
    return f"<p><b>{write_inline(item.standfirst, item.quirks)}</b></p>\n"


def _pictures(item: Item) -> str:
    return "".join(
        f'<img src="{picture_path(item, position)}" alt="" width="100%">\n'
        for position in range(len(item.captions))
    )


def _entry(item: Item, month: str) -> str:
    head = f"<strong>{write_headline(item)}</strong><br>\n" if _is_headed(item) else ""
    return (
        f'<a href="{escape(article_path(item, "mobile"))}">{head}'
        f"<span>{words.print_listing_date(item.published, month)}</span><br>\n"
        f"{escape(item.lead)}</a>"
    )


def _is_headed(item: Item) -> bool:
    return item.number % 5 == 0 and "bare" not in item.quirks
